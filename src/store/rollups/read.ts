/** Reading a stretch of time: whole months, days and hours from rollups that are good, the rest from the conversations. */
import type { Fact } from '../../domain/facts.ts';
import type { Store } from '../connect.ts';
import type { RollupDoc } from '../models/models.ts';
import { type Coverage, isTouched } from './coverage.ts';
import { HOUR_MS, isWhole, type Kind, type Span, spanId, spansIn, unitId, unitsIn } from './names.ts';
import { eachFact } from './raw.ts';
import { addTable, type CellKey } from './table.ts';
import { addFact, type Tally } from './tally.ts';

/** The coarsest rollups to use. */
export type Level = 'month' | 'day' | 'hour';

/** Conversations that have changed since the instant asked from: their facts as of then stand for them. */
export interface Moved {
  ids: string[];
  facts: Fact[];
  hours: number[];
}

export interface Context {
  timeZone: string;
  serviceLevelMs: number;
  unitMs: number;
  coverage: Coverage;
  moved: Moved;
}

export interface Stretch {
  /** In order, without overlap. */
  slots: readonly { from: Date; to: Date }[];
  /** What happened after it has not happened. */
  at: Date;
  level: Level;
  /** Of days and months; hours always tell agents apart. `week` only with level `month`. */
  kind: Kind;
}

/** The tally for a cell of a slot; `unit`: the first instant (ms) of its hour, null where that is the key's hour of the week. */
type Choose = (slot: number, key: Readonly<CellKey>, unit: number | null) => Tally | undefined;

/** A part of a slot, [from, to) in ms. */
interface Piece {
  slot: number;
  from: number;
  to: number;
}

/** Adds everything in the slots up to `at`, each cell or fact to the tally that `choose` gives. */
export async function readStretch(store: Store, context: Context, stretch: Stretch, choose: Choose): Promise<void> {
  let left: Piece[] = stretch.slots.map(({ from, to }, slot) => ({ slot, from: from.getTime(), to: to.getTime() }));
  left = left.filter(({ from }) => from <= stretch.at.getTime());
  if (stretch.level === 'month') left = await readSpans(store, context, stretch, 'month', left, choose);
  // Rollups of the week know no days: what no month answers comes hour by hour.
  if (stretch.level !== 'hour' && stretch.kind !== 'week') left = await readSpans(store, context, stretch, 'day', left, choose);
  left = await readUnits(store, context, stretch, left, choose);
  await readFacts(store, context, stretch.at, left, choose);
}

interface Candidate extends Piece {
  id: string;
}

/** What stays of a piece around the candidates in it (in order, within it). */
function around(piece: Piece, inside: readonly Piece[]): Piece[] {
  const edges = [...inside, { slot: piece.slot, from: piece.to, to: piece.to }];
  return edges
    .map((next, index) => ({ slot: piece.slot, from: edges[index - 1]?.to ?? piece.from, to: next.from }))
    .filter(({ from, to }) => from < to);
}

async function readSpans(
  store: Store,
  { timeZone, unitMs, coverage }: Context,
  { at, kind }: Stretch,
  level: 'day' | 'month',
  pieces: readonly Piece[],
  choose: Choose,
): Promise<Piece[]> {
  const frontier = level === 'day' ? coverage.days : coverage.months;
  const isGood = ({ from, to, name }: Span): boolean =>
    from.getTime() >= frontier &&
    isWhole({ from, to }, unitMs) &&
    !coverage.staleSpans.has(name) &&
    !isTouched(coverage.staleHours, from.getTime(), to.getTime());
  const candidatesOf = (piece: Piece): Candidate[] =>
    spansIn(level, new Date(piece.from), new Date(piece.to), timeZone)
      .filter((span) => span.from.getTime() >= piece.from && span.to.getTime() <= piece.to && span.from <= at && isGood(span))
      .map((span) => ({ slot: piece.slot, from: span.from.getTime(), to: span.to.getTime(), id: spanId(span, kind) }));
  return readRollups(store, coverage, at, pieces, candidatesOf, (slot, key) => choose(slot, key, null));
}

async function readUnits(
  store: Store,
  { unitMs, coverage }: Context,
  { at }: Stretch,
  pieces: readonly Piece[],
  choose: Choose,
): Promise<Piece[]> {
  const isGood = (from: number, to: number): boolean =>
    to <= coverage.frozenBefore || (from >= coverage.hours && !isTouched(coverage.staleHours, from, to));
  const candidatesOf = (piece: Piece): Candidate[] =>
    unitsIn(piece.from, piece.to, unitMs)
      .filter(({ from, to }) => from <= at.getTime() && isGood(from, to))
      .map(({ from, to }) => ({ slot: piece.slot, from, to, id: unitId(from) }));
  return readRollups(store, coverage, at, pieces, candidatesOf, choose);
}

/** Adds the candidates' rollups; one that is not there is empty. Returns what is left to read otherwise. */
async function readRollups(
  store: Store,
  { generation, frozenBefore }: Coverage,
  at: Date,
  pieces: readonly Piece[],
  candidatesOf: (piece: Piece) => Candidate[],
  choose: Choose,
): Promise<Piece[]> {
  const planned = pieces.map((piece) => ({ piece, candidates: candidatesOf(piece) }));
  const ids = planned.flatMap(({ candidates }) => candidates.map(({ id }) => id));
  const found = new Map<string, RollupDoc>();
  if (ids.length > 0) {
    for (const rollup of await store.rollups.find({ _id: { $in: ids } }, { promoteBuffers: true, batchSize: 1_000 }).toArray())
      found.set(rollup._id, rollup);
  }
  return planned.flatMap(({ piece, candidates }) => {
    const used = candidates.filter((candidate) => {
      const rollup = found.get(candidate.id);
      if (!rollup) return true;
      const isUsable = rollup.generation === generation || candidate.to <= frozenBefore;
      if (!isUsable || (rollup.last !== null && rollup.last > at)) return false;
      addTable(rollup.table, (key) => choose(candidate.slot, key, candidate.from));
      return true;
    });
    return around(piece, used);
  });
}

/** Adds what is left, fact by fact. */
async function readFacts(
  store: Store,
  { serviceLevelMs, unitMs, moved }: Context,
  at: Date,
  pieces: readonly Piece[],
  choose: Choose,
): Promise<void> {
  if (pieces.length === 0) return;
  const end = at.getTime();
  const hours = new Set<number>();
  for (const { from, to } of pieces) {
    for (let hour = Math.floor(from / HOUR_MS); hour * HOUR_MS < Math.min(to, end + 1); hour += 1) hours.add(hour);
  }
  const sorted = pieces.toSorted((a, b) => a.from - b.from);
  const visit = (fact: Fact): void => {
    const moment = fact.at.getTime();
    const piece = moment > end ? undefined : pieceAt(sorted, moment);
    if (!piece) return;
    const tally = choose(piece.slot, { ...fact, hour: 0 }, Math.floor(moment / unitMs) * unitMs);
    if (tally) addFact(tally, fact);
  };
  await eachFact(store, [...hours], serviceLevelMs, visit, moved.ids);
  for (const fact of moved.facts) visit(fact);
}

/** The piece that holds an instant, of pieces in order. */
function pieceAt(pieces: readonly Piece[], moment: number): Piece | undefined {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.to ?? 0) <= moment) low = middle + 1;
    else high = middle;
  }
  const piece = pieces[low];
  return piece && piece.from <= moment ? piece : undefined;
}
