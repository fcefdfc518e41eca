/** A conversation is what its events make of it, in their one order; asked for any instant. */
import {
  type Author,
  type Channel,
  type Contact,
  type ConversationEvent,
  compareEvents,
  type Direction,
  type EndedBy,
  type MessageEvent,
  type Named,
} from './events.ts';

export const STATES = ['triage', 'queued', 'in_service', 'closed', 'cancelled'] as const;
export type State = (typeof STATES)[number];
export type LiveState = 'triage' | 'queued' | 'in_service';

/** A step of the timeline: a lifecycle event, or the mark of a message (its text is stored apart). */
export type Step =
  | { at: Date; type: 'opened'; opening: Told; department?: Named | undefined; agent?: Named | undefined }
  | { at: Date; type: 'queued'; department?: Named | undefined }
  | { at: Date; type: 'assigned'; agent: Named; department?: Named | undefined }
  | { at: Date; type: 'closed' | 'cancelled'; by: EndedBy; reason?: string | undefined }
  | { at: Date; type: 'reopened' }
  | { at: Date; type: 'rated'; score: number; comment?: string | undefined }
  | { at: Date; type: 'message'; from: Author; message: string; agent?: Named | undefined };

/** What stays the same in all states. */
export interface Profile {
  channel: Channel;
  direction: Direction;
  protocol?: string | undefined;
  contact?: Contact | undefined;
  subject?: string | undefined;
  url?: string | undefined;
  openedAt: Date;
}

/** What an opening tells of the profile. */
type Told = { [Name in keyof Omit<Profile, 'openedAt'>]?: Profile[Name] | undefined };

export interface Rating {
  score: number;
  comment?: string | undefined;
  at: Date;
}

export interface Transfer {
  at: Date;
  agent: Named | null;
  department: Named | null;
}

/** A conversation at an instant; what has not happened by then is null. */
export interface Conversation extends Profile {
  /** Whether its opening has been told; until then it opened at its earliest event. */
  announced: boolean;
  state: State;
  department: Named | null;
  /** The first department it came to: what it opened for. */
  firstDepartment: Named | null;
  /** The agent assigned now, or at the end. */
  agent: Named | null;
  firstQueuedAt: Date | null;
  /** Since when it waits, while queued. */
  queuedAt: Date | null;
  firstAssignedAt: Date | null;
  firstAgent: Named | null;
  /** Its department at the first assignment. */
  answeredIn: Named | null;
  firstAgentMessageAt: Date | null;
  firstResponder: Named | null;
  /** Its department at the agent's first message. */
  respondedIn: Named | null;
  /** The contact's first message after the agent's first. */
  contactRepliedAt: Date | null;
  /** The last message of a contact or an agent; bots do not count. */
  lastMessageAt: Date | null;
  lastMessageFrom: 'contact' | 'agent' | null;
  endedAt: Date | null;
  endedBy: EndedBy | null;
  endReason: string | null;
  /** The live state it ended in, for telling an abandoned queue from a lost menu. */
  endedFrom: LiveState | null;
  /** Changes of agent, and returns to a queue, after the first assignment. */
  transfers: number;
  /** Each of them: when, and away from whom. */
  transferred: Transfer[];
  rating: Rating | null;
}

export function isLive(conversation: Pick<Conversation, 'state'>): boolean {
  return conversation.state === 'triage' || conversation.state === 'queued' || conversation.state === 'in_service';
}

/**
 * The timeline of a conversation's events: in their one order, each message once (the earliest event of it), and without the
 * steps that changed nothing (connectors repeat what they know), so that it tells the same at every instant, only shorter.
 */
export function timelineOf(events: readonly (ConversationEvent | MessageEvent)[]): Step[] {
  const messages = new Set<string>();
  const steps: Step[] = [];
  let conversation: Conversation | undefined;
  for (const event of [...events].sort(compareEvents)) {
    if (event.type === 'message.created') {
      if (messages.has(event.message.id)) continue;
      messages.add(event.message.id);
    }
    const step = stepOf(event);
    const before = conversation ?? unopened(step.at);
    const after = apply(before, step);
    if (conversation === undefined || changes(before, after)) steps.push(step);
    conversation = after;
  }
  return steps;
}

