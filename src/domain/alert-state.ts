/**
 * The states of a rule, pure: normal → pending → firing → recovering → normal. Every incident begins once and ends once, whatever comes,
 * and the same instant evaluated again changes nothing.
 */
import { type AlertRule, conditionOf, isBeyond, isUpward, watchedText } from './alert-rule.ts';

export type Phase = 'normal' | 'pending' | 'firing' | 'recovering';

/** Why an incident is over. `hours`: the rule does not watch at this hour; `edited`, `removed`, `paused`: somebody changed the rule. */
export type Ending = 'recovered' | 'hours' | 'edited' | 'removed' | 'paused';

/** A value at an instant; null: no data. */
export interface Reading {
  at: Date;
  value: number | null;
  /** Conversations behind it, where it has any. */
  n?: number | undefined;
  /** What it is compared with where that is no fixed threshold: a baseline's limit. */
  limit?: number | undefined;
  /** Whether the rule watches at this hour. */
  open: boolean;
}

export interface Acknowledged {
  by: string;
  at: Date;
  /** The value then: clearly worse than it, the acknowledgement is over. */
  value: number | null;
}

/** One time that a rule fired. */
export interface Incident {
  id: string;
  rule: string;
  /** The rule as it was last evaluated: it may be changed or removed later. */
  as: AlertRule;
  /** Since when the condition held. */
  since: Date;
  /** When it fired: after it had held for long enough. */
  startedAt: Date;
  value: number | null;
  /** The worst value so far. */
  peak: number | null;
  /** What the value was compared with at the start, or when the rule was last changed. */
  limit: number;
  endedAt: Date | null;
  ending: Ending | null;
  acknowledged: Acknowledged | null;
  /** When its targets were told; null while they have not been (snoozed, over the daily cap, or none). */
  toldAt: Date | null;
  /** When it was last told, repeated or escalated. */
  remindedAt: Date | null;
  escalatedAt: Date | null;
  /** The rule was changed while it fired. */
  edited: boolean;
  /** The last one told on its day: the rule's daily cap is reached. */
  capped: boolean;
  /** When what its messages say was last made. */
  shownAt: Date | null;
  /** The messages in which it stands, keys of the outbox. */
  messages: { key: string; target: string }[];
}

/** Which records of incidents are asked for. */
export interface IncidentQuestion {
  rule?: string | undefined;
  /** Open ones alone. */
  open?: boolean | undefined;
  /** Open at any moment of it. */
  during?: { from: Date; to: Date } | undefined;
  limit: number;
  offset?: number | undefined;
}

export interface RuleState {
  rule: string;
  /** What the state was made under; another one is judged anew. */
  condition: string;
  phase: Phase;
  /** Since when it is in this phase. */
  since: Date;
  incident: Incident | null;
  /** Incidents that are not told before this. */
  snoozedUntil: Date | null;
  /** The instant of the last reading, and what it said. */
  at: Date;
  value: number | null;
  n: number | null;
}

/** After a longer pause (the process was down) nothing is known of what held meanwhile, ms. */
const LONGEST_GAP_MS = 5 * 60_000;

/** A rule of which nothing is known yet. */
export function newState(rule: AlertRule, at: Date): RuleState {
  const base = { rule: rule.id, condition: conditionOf(rule), at, value: null, n: null };
  return { ...base, phase: 'normal', since: at, incident: null, snoozedUntil: null };
}

type Judgement = 'bad' | 'between' | 'good' | 'unknown';

/** With fewer conversations behind it than the rule wants, a value is none. */
function isFew({ minSample }: AlertRule, { n }: Reading): boolean {
  return n !== undefined && n < minSample;
}

/** Beyond the threshold, between it and where it is over, or over. */
function judge(rule: AlertRule, reading: Reading): Judgement {
  const { value, limit = rule.threshold } = reading;
  if (value === null || isFew(rule, reading))
    return rule.noData === 'keep' ? 'unknown' : rule.noData === 'alert' && value === null ? 'bad' : 'good';
  if (isBeyond(rule.operator, value, limit)) return 'bad';
  // Only a fixed threshold has a point of its own where it is over.
  const clear = rule.kind === 'change' || rule.clear === null ? limit : rule.clear;
  return isBeyond(rule.operator, value, clear) ? 'between' : 'good';
}

/** What a reading made of a rule; `ended` is told once, and the state knows it no more. */
export interface Stepped {
  state: RuleState;
  started: Incident | null;
  ended: Incident | null;
}

const still = (state: RuleState): Stepped => ({ state, started: null, ended: null });

