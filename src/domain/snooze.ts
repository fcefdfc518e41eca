/** How long a rule can be told to keep quiet. */
import { type Hours, nextOpening } from './hours.ts';
import { startOfDay } from './periods.ts';

export const SNOOZES = ['15m', '1h', 'opening'] as const;
/** `opening`: until the desk opens tomorrow, or on the next day on which it does. */
export type Snooze = (typeof SNOOZES)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A desk that never closes: when people are at work again. */
const MORNING_MS = 8 * HOUR_MS;

/** The instant at which a snooze ends. */
export function snoozedUntil(snooze: Snooze, at: Date, { timeZone, ...hours }: Hours & { timeZone: string }): Date {
  if (snooze === '15m') return new Date(at.getTime() + 15 * MINUTE_MS);
  if (snooze === '1h') return new Date(at.getTime() + HOUR_MS);
  // Days have 23 to 25 hours.
  const tomorrow = startOfDay(new Date(startOfDay(at, timeZone).getTime() + 36 * HOUR_MS), timeZone);
  return nextOpening(hours, new Date(tomorrow.getTime() - 1), timeZone) ?? new Date(tomorrow.getTime() + MORNING_MS);
}
