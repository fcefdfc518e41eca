/** Tallies as columns of numbers: small to store, fast to read, whatever the combination of filters asked for. */
import { CHANNELS, type Channel } from '../../domain/events.ts';
import { COUNTS, type CountName } from '../../domain/facts.ts';
import { DURATIONS, type DurationName } from '../../domain/measures.ts';
import type { Values } from '../../domain/percentile.ts';
import { addChunk, addKeys, eachKey, emptyTally, type SpreadTally, type Tally, valuesOf } from './tally.ts';

/** What a tally is of. `agent`: '' where agents are not told apart, or for none. `hour`: of the week, 0–167 from Monday 00. */
export interface CellKey {
  channel: Channel;
  department: string;
  agent: string;
  hour: number;
}

export interface Cell extends CellKey {
  tally: Tally;
}

/**
 * How durations are kept beside their number, sum and maximum. `values`: every value, so that percentiles are exact. `sketch`: how
 * many of each key, percentiles within 1 %. `both`, or neither: `sums`.
 */
export type Keeping = 'values' | 'sketch' | 'both' | 'sums';

/** What a question wants of durations. Where `both` are kept, one of them is read. */
export type Wanted = 'values' | 'sketch' | 'sums';

interface StoredSpread {
  n: Buffer;
  sum?: Buffer;
  max?: Buffer;
  /** Cell by cell. */
  values?: Buffer;
  /** Of each cell how many keys, then the keys, ascending, and how many values of each. */
  bins?: Buffer;
  keys?: Buffer;
  weights?: Buffer;
}

const COLUMNS_OF: Record<Exclude<Wanted, 'sums'>, readonly (keyof StoredSpread)[]> = {
  values: ['values'],
  sketch: ['bins', 'keys', 'weights'],
};

/** The projection of a rollup that leaves out what nobody asked for; none where there is nothing to leave out. */
export function projectionOf(wanted: Wanted, keeping: Keeping): Record<string, 0> {
  const left = (['values', 'sketch'] as const).filter((one) => wanted === 'sums' || (keeping === 'both' && one !== wanted));
  const columns = left.flatMap((one) => COLUMNS_OF[one]);
  return Object.fromEntries(DURATIONS.flatMap((name) => columns.map((column) => [`table.${name}.${column}`, 0 as const])));
}

/** A column has one number a cell, in the narrowest type that holds all of it; one that is all zero is left out. */
export type StoredTable = {
  size: number;
  departments: string[];
  agents: string[];
  channel: Buffer;
  department?: Buffer;
  agent?: Buffer;
  hour?: Buffer;
  counts: Partial<Record<CountName, Buffer>>;
} & Partial<Record<DurationName, StoredSpread>>;

const WIDTHS = [Uint8Array, Uint16Array, Uint32Array] as const;

/** The narrowest column that holds these whole numbers; undefined when all are zero. */
function column(numbers: ArrayLike<number>): Buffer | undefined {
  let largest = 0;
  for (let at = 0; at < numbers.length; at += 1) largest = Math.max(largest, numbers[at] ?? 0);
  if (largest === 0) return undefined;
  const Width = WIDTHS.find(({ BYTES_PER_ELEMENT }) => largest < 2 ** (8 * BYTES_PER_ELEMENT)) ?? Float64Array;
  return Buffer.from(Width.from(numbers).buffer);
}

/** A stored column of `size` numbers; copied, since typed arrays want aligned memory. */
function read(bytes: Buffer | undefined, size: number): Values {
  if (!bytes || size === 0) return new Uint8Array(size);
  const memory = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const width = bytes.byteLength / size;
  const Width = WIDTHS.find(({ BYTES_PER_ELEMENT }) => BYTES_PER_ELEMENT === width) ?? Float64Array;
  return new Width(memory);
}

function places(names: readonly string[]): { distinct: string[]; column: Buffer | undefined } {
  const distinct = [...new Set(names)];
  const index = new Map(distinct.map((name, at) => [name, at]));
  return { distinct, column: column(names.map((name) => index.get(name) ?? 0)) };
}

/** The cells as columns. */
export function tableOf(cells: readonly Cell[], keeping: Keeping): StoredTable {
  const departments = places(cells.map(({ department }) => department));
  const agents = places(cells.map(({ agent }) => agent));
  const hour = column(cells.map((cell) => cell.hour));
  const counts = COUNTS.flatMap((name, at) => {
    const values = column(cells.map(({ tally }) => tally.counts[at] ?? 0));
    return values ? [[name, values] as const] : [];
  });
  const spreads = DURATIONS.flatMap((name, at) => {
    const stored = storedSpread(
      cells.flatMap(({ tally }) => tally.spreads[at] ?? []),
      keeping,
    );
    return stored ? [[name, stored] as const] : [];
  });
  return {
    size: cells.length,
    departments: departments.distinct,
    agents: agents.distinct,
    channel: Buffer.from(cells.map(({ channel }) => CHANNELS.indexOf(channel))),
    ...(departments.column && { department: departments.column }),
    ...(agents.column && { agent: agents.column }),
    ...(hour && { hour }),
    counts: Object.fromEntries(counts),
    ...Object.fromEntries(spreads),
  };
}

function storedSpread(spreads: readonly SpreadTally[], keeping: Keeping): StoredSpread | undefined {
  const n = column(spreads.map((spread) => spread.n));
  if (!n) return undefined;
  return withColumns(
    { n },
    {
      sum: spreads.map(({ sum }) => sum),
      max: spreads.map(({ max }) => max),
      ...((keeping === 'values' || keeping === 'both') && { values: joined(spreads.map(valuesOf)) }),
      ...((keeping === 'sketch' || keeping === 'both') && sketched(spreads)),
    },
  );
}

