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

/** The desk, or a part of it, at an instant. */
export interface DeskNow {
  /** The live conversations of the scope. */
  live: readonly LiveConversation[];
  /** Its linked agents. */
  agents: readonly AgentPresence[];
  /** Conversations in service by agent over all departments, since a limit is one person's. */
  load: ReadonlyMap<string, number>;
  handled: Handled;
  parameters: Parameters;
  at: Date;
}

type Value = (desk: DeskNow) => number | null;

const present =
  (...presences: AgentPresence['presence'][]): Value =>
  ({ agents }) =>
    agents.filter(({ presence }) => presences.includes(presence)).length;

function longestWait({ live, at }: DeskNow): number | null {
  const waits = live.flatMap(({ state, queuedAt }) => (state === 'queued' && queuedAt ? [at.getTime() - queuedAt.getTime()] : []));
  return waits.length > 0 ? Math.max(...waits) : null;
}

function servingAgents({ live, agents }: DeskNow): number {
  const serving = loads(live);
  return agents.filter(({ id }) => serving.has(id)).length;
}

function freePlaces({ agents, load }: DeskNow): number {
  const online = agents.filter(({ presence }) => presence === 'online');
  return online.reduce((sum, { id, limit }) => sum + Math.max(0, limit - (load.get(id) ?? 0)), 0);
}

/** In the contract's order. */
const NOW: readonly [id: string, unit: Unit, value: Value][] = [
  ['now.awaiting.agents', 'count', ({ live }) => live.filter(awaitsAgents).length],
  ['now.awaiting.customers', 'count', ({ live }) => live.filter(awaitsCustomers).length],
  ['now.idle.agents', 'count', ({ live, parameters, at }) => live.filter((one) => isIdle(one, 'agents', parameters.idleMs, at)).length],
  [
    'now.idle.customers',
    'count',
    ({ live, parameters, at }) => live.filter((one) => isIdle(one, 'customers', parameters.idleMs, at)).length,
  ],
  ['now.agents.online', 'count', present('online')],
  ['now.agents.away', 'count', present('away')],
  ['now.agents.offline', 'count', present('offline', null)],
  ['now.agents.serving', 'count', servingAgents],
  ['now.handle.mean', 'ms', ({ handled }) => (handled.n > 0 ? handled.sumMs / handled.n : null)],
  ['now.handle.target', 'ms', ({ parameters }) => parameters.handleTargetMs],
  ['now.queue.size', 'count', ({ live }) => live.filter(({ state }) => state === 'queued').length],
  ['now.queue.longest', 'ms', longestWait],
  ['now.capacity.free', 'count', freePlaces],
];

const nowById = new Map(NOW.map((one) => [one[0], one]));

function indicatorOf([id, unit, value]: (typeof NOW)[number], desk: DeskNow): Indicator {
  return { id, value: value(desk), unit, ...(id === 'now.handle.mean' && { n: desk.handled.n }) };
}

/** The `now.*` indicators, in the contract's order. */
export function nowIndicators(
  live: readonly LiveConversation[],
  agents: readonly AgentPresence[],
  load: ReadonlyMap<string, number>,
  handled: Handled,
  parameters: Parameters,
  at: Date,
): Indicator[] {
  return NOW.map((one) => indicatorOf(one, { live, agents, load, handled, parameters, at }));
}

/** One of them alone; undefined for an id that is none of them. */
export function nowIndicator(id: string, desk: DeskNow): Indicator | undefined {
  const one = nowById.get(id);
  return one && indicatorOf(one, desk);
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
