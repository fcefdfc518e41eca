/** Searches over all conversations, a page at a time: the cost follows the page, not the history. */
import {
  beyond,
  compareRows,
  type Cursor,
  type HistoryFilter,
  type HistoryPage,
  type HistoryQuestion,
  type HistoryRow,
  OUTCOMES,
  type Outcome,
  outcomeOf,
  type Total,
} from '../../domain/history.ts';
import type { Named } from '../../domain/events.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { startOfDay } from '../../domain/periods.ts';
import type { Store } from '../connect.ts';
import { names } from './agents.ts';
import { foldedSince } from './asof.ts';
import { OUTCOME, type Plan, planOf, ROW, type Walk } from './history-plan.ts';

export interface HistoryQueries {
  history: (question: HistoryQuestion) => Promise<HistoryPage>;
  /** How many stand in each outcome (of the newest 20,000), and how many of them the contact has answered. */
  outcomes: (filter: HistoryFilter, at: Date) => Promise<{ counts: Record<Outcome, number>; replied: number; all: boolean }>;
}

/** Rows that one page examines at most, where the index alone cannot tell: by its keys, or by reading documents. */
const EXAMINED_KEYS = 50_000;
const EXAMINED_DOCUMENTS = 20_000;
/** Counting stops here: where keys are counted, and where rows are checked one by one. */
const COUNTED = 20_000;
const CHECKED = 1_000;

type Key = Pick<HistoryRow, 'openedAt' | 'id'>;

export function historyQueries(store: Store, parameters: () => Promise<Parameters>): HistoryQueries {
  async function plan(filter: HistoryFilter, at: Date): Promise<Plan> {
    const { timeZone } = await parameters();
    return planOf(store, filter, { at, dayStart: startOfDay(at, timeZone), moved: await foldedSince(store, at) });
  }

  async function page({ filter, at, cursor, limit }: HistoryQuestion): Promise<HistoryPage> {
    const planned = await plan(filter, at);
    const [walk, total, before, known] = await Promise.all([
      walked(store, planned.walk, cursor, limit + 1),
      counted(store, planned),
      cursor ? counted(store, planned, { ...cursor, side: 'newer' }) : null,
      names(store),
    ]);
    const beside = planned.memory.filter(
      (row) =>
        beyond(row, cursor) &&
        (!walk.stopped || beyond(row, { ...walk.stopped, side: opposite(cursor) }) || compareRows(row, walk.stopped) === 0),
    );
    const found = [...walk.rows, ...beside].sort(compareRows);
    const backwards = cursor?.side === 'newer';
    const shown = backwards ? found.slice(-limit) : found.slice(0, limit);
    const more = found.length > limit;
    // At the top there may be fewer rows than a page holds: the first page then says more.
    if (backwards && !more && !walk.stopped) return page({ filter, at, limit });
    return {
      rows: shown.map((row) => named(row, known)),
      total,
      first: firstOf(before, shown.length, backwards),
      ...neighbours(shown, more, walk.stopped, cursor),
      searched: more ? null : (walk.stopped?.openedAt ?? null),
    };
  }

  return {
    history: page,
    outcomes: async (filter, at) => {
      const planned = await plan({ ...filter, outcome: undefined }, at);
      const known = planned.walk ? await outcomesOf(store, planned.walk) : { counts: noOutcomes(), replied: 0, all: true };
      for (const row of planned.memory) known.counts[outcomeOf(row, row.replied === true)] += 1;
      return { ...known, replied: known.replied + planned.memory.filter((row) => row.replied).length };
    },
  };
}

function opposite(cursor: Cursor | undefined): Cursor['side'] {
  return cursor?.side === 'newer' ? 'older' : 'newer';
}

/** The position of the first row; `before` counts what is newer than the cursor. */
function firstOf(before: Total | null, shown: number, backwards: boolean): number | null {
  if (before === null) return 1;
  if (before.kind !== 'exact') return null;
  return backwards ? before.count - shown + 1 : before.count + 2;
}

function neighbours(
  rows: HistoryRow[],
  more: boolean,
  stopped: Key | null,
  cursor: Cursor | undefined,
): Pick<HistoryPage, 'newer' | 'older'> {
  const at = (side: Cursor['side'], key: Key | undefined | null): Cursor | null =>
    key ? { side, openedAt: key.openedAt, id: key.id } : null;
  const backwards = cursor?.side === 'newer';
  const onwards = (edge: HistoryRow | undefined): Key | null | undefined => (more ? edge : stopped);
  // What was behind the cursor is still there, also where this page found nothing.
  const newer = backwards ? at('newer', onwards(rows[0])) : cursor ? at('newer', rows[0] ?? cursor) : null;
  const older = backwards ? at('older', rows.at(-1) ?? cursor) : at('older', onwards(rows.at(-1)));
  return { newer, older };
}

function range({ seek, opened }: Walk, cursor?: Cursor): object {
  if (!cursor) return { ...seek, openedAt: opened };
  const { openedAt, id, side } = cursor;
  const [to, past] = side === 'older' ? ['$lte', '$lt'] : ['$gte', '$gt'];
  const ties = { $or: [{ openedAt: { [past as string]: openedAt } }, { _id: { [past as string]: id } }] };
  return { ...seek, $and: [{ openedAt: opened }, { openedAt: { [to as string]: openedAt } }, ties] };
}

