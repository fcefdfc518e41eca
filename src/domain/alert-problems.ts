/** What is wrong with a rule that watches, field by field. */
import { ALERT_KINDS, type AlertRule, isUpward, NO_DATA, OPERATORS, SEVERITIES } from './alert-rule.ts';
import { CHANNELS } from './events.ts';
import { weekOf } from './hours.ts';
import { areTargets, isTarget, MOST_TARGETS } from './targets.ts';
import { watchedOf } from './watched.ts';

export type AlertProblemKey =
  | 'alert.kind'
  | 'alert.indicator'
  | 'alert.forecast'
  | 'alert.channel'
  | 'alert.agents'
  | 'alert.operator'
  | 'alert.change'
  | 'alert.channel.agents'
  | 'alert.amount.ms'
  | 'alert.amount.ratio'
  | 'alert.amount.score'
  | 'alert.amount.count'
  | 'alert.amount.change'
  | 'alert.clear'
  | 'alert.weeks'
  | 'alert.job'
  | 'alert.severity'
  | 'alert.sample'
  | 'alert.nodata'
  | 'alert.hours'
  | 'alert.targets'
  | 'alert.mention'
  | 'alert.escalate'
  | 'alert.cap'
  | 'duration';

interface Found {
  field: string;
  key: AlertProblemKey;
  values?: Record<string, string | number>;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Ranges of durations, ms; those that may be absent may also be 0. */
export const SPANS = {
  windowMs: { min: MINUTE, max: DAY },
  horizonMs: { min: MINUTE, max: 4 * HOUR },
  forMs: { min: 0, max: DAY },
  keepMs: { min: 0, max: DAY },
  repeatMs: { min: 0, max: 7 * DAY },
  escalateMs: { min: 0, max: 7 * DAY },
} as const;
export const WEEKS = { min: 1, max: 8 } as const;
export const CAP = { min: 1, max: 500 } as const;
export const SAMPLE = { min: 0, max: 100_000 } as const;
/** `silence` and `job` count time, ms. */
export const QUIET = { min: MINUTE, max: 7 * DAY } as const;
/** What a forecast can tell: what grows and shrinks one by one. */
export const FORECAST = [
  'now.queue.size',
  'now.awaiting.agents',
  'now.awaiting.customers',
  'now.idle.agents',
  'now.idle.customers',
] as const;
export const LONGEST_HOURS = 300;
const MOST_AGENTS = 200;

/** The names of Vigia's jobs, for rules that watch them; the list of jobs/ is held against it by a test. */
export const JOB_NAMES = ['sweep', 'repair', 'prune', 'alerts', 'digests'] as const;

function spans(rule: AlertRule): Found[] {
  return (Object.keys(SPANS) as (keyof typeof SPANS)[]).flatMap((field): Found[] => {
    const { min, max } = SPANS[field];
    const value = rule[field];
    const good = Number.isInteger(value / SECOND) && value >= min && value <= max;
    return good ? [] : [{ field, key: 'duration', values: { min, max } }];
  });
}

function within(value: number, { min, max }: { min: number; max: number }): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function watchedProblems(rule: AlertRule): Found[] {
  const { kind, indicator, channel, agents, job } = rule;
  if (kind === 'silence') return [];
  if (kind === 'job')
    return JOB_NAMES.some((name) => name === job) ? [] : [{ field: 'job', key: 'alert.job', values: { jobs: JOB_NAMES.join(', ') } }];
  const watched = watchedOf(indicator);
  if (!watched) return [{ field: 'indicator', key: 'alert.indicator' }];
  if (kind === 'forecast' && !FORECAST.some((id) => id === indicator)) return [{ field: 'indicator', key: 'alert.forecast' }];
  return [
    ...(kind === 'change' && watched.family !== 'period' ? [{ field: 'indicator', key: 'alert.change' as const }] : []),
    ...(channel !== null && watched.ofAgents ? [{ field: 'channel', key: 'alert.channel.agents' as const }] : []),
    ...(agents.length > MOST_AGENTS || new Set(agents).size < agents.length ? [{ field: 'agents', key: 'alert.agents' as const }] : []),
  ];
}

/** The most that a value can be; of a change a hundred times as much. */
const MOST = { ms: 1e12, count: 1e12, ratio: 1, score: 5, change: 100 } as const;

/** Durations are whole seconds, counts and ratios anything from 0. */
function thresholdProblems({ kind, indicator, threshold, clear, operator, weeks, floor }: AlertRule): Found[] {
  const isTime = kind === 'silence' || kind === 'job';
  const own = isTime ? 'ms' : (watchedOf(indicator)?.unit ?? 'count');
  const unit = kind === 'change' ? 'change' : own;
  if (isTime && !within(threshold / SECOND, { min: QUIET.min / SECOND, max: QUIET.max / SECOND }))
    return [{ field: 'threshold', key: 'duration', values: { ...QUIET } }];
  const good = Number.isFinite(threshold) && threshold >= 0 && threshold <= MOST[unit];
  const sided = clear === null || (isUpward(operator) ? clear <= threshold : clear >= threshold);
  return [
    ...(good ? [] : [{ field: 'threshold', key: `alert.amount.${unit}` as const }]),
    ...(clear !== null && !(Number.isFinite(clear) && clear >= 0 && sided) ? [{ field: 'clear', key: 'alert.clear' as const }] : []),
    ...(kind === 'change' && !within(weeks, WEEKS) ? [{ field: 'weeks', key: 'alert.weeks' as const, values: { ...WEEKS } }] : []),
    ...(floor !== null && !(Number.isFinite(floor) && floor >= 0) ? [{ field: 'floor', key: `alert.amount.${own}` as const }] : []),
  ];
}

function tellingProblems({ targets, mention, escalateMs, escalateTo, dailyCap }: AlertRule): Found[] {
  const most = { most: MOST_TARGETS };
  return [
    ...(areTargets(targets) ? [] : [{ field: 'targets', key: 'alert.targets' as const, values: most }]),
    ...(mention === null || mention === 'channel' || isTarget(mention) ? [] : [{ field: 'mention', key: 'alert.mention' as const }]),
    ...(areTargets(escalateTo) ? [] : [{ field: 'escalateTo', key: 'alert.targets' as const, values: most }]),
    ...(escalateMs > 0 === escalateTo.length > 0
      ? []
      : [{ field: escalateMs > 0 ? 'escalateTo' : 'escalateMs', key: 'alert.escalate' as const }]),
    ...(within(dailyCap, CAP) ? [] : [{ field: 'dailyCap', key: 'alert.cap' as const, values: { ...CAP } }]),
  ];
}

/** Everything that is wrong with a rule beside its id and title. */
export function alertProblems(rule: AlertRule): Found[] {
  const { kind, channel, operator, severity, noData, minSample, hours } = rule;
  const known = <Word extends string>(words: readonly Word[], word: Word): boolean => words.includes(word);
  const isHours = hours === '' || hours === 'business' || (hours.length <= LONGEST_HOURS && weekOf(hours) !== undefined);
  if (!known(ALERT_KINDS, kind)) return [{ field: 'kind', key: 'alert.kind', values: { kinds: ALERT_KINDS.join(', ') } }];
  if (!known(OPERATORS, operator)) return [{ field: 'operator', key: 'alert.operator', values: { operators: OPERATORS.join(', ') } }];
  return [
    ...watchedProblems(rule),
    ...(channel === null || known(CHANNELS, channel) ? [] : [{ field: 'channel', key: 'alert.channel' as const }]),
    ...thresholdProblems(rule),
    ...spans(rule),
    ...(known(SEVERITIES, severity)
      ? []
      : [{ field: 'severity', key: 'alert.severity' as const, values: { severities: SEVERITIES.join(', ') } }]),
    ...(known(NO_DATA, noData) ? [] : [{ field: 'noData', key: 'alert.nodata' as const, values: { policies: NO_DATA.join(', ') } }]),
    ...(within(minSample, SAMPLE) ? [] : [{ field: 'minSample', key: 'alert.sample' as const, values: { ...SAMPLE } }]),
    ...(isHours ? [] : [{ field: 'hours', key: 'alert.hours' as const }]),
    ...tellingProblems(rule),
  ];
}
