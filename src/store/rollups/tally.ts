/** Sums of facts: what a period, a bucket or a part of it amounts to, from single facts or from what was summed before. */
import { DDSketch } from '@datadog/sketches-js';
import { type CountName, COUNTS, type Fact } from '../../domain/facts.ts';
import { DURATIONS, type DurationName, type Measures, type Spread } from '../../domain/measures.ts';
import { nearestRank, rankOf, type Values } from '../../domain/percentile.ts';

/** Below the promised 1 %, so that rounding cannot reach it. */
const RELATIVE_ERROR = 0.0095;
/** DDSketch's logarithmic mapping of values to keys: https://arxiv.org/abs/1908.10693 */
const { mapping } = new DDSketch({ relativeAccuracy: RELATIVE_ERROR });
/** Keys of all durations up to three centuries; key 0 stands for the value 0. */
const KEYS = 2 ** 11;

/** The key of a whole number of ms in a sketch. */
export function keyOf(ms: number): number {
  return ms < 1 ? 0 : Math.min(KEYS - 1, mapping.key(ms) + 1);
}

/** The value a key stands for: within 1 % of every value with that key. */
function valueOf(key: number): number {
  return key === 0 ? 0 : mapping.value(key - 1);
}

/** Durations being summed: exact values as long as all of them are known, else how many there are of each key. */
export interface SpreadTally {
  n: number;
  sum: number;
  max: number;
  /** Exact values: in chunks that may be shared, and one by one. Null for none, as most tallies have few. */
  chunks: Values[] | null;
  loose: number[] | null;
  /** How many of each key, for those whose exact values are gone. */
  sketch: Float64Array | null;
}

export interface Tally {
  /** In the order of `COUNTS`. */
  counts: number[];
  /** In the order of `DURATIONS`. */
  spreads: SpreadTally[];
}

const ZEROS = COUNTS.map(() => 0);

export function emptyTally(): Tally {
  return {
    counts: ZEROS.slice(),
    spreads: DURATIONS.map(() => ({ n: 0, sum: 0, max: 0, chunks: null, loose: null, sketch: null })),
  };
}

export function addFact(tally: Tally, { counts, durations }: Fact): void {
  for (const name of Object.keys(counts) as CountName[]) add(tally.counts, COUNTS.indexOf(name), counts[name] ?? 0);
  for (const name of Object.keys(durations) as DurationName[]) {
    const value = durations[name];
    const spread = tally.spreads[DURATIONS.indexOf(name)];
    if (value === undefined || !spread) continue;
    spread.n += 1;
    spread.sum += value;
    spread.max = Math.max(spread.max, value);
    (spread.loose ??= []).push(value);
  }
}

/** Adds to one of many numbers. */
function add(numbers: number[] | Float64Array, at: number, more: number): void {
  numbers[at] = (numbers[at] ?? 0) + more;
}

/** Adds `more` to `tally`; chunks of exact values are shared, so neither may be changed afterwards but by adding. */
export function addTally(tally: Tally, more: Tally): void {
  for (const [at, count] of more.counts.entries()) add(tally.counts, at, count);
  for (const [at, spread] of tally.spreads.entries()) {
    const other = more.spreads[at];
    if (other) addSpread(spread, other);
  }
}

function addSpread(spread: SpreadTally, more: SpreadTally): void {
  spread.n += more.n;
  spread.sum += more.sum;
  spread.max = Math.max(spread.max, more.max);
  for (const chunk of more.chunks ?? []) addChunk(spread, chunk);
  if (more.loose) addChunk(spread, Float64Array.from(more.loose));
  if (more.sketch) addSketch((spread.sketch ??= new Float64Array(KEYS)), more.sketch);
}

function addSketch(sketch: Float64Array, more: Float64Array): void {
  for (let key = 0; key < KEYS; key += 1) sketch[key] = (sketch[key] ?? 0) + (more[key] ?? 0);
}

/** Adds exact values without counting them: n, sum and max are the caller's to add. */
export function addChunk(spread: SpreadTally, values: Values): void {
  (spread.chunks ??= []).push(values);
}

/** Adds `weight` values of a key, whose exact values are gone; n, sum and max are the caller's to add. */
export function addKey(spread: SpreadTally, key: number, weight: number): void {
  add((spread.sketch ??= new Float64Array(KEYS)), key, weight);
}

/** All exact values of a spread, in a new array. */
export function valuesOf({ chunks, loose }: SpreadTally): Float64Array {
  const parts: ArrayLike<number>[] = [...(chunks ?? []), ...(loose ? [loose] : [])];
  const values = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return values;
}

/** How many values of each key, by key, those known exactly included. */
export function keysOf(spread: SpreadTally): Map<number, number> {
  const weights = new Map<number, number>();
  const count = (key: number, weight: number): void => void weights.set(key, (weights.get(key) ?? 0) + weight);
  for (const value of valuesOf(spread)) count(keyOf(value), 1);
  if (spread.sketch) for (const [key, weight] of spread.sketch.entries()) if (weight > 0) count(key, weight);
  return new Map([...weights].sort(([a], [b]) => a - b));
}

/** p50 and p90 by nearest rank: exact where all values are known, else within 1 % of it. */
function percentiles(spread: SpreadTally): Pick<Spread, 'p50' | 'p90'> {
  const values = valuesOf(spread);
  if (!spread.sketch) return { p50: nearestRank(values, 0.5), p90: nearestRank(values, 0.9) };
  const sketch = spread.sketch.slice();
  for (const value of values) add(sketch, keyOf(value), 1);
  const at = (share: number): number => Math.min(spread.max, valueOf(keyAtRank(sketch, rankOf(spread.n, share))));
  return { p50: at(0.5), p90: at(0.9) };
}

function keyAtRank(sketch: Float64Array, rank: number): number {
  let seen = 0;
  for (let key = 0; key < KEYS; key += 1) {
    seen += sketch[key] ?? 0;
    if (seen >= rank) return key;
  }
  return KEYS - 1;
}

const NO_PERCENTILES = { p50: null, p90: null };

/** What a tally amounts to. Percentiles cost time in proportion to the values: only where they are asked for. */
export function measuresOf(tally: Tally, withPercentiles: boolean): Measures {
  const counts = Object.fromEntries(COUNTS.map((name, at) => [name, tally.counts[at] ?? 0])) as Pick<Measures, (typeof COUNTS)[number]>;
  const spreads = Object.fromEntries(
    DURATIONS.map((name, at): [DurationName, Spread] => [name, spreadOf(tally.spreads[at], withPercentiles)]),
  ) as Pick<Measures, DurationName>;
  return { ...counts, ...spreads };
}

function spreadOf(spread: SpreadTally | undefined, withPercentiles: boolean): Spread {
  if (!spread || spread.n === 0) return { n: 0, sum: 0, max: null, ...NO_PERCENTILES };
  const { n, sum, max } = spread;
  return { n, sum, max, ...(withPercentiles ? percentiles(spread) : NO_PERCENTILES) };
}
