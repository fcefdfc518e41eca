/** The simulated desk: the same seed and span always give the same events, whatever pieces the span is asked for in. */
import { compareEvents, type HelpdeskEvent } from '../../domain/events.ts';
import { DAY, type Day, dayOf } from './calendar.ts';
import { deskDay } from './day.ts';

export interface DemoOptions {
  seed: number;
  from: Date;
  to: Date;
}

/** The events of [from, to), in the order of `compareEvents`. The events of [a, b) and [b, c) are those of [a, c). */
export function* demoEvents({ seed, from, to }: DemoOptions): Generator<HelpdeskEvent> {
  for (let day = dayOf(from.getTime()); day.start < to.getTime(); day = dayOf(day.start, 1)) {
    yield* between(seed, day, Math.max(from.getTime(), day.start), Math.min(to.getTime(), day.start + DAY));
  }
}

/** What happens on a calendar day: the night of the day before, and this day's desk until midnight. */
function between(seed: number, day: Day, from: number, to: number): HelpdeskEvent[] {
  const happens = ({ occurredAt }: HelpdeskEvent): boolean => occurredAt.getTime() >= from && occurredAt.getTime() < to;
  return [...simulated(seed, dayOf(day.start, -1)).filter(happens), ...simulated(seed, day).filter(happens)].sort(compareEvents);
}

/** Days are simulated whole and a live feed asks for the same ones every few seconds, so the last few are kept. */
const KEPT = 4;
const days = new Map<string, readonly HelpdeskEvent[]>();

function simulated(seed: number, day: Day): readonly HelpdeskEvent[] {
  const key = `${seed}|${day.label}`;
  const known = days.get(key);
  if (known) return known;
  const events = deskDay(seed, day);
  days.set(key, events);
  for (const oldest of [...days.keys()].slice(0, -KEPT)) days.delete(oldest);
  return events;
}
