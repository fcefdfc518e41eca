/** What a helpdesk tells us: the one event shape into which every connector translates. */

export const CHANNELS = ['whatsapp', 'telegram', 'facebook', 'instagram', 'livechat', 'other'] as const;
export type Channel = (typeof CHANNELS)[number];

export const PRESENCES = ['online', 'away', 'offline'] as const;
export type Presence = (typeof PRESENCES)[number];

export const ENDED_BY = ['agent', 'contact', 'system', 'inactivity'] as const;
export type EndedBy = (typeof ENDED_BY)[number];

export type Direction = 'inbound' | 'outbound';
export type Author = 'contact' | 'agent' | 'bot';

/** Someone or something the helpdesk names; the name may be missing or come later. */
export interface Named {
  id: string;
  name?: string | undefined;
}

export interface Contact extends Named {
  phone?: string | undefined;
  email?: string | undefined;
}

export interface Attachment {
  url: string;
  type?: string | undefined;
  name?: string | undefined;
}

/** What `conversation.opened` says of a conversation. */
export interface Opening {
  id: string;
  channel: Channel;
  direction?: Direction | undefined;
  contact?: Contact | undefined;
  protocol?: string | undefined;
  department?: Named | undefined;
  agent?: Named | undefined;
  subject?: string | undefined;
  url?: string | undefined;
}

interface Base {
  /** Unique per event; a second event with the same id is a repetition and changes nothing. */
  id: string;
  occurredAt: Date;
}

interface OfConversation extends Base {
  conversation: { id: string };
}

export type ConversationEvent =
  | (Base & { type: 'conversation.opened'; conversation: Opening })
  | (OfConversation & { type: 'conversation.queued'; department?: Named | undefined })
  | (OfConversation & { type: 'conversation.assigned'; agent: Named; department?: Named | undefined })
  | (OfConversation & { type: 'conversation.closed' | 'conversation.cancelled'; by: EndedBy; reason?: string | undefined })
  | (OfConversation & { type: 'conversation.reopened' })
  | (OfConversation & { type: 'conversation.rated'; score: number; comment?: string | undefined });

export type MessageEvent = OfConversation & {
  type: 'message.created';
  agent?: Named | undefined;
  message: { id: string; from: Author; text?: string | undefined; attachments?: Attachment[] | undefined };
};

export type DirectoryEvent =
  | (Base & { type: 'agent.updated'; agent: Named & { email?: string | undefined; active?: boolean | undefined } })
  | (Base & { type: 'agent.presence'; agent: Named; presence: Presence })
  | (Base & { type: 'department.updated'; department: Named & { active?: boolean | undefined } });

export type HelpdeskEvent = ConversationEvent | MessageEvent | DirectoryEvent;
export type EventType = HelpdeskEvent['type'];

const RANK: Record<EventType, number> = {
  'conversation.opened': 0,
  'conversation.queued': 1,
  'conversation.assigned': 2,
  'conversation.closed': 3,
  'conversation.cancelled': 3,
  'conversation.reopened': 4,
  'conversation.rated': 5,
  'message.created': 6,
  'agent.updated': 7,
  'agent.presence': 8,
  'department.updated': 9,
};

export const EVENT_TYPES = Object.keys(RANK) as EventType[];

/** What the order of two events depends on. */
export type Ordered = Pick<HelpdeskEvent, 'id' | 'type' | 'occurredAt'>;

/** The one order of events: by instant, then by the contract's table of types, then by id (product.md §5). */
export function compareEvents(a: Ordered, b: Ordered): number {
  return a.occurredAt.getTime() - b.occurredAt.getTime() || RANK[a.type] - RANK[b.type] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** A text that sorts as `compareEvents` does, for conditional updates inside the database. */
export function orderKey(event: Ordered): string {
  return `${event.occurredAt.toISOString()}|${RANK[event.type]}|${event.id}`;
}

/** The conversation an event speaks of; undefined for directory events. */
export function conversationIdOf(event: HelpdeskEvent): string | undefined {
  return 'conversation' in event ? event.conversation.id : undefined;
}
