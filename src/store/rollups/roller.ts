/** Keeps rollups right: recomputes what is stale, and builds what a new time zone or service level needs. */
import { randomUUID } from 'node:crypto';
import type { Parameters } from '../../domain/parameters.ts';
import { hourUnit, periodAt } from '../../domain/periods.ts';
import type { Store } from '../connect.ts';
import type { CoverageDoc, StaleDoc } from '../models/models.ts';
import { BEGINNING, COVERAGE } from './coverage.ts';
import {
  generationOf,
  HOUR_MS,
  type Level,
  LEVELS,
  reachOf,
  type Span,
  spanId,
  spanOf,
  spansIn,
  type Unit,
  unitId,
  unitsIn,
  SPAN_KINDS,
  UNIT_KINDS,
} from './names.ts';
import { type Changes, changesOf, closeOpenHours, openHours } from './open.ts';
import { computeSpan, computeUnits, type Recipe, replaceRollups } from './write.ts';

/** What keeps changing is not computed again before this; until then what it is made of answers for it. */
const REST_MS: Record<Level, number> = { day: 10_000, month: 60_000, year: 300_000 };
/** Units computed at once. */
const CHUNK = 48;
/** While building, units of this long are computed before the frontier moves. */
const STRIDE_MS = 2 * 86_400_000;
const ATTEMPTS = 5;

/** How far a building has come. `left`: the instants from `from` up to here are still to be built at this level. */
export interface Progress {
  level: 'hours' | `${Level}s`;
  left: { from: Date; to: Date };
}

export interface Roller {
  /** Whether `roll` with `rest` would find anything to do; a few small reads. */
  hasWork: () => Promise<boolean>;
  /**
   * Recomputes what is stale and builds what is missing, until nothing is left to do. Days are computed once they are over.
   * One caller at a time over all replicas saves work; several at once are right too.
   * @param rest leave days, months and years alone that became stale only now
   * @returns how many rollups were written
   */
  roll: (options?: { rest?: boolean; progress?: (progress: Progress) => void; stopped?: () => boolean }) => Promise<number>;
}

export function createRoller(store: Store, parameters: () => Promise<Parameters>, now: () => Date): Roller {
  return {
    hasWork: async () => {
      const { timeZone, serviceLevelMs } = await parameters();
      const [hours, due, known] = await Promise.all([
        store.stale.findOne({ hours: { $exists: true } }, { projection: { _id: 1 } }),
        dueMarks(store, timeZone, now(), true),
        store.coverage.findOne({ _id: COVERAGE }),
      ]);
      const isCurrent = known !== null && isBuilt(known, { generation: generationOf({ timeZone, serviceLevelMs }), timeZone });
      return hours !== null || due.length > 0 || !isCurrent;
    },
    roll: async ({ rest = false, progress = () => undefined, stopped = () => false } = {}) => {
      const { timeZone, serviceLevelMs } = await parameters();
      const generation = generationOf({ timeZone, serviceLevelMs });
      const coverage = await currentCoverage(store, { generation, timeZone }, now());
      const frozenBefore = (coverage.frozen?.to ?? BEGINNING).getTime();
      const recipe: Recipe = { generation, timeZone, serviceLevelMs, unitMs: hourUnit(timeZone), frozenBefore };
      const task: Task = { store, recipe, now, progress, stopped };
      let written = await rollHours(task);
      await closeOpenHours(store, now());
      written += await build(task, coverage);
      for (const level of LEVELS) written += await rollSpans(task, level, rest);
      return written;
    },
  };
}

interface Task {
  store: Store;
  recipe: Recipe;
  now: () => Date;
  progress: (progress: Progress) => void;
  stopped: () => boolean;
}

function isBuilt(coverage: CoverageDoc, { generation, timeZone }: Pick<Recipe, 'generation' | 'timeZone'>): boolean {
  const isComplete = [coverage.hours, coverage.days, coverage.months, coverage.years].every((frontier) => frontier <= BEGINNING);
  return isComplete && coverage.generation === generation && coverage.timeZone === timeZone;
}

