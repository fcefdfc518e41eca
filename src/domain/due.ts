/** The instants of a schedule, in a zone. */
import { instantOf, localDate } from './periods.ts';
import type { Schedule } from './schedule.ts';
import { type Entry, LAST_DAY } from './schedule-entries.ts';

/** Where a schedule holds, and on which local dates it rests (`2026-12-25`). */
export interface Calendar {
  timeZone: string;
  rests?: ((date: string) => boolean) | undefined;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** What is not due within so many days has no next time worth naming. */
const DAYS_AHEAD = 400;

/** The local day of an instant, as days since 1970. */
function dayOf(at: Date, timeZone: string): number {
  return Date.parse(`${localDate(at, timeZone)}T00:00:00Z`) / DAY_MS;
}

/** @param day days since 1970 */
function holds({ kind, day: wanted }: Entry, day: number): boolean {
  const date = new Date(day * DAY_MS);
  if (kind === 'week') return (date.getUTCDay() + 6) % 7 === wanted;
  if (wanted !== LAST_DAY) return date.getUTCDate() === wanted;
  return new Date((day + 1) * DAY_MS).getUTCDate() === 1;
}

/** The instants of a local day; they may lie on the next one, where clocks are set forward over midnight. */
function onDay(schedule: Schedule, day: number, { timeZone, rests }: Calendar): number[] {
  const entries = schedule.filter((entry) => holds(entry, day));
  if (entries.length === 0 || rests?.(new Date(day * DAY_MS).toISOString().slice(0, 10))) return [];
  return entries.map(({ minute }) => instantOf(day * DAY_MS + minute * MINUTE_MS, timeZone));
}

/** The instants in (from, to], in order and each once. */
export function dueBetween(schedule: Schedule, from: Date, to: Date, calendar: Calendar): Date[] {
  const due = new Set<number>();
  // A day more on either side: what is nominal there may be due here.
  const end = dayOf(to, calendar.timeZone) + 1;
  for (let day = dayOf(from, calendar.timeZone) - 1; day <= end; day += 1)
    for (const at of onDay(schedule, day, calendar)) if (at > from.getTime() && at <= to.getTime()) due.add(at);
  return [...due].sort((a, b) => a - b).map((at) => new Date(at));
}

/** The next `count` instants after one, fewer where nothing more is due in a year. */
export function nextDue(schedule: Schedule, after: Date, count: number, calendar: Calendar): Date[] {
  const due = new Set<number>();
  const first = dayOf(after, calendar.timeZone) - 1;
  // Those of a day may lie on the next one: a day more, before the first are taken.
  for (let day = first, enough = first + DAYS_AHEAD; day <= enough; day += 1) {
    for (const at of onDay(schedule, day, calendar)) if (at > after.getTime()) due.add(at);
    if (due.size >= count) enough = Math.min(enough, day + 1);
  }
  return [...due]
    .sort((a, b) => a - b)
    .slice(0, count)
    .map((at) => new Date(at));
}

/** The last instant before one; undefined where nothing was due for a year. */
export function lastDue(schedule: Schedule, before: Date, calendar: Calendar): Date | undefined {
  const last = dayOf(before, calendar.timeZone) + 1;
  for (let day = last; day > last - DAYS_AHEAD; day -= 1) {
    const due = [...onDay(schedule, day, calendar), ...onDay(schedule, day - 1, calendar)].filter((at) => at < before.getTime());
    if (due.length > 0) return new Date(Math.max(...due));
  }
  return undefined;
}
