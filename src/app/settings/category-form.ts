/** The form of a category of templates. */
import { CATEGORY_TYPES, type Category, itemOf, same, withCategory } from '../../domain/configuration.ts';
import { CODE, LONGEST } from '../../domain/problems.ts';
import { replaced } from '../command.ts';
import { isOn, textOf, wholeOf } from '../forms/draft.ts';
import type { Editor } from '../forms/editor.ts';
import { problemText } from '../forms/problems.ts';
import { savedBlocks } from './announce.ts';
import { categoriesCard, templatesIn } from './categories-card.ts';

/** Steps between the codes that are proposed: room for others between two. */
const STEP = 10;

/** A code behind the last one. */
function nextCode(categories: readonly Category[]): number {
  const last = Math.max(0, ...categories.map(({ code }) => code));
  return Math.min(CODE.max, (Math.floor(last / STEP) + 1) * STEP);
}

/** Its code may change too: its templates go along. */
export const categoryEditor: Editor<Category> = {
  name: 'category',
  command: 'settings',
  read: (configuration, key) => itemOf(configuration, 'categories', key),
  values: (item, { configuration }) => ({
    code: item?.code ?? nextCode(configuration.categories),
    title: item?.title ?? '',
    type: item?.type ?? CATEGORY_TYPES[0],
    active: item?.active ?? true,
  }),
  draw: ({ key, values }, { configuration, services }) => {
    const { t } = services;
    const used = key === '' ? 0 : templatesIn(configuration, Number(key));
    const code = wholeOf(values['code']);
    return {
      title: t(key === '' ? 'categories.add' : 'categories.edit'),
      submitLabel: t(key === '' ? 'settings.add' : 'form.save'),
      blocks: [
        ...(used > 0 ? [{ kind: 'section' as const, text: t('categories.edit.used', { count: used }) }] : []),
        {
          kind: 'number',
          name: 'code',
          label: t('audit.field.code'),
          hint: t('categories.code.hint', { ...CODE }),
          required: true,
          value: code ?? undefined,
          ...CODE,
        },
        {
          kind: 'text',
          name: 'title',
          label: t('audit.field.title'),
          required: true,
          value: textOf(values['title']),
          maxLength: LONGEST.title,
        },
        {
          kind: 'select',
          name: 'type',
          label: t('audit.field.type'),
          required: true,
          value: textOf(values['type']),
          options: CATEGORY_TYPES.map((one) => ({ label: t(`category.type.${one}`), value: one })),
        },
        {
          kind: 'toggle',
          name: 'active',
          label: t('audit.field.active'),
          hint: t('categories.active.hint'),
          value: isOn(values['active']),
        },
      ],
    };
  },
  parse: ({ values }, { services }) => {
    const code = wholeOf(values['code']);
    const type = CATEGORY_TYPES.find((one) => one === values['type']);
    const problem = (key: 'code' | 'type', words: Record<string, string | number>): string =>
      problemText({ list: 'categories', item: '', field: key, key, values: words }, services);
    if (typeof code === 'number' && type) return { item: { code, title: textOf(values['title']), type, active: isOn(values['active']) } };
    const types = CATEGORY_TYPES.map((one) => services.t(`category.type.${one}`)).join(', ');
    return {
      errors: {
        ...(typeof code !== 'number' && { code: problem('code', { ...CODE }) }),
        ...(!type && { type: problem('type', { types }) }),
      },
    };
  },
  write: (configuration, item, key) => {
    if (key !== '') return withCategory(configuration, item, Number(key));
    // Sent twice, it is added once.
    if (same(itemOf(configuration, 'categories', String(item.code)), item)) return configuration;
    return { ...configuration, categories: [...configuration.categories, item].sort((a, b) => a.code - b.code) };
  },
  subject: (key) => (key === '' ? { kind: 'category' } : { subject: `category.${key}` }),
  done: async ({ changes }, request, services) =>
    replaced(await categoriesCard(request, services, { news: await savedBlocks({}, changes, request, services) })),
};
