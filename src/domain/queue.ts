/** Why a department's queue stands: what a supervisor can act on. */
import type { AgentPresence } from './indicators.ts';

export type QueueReason =
  | { kind: 'nobody_online' }
  /** No agent's presence has ever been reported. */
  | { kind: 'unknown' }
  /** Every online agent is at the limit; `limit` is null where agents have different ones. */
  | { kind: 'at_limit'; agents: number; limit: number | null }
  /** Someone online has room: the helpdesk has not assigned yet. */
  | { kind: 'free'; agents: number; places: number };

/**
 * @param agents the department's linked agents; @param load conversations in service by agent, over all departments
 */
export function queueReason(agents: readonly AgentPresence[], load: ReadonlyMap<string, number>): QueueReason {
  if (agents.length > 0 && agents.every(({ presence }) => presence === null)) return { kind: 'unknown' };
  const online = agents.filter(({ presence }) => presence === 'online');
  if (online.length === 0) return { kind: 'nobody_online' };
  const places = online.map(({ id, limit }) => Math.max(0, limit - (load.get(id) ?? 0)));
  const free = places.filter((place) => place > 0);
  if (free.length > 0) return { kind: 'free', agents: free.length, places: free.reduce((sum, place) => sum + place, 0) };
  const limits = new Set(online.map(({ limit }) => limit));
  return { kind: 'at_limit', agents: online.length, limit: limits.size === 1 ? ([...limits][0] ?? null) : null };
}
