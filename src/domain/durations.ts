/** The durations of one conversation (product.md §2), each null until the moment that completes it. All in ms, never below 0. */
import type { Conversation } from './conversation.ts';

type Moments = Pick<Conversation, 'firstQueuedAt' | 'firstAssignedAt' | 'firstAgentMessageAt'>;

function between(start: Date, end: Date): number {
  return Math.max(0, end.getTime() - start.getTime());
}

/** From the first queue to the first agent; 0 without a queue. */
export function waitMs({ firstQueuedAt, firstAssignedAt }: Moments): number | null {
  return firstAssignedAt && between(firstQueuedAt ?? firstAssignedAt, firstAssignedAt);
}

/** Inbound only: from the first queue, else assignment, else opening that came before it, to the first message of an agent. */
export function firstResponseMs(one: Moments & Pick<Conversation, 'direction' | 'openedAt'>): number | null {
  const { firstQueuedAt, firstAssignedAt, firstAgentMessageAt: end, openedAt, direction } = one;
  if (!end || direction !== 'inbound') return null;
  const start =
    firstQueuedAt && firstQueuedAt <= end ? firstQueuedAt : firstAssignedAt && firstAssignedAt <= end ? firstAssignedAt : openedAt;
  return between(start, end);
}

/** From the first assignment to the first message of an agent. */
export function reactionMs({ firstAssignedAt, firstAgentMessageAt }: Moments): number | null {
  return firstAssignedAt && firstAgentMessageAt && between(firstAssignedAt, firstAgentMessageAt);
}