function sorting(cursor: Cursor | undefined): { openedAt: 1 | -1; _id: 1 | -1 } {
  return cursor?.side === 'newer' ? { openedAt: 1, _id: 1 } : { openedAt: -1, _id: -1 };
}

function bound({ covered }: Walk): number {
  return covered ? EXAMINED_KEYS : EXAMINED_DOCUMENTS;
}

/** The next rows from the cursor on. `stopped`: where the search gave up before it had found as many. */
async function walked(
  store: Store,
  walk: Walk | null,
  cursor: Cursor | undefined,
  want: number,
): Promise<{ rows: HistoryRow[]; stopped: Key | null }> {
  if (!walk) return { rows: [], stopped: null };
  const { hint, residual, small } = walk;
  const sort = sorting(cursor);
  if (!residual || small) {
    const documents = await store.conversations
      .find({ ...range(walk, cursor), ...residual }, { projection: ROW, hint })
      .sort(sort)
      .limit(want)
      .toArray();
    return { rows: documents.map(({ _id, ...row }) => ({ ...row, id: _id })), stopped: null };
  }
  const keys = await store.conversations
    .aggregate<{ _id: string; openedAt: Date }>(
      [
        { $match: range(walk, cursor) },
        { $sort: sort },
        { $limit: bound(walk) },
        { $match: residual },
        { $limit: want },
        { $project: { openedAt: 1 } },
      ],
      { hint },
    )
    .toArray();
  const stopped = keys.length < want ? await lastExamined(store, walk, cursor) : null;
  const ids = keys.map(({ _id }) => _id);
  const documents = ids.length > 0 ? await store.conversations.find({ _id: { $in: ids } }, { projection: ROW }).toArray() : [];
  const rows = documents.map(({ _id, ...row }) => ({ ...row, id: _id }));
  // What has come in since the first read has moved the end of the second: rows beyond it belong to the next page.
  return {
    rows: stopped ? rows.filter((row) => beyond(row, { ...stopped, side: opposite(cursor) }) || row.id === stopped.id) : rows,
    stopped,
  };
}

/** The last row that a full walk has examined; null when it came to the end. */
async function lastExamined(store: Store, walk: Walk, cursor: Cursor | undefined): Promise<Key | null> {
  const [last, next] = await store.conversations
    .find(range(walk, cursor), { projection: { openedAt: 1 }, hint: walk.hint })
    .sort(sorting(cursor))
    .skip(bound(walk) - 1)
    .limit(2)
    .toArray();
  return last && next ? { openedAt: last.openedAt, id: last._id } : null;
}

/** How many there are, or how many on one side of a row. */
async function counted(store: Store, { walk, memory }: Plan, from?: Cursor): Promise<Total> {
  const beside = memory.filter((row) => beyond(row, from)).length;
  if (!walk) return { count: beside, kind: 'exact' };
  const { hint, residual, small } = walk;
  const among = range(walk, from);
  if (!residual || small) {
    const count = await store.conversations.countDocuments({ ...among, ...residual }, { hint, limit: COUNTED + 1 });
    return count > COUNTED ? { count: COUNTED, kind: 'over' } : { count: count + beside, kind: 'exact' };
  }
  const [matched, all] = await Promise.all([
    store.conversations
      .aggregate<{ n: number }>(
        [
          { $match: among },
          { $sort: sorting(from) },
          { $limit: bound(walk) },
          { $match: residual },
          { $limit: CHECKED + 1 },
          { $count: 'n' },
        ],
        { hint },
      )
      .toArray(),
    store.conversations.countDocuments(among, { hint, limit: bound(walk) + 1 }),
  ]);
  const count = matched[0]?.n ?? 0;
  if (count > CHECKED) return { count: CHECKED, kind: 'over' };
  return { count: count + beside, kind: all > bound(walk) ? 'least' : 'exact' };
}

function noOutcomes(): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
}

async function outcomesOf(store: Store, walk: Walk): Promise<{ counts: Record<Outcome, number>; replied: number; all: boolean }> {
  const isReplied = { $in: ['contact', { $ifNull: ['$timeline.from', []] }] };
  const groups = await store.conversations
    .aggregate<{ _id: Outcome; n: number; replied: number }>(
      [
        { $match: range(walk) },
        { $sort: sorting(undefined) },
        { $limit: EXAMINED_DOCUMENTS },
        ...(walk.residual ? [{ $match: walk.residual }] : []),
        { $group: { _id: OUTCOME, n: { $sum: 1 }, replied: { $sum: { $cond: [isReplied, 1, 0] } } } },
      ],
      { hint: walk.hint },
    )
    .toArray();
  const counts = noOutcomes();
  for (const { _id, n } of groups) counts[_id] = n;
  const all = await store.conversations.countDocuments(range(walk), { hint: walk.hint, limit: EXAMINED_DOCUMENTS + 1 });
  return { counts, replied: groups.reduce((sum, one) => sum + one.replied, 0), all: all <= EXAMINED_DOCUMENTS };
}

/** A row with the newest names of its agent and department. */
function named(row: HistoryRow, known: Awaited<ReturnType<typeof names>>): HistoryRow {
  const name = (one: Named | null, of: Map<string, string>): Named | null =>
    one && { id: one.id, name: of.get(one.id) ?? one.name ?? one.id };
  return { ...row, agent: name(row.agent, known.agents), department: name(row.department, known.departments) };
}
