/** The stretches of time that a rule looks at. */
import type { AlertRule } from './alert-rule.ts';
import type { Scene, Window } from './alert-scene.ts';
import { startOfDay, weeksEarlier } from './periods.ts';
import { watchedOf } from './watched.ts';

const HANDLE_MEAN = 'now.handle.mean';

/** Up to now: of period indicators the rule's own window, of the day's mean handle time the day; null: it looks at the instant alone. */
export function windowOf({ kind, indicator, windowMs }: AlertRule, at: Date, timeZone: string): Window | null {
  if (kind === 'silence' || kind === 'job') return null;
  const until = at.getTime();
  if (indicator === HANDLE_MEAN) return { after: startOfDay(at, timeZone).getTime() - 1, until };
  return watchedOf(indicator)?.family === 'period' ? { after: until - windowMs, until } : null;
}

/**
 * The windows that a change is told against: as long as the rule's, each ending when the clocks showed the same time so many weeks ago.
 * Those that begin before `since` are not there.
 */
export function windowsBefore(
  { kind, windowMs, weeks }: AlertRule,
  { at, parameters, since }: Pick<Scene, 'at' | 'parameters' | 'since'>,
): Window[] {
  if (kind !== 'change' || since === null) return [];
  return Array.from({ length: weeks }, (_, week) => {
    const until = weeksEarlier(at, week + 1, parameters.timeZone).getTime();
    return { after: until - windowMs, until };
  }).filter(({ after }) => after + 1 >= since.getTime());
}
