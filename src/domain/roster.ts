/** The agents of a desk at an instant: who is there, how busy, and what they did today. */
import type { AgentPresence } from './indicators.ts';

/** What an agent has done on the day; conversations belong to the agent assigned at the end, transfers to whom they left. */
export interface AgentDay {
  closed: number;
  cancelled: number;
  transfers: number;
  /** Handle times of the closed ones: their number and sum, ms. */
  handledN: number;
  handledMs: number;
}

export const NO_DAY: AgentDay = { closed: 0, cancelled: 0, transfers: 0, handledN: 0, handledMs: 0 };

export interface RosterRow extends AgentPresence, AgentDay {
  name: string;
  /** Conversations in service. */
  load: number;
  /** Whether any of them is in the department asked about; without one, whether there is any. */
  serving: boolean;
  /** Of them, those that have waited for the agent's word longer than the idle time. */
  idle: number;
}

const PRESENCE_ORDER = { online: 0, away: 1, offline: 2 } as const;

/** 0: over the limit; 1: owes answers; 2: at the limit; 3: the others. Offline with work in hand counts like the rest. */
function urgency({ load, limit, idle }: RosterRow): number {
  if (load > limit) return 0;
  if (idle > 0) return 1;
  return load > 0 && load >= limit ? 2 : 3;
}

/** What needs attention first: over the limit, owed answers, at the limit; then online, away and offline; then by name. */
export function byAttention(rows: readonly RosterRow[]): RosterRow[] {
  return [...rows].sort(
    (a, b) =>
      urgency(a) - urgency(b) ||
      PRESENCE_ORDER[a.presence ?? 'offline'] - PRESENCE_ORDER[b.presence ?? 'offline'] ||
      b.idle - a.idle ||
      b.load - a.load ||
      a.name.localeCompare(b.name) ||
      (a.id < b.id ? -1 : 1),
  );
}
