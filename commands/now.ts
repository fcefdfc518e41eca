import { packAsked } from '../src/app/asked.ts';
import { ROSTERS } from '../src/app/cards/agents.ts';
import { csvButton } from '../src/app/cards/file.ts';
import { liveFigures, liveRow, PAGE, pageButtons, pageFoot } from '../src/app/cards/live.ts';
import { departmentName, reasonText } from '../src/app/cards/reason.ts';
import { type Command, opened, type Request, replaced } from '../src/app/command.ts';
import { departmentIn, departmentOf } from '../src/app/department.ts';
import type { NowPanel, Services } from '../src/app/services.ts';
import { offsetOf, packState, unpackState } from '../src/app/state.ts';
import { LIVE_LISTS, type LiveList } from '../src/domain/desk.ts';
import type { Named } from '../src/domain/events.ts';
import type { Indicator } from '../src/domain/indicators.ts';
import type { Parameters } from '../src/domain/parameters.ts';
import type { Block, Button, Card, Control, Field, Rich, Tone } from '../src/view/card.ts';

type Values = (id: string) => number | null;

function valuesOf(indicators: readonly Indicator[]): Values {
  const byId = new Map(indicators.map(({ id, value }) => [id, value]));
  return (id) => byId.get(id) ?? null;
}

/** One sentence: do I have to act, where and why; the worst thing first. */
function headline(panel: NowPanel, value: Values, at: Date, parameters: Parameters, services: Services): { text: Rich; tone: Tone } {
  const { t, format } = services;
  const idle = value('now.idle.agents') ?? 0;
  const size = value('now.queue.size') ?? 0;
  const worst = panel.queues[0];
  const wait = worst
    ? [
        ' ',
        t('now.longest', {
          wait: format.duration(worst.longest),
          department: departmentName(worst, services),
          reason: reasonText(worst, at, parameters, services),
        }),
      ]
    : [];
  if (idle > 0) return { tone: 'bad', text: [{ bold: t('now.owed', { count: idle, idle: format.duration(parameters.idleMs) }) }, ...wait] };
  if (worst)
    return { tone: worst.longest > parameters.idleMs ? 'bad' : 'warning', text: [{ bold: t('now.queued', { count: size }) }, ...wait] };
  if ((value('now.agents.online') ?? 0) === 0) return { tone: 'warning', text: t('now.nobody') };
  return { tone: 'good', text: t('now.calm') };
}

function fields(value: Values, parameters: Parameters, closed: number, { t, format }: Services): Field[] {
  const count = (id: string): string => format.number(value(id));
  const idle = format.duration(parameters.idleMs);
  const mean = value('now.handle.mean');
  const toneOf = (bad: boolean, tone: Tone): { tone?: Tone } => (bad ? { tone } : {});
  return [
    { label: t('now.awaiting.agents'), value: count('now.awaiting.agents'), ...toneOf((value('now.awaiting.agents') ?? 0) > 0, 'warning') },
    { label: t('now.awaiting.customers'), value: count('now.awaiting.customers') },
    { label: t('now.idle.agents', { idle }), value: count('now.idle.agents'), ...toneOf((value('now.idle.agents') ?? 0) > 0, 'bad') },
    { label: t('now.idle.customers', { idle }), value: count('now.idle.customers') },
    {
      label: t('now.agents'),
      value: [
        [
          t('now.agents.online', { count: value('now.agents.online') ?? 0 }),
          t('now.agents.away', { count: value('now.agents.away') ?? 0 }),
          t('now.agents.offline', { count: value('now.agents.offline') ?? 0 }),
        ].join(' · '),
        '\n',
        [
          t('now.agents.serving', { count: value('now.agents.serving') ?? 0 }),
          t('now.capacity', { count: value('now.capacity.free') ?? 0 }),
        ].join(' · '),
      ],
    },
    {
      label: t('now.handle'),
      value: [
        `${format.duration(mean)} · ${t('now.target', { target: format.duration(parameters.handleTargetMs) })}`,
        '\n',
        t('now.closed', { count: closed }),
      ],
      ...(mean === null ? {} : { tone: mean > parameters.handleTargetMs ? ('warning' as const) : ('good' as const) }),
    },
  ];
}

/** Each count of agents opens just those. */
function agentDoors(value: Values, department: Named | undefined, { t, format }: Services): Control {
  const all = ['online', 'away', 'offline'].reduce((sum, presence) => sum + (value(`now.agents.${presence}`) ?? 0), 0);
  const options = ROSTERS.map((filter) => ({
    label: `${t(`agents.filter.${filter}`)} · ${format.number(filter === 'all' ? all : value(`now.agents.${filter}`))}`,
    value: packState({ filter, department: department?.id }),
  }));
  return { kind: 'select', label: `${t('now.agents')} · ${format.number(all)}`, action: 'agents.open', options };
}

