/** What a rule reads from the desk at an instant. */
import { type AlertRule, isUpward } from './alert-rule.ts';
import { FORECAST } from './alert-problems.ts';
import { partsOf } from './alert-parts.ts';
import { agentsWithin, isKnown, liveWithin, type Scene, type Window } from './alert-scene.ts';
import type { Reading } from './alert-state.ts';
import { windowOf, windowsBefore } from './alert-windows.ts';
import { forecast } from './forecast.ts';
import { isOpen } from './hours.ts';
import { type Indicator, nowIndicator, todayIndicators } from './indicators.ts';
import { periodIndicator } from './measures.ts';
import type { Parameters } from './parameters.ts';
import { watchedOf } from './watched.ts';

type Value = Pick<Reading, 'value' | 'n' | 'limit'>;

const NO_VALUE: Value = { value: null };

/** Whether a rule watches at an instant. Holidays close the business hours, not hours of its own. */
export function watches({ hours }: Pick<AlertRule, 'hours'>, at: Date, { businessHours, holidays, timeZone }: Parameters): boolean {
  return hours === 'business'
    ? isOpen({ businessHours, holidays }, at, timeZone)
    : isOpen({ businessHours: hours, holidays: '' }, at, timeZone);
}

/** The reading of a rule; undefined for one that watches what is not there to be watched. */
export function readingOf(rule: AlertRule, scene: Scene): Reading | undefined {
  const value = valueOf(rule, scene);
  return value && { at: scene.at, ...value, open: watches(rule, scene.at, scene.parameters) };
}

function valueOf(rule: AlertRule, scene: Scene): Value | undefined {
  switch (rule.kind) {
    case 'silence':
      return sinceThen(scene.heardAt, scene.at);
    case 'job':
      return sinceThen(scene.ranAt(rule.job ?? ''), scene.at);
    case 'threshold':
      return isKnown(rule, scene.people) ? plain(indicatorOf(rule, scene)) : unknown(rule);
    case 'change':
      if (watchedOf(rule.indicator)?.family !== 'period') return undefined;
      return isKnown(rule, scene.people) ? changed(rule, scene) : unknown(rule);
    case 'forecast':
      if (!FORECAST.some((id) => id === rule.indicator)) return undefined;
      return isKnown(rule, scene.people) ? { value: forecast(scene.course(rule), rule.horizonMs) } : unknown(rule);
  }
}

/** ms, never below 0. */
function sinceThen(then: Date | null, at: Date): Value {
  return { value: then && Math.max(0, at.getTime() - then.getTime()) };
}

function unknown({ indicator }: AlertRule): Value | undefined {
  return watchedOf(indicator) && NO_VALUE;
}

function plain(indicator: Indicator | undefined): Value | undefined {
  return indicator && { value: indicator.value, n: indicator.n };
}

/** The rule's indicator as it stands in its scope; undefined for an id that is none. */
export function indicatorOf(rule: AlertRule, scene: Scene): Indicator | undefined {
  const watched = watchedOf(rule.indicator);
  const window = windowOf(rule, scene.at, scene.parameters.timeZone);
  switch (watched?.family) {
    case 'now':
      return nowIndicator(watched.id, {
        live: liveWithin(rule, scene),
        agents: watched.ofAgents ? agentsWithin(rule, scene) : [],
        load: watched.ofAgents ? scene.load() : new Map<string, number>(),
        handled: handledIn(rule, scene, window),
        parameters: scene.parameters,
        at: scene.at,
      });
    case 'today':
      return todayIndicators(scene.day(rule)).find(({ id }) => id === watched.id);
    case 'period':
      return window ? inWindows(rule, scene, [window]) : undefined;
    case undefined:
      return undefined;
  }
}

function handledIn(rule: AlertRule, scene: Scene, window: Window | null): { n: number; sumMs: number } {
  if (!window) return { n: 0, sumMs: 0 };
  const { n, sum } = scene.measured(rule, [window], null).measures.handle;
  return { n, sumMs: sum };
}

function inWindows(rule: AlertRule, scene: Scene, windows: readonly Window[]): Indicator | undefined {
  const { measures, opened } = scene.measured(rule, windows, partsOf(rule.indicator).spread);
  return periodIndicator(rule.indicator ?? '', measures, opened);
}

/**
 * The value beside the limit that earlier weeks set: counts by their mean a week, everything else over all conversations of those
 * weeks together. No value with too few of them behind it; with both now and then below the rule's floor no limit can be crossed.
 */
function changed(rule: AlertRule, scene: Scene): Value | undefined {
  const now = indicatorOf(rule, scene);
  const weeks = windowsBefore(rule, scene);
  const then = weeks.length > 0 ? inWindows(rule, scene, weeks) : undefined;
  if (!now) return undefined;
  if (now.value === null || !then || then.value === null) return { ...NO_VALUE, n: now.n };
  const usual = then.n === undefined ? then.value / weeks.length : then.value;
  const isFew = (then.n ?? then.value) < rule.minSample;
  if (isFew) return { ...NO_VALUE, n: now.n };
  const isLow = rule.floor !== null && Math.max(now.value, usual) < rule.floor;
  const [beyondReach, part] = isUpward(rule.operator) ? [Infinity, 1 + rule.threshold] : [-Infinity, 1 - rule.threshold];
  return { value: now.value, n: now.n, limit: isLow ? beyondReach : usual * part };
}
