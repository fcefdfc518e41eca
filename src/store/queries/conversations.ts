/** Which conversations an export takes, and the order of its rows. */
import { compareRows, fits, type HistoryFilter } from '../../domain/history.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { startOfDay } from '../../domain/periods.ts';
import type { ConversationRecord } from '../../domain/record.ts';
import type { Store } from '../connect.ts';
import { foldedSince } from './asof.ts';
import { type Plan, planOf, type Walk } from './history-plan.ts';
import { countRecords, type RecordsQuestion, records, recordsAt } from './records.ts';

interface Records {
  total: () => Promise<number | null>;
  batches: () => AsyncIterable<readonly ConversationRecord[]>;
}

export interface OpenedRange {
  from: Date;
  to: Date;
  at: Date;
  department?: string | undefined;
}

/** The questions of `Conversations` in app/services.ts. */
export interface ConversationQueries {
  opened: (range: OpenedRange) => Records;
  found: (filter: HistoryFilter, at: Date) => Records;
}

export function conversationQueries(store: Store, parameters: () => Promise<Parameters>): ConversationQueries {
  return {
    opened: (range) => {
      const question = openedQuestion(range);
      return { total: () => countRecords(store, question), batches: () => records(store, question) };
    },
    found: (filter, at) => {
      let planned: Promise<Plan> | undefined;
      const plan = async (): Promise<Plan> => {
        const { timeZone } = await parameters();
        return planOf(store, filter, { at, dayStart: startOfDay(at, timeZone), moved: await foldedSince(store, at) });
      };
      return {
        total: async () => {
          const { walk, memory } = await (planned ??= plan());
          const walked = walk ? await countRecords(store, walkQuestion(walk, filter, at)) : 0;
          return walked === null ? null : walked + memory.length;
        },
        batches: () => foundBatches(store, filter, at, () => (planned ??= plan())),
      };
    },
  };
}

/** Conversations opened in [from, to), of one department or all, in the order of opening. */
function openedQuestion({ from, to, at, department }: OpenedRange): RecordsQuestion {
  const opened = { openedAt: { $gte: from, $lt: to }, startedAt: { $lte: at } };
  // A conversation that has moved on since may have been in the department then.
  const within = department === undefined ? {} : { $or: [{ 'department.id': department }, { lastAt: { $gt: at } }] };
  return {
    filter: { ...opened, ...within },
    hint: 'opened',
    sort: { openedAt: 1, _id: 1 },
    at,
    belongs: (record) => fits(record, { from, to, department }),
  };
}

/** The part of a search that the database walks. */
function walkQuestion({ hint, seek, opened, residual }: Walk, filter: HistoryFilter, at: Date): RecordsQuestion {
  return {
    filter: { ...seek, openedAt: opened, ...residual },
    hint,
    sort: { openedAt: -1, _id: -1 },
    at,
    belongs: (record) => fits(record, filter),
    replies: filter.direction === 'outbound',
  };
}

/** Newest first: what the database walks, and in its place what was planned beside it. */
async function* foundBatches(
  store: Store,
  filter: HistoryFilter,
  at: Date,
  plan: () => Promise<Plan>,
): AsyncGenerator<ConversationRecord[]> {
  const { walk, memory } = await plan();
  const aside = await recordsAt(
    store,
    memory.map(({ id }) => id),
    at,
  );
  let left = [...aside.values()].sort(compareRows);
  for await (const batch of walk ? records(store, walkQuestion(walk, filter, at)) : []) {
    const last = batch.at(-1);
    const sooner = last ? left.filter((row) => compareRows(row, last) < 0) : [];
    if (sooner.length > 0) left = left.slice(sooner.length);
    yield sooner.length > 0 ? [...batch, ...sooner].sort(compareRows) : batch;
  }
  if (left.length > 0) yield left;
}
