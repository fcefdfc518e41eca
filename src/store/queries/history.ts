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
import type { Parameters } from '../../domain/parameters.ts';
import { startOfDay } from '../../domain/periods.ts';
import { renamed } from '../../domain/record.ts';
import type { Store } from '../connect.ts';
import { names } from './agents.ts';
import { foldedSince } from './asof.ts';
import { type Key, OUTCOME, type Plan, planOf, REPLIED, ROW, type Walk } from './history-plan.ts';

export interface HistoryQueries {
  history: (question: HistoryQuestion) => Promise<HistoryPage>;
  /** How many stand in each outcome (of the newest 20,000), and how many of them the contact has answered. */
  outcomes: (filter: HistoryFilter, at: Date) => Promise<{ counts: Record<Outcome, number>; replied: number; all: boolean }>;
}

/**
 * What one page examines at most where the index alone cannot tell: keys of the index, or documents. A search that finds its
 * rows nearby is answered from the near part; what was opened last is live and may not fit, hence some thousands.
 */
const EXAMINED = { near: 4_000, keys: 20_000, documents: 10_000 } as const;
/** Counting looks no further than this. */
const EXAMINED_TO_COUNT = 10_000;
/** Counting stops here: where keys are counted, and where rows are checked one by one. */
const COUNTED = 10_000;
const CHECKED = 1_000;
/** Outcomes are counted over the newest. */
const OUTCOMES_OF = 20_000;

export function historyQueries(store: Store, parameters: () => Promise<Parameters>): HistoryQueries {
  async function plan(filter: HistoryFilter, at: Date): Promise<Plan> {
    const [{ timeZone }, moved] = await Promise.all([parameters(), foldedSince(store, at)]);
    return planOf(store, filter, { at, dayStart: startOfDay(at, timeZone), moved });
  }

  async function page(question: HistoryQuestion): Promise<HistoryPage> {
    const { filter, at, cursor, limit, count } = question;
    const planned = await plan(filter, at);
    const [walk, total] = await Promise.all([walked(store, planned.walk, cursor, limit + 1), count ? counted(store, planned) : null]);
    const { stopped } = walk;
    const beside = planned.memory.filter((key) => beyond(key, cursor) && (!stopped || isWithin(key, stopped, cursor)));
    const found = [...walk.keys, ...beside].sort(compareRows);
    const backwards = cursor?.side === 'newer';
    const more = found.length > limit;
    // At the top there may be fewer rows than a page holds: the first page then says more.
    if (backwards && !more && !stopped) return page({ filter, at, limit, count });
    const keys = backwards ? found.slice(-limit) : found.slice(0, limit);
    return {
      rows: await rowsOf(store, keys, planned),
      total,
      ...neighbours(keys, more, stopped, cursor),
      searched: more ? null : (stopped?.openedAt ?? null),
      top: !cursor,
    };
  }

  return {
    history: page,
    outcomes: async (filter, at) => {
      const planned = await plan({ ...filter, outcome: undefined }, at);
      const known = planned.walk ? await outcomesOf(store, planned.walk) : { counts: noOutcomes(), replied: 0, all: true };
      for (const row of planned.moved) known.counts[outcomeOf(row, row.replied)] += 1;
      return { ...known, replied: known.replied + planned.moved.filter((row) => row.replied).length };
    },
  };
}

/** Whether a row lies on this side of where a search has stopped; the row it stopped at does. */
function isWithin(key: Key, stopped: Key, cursor: Cursor | undefined): boolean {
  const order = compareRows(key, stopped);
  return cursor?.side === 'newer' ? order >= 0 : order <= 0;
}

function neighbours(keys: Key[], more: boolean, stopped: Key | null, cursor: Cursor | undefined): Pick<HistoryPage, 'newer' | 'older'> {
  const at = (side: Cursor['side'], key: Key | undefined | null): Cursor | null =>
    key ? { side, openedAt: key.openedAt, id: key.id } : null;
  const backwards = cursor?.side === 'newer';
  const onwards = (edge: Key | undefined): Key | null | undefined => (more ? edge : stopped);
  // What was behind the cursor is still there, also where this page found nothing.
  const newer = backwards ? at('newer', onwards(keys[0])) : cursor ? at('newer', keys[0] ?? cursor) : null;
  const older = backwards ? at('older', keys.at(-1) ?? cursor) : at('older', onwards(keys.at(-1)));
  return { newer, older };
}

