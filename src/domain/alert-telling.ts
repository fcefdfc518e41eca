/** What is told of incidents, pure: a message for what begins together in a channel, reminders in its thread, edits when it changes. */
import { type AlertRule, isBeyond, isUpward } from './alert-rule.ts';
import type { Incident, RuleState, Stepped } from './alert-state.ts';

/**
 * What is to be done once the board is written. Keys are the outbox's: carried out again, nothing happens twice.
 * `incident`: its record is kept. `message`: a new one about these. `refresh`: what a message says is made anew. `reply`: in the thread
 * of the message `parent`.
 */
export type Intent =
  | { kind: 'incident'; incident: Incident }
  | { kind: 'message'; key: string; target: string; incidents: string[]; escalated: boolean; at: Date }
  | { kind: 'refresh'; key: string }
  | { kind: 'reply'; key: string; parent: string; target: string; what: Reminder; incident: string; at: Date };

/** `worse`: clearly worse than when it was acknowledged, so that the acknowledgement is over. */
export type Reminder = 'repeat' | 'escalated' | 'worse';

export interface Telling extends Stepped {
  rule: AlertRule;
  before: RuleState | undefined;
}

/** An acknowledgement is over at half as bad again as when it was given (and at least one more). */
const CLEARLY = 0.5;
/** A message of which only the value has changed is made anew this often, and one that only grows older (for how long, who waits), ms. */
const SHOWN_MS = { moved: 5 * 60_000, older: 10 * 60_000 } as const;

/** Whether it is clearly worse than when somebody took it; of one that was taken without data, whether it is beyond its limit. */
export function isClearlyWorse(
  { operator }: Pick<AlertRule, 'operator'>,
  { value, limit }: Pick<Incident, 'value' | 'limit'>,
  then: number | null,
): boolean {
  if (value === null) return false;
  if (then === null) return isBeyond(operator, value, limit);
  const by = isUpward(operator) ? value - then : then - value;
  return by >= Math.abs(then) * CLEARLY && by > 0;
}

interface Told {
  states: RuleState[];
  counts: Record<string, number>;
  intents: Intent[];
}

