import { type Asked, askedOf, cursorOf, filterOf, packAsked, type Remembered, rememberedOf } from '../src/app/asked.ts';
import {
  conversationFigures,
  conversationRow,
  momentText,
  type Placed,
  placed,
  searchButtons,
  searchFoot,
} from '../src/app/cards/conversations.ts';
import { agentOptions, filterControls, filterText } from '../src/app/cards/filters.ts';
import { PAGE } from '../src/app/cards/page.ts';
import { searchForm, searchOf } from '../src/app/cards/search-form.ts';
import { type Command, opened, replaced } from '../src/app/command.ts';
import { readFilters } from '../src/app/filters.ts';
import type { Services } from '../src/app/services.ts';
import { unpackState } from '../src/app/state.ts';
import type { Cursor, Total } from '../src/domain/history.ts';
import type { Block, Card, Control } from '../src/view/card.ts';

function foundText({ count, kind }: Total, { t, format }: Services): string {
  if (kind === 'exact') return t('history.found', { count });
  return t(`history.found.${kind}`, { number: format.number(count) });
}

/** How many there are, and how far back was looked. */
function headline({ page, total }: Placed, asked: Asked, at: Date, timeZone: string, services: Services): Block[] {
  const { t } = services;
  const { searched, rows } = page;
  const narrowed = Object.values(asked).some((value) => value !== undefined);
  const none = searched ? [] : [{ kind: 'text' as const, text: t(narrowed ? 'history.none' : 'history.nothing') }];
  const first: Block[] = rows.length > 0 ? [{ kind: 'text', text: { bold: foundText(total, services) } }] : none;
  const far: Block[] = searched
    ? [{ kind: 'text', text: t('history.searched', { moment: momentText(searched, at, timeZone, services) }) }]
    : [];
  return [...first, ...far];
}

/** Where a search's page begins, and what its button remembers. */
interface Place {
  cursor?: Cursor | undefined;
  remembered?: Remembered | undefined;
}

async function historyCard(asked: Asked, place: Place, at: Date, services: Services): Promise<Card> {
  const { t, desk, lists } = services;
  const { cursor, remembered } = place;
  const parameters = await services.parameters();
  const filter = filterOf(asked, at, parameters.timeZone);
  const [page, departments, agents] = await Promise.all([
    lists.history({ filter, at, cursor, limit: PAGE, count: !cursor || !remembered }),
    desk.departments(),
    desk.agents(),
  ]);
  const shown = placed(page, remembered);
  const known = { departments, agents };
  const controls: Control[] = [
    ...searchButtons(shown, 'history.page', (turned) => packAsked(asked, turned), services),
    { kind: 'button', label: t('history.filters'), action: 'history.edit', value: packAsked(asked), opens: 'form' },
    { kind: 'button', label: t('chart.csv'), action: 'csv.open', value: packAsked(asked, { what: 'history' }) },
    { kind: 'button', label: t('refresh'), action: 'history.page', value: packAsked(asked) },
    ...filterControls('history', asked, known, services),
  ];
  const rows: Block[] =
    page.rows.length > 0 ? [{ kind: 'list', rows: page.rows.map((row) => conversationRow(row, at, parameters, services)) }] : [];
  return {
    title: t('history.title'),
    scope: filterText(asked, known, at, parameters, services).join(' · ') || t('history.all'),
    blocks: [...headline(shown, asked, at, parameters.timeZone, services), ...rows, { kind: 'actions', controls }],
    foot: searchFoot(shown, services),
    figures: {
      indicators: [
        { id: 'history.total', value: shown.total.kind === 'exact' ? shown.total.count : null, unit: 'count' },
        { id: 'history.total.least', value: shown.total.count, unit: 'count' },
      ],
      table: conversationFigures(page.rows, parameters),
    },
  };
}

/** `history [filters]`: every conversation there ever was, newest first; docs/lists.md has the words. */
export const history: Command = {
  name: 'history',
  aliases: ['historico'],
  role: 'viewer',
  summary: 'history.summary',
  examples: ['history.example', 'history.example.filters'],
  run: async ({ args, at }, services) => historyCard(await readFilters(args, 'history', at, services), {}, at, services),
  actions: {
    open: { run: async ({ value, at }, services) => opened(await historyCard(askedOf(unpackState(value)), {}, at, services)) },
    page: {
      run: async ({ value, at }, services) => {
        const state = unpackState(value);
        return replaced(
          await historyCard(askedOf(state), { cursor: cursorOf(state['k']), remembered: rememberedOf(state['m']) }, at, services),
        );
      },
    },
    filter: { run: async ({ value, at }, services) => replaced(await historyCard(askedOf(unpackState(value)), {}, at, services)) },
    agents: {
      run: async ({ value, at }, services) => {
        const bar = value.lastIndexOf('|');
        const asked = askedOf({ ...unpackState(value.slice(0, Math.max(bar, 0))), a: value.slice(bar + 1) });
        return replaced(await historyCard(asked, {}, at, services));
      },
      search: agentOptions,
    },
    edit: {
      run: async ({ value }, services) => ({ kind: 'form', form: await searchForm('history', askedOf(unpackState(value)), services) }),
    },
  },
  submits: {
    apply: {
      run: async ({ values, state, at }, services) => {
        const asked = await searchOf('history', values, askedOf(unpackState(state)), at, services);
        return 'errors' in asked ? { kind: 'invalid', errors: asked.errors } : replaced(await historyCard(asked.asked, {}, at, services));
      },
    },
  },
};