/**
 * From the cursor on, as far as the instant of `stop`: first what was opened at the very instant of the cursor, then the rest.
 * Two ranges with tight bounds; one with an `$or` would not stop early on every engine.
 */
function ranges({ seek, opened }: Walk, cursor?: Cursor, stop?: Key): object[] {
  const backwards = cursor?.side === 'newer';
  const until = stop ? [{ openedAt: { [backwards ? '$lte' : '$gte']: stop.openedAt } }] : [];
  if (!cursor) return [{ ...seek, $and: [{ openedAt: opened }, ...until] }];
  const past = backwards ? '$gt' : '$lt';
  return [
    { ...seek, openedAt: cursor.openedAt, _id: { [past]: cursor.id } },
    { ...seek, $and: [{ openedAt: opened }, { openedAt: { [past]: cursor.openedAt } }, ...until] },
  ];
}

function sorting(cursor: Cursor | undefined): { openedAt: 1 | -1; _id: 1 | -1 } {
  return cursor?.side === 'newer' ? { openedAt: 1, _id: 1 } : { openedAt: -1, _id: -1 };
}

async function keysOf(store: Store, walk: Walk, want: number, cursor?: Cursor, stop?: Key): Promise<Key[]> {
  const parts = await Promise.all(
    ranges(walk, cursor, stop).map((range) =>
      store.conversations
        .find({ ...range, ...merged(range, walk.residual) }, { projection: { openedAt: 1 }, hint: walk.hint })
        .sort(sorting(cursor))
        .limit(want)
        .toArray(),
    ),
  );
  const keys = parts.flat().map(({ _id, openedAt }) => ({ id: _id, openedAt }));
  return keys.filter((key) => !stop || isWithin(key, stop, cursor)).slice(0, want);
}

/** The residual beside a range; both may have an `$and`. */
function merged(range: { $and?: object[] }, residual: { $and?: object[] } | null): object {
  const and = [...(range.$and ?? []), ...(residual?.$and ?? [])];
  return { ...residual, ...(and.length > 0 && { $and: and }) };
}

/** The next keys from the cursor on. `stopped`: where the search gave up before it had found as many. */
async function walked(
  store: Store,
  walk: Walk | null,
  cursor: Cursor | undefined,
  want: number,
): Promise<{ keys: Key[]; stopped: Key | null }> {
  if (!walk) return { keys: [], stopped: null };
  const { residual, small } = walk;
  if (!residual || small) return { keys: await keysOf(store, walk, want, cursor), stopped: null };
  for (const examined of [EXAMINED.near, walk.covered ? EXAMINED.keys : EXAMINED.documents]) {
    const stopped = await lastExamined(store, walk, cursor, examined);
    const keys = await keysOf(store, walk, want, cursor, stopped ?? undefined);
    if (keys.length >= want || !stopped) return { keys, stopped: null };
    if (examined !== EXAMINED.near) return { keys, stopped };
  }
  return { keys: [], stopped: null };
}

/** The last key of the next `examined` ones; null when there are no more than that. */
async function lastExamined(store: Store, walk: Walk, cursor: Cursor | undefined, examined: number): Promise<Key | null> {
  const [last, next] = await store.conversations
    .find(ranges(walk, cursor).at(-1) ?? {}, { projection: { openedAt: 1 }, hint: walk.hint })
    .sort(sorting(cursor))
    .skip(examined - 1)
    .limit(2)
    .toArray();
  return last && next ? { openedAt: last.openedAt, id: last._id } : null;
}

function whole({ seek, opened }: Walk): object {
  return { ...seek, openedAt: opened };
}