/** The coverage of this recipe: what there is, or a new one that begins now, keeping what stays usable. */
async function currentCoverage(store: Store, recipe: Pick<Recipe, 'generation' | 'timeZone'>, at: Date): Promise<CoverageDoc> {
  const known = await store.coverage.findOne({ _id: COVERAGE });
  const sameHours = known?.generation === recipe.generation;
  if (known && sameHours && known.timeZone === recipe.timeZone) return known;
  // Clocks differ: what a helpdesk says of the next minutes counts too.
  const latest = Math.max(Math.floor(at.getTime() / HOUR_MS), (await outermostHour(store, -1)) ?? 0);
  const end = new Date((latest + 1) * HOUR_MS);
  const after = (level: Level): Date => periodAt(level, end, recipe.timeZone).to;
  const fresh: CoverageDoc = {
    _id: COVERAGE,
    rev: randomUUID(),
    generation: recipe.generation,
    timeZone: recipe.timeZone,
    hours: known && sameHours ? known.hours : end,
    days: after('day'),
    months: after('month'),
    years: after('year'),
    ...(known?.frozen && { frozen: known.frozen }),
  };
  await store.coverage.replaceOne({ _id: COVERAGE }, fresh, { upsert: true });
  // Marks of another zone's days mean nothing now, and those of this one are made anew while building.
  await store.stale.deleteMany({ rollup: { $exists: true } });
  return fresh;
}

/** The first (1) or the last (-1) UTC hour in which there is anything. */
export async function outermostHour(store: Store, direction: 1 | -1): Promise<number | undefined> {
  const find = store.conversations.find({}, { projection: { hours: 1 }, hint: 'hours' });
  const [one] = await find.sort({ hours: direction }).limit(1).toArray();
  return direction === 1 ? one?.hours[0] : one?.hours.at(-1);
}

/** Marks whose writing is done: their work note is gone. */
async function settledMarks(store: Store): Promise<StaleDoc[]> {
  const marks = await store.stale.find({ hours: { $exists: true } }).toArray();
  const notes = [...new Set(marks.flatMap(({ note }) => note ?? []))];
  const open = await store.intake.find({ _id: { $in: notes } }, { projection: { _id: 1 } }).toArray();
  const unfinished = new Set(open.map(({ _id }) => _id));
  return marks.filter(({ note }) => note === undefined || !unfinished.has(note));
}

/** Recomputes the stale hours; their days become stale before the marks go. */
async function rollHours(task: Task): Promise<number> {
  const { store, recipe } = task;
  const marks = await settledMarks(store);
  if (marks.length === 0) return 0;
  const changes = changesOf(marks);
  const units = [...changes.keys()]
    .sort((a, b) => b - a)
    .flatMap((hour) => unitsIn(hour * HOUR_MS, (hour + 1) * HOUR_MS, recipe.unitMs))
    .filter(({ to }) => to > recipe.frozenBefore);
  for (let from = 0; from < units.length; from += CHUNK) {
    const chunk = units.slice(from, from + CHUNK);
    await rewriteUnits(task, chunk, changes);
    const days = chunk.flatMap((unit) => spansIn('day', new Date(unit.from), new Date(unit.to), recipe.timeZone));
    await markSpans(task, days);
  }
  await store.stale.deleteMany({ _id: { $in: marks.map(({ _id }) => _id) } });
  return units.length;
}

/** @param changes what has changed since these units were summed; null where they never were */
async function rewriteUnits({ store, recipe, now }: Task, units: readonly Unit[], changes: Changes | null): Promise<void> {
  const ids = units.flatMap(({ from }) => UNIT_KINDS.map((kind) => unitId(from, kind)));
  const hours = [...new Set(units.map(({ from }) => Math.floor(from / HOUR_MS)))];
  await insistently(async () => {
    const open = await openHours(store, hours, now(), changes ?? new Map(hours.map((hour) => [hour, null])), recipe);
    return (await replaceRollups(store, ids, recipe.generation, () => computeUnits(open.facts, units, recipe))) && open.keep();
  });
}

async function insistently(write: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) if (await write()) return;
  throw new Error(`rollups kept changing under ${ATTEMPTS} attempts to write them`);
}

