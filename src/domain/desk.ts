/** What stands behind the real-time counts: rows and queues, pure. */
import type { Conversation } from './conversation.ts';
import type { Channel, Named } from './events.ts';
import { type AgentPresence, awaitsAgents, awaitsCustomers, isIdle, type LiveConversation, owed } from './indicators.ts';
import type { Strategy } from './parameters.ts';
import { type QueueReason, queueReason } from './queue.ts';

/** The lists behind the real-time counts. */
export const LIVE_LISTS = ['awaiting.agents', 'awaiting.customers', 'idle.agents', 'idle.customers', 'queue'] as const;
export type LiveList = (typeof LIVE_LISTS)[number];

/** A conversation's place in a list. */
export interface WaitingRow {
  id: string;
  channel: Channel;
  department: Named | null;
  agent: Named | null;
  /** Since when the list's condition holds. */
  since: Date;
}

/** A row of a list with what people read of the conversation. */
export interface LiveRow extends WaitingRow {
  protocol: string | undefined;
  contact: Named | undefined;
  subject: string | undefined;
  url: string | undefined;
}

type Live = LiveConversation & Pick<Conversation, 'channel' | 'department'> & { id: string };

/** Since when a conversation belongs to a list; null when it does not. */
function belongsSince(conversation: Live, list: LiveList, idleMs: number, at: Date): Date | null {
  switch (list) {
    case 'awaiting.agents':
      return awaitsAgents(conversation) ? conversation.openedAt : null;
    case 'awaiting.customers':
      return awaitsCustomers(conversation) ? (conversation.lastMessageAt ?? conversation.openedAt) : null;
    case 'idle.agents':
      return isIdle(conversation, 'agents', idleMs, at) ? (owed(conversation)?.since ?? null) : null;
    case 'idle.customers':
      return isIdle(conversation, 'customers', idleMs, at) ? (owed(conversation)?.since ?? null) : null;
    case 'queue':
      return conversation.state === 'queued' ? (conversation.queuedAt ?? conversation.openedAt) : null;
  }
}

/** The rows of a list, the longest wait first. */
export function waitingRows(live: readonly Live[], list: LiveList, idleMs: number, at: Date): WaitingRow[] {
  return live
    .flatMap((one) => {
      const since = belongsSince(one, list, idleMs, at);
      const { id, channel, department, agent } = one;
      return since ? [{ id, channel, department, agent, since }] : [];
    })
    .sort((a, b) => a.since.getTime() - b.since.getTime() || (a.id < b.id ? -1 : 1));
}

/** A department's queue, and why it stands. */
export interface DepartmentQueue {
  department: Named | null;
  size: number;
  /** Age of the oldest wait, ms. */
  longest: number;
  reason: QueueReason;
}

/**
 * Every queue that is not empty, the longest wait first.
 * @param members the agents of a department (null: of conversations without one, that is, everybody)
 */
export function departmentQueues(
  waiting: readonly WaitingRow[],
  members: (department: string | null) => AgentPresence[],
  load: ReadonlyMap<string, number>,
  at: Date,
  strategy?: Strategy,
): DepartmentQueue[] {
  const groups = new Map<string | null, WaitingRow[]>();
  for (const row of waiting) {
    const id = row.department?.id ?? null;
    groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  return [...groups]
    .map(([id, rows]) => ({
      department: rows[0]?.department ?? null,
      size: rows.length,
      longest: Math.max(...rows.map(({ since }) => at.getTime() - since.getTime())),
      reason: queueReason(members(id), load, strategy),
    }))
    .sort((a, b) => b.longest - a.longest);
}
