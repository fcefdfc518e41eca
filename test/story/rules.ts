/** The rules of the week, and how somebody who never saw the product would work each of them out from the raw calls. */
import { type AlertRule, USUAL_RULE } from '../../src/domain/alert-rule.ts';
import { type Call, countUpTo, INDICATORS, queueAhead, silenceIn, type Told, type Watch } from './oracle.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK = 7 * 24 * HOUR;

export const DESK = 'slack:C0DESK';
export const OPS = 'slack:C0OPS';
export const TEAM = 'teams:19:desk@thread.tacv2';
/** Sundays to Thursdays, as the bank's week has it. */
export const BUSINESS_HOURS = 'sun-thu 08:00-18:00';

type Part = Partial<AlertRule> & Pick<AlertRule, 'id' | 'threshold'>;

function rule(part: Part): AlertRule {
  return { ...USUAL_RULE, title: part.id, indicator: null, targets: [DESK], repeatMs: 0, ...part };
}

/** What stands ready in the gallery, with limits that this bank crosses. */
export const RULES: readonly AlertRule[] = [
  rule({
    id: 'longest',
    indicator: 'now.queue.longest',
    threshold: 3 * MINUTE,
    severity: 'critical',
    targets: [DESK, TEAM],
    repeatMs: 10 * MINUTE,
  }),
  rule({ id: 'backlog', indicator: 'now.queue.size', threshold: 6, clear: 3, forMs: MINUTE, targets: [DESK, TEAM] }),
  rule({ id: 'idle', indicator: 'now.idle.agents', threshold: 0, targets: [TEAM], escalateMs: 5 * MINUTE, escalateTo: [OPS] }),
  rule({ id: 'nobody', indicator: 'now.agents.online', operator: 'at_most', threshold: 0, hours: 'business', targets: [OPS] }),
  rule({
    id: 'handle',
    indicator: 'now.handle.mean',
    threshold: 3.5 * MINUTE,
    clear: 3.25 * MINUTE,
    minSample: 20,
    forMs: 10 * MINUTE,
    targets: [OPS],
  }),
  rule({
    id: 'abandonment',
    indicator: 'period.abandonment',
    threshold: 0.15,
    clear: 0.1,
    minSample: 20,
    forMs: 5 * MINUTE,
    targets: [OPS, TEAM],
  }),
  rule({
    id: 'level',
    indicator: 'period.service_level',
    operator: 'below',
    threshold: 0.5,
    clear: 0.6,
    minSample: 20,
    forMs: 5 * MINUTE,
    targets: [OPS],
  }),
  rule({ id: 'volume', kind: 'change', indicator: 'period.opened', threshold: 0.4, weeks: 1, floor: 60, minSample: 1, targets: [OPS] }),
  rule({
    id: 'ahead',
    kind: 'forecast',
    indicator: 'now.queue.size',
    operator: 'at_least',
    threshold: 9,
    windowMs: 15 * MINUTE,
    horizonMs: 20 * MINUTE,
    targets: [DESK],
  }),
  rule({ id: 'silence', kind: 'silence', threshold: 4 * MINUTE, hours: 'business', keepMs: 0, targets: [OPS] }),
];

const COMPARED: Readonly<Record<AlertRule['operator'], (value: number, limit: number) => boolean>> = {
  above: (value, limit) => value > limit,
  at_least: (value, limit) => value >= limit,
  below: (value, limit) => value < limit,
  at_most: (value, limit) => value <= limit,
};

function measured(one: AlertRule, all: readonly Call[]): (calls: readonly Call[], at: number) => Told {
  if (one.kind === 'silence') {
    const silence = silenceIn(all);
    return (_calls, at) => ({ value: silence(at) });
  }
  if (one.kind === 'forecast') return (calls, at) => ({ value: queueAhead(calls, at, one.windowMs, one.horizonMs) });
  const indicator = INDICATORS[one.indicator ?? ''];
  if (!indicator) throw new Error(`the oracle knows no ${one.indicator}`);
  return (calls, at) => indicator(calls, at, one.windowMs);
}

/** The rule as a supervisor would explain it. @param all every call, for what was usual the week before and how long nothing came */
export function watchOf(one: AlertRule, all: readonly Call[], open: (at: number) => boolean): Watch {
  const isBad = COMPARED[one.operator];
  const opened = all.map((call) => call.opened).sort((a, b) => a - b);
  const usual = (at: number): number => countUpTo(opened, at - WEEK) - countUpTo(opened, at - WEEK - one.windowMs);
  const limit = (at: number): number => (one.kind === 'change' ? usual(at) * (1 + one.threshold) : one.threshold);
  // Where both this hour and last week's are quiet, twice as much is still little.
  const counts = (value: number, at: number): boolean =>
    one.kind !== 'change' || (Math.max(value, usual(at)) >= (one.floor ?? 0) && usual(at) >= one.minSample);
  return {
    measure: measured(one, all),
    windowMs: one.windowMs,
    bad: (value, at) => counts(value, at) && isBad(value, limit(at)),
    good: (value, at) => !counts(value, at) || !isBad(value, one.clear ?? limit(at)),
    hold: one.forMs,
    keep: one.keepMs,
    minSample: one.minSample,
    open: one.hours === '' ? () => true : open,
  };
}
