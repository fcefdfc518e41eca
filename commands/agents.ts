import { agentFigures, agentRow, isIn, ROSTERS, type RosterFilter } from '../src/app/cards/agents.ts';
import { csvButton } from '../src/app/cards/file.ts';
import { pageButtons, pageFoot } from '../src/app/cards/live.ts';
import { PAGE } from '../src/app/cards/page.ts';
import { type Command, opened, replaced } from '../src/app/command.ts';
import { departmentIn, departmentOf } from '../src/app/department.ts';
import { fold } from '../src/app/dispatch.ts';
import type { Services } from '../src/app/services.ts';
import { offsetOf, packState, unpackState } from '../src/app/state.ts';
import type { Named } from '../src/domain/events.ts';
import { byAttention, type RosterRow } from '../src/domain/roster.ts';
import type { Card, Rich, Select, Tone } from '../src/view/card.ts';

interface View {
  filter: RosterFilter;
  department: Named | undefined;
  offset: number;
}

const WORDS: Readonly<Record<string, RosterFilter>> = {
  all: 'all',
  todos: 'all',
  online: 'online',
  away: 'away',
  ausente: 'away',
  ausentes: 'away',
  offline: 'offline',
  serving: 'serving',
  atendendo: 'serving',
};

/** One sentence: who needs help, the worst first. */
function headline(rows: readonly RosterRow[], { t }: Services): { text: Rich; tone?: Tone } {
  const over = rows.filter(({ load, limit }) => load > limit).length;
  const idle = rows.reduce((sum, row) => sum + row.idle, 0);
  const online = rows.filter(({ presence }) => presence === 'online').length;
  if (over > 0) return { tone: 'bad', text: { bold: t('agents.over', { count: over }) } };
  if (idle > 0) return { tone: 'bad', text: { bold: t('agents.owed', { count: idle }) } };
  return online === 0 ? { tone: 'warning', text: t('agents.nobody') } : { tone: 'good', text: t('agents.calm', { count: online }) };
}

function choice(rows: readonly RosterRow[], { filter, department }: View, { t, format }: Services): Select {
  const value = (one: RosterFilter): string => packState({ filter: one, department: department?.id });
  return {
    kind: 'select',
    label: t('agents.choose'),
    action: 'agents.page',
    options: ROSTERS.map((one) => ({
      label: `${t(`agents.filter.${one}`)} · ${format.number(rows.filter((row) => isIn(one, row)).length)}`,
      value: value(one),
    })),
    selected: value(filter),
  };
}

async function agentsCard(view: View, at: Date, services: Services): Promise<Card> {
  const { t, lists } = services;
  const everybody = await lists.roster(at, view.department?.id);
  const sorted = byAttention(everybody.filter((row) => isIn(view.filter, row)));
  const rows = sorted.slice(view.offset, view.offset + PAGE);
  const since = await lists.presentSince(rows, at);
  const held = { filter: view.filter, department: view.department?.id };
  const page = { total: sorted.length, rows };
  return {
    title: t('agents.title'),
    scope: [view.department?.name ?? t('department.all'), ...(view.filter === 'all' ? [] : [t(`agents.filter.${view.filter}`)])].join(
      ' · ',
    ),
    blocks: [
      everybody.length > 0 ? { kind: 'text', ...headline(everybody, services) } : { kind: 'text', text: t('agents.none') },
      ...(rows.length > 0
        ? [{ kind: 'list' as const, rows: rows.map((row) => agentRow(row, since.get(row.id), at, services)) }]
        : everybody.length > 0
          ? [{ kind: 'text' as const, text: t('list.empty') }]
          : []),
      {
        kind: 'actions',
        controls: [
          ...pageButtons('agents.page', held, page, view.offset, services),
          choice(everybody, view, services),
          csvButton(
            ['agents', ...(view.filter === 'all' ? [] : [view.filter]), ...(view.department ? [view.department.id] : [])].join(' '),
            at,
            services,
          ),
          { kind: 'button', label: t('refresh'), action: 'agents.page', value: packState({ ...held, offset: view.offset }) },
        ],
      },
    ],
    foot: pageFoot(page, view.offset, services),
    figures: { table: agentFigures(rows, since) },
  };
}

async function viewOf(value: string, services: Services): Promise<View> {
  const state = unpackState(value);
  const filter = ROSTERS.find((one) => one === state['filter']) ?? 'all';
  return { filter, department: await departmentOf(state['department'], services), offset: offsetOf(state['offset']) };
}

/** `agents [online|away|offline|serving] [department]`: who is there, how busy, and what they did today. */
export const agents: Command = {
  name: 'agents',
  aliases: ['agentes', 'atendentes'],
  role: 'viewer',
  summary: 'agents.summary',
  examples: ['agents.example', 'agents.example.online'],
  run: async ({ args, at }, services) => {
    const [first = '', ...rest] = args;
    const word = fold(first);
    const filter = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    const department = await departmentIn(filter ? rest : args, services, 'agents.error');
    return agentsCard({ filter: filter ?? 'all', department, offset: 0 }, at, services);
  },
  actions: {
    open: { run: async ({ value, at }, services) => opened(await agentsCard(await viewOf(value, services), at, services)) },
    page: { run: async ({ value, at }, services) => replaced(await agentsCard(await viewOf(value, services), at, services)) },
  },
};
