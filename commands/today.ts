import { type Asked, packAsked } from '../src/app/asked.ts';
import { csvButton } from '../src/app/cards/file.ts';
import { type Command, opened, replaced } from '../src/app/command.ts';
import { UserError } from '../src/app/errors.ts';
import type { Services, TodayPanel } from '../src/app/services.ts';
import { packState } from '../src/app/state.ts';
import { STATES, type State } from '../src/domain/conversation.ts';
import { CHANNELS, type Channel } from '../src/domain/events.ts';
import type { DayCount } from '../src/domain/indicators.ts';
import type { Block, Card, Chart, Control, Field } from '../src/view/card.ts';

type Count = (belongs: (part: DayCount) => boolean) => number;

function counting({ counts }: TodayPanel): Count {
  return (belongs) => counts.filter(belongs).reduce((sum, { count }) => sum + count, 0);
}

/** One sentence: how much there is, how much is done, what is still open. */
function headline(count: Count, { t, format }: Services): string {
  const total = count(() => true);
  if (total === 0) return t('today.empty');
  const open = count(({ state }) => state === 'triage' || state === 'queued' || state === 'in_service');
  const closed = count(({ state }) => state === 'closed');
  const done = closed > 0 ? [t('today.done', { count: closed, share: format.percent(closed / total) })] : [];
  return [t('today.headline', { count: total }), ...done, t('today.open', { count: open })].join(' ');
}

function fields(count: Count, { t, format }: Services): Field[] {
  const field = (label: string, value: number): Field => ({ label, value: format.number(value) });
  return [
    field(
      t('today.total'),
      count(() => true),
    ),
    {
      label: t('today.origin'),
      value: [
        t('today.new', { count: count(({ opened }) => opened === 'new') }),
        '\n',
        t('today.carried', { count: count(({ opened }) => opened === 'carried') }),
      ],
    },
    ...STATES.map((state) =>
      field(
        t(`state.${state}`),
        count((part) => part.state === state),
      ),
    ),
  ];
}

function present(count: Count): Channel[] {
  return CHANNELS.filter((channel) => count((part) => part.channel === channel) > 0);
}

/** Channels as bars, stacked by state; the text beside it says its finding. */
function chart(count: Count, day: string, { t, format }: Services, language: Chart['language']): Chart {
  const channels = present(count);
  const byChannel = (channel: Channel): number => count((part) => part.channel === channel);
  const most = [...channels].sort((a, b) => byChannel(b) - byChannel(a))[0];
  const states: State[] = STATES.filter((state) => count((part) => part.state === state) > 0);
  return {
    type: 'horizontalBar',
    title: t('today.chart', { day }),
    alt: most
      ? t('today.chart.alt', {
          channel: t(`channel.${most}`),
          most: format.number(byChannel(most)),
          total: format.number(count(() => true)),
        })
      : t('today.empty'),
    categories: channels.map((channel) => t(`channel.${channel}`)),
    series: states.map((state) => ({
      name: t(`state.${state}`),
      values: channels.map((channel) => count((part) => part.channel === channel && part.state === state)),
      hue: state,
    })),
    stacked: true,
    unit: 'count',
    language,
  };
}

function table(count: Count, { t, format }: Services): Block {
  const rows = present(count).map((channel) => {
    const of = (state: State): string => format.number(count((part) => part.channel === channel && part.state === state));
    const live = count((part) => part.channel === channel && part.state !== 'closed' && part.state !== 'cancelled');
    return [
      t(`channel.${channel}`),
      format.number(count((part) => part.channel === channel)),
      format.number(live),
      of('closed'),
      of('cancelled'),
    ];
  });
  const end = 'end' as const;
  return {
    kind: 'table',
    caption: t('today.channels'),
    columns: [
      { label: t('today.column.channel') },
      { label: t('today.column.total'), align: end },
      { label: t('today.column.open'), align: end },
      { label: t('state.closed'), align: end },
      { label: t('state.cancelled'), align: end },
    ],
    rows,
  };
}

/** Every count opens its rows: the states as buttons, the rest as a choice. */
function doors(count: Count, { t, format }: Services): Control[] {
  const counted = (label: string, belongs: (part: DayCount) => boolean): string => `${label} · ${format.number(count(belongs))}`;
  const option = (label: string, asked: Asked): { label: string; value: string } => ({ label, value: packAsked(asked) });
  return [
    ...STATES.map(
      (state): Control => ({
        kind: 'button',
        label: counted(t(`state.${state}`), (part) => part.state === state),
        action: 'history.open',
        value: packAsked({ when: 'set', state }),
      }),
    ),
    {
      kind: 'select',
      label: t('today.choose'),
      action: 'history.open',
      options: [
        option(
          counted(t('today.total'), () => true),
          { when: 'set' },
        ),
        option(
          counted(t('today.button.new'), ({ opened }) => opened === 'new'),
          { when: 'today' },
        ),
        option(
          counted(t('today.button.carried'), ({ opened }) => opened === 'carried'),
          { when: 'set.carried' },
        ),
        ...present(count).map((channel) =>
          option(
            counted(t(`channel.${channel}`), (part) => part.channel === channel),
            { when: 'set', channel },
          ),
        ),
      ],
    },
  ];
}

async function todayCard(at: Date, services: Services, language: Chart['language']): Promise<Card> {
  const { t, format, desk } = services;
  const [panel, { timeZone }] = await Promise.all([desk.today(at), services.parameters()]);
  const count = counting(panel);
  const day = format.day(at, timeZone);
  const shown: Block[] =
    count(() => true) > 0 ? [{ kind: 'chart', chart: chart(count, day, services, language) }, table(count, services)] : [];
  return {
    title: t('today.title'),
    scope: day,
    blocks: [
      { kind: 'text', text: headline(count, services) },
      { kind: 'fields', fields: fields(count, services) },
      ...shown,
      {
        kind: 'actions',
        controls: [
          ...(count(() => true) > 0 ? doors(count, services) : []),
          { kind: 'button', label: t('now.title'), action: 'now.open', value: '' },
          { kind: 'button', label: t('queue.title'), action: 'queue.open', value: '' },
          { kind: 'button', label: t('chart.choose'), action: 'chart.open', value: packState({ k: 'c' }) },
          csvButton('today', at, services),
          { kind: 'button', label: t('refresh'), action: 'today.refresh', value: '' },
        ],
      },
    ],
    foot: [],
    figures: {
      indicators: panel.indicators,
      table: {
        columns: ['channel', ...STATES],
        rows: CHANNELS.map((channel) => [
          channel,
          ...STATES.map((state) => count((part) => part.channel === channel && part.state === state)),
        ]),
      },
    },
  };
}

/** `today`: the day's operation and its channels, with a chart. */
export const today: Command = {
  name: 'today',
  aliases: ['hoje'],
  role: 'viewer',
  summary: 'today.summary',
  examples: ['today.example'],
  run: ({ args, at, person }, services) => {
    // Whoever asks for another day must not take today's figures for it.
    if (args.length > 0) throw new UserError('today.error', { word: args.join(' ').slice(0, 40) });
    return todayCard(at, services, person.language);
  },
  actions: {
    open: { run: async ({ at, person }, services) => opened(await todayCard(at, services, person.language)) },
    refresh: { run: async ({ at, person }, services) => replaced(await todayCard(at, services, person.language)) },
  },
};
