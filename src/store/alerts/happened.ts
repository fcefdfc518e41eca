/** What happens in a rule's windows while a film plays: now, and in the same windows of earlier weeks. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import { addsTo, type Parts, partsOf } from '../../domain/alert-parts.ts';
import { isWithin, type Measured, type Scene, type Window } from '../../domain/alert-scene.ts';
import { CHANNELS, type Channel } from '../../domain/events.ts';
import { type Fact, FACT_FIELDS, factsOf } from '../../domain/facts.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { weeksEarlier } from '../../domain/periods.ts';
import type { Store } from '../connect.ts';
import { HOUR_MS } from '../rollups/names.ts';
import { eachFact } from '../rollups/raw.ts';
import { addTally, emptyTally, measuresOf } from '../rollups/tally.ts';
import type { Film, Watcher } from './film.ts';
import { type Sliding, slidingFacts } from './sliding.ts';

const WEEK_MS = 7 * 86_400_000;
/** Clocks change by no more than this. */
const SHIFT_MS = 3 * HOUR_MS;

export interface Happened {
  watch: Watcher;
  /** @param at the instant (ms) at which the windows are looked at */
  measured: (at: number) => Scene['measured'];
}

interface Week {
  /** What can be in its windows, ms. */
  from: number;
  to: number;
  facts: Sliding;
}

/** @param from the first minute that is looked at */
function weeksOf(rule: AlertRule, { start, until }: Film, from: Date, timeZone: string, parts: Parts): Week[] {
  const earlier = Array.from({ length: rule.kind === 'change' ? rule.weeks : 0 }, (_, week) => ({
    from: weeksEarlier(from, week + 1, timeZone).getTime() - rule.windowMs - SHIFT_MS,
    to: weeksEarlier(new Date(until), week + 1, timeZone).getTime() + SHIFT_MS,
  }));
  return [{ from: start, to: until }, ...earlier].map((range) => ({ ...range, facts: slidingFacts(parts) }));
}

/** Reads what happened in earlier weeks to conversations that stand still or are over, where a rule looks at them. */
export async function happenedIn(
  store: Store,
  film: Film,
  rule: AlertRule,
  { from, since, parameters: { timeZone, serviceLevelMs } }: { from: Date; since: Date | null; parameters: Parameters },
): Promise<Happened> {
  const parts = partsOf(rule.indicator);
  const weeks = weeksOf(rule, film, from, timeZone, parts);
  const isLookedAt = (fact: Fact): boolean => addsTo(parts, fact) && isWithin(rule, fact.channel, fact.department, fact.agent);

  function each(fact: Fact, visit: (facts: Sliding) => void): void {
    const at = fact.at.getTime();
    for (const { from, to, facts } of weeks) if (at >= from && at <= to) visit(facts);
  }

  const moving = new Set(film.ids);
  const hours = weeks.slice(1).flatMap(({ from, to }) => hoursBetween(Math.max(from, since?.getTime() ?? to), to));
  await eachFact(store, [...new Set(hours)], serviceLevelMs, (fact, id) => {
    if (!moving.has(id) && isLookedAt(fact)) each(fact, (facts) => facts.put(fact));
  });

  const known = new Map<number, Fact[]>();
  return {
    watch: (who, before, after) => {
      if (before && FACT_FIELDS.every((field) => before[field] === after[field])) return;
      for (const fact of known.get(who) ?? []) each(fact, (facts) => facts.take(fact));
      const facts = factsOf(after, serviceLevelMs).filter(isLookedAt);
      known.set(who, facts);
      for (const fact of facts) each(fact, (sliding) => sliding.put(fact));
    },
    measured: (at) => (_scope, windows, values) =>
      summed(windows, values !== null, (window) => weeks[Math.round((at - window.until) / WEEK_MS)]?.facts),
  };

  function summed(windows: readonly Window[], values: boolean, factsIn: (window: Window) => Sliding | undefined): Measured {
    const tally = emptyTally();
    const opened = Object.fromEntries(CHANNELS.map((channel) => [channel, 0])) as Record<Channel, number>;
    for (const window of windows) {
      const facts = factsIn(window);
      if (!facts) continue;
      facts.move(window);
      addTally(tally, facts.tally(values));
      for (const channel of CHANNELS) opened[channel] += facts.opened()[channel];
    }
    return { measures: measuresOf(tally, values), opened };
  }
}

function hoursBetween(from: number, to: number): number[] {
  const first = Math.floor(from / HOUR_MS);
  return from > to ? [] : Array.from({ length: Math.floor(to / HOUR_MS) - first + 1 }, (_, hour) => first + hour);
}
