/** Keeps rollups right: recomputes what is stale, and builds what a new time zone or service level needs. */
import { randomUUID } from 'node:crypto';
import type { Parameters } from '../../domain/parameters.ts';
import { hourUnit, periodAt } from '../../domain/periods.ts';
import type { Store } from '../connect.ts';
import type { CoverageDoc, StaleDoc } from '../models/models.ts';
import { BEGINNING, COVERAGE } from './coverage.ts';
import { generationOf, HOUR_MS, type Kind, type Span, spanId, spanOf, spansIn, type Unit, unitId, unitsIn } from './names.ts';
import { type Computed, computeDay, computeMonth, computeUnits, type Recipe, replaceRollups } from './write.ts';

/** A day or month that keeps changing is not computed again before this; until then its hours or days answer for it. */
const DAY_REST_MS = 10_000;
const MONTH_REST_MS = 60_000;
/** Units computed at once. */
const CHUNK = 48;
/** While building, units of this long are computed before the frontier moves. */
const STRIDE_MS = 2 * 86_400_000;
const ATTEMPTS = 5;

/** How far a building has come. `left`: the instants from `from` up to here are still to be built at this level. */
export interface Progress {
  level: 'hours' | 'days' | 'months';
  left: { from: Date; to: Date };
}

export interface Roller {
  /** Whether `roll` would find anything to do; two small reads. */
  hasWork: () => Promise<boolean>;
  /**
   * Recomputes what is stale and builds what is missing, until nothing is left to do (days and months that still change: `rest`).
   * One caller at a time over all replicas saves work; several at once are right too.
   * @param rest leave days and months alone that became stale only now
   * @returns how many rollups were written
   */
  roll: (options?: { rest?: boolean; progress?: (progress: Progress) => void; stopped?: () => boolean }) => Promise<number>;
}

