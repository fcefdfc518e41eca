/** The period measures: from rollups where they are good, else from the conversations themselves, so that answers are always current. */
import { conversationAt } from '../../domain/conversation.ts';
import type { Channel } from '../../domain/events.ts';
import { type Fact, factsOf, hoursBetween } from '../../domain/facts.ts';
import type { Measures } from '../../domain/measures.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { type Bucket, hourUnit, type Slot, slotsOf } from '../../domain/periods.ts';
import type { Store } from '../connect.ts';
import { timelinesFromJournal } from '../derive.ts';
import { type Coverage, readCoverage } from '../rollups/coverage.ts';
import type { Kind } from '../rollups/names.ts';
import { FACT_PROJECTION, factSource } from '../rollups/raw.ts';
import { type Level, type Moved, readStretch } from '../rollups/read.ts';
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

/** Longer ranges are read month by month: their percentiles are within 1 % instead of exact. */
const LONGEST_EXACT_MS = 63 * 86_400_000;

export function periodQueries(store: Store, parameters: () => Promise<Parameters>): PeriodQueries {
  async function prepared(question: PeriodQuestion): Promise<Prepared> {
    const { timeZone, serviceLevelMs } = await parameters();
    const [coverage, moved] = await Promise.all([
      readCoverage(store, { timeZone, serviceLevelMs }),
      movedSince(store, question, serviceLevelMs),
    ]);
    const staleHours = [...new Set([...coverage.staleHours, ...moved.hours])].sort((a, b) => a - b);
    const long = question.to.getTime() - question.from.getTime() > LONGEST_EXACT_MS;
    return { timeZone, serviceLevelMs, unitMs: hourUnit(timeZone), coverage: { ...coverage, staleHours }, moved, long };
  }

  return {
    measure: async (question) => {
      const ready = await prepared(question);
      const slots = slotsUntil(question, ready.timeZone);
      const level: Level = ready.long && (question.bucket ?? 'month') === 'month' ? 'month' : 'day';
      const kind: Kind = question.by === 'agent' || hasAgents(question) ? 'people' : 'places';
      const partOf = parting(question.by);
      const groups = slots.map(() => new Map<string, Tally>());
      const wanted = wantedBy(question);
      await readStretch(store, ready, { slots, at: question.at, level, kind }, (slot, key) => {
        if (!wanted(key)) return undefined;
        const group = groups[slot];
        const part = partOf(key);
        const known = group?.get(part);
        if (known) return known;
        const made = emptyTally();
        group?.set(part, made);
        return made;
      });
      return answerOf(question, slots, groups);
    },
    heat: async (question) => {
      const ready = await prepared(question);
      const kind: Kind = ready.long && !hasAgents(question) ? 'week' : 'people';
      const level: Level = kind === 'week' ? 'month' : 'hour';
      const hours = Array.from({ length: 7 * 24 }, emptyTally);
      const wanted = wantedBy(question);
      const slots = [{ from: question.from, to: question.to }];
      // Cells come unit by unit, and Intl is slow.
      let last = { unit: Number.NaN, hour: 0 };
      await readStretch(store, ready, { slots, at: question.at, level, kind }, (_slot, key, unit) => {
        if (!wanted(key)) return undefined;
        if (unit === null) return hours[key.hour];
        if (unit !== last.unit) last = { unit, hour: hourOfWeek(unit, ready.timeZone) };
        return hours[last.hour];
      });
      return hours.map((tally, index) => ({ weekday: Math.floor(index / 24) + 1, hour: index % 24, total: measuresOf(tally, false) }));
    },
  };
}

interface Prepared {
  timeZone: string;
  serviceLevelMs: number;
  unitMs: number;
  coverage: Coverage;
  moved: Moved;
  long: boolean;
}

interface Key {
  channel: Channel;
  department: string;
  agent: string;
}

function hasAgents({ agents }: Pick<PeriodQuestion, 'agents'>): boolean {
  return agents !== undefined && agents.length > 0;
}

/** The buckets that have begun by the instant asked from; one for all without buckets. */
function slotsUntil({ from, to, at, bucket }: PeriodQuestion, timeZone: string): Slot[] {
  if (!bucket) return [{ key: '', from, to }];
  return slotsOf({ from, to, bucket }, timeZone).filter((slot) => slot.from <= at);
}

function wantedBy({ channel, department, agents }: Omit<PeriodQuestion, 'bucket' | 'by'>): (key: Key) => boolean {
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

function answerOf({ bucket, by, percentiles = 'all' }: PeriodQuestion, slots: Slot[], groups: Map<string, Tally>[]): PeriodAnswer {
  const total = emptyTally();
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
async function movedSince(store: Store, { at, to }: PeriodQuestion, serviceLevelMs: number): Promise<Moved> {
  const filter = { lastAt: { $gt: at }, startedAt: { $lte: at < to ? at : to } };
  const documents = await store.conversations
    .find(filter, { projection: { ...FACT_PROJECTION, timeline: 1, cut: 1 }, hint: 'moved' })
    .toArray();
  const cut = documents.filter((document) => document.cut > 0).map(({ _id }) => _id);
  const whole = await timelinesFromJournal(store, cut);
  const facts: Fact[] = [];
  const hours = new Set<number>();
  const ids: string[] = [];
  for (const document of documents) {
    const then = conversationAt(whole.get(document._id) ?? document.timeline, at);
    const before = then ? factsOf(then, serviceLevelMs) : [];
    const changed = hoursBetween(before, factsOf(factSource(document), serviceLevelMs));
    if (changed.length === 0) continue;
    for (const hour of changed) hours.add(hour);
    facts.push(...before);
    ids.push(document._id);
  }
  return { ids, facts, hours: [...hours] };
}
