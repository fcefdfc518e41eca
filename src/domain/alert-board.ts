/**
 * The board of all rules, pure: what a minute's readings make of it, and what is to be told of that. It is one value, so that a whole
 * evaluation is written at once or not at all; what is to be told stands in it until it has been handed to the outbox.
 */
import type { AlertRule } from './alert-rule.ts';
import { abandoned, type Incident, type Reading, type RuleState, step } from './alert-state.ts';
import { type Intent, type Telling, tell } from './alert-telling.ts';

export interface Board {
  /** The instant of the last evaluation. */
  at: Date | null;
  states: RuleState[];
  /** Incidents told on a local day, by rule. */
  told: { day: string; counts: Record<string, number> };
}

export const EMPTY_BOARD: Board = { at: null, states: [], told: { day: '', counts: {} } };

export interface Advanced {
  board: Board;
  intents: Intent[];
}

/**
 * The board after an evaluation; one that is not newer than the last changes nothing.
 * @param rules all of the configuration, also those that are paused
 * @param readings by rule; a rule without one stays as it is
 * @param day the local date of `at`: daily caps count on it
 */
export function advance(
  board: Board,
  rules: readonly AlertRule[],
  readings: ReadonlyMap<string, Reading>,
  { at, day }: { at: Date; day: string },
): Advanced {
  if (board.at && at <= board.at) return { board, intents: [] };
  const known = new Map(board.states.map((state) => [state.rule, state]));
  const tellings: Telling[] = [];
  for (const rule of rules.filter(({ active }) => active)) {
    const before = known.get(rule.id);
    const reading = readings.get(rule.id);
    if (!reading) {
      if (before) tellings.push({ rule, before, state: before, started: null, ended: null });
      continue;
    }
    tellings.push({ rule, before, ...step(before, rule, reading) });
  }
  const counts = board.told.day === day ? board.told.counts : {};
  const told = tell(tellings, counts, at);
  const gone = board.states.flatMap((state) => leftBehind(state, rules, at));
  return {
    board: { at, states: told.states, told: { day, counts: told.counts } },
    intents: [...told.intents, ...gone],
  };
}

/** What fires under a rule that is gone or paused is over. */
function leftBehind(state: RuleState, rules: readonly AlertRule[], at: Date): Intent[] {
  const rule = rules.find(({ id }) => id === state.rule);
  if (rule?.active) return [];
  const incident = abandoned(state, rule ? 'paused' : 'removed', at);
  return incident ? [{ kind: 'incident', incident }, ...incident.messages.map(({ key }): Intent => ({ kind: 'refresh', key }))] : [];
}

/** Whoever takes care of an incident; null when it is over already. */
export function acknowledge(board: Board, incident: string, by: string, at: Date): Advanced | null {
  return changed(board, incident, (one) => ({ ...one, acknowledged: { by, at, value: one.value } }));
}

/** Nobody takes care of it any more; null when it is over. */
export function release(board: Board, incident: string): Advanced | null {
  return changed(board, incident, (one) => ({ ...one, acknowledged: null }));
}

/** A rule tells nothing before `until` (null: it tells again); null for a rule that was never evaluated. */
export function snooze(board: Board, rule: string, until: Date | null): Advanced | null {
  const state = board.states.find((one) => one.rule === rule);
  if (!state) return null;
  const states = board.states.map((one) => (one === state ? { ...one, snoozedUntil: until } : one));
  const messages = state.incident?.messages ?? [];
  return { board: { ...board, states }, intents: messages.map(({ key }) => ({ kind: 'refresh', key })) };
}

function changed(board: Board, id: string, change: (incident: Incident) => Incident): Advanced | null {
  const state = board.states.find(({ incident }) => incident?.id === id);
  if (!state?.incident) return null;
  const incident = change(state.incident);
  return {
    board: { ...board, states: board.states.map((one) => (one === state ? { ...one, incident } : one)) },
    intents: [{ kind: 'incident', incident }, ...incident.messages.map(({ key }): Intent => ({ kind: 'refresh', key }))],
  };
}
