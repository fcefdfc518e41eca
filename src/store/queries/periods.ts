/** The period measures: from rollups where they are good, else from the conversations themselves, so that answers are always current. */
import { conversationAt } from '../../domain/conversation.ts';
import type { Channel } from '../../domain/events.ts';
import { factsOf, hoursBetween } from '../../domain/facts.ts';
import type { Measures } from '../../domain/measures.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { type Bucket, hourUnit, type Slot, slotsOf } from '../../domain/periods.ts';
import type { Store } from '../connect.ts';
import { timelinesFromJournal } from '../derive.ts';
import { type Coverage, readCoverage } from '../rollups/coverage.ts';
import { type Kind, type Level, spanId, spansIn } from '../rollups/names.ts';
import type { FactSourceOfHours } from '../rollups/open.ts';
import { FACT_PROJECTION, factSource } from '../rollups/raw.ts';
import { type Choose, type Context, factsThen, type Moved, readStretch, type Stretch } from '../rollups/read.ts';
import type { Wanted } from '../rollups/table.ts';
import { addTally, emptyTally, measuresOf, type Tally } from '../rollups/tally.ts';
import { hourOfWeek } from '../rollups/write.ts';

/** As `PeriodQuestion` of app/services.ts. */
export interface PeriodQuestion {
  from: Date;
  to: Date;
  at: Date;
  channel?: Channel | undefined;
  department?: string | undefined;
  agents?: readonly string[] | undefined;
  bucket?: Bucket | undefined;
  by?: 'channel' | 'department' | 'agent' | undefined;
  /** Percentiles cost time in proportion to the conversations: of the whole and of each part (`all`, the default), of the whole, or none. */
  percentiles?: 'all' | 'total' | 'none' | undefined;
}

export interface PeriodAnswer {
  total: Measures;
  slots: (Slot & { total: Measures; parts: Map<string, Measures> })[];
  parts: Map<string, Measures>;
}

export interface PeriodQueries {
  measure: (question: PeriodQuestion) => Promise<PeriodAnswer>;
  heat: (question: Omit<PeriodQuestion, 'bucket' | 'by'>) => Promise<{ weekday: number; hour: number; total: Measures }[]>;
}

/** Percentiles of longer ranges, and of days with more durations behind them together, are within 1 % instead of exact. */
const LONGEST_EXACT_MS = 63 * 86_400_000;
const MOST_EXACT_DURATIONS = 120_000;

/** @param mostExact durations behind the days of a question up to which its percentiles are exact */
export function periodQueries(
  store: Store,
  parameters: () => Promise<Parameters>,
  mostExact: number = MOST_EXACT_DURATIONS,
): PeriodQueries {
  const prepared = async (question: PeriodQuestion): Promise<Context> => contextOf(store, await parameters(), question);

  /** Whether the percentiles of a question come from every value behind them. */
  async function isExact({ from, to, at }: PeriodQuestion, timeZone: string): Promise<boolean> {
    if (to.getTime() - from.getTime() > LONGEST_EXACT_MS) return false;
    const ids = spansIn('day', from, at < to ? at : to, timeZone).map((day) => spanId(day, 'places'));
    const days = await store.rollups.find({ _id: { $in: ids } }, { projection: { durations: 1 } }).toArray();
    return days.reduce((sum, { durations }) => sum + durations, 0) <= mostExact;
  }

  /** How coarsely a question may be read, and what of durations. */
  async function reading(question: PeriodQuestion, timeZone: string): Promise<{ level: Level; wanted: Wanted }> {
    if (question.percentiles === 'none') return { level: 'year', wanted: 'sums' };
    return (await isExact(question, timeZone)) ? { level: 'day', wanted: 'values' } : { level: 'year', wanted: 'sketch' };
  }

  return {
    measure: async (question) => {
      const ready = await prepared(question);
      const slots = slotsUntil(question, ready.timeZone);
      const kind = kindOf(question);
      const partOf = parting(question.by);
      const groups = slots.map(() => new Map<string, Tally>());
      const isChosen = choosing(question);
      const choose: Choose = (slot, key) => {
        if (!isChosen(key)) return undefined;
        const group = groups[slot];
        const part = partOf(key);
        const known = group?.get(part);
        if (known) return known;
        const made = emptyTally();
        group?.set(part, made);
        return made;
      };
      const { level, wanted } = await reading(question, ready.timeZone);
      const read = (stretch: Pick<Stretch, 'slots' | 'wanted' | 'distribution'>, into: Choose): Promise<void> =>
        readStretch(store, ready, { at: question.at, level, kind, ...stretch }, into);
      // Where only the whole has percentiles, the parts need no values, and sketches of the whole are read from its coarsest sums.
      const distribution = question.percentiles === 'total' ? emptyTally() : undefined;
      if (distribution && question.bucket && wanted === 'sketch') {
        const apart = emptyTally();
        const whole = [{ from: question.from, to: question.to }];
        await Promise.all([
          // Values of what is read fact by fact are the other reading's: here they would count twice.
          read({ slots, wanted: 'sums', distribution: emptyTally() }, choose),
          read({ slots: whole, wanted, distribution }, (_slot, key) => (isChosen(key) ? apart : undefined)),
        ]);
      } else await read({ slots, wanted, distribution }, choose);
      return answerOf(question, slots, groups, distribution ?? emptyTally());
    },
    heat: async (question) => {
      const ready = await prepared(question);
      // Weeks' hours know no agents.
      const [kind, level]: [Kind, Level | undefined] = hasAgents(question) ? ['people', undefined] : ['week', 'year'];
      const hours = Array.from({ length: 7 * 24 }, emptyTally);
      const isChosen = choosing(question);
      const slots = [{ from: question.from, to: question.to }];
      // Cells come unit by unit.
      let last = { unit: Number.NaN, hour: 0 };
      await readStretch(store, ready, { slots, at: question.at, level, kind, wanted: 'sums' }, (_slot, key, unit) => {
        if (!isChosen(key)) return undefined;
        if (unit === null) return hours[key.hour];
        if (unit !== last.unit) last = { unit, hour: hourOfWeek(unit, ready.timeZone) };
        return hours[last.hour];
      });
      return hours.map((tally, index) => ({ weekday: Math.floor(index / 24) + 1, hour: index % 24, total: measuresOf(tally, false) }));
    },
  };
}

