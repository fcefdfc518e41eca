import { type Asked, askedOf, cursorOf, filterOf, packAsked, type Remembered, rememberedOf } from '../src/app/asked.ts';
import { conversationFigures, conversationRow, momentText, placed, searchButtons, searchFoot } from '../src/app/cards/conversations.ts';
import { agentOptions, filterControls, filterText } from '../src/app/cards/filters.ts';
import { PAGE } from '../src/app/cards/page.ts';
import { searchForm, searchOf } from '../src/app/cards/search-form.ts';
import { type Command, opened, replaced } from '../src/app/command.ts';
import { readFilters } from '../src/app/filters.ts';
import type { Services } from '../src/app/services.ts';
import { unpackState } from '../src/app/state.ts';
import { type Cursor, OUTCOMES, type Outcome } from '../src/domain/history.ts';
import type { Block, Card, Control, Field } from '../src/view/card.ts';

/** Whoever does not say when means the last seven days. */
const USUAL = '7d';

interface Counts {
  counts: Record<Outcome, number>;
  replied: number;
  all: boolean;
}

function sum({ counts }: Counts): number {
  return OUTCOMES.reduce((total, outcome) => total + counts[outcome], 0);
}

function headline(counted: Counts, { t, format }: Services): Block {
  const total = sum(counted);
  if (total === 0) return { kind: 'text', text: t('outbound.none') };
  const share = format.percent(counted.replied / total);
  const waiting = counted.counts.waiting;
  return {
    kind: 'text',
    text: [
      { bold: t('outbound.headline', { count: total }) },
      ' ',
      t('outbound.replied', { count: counted.replied, share }),
      ' ',
      t('outbound.open', { count: waiting }),
    ],
  };
}

function fields(counted: Counts, { t, format }: Services): Field[] {
  return [
    { label: t('outbound.sent'), value: format.number(sum(counted)) },
    ...OUTCOMES.map((outcome) => ({ label: t(`outbound.${outcome}`), value: format.number(counted.counts[outcome]) })),
  ];
}

/** Every count opens its rows. */
function doors(asked: Asked, counted: Counts, { t, format }: Services): Control[] {
  return OUTCOMES.map((outcome) => ({
    kind: 'button',
    label: `${t(`outbound.${outcome}`)} · ${format.number(counted.counts[outcome])}`,
    action: 'outbound.filter',
    value: packAsked({ ...asked, outcome }),
  }));
}

/** Where a search's page begins, and what its button remembers. */
interface Place {
  cursor?: Cursor | undefined;
  remembered?: Remembered | undefined;
}

async function outboundCard(given: Asked, place: Place, at: Date, services: Services): Promise<Card> {
  const { t, desk, lists } = services;
  const { cursor, remembered } = place;
  const parameters = await services.parameters();
  const asked: Asked = { ...given, when: given.when ?? USUAL };
  const filter = { ...filterOf(asked, at, parameters.timeZone), direction: 'outbound' as const };
  const [page, counted, departments, agents] = await Promise.all([
    lists.history({ filter, at, cursor, limit: PAGE, count: !cursor || !remembered }),
    lists.outcomes(filter, at),
    desk.departments(),
    desk.agents(),
  ]);
  const shown = placed(page, remembered);
  const known = { departments, agents };
  const rows: Block[] =
    page.rows.length > 0
      ? [{ kind: 'list', rows: page.rows.map((row) => conversationRow(row, at, parameters, services)) }]
      : sum(counted) > 0 && !page.searched
        ? [{ kind: 'text', text: t('history.none') }]
        : [];
  const far: Block[] = page.searched
    ? [{ kind: 'text', text: t('history.searched', { moment: momentText(page.searched, at, parameters.timeZone, services) }) }]
    : [];
  return {
    title: t('outbound.title'),
    scope: filterText(asked, known, at, parameters, services).join(' · '),
    blocks: [
      headline(counted, services),
      ...(counted.all ? [] : [{ kind: 'text' as const, text: t('outbound.newest', { count: sum(counted) }) }]),
      ...(sum(counted) > 0
        ? [
            { kind: 'fields' as const, fields: fields(counted, services) },
            { kind: 'actions' as const, controls: doors(asked, counted, services) },
          ]
        : []),
      ...rows,
      ...far,
      {
        kind: 'actions',
        controls: [
          ...searchButtons(shown, 'outbound.page', (turned) => packAsked(asked, turned), services),
          { kind: 'button', label: t('history.filters'), action: 'outbound.edit', value: packAsked(asked), opens: 'form' },
          { kind: 'button', label: t('chart.csv'), action: 'csv.open', value: packAsked(asked, { what: 'outbound' }) },
          { kind: 'button', label: t('refresh'), action: 'outbound.page', value: packAsked(asked) },
          ...filterControls('outbound', asked, known, services),
        ],
      },
    ],
    foot: searchFoot(shown, services),
    figures: {
      indicators: [
        { id: 'outbound.total', value: counted.all ? sum(counted) : null, unit: 'count' },
        { id: 'outbound.replied', value: counted.replied, unit: 'count' },
        ...OUTCOMES.map((outcome) => ({ id: `outbound.${outcome}`, value: counted.counts[outcome], unit: 'count' as const })),
      ],
      table: conversationFigures(page.rows, parameters),
    },
  };
}

/** `outbound [filters]`: conversations that we started, and what became of them; of the last 7 days unless another period is given. */
export const outbound: Command = {
  name: 'outbound',
  aliases: ['ativas'],
  role: 'viewer',
  summary: 'outbound.summary',
  examples: ['outbound.example', 'outbound.example.filters'],
  run: async ({ args, at }, services) => outboundCard(await readFilters(args, 'outbound', at, services), {}, at, services),
  actions: {
    open: { run: async ({ value, at }, services) => opened(await outboundCard(askedOf(unpackState(value)), {}, at, services)) },
    page: {
      run: async ({ value, at }, services) => {
        const state = unpackState(value);
        return replaced(
          await outboundCard(askedOf(state), { cursor: cursorOf(state['k']), remembered: rememberedOf(state['m']) }, at, services),
        );
      },
    },
    filter: { run: async ({ value, at }, services) => replaced(await outboundCard(askedOf(unpackState(value)), {}, at, services)) },
    agents: {
      run: async ({ value, at }, services) => {
        const bar = value.lastIndexOf('|');
        const asked = askedOf({ ...unpackState(value.slice(0, Math.max(bar, 0))), a: value.slice(bar + 1) });
        return replaced(await outboundCard(asked, {}, at, services));
      },
      search: agentOptions,
    },
    edit: {
      run: async ({ value }, services) => ({ kind: 'form', form: await searchForm('outbound', askedOf(unpackState(value)), services) }),
    },
  },
  submits: {
    apply: {
      run: async ({ values, state, at }, services) => {
        const asked = await searchOf('outbound', values, askedOf(unpackState(state)), at, services);
        return 'errors' in asked ? { kind: 'invalid', errors: asked.errors } : replaced(await outboundCard(asked.asked, {}, at, services));
      },
    },
  },
};
