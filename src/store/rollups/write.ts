/** Computing rollups: hours from the conversations, days from hours, months from days, years from months. */
import { randomUUID } from 'node:crypto';
import type mongoose from 'mongoose';
import type { Fact } from '../../domain/facts.ts';
import { localHour } from '../../domain/periods.ts';
import type { Store } from '../connect.ts';
import { duplicatePositions } from '../derive.ts';
import type { RollupDoc } from '../models/models.ts';
import {
  HOUR_MS,
  isWhole,
  type Kind,
  type Level,
  SPAN_KINDS,
  type Span,
  spanId,
  spansIn,
  type Unit,
  UNIT_KINDS,
  unitId,
  unitsIn,
  unitStart,
} from './names.ts';
import type { FactSourceOfHours } from './open.ts';
import { addTable, type CellKey, type Cells, type Keeping, newCells, tableOf } from './table.ts';
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
export type Computed = Omit<RollupDoc, 'rev' | 'generation'>;

/**
 * What is kept of durations. Of a day every value, so that up to two months percentiles are exact; the desk's days are also read as
 * sketches, where there are too many values. By hour of the week there are means alone.
 */
export function keepingOf(level: Level, kind: Kind): Keeping {
  if (kind === 'week') return 'sums';
  if (level !== 'day') return 'sketch';
  return kind === 'places' ? 'both' : 'values';
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
  const all = cells.all();
  const durations = all.reduce((sum, { tally }) => tally.spreads.reduce((more, { n }) => more + n, sum), 0);
  return { _id, last, durations, table: tableOf(all, keeping) };
}

/** The hours of the week are told apart in `week` rollups alone. */
function factKey({ channel, department, agent }: Fact, kind: Kind): CellKey {
  return { channel, department, agent: kind === 'people' ? agent : '', hour: 0 };
}

/** The rollups of some units from their facts; every one is given, also an empty one. */
export async function computeUnits(facts: FactSourceOfHours, units: readonly Unit[], { unitMs }: Recipe): Promise<Computed[]> {
  const gathered = new Map(units.map(({ from }) => [from, { people: gathering(), places: gathering() }]));
  const hours = [...new Set(units.map(({ from }) => Math.floor(from / HOUR_MS)))];
  await facts(hours, (fact) => {
    const into = gathered.get(Math.floor(fact.at.getTime() / unitMs) * unitMs);
    if (!into) return;
    for (const kind of UNIT_KINDS) {
      addFact(into[kind].cells.at(factKey(fact, kind)), fact);
      into[kind].last = later(into[kind].last, fact.at);
    }
  });
  return [...gathered].flatMap(([from, one]) => UNIT_KINDS.map((kind) => computed(unitId(from, kind), one[kind], 'values')));
}

/** The rollups with these ids, in their order; undefined when one of them is of another generation. */
async function allOf(store: Store, ids: string[], { generation, frozenBefore }: Recipe): Promise<RollupDoc[] | undefined> {
  const found = await store.rollups.find({ _id: { $in: ids } }, { promoteBuffers: true }).toArray();
  const byId = new Map(found.map((rollup) => [rollup._id, rollup]));
  const isGood = (rollup: RollupDoc): boolean => rollup.generation === generation || (unitStart(rollup._id) ?? Infinity) < frozenBefore;
  if (!found.every(isGood)) return undefined;
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The ids of what a span is made of, up to `reach`. */
function partsOf({ level, from }: Span, kind: Kind, reach: Date, { timeZone, unitMs }: Recipe): string[] {
  if (level === 'day') return unitsIn(from.getTime(), reach.getTime(), unitMs).map((unit) => unitId(unit.from, kind));
  return spansIn(level === 'month' ? 'day' : 'month', from, reach, timeZone).map((span) => spanId(span, kind));
}

/** What a part's cell becomes: channels, agents and hours of the week are told apart only by the kinds that are for them. */
function foldedKey(kind: Kind, part: RollupDoc, timeZone: string): (key: Readonly<CellKey>) => CellKey {
  const unit = unitStart(part._id);
  const hour = kind === 'week' && unit !== undefined ? hourOfWeek(unit, timeZone) : undefined;
  return (key) => ({
    ...key,
    ...(hour !== undefined && { hour }),
    ...(kind === 'agents' ? { channel: 'other' as const } : kind !== 'people' && { agent: '' }),
  });
}

/**
 * The rollups of a span, of its days up to `reach`, from what it is made of; undefined while that is not all of the generation.
 * One kind and one part at a time, so that memory does not grow with the desk's history.
 */
export async function computeSpan(store: Store, span: Span, reach: Date, recipe: Recipe): Promise<Computed[] | undefined> {
  if (!isWhole(span, recipe.unitMs)) return [];
  const rollups: Computed[] = [];
  for (const kind of SPAN_KINDS[span.level]) {
    const parts = await allOf(store, partsOf(span, kind, reach, recipe), recipe);
    if (!parts) return undefined;
    const into = gathering();
    for (const part of parts) {
      const fold = foldedKey(kind, part, recipe.timeZone);
      addTable(part.table, (key) => into.cells.at(fold(key)), kind === 'week' ? 'sums' : 'sketch');
      into.last = later(into.last, part.last);
    }
    rollups.push({ ...computed(spanId(span, kind), into, keepingOf(span.level, kind)), to: reach });
  }
  return rollups;
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