export function createRoller(store: Store, parameters: () => Promise<Parameters>, now: () => Date): Roller {
  return {
    hasWork: async () => {
      const { timeZone, serviceLevelMs } = await parameters();
      const [stale, known] = await Promise.all([
        store.stale.findOne({}, { projection: { _id: 1 } }),
        store.coverage.findOne({ _id: COVERAGE }),
      ]);
      return stale !== null || known === null || !isBuilt(known, { generation: generationOf({ timeZone, serviceLevelMs }), timeZone });
    },
    roll: async ({ rest = false, progress = () => undefined, stopped = () => false } = {}) => {
      const { timeZone, serviceLevelMs } = await parameters();
      const generation = generationOf({ timeZone, serviceLevelMs });
      const coverage = await currentCoverage(store, { generation, timeZone }, now());
      const frozenBefore = (coverage.frozen?.to ?? BEGINNING).getTime();
      const recipe: Recipe = { generation, timeZone, serviceLevelMs, unitMs: hourUnit(timeZone), frozenBefore };
      const task: Task = { store, recipe, now, progress, stopped };
      let written = await rollHours(task);
      written += await build(task, coverage);
      written += await rollSpans(task, 'day', rest ? DAY_REST_MS : 0);
      written += await rollSpans(task, 'month', rest ? MONTH_REST_MS : 0);
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
  const isComplete = [coverage.hours, coverage.days, coverage.months].every((frontier) => frontier <= BEGINNING);
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
  const [day, month] = (['day', 'month'] as const).map((name) => periodAt(name, end, recipe.timeZone).to);
  const fresh: CoverageDoc = {
    _id: COVERAGE,
    rev: randomUUID(),
    generation: recipe.generation,
    timeZone: recipe.timeZone,
    hours: known && sameHours ? known.hours : end,
    days: day ?? end,
    months: month ?? end,
    ...(known?.frozen && { frozen: known.frozen }),
  };
  await store.coverage.replaceOne({ _id: COVERAGE }, fresh, { upsert: true });
  // Marks of another zone's days and months mean nothing now, and those of this one are made anew while building.
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

/** Recomputes the stale hours; their days and months become stale before the marks go. */
async function rollHours(task: Task): Promise<number> {
  const { store, recipe } = task;
  const marks = await settledMarks(store);
  if (marks.length === 0) return 0;
  const hours = [...new Set(marks.flatMap((mark) => mark.hours ?? []))].sort((a, b) => b - a);
  const units = hours
    .flatMap((hour) => unitsIn(hour * HOUR_MS, (hour + 1) * HOUR_MS, recipe.unitMs))
    .filter(({ to }) => to > recipe.frozenBefore);
  for (let from = 0; from < units.length; from += CHUNK) {
    const chunk = units.slice(from, from + CHUNK);
    await rewriteUnits(task, chunk);
    await markSpans(task, chunk);
  }
  await store.stale.deleteMany({ _id: { $in: marks.map(({ _id }) => _id) } });
  return units.length;
}

async function rewriteUnits({ store, recipe }: Task, units: readonly Unit[]): Promise<void> {
  const ids = units.map(({ from }) => unitId(from));
  await insistently(() => replaceRollups(store, ids, recipe.generation, () => computeUnits(store, units, recipe)));
}

async function insistently(write: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) if (await write()) return;
  throw new Error(`rollups kept changing under ${ATTEMPTS} attempts to write them`);
}

/** The days and months of these units are stale from now on. */
async function markSpans({ store, recipe, now }: Task, units: readonly Unit[]): Promise<void> {
  const spans = (['day', 'month'] as const).flatMap((level) =>
    units.flatMap(({ from, to }) => spansIn(level, new Date(from), new Date(to), recipe.timeZone)),
  );
  const names = [...new Set(spans.map(({ name }) => name))];
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

/** Recomputes the days or months that have been stale for longer than `restMs`. */
async function rollSpans({ store, recipe, now, stopped }: Task, level: 'day' | 'month', restMs: number): Promise<number> {
  const until = new Date(now().getTime() - restMs);
  const marks = await store.stale.find({ rollup: { $exists: true }, since: { $lte: until } }).toArray();
  let written = 0;
  for (const mark of marks) {
    const span = spanOf(mark.rollup ?? '', recipe.timeZone);
    if (stopped() || (span && span.level !== level)) continue;
    // Its hours may not be there yet while they are being built: then it stays stale.
    if (span && !(await rewriteSpan(store, span, recipe))) continue;
    await store.stale.deleteOne({ _id: mark._id, rev: mark.rev });
    written += 1;
  }
  return written;
}

const KINDS: Record<'day' | 'month', Kind[]> = { day: ['people', 'places'], month: ['people', 'places', 'week'] };

function rewriteSpan(store: Store, span: Span & { level: 'day' | 'month' }, recipe: Recipe): Promise<boolean> {
  const ids = KINDS[span.level].map((kind) => spanId(span, kind));
  const compute = (): Promise<Computed[] | undefined> =>
    span.level === 'day' ? computeDay(store, span, recipe) : computeMonth(store, span, recipe);
  return replaceRollups(store, ids, recipe.generation, compute);
}

/** Builds what lies before the frontiers, the newest first, so that recent answers are fast again soon. */
async function build(task: Task, coverage: CoverageDoc): Promise<number> {
  if (isBuilt(coverage, coverage)) return 0;
  const first = await outermostHour(task.store, 1);
  const { frozen } = coverage;
  const begin = first === undefined ? null : new Date(first * HOUR_MS);
  const hours = await buildHours(task, coverage.hours, frozen?.to ?? begin);
  const days = await buildSpans(task, 'day', coverage.days, frozen?.from ?? begin);
  return hours + days + (await buildSpans(task, 'month', coverage.months, frozen?.from ?? begin));
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
    for (let at = 0; at < units.length; at += CHUNK) await rewriteUnits(task, units.slice(at, at + CHUNK));
    written += units.length;
    to = from;
    await advance(task, 'hours', new Date(to));
    task.progress({ level: 'hours', left: { from: begin, to: new Date(to) } });
  }
  if (!task.stopped()) await advance(task, 'hours', BEGINNING);
  return written;
}

async function buildSpans(task: Task, level: 'day' | 'month', frontier: Date, begin: Date | null): Promise<number> {
  if (frontier <= BEGINNING || task.stopped()) return 0;
  const spans = begin && begin < frontier ? spansIn(level, begin, frontier, task.recipe.timeZone) : [];
  let written = 0;
  for (const span of spans.toReversed()) {
    if (task.stopped()) return written;
    await insistently(() => rewriteSpan(task.store, { ...span, level }, task.recipe));
    written += 1;
    await advance(task, `${level}s`, span.from);
    task.progress({ level: `${level}s`, left: { from: begin ?? span.from, to: span.from } });
  }
  await advance(task, `${level}s`, BEGINNING);
  return written;
}
