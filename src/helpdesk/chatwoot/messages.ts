/** Messages between contact and company; private notes and activities are neither. */
import type { Attachment, Author, MessageEvent, Named } from '../../domain/events.ts';
import { cut, LIMITS, MAX_ATTACHMENTS, named } from '../connector.ts';
import { factId, own, ownNamed, sortable } from './ids.ts';
import type { ChatwootMessage, Person } from './schema.ts';

const TYPES = ['incoming', 'outgoing', 'activity', 'template'] as const;

/** The word of a message's type, which inside conversations and in the API is a number. */
export function typeOf({ message_type }: ChatwootMessage): string | undefined {
  return typeof message_type === 'number' ? TYPES[message_type] : message_type;
}

/** Who speaks; undefined for what the contact never sees. */
export function authorOf(message: ChatwootMessage): Author | undefined {
  if (message.private) return undefined;
  switch (typeOf(message)) {
    case 'incoming':
      return 'contact';
    case 'outgoing':
      return isHuman(message) ? 'agent' : 'bot';
    case 'template':
      return 'bot';
    default:
      return undefined;
  }
}

/** As Chatwoot's own Message#human_response?: a user's words, not a rule's or a campaign's; or typed in the channel's own app. */
function isHuman({ sender, content_attributes, additional_attributes }: ChatwootMessage): boolean {
  if (content_attributes['automation_rule_id'] || additional_attributes['campaign_id']) return false;
  return Boolean(content_attributes['external_echo']) || Boolean(sender && isUser(sender));
}

/** Asked of whoever wrote an outgoing message or holds a conversation. Older versions send no type; bots then have no e-mail. */
export function isUser({ type, email }: Person): boolean {
  return type === undefined ? email !== undefined : type.toLowerCase() === 'user';
}

/**
 * How a message was told. Of several tellings of one message the earliest counts, and at the same instant the first
 * in this alphabet: a deletion before a change before the message as it was sent.
 */
type Telling = 'deleted' | 'edited' | 'sent';

/** A message, told by its own webhook. */
export function messageEvent(message: ChatwootMessage, conversation: string, event: 'message_created' | 'message_updated'): MessageEvent[] {
  if (!message.created_at) return [];
  const changed: Telling = message.content_attributes['deleted'] ? 'deleted' : 'edited';
  return told(message, conversation, message.created_at, event === 'message_updated' ? changed : 'sent');
}

/**
 * The last message inside a conversation, which repairs a lost webhook. Its instant has whole seconds only, so it is put
 * at the end of its second, where the message's own webhook comes before it and counts.
 * @param known the conversation's `updated_at`, which each message touches: the message is not later
 */
export function lastMessageEvent(message: ChatwootMessage, conversation: string, known: Date | undefined): MessageEvent[] {
  const from = message.created_at?.getTime();
  if (from === undefined) return [];
  const until = from % 1_000 === 0 ? from + 999 : from;
  return told(message, conversation, new Date(Math.max(from, Math.min(until, known?.getTime() ?? until))), 'sent');
}

function told(message: ChatwootMessage, conversation: string, occurredAt: Date, telling: Telling): MessageEvent[] {
  const from = authorOf(message);
  if (!from) return [];
  const agent: Named | undefined = from === 'agent' && message.sender && isUser(message.sender) ? ownNamed(message.sender) : undefined;
  const said = { id: own(message.id), from, text: textOf(message), attachments: attachmentsOf(message) };
  const id = factId(`message:${sortable(message.id)}`, telling, occurredAt, { conversation, agent, said });
  return [{ id, type: 'message.created', occurredAt, conversation: { id: own(conversation) }, agent, message: said }];
}

function textOf({ content }: ChatwootMessage): string | undefined {
  return content ? cut(content, LIMITS.text) : undefined;
}

function attachmentsOf({ attachments }: ChatwootMessage): Attachment[] | undefined {
  const kept = attachments
    .filter((attachment) => attachment !== undefined)
    .filter(({ data_url }) => data_url.length <= LIMITS.url && /^https?:\/\/\S+$/i.test(data_url))
    .slice(0, MAX_ATTACHMENTS)
    .map(({ data_url, file_type, fallback_title }) => ({ url: data_url, type: named(file_type), name: named(fallback_title) }));
  return kept.length > 0 ? kept : undefined;
}
