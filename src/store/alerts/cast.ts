/** Who is there while a film plays: linked agents with their presence, from its start on. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import type { People } from '../../domain/alert-scene.ts';
import type { AgentPresence } from '../../domain/indicators.ts';
import { watchedOf } from '../../domain/watched.ts';
import type { Store } from '../connect.ts';
import { linkedAgents, presenceAt, reportsBetween } from '../queries/agents.ts';
import type { Film } from './film.ts';
import { peopleAt, type Terms } from './scene.ts';

/** Goes on to an instant (ms, never back). */
export type Cast = (at: number) => People;

/** Reads who is linked, and their presences for a rule that counts agents. */
export async function castOf(store: Store, { start, until }: Pick<Film, 'start' | 'until'>, rule: AlertRule, terms: Terms): Promise<Cast> {
  const end = new Date(until);
  const [known, people] = await Promise.all([linkedAgents(store, end, terms.rules), peopleAt(store, end, [rule], terms)]);
  const counts = watchedOf(rule.indicator)?.ofAgents === true;
  const presence = new Map<string, AgentPresence['presence']>();
  if (counts) for (const agent of known) presence.set(agent._id, (await presenceAt(store, agent, new Date(start))) ?? null);
  const ids = known.map(({ _id }) => _id);
  const reports = counts ? await reportsBetween(store, ids, new Date(start), end) : [];
  const limits = new Map(ids.map((id) => [id, people.limits.of(id, null)]));
  let next = 0;
  let agents: AgentPresence[] | null = null;
  let seen = -1;
  return (at) => {
    for (let report = reports[next]; report && report.at.getTime() <= at; report = reports[next]) {
      presence.set(report.agent, report.presence);
      agents = null;
      next += 1;
    }
    const there = known.filter(({ firstSeenAt }) => firstSeenAt.getTime() <= at);
    if (there.length !== seen) agents = null;
    seen = there.length;
    agents ??= there.map(({ _id: id }) => ({ id, presence: presence.get(id) ?? null, limit: limits.get(id) ?? 0 }));
    return { ...people, agents };
  };
}
