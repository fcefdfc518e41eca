/**
 * What a value will be at the rate of the last minutes: a damped trend. The rate is the least-squares slope over the window, and it is
 * believed for about as long as it was watched: it dies away with the window as its time constant, so that a queue that grew for a
 * quarter of an hour is not taken to grow for four. docs/decisions/2026-11-26-forecast.md has the back-test.
 */
import type { Moment } from './alert-scene.ts';

const MINUTE_MS = 60_000;
/** A longer window is looked at in as many steps, of whole minutes. */
const MOST_STEPS = 60;

/** The instants (ms since 1970) at which a forecast looks at the value, oldest first, `until` the last. */
export function courseInstants(windowMs: number, until: number): number[] {
  const minutes = Math.floor(windowMs / MINUTE_MS);
  const each = Math.max(1, Math.ceil(minutes / MOST_STEPS));
  const steps = Math.max(1, Math.floor(minutes / each));
  return Array.from({ length: steps + 1 }, (_, step) => until - (steps - step) * each * MINUTE_MS);
}

/** Least squares, a unit of value a ms; 0 for a single moment. */
function slopeOf(course: readonly Moment[]): number {
  const mean = (of: (moment: Moment) => number): number => course.reduce((sum, moment) => sum + of(moment), 0) / course.length;
  const [at, value] = [mean((moment) => moment.at), mean((moment) => moment.value)];
  const spread = course.reduce((sum, moment) => sum + (moment.at - at) ** 2, 0);
  const together = course.reduce((sum, moment) => sum + (moment.at - at) * (moment.value - value), 0);
  return spread > 0 ? together / spread : 0;
}

/** The value `horizonMs` after the last moment, never below 0; null without any moment. */
export function forecast(course: readonly Moment[], horizonMs: number): number | null {
  const [first, last] = [course[0], course.at(-1)];
  if (!first || !last) return null;
  const windowMs = last.at - first.at;
  if (windowMs === 0) return last.value;
  return Math.max(0, last.value + slopeOf(course) * windowMs * (1 - Math.exp(-horizonMs / windowMs)));
}