/**
 * The state after a reading. A reading that is not newer than the last one changes nothing.
 * @param before undefined: the rule is new
 */
export function step(before: RuleState | undefined, rule: AlertRule, reading: Reading): Stepped {
  const { at } = reading;
  if (before && at <= before.at) return still(before);
  const known = before ?? newState(rule, at);
  const condition = conditionOf(rule);
  const edited = known.condition !== condition;
  const state = { ...known, condition, at, value: reading.value, n: reading.n ?? null };
  const judgement = judge(rule, reading);
  if (known.incident) {
    // An edit that nothing can be said of yet is judged by the first reading that can.
    if (reading.open && judgement === 'unknown') return still({ ...state, condition: known.condition });
    return open({ ...state, incident: known.incident }, rule, reading, { judgement, edited });
  }
  if (!reading.open) return still(state.phase === 'normal' ? state : calm(state, at));
  // Under another condition, or after a pause, nothing that was pending counts.
  const fresh = edited || at.getTime() - known.at.getTime() > LONGEST_GAP_MS;
  return closed(fresh && state.phase !== 'normal' ? calm(state, at) : state, rule, reading, judgement);
}

function calm(state: RuleState, at: Date): RuleState {
  return { ...state, phase: 'normal', since: at, incident: null };
}

/** Without an incident: normal or pending. */
function closed(state: RuleState, rule: AlertRule, reading: Reading, judgement: Judgement): Stepped {
  const { at } = reading;
  if (judgement === 'unknown' || (judgement !== 'bad' && state.phase === 'normal')) return still(state);
  if (judgement !== 'bad') return still(calm(state, at));
  const since = state.phase === 'pending' ? state.since : at;
  if (at.getTime() - since.getTime() < rule.forMs) return still({ ...state, phase: 'pending', since });
  const started = begun(rule, reading, since);
  return { state: { ...state, phase: 'firing', since: at, incident: started }, started, ended: null };
}

/** With an incident: firing or recovering. */
function open(
  state: RuleState & { incident: Incident },
  rule: AlertRule,
  reading: Reading,
  { judgement, edited }: { judgement: Judgement; edited: boolean },
): Stepped {
  const { at } = reading;
  if (!reading.open) return over(state, state.incident, 'hours', at);
  const incident = { ...measured(state.incident, rule, reading, edited), as: rule, edited: state.incident.edited || edited };
  // Whoever changes a rule sees at once what the new one says.
  if (edited && judgement !== 'bad') return over(state, incident, 'edited', at);
  if (judgement !== 'good') return still({ ...state, phase: 'firing', since: state.phase === 'firing' ? state.since : at, incident });
  const since = state.phase === 'recovering' ? state.since : at;
  if (at.getTime() - since.getTime() >= rule.keepMs) return over(state, incident, 'recovered', at);
  return still({ ...state, phase: 'recovering', since, incident });
}

/** Its values after a reading; under a rule that watches something else now, those from before say nothing. */
function measured(incident: Incident, rule: AlertRule, reading: Reading, edited: boolean): Incident {
  const { as, peak, limit, acknowledged } = incident;
  const value = isFew(rule, reading) ? null : reading.value;
  const isOther = watchedText(as) !== watchedText(rule) || isUpward(as.operator) !== isUpward(rule.operator);
  return {
    ...incident,
    value,
    peak: isOther ? value : worse(rule, peak, value),
    // One that began without data had nothing to be compared with yet.
    limit: edited || peak === null ? (reading.limit ?? rule.threshold) : limit,
    acknowledged: isOther && acknowledged ? { ...acknowledged, value } : acknowledged,
  };
}

function worse(rule: AlertRule, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return isUpward(rule.operator) ? Math.max(a, b) : Math.min(a, b);
}

function begun(rule: AlertRule, { at, value, limit = rule.threshold }: Reading, since: Date): Incident {
  return {
    id: `${rule.id}@${at.toISOString()}`,
    rule: rule.id,
    as: rule,
    since,
    startedAt: at,
    value,
    peak: value,
    limit,
    endedAt: null,
    ending: null,
    acknowledged: null,
    toldAt: null,
    remindedAt: null,
    escalatedAt: null,
    edited: false,
    capped: false,
    shownAt: null,
    messages: [],
  };
}

function over(state: RuleState, incident: Incident, ending: Ending, at: Date): Stepped {
  return { state: calm(state, at), started: null, ended: { ...incident, endedAt: at, ending } };
}

/** The end of what fires under a rule that is not watched any more. */
export function abandoned(state: RuleState, ending: 'removed' | 'paused', at: Date): Incident | null {
  return state.incident && { ...state.incident, endedAt: at, ending };
}
