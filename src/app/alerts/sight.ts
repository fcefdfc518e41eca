/** What messages about incidents are drawn with, read once for each. */
import { type AlertRule } from '../../domain/alert-rule.ts';
import type { Incident, RuleState } from '../../domain/alert-state.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { whoText } from '../called.ts';
import type { Services } from '../services.ts';
import type { Span } from '../../view/card.ts';
import { type Called, calledIn } from './rule-words.ts';

export interface Sight {
  at: Date;
  parameters: Parameters;
  called: Called;
  /** The states of rules, as they were last evaluated. */
  states: ReadonlyMap<string, RuleState>;
  /** What people and channels are called. */
  names: ReadonlyMap<string, string>;
  services: Services;
}

/** @param incidents those that are told of: whoever they name is looked up */
export async function sightOf(incidents: readonly Incident[], at: Date, services: Services): Promise<Sight> {
  const { alerts, people } = services;
  const named = incidents.flatMap(({ as, acknowledged }) => [...(acknowledged ? [acknowledged.by] : []), ...placesOf(as)]);
  const [parameters, called, board, names] = await Promise.all([
    services.parameters(),
    calledIn(services),
    alerts.board(),
    people.names([...new Set(named)]),
  ]);
  return { at, parameters, called, states: new Map(board.states.map((state) => [state.rule, state])), names, services };
}

function placesOf({ mention, escalateTo }: AlertRule): string[] {
  return [...(mention === null || mention === 'channel' ? [] : [mention]), ...escalateTo];
}

/** The state of a rule, while this very incident stands in it. */
export function stateOf({ id, rule }: Incident, { states }: Pick<Sight, 'states'>): RuleState | undefined {
  const state = states.get(rule);
  return state?.incident?.id === id ? state : undefined;
}

/** Whether its rule tells nothing at this moment. */
export function snoozedUntil({ rule }: Pick<Incident, 'rule'>, { states, at }: Pick<Sight, 'states' | 'at'>): Date | null {
  const until = states.get(rule)?.snoozedUntil ?? null;
  return until && until > at ? until : null;
}

/** Somebody, as a mention where their platform can. */
export function whoSpan(id: string, { names, services }: Pick<Sight, 'names' | 'services'>): Span {
  return { person: id, name: whoText(id, names, services) };
}
