/** Agents: which of the helpdesk's people are served and counted, how much each takes, who they are in the chat. */
import { type AgentSetting, type Configuration, itemOf, withItem } from '../../domain/configuration.ts';
import { LIMIT } from '../../domain/problems.ts';
import type { Card, ListRow, Option } from '../../view/card.ts';
import { replaced } from '../command.ts';
import { checklist } from '../forms/checklist.ts';
import { listOf, wholeOf } from '../forms/draft.ts';
import { type Editor, open } from '../forms/editor.ts';
import { editorSubmits } from '../forms/handlers.ts';
import { problemText } from '../forms/problems.ts';
import { nameOf } from '../named.ts';
import type { Author, KnownAgent, Services } from '../services.ts';
import { announceErrors, announceInput, savedBlocks } from './announce.ts';
import { formButton, listCard } from './list-card.ts';
import { chosenPerson, personInput, rememberChosen } from './person-search.ts';
import { removal } from './removal.ts';
import { listActions, type Section } from './section.ts';

const LINK = 'agents.link';
const EDIT = 'agent';
const UNLINK = 'agent.unlink';

function labelOf({ id, name, active }: KnownAgent, { t }: Services): string {
  return active ? nameOf({ id, name }) : `${nameOf({ id, name })} (${t('agents.inactive')})`;
}

async function card(_by: Author, services: Services, { offset = 0, news }: Parameters<Section['card']>[2] = {}): Promise<Card> {
  const { t, settings, known, people } = services;
  const [{ agents }, everyone, parameters] = await Promise.all([settings.read(), known.agents(), services.parameters()]);
  const names = await people.names(agents.flatMap(({ person }) => person ?? []));
  const byId = new Map(everyone.map((one) => [one.id, one]));
  const rows = agents
    .map((agent) => ({ ...agent, known: byId.get(agent.id) ?? { id: agent.id, active: true } }))
    .sort((a, b) => nameOf(a.known).localeCompare(nameOf(b.known)));
  const row = ({ id, limit, person, known: one }: (typeof rows)[number]): ListRow => ({
    lead: labelOf(one, services),
    facts: [
      limit === null ? t('agents.limit.default', { count: parameters.defaultLimit }) : t('agents.limit.own', { count: limit }),
      person === null ? t('agents.person.none') : t('agents.person.is', { name: names.get(person) ?? person }),
    ],
    menu: [
      formButton(t('settings.edit'), 'settings.agent.edit', id),
      formButton(t('agents.unlink'), 'settings.agent.remove', id, 'danger'),
    ],
  });
  return listCard(
    {
      name: 'agents',
      title: t('agents.linked.title'),
      summary:
        agents.length > 0
          ? t('agents.linked', { count: agents.length, known: everyone.length })
          : t('agents.linked.none', { count: everyone.length }),
      items: rows,
      row,
      offset,
      news,
      buttons: [{ ...formButton(t('agents.link'), 'settings.agents.add', ''), style: 'primary' }],
      figures: {
        table: {
          columns: ['id', 'name', 'limit', 'person'],
          rows: rows.map(({ id, known: one, limit, person }) => [id, nameOf(one), limit, person]),
        },
      },
    },
    services,
  );
}

/** Ticks several of those who are not linked yet. */
const link: Editor<string[]> = {
  name: LINK,
  command: 'settings',
  read: () => undefined,
  values: () => ({ agents: [] }),
  draw: async (draft, { configuration, services }) => {
    const { t, known } = services;
    const linked = new Set(configuration.agents.map(({ id }) => id));
    const free = (await known.agents()).filter(({ id }) => !linked.has(id));
    const options = free.map((one): Option => ({ label: labelOf(one, services), value: one.id }));
    const list = checklist({ name: 'agents', label: t('agents.linked.title'), options, action: `settings.${LINK}.list` }, draft, services);
    return {
      title: t('agents.link'),
      submitLabel: t('agents.activate'),
      lists: { agents: list.state },
      blocks: [{ kind: 'section', text: linked.size > 0 ? t('agents.link.more') : t('agents.link.first') }, ...list.blocks],
    };
  },
  parse: ({ values }, { services }) => {
    const ids = listOf(values['agents']);
    return ids.length > 0 ? { item: ids } : { errors: { agents: services.t('agents.error.none') } };
  },
  write: (configuration, ids) =>
    ids
      .filter((id) => !itemOf(configuration, 'agents', id))
      .reduce((next, id): Configuration => withItem(next, 'agents', { id, limit: null, person: null }), configuration),
  subject: () => ({ kind: 'agent' }),
  done: async ({ changes, draft }, request, services) =>
    replaced(await card(request, services, { news: await savedBlocks(draft.values, changes, request, services) })),
};

