/** Compares rollups with what the conversations say, and tells every difference. */
import { COUNTS } from '../../domain/facts.ts';
import { DURATIONS } from '../../domain/measures.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { hourUnit } from '../../domain/periods.ts';
import type { Store } from '../connect.ts';
import type { RollupDoc } from '../models/models.ts';
import { BEGINNING, isFresh, isTouched, readCoverage } from './coverage.ts';
import { HOUR_MS, isWhole, LEVELS, type Span, spanId, spansIn, unitsIn } from './names.ts';
import type { FactSourceOfHours } from './open.ts';
import { eachFact } from './raw.ts';
import { addTable, type CellKey, type StoredTable } from './table.ts';
import { eachKey, emptyTally, type SpreadTally, type Tally, valuesOf } from './tally.ts';
import { type Computed, computeSpan, computeUnits, type Recipe } from './write.ts';

export interface Verified {
  /** Rollups compared. */
  compared: number;
  /** Left alone: stale, not built yet, or pruned. */
  skipped: number;
  /** One line each: the rollup, the cell, what it says and what it should say. */
  differences: string[];
}

const CHUNK = 48;

/** The whole range that has anything, or the part of it in [from, to). Reads everything: takes as long as history is. */
export async function verifyRollups(
  store: Store,
  parameters: Pick<Parameters, 'timeZone' | 'serviceLevelMs'>,
  range: { from?: Date | undefined; to?: Date | undefined },
  progress: (done: number, of: number) => void = () => undefined,
): Promise<Verified> {
  const coverage = await readCoverage(store, parameters);
  const { timeZone, serviceLevelMs } = parameters;
  const recipe: Recipe = {
    generation: coverage.generation,
    timeZone,
    serviceLevelMs,
    unitMs: hourUnit(timeZone),
    frozenBefore: coverage.frozenBefore,
  };
  const [first, last] = await edges(store);
  const from = Math.max(range.from?.getTime() ?? -Infinity, first);
  const to = Math.min(range.to?.getTime() ?? Infinity, last);
  const verified: Verified = { compared: 0, skipped: 0, differences: [] };
  if (!(from < to)) return verified;

  const units = unitsIn(Math.floor(from / HOUR_MS) * HOUR_MS, to, recipe.unitMs);
  const good = units.filter(
    (unit) => unit.from >= coverage.frozenBefore && unit.from >= coverage.hours && !isTouched(coverage.staleHours, unit.from, unit.to),
  );
  verified.skipped += units.length - good.length;
  const facts: FactSourceOfHours = (hours, visit) => eachFact(store, hours, serviceLevelMs, visit);
  for (let at = 0; at < good.length; at += CHUNK) {
    await compare(store, await computeUnits(facts, good.slice(at, at + CHUNK), recipe), verified);
    progress(at, good.length);
  }
  for (const level of LEVELS) {
    for (const span of spansIn(level, new Date(from), new Date(to), timeZone)) {
      const reach = await reachOfStored(store, span);
      if (isFresh(coverage, span, reach) && isWhole(span, recipe.unitMs))
        await compare(store, await computedSpan(store, span, reach, recipe), verified);
      else verified.skipped += 1;
    }
  }
  return verified;
}

/** Up to where a span is summed; where nothing is, there should be nothing in all of it. */
async function reachOfStored(store: Store, span: Span): Promise<Date> {
  const stored = await store.rollups.findOne({ _id: spanId(span, 'places') }, { projection: { to: 1 } });
  return stored?.to ?? span.to;
}

async function computedSpan(store: Store, span: Span, reach: Date, recipe: Recipe): Promise<Computed[]> {
  const rollups = await computeSpan(store, span, reach, recipe);
  if (!rollups) throw new Error(`${span.name}: the rollups it is made of are being built`);
  return rollups;
}

/** The first and the last instant (ms) of which anything is known. */
async function edges(store: Store): Promise<[number, number]> {
  const find = (direction: 1 | -1): Promise<{ hours: number[] }[]> =>
    store.conversations
      .find({}, { projection: { hours: 1 }, hint: 'hours' })
      .sort({ hours: direction })
      .limit(1)
      .toArray();
  const [[first], [last]] = await Promise.all([find(1), find(-1)]);
  return [(first?.hours[0] ?? BEGINNING.getTime()) * HOUR_MS, ((last?.hours.at(-1) ?? BEGINNING.getTime()) + 1) * HOUR_MS];
}

async function compare(store: Store, rollups: readonly Computed[], verified: Verified): Promise<void> {
  const ids = rollups.map(({ _id }) => _id);
  const found = await store.rollups.find({ _id: { $in: ids } }, { promoteBuffers: true }).toArray();
  const stored = new Map(found.map((rollup): [string, RollupDoc] => [rollup._id, rollup]));
  for (const { _id, table } of rollups) {
    verified.compared += 1;
    const [is, should] = [cellsOf(stored.get(_id)?.table), cellsOf(table)];
    for (const cell of new Set([...is.keys(), ...should.keys()])) {
      const [given, expected] = [is.get(cell) ?? 'nothing', should.get(cell) ?? 'nothing'];
      if (given !== expected) verified.differences.push(`${_id} ${cell}: ${given}, expected ${expected}`);
    }
  }
}

/** Every cell in words that are equal for equal sums, whatever the order it was summed in. */
function cellsOf(table: StoredTable | undefined): Map<string, string> {
  const tallies = new Map<string, Tally>();
  const nameOf = ({ channel, department, agent, hour }: Readonly<CellKey>): string => [channel, department, agent, hour].join('/');
  if (table) {
    addTable(table, (key) => {
      const tally = emptyTally();
      tallies.set(nameOf(key), tally);
      return tally;
    });
  }
  return new Map([...tallies].map(([name, tally]) => [name, wordsOf(tally)]));
}

function wordsOf(tally: Tally): string {
  const counts = COUNTS.flatMap((name, at) => (tally.counts[at] ? [`${name} ${tally.counts[at]}`] : []));
  const spreads = DURATIONS.flatMap((name, at) => {
    const spread = tally.spreads[at];
    return spread && spread.n > 0 ? [`${name} ${spread.n} (${spread.sum}, ${spread.max}; ${distribution(spread)})`] : [];
  });
  return [...counts, ...spreads].join(', ');
}

function distribution(spread: SpreadTally): string {
  if (!spread.sketch) return [...valuesOf(spread)].sort((a, b) => a - b).join(' ');
  const keys: string[] = [];
  eachKey(spread, (key, weight) => keys.push(`${key}:${weight}`));
  return keys.join(' ');
}
