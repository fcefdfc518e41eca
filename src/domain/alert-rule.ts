/** A rule that watches an indicator: what it looks at, when it fires and when it is over, whom it tells. */
import type { Channel } from './events.ts';

export const ALERT_KINDS = ['threshold', 'change', 'forecast', 'silence', 'job'] as const;
/**
 * `threshold`: the value itself. `change`: the value against the same window of earlier weeks. `forecast`: the value that the queue
 * will have at this rate. `silence`: nothing came from the helpdesk. `job`: a job of Vigia's own did not run.
 */
export type AlertKind = (typeof ALERT_KINDS)[number];

export const OPERATORS = ['above', 'at_least', 'below', 'at_most'] as const;
export type Operator = (typeof OPERATORS)[number];

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const NO_DATA = ['ok', 'keep', 'alert'] as const;
/** What a value that is not there means: nothing is wrong, all stays as it is, or something is wrong. */
export type NoData = (typeof NO_DATA)[number];

/** Durations in ms; 0 where something never happens. */
export interface AlertRule {
  id: string;
  title: string;
  active: boolean;
  kind: AlertKind;
  /** An id of product.md §2; null for `silence` and `job`. */
  indicator: string | null;
  department: string | null;
  channel: Channel | null;
  /** Ids; empty: all. */
  agents: string[];
  operator: Operator;
  /**
   * In the indicator's own unit (ms, count, ratio, score); of a `change` the part by which it differs (0.5: half as much again, or half),
   * of a `forecast` the value reached, of `silence` and `job` the ms without any.
   */
  threshold: number;
  /** How far back period indicators look, up to now; of a `forecast` what its rate is taken from. */
  windowMs: number;
  /** Of a `change`: so many earlier weeks. */
  weeks: number;
  /** Of a `change`: below this value (the larger of now and before) nothing is wrong; null: none. */
  floor: number | null;
  /** Of a `forecast`: how far ahead. */
  horizonMs: number;
  /** Of `job`: its name. */
  job: string | null;
  severity: Severity;
  /** It must hold for so long. */
  forMs: number;
  /** Back on this side it is over (hysteresis); null: the threshold itself. */
  clear: number | null;
  /** It must stay over for so long. */
  keepMs: number;
  /** With fewer conversations behind the value there is no value. */
  minSample: number;
  noData: NoData;
  /** When it watches: empty for always, `business` for the business hours, else hours as domain/hours.ts writes them. */
  hours: string;
  /** Channels and people, `slack:C1`, `teams:19:…`; none: it stands in `alerts` alone. */
  targets: string[];
  /** Who is called by name: `channel` for whoever is there, a person's id, or null. */
  mention: string | null;
  repeatMs: number;
  escalateMs: number;
  escalateTo: string[];
  /** So many incidents a day are told; later ones stand in `alerts`. */
  dailyCap: number;
}

/** A rule's durations by the names under which people read and write them, in forms and in files. */
export const SPAN_NAMES = {
  window: 'windowMs',
  horizon: 'horizonMs',
  for: 'forMs',
  keep: 'keepMs',
  repeat: 'repeatMs',
  escalateAfter: 'escalateMs',
} as const satisfies Record<string, keyof AlertRule>;
export type SpanName = keyof typeof SPAN_NAMES;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What a rule has where nobody said otherwise. */
export const USUAL_RULE: Omit<AlertRule, 'id' | 'title' | 'indicator' | 'threshold'> = {
  active: true,
  kind: 'threshold',
  department: null,
  channel: null,
  agents: [],
  operator: 'above',
  windowMs: HOUR,
  weeks: 4,
  floor: null,
  horizonMs: 30 * MINUTE,
  job: null,
  severity: 'warning',
  forMs: 0,
  clear: null,
  keepMs: 5 * MINUTE,
  minSample: 1,
  noData: 'ok',
  hours: '',
  targets: [],
  mention: null,
  repeatMs: HOUR,
  escalateMs: 0,
  escalateTo: [],
  dailyCap: 20,
};

/** The same for a kind: a forecast looks back for as long as queues keep their pace (docs/decisions/2026-11-26-forecast.md). */
export function usualRule(kind: AlertKind): typeof USUAL_RULE {
  return { ...USUAL_RULE, kind, ...(kind === 'forecast' && { windowMs: 15 * MINUTE }) };
}

/** Whether a value is beyond a limit; strictly so for `above` and `below`. */
export function isBeyond(operator: Operator, value: number, limit: number): boolean {
  switch (operator) {
    case 'above':
      return value > limit;
    case 'at_least':
      return value >= limit;
    case 'below':
      return value < limit;
    case 'at_most':
      return value <= limit;
  }
}

/** Whether more is worse. */
export function isUpward(operator: Operator): boolean {
  return operator === 'above' || operator === 'at_least';
}

/** What a rule watches, apart from its limits: rules with the same text have the same value at any instant. */
export function watchedText(rule: AlertRule): string {
  const { kind, indicator, department, channel, agents, windowMs, weeks, minSample, horizonMs, job } = rule;
  const ofKind = { threshold: [], change: [weeks, minSample], forecast: [horizonMs], silence: [], job: [job] }[kind];
  return JSON.stringify([kind, indicator, department, channel, [...agents].sort(), windowMs, ...ofKind]);
}

const conditions = new WeakMap<AlertRule, string>();

/** What decides over its states; other fields (its words, whom it tells) change nothing of what is firing. Rules are never changed in place. */
export function conditionOf(rule: AlertRule): string {
  const known = conditions.get(rule);
  if (known !== undefined) return known;
  const text = conditionText(rule);
  conditions.set(rule, text);
  return text;
}

function conditionText(rule: AlertRule): string {
  const { operator, threshold, floor, forMs, clear, keepMs, minSample, noData, hours } = rule;
  return JSON.stringify([watchedText(rule), operator, threshold, floor, forMs, clear, keepMs, minSample, noData, hours]);
}
