/** The periods that a digest tells, each with the one that it is compared with. */
import type { DigestPart } from '../../domain/digest.ts';
import { type Period, periodAt, startOfDay, weeksEarlier } from '../../domain/periods.ts';
import type { Services } from '../services.ts';

export type SpanName = Extract<DigestPart, 'today' | 'yesterday' | 'week'>;

export interface Span {
  name: SpanName;
  period: Period;
  /** The same weekday a week earlier, or the week before: as much of it as has passed of this one. */
  before: { period: Period; to: Date; cut: boolean };
}

/** `week` is the one that yesterday belongs to: on Mondays the whole last week, later the present one so far. */
export function spanOf(name: SpanName, at: Date, timeZone: string): Span {
  const today = startOfDay(at, timeZone);
  const period = periodAt(name === 'week' ? 'week' : 'day', name === 'today' ? at : new Date(today.getTime() - 1), timeZone);
  const before = name === 'week' ? periodAt('week', period.from, timeZone, -1) : periodAt('day', period.from, timeZone, -7);
  const cut = at < period.to;
  return { name, period, before: { period: before, to: cut ? weeksEarlier(at, 1, timeZone) : before.to, cut } };
}

/** In the morning the day that is over says more than the one that has just begun. */
const NOON_MS = 12 * 3_600_000;

/** What charts and agents are about: the longest of the periods that the digest tells, or the day that matters at this hour. */
export function mainSpan(parts: readonly DigestPart[], at: Date, timeZone: string): Span {
  const [today, yesterday] = [parts.includes('today'), parts.includes('yesterday')];
  if (parts.includes('week')) return spanOf('week', at, timeZone);
  if (today !== yesterday) return spanOf(today ? 'today' : 'yesterday', at, timeZone);
  const isMorning = at.getTime() - startOfDay(at, timeZone).getTime() < NOON_MS;
  return spanOf(isMorning ? 'yesterday' : 'today', at, timeZone);
}

/** `Yesterday`, `This week`. */
export function spanName({ name, period }: Span, at: Date, { t }: Pick<Services, 't'>): string {
  if (name !== 'week') return t(`digest.${name}`);
  return t(at < period.to ? 'digest.week' : 'digest.lastweek');
}

/** What it is compared with: `Monday, Nov 14`, `the same part of Tuesday, Nov 15`. */
export function beforeName({ before }: Span, at: Date, timeZone: string, { t, format }: Pick<Services, 't' | 'format'>): string {
  const period = format.period(before.period, timeZone, at);
  return before.cut ? t('chart.before.part', { period }) : period;
}
