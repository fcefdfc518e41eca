/** Reading a stretch of time: whole months, days and hours from rollups that are good, the rest from the conversations. */
import type { Fact } from '../../domain/facts.ts';
import type { Store } from '../connect.ts';
import type { RollupDoc } from '../models/models.ts';
import { type Coverage, isFresh, isTouched } from './coverage.ts';
import { HOUR_MS, isWhole, type Kind, type Level, LEVELS, spanId, spansIn, unitId, unitsIn } from './names.ts';
import { currentFacts, type FactSourceOfHours } from './open.ts';
import { eachFact } from './raw.ts';
import { addTable, type CellKey, type Keeping, projectionOf, type Wanted } from './table.ts';
import { addFact, type Tally } from './tally.ts';
import { keepingOf } from './write.ts';

/** Conversations that have changed since the instant asked from: their facts as of then stand for them. */
export interface Moved {
  ids: string[];
  facts: { fact: Fact; id: string }[];
  hours: number[];
}

export interface Context {
  timeZone: string;
  unitMs: number;
  coverage: Coverage;
  /** What no rollup answers. */
  facts: FactSourceOfHours;
}

/** Facts of more hours (rollups are just being built) are not held in memory. */
const MOST_REMEMBERED = 24;

/** The facts as of the instant asked from. A few hours that are asked for again are not read again: a question may need them twice. */
export function factsThen(store: Store, coverage: Coverage, moved: Moved, serviceLevelMs: number): FactSourceOfHours {
  const now = currentFacts(store, coverage.changes, { ...coverage, serviceLevelMs });
  const known = new Map<string, Promise<[Fact, string][]>>();
  const read: FactSourceOfHours = (hours, visit) =>
    moved.ids.length === 0 ? now(hours, visit) : eachFact(store, hours, serviceLevelMs, visit, moved.ids);
  const collect = async (hours: readonly number[]): Promise<[Fact, string][]> => {
    const facts: [Fact, string][] = [];
    await read(hours, (fact, id) => facts.push([fact, id]));
    return facts;
  };
  return async (hours, visit) => {
    if (hours.length > MOST_REMEMBERED) await read(hours, visit);
    else {
      const key = hours.join();
      const facts = known.get(key) ?? collect(hours);
      known.set(key, facts);
      for (const [fact, id] of await facts) visit(fact, id);
    }
    for (const { fact, id } of moved.facts) visit(fact, id);
  };
}

export interface Stretch {
  /** In order, without overlap. */
  slots: readonly { from: Date; to: Date }[];
  /** What happened after it has not happened. */
  at: Date;
  /** The coarsest rollups to use; without one hours alone. */
  level: Level | undefined;
  kind: Kind;
  /** Of durations. */
  wanted: Wanted;
  /** Has the values or sketches of all cells, where it is not each cell's own tally that should. */
  distribution?: Tally | undefined;
}

/** The tally for a cell of a slot; `unit`: the first instant (ms) of its hour, null where that is the key's hour of the week. */
export type Choose = (slot: number, key: Readonly<CellKey>, unit: number | null) => Tally | undefined;

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
  const levels = stretch.level ? LEVELS.slice(0, LEVELS.indexOf(stretch.level) + 1) : [];
  for (const level of levels.toReversed()) left = await readSpans(store, context, stretch, level, left, choose);
  left = await readUnits(store, context, stretch, left, choose);
  await readFacts(context, stretch, left, choose);
}

/** A rollup that may answer for a piece or a part of one. */
interface Candidate extends Piece {
  id: string;
  /** Whether it may be read up to there. */
  isFresh: (to: number) => boolean;
}

/** What stays of a piece around the parts of it that are answered (in order, within it). */
function around(piece: Piece, inside: readonly Pick<Piece, 'from' | 'to'>[]): Piece[] {
  const edges = [...inside, { from: piece.to, to: piece.to }];
  return edges
    .map((next, index) => ({ slot: piece.slot, from: edges[index - 1]?.to ?? piece.from, to: next.from }))
    .filter(({ from, to }) => from < to);
}