/** One agent's own limit, and who they are in the chat. */
const edit: Editor<AgentSetting> = {
  name: EDIT,
  command: 'settings',
  read: (configuration, key) => itemOf(configuration, 'agents', key),
  values: (item) => ({ limit: item?.limit ?? null, person: item?.person ?? null }),
  draw: async ({ key, values }, { services }) => {
    const { t, known, people } = services;
    const one = (await known.agents()).find(({ id }) => id === key) ?? { id: key, active: true };
    const person = chosenPerson(values['person']).id;
    const called = person === '' ? undefined : (await people.names([person])).get(person);
    const { defaultLimit } = await services.parameters();
    const limit = wholeOf(values['limit']);
    return {
      title: labelOf(one, services),
      submitLabel: t('form.save'),
      blocks: [
        {
          kind: 'number',
          name: 'limit',
          label: t('audit.field.limit'),
          hint: t('agents.limit.hint', { ...LIMIT, usual: defaultLimit }),
          value: limit ?? undefined,
          ...LIMIT,
        },
        personInput({ name: 'person', label: t('audit.field.person'), hint: t('agents.person.hint') }, values['person'], called),
        announceInput(values, services),
      ],
    };
  },
  parse: ({ key, values }, { services }) => {
    const limit = wholeOf(values['limit']);
    const person = chosenPerson(values['person']).id || null;
    if (limit === undefined)
      return {
        errors: { limit: problemText({ list: 'agents', item: key, field: 'limit', key: 'limit', values: { ...LIMIT } }, services) },
      };
    return { item: { id: key, limit, person } };
  },
  write: (configuration, item) => withItem(configuration, 'agents', item),
  beside: announceErrors,
  subject: (key) => ({ subject: `agent.${key}` }),
  done: async ({ changes, draft }, request, services) => {
    await rememberChosen(chosenPerson(draft.values['person']), services);
    return replaced(await card(request, services, { news: await savedBlocks(draft.values, changes, request, services) }));
  },
};

const unlink = removal({
  list: 'agents',
  name: UNLINK,
  title: ({ t }) => t('agents.unlink'),
  submitLabel: ({ t }) => t('agents.unlink'),
  effect: async ({ id }, configuration, services) => {
    const { t, known } = services;
    const name = nameOf((await known.agents()).find((one) => one.id === id) ?? { id });
    const last = configuration.agents.length === 1;
    const departments = configuration.departments.filter(({ members }) => members?.includes(id)).length;
    return [
      { bold: name },
      ` ${t('agents.unlink.effect')}`,
      ...(departments > 0 ? [`\n${t('agents.unlink.departments', { count: departments })}`] : []),
      ...(last ? [`\n${t('agents.unlink.last')}`] : []),
    ];
  },
  write: (configuration, { id }) => ({
    ...configuration,
    agents: configuration.agents.filter((one) => one.id !== id),
    departments: configuration.departments.map((one) => {
      const members = one.members?.filter((member) => member !== id) ?? null;
      return { ...one, members: members?.length === 0 ? null : members };
    }),
  }),
  card: (request, services, news) => card(request, services, { news }),
  subject: (key) => `agent.${key}`,
});

export const agents: Section = {
  name: 'agents',
  words: ['agentes', 'atendentes'],
  card,
  actions: {
    ...listActions('agents', card),
    'agents.add': { run: (request, services) => open(link, '', request, services) },
    'agent.edit': { run: (request, services) => open(edit, request.value, request, services) },
    'agent.remove': { run: (request, services) => open(unlink, request.value, request, services) },
  },
  submits: { ...editorSubmits(link), ...editorSubmits(edit), ...editorSubmits(unlink) },
};
