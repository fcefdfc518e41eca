/**
 * The sending side of one Chatwoot conversation: what its account webhook posts, in the shapes of Chatwoot's own
 * presenters (Conversations::EventDataPresenter, webhook_data of Message, Contact, User, AgentBot), signed as since 4.11.2.
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { WebhookRequest } from '../../src/helpdesk/connector.ts';

export type Status = 'open' | 'pending' | 'resolved' | 'snoozed';
export interface User {
  id: number;
  name: string;
  availability?: 'online' | 'busy' | 'offline';
}
export type Payload = Record<string, unknown> & { event: string };

export interface Talk {
  id: number;
  accountId: number;
  channel: string;
  status: Status;
  assignee: User | null;
  team: { id: number; name: string } | null;
  createdAt: number;
  updatedAt: number;
  contact: { id: number; name: string; phone: string };
  lastMessage: Record<string, unknown> | null;
  nextMessage: number;
}

/** A conversation as it is before anything happened to it. */
export function talk(part: Partial<Talk> = {}): Talk {
  const createdAt = part.createdAt ?? Date.parse('2026-11-22T13:00:00.250Z');
  const contact = { id: 45, name: 'Maria Souza', phone: '+5511999990000' };
  return {
    id: 57,
    accountId: 1,
    channel: 'Channel::Whatsapp',
    status: 'pending',
    assignee: null,
    team: null,
    createdAt,
    updatedAt: createdAt,
    contact,
    lastMessage: null,
    nextMessage: 500,
    ...part,
  };
}

/** An agent as conversations show one. */
function pushedUser({ id, name, availability = 'online' }: User): object {
  return { id, name, available_name: name, avatar_url: '', type: 'user', availability_status: availability, thumbnail: '' };
}

/** Conversations::EventDataPresenter#push_data with the account, as webhooks carry it. */
export function snapshotOf(one: Talk): Record<string, unknown> {
  const { contact, createdAt, updatedAt } = one;
  const seconds = Math.floor(updatedAt / 1_000);
  return {
    additional_attributes: {},
    can_reply: true,
    channel: one.channel,
    contact_inbox: { id: 9, contact_id: contact.id, inbox_id: 5, source_id: contact.phone.replace('+', ''), hmac_verified: false },
    id: one.id,
    inbox_id: 5,
    messages: one.lastMessage ? [one.lastMessage] : [],
    labels: [],
    meta: {
      sender: {
        additional_attributes: {},
        custom_attributes: {},
        email: null,
        id: contact.id,
        identifier: null,
        name: contact.name,
        phone_number: contact.phone,
        thumbnail: '',
        blocked: false,
        type: 'contact',
      },
      assignee: one.assignee ? pushedUser(one.assignee) : null,
      assignee_type: one.assignee ? 'User' : null,
      team: one.team ? { ...one.team, description: null, allow_auto_assign: true, account_id: one.accountId } : null,
      hmac_verified: false,
    },
    status: one.status,
    custom_attributes: {},
    snoozed_until: null,
    unread_count: 0,
    first_reply_created_at: null,
    priority: null,
    waiting_since: 0,
    agent_last_seen_at: 0,
    contact_last_seen_at: 0,
    last_activity_at: seconds,
    timestamp: seconds,
    created_at: Math.floor(createdAt / 1_000),
    updated_at: updatedAt / 1_000,
    account: { id: one.accountId, name: 'Acme' },
  };
}

/** What changes of a conversation, and the event that Chatwoot sends of it; changes `one`. */
export function changed(one: Talk, at: number, part: Partial<Pick<Talk, 'status' | 'assignee' | 'team' | 'contact'>>): Payload {
  const previous = one.status;
  Object.assign(one, part, { updatedAt: at });
  const switched = part.status !== undefined && part.status !== previous;
  const changes = switched
    ? [{ status: { previous_value: previous, current_value: part.status } }]
    : [{ assignee_id: { previous_value: null, current_value: one.assignee?.id ?? null } }];
  return { ...snapshotOf(one), event: switched ? 'conversation_status_changed' : 'conversation_updated', changed_attributes: changes };
}

export interface Said {
  from: 'contact' | 'bot' | User;
  text: string;
  type?: 'incoming' | 'outgoing' | 'activity' | 'template';
  private?: boolean;
  part?: Record<string, unknown>;
}

const NUMBERS = { incoming: 0, outgoing: 1, activity: 2, template: 3 };

/** A message, which touches the conversation; changes `one`. */
export function said(
  one: Talk,
  at: number,
  { from, text, type = from === 'contact' ? 'incoming' : 'outgoing', private: note = false, part = {} }: Said,
): Payload {
  const id = one.nextMessage++;
  one.updatedAt = at;
  const fields = {
    id,
    content: text,
    content_type: 'text',
    content_attributes: {},
    additional_attributes: {},
    private: note,
    source_id: null,
    ...part,
  };
  const sender =
    from === 'contact'
      ? { ...one.contact, phone_number: one.contact.phone, type: 'contact' }
      : from === 'bot'
        ? { id: 3, name: 'Robo', type: 'agent_bot' }
        : from;
  const pushed = typeof from === 'object' ? pushedUser(from) : sender;
  const listed = {
    ...fields,
    account_id: one.accountId,
    inbox_id: 5,
    conversation_id: one.id,
    message_type: NUMBERS[type],
    created_at: Math.floor(at / 1_000),
    status: 'sent',
    sender: pushed,
  };
  // Private notes and activities are not what a conversation shows as its last message.
  if (!note && type !== 'activity') one.lastMessage = listed;
  const webhookSender = typeof from === 'object' ? { id: from.id, name: from.name, email: `${from.id}@example.com`, type: 'user' } : sender;
  return {
    ...fields,
    account: { id: one.accountId, name: 'Acme' },
    conversation: snapshotOf(one),
    created_at: new Date(at).toISOString(),
    inbox: { id: 5, name: 'WhatsApp' },
    message_type: type,
    sender: webhookSender,
    event: 'message_created',
  };
}

/** The request that Chatwoot makes of a payload; `sentAt` in ms. */
export function delivered(
  payload: unknown,
  { secret, sentAt, delivery = randomUUID() }: { secret: string; sentAt: number; delivery?: string },
): WebhookRequest {
  const rawBody = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  const timestamp = String(Math.floor(sentAt / 1_000));
  const digest = createHmac('sha256', secret)
    .update(`${timestamp}.${rawBody.toString('utf8')}`)
    .digest('hex');
  const headers = { 'x-chatwoot-timestamp': timestamp, 'x-chatwoot-signature': `sha256=${digest}`, 'x-chatwoot-delivery': delivery };
  return { headers, rawBody, path: '', receivedAt: new Date(sentAt) };
}
