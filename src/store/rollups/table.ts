/** Tallies as columns of numbers: small to store, fast to read, whatever the combination of filters asked for. */
import { CHANNELS, type Channel } from '../../domain/events.ts';
import { COUNTS, type CountName } from '../../domain/facts.ts';
import { DURATIONS, type DurationName } from '../../domain/measures.ts';
import type { Values } from '../../domain/percentile.ts';
import { addChunk, addKey, emptyTally, keysOf, type SpreadTally, type Tally, valuesOf } from './tally.ts';

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
 * How durations are kept. `exact`: every value, so that percentiles are exact. `sketch`: how many of each key, percentiles within
 * 1 %. `sums`: neither, for means alone.
 */
export type Keeping = 'exact' | 'sketch' | 'sums';

interface StoredSpread {
  n: Buffer;
  /** exact: the values, cell by cell. */
  values?: Buffer;
  /** sketch and sums */
  sum?: Buffer;
  max?: Buffer;
  /** sketch: of each cell how many keys, then the keys and how many values of each. */
  bins?: Buffer;
  keys?: Buffer;
  weights?: Buffer;
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
  if (keeping === 'exact') return withColumns({ n }, { values: joined(spreads.map(valuesOf)) });
  const sums = { sum: spreads.map(({ sum }) => sum), max: spreads.map(({ max }) => max) };
  if (keeping === 'sums') return withColumns({ n }, sums);
  const perCell = spreads.map((spread) => [...keysOf(spread)]);
  const bins = perCell.map(({ length }) => length);
  const [keys, weights] = [
    perCell.flatMap((cell) => cell.map(([key]) => key)),
    perCell.flatMap((cell) => cell.map(([, weight]) => weight)),
  ];
  return withColumns({ n }, { ...sums, bins, keys, weights });
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

/** Reads the durations of one cell after the other; `into` undefined passes a cell over. */
interface SpreadReader {
  cell: (index: number, into: SpreadTally | undefined) => void;
  end: () => void;
}

const NO_SPREAD: SpreadReader = { cell: () => undefined, end: () => undefined };

function sumOf(numbers: Values): number {
  let sum = 0;
  for (let at = 0; at < numbers.length; at += 1) sum += numbers[at] ?? 0;
  return sum;
}

function spreadReader(stored: StoredSpread | undefined, size: number): SpreadReader {
  if (!stored) return NO_SPREAD;
  const n = read(stored.n, size);
  return stored.sum === undefined && stored.bins === undefined && stored.max === undefined
    ? exactReader(n, read(stored.values, sumOf(n)))
    : summedReader(n, stored, size);
}

function exactReader(n: Values, values: Values): SpreadReader {
  let from = 0;
  // Neighbouring cells of one tally share a chunk.
  let run: { into: SpreadTally | undefined; from: number } = { into: undefined, from: 0 };
  const turn = (into: SpreadTally | undefined): void => {
    if (run.into && from > run.from) addExact(run.into, values.subarray(run.from, from));
    run = { into, from };
  };
  return {
    cell: (index, into) => {
      if (into !== run.into) turn(into);
      from += n[index] ?? 0;
    },
    end: () => turn(undefined),
  };
}

function addExact(into: SpreadTally, chunk: Values): void {
  for (let at = 0; at < chunk.length; at += 1) {
    const value = chunk[at] ?? 0;
    into.sum += value;
    if (value > into.max) into.max = value;
  }
  into.n += chunk.length;
  addChunk(into, chunk);
}

function summedReader(n: Values, stored: StoredSpread, size: number): SpreadReader {
  const [sum, max, bins] = [read(stored.sum, size), read(stored.max, size), read(stored.bins, size)];
  const total = sumOf(bins);
  const [keys, weights] = [read(stored.keys, total), read(stored.weights, total)];
  let from = 0;
  const cell = (index: number, into: SpreadTally | undefined): void => {
    const to = from + (bins[index] ?? 0);
    if (into) {
      into.n += n[index] ?? 0;
      into.sum += sum[index] ?? 0;
      into.max = Math.max(into.max, max[index] ?? 0);
      for (let at = from; at < to; at += 1) addKey(into, keys[at] ?? 0, weights[at] ?? 0);
    }
    from = to;
  };
  return { cell, end: () => undefined };
}

/**
 * Adds every cell of a table to the tally that `choose` gives for it; undefined passes it over. The key object is the same one for
 * all cells.
 */
export function addTable(table: StoredTable, choose: (key: Readonly<CellKey>) => Tally | undefined): void {
  const { size, departments, agents } = table;
  const channel = read(table.channel, size);
  const [department, agent, hour] = [read(table.department, size), read(table.agent, size), read(table.hour, size)];
  const counts = COUNTS.flatMap((name, at) => (table.counts[name] ? [{ at, numbers: read(table.counts[name], size) }] : []));
  const readers = DURATIONS.map((name) => spreadReader(table[name], size));
  const key: CellKey = { channel: 'other', department: '', agent: '', hour: 0 };
  for (let index = 0; index < size; index += 1) {
    key.channel = CHANNELS[channel[index] ?? 0] ?? 'other';
    key.department = departments[department[index] ?? 0] ?? '';
    key.agent = agents[agent[index] ?? 0] ?? '';
    key.hour = hour[index] ?? 0;
    const tally = choose(key);
    if (tally) for (const { at, numbers } of counts) tally.counts[at] = (tally.counts[at] ?? 0) + (numbers[index] ?? 0);
    for (const [at, reader] of readers.entries()) reader.cell(index, tally?.spreads[at]);
  }
  for (const reader of readers) reader.end();
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
