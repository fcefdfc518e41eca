/** A category made in the middle of a template's form, which comes back with it chosen. */
import type { Category } from '../../domain/configuration.ts';
import type { Submit } from '../command.ts';
import { back, type Editor, push, redrawn } from '../forms/editor.ts';
import { editorSubmits } from '../forms/handlers.ts';
import { categoryEditor } from './category-form.ts';
import { NEW_CATEGORY, TEMPLATE, templateEditor } from './template-form.ts';

const below = [redrawn(templateEditor)];

/** The form of a category, on top of a template's. */
const pushedCategory: Editor<Category> = {
  ...categoryEditor,
  name: NEW_CATEGORY,
  done: ({ item, draft }, request, services) => back(draft, { category: String(item.code) }, request, services, below),
};

export const templateCategorySubmits: Record<string, Submit> = {
  [NEW_CATEGORY]: { run: (request, services) => push(TEMPLATE, pushedCategory, '', request, services) },
  ...editorSubmits(pushedCategory, below),
};
