/** What is told of incidents, pure: a message for what begins together in a channel, reminders in its thread, edits when it changes. */
import { type AlertRule, isUpward } from './alert-rule.ts';
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

export function isClearlyWorse(rule: AlertRule, value: number | null, then: number | null): boolean {
  if (value === null) return false;
  if (then === null) return true;
  const by = isUpward(rule.operator) ? value - then : then - value;
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

  function begin(rule: AlertRule, incident: Incident): Incident {
    const count = (told[rule.id] ?? 0) + 1;
    if (rule.targets.length === 0 || count > rule.dailyCap) return incident;
    told[rule.id] = count;
    const standing = rule.targets.reduce((one, target) => join(one, target, false), incident);
    return { ...standing, toldAt: at, remindedAt: at, shownAt: at, capped: count === rule.dailyCap };
  }

  function remind(incident: Incident, what: Reminder): Incident {
    for (const { key, target } of incident.messages) {
      if (isEscalation(key)) continue;
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

  function goOn(rule: AlertRule, incident: Incident): Incident {
    const { acknowledged, remindedAt, escalatedAt, startedAt } = incident;
    if (acknowledged && isClearlyWorse(rule, incident.value, acknowledged.value))
      return remind({ ...incident, acknowledged: null }, 'worse');
    if (acknowledged) return incident;
    const since = (then: Date | null): number => at.getTime() - (then ?? at).getTime();
    if (rule.escalateMs > 0 && rule.escalateTo.length > 0 && !escalatedAt && since(startedAt) >= rule.escalateMs) {
      const reminded = remind(incident, 'escalated');
      return { ...rule.escalateTo.reduce((one, target) => join(one, target, true), reminded), escalatedAt: at };
    }
    return rule.repeatMs > 0 && since(remindedAt) >= rule.repeatMs ? remind(incident, 'repeat') : incident;
  }

  const states = tellings.map(({ rule, before, state, ended }) => {
    if (ended) intents.push({ kind: 'incident', incident: ended }, ...refreshes(ended));
    if (!state.incident) return state;
    const quiet = state.snoozedUntil !== null && state.snoozedUntil > at;
    const toldNow = state.incident.toldAt === null && !quiet ? begin(rule, state.incident) : state.incident;
    const fires = state.phase === 'firing' && !quiet && state.incident.toldAt !== null;
    const incident = shown(fires ? goOn(rule, toldNow) : toldNow, state, before, at);
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
