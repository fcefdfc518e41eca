/** Sums of facts: what a period, a bucket or a part of it amounts to, from single facts or from what was summed before. */
import { DDSketch } from '@datadog/sketches-js';
import { type CountName, COUNTS, type Fact } from '../../domain/facts.ts';
import { DURATIONS, type DurationName, type Measures, NOTHING, type Spread } from '../../domain/measures.ts';
import { nearestRank, rankOf, type Values } from '../../domain/percentile.ts';

/** Below the promised 1 %, so that rounding cannot reach it. */
const RELATIVE_ERROR = 0.0095;
/** DDSketch's logarithmic mapping of values to keys: https://arxiv.org/abs/1908.10693 */
const { mapping } = new DDSketch({ relativeAccuracy: RELATIVE_ERROR });
/** Keys of all durations up to three centuries; key 0 stands for the value 0. */
const KEYS = 2 ** 11;
/** Sketches grow by so many keys at least: a duration twice as long is some 36 keys further. */
const GROWTH = 64;

/** How many values of each key, of the keys from `from` on: most durations of a kind lie near each other. */
interface Sketch {
  from: number;
  weights: Uint32Array;
}

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
  sketch: Sketch | null;
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

/** @param distribution has the values in place of `tally` */
export function addFact(tally: Tally, { counts, durations }: Fact, distribution: Tally = tally): void {
  for (const name of Object.keys(counts) as CountName[]) add(tally.counts, COUNTS.indexOf(name), counts[name] ?? 0);
  for (const name of Object.keys(durations) as DurationName[]) {
    const value = durations[name];
    const which = DURATIONS.indexOf(name);
    const [spread, values] = [tally.spreads[which], distribution.spreads[which]];
    if (value === undefined || !spread || !values) continue;
    spread.n += 1;
    spread.sum += value;
    spread.max = Math.max(spread.max, value);
    (values.loose ??= []).push(value);
  }
}

/** Adds to one of many numbers. */
function add(numbers: number[], at: number, more: number): void {
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
  if (more.sketch) spread.sketch = sketchSum(spread.sketch, more.sketch);
}

/** A sketch with room for the keys from `low` up to `high`: the same one where it has. */
function reaching(sketch: Sketch | null, low: number, high: number): Sketch {
  const end = sketch ? sketch.from + sketch.weights.length : 0;
  if (sketch && sketch.from <= low && high < end) return sketch;
  const from = sketch && sketch.from <= low ? sketch.from : Math.max(0, low - GROWTH);
  const to = sketch && high < end ? end : Math.min(KEYS, high + GROWTH);
  const weights = new Uint32Array(to - from);
  if (sketch) weights.set(sketch.weights, sketch.from - from);
  return { from, weights };
}

function sketchSum(sketch: Sketch | null, more: Sketch): Sketch {
  const { from, weights: added } = more;
  const sum = reaching(sketch, from, from + added.length - 1);
  const { weights } = sum;
  const shift = from - sum.from;
  for (let at = 0; at < added.length; at += 1) weights[at + shift] = (weights[at + shift] ?? 0) + (added[at] ?? 0);
  return sum;
}

/** Adds exact values without counting them: n, sum and max are the caller's to add. */
export function addChunk(spread: SpreadTally, values: Values): void {
  (spread.chunks ??= []).push(values);
}

/**
 * Adds values of which only the keys are known, `weights[at]` of `keys[at]` for each `at` in [from, to), keys ascending; n, sum and
 * max are the caller's to add.
 */
export function addKeys(spread: SpreadTally, keys: Values, weights: Values, from: number, to: number): void {
  if (from === to) return;
  const sketch = reaching(spread.sketch, keys[from] ?? 0, keys[to - 1] ?? 0);
  spread.sketch = sketch;
  const sums = sketch.weights;
  for (let at = from; at < to; at += 1) {
    const key = (keys[at] ?? 0) - sketch.from;
    sums[key] = (sums[key] ?? 0) + (weights[at] ?? 0);
  }
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

/** The sketch of a spread with the values known exactly in it; null without any. */
function wholeSketch(spread: SpreadTally): Sketch | null {
  const keys = valuesOf(spread).map(keyOf);
  if (keys.length === 0) return spread.sketch;
  let [low, high] = [KEYS, 0];
  for (const key of keys) [low, high] = [Math.min(low, key), Math.max(high, key)];
  const { from, weights } = reaching(spread.sketch, low, high);
  const sum = { from, weights: weights === spread.sketch?.weights ? weights.slice() : weights };
  for (const key of keys) sum.weights[key - from] = (sum.weights[key - from] ?? 0) + 1;
  return sum;
}

/** Visits every key that has values, ascending, with how many; those known exactly included. */
export function eachKey(spread: SpreadTally, visit: (key: number, weight: number) => void): void {
  const sketch = wholeSketch(spread);
  if (!sketch) return;
  const { from, weights } = sketch;
  for (let at = 0; at < weights.length; at += 1) {
    const weight = weights[at] ?? 0;
    if (weight > 0) visit(from + at, weight);
  }
}

/** p50 and p90 by nearest rank: exact where all values are known, else within 1 % of it. */
function percentiles(spread: SpreadTally): Pick<Spread, 'p50' | 'p90'> {
  const sketch = spread.sketch && wholeSketch(spread);
  if (!sketch) {
    const values = valuesOf(spread);
    return { p50: nearestRank(values, 0.5), p90: nearestRank(values, 0.9) };
  }
  const n = sketch.weights.reduce((sum, weight) => sum + weight, 0);
  const at = (share: number): number => Math.min(spread.max, valueOf(keyAtRank(sketch, rankOf(n, share))));
  return { p50: at(0.5), p90: at(0.9) };
}

function keyAtRank({ from, weights }: Sketch, rank: number): number {
  let seen = 0;
  for (let at = 0; at < weights.length; at += 1) {
    seen += weights[at] ?? 0;
    if (seen >= rank) return from + at;
  }
  return from + weights.length - 1;
}

const NO_PERCENTILES = { p50: null, p90: null };

/** What a tally amounts to. Percentiles cost time in proportion to the values: only where they are asked for. */
export function measuresOf(tally: Tally, withPercentiles: boolean): Measures {
  const measures = { ...NOTHING };
  for (const [at, name] of COUNTS.entries()) measures[name] = tally.counts[at] ?? 0;
  for (const [at, name] of DURATIONS.entries()) measures[name] = spreadOf(tally.spreads[at], withPercentiles);
  return measures;
}

function spreadOf(spread: SpreadTally | undefined, withPercentiles: boolean): Spread {
  if (!spread || spread.n === 0) return { n: 0, sum: 0, max: null, ...NO_PERCENTILES };
  const { n, sum, max } = spread;
  return { n, sum, max, ...(withPercentiles ? percentiles(spread) : NO_PERCENTILES) };
}