/** These are stale from now on. */
async function markSpans({ store, now }: Pick<Task, 'store' | 'now'>, spans: readonly Span[]): Promise<void> {
  const names = [...new Set(spans.map(({ name }) => name))];
  if (names.length === 0) return;
  await store.stale.bulkWrite(
    names.map((name) => ({
      updateOne: {
        filter: { _id: name },
        update: { $set: { rev: randomUUID(), rollup: name }, $setOnInsert: { since: now() } },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}

interface DueMark {
  mark: StaleDoc;
  /** Undefined for one of another zone, which means nothing any more. */
  span: Span | undefined;
}

/** The stale days, months and years that may be computed: with days in them that are over, and with `rest` not only just stale. */
async function dueMarks(store: Store, timeZone: string, now: Date, rest: boolean): Promise<DueMark[]> {
  const marks = await store.stale.find({ rollup: { $exists: true } }).toArray();
  const isDue = ({ mark, span }: DueMark): boolean =>
    span === undefined ||
    (reachOf(span, now, timeZone) !== undefined && (!rest || (mark.since?.getTime() ?? 0) <= now.getTime() - REST_MS[span.level]));
  return marks.map((mark) => ({ mark, span: spanOf(mark.rollup ?? '', timeZone) })).filter(isDue);
}

/** Recomputes the stale days, months or years that are due. */
async function rollSpans(task: Task, level: Level, rest: boolean): Promise<number> {
  const { store, recipe, now, stopped } = task;
  let written = 0;
  for (const { mark, span } of await dueMarks(store, recipe.timeZone, now(), rest)) {
    if (stopped() || (span && span.level !== level)) continue;
    // What it is made of may not be there yet while it is being built: then it stays stale.
    if (span && !(await rewriteSpan(task, span))) continue;
    await store.stale.deleteOne({ _id: mark._id, rev: mark.rev });
    written += 1;
  }
  return written;
}

const PARENT: Partial<Record<Level, Level>> = { day: 'month', month: 'year' };

/** Writes a span anew; what it is a part of becomes stale before that. */
async function rewriteSpan(task: Task, span: Span): Promise<boolean> {
  const parent = PARENT[span.level];
  if (parent) await markSpans(task, spansIn(parent, span.from, span.to, task.recipe.timeZone));
  return writeSpan(task, span);
}

async function writeSpan({ store, recipe, now }: Task, span: Span): Promise<boolean> {
  const reach = reachOf(span, now(), recipe.timeZone);
  const ids = SPAN_KINDS[span.level].map((kind) => spanId(span, kind));
  return reach !== undefined && replaceRollups(store, ids, recipe.generation, () => computeSpan(store, span, reach, recipe));
}

/** Builds what lies before the frontiers, the newest first, so that recent answers are fast again soon. */
async function build(task: Task, coverage: CoverageDoc): Promise<number> {
  if (isBuilt(coverage, coverage)) return 0;
  const first = await outermostHour(task.store, 1);
  const { frozen } = coverage;
  const begin = first === undefined ? null : new Date(first * HOUR_MS);
  let written = await buildHours(task, coverage.hours, frozen?.to ?? begin);
  for (const level of LEVELS) written += await buildSpans(task, level, coverage[`${level}s`], frozen?.from ?? begin);
  return written;
}

/** Moves a frontier back, if the coverage is still the one that is being built. */
async function advance({ store, recipe }: Task, level: Progress['level'], to: Date): Promise<void> {
  await store.coverage.updateOne(
    { _id: COVERAGE, generation: recipe.generation, timeZone: recipe.timeZone },
    { $set: { [level]: to, rev: randomUUID() } },
  );
}

/** @param begin null: there is nothing at all */
async function buildHours(task: Task, frontier: Date, begin: Date | null): Promise<number> {
  if (frontier <= BEGINNING) return 0;
  let written = 0;
  let to = frontier.getTime();
  while (begin && to > begin.getTime() && !task.stopped()) {
    const from = Math.max(to - STRIDE_MS, Math.floor(begin.getTime() / HOUR_MS) * HOUR_MS);
    const units = unitsIn(from, to, task.recipe.unitMs);
    for (let at = 0; at < units.length; at += CHUNK) await rewriteUnits(task, units.slice(at, at + CHUNK), null);
    written += units.length;
    to = from;
    await advance(task, 'hours', new Date(to));
    task.progress({ level: 'hours', left: { from: begin, to: new Date(to) } });
  }
  if (!task.stopped()) await advance(task, 'hours', BEGINNING);
  return written;
}

/** A day that is not over is stale until it is. */
async function buildSpans(task: Task, level: Level, frontier: Date, begin: Date | null): Promise<number> {
  if (frontier <= BEGINNING || task.stopped()) return 0;
  const { timeZone } = task.recipe;
  const spans = begin && begin < frontier ? spansIn(level, begin, frontier, timeZone) : [];
  let written = 0;
  for (const span of spans.toReversed()) {
    if (task.stopped()) return written;
    if (reachOf(span, task.now(), timeZone)) {
      await insistently(() => writeSpan(task, span));
      written += 1;
    } else await markSpans(task, [span]);
    await advance(task, `${level}s`, span.from);
    task.progress({ level: `${level}s`, left: { from: begin ?? span.from, to: span.from } });
  }
  await advance(task, `${level}s`, BEGINNING);
  return written;
}
