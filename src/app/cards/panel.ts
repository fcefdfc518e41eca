/** The real-time panel: do I have to act, where and why; then the numbers, each a door. */
import type { Named } from '../../domain/events.ts';
import type { Indicator } from '../../domain/indicators.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Block, Button, Card, Control, Field, Rich, Tone } from '../../view/card.ts';
import { packAsked } from '../asked.ts';
import type { Request } from '../command.ts';
import type { NowPanel, Services } from '../services.ts';
import { packState } from '../state.ts';
import { ROSTERS } from './agents.ts';
import { departmentName, reasonText } from './reason.ts';

export type Values = (id: string) => number | null;

/** Indicators by their ids. */
export function valuesOf(indicators: readonly Indicator[]): Values {
  const byId = new Map(indicators.map(({ id, value }) => [id, value]));
  return (id) => byId.get(id) ?? null;
}

/** One sentence: do I have to act, where and why; the worst thing first. */
export function panelHeadline(
  panel: NowPanel,
  value: Values,
  at: Date,
  parameters: Parameters,
  services: Services,
): { text: Rich; tone: Tone } {
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

function controls(
  value: Values,
  closed: number,
  departments: Named[],
  department: Named | undefined,
  own: string,
  services: Services,
): Control[] {
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
      action: `${own}.department`,
      options: [
        { label: t('department.all'), value: packState({}) || 'all' },
        ...departments.map(({ id, name }) => ({ label: name ?? id, value: packState({ department: id }) })),
      ],
      selected: state || 'all',
    },
    { kind: 'button', label: t('refresh'), action: `${own}.refresh`, value: state },
  ];
}

/** The real-time panel; every number is a door to its rows. `own`: the command whose refresh and department filter redraw it. */
export async function panelCard(
  { at }: Pick<Request, 'at'>,
  services: Services,
  department: Named | undefined,
  own: 'now' | 'home' = 'now',
): Promise<Card> {
  const { desk, t } = services;
  const [panel, departments, parameters] = await Promise.all([desk.now(at, department?.id), desk.departments(), services.parameters()]);
  const value = valuesOf(panel.indicators);
  const blocks: Block[] = [
    { kind: 'text', ...panelHeadline(panel, value, at, parameters, services) },
    { kind: 'fields', fields: fields(value, parameters, panel.closed, services) },
    { kind: 'actions', controls: controls(value, panel.closed, departments, department, own, services) },
  ];
  return {
    title: t('now.title'),
    scope: department?.name ?? t('department.all'),
    blocks,
    foot: [],
    figures: { indicators: panel.indicators },
  };
}