function readSpans(
  store: Store,
  context: Context,
  stretch: Stretch,
  level: Level,
  pieces: readonly Piece[],
  choose: Choose,
): Promise<Piece[]> {
  const { timeZone, unitMs, coverage } = context;
  const { at, kind } = stretch;
  const candidatesOf = (piece: Piece): Candidate[] =>
    // A span is known by its own day, month or year: those that reach out of the piece are passed over.
    spansIn(level, new Date(piece.from), new Date(Math.min(piece.to, at.getTime() + 1)), timeZone)
      .filter((span) => span.from.getTime() >= piece.from && span.to.getTime() <= piece.to && isWhole(span, unitMs))
      .map((span) => ({
        slot: piece.slot,
        from: span.from.getTime(),
        to: span.to.getTime(),
        id: spanId(span, kind),
        isFresh: (to) => isFresh(coverage, span, new Date(to)),
      }));
  const keeping = keepingOf(level, kind);
  return readRollups(store, coverage, { ...stretch, keeping }, pieces, candidatesOf, (slot, key) => choose(slot, key, null));
}

function readUnits(
  store: Store,
  { unitMs, coverage }: Context,
  stretch: Stretch,
  pieces: readonly Piece[],
  choose: Choose,
): Promise<Piece[]> {
  const isGood = (from: number, to: number): boolean =>
    to <= coverage.frozenBefore || (from >= coverage.hours && !isTouched(coverage.staleHours, from, to));
  const candidatesOf = (piece: Piece): Candidate[] =>
    unitsIn(piece.from, Math.min(piece.to, stretch.at.getTime() + unitMs), unitMs)
      .filter(({ from, to }) => isGood(from, to))
      .map(({ from, to }) => ({ slot: piece.slot, from, to, id: unitId(from, stretch.kind), isFresh: () => true }));
  return readRollups(store, coverage, { ...stretch, keeping: 'values' }, pieces, candidatesOf, choose);
}

/** Adds the candidates' rollups; one that is not there is empty. Returns what is left to read otherwise. */
async function readRollups(
  store: Store,
  { generation, frozenBefore }: Coverage,
  { at, wanted, keeping, distribution }: Pick<Stretch, 'at' | 'wanted' | 'distribution'> & { keeping: Keeping },
  pieces: readonly Piece[],
  candidatesOf: (piece: Piece) => Candidate[],
  choose: Choose,
): Promise<Piece[]> {
  const planned = pieces.map((piece) => ({ piece, candidates: candidatesOf(piece) }));
  const ids = planned.flatMap(({ candidates }) => candidates.map(({ id }) => id));
  const projection = projectionOf(wanted, keeping);
  const options = { promoteBuffers: true, batchSize: 1_000, projection };
  const rollups = ids.length > 0 ? await store.rollups.find({ _id: { $in: ids } }, options).toArray() : [];
  const found = new Map(rollups.map((rollup): [string, RollupDoc] => [rollup._id, rollup]));
  return planned.flatMap(({ piece, candidates }) => {
    const answered = candidates.flatMap((candidate): Pick<Piece, 'from' | 'to'>[] => {
      const { slot, from } = candidate;
      const rollup = found.get(candidate.id);
      const to = rollup?.to?.getTime() ?? candidate.to;
      if (!candidate.isFresh(to)) return [];
      if (!rollup) return [{ from, to }];
      const isUsable = rollup.generation === generation || to <= frozenBefore;
      if (!isUsable || (rollup.last !== null && rollup.last > at)) return [];
      addTable(rollup.table, (key) => choose(slot, key, from), wanted, distribution);
      return [{ from, to }];
    });
    return around(piece, answered);
  });
}

/** Adds what is left, fact by fact. */
async function readFacts(
  { unitMs, facts }: Context,
  { at, distribution }: Stretch,
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
    if (tally) addFact(tally, fact, distribution);
  };
  await facts([...hours], visit);
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
