/** Several teams of the helpdesk become departments at once. */
import { itemOf, withItem } from '../../domain/configuration.ts';
import type { FormErrors } from '../../view/form.ts';
import { replaced } from '../command.ts';
import { checklist } from '../forms/checklist.ts';
import { listOf, wholeOf } from '../forms/draft.ts';
import type { Editor } from '../forms/editor.ts';
import { announceErrors, announceInput, savedBlocks } from './announce.ts';
import { departmentLabel, departmentsCard } from './departments-card.ts';
import { limitInput, limitProblem } from './limit-input.ts';

const NAME = 'departments.activate';

interface Activated {
  ids: string[];
  /** For all of them; null: the default, and what was set before for those that were active once. */
  limit: number | null;
}

/** Ticks teams that are not active; one limit holds for them, unless it is left empty. */
export const activateDepartments: Editor<Activated> = {
  name: NAME,
  command: 'settings',
  read: () => undefined,
  values: () => ({ departments: [], limit: null }),
  draw: async (draft, { configuration, services }) => {
    const { t, known } = services;
    const active = new Set(configuration.departments.flatMap((one) => (one.active ? [one.id] : [])));
    const free = (await known.departments()).filter(({ id }) => !active.has(id));
    const options = free.map((one) => ({ label: departmentLabel(one, services), value: one.id }));
    const list = checklist(
      { name: 'departments', label: t('departments.title'), options, action: `settings.${NAME}.list` },
      draft,
      services,
    );
    const { defaultLimit } = await services.parameters();
    return {
      title: t('departments.activate'),
      submitLabel: t('agents.activate'),
      lists: { departments: list.state },
      blocks: [
        { kind: 'section', text: t(active.size > 0 ? 'departments.activate.more' : 'departments.activate.first') },
        ...list.blocks,
        limitInput(draft.values, t('departments.limit.hint.all', { usual: defaultLimit }), services),
        announceInput(draft.values, services),
      ],
    };
  },
  parse: ({ values }, { services }) => {
    const ids = listOf(values['departments']);
    const limit = wholeOf(values['limit']);
    const errors: FormErrors = {
      ...(ids.length === 0 && { departments: services.t('departments.error.none') }),
      ...(limit === undefined && { limit: limitProblem(services) }),
    };
    return limit === undefined || ids.length === 0 ? { errors } : { item: { ids, limit } };
  },
  write: (configuration, { ids, limit }) =>
    ids.reduce((next, id) => {
      const before = itemOf(next, 'departments', id) ?? { id, active: false, limit: null, members: null };
      return before.active ? next : withItem(next, 'departments', { ...before, active: true, limit: limit ?? before.limit });
    }, configuration),
  beside: announceErrors,
  subject: () => ({ kind: 'department' }),
  done: async ({ changes, draft }, request, services) =>
    replaced(await departmentsCard(request, services, { news: await savedBlocks(draft.values, changes, request, services) })),
};
