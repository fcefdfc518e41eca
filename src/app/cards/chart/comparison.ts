/** A period against the one before it: which part of it is fair to compare with, and what a change means. */
import type { Indicator } from '../../../domain/indicators.ts';
import type { Measures } from '../../../domain/measures.ts';
import { type Period, shiftPeriod } from '../../../domain/periods.ts';
import type { Field, Tone } from '../../../view/card.ts';
import type { Services } from '../../services.ts';

/** Which direction is good news; `none`: neither is. */
export type Sense = 'more' | 'less' | 'none';

/** Smaller changes are told, but neither praised nor blamed. */
const NOTABLE = 0.05;
/** From here on people say “11 times as many”, not “1,000 % more”. */
const TIMES = 4;
/** Less would read as 0 %. */
const LEAST = 0.0005;

/** The period before, up to the same moment of it while this one still runs. */
export interface Before {
  from: Date;
  to: Date;
  /** It was cut where the present one stands. */
  cut: boolean;
}

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/**
 * What to compare with: the period before, or as much of it as has passed of this one. After a week that is counted in whole
 * hours: a part of one weighs nothing then, and would be summed from single conversations.
 */
export function beforeOf(period: Period, at: Date, timeZone: string): Before {
  const whole = shiftPeriod(period, -1, timeZone);
  const passed = Math.max(0, at.getTime() - period.from.getTime());
  const counted = passed > WEEK_MS ? passed - (passed % HOUR_MS) : passed;
  const reached = new Date(whole.from.getTime() + counted);
  return at < period.to && reached < whole.to ? { ...whole, to: reached, cut: true } : { ...whole, cut: false };
}

/** What the comparison is with, in words: `October 2026`, `the same part of Nov 9 – 15`. */
export function beforeText(period: Period, { cut }: Before, at: Date, timeZone: string, { t, format }: Services): string {
  const name = format.period(shiftPeriod(period, -1, timeZone), timeZone, at);
  return cut ? t('chart.before.part', { period: name }) : name;
}

/** A value in its unit's words. */
export function valueText(value: number | null, unit: Indicator['unit'], { format }: Services): string {
  if (unit === 'ms') return format.duration(value);
  return unit === 'ratio' ? format.percent(value) : format.number(value);
}

/** `▲ 12%`, `▲ 11×`, `▼ 3.2 points` for shares, `unchanged`; empty where there is nothing to compare. */
export function changeText(now: number | null, before: number | null, unit: Indicator['unit'], { t, format }: Services): string {
  if (now === null || before === null) return '';
  const by = unit === 'ratio' ? now - before : before === 0 ? null : (now - before) / before;
  if (now === before || (by !== null && Math.abs(by) < LEAST)) return t('chart.same');
  const arrow = now > before ? '▲' : '▼';
  if (by === null) return arrow;
  const size = Math.abs(by);
  if (unit !== 'ratio' && size >= TIMES) return `${arrow} ${format.number(Math.round(size + 1))}×`;
  return `${arrow} ${unit === 'ratio' ? t('chart.points', { points: size * 100 }) : format.percent(size < 0.1 ? size : Math.round(size * 100) / 100)}`;
}

/** Whether a change is good or bad news; undefined for neither, and for small ones. */
export function changeTone(now: number | null, before: number | null, sense: Sense): Tone | undefined {
  if (sense === 'none' || now === null || before === null || Math.abs(now - before) <= NOTABLE * Math.abs(before)) return undefined;
  return now > before === (sense === 'more') ? 'good' : 'bad';
}

export interface Compared {
  label: string;
  now: number | null;
  /** Undefined: the period before had nothing at all, and nothing is said of it. */
  before: number | null | undefined;
  unit: Indicator['unit'];
  sense: Sense;
  /** What else stands beside the value: a share, a percentile, a target. */
  beside?: string[];
  /** Within it is good, above it a warning, above twice of it bad. */
  target?: number;
}

/** Value and what stands beside it, then the change: `▼ 20%, better · before 44 s`. */
export function comparedField(compared: Compared, services: Services): Field {
  const { label, now, before, unit, sense, beside = [], target } = compared;
  const value = [valueText(now, unit, services), ...beside].join(' · ');
  const news = changeTone(now, before ?? null, sense);
  // Better than before is not well: a share that rose from 23 to 24 % deserves no green mark.
  const tone = target === undefined ? undefined : targetTone(now, target);
  return { label, value: before === undefined ? value : [value, '\n', againstText(compared, before, news, services)], tone };
}

function againstText({ now, unit }: Compared, before: number | null, news: Tone | undefined, services: Services): string {
  const { t } = services;
  const change = changeText(now, before, unit, services);
  if (now === before && change) return change;
  const judged = news ? [`${change}, ${t(news === 'good' ? 'chart.better' : 'chart.worse')}`] : change ? [change] : [];
  return [...judged, t('chart.was', { value: valueText(before, unit, services) })].join(' · ');
}

/** Whether a period had anything to compare with. */
export function hadAnything({ opened, answered, closed, cancelled }: Measures): boolean {
  return opened + answered + closed + cancelled > 0;
}

/** Within the target, beyond it, or beyond twice of it. */
export function targetTone(value: number | null, target: number): Tone | undefined {
  if (value === null) return undefined;
  return value <= target ? 'good' : value <= 2 * target ? 'warning' : 'bad';
}