function sketched(spreads: readonly SpreadTally[]): { bins: number[]; keys: number[]; weights: number[] } {
  const [bins, keys, weights]: [number[], number[], number[]] = [[], [], []];
  for (const spread of spreads) {
    const before = keys.length;
    eachKey(spread, (key, weight) => {
      keys.push(key);
      weights.push(weight);
    });
    bins.push(keys.length - before);
  }
  return { bins, keys, weights };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

type Columns = Omit<StoredSpread, 'n'>;

function withColumns(spread: StoredSpread, columns: Partial<Record<keyof Columns, ArrayLike<number>>>): StoredSpread {
  for (const [name, numbers] of Object.entries(columns) as [keyof Columns, ArrayLike<number>][]) {
    const stored = column(numbers);
    if (stored) spread[name] = stored;
  }
  return spread;
}

function sumOf(numbers: Values): number {
  let sum = 0;
  for (let at = 0; at < numbers.length; at += 1) sum += numbers[at] ?? 0;
  return sum;
}

/** The tally of each cell; undefined passes it over. */
type Tallies = readonly (Tally | undefined)[];
type Spreads = readonly (SpreadTally | undefined)[];

function addSums(stored: StoredSpread, n: Values, spreads: Spreads): void {
  const [sum, max] = [read(stored.sum, spreads.length), read(stored.max, spreads.length)];
  for (let index = 0; index < spreads.length; index += 1) {
    const into = spreads[index];
    if (!into) continue;
    into.n += n[index] ?? 0;
    into.sum += sum[index] ?? 0;
    into.max = Math.max(into.max, max[index] ?? 0);
  }
}

/** Neighbouring cells of one tally share a chunk. */
function addValues(n: Values, values: Values, spreads: Spreads): void {
  let [from, to] = [0, 0];
  for (let index = 0; index < spreads.length; index += 1) {
    const into = spreads[index];
    to += n[index] ?? 0;
    if (index + 1 < spreads.length && spreads[index + 1] === into) continue;
    if (into && to > from) addChunk(into, values.subarray(from, to));
    from = to;
  }
}

function addBins(stored: StoredSpread, spreads: Spreads): void {
  const bins = read(stored.bins, spreads.length);
  const total = sumOf(bins);
  const [keys, weights] = [read(stored.keys, total), read(stored.weights, total)];
  let from = 0;
  for (let index = 0; index < spreads.length; index += 1) {
    const into = spreads[index];
    const to = from + (bins[index] ?? 0);
    if (into) addKeys(into, keys, weights, from, to);
    from = to;
  }
}

/** The tally that `choose` gives for each cell. */
function chosen(table: StoredTable, choose: (key: Readonly<CellKey>) => Tally | undefined): Tallies {
  const { size, departments, agents } = table;
  const channel = read(table.channel, size);
  const [department, agent, hour] = [read(table.department, size), read(table.agent, size), read(table.hour, size)];
  const key: CellKey = { channel: 'other', department: '', agent: '', hour: 0 };
  const tallies: (Tally | undefined)[] = [];
  for (let index = 0; index < size; index += 1) {
    key.channel = CHANNELS[channel[index] ?? 0] ?? 'other';
    key.department = departments[department[index] ?? 0] ?? '';
    key.agent = agents[agent[index] ?? 0] ?? '';
    key.hour = hour[index] ?? 0;
    tallies.push(choose(key));
  }
  return tallies;
}

/**
 * Adds every cell of a table to the tally that `choose` gives for it; undefined passes it over. The key object is the same one for
 * all cells. Of durations it adds what is wanted and there: the sketch, else the values.
 * @param distribution has the sketches or values of all cells that are not passed over, in place of their tallies
 */
export function addTable(
  table: StoredTable,
  choose: (key: Readonly<CellKey>) => Tally | undefined,
  wanted: Wanted = 'sketch',
  distribution?: Tally,
): void {
  const tallies = chosen(table, choose);
  addCounts(table, tallies);
  for (const [which, name] of DURATIONS.entries()) {
    const stored = table[name];
    if (!stored) continue;
    const n = read(stored.n, table.size);
    addSums(
      stored,
      n,
      tallies.map((tally) => tally?.spreads[which]),
    );
    if (wanted === 'sums') continue;
    const spreads = tallies.map((tally) => tally && (distribution ?? tally).spreads[which]);
    // Values that are all zero have no column.
    if (stored.bins) addBins(stored, spreads);
    else addValues(n, read(stored.values, sumOf(n)), spreads);
  }
}

function addCounts({ counts, size }: StoredTable, tallies: Tallies): void {
  for (const [at, name] of COUNTS.entries()) {
    const stored = counts[name];
    if (!stored) continue;
    const numbers = read(stored, size);
    for (let index = 0; index < size; index += 1) {
      const tally = tallies[index];
      if (tally) tally.counts[at] = (tally.counts[at] ?? 0) + (numbers[index] ?? 0);
    }
  }
}

/** Tallies by key, made on demand. */
export interface Cells {
  at: (key: Readonly<CellKey>) => Tally;
  all: () => Cell[];
}

export function newCells(): Cells {
  const cells = new Map<string, Cell>();
  return {
    at: ({ channel, department, agent, hour }) => {
      const id = `${hour}\n${channel}\n${department}\n${agent}`;
      const known = cells.get(id);
      if (known) return known.tally;
      const made = { channel, department, agent, hour, tally: emptyTally() };
      cells.set(id, made);
      return made.tally;
    },
    all: () => [...cells.values()],
  };
}