/**
 * What a stretch up to `to` is read from, as of `at`: also hours that have changed since are good.
 * @param factsOf what no rollup answers
 */
export async function contextOf(
  store: Store,
  { timeZone, serviceLevelMs }: Pick<Parameters, 'timeZone' | 'serviceLevelMs'>,
  until: Pick<PeriodQuestion, 'at' | 'to'>,
  factsOf = (coverage: Coverage, moved: Moved): FactSourceOfHours => factsThen(store, coverage, moved, serviceLevelMs),
): Promise<Context> {
  const [coverage, moved] = await Promise.all([
    readCoverage(store, { timeZone, serviceLevelMs }),
    movedSince(store, until, serviceLevelMs),
  ]);
  const staleHours = [...new Set([...coverage.staleHours, ...moved.hours])].sort((a, b) => a - b);
  return { timeZone, unitMs: hourUnit(timeZone), coverage: { ...coverage, staleHours }, facts: factsOf(coverage, moved) };
}

interface Key {
  channel: Channel;
  department: string;
  agent: string;
}

function hasAgents({ agents }: Pick<PeriodQuestion, 'agents'>): boolean {
  return agents !== undefined && agents.length > 0;
}

/** The rollups with the fewest cells that tell apart what is asked. */
function kindOf({ by, agents, channel }: PeriodQuestion): Kind {
  if (by !== 'agent' && !hasAgents({ agents })) return 'places';
  return by === 'channel' || channel !== undefined ? 'people' : 'agents';
}

/** The buckets that have begun by the instant asked from; one for all without buckets. */
function slotsUntil({ from, to, at, bucket }: PeriodQuestion, timeZone: string): Slot[] {
  if (!bucket) return [{ key: '', from, to }];
  return slotsOf({ from, to, bucket }, timeZone).filter((slot) => slot.from <= at);
}

function choosing({ channel, department, agents }: Omit<PeriodQuestion, 'bucket' | 'by'>): (key: Key) => boolean {
  const chosen = agents && agents.length > 0 ? new Set(agents) : null;
  return (key) =>
    (channel === undefined || key.channel === channel) &&
    (department === undefined || key.department === department) &&
    (chosen === null || chosen.has(key.agent));
}

function parting(by: PeriodQuestion['by']): (key: Key) => string {
  return by === undefined ? () => '' : (key) => key[by];
}

function copyOf(tally: Tally): Tally {
  const copy = emptyTally();
  addTally(copy, tally);
  return copy;
}

/** @param total what it begins with: the values of all, where the groups have none */
function answerOf(
  { bucket, by, percentiles = 'all' }: PeriodQuestion,
  slots: Slot[],
  groups: Map<string, Tally>[],
  total: Tally,
): PeriodAnswer {
  const parts = new Map<string, Tally>();
  const answered = slots.map((slot, index) => {
    const whole = emptyTally();
    const group = groups[index] ?? new Map<string, Tally>();
    for (const [part, tally] of group) {
      addTally(whole, tally);
      if (!by) continue;
      const sum = parts.get(part);
      if (sum) addTally(sum, tally);
      else parts.set(part, slots.length > 1 ? copyOf(tally) : tally);
    }
    addTally(total, whole);
    const measured = by ? [...group].map(([part, tally]): [string, Measures] => [part, measuresOf(tally, false)]) : [];
    return { ...slot, total: measuresOf(whole, false), parts: new Map(measured) };
  });
  return {
    total: measuresOf(total, percentiles !== 'none'),
    slots: bucket ? answered : [],
    parts: new Map([...parts].map(([part, tally]): [string, Measures] => [part, measuresOf(tally, percentiles === 'all')])),
  };
}

/**
 * The conversations with a step after the instant asked from, as they stood then: the hours that this changes are read from the
 * conversations, with these in place of what they have become. None of them for a question about the present.
 */
async function movedSince(store: Store, { at, to }: Pick<PeriodQuestion, 'at' | 'to'>, serviceLevelMs: number): Promise<Moved> {
  const filter = { lastAt: { $gt: at }, startedAt: { $lte: at < to ? at : to } };
  const documents = await store.conversations
    .find(filter, { projection: { ...FACT_PROJECTION, timeline: 1, cut: 1 }, hint: 'moved' })
    .toArray();
  const cut = documents.filter((document) => document.cut > 0).map(({ _id }) => _id);
  const whole = await timelinesFromJournal(store, cut);
  const facts: Moved['facts'] = [];
  const hours = new Set<number>();
  const ids: string[] = [];
  for (const document of documents) {
    const then = conversationAt(whole.get(document._id) ?? document.timeline, at);
    const before = then ? factsOf(then, serviceLevelMs) : [];
    const changed = hoursBetween(before, factsOf(factSource(document), serviceLevelMs));
    if (changed.length === 0) continue;
    for (const hour of changed) hours.add(hour);
    facts.push(...before.map((fact) => ({ fact, id: document._id })));
    ids.push(document._id);
  }
  return { ids, facts, hours: [...hours] };
}
