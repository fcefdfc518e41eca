/** Saving a form: checked, and only onto what the person has seen. */
import { type Configuration, same } from '../../domain/configuration.ts';
import type { Problem } from '../../domain/problems.ts';
import type { FormErrors } from '../../view/form.ts';
import type { Answer, SubmitRequest } from '../command.ts';
import type { Services } from '../services.ts';
import { type Draft, draftOf, misfits, taken } from './draft.ts';
import { type Asker, type Editor, shown } from './editor.ts';
import { overtaken } from './overtaken.ts';
import { problemText } from './problems.ts';

/** Saves what was typed, or answers with what is wrong, or with what somebody else saved meanwhile. */
export async function save<Item>(editor: Editor<Item>, request: SubmitRequest, services: Services): Promise<Answer> {
  const { settings } = services;
  const before = await draftOf(request.state, request, services, editor.name);
  const draft = taken(before, request.values);
  const parsed = editor.parse(draft, { configuration: await settings.read(), services, by: request });
  const strange: FormErrors = {
    ...editor.beside?.(draft.values, services),
    ...Object.fromEntries(misfits(before, request.values).map((name) => [name, services.t('form.kind')])),
  };
  if ('errors' in parsed) return { kind: 'invalid', errors: { ...parsed.errors, ...strange } };
  if (Object.keys(strange).length > 0) return { kind: 'invalid', errors: strange };
  const { item } = parsed;
  const isSeen = (current: Configuration): boolean => {
    const stands = draft.key === '' ? null : (editor.read(current, draft.key, settings.defaults) ?? null);
    // What is saved twice, or by two alike, is there already.
    return same(stands, draft.item) || (!editor.removes && stands !== null && same(stands, item));
  };
  const result = await settings.change(
    (current) => (isSeen(current) ? editor.write(current, item, draft.key, settings.defaults) : 'stale'),
    request,
  );
  if ('stale' in result) return overtaken(editor, draft, result.stale, request, services);
  if ('problems' in result) return refused(editor, result.problems, draft, request, services);
  return editor.done({ item, draft, changes: result.changes }, request, services);
}

/** Errors stand at the inputs; a form without any tells them above. */
async function refused<Item>(editor: Editor<Item>, problems: Problem[], draft: Draft, by: Asker, services: Services): Promise<Answer> {
  if (Object.keys(draft.values).length > 0) return { kind: 'invalid', errors: errorsOf(editor, problems, draft, services) };
  const text = problems.map((problem) => problemText(problem, services)).join('\n');
  return shown(editor, draft, by, services, 'replace', [{ kind: 'section', text: { bold: text } }]);
}

function errorsOf<Item>(editor: Editor<Item>, problems: Problem[], draft: Draft, services: Services): FormErrors {
  const errors: FormErrors = {};
  for (const problem of problems) {
    const name = editor.field?.(problem) ?? problem.field;
    const at = name in draft.values ? name : (Object.keys(draft.values)[0] ?? name);
    errors[at] ??= problemText(problem, services);
  }
  return errors;
}
