/** The indicators of product.md §2: pure, over conversations as they stood at an instant. */
import { type Conversation, isLive, type State } from './conversation.ts';
import { CHANNELS, type Channel, type Presence } from './events.ts';
import type { Parameters } from './parameters.ts';

export type Unit = 'count' | 'ms' | 'ratio' | 'score';

/** A raw value; `n` is the number of conversations behind a mean or percentile. No data is null, never 0. */
export interface Indicator {
  id: string;
  value: number | null;
  unit: Unit;
  n?: number | undefined;
}

/** What the real-time indicators need of a live conversation. */
export type LiveConversation = Pick<
  Conversation,
  | 'state'
  | 'direction'
  | 'openedAt'
  | 'queuedAt'
  | 'agent'
  | 'firstAgentMessageAt'
  | 'contactRepliedAt'
  | 'lastMessageAt'
  | 'lastMessageFrom'
>;

/** A linked agent at an instant; presence null: never reported, which counts as offline. `limit` is the number of conversations it takes at once. */
export interface AgentPresence {
  id: string;
  presence: Presence | null;
  limit: number;
}

/** The conversations closed today that had an agent, and the sum of their handle times in ms. */
export interface Handled {
  n: number;
  sumMs: number;
}

/** First contact that waits for agents: inbound, and no agent has ever written. */
export function awaitsAgents(conversation: LiveConversation): boolean {
  return isLive(conversation) && conversation.direction === 'inbound' && conversation.firstAgentMessageAt === null;
}

/** An agent has written, and the contact nothing since that first message. */
export function awaitsCustomers(conversation: LiveConversation): boolean {
  return isLive(conversation) && conversation.firstAgentMessageAt !== null && conversation.contactRepliedAt === null;
}

/** Who owes the next word, and since when; null when nobody does. In the menu (triage) the team owes nothing yet. */
export function owed(conversation: LiveConversation): { by: 'agents' | 'customers'; since: Date } | null {
  if (!isLive(conversation)) return null;
  if (conversation.lastMessageFrom === 'agent' && conversation.lastMessageAt) return { by: 'customers', since: conversation.lastMessageAt };
  if (conversation.state === 'triage') return null;
  if (conversation.lastMessageAt) return { by: 'agents', since: conversation.lastMessageAt };
  return conversation.direction === 'inbound' ? { by: 'agents', since: conversation.openedAt } : null;
}

/** Whether `by` has owed the next word for longer than `idleMs` at `at`. */
export function isIdle(conversation: LiveConversation, by: 'agents' | 'customers', idleMs: number, at: Date): boolean {
  const debt = owed(conversation);
  return debt?.by === by && at.getTime() - debt.since.getTime() > idleMs;
}

/** Conversations in service by agent. */
export function loads(live: readonly LiveConversation[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { state, agent } of live) {
    if (state === 'in_service' && agent) counts.set(agent.id, (counts.get(agent.id) ?? 0) + 1);
  }
  return counts;
}

/**
 * The `now.*` indicators, in the contract's order.
 * @param live the live conversations of the scope; @param agents its linked agents
 * @param load conversations in service by agent over all departments, since a limit is one person's
 */
export function nowIndicators(
  live: readonly LiveConversation[],
  agents: readonly AgentPresence[],
  load: ReadonlyMap<string, number>,
  handled: Handled,
  parameters: Parameters,
  at: Date,
): Indicator[] {
  const count = (id: string, value: number): Indicator => ({ id, value, unit: 'count' });
  const waits = live.flatMap(({ state, queuedAt }) => (state === 'queued' && queuedAt ? [at.getTime() - queuedAt.getTime()] : []));
  const serving = loads(live);
  const online = agents.filter(({ presence }) => presence === 'online');
  return [
    count('now.awaiting.agents', live.filter(awaitsAgents).length),
    count('now.awaiting.customers', live.filter(awaitsCustomers).length),
    count('now.idle.agents', live.filter((one) => isIdle(one, 'agents', parameters.idleMs, at)).length),
    count('now.idle.customers', live.filter((one) => isIdle(one, 'customers', parameters.idleMs, at)).length),
    count('now.agents.online', online.length),
    count('now.agents.away', agents.filter(({ presence }) => presence === 'away').length),
    count('now.agents.offline', agents.filter(({ presence }) => presence === 'offline' || presence === null).length),
    count('now.agents.serving', agents.filter(({ id }) => serving.has(id)).length),
    { id: 'now.handle.mean', value: handled.n > 0 ? handled.sumMs / handled.n : null, unit: 'ms', n: handled.n },
    { id: 'now.handle.target', value: parameters.handleTargetMs, unit: 'ms' },
    count('now.queue.size', live.filter(({ state }) => state === 'queued').length),
    { id: 'now.queue.longest', value: waits.length > 0 ? Math.max(...waits) : null, unit: 'ms' },
    count(
      'now.capacity.free',
      online.reduce((sum, { id, limit }) => sum + Math.max(0, limit - (load.get(id) ?? 0)), 0),
    ),
  ];
}

/** One part of the day's set: how many conversations of a channel stand in a state, opened today or carried over. */
export interface DayCount {
  channel: Channel;
  state: State;
  opened: 'new' | 'carried';
  count: number;
}

/** Whether a conversation as of `at` belongs to the day that began at `dayStart`: not ended before it. */
export function belongsToDay(conversation: Pick<Conversation, 'state' | 'endedAt'>, dayStart: Date): boolean {
  return isLive(conversation) || (conversation.endedAt !== null && conversation.endedAt >= dayStart);
}

/** Handle time (TMA) in ms: from the first assignment to the end of a closed conversation; null for others. */
export function handleMs(conversation: Pick<Conversation, 'state' | 'firstAssignedAt' | 'endedAt'>): number | null {
  if (conversation.state !== 'closed' || !conversation.firstAssignedAt || !conversation.endedAt) return null;
  return Math.max(0, conversation.endedAt.getTime() - conversation.firstAssignedAt.getTime());
}

/** The `today.*` indicators: total = new + carried = the sum over states = the sum over channels. */
export function todayIndicators(counts: readonly DayCount[]): Indicator[] {
  const sum = (id: string, belongs: (part: DayCount) => boolean): Indicator => ({
    id,
    value: counts.filter(belongs).reduce((total, { count }) => total + count, 0),
    unit: 'count',
  });
  const states: State[] = ['triage', 'queued', 'in_service', 'closed', 'cancelled'];
  return [
    sum('today.total', () => true),
    sum('today.new', ({ opened }) => opened === 'new'),
    sum('today.carried', ({ opened }) => opened === 'carried'),
    ...states.map((state) => sum(`today.${state}`, (part) => part.state === state)),
    ...CHANNELS.map((channel) => sum(`today.channel.${channel}`, (part) => part.channel === channel)),
  ];
}