/** Whether a step has changed anything. */
function changes(before: Conversation, after: Conversation): boolean {
  return before !== after && (Object.keys(after) as (keyof Conversation)[]).some((name) => !isSame(before[name], after[name]));
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

function stepOf(event: ConversationEvent | MessageEvent): Step {
  const at = event.occurredAt;
  switch (event.type) {
    case 'conversation.opened': {
      const { id: _id, department, agent, ...opening } = event.conversation;
      return { at, type: 'opened', opening, department, agent };
    }
    case 'conversation.queued':
      return { at, type: 'queued', department: event.department };
    case 'conversation.assigned':
      return { at, type: 'assigned', agent: event.agent, department: event.department };
    case 'conversation.closed':
      return { at, type: 'closed', by: event.by, reason: event.reason };
    case 'conversation.cancelled':
      return { at, type: 'cancelled', by: event.by, reason: event.reason };
    case 'conversation.reopened':
      return { at, type: 'reopened' };
    case 'conversation.rated':
      return { at, type: 'rated', score: event.score, comment: event.comment };
    case 'message.created':
      return { at, type: 'message', from: event.message.from, message: event.message.id, agent: event.agent };
  }
}

/**
 * The conversation as of `at` (steps at that very instant have happened), or undefined before its first step.
 * @param timeline in order, as `timelineOf` gives it
 */
export function conversationAt(timeline: readonly Step[], at?: Date): Conversation | undefined {
  const happened = at === undefined ? timeline : timeline.filter((step) => step.at <= at);
  const first = happened[0];
  return first && happened.reduce(apply, unopened(first.at));
}

/** What a step makes of a conversation; undefined: it is the first one. */
export function withStep(before: Conversation | undefined, step: Step): Conversation {
  return apply(before ?? unopened(step.at), step);
}

/** A conversation known only from what came before (or without) its opening: it opened at its earliest event. */
function unopened(at: Date): Conversation {
  return {
    channel: 'other',
    direction: 'inbound',
    openedAt: at,
    announced: false,
    state: 'triage',
    department: null,
    firstDepartment: null,
    agent: null,
    firstQueuedAt: null,
    queuedAt: null,
    firstAssignedAt: null,
    firstAgent: null,
    answeredIn: null,
    firstAgentMessageAt: null,
    firstResponder: null,
    respondedIn: null,
    contactRepliedAt: null,
    lastMessageAt: null,
    lastMessageFrom: null,
    endedAt: null,
    endedBy: null,
    endReason: null,
    endedFrom: null,
    transfers: 0,
    transferred: [],
    rating: null,
  };
}

function apply(before: Conversation, step: Step): Conversation {
  switch (step.type) {
    case 'opened':
      return open(before, step);
    case 'queued':
      return queue(before, step);
    case 'assigned':
      return assign(before, step);
    case 'closed':
    case 'cancelled':
      return end(before, step);
    case 'reopened':
      return reopen(before, step.at);
    case 'rated':
      return { ...before, rating: { score: step.score, comment: step.comment, at: step.at } };
    case 'message':
      return hear(before, step);
  }
}

type Of<Type extends Step['type']> = Extract<Step, { type: Type }>;

/** The first opening sets the instant; a later one only completes or corrects what is known of the conversation. */
function open(before: Conversation, step: Of<'opened'>): Conversation {
  const known = Object.fromEntries(Object.entries(step.opening).filter(([, value]) => value !== undefined));
  const opened = { ...before, ...known, announced: true, openedAt: before.announced ? before.openedAt : step.at };
  const placed = inDepartment(opened, opened.department ?? step.department);
  return step.agent && opened.firstAssignedAt === null ? assign(placed, { at: step.at, type: 'assigned', agent: step.agent }) : placed;
}

function inDepartment(before: Conversation, department: Named | null | undefined): Conversation {
  if (!department) return before;
  return { ...before, department, firstDepartment: before.firstDepartment ?? department };
}

/** Handed over: who had it until then, where. */
function handedOver(before: Conversation, at: Date): Pick<Conversation, 'transfers' | 'transferred'> {
  const { agent, department } = before;
  return { transfers: before.transfers + 1, transferred: [...before.transferred, { at, agent, department }] };
}

function queue(before: Conversation, step: Of<'queued'>): Conversation {
  if (!isLive(before)) return before;
  const returned = before.state === 'in_service';
  return {
    ...inDepartment(before, step.department),
    state: 'queued',
    agent: null,
    firstQueuedAt: before.firstQueuedAt ?? step.at,
    queuedAt: before.state === 'queued' ? before.queuedAt : step.at,
    ...(returned ? handedOver(before, step.at) : {}),
  };
}

function assign(before: Conversation, step: Of<'assigned'>): Conversation {
  if (!isLive(before)) return before;
  const changed = before.state === 'in_service' && before.agent !== null && before.agent.id !== step.agent.id;
  const placed = inDepartment(before, step.department);
  return {
    ...placed,
    state: 'in_service',
    agent: step.agent,
    queuedAt: null,
    ...(before.firstAssignedAt ? {} : { firstAssignedAt: step.at, firstAgent: step.agent, answeredIn: placed.department }),
    ...(changed ? handedOver(before, step.at) : {}),
  };
}

/** The first end counts until it is reopened. */
function end(before: Conversation, step: Of<'closed' | 'cancelled'>): Conversation {
  if (!isLive(before)) return before;
  return {
    ...before,
    state: step.type,
    queuedAt: null,
    endedAt: step.at,
    endedBy: step.by,
    endReason: step.reason ?? null,
    endedFrom: before.state as LiveState,
  };
}

/** Back to its agent, else to the queue it has been in, else to the menu. */
function reopen(before: Conversation, at: Date): Conversation {
  if (isLive(before)) return before;
  const state: LiveState = before.agent ? 'in_service' : before.firstQueuedAt ? 'queued' : 'triage';
  return { ...before, state, queuedAt: state === 'queued' ? at : null, endedAt: null, endedBy: null, endReason: null, endedFrom: null };
}

function hear(before: Conversation, step: Of<'message'>): Conversation {
  if (step.from === 'bot') return before;
  const heard = { ...before, lastMessageAt: step.at, lastMessageFrom: step.from };
  if (step.from === 'contact') {
    return before.firstAgentMessageAt && !before.contactRepliedAt ? { ...heard, contactRepliedAt: step.at } : heard;
  }
  if (before.firstAgentMessageAt) return heard;
  return { ...heard, firstAgentMessageAt: step.at, firstResponder: step.agent ?? before.agent, respondedIn: before.department };
}
