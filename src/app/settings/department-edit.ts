/** One department: how much each agent takes there, and who belongs to it. */
import { type DepartmentSetting, itemOf, withItem } from '../../domain/configuration.ts';
import type { FormValues } from '../../view/form.ts';
import { replaced, type Submit } from '../command.ts';
import { checklist } from '../forms/checklist.ts';
import { draftOf, listOf, taken, wholeOf } from '../forms/draft.ts';
import { back, type Editor, push, redrawn } from '../forms/editor.ts';
import { editorSubmits } from '../forms/handlers.ts';
import { nameOf } from '../named.ts';
import type { KnownAgent, Services } from '../services.ts';
import { announceErrors, announceInput, savedBlocks } from './announce.ts';
import { departmentLabel, departmentsCard, knownDepartment } from './departments-card.ts';
import { limitInput, limitProblem } from './limit-input.ts';

const EDIT = 'department';
const MEMBERS = 'department.members';
/** Names of members that the form tells. */
const TOLD = 12;

function agentOptions(known: readonly KnownAgent[], chosen: readonly string[]): { label: string; value: string }[] {
  const missing = chosen.filter((id) => !known.some((one) => one.id === id));
  return [...known.map((one) => ({ label: nameOf(one), value: one.id })), ...missing.map((id) => ({ label: id, value: id }))];
}

function membersText(options: { label: string; value: string }[], members: readonly string[], { t, format }: Services): string {
  if (members.length === 0) return t('departments.members.none');
  const names = members.map((id) => options.find(({ value }) => value === id)?.label ?? id);
  const more = names.length - TOLD;
  const told = more > 0 ? `${names.slice(0, TOLD).join(', ')}, ${t('checklist.more', { count: more })}` : format.join(names);
  return t('departments.members.are', { count: members.length, names: told });
}

/** Its form; who belongs to it is chosen in a step of its own. */
export const editDepartment: Editor<DepartmentSetting> = {
  name: EDIT,
  command: 'settings',
  read: (configuration, key) => itemOf(configuration, 'departments', key),
  values: (item): FormValues => ({ limit: item?.limit ?? null, members: item?.members ?? [] }),
  draw: async ({ key, values }, { services }) => {
    const { t, known } = services;
    const [one, agents, { defaultLimit }] = await Promise.all([knownDepartment(key, services), known.agents(), services.parameters()]);
    const members = listOf(values['members']);
    const options = agentOptions(agents, members);
    return {
      title: departmentLabel(one, services),
      submitLabel: t('form.save'),
      blocks: [
        limitInput(values, t('departments.limit.hint', { usual: defaultLimit }), services),
        { kind: 'section', text: [{ bold: t('audit.field.members') }, `\n${membersText(options, members, services)}`] },
        { kind: 'buttons', buttons: [{ label: t('departments.members.choose'), action: `settings.${MEMBERS}` }] },
        announceInput(values, services),
      ],
      beside: [{ kind: 'ticks', name: 'members', label: t('audit.field.members'), value: members, options }],
    };
  },
  parse: ({ key, item, values }, { services }) => {
    const limit = wholeOf(values['limit']);
    const members = listOf(values['members']);
    if (limit === undefined) return { errors: { limit: limitProblem(services) } };
    const { active } = (item as DepartmentSetting | null) ?? { active: true };
    return { item: { id: key, active, limit, members: members.length > 0 ? members : null } };
  },
  write: (configuration, item) => withItem(configuration, 'departments', item),
  beside: announceErrors,
  subject: (key) => ({ subject: `department.${key}` }),
  done: async ({ changes, draft }, request, services) =>
    replaced(await departmentsCard(request, services, { news: await savedBlocks(draft.values, changes, request, services) })),
};

/** Ticks agents; they come back to the department's form, and only that is saved. */
const chooseMembers: Editor<string[]> = {
  name: MEMBERS,
  command: 'settings',
  read: () => undefined,
  values: () => ({ members: [] }),
  draw: async (draft, { services }) => {
    const { t, known } = services;
    const options = agentOptions(await known.agents(), listOf(draft.values['members']));
    const list = checklist(
      { name: 'members', label: t('audit.field.members'), options, action: `settings.${MEMBERS}.list` },
      draft,
      services,
    );
    return {
      title: t('audit.field.members'),
      submitLabel: t('departments.members.take'),
      lists: { members: list.state },
      blocks: [{ kind: 'section', text: t('departments.members.intro') }, ...list.blocks],
    };
  },
  parse: ({ values }) => ({ item: listOf(values['members']) }),
  write: (configuration) => configuration,
  subject: () => ({ kind: 'department' }),
  done: ({ draft, item }, request, services) => back(draft, { members: item }, request, services, [redrawn(editDepartment)]),
};

const openMembers: Submit['run'] = async (request, services) => {
  const { values } = taken(await draftOf(request.state, request, services, EDIT), request.values);
  return push(EDIT, chooseMembers, '', request, services, { members: listOf(values['members']) });
};

/** The handlers of both. */
export const departmentSubmits: Record<string, Submit> = {
  ...editorSubmits(editDepartment),
  [MEMBERS]: { run: openMembers },
  ...editorSubmits(chooseMembers, [redrawn(editDepartment)]),
};
