/** Computing rollups: hours from the conversations, days from hours, months from days. */
import { randomUUID } from 'node:crypto';
import type mongoose from 'mongoose';
import type { Fact } from '../../domain/facts.ts';
import { localHour } from '../../domain/periods.ts';
import type { Store } from '../connect.ts';
import { duplicatePositions } from '../derive.ts';
import type { RollupDoc } from '../models/models.ts';
import { HOUR_MS, isWhole, type Kind, type Span, spanId, spansIn, type Unit, unitId, unitsIn, unitStart } from './names.ts';
import { eachFact } from './raw.ts';
import { addTable, type Cells, type Keeping, newCells, type StoredTable, tableOf } from './table.ts';
import { addFact } from './tally.ts';

/** What rollups are computed with. */
export interface Recipe {
  generation: string;
  timeZone: string;
  serviceLevelMs: number;
  unitMs: number;
  /** Rollups of hours before this instant (ms) are good whatever their generation: their conversations are pruned. */
  frozenBefore: number;
}

/** A rollup as it is now to be. */
export interface Computed {
  _id: string;
  last: Date | null;
  table: StoredTable;
}

interface Gathered {
  cells: Cells;
  last: Date | null;
}

function gathering(): Gathered {
  return { cells: newCells(), last: null };
}

function later(one: Date | null, other: Date | null): Date | null {
  return one === null || (other !== null && other > one) ? other : one;
}

function computed(_id: string, { cells, last }: Gathered, keeping: Keeping): Computed {
  return { _id, last, table: tableOf(cells.all(), keeping) };
}

/** The hours of the week are told apart in `week` rollups alone. */
function factKey({ channel, department, agent }: Fact): { channel: Fact['channel']; department: string; agent: string; hour: number } {
  return { channel, department, agent, hour: 0 };
}

/** The rollups of some units from the conversations; every one is given, also an empty one. */
export async function computeUnits(store: Store, units: readonly Unit[], { serviceLevelMs, unitMs }: Recipe): Promise<Computed[]> {
  const gathered = new Map(units.map(({ from }) => [from, gathering()]));
  const hours = [...new Set(units.map(({ from }) => Math.floor(from / HOUR_MS)))];
  await eachFact(store, hours, serviceLevelMs, (fact) => {
    const into = gathered.get(Math.floor(fact.at.getTime() / unitMs) * unitMs);
    if (!into) return;
    addFact(into.cells.at(factKey(fact)), fact);
    into.last = later(into.last, fact.at);
  });
  return [...gathered].map(([from, one]) => computed(unitId(from), one, 'exact'));
}

/** The rollups with these ids, in their order; undefined when one of them is of another generation. */
async function allOf(store: Store, ids: string[], { generation, frozenBefore }: Recipe): Promise<RollupDoc[] | undefined> {
  const found = await store.rollups.find({ _id: { $in: ids } }, { promoteBuffers: true }).toArray();
  const byId = new Map(found.map((rollup) => [rollup._id, rollup]));
  const isGood = (rollup: RollupDoc): boolean => rollup.generation === generation || (unitStart(rollup._id) ?? Infinity) < frozenBefore;
  if (!found.every(isGood)) return undefined;
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function merged(rollups: readonly RollupDoc[], fold: (rollup: RollupDoc) => { hour: number; agents: boolean }): Gathered {
  const into = gathering();
  for (const rollup of rollups) {
    const { hour, agents } = fold(rollup);
    addTable(rollup.table, (key) => into.cells.at({ ...key, hour, agent: agents ? key.agent : '' }));
    into.last = later(into.last, rollup.last);
  }
  return into;
}

/** A day's rollups from its hours'; undefined while those are not all of the generation. */
export async function computeDay(store: Store, day: Span, recipe: Recipe): Promise<Computed[] | undefined> {
  const { unitMs } = recipe;
  if (!isWhole(day, unitMs)) return [];
  const ids = unitsIn(day.from.getTime(), day.to.getTime(), unitMs).map(({ from }) => unitId(from));
  const hours = await allOf(store, ids, recipe);
  if (!hours) return undefined;
  return [
    computed(
      spanId(day, 'people'),
      merged(hours, () => ({ hour: 0, agents: true })),
      'exact',
    ),
    computed(
      spanId(day, 'places'),
      merged(hours, () => ({ hour: 0, agents: false })),
      'exact',
    ),
  ];
}

/** A month's rollups from its days' and hours'; undefined while those are not all of the generation. */
export async function computeMonth(store: Store, month: Span, recipe: Recipe): Promise<Computed[] | undefined> {
  const { timeZone, unitMs } = recipe;
  if (!isWhole(month, unitMs)) return [];
  const days = spansIn('day', month.from, month.to, timeZone);
  const kinds: Kind[] = ['people', 'places'];
  const [people, places] = await Promise.all(
    kinds.map((kind) =>
      allOf(
        store,
        days.map((day) => spanId(day, kind)),
        recipe,
      ),
    ),
  );
  const hours = await hoursOfMonth(store, month, recipe);
  if (!people || !places || !hours) return undefined;
  return [
    computed(
      spanId(month, 'people'),
      merged(people, () => ({ hour: 0, agents: true })),
      'sketch',
    ),
    computed(
      spanId(month, 'places'),
      merged(places, () => ({ hour: 0, agents: false })),
      'sketch',
    ),
    computed(spanId(month, 'week'), hours, 'sums'),
  ];
}

/** By hour of the week, day by day so that memory stays flat. */
async function hoursOfMonth(store: Store, month: Span, recipe: Recipe): Promise<Gathered | undefined> {
  const { timeZone, unitMs } = recipe;
  const into = gathering();
  for (const day of spansIn('day', month.from, month.to, timeZone)) {
    const ids = unitsIn(day.from.getTime(), day.to.getTime(), unitMs).map(({ from }) => unitId(from));
    const hours = await allOf(store, ids, recipe);
    if (!hours) return undefined;
    for (const rollup of hours) {
      const hour = hourOfWeek(unitStart(rollup._id) ?? 0, timeZone);
      addTable(rollup.table, (key) => into.cells.at({ ...key, hour, agent: '' }));
      into.last = later(into.last, rollup.last);
    }
  }
  return into;
}

/** 0 (Monday 00) – 167. */
export function hourOfWeek(at: number, timeZone: string): number {
  const { weekday, hour } = localHour(new Date(at), timeZone);
  return (weekday - 1) * 24 + hour;
}

/**
 * Writes what `compute` gives in place of what was there before it ran; nothing where somebody else wrote meanwhile.
 * @returns whether all of it was written
 */
export async function replaceRollups(
  store: Store,
  ids: string[],
  generation: string,
  compute: () => Promise<Computed[] | undefined>,
): Promise<boolean> {
  const known = await store.rollups.find({ _id: { $in: ids } }, { projection: { rev: 1 } }).toArray();
  const revs = new Map(known.map(({ _id, rev }) => [_id, rev]));
  const rollups = await compute();
  if (!rollups) return false;
  if (rollups.length === 0) return true;
  const rev = randomUUID();
  const writes = rollups.map((one): mongoose.mongo.AnyBulkWriteOperation<RollupDoc> => {
    const document = { ...one, rev, generation };
    const before = revs.get(one._id);
    return before ? { replaceOne: { filter: { _id: one._id, rev: before }, replacement: document } } : { insertOne: { document } };
  });
  return store.rollups.bulkWrite(writes, { ordered: false }).then(
    ({ insertedCount, matchedCount }) => insertedCount + matchedCount === writes.length,
    (error: unknown) => {
      if (duplicatePositions(error)) return false;
      throw error;
    },
  );
}
