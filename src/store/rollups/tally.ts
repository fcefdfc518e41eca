/** Sums of facts: what a period, a bucket or a part of it amounts to, from single facts or from what was summed before. */
import { DDSketch } from '@datadog/sketches-js';
import { COUNTS, type Fact } from '../../domain/facts.ts';
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
  exact: Values[];
  /** Values that are not in a chunk yet. */
  loose: number[];
  /** How many of each key, for those whose exact values are gone. */
  sketch: Float64Array | null;
}

export interface Tally {
  /** In the order of `COUNTS`. */
  counts: Float64Array;
  /** In the order of `DURATIONS`. */
  spreads: SpreadTally[];
}

export function emptyTally(): Tally {
  return {
    counts: new Float64Array(COUNTS.length),
    spreads: DURATIONS.map(() => ({ n: 0, sum: 0, max: 0, exact: [], loose: [], sketch: null })),
  };
}

export function addFact(tally: Tally, fact: Fact): void {
  for (const [at, name] of COUNTS.entries()) tally.counts[at] = (tally.counts[at] ?? 0) + (fact.counts[name] ?? 0);
  for (const [at, name] of DURATIONS.entries()) {
    const value = fact.durations[name];
    const spread = tally.spreads[at];
    if (value === undefined || !spread) continue;
    spread.n += 1;
    spread.sum += value;
    spread.max = Math.max(spread.max, value);
    spread.loose.push(value);
  }
}

/** Adds `more` to `tally`; chunks of exact values are shared, so neither may be changed afterwards but by adding. */
export function addTally(tally: Tally, more: Tally): void {
  for (const [at, count] of more.counts.entries()) tally.counts[at] = (tally.counts[at] ?? 0) + count;
  for (const [at, spread] of tally.spreads.entries()) {
    const other = more.spreads[at];
    if (other) addSpread(spread, other);
  }
}

function addSpread(spread: SpreadTally, more: SpreadTally): void {
  spread.n += more.n;
  spread.sum += more.sum;
  spread.max = Math.max(spread.max, more.max);
  for (const chunk of more.exact) spread.exact.push(chunk);
  if (more.loose.length > 0) spread.exact.push(Float64Array.from(more.loose));
  if (more.sketch) {
    const sketch = (spread.sketch ??= new Float64Array(KEYS));
    for (let key = 0; key < KEYS; key += 1) sketch[key] = (sketch[key] ?? 0) + (more.sketch[key] ?? 0);
  }
}

/** Adds `weight` values of a key, whose exact values are gone; n, sum and max are the caller's to add. */
export function addKey(spread: SpreadTally, key: number, weight: number): void {
  const sketch = (spread.sketch ??= new Float64Array(KEYS));
  sketch[key] = (sketch[key] ?? 0) + weight;
}

/** All exact values of a spread, in a new array. */
export function valuesOf(spread: SpreadTally): Float64Array {
  const length = spread.exact.reduce((sum, chunk) => sum + chunk.length, spread.loose.length);
  const values = new Float64Array(length);
  let at = 0;
  for (const chunk of spread.exact) {
    values.set(chunk, at);
    at += chunk.length;
  }
  values.set(spread.loose, at);
  return values;
}

/** How many values of each key, those known exactly included. */
export function sketchOf(spread: SpreadTally): Float64Array {
  const sketch = spread.sketch?.slice() ?? new Float64Array(KEYS);
  for (const value of valuesOf(spread)) {
    const key = keyOf(value);
    sketch[key] = (sketch[key] ?? 0) + 1;
  }
  return sketch;
}

/** p50 and p90 by nearest rank: exact where all values are known, else within 1 % of it. */
function percentiles(spread: SpreadTally): Pick<Spread, 'p50' | 'p90'> {
  if (spread.sketch) {
    const sketch = sketchOf(spread);
    const at = (share: number): number => Math.min(spread.max, valueOf(keyAtRank(sketch, rankOf(spread.n, share))));
    return { p50: at(0.5), p90: at(0.9) };
  }
  const values = valuesOf(spread);
  return { p50: nearestRank(values, 0.5), p90: nearestRank(values, 0.9) };
}

function keyAtRank(sketch: Float64Array, rank: number): number {
  let seen = 0;
  for (let key = 0; key < sketch.length; key += 1) {
    seen += sketch[key] ?? 0;
    if (seen >= rank) return key;
  }
  return 0;
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
