/** Facts in windows that move on: what they add up to at each place, without summing them all again. */
import type { Window } from '../../domain/alert-scene.ts';
import { CHANNELS, type Channel } from '../../domain/events.ts';
import { COUNTS, type Fact } from '../../domain/facts.ts';
import { type DurationName, DURATIONS } from '../../domain/measures.ts';
import { addChunk, emptyTally, type Tally } from '../rollups/tally.ts';

const MINUTE_MS = 60_000;
const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS);

export interface Sliding {
  put: (fact: Fact) => void;
  /** One that was put and does not hold any more. */
  take: (fact: Fact) => void;
  move: (to: Window) => void;
  /** What is in the window now; of one kind of durations also every value. */
  tally: (spread: DurationName | null) => Tally;
  opened: () => Readonly<Record<Channel, number>>;
}

export function slidingFacts(): Sliding {
  const byMinute = new Map<number, Set<Fact>>();
  const inside = new Set<Fact>();
  const counts = new Map<string, number>();
  const sums = new Map<string, { n: number; sum: number }>();
  const opened = Object.fromEntries(CHANNELS.map((channel) => [channel, 0])) as Record<Channel, number>;
  let window: Window = { after: 0, until: -1 };

  /** @param sign 1: comes into the window, -1: leaves it */
  function count(fact: Fact, sign: 1 | -1): void {
    if (sign === 1) inside.add(fact);
    else inside.delete(fact);
    for (const [name, more] of Object.entries(fact.counts)) counts.set(name, (counts.get(name) ?? 0) + sign * more);
    for (const [name, ms] of Object.entries(fact.durations)) {
      const { n, sum } = sums.get(name) ?? { n: 0, sum: 0 };
      sums.set(name, { n: n + sign, sum: sum + sign * ms });
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
      tally.counts = COUNTS.map((name) => counts.get(name) ?? 0);
      for (const [which, name] of DURATIONS.entries()) {
        const into = tally.spreads[which];
        if (!into) continue;
        Object.assign(into, sums.get(name));
        if (name !== spread) continue;
        const values = Float64Array.from([...inside].flatMap(({ durations }) => durations[name] ?? []));
        into.max = values.reduce((max, value) => Math.max(max, value), 0);
        addChunk(into, values);
      }
      return tally;
    },
    opened: () => opened,
  };
}
