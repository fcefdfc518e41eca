/** Why a department's queue stands: what a supervisor can act on. */
import type { AgentPresence } from './indicators.ts';
import type { Strategy } from './parameters.ts';

export type QueueReason =
  | { kind: 'nobody_online' }
  /** No agent's presence has ever been reported. */
  | { kind: 'unknown' }
  /** The limit is 0: no conversations are taken. */
  | { kind: 'takes_none' }
  /** Every online agent is at the limit; `limit` is null where agents have different ones. */
  | { kind: 'at_limit'; agents: number; limit: number | null }
  /** Someone online has room: the helpdesk has not assigned yet. `next`: who should take one, where routing is on. */
  | { kind: 'free'; agents: number; places: number; next?: string };

/**
 * @param agents the department's linked agents; @param load conversations in service by agent, over all departments
 * @param strategy where routing is on
 */
export function queueReason(agents: readonly AgentPresence[], load: ReadonlyMap<string, number>, strategy?: Strategy): QueueReason {
  if (agents.length > 0 && agents.every(({ limit }) => limit === 0)) return { kind: 'takes_none' };
  if (agents.length > 0 && agents.every(({ presence }) => presence === null)) return { kind: 'unknown' };
  const online = agents.filter(({ presence }) => presence === 'online');
  if (online.length === 0) return { kind: 'nobody_online' };
  const places = online.map(({ id, limit }) => Math.max(0, limit - (load.get(id) ?? 0)));
  const free = places.filter((place) => place > 0);
  if (free.length > 0) {
    const next = strategy && nextAgent(online, load, strategy);
    return { kind: 'free', agents: free.length, places: free.reduce((sum, place) => sum + place, 0), ...(next !== undefined && { next }) };
  }
  const limits = new Set(online.map(({ limit }) => limit));
  return { kind: 'at_limit', agents: online.length, limit: limits.size === 1 ? ([...limits][0] ?? null) : null };
}

/** Who should take the next conversation: an online agent with room; between equals the id decides. */
export function nextAgent(agents: readonly AgentPresence[], load: ReadonlyMap<string, number>, strategy: Strategy): string | undefined {
  const busy = ({ id }: AgentPresence): number => load.get(id) ?? 0;
  const free = (agent: AgentPresence): number => agent.limit - busy(agent);
  const rank = (agent: AgentPresence): number => (strategy === 'least_busy' ? busy(agent) : -free(agent));
  const able = agents.filter((agent) => agent.presence === 'online' && free(agent) > 0);
  return able.sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))[0]?.id;
}