/** @param counts incidents told today, by rule */
export function tell(tellings: readonly Telling[], counts: Readonly<Record<string, number>>, at: Date): Told {
  const told = { ...counts };
  const groups = new Map<string, { target: string; incidents: string[]; escalated: boolean }>();
  const intents: Intent[] = [];

  /** Puts an incident into this minute's message of a target. */
  function join(incident: Incident, target: string, escalated: boolean): Incident {
    const key = messageKey(at, target, escalated);
    if (incident.messages.some((one) => one.key === key)) return incident;
    const group = groups.get(key) ?? { target, incidents: [], escalated };
    group.incidents.push(incident.id);
    groups.set(key, group);
    return { ...incident, messages: [...incident.messages, { key, target }] };
  }

  /** Counts it among those told today; null where the day's cap is reached. */
  function counted(rule: AlertRule, incident: Incident): Incident | null {
    const count = (told[rule.id] ?? 0) + 1;
    if (count > rule.dailyCap) return null;
    told[rule.id] = count;
    return { ...incident, toldAt: at, capped: count === rule.dailyCap };
  }

  /** A new message in each target that has none yet: at the start all of them, later those that were added to the rule. */
  function begin({ targets }: AlertRule, incident: Incident): Incident {
    const has = (target: string): boolean => incident.messages.some((one) => one.target === target && !isEscalation(one.key));
    const missing = targets.filter((target) => !has(target));
    if (missing.length === 0) return incident;
    return { ...missing.reduce((one, target) => join(one, target, false), incident), remindedAt: at, shownAt: at };
  }

  /** Whoever is no target of the rule any more is not reminded. */
  function remind(incident: Incident, what: Reminder): Incident {
    for (const { key, target } of incident.messages) {
      if (isEscalation(key) || !incident.as.targets.includes(target)) continue;
      intents.push({
        kind: 'reply',
        key: `${key}|${incident.id}|${what}|${at.toISOString()}`,
        parent: key,
        target,
        what,
        incident: incident.id,
        at,
      });
    }
    return { ...incident, remindedAt: at };
  }

  /** What is told of one that fires and is not kept quiet. */
  function tellOf(rule: AlertRule, incident: Incident): Incident {
    const { acknowledged, toldAt, escalatedAt, startedAt } = incident;
    if (acknowledged && isClearlyWorse(rule, incident, acknowledged.value)) return remind({ ...incident, acknowledged: null }, 'worse');
    if (acknowledged) return incident;
    if (toldAt === null && rule.targets.length > 0) {
      const first = counted(rule, incident);
      return first ? begin(rule, first) : incident;
    }
    const known = begin(rule, incident);
    const since = (then: Date | null): number => at.getTime() - (then ?? at).getTime();
    if (rule.escalateMs > 0 && rule.escalateTo.length > 0 && !escalatedAt && since(startedAt) >= rule.escalateMs) {
      // A rule may tell nobody before it is escalated.
      const first = toldAt === null ? counted(rule, known) : known;
      if (!first) return known;
      return { ...rule.escalateTo.reduce((one, target) => join(one, target, true), remind(first, 'escalated')), escalatedAt: at };
    }
    return rule.repeatMs > 0 && since(known.remindedAt) >= rule.repeatMs ? remind(known, 'repeat') : known;
  }

  const states = tellings.map(({ rule, before, state, ended }) => {
    if (ended) intents.push({ kind: 'incident', incident: ended }, ...refreshes(ended));
    if (!state.incident) return state;
    const quiet = state.snoozedUntil !== null && state.snoozedUntil > at;
    const fires = state.phase === 'firing' && !quiet;
    const incident = shown(fires ? tellOf(rule, state.incident) : state.incident, state, before, at);
    const isNew = before?.incident?.id !== incident.id;
    if (isNew || incident.shownAt === at) intents.push({ kind: 'incident', incident });
    if (!isNew && incident.shownAt === at) intents.push(...refreshes(incident, at));
    return { ...state, incident };
  });
  const messages = [...groups].map(([key, group]): Intent => ({ kind: 'message', key, ...group, at }));
  return {
    states,
    counts: told,
    intents: [...intents.filter(({ kind }) => kind === 'incident'), ...messages, ...intents.filter(({ kind }) => kind !== 'incident')],
  };
}

/** Its messages are made anew when anything but the value has changed, else now and then: they tell times. */
function shown(incident: Incident, state: RuleState, before: RuleState | undefined, at: Date): Incident {
  const then = before?.incident;
  if (!then || incident.toldAt === null || incident.shownAt === at) return incident;
  const turned = before.phase !== state.phase || then.acknowledged !== incident.acknowledged || then.edited !== incident.edited;
  const grown = then.escalatedAt !== incident.escalatedAt || then.remindedAt !== incident.remindedAt;
  const awoke = before.snoozedUntil !== null && before.snoozedUntil > before.at && before.snoozedUntil <= at;
  const age = at.getTime() - (incident.shownAt ?? at).getTime();
  const due = age >= (incident.value === then.value ? SHOWN_MS.older : SHOWN_MS.moved);
  return turned || grown || awoke || due ? { ...incident, shownAt: at } : incident;
}

/** The messages that stand already; those of this very minute say it anyway. */
function refreshes({ messages }: Incident, at?: Date): Intent[] {
  const fresh = at?.toISOString();
  return messages.filter(({ key }) => fresh === undefined || !key.startsWith(fresh)).map(({ key }) => ({ kind: 'refresh', key }));
}

/** One message a target and minute, and another one for what was escalated to it. */
export function messageKey(at: Date, target: string, escalated: boolean): string {
  return `${at.toISOString()}|${escalated ? 'escalated' : 'alert'}|${target}`;
}

function isEscalation(key: string): boolean {
  return key.includes('|escalated|');
}