function controls(value: Values, closed: number, departments: Named[], department: Named | undefined, services: Services): Control[] {
  const { t, format } = services;
  const state = packState({ department: department?.id });
  const button = (label: string, action: string, extra: Record<string, string> = {}): Button => ({
    kind: 'button',
    label,
    action,
    value: packState({ ...extra, department: department?.id }),
  });
  const counted = (label: string, id: string): string => `${label} · ${format.number(value(id))}`;
  const urgent = (value('now.idle.agents') ?? 0) > 0 ? ({ style: 'primary' } as const) : {};
  return [
    { ...button(counted(t('now.button.idle'), 'now.idle.agents'), 'now.list', { list: 'idle.agents' }), ...urgent },
    button(counted(t('now.button.queue'), 'now.queue.size'), 'queue.open'),
    button(counted(t('now.awaiting.agents'), 'now.awaiting.agents'), 'now.list', { list: 'awaiting.agents' }),
    button(counted(t('now.awaiting.customers'), 'now.awaiting.customers'), 'now.list', { list: 'awaiting.customers' }),
    button(counted(t('now.button.customers'), 'now.idle.customers'), 'now.list', { list: 'idle.customers' }),
    agentDoors(value, department, services),
    {
      kind: 'button',
      label: `${t('now.button.closed')} · ${format.number(closed)}`,
      action: 'history.open',
      value: packAsked({ when: 'set', state: 'closed', department: department?.id }),
    },
    {
      kind: 'select',
      label: t('department.choose'),
      action: 'now.department',
      options: [
        { label: t('department.all'), value: packState({}) || 'all' },
        ...departments.map(({ id, name }) => ({ label: name ?? id, value: packState({ department: id }) })),
      ],
      selected: state || 'all',
    },
    { kind: 'button', label: t('refresh'), action: 'now.refresh', value: state },
  ];
}

async function panelCard({ at }: Pick<Request, 'at'>, services: Services, department: Named | undefined): Promise<Card> {
  const { desk, t } = services;
  const [panel, departments, parameters] = await Promise.all([desk.now(at, department?.id), desk.departments(), services.parameters()]);
  const value = valuesOf(panel.indicators);
  const blocks: Block[] = [
    { kind: 'text', ...headline(panel, value, at, parameters, services) },
    { kind: 'fields', fields: fields(value, parameters, panel.closed, services) },
    { kind: 'actions', controls: controls(value, panel.closed, departments, department, services) },
  ];
  return {
    title: t('now.title'),
    scope: department?.name ?? t('department.all'),
    blocks,
    foot: [],
    figures: { indicators: panel.indicators },
  };
}

function listOf(value: string | undefined): LiveList {
  return LIVE_LISTS.find((list) => list === value) ?? 'idle.agents';
}

/** The rows behind one of the panel's counts. */
async function listCard(state: Record<string, string | undefined>, at: Date, services: Services): Promise<Card> {
  const { desk, t, format } = services;
  const list = listOf(state['list']);
  const offset = offsetOf(state['offset']);
  const [department, parameters] = await Promise.all([departmentOf(state['department'], services), services.parameters()]);
  const page = await desk.list(list, at, { department: department?.id, offset, limit: PAGE });
  const held = { list, department: department?.id };
  const controls: Control[] = [
    ...pageButtons('now.page', held, page, offset, services),
    ...(page.total > 0 ? [csvButton(['now', list, department?.id].filter(Boolean).join(' '), at, services)] : []),
    { kind: 'button', label: t('refresh'), action: 'now.page', value: packState({ ...held, offset }) },
  ];
  return {
    title: t(`list.${list}`, { count: page.total, idle: format.duration(parameters.idleMs) }),
    scope: department?.name ?? t('department.all'),
    blocks: [
      page.total === 0
        ? { kind: 'text', text: t('list.empty'), tone: 'good' }
        : { kind: 'list', rows: page.rows.map((row) => liveRow(row, at, parameters, services)) },
      { kind: 'actions', controls },
    ],
    foot: pageFoot(page, offset, services),
    figures: { table: liveFigures(page, at) },
  };
}

/** `now [department]`: the real-time panel; every number is a door to its rows. */
export const now: Command = {
  name: 'now',
  aliases: ['agora'],
  role: 'viewer',
  summary: 'now.summary',
  examples: ['now.example', 'now.example.department'],
  run: async (request, services) => panelCard(request, services, await departmentIn(request.args, services)),
  actions: {
    open: { run: async (request, services) => opened(await panelCard(request, services, undefined)) },
    refresh: {
      run: async (request, services) =>
        replaced(await panelCard(request, services, await departmentOf(unpackState(request.value)['department'], services))),
    },
    department: {
      run: async (request, services) =>
        replaced(await panelCard(request, services, await departmentOf(unpackState(request.value)['department'], services))),
    },
    list: { run: async ({ value, at }, services) => opened(await listCard(unpackState(value), at, services)) },
    page: { run: async ({ value, at }, services) => replaced(await listCard(unpackState(value), at, services)) },
  },
};
