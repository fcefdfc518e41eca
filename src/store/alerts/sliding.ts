/** Facts in windows that move on: what they add up to at each place, without summing them all again. */
import type { Parts } from '../../domain/alert-parts.ts';
import type { Window } from '../../domain/alert-scene.ts';
import { CHANNELS, type Channel } from '../../domain/events.ts';
import { COUNTS, type Fact } from '../../domain/facts.ts';
import { DURATIONS } from '../../domain/measures.ts';
import { addChunk, emptyTally, type Tally } from '../rollups/tally.ts';

const MINUTE_MS = 60_000;
const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS);

export interface Sliding {
  put: (fact: Fact) => void;
  /** One that was put and does not hold any more. */
  take: (fact: Fact) => void;
  move: (to: Window) => void;
  /** What is in the window now. @param spread also every duration */
  tally: (spread: boolean) => Tally;
  opened: () => Readonly<Record<Channel, number>>;
}

/** @param parts what of the facts is summed; every fact that is put has some of it */
export function slidingFacts({ counts: counted, durations: timed }: Parts): Sliding {
  const byMinute = new Map<number, Set<Fact>>();
  const inside = new Set<Fact>();
  const counts = COUNTS.map(() => 0);
  const sums = DURATIONS.map(() => ({ n: 0, sum: 0 }));
  const [whichCounts, whichSums] = [counted.map((name) => COUNTS.indexOf(name)), timed.map((name) => DURATIONS.indexOf(name))];
  const opened = Object.fromEntries(CHANNELS.map((channel) => [channel, 0])) as Record<Channel, number>;
  let window: Window = { after: 0, until: -1 };

  /** @param sign 1: comes into the window, -1: leaves it */
  function count(fact: Fact, sign: 1 | -1): void {
    if (sign === 1) inside.add(fact);
    else inside.delete(fact);
    for (const [index, name] of counted.entries()) {
      const which = whichCounts[index] ?? 0;
      counts[which] = (counts[which] ?? 0) + sign * (fact.counts[name] ?? 0);
    }
    for (const [index, name] of timed.entries()) {
      const [ms, total] = [fact.durations[name], sums[whichSums[index] ?? 0]];
      if (ms === undefined || !total) continue;
      total.n += sign;
      total.sum += sign * ms;
    }
    opened[fact.channel] += sign * (fact.counts.opened ?? 0);
  }

  function check(fact: Fact): void {
    const at = fact.at.getTime();
    const belongs = at > window.after && at <= window.until;
    if (belongs !== inside.has(fact)) count(fact, belongs ? 1 : -1);
  }

  function checkMinutes(from: number, to: number): void {
    for (let minute = minuteOf(from); minute <= minuteOf(to); minute += 1) for (const fact of byMinute.get(minute) ?? []) check(fact);
  }

  function addValues(tally: Tally): void {
    for (const [index, name] of timed.entries()) {
      const into = tally.spreads[whichSums[index] ?? 0];
      if (!into) continue;
      const values = new Float64Array(into.n);
      let next = 0;
      for (const { durations } of inside) {
        const value = durations[name];
        if (value === undefined) continue;
        into.max = Math.max(into.max, value);
        values[next] = value;
        next += 1;
      }
      addChunk(into, values);
    }
  }

  return {
    put: (fact) => {
      const minute = minuteOf(fact.at.getTime());
      const known = byMinute.get(minute);
      if (known) known.add(fact);
      else byMinute.set(minute, new Set([fact]));
      check(fact);
    },
    take: (fact) => {
      byMinute.get(minuteOf(fact.at.getTime()))?.delete(fact);
      if (inside.has(fact)) count(fact, -1);
    },
    move: (to) => {
      const before = window;
      window = to;
      // Clocks that are set back take windows of earlier weeks back.
      if (to.after < before.after || to.until < before.until || before.until < before.after) {
        for (const facts of byMinute.values()) for (const fact of facts) check(fact);
        return;
      }
      checkMinutes(before.after, to.after);
      checkMinutes(before.until, to.until);
    },
    tally: (spread) => {
      const tally = emptyTally();
      tally.counts = [...counts];
      for (const [which, into] of tally.spreads.entries()) Object.assign(into, sums[which]);
      if (spread) addValues(tally);
      return tally;
    },
    opened: () => opened,
  };
}