/** The count command reads keys alone where an index knows everything, and stops at the limit. */
async function countUpTo(store: Store, query: object, hint: string, limit: number): Promise<number> {
  const counted = await store.connection.db?.command({ count: store.conversations.collectionName, query, hint, limit });
  return Number(counted?.['n'] ?? 0);
}

/** How many there are in all. */
async function counted(store: Store, { walk, memory }: Plan): Promise<Total> {
  const beside = memory.length;
  if (!walk) return { count: beside, kind: 'exact' };
  const { hint, residual, small } = walk;
  if (!residual) {
    const all = await countUpTo(store, whole(walk), hint, COUNTED + 1);
    return all > COUNTED ? { count: COUNTED, kind: 'over' } : { count: all + beside, kind: 'exact' };
  }
  if (walk.covered) return countedByKeys(store, walk, residual, beside);
  const count = async (stop?: Key): Promise<number> => (await keysOf(store, walk, CHECKED + 1, undefined, stop)).length;
  let all = 0;
  for (const examined of small ? [] : [EXAMINED.near, EXAMINED_TO_COUNT]) {
    const stopped = await lastExamined(store, walk, undefined, examined);
    all = await count(stopped ?? undefined);
    if (all > CHECKED) return { count: CHECKED, kind: 'over' };
    if (!stopped) return { count: all + beside, kind: 'exact' };
  }
  if (!small) return { count: all + beside, kind: 'least' };
  all = await count();
  return all > CHECKED ? { count: CHECKED, kind: 'over' } : { count: all + beside, kind: 'exact' };
}

/** Where keys alone tell: exactly, when there are no more than are looked at. */
async function countedByKeys(store: Store, walk: Walk, residual: object, beside: number): Promise<Total> {
  const stopped = await lastExamined(store, walk, undefined, EXAMINED_TO_COUNT);
  const openedAt = { ...walk.opened, ...(stopped && { $gte: stopped.openedAt }) };
  const all = await countUpTo(store, { ...walk.seek, openedAt, ...residual }, walk.hint, COUNTED);
  if (!stopped) return { count: all + beside, kind: 'exact' };
  return all > CHECKED ? { count: CHECKED, kind: 'over' } : { count: all + beside, kind: 'least' };
}

/** The rows of these keys with the newest names of their agents and departments; the moved ones as they stood. */
async function rowsOf(store: Store, keys: readonly Key[], { moved }: Plan): Promise<HistoryRow[]> {
  const then = new Map<string, HistoryRow>(moved.map((row) => [row.id, row]));
  const ids = keys.map(({ id }) => id).filter((id) => !then.has(id));
  const [documents, known] = await Promise.all([
    ids.length > 0 ? store.conversations.find({ _id: { $in: ids } }, { projection: ROW }).toArray() : [],
    names(store),
  ]);
  for (const { _id, ...row } of documents) then.set(_id, { ...row, id: _id });
  return keys.flatMap(({ id }) => {
    const row = then.get(id);
    return row ? [{ ...row, agent: renamed(row.agent, known.agents), department: renamed(row.department, known.departments) }] : [];
  });
}

function noOutcomes(): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
}

async function outcomesOf(store: Store, walk: Walk): Promise<{ counts: Record<Outcome, number>; replied: number; all: boolean }> {
  const groups = await store.conversations
    .aggregate<{ _id: Outcome; n: number; replied: number }>(
      [
        { $match: whole(walk) },
        { $sort: sorting(undefined) },
        { $limit: OUTCOMES_OF },
        ...(walk.residual ? [{ $match: walk.residual }] : []),
        { $group: { _id: OUTCOME, n: { $sum: 1 }, replied: { $sum: { $cond: [REPLIED, 1, 0] } } } },
      ],
      { hint: walk.hint },
    )
    .toArray();
  const counts = noOutcomes();
  for (const { _id, n } of groups) counts[_id] = n;
  const all = await countUpTo(store, whole(walk), walk.hint, OUTCOMES_OF + 1);
  return { counts, replied: groups.reduce((sum, one) => sum + one.replied, 0), all: all <= OUTCOMES_OF };
}
