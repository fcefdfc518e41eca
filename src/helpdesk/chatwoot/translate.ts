/** Chatwoot's webhooks as events of the domain; pure. */
import type { EndedBy, HelpdeskEvent } from '../../domain/events.ts';
import { isOutbound } from './direction.ts';
import { instantOf } from './instants.ts';
import { lastMessageEvent, messageEvent } from './messages.ts';
import { type Dated, type Desk, openedEvent, outboundEvent } from './opening.ts';
import { presenceEvents } from './presence.ts';
import { ratedEvents } from './rating.ts';
import {
  type ChatwootMessage,
  type Changes,
  changesSchema,
  conversationSchema,
  messageEventSchema,
  type Person,
  type Snapshot,
  widgetEventSchema,
} from './schema.ts';
import type { Sender } from './signature.ts';
import { departmentOf, stateEvents } from './snapshot.ts';

export type Translated = { events: HelpdeskEvent[] } | { ignored: true } | { reason: string };

/** @param payload the webhook's body, of which `event` is known to be `event` */
export function translate(event: string, payload: unknown, desk: Desk, sender: Sender): Translated {
  switch (event) {
    case 'conversation_created':
    case 'conversation_status_changed':
    case 'conversation_updated':
      return ofConversation(payload, desk, sender);
    case 'message_created':
    case 'message_updated':
      return ofMessage(event, payload, desk, sender);
    case 'webwidget_triggered':
      return ofWidget(payload, desk, sender);
    default:
      // contact_created, contact_updated, conversation_typing_on and _off say nothing of the desk; others are not known.
      return { ignored: true };
  }
}

const NO_CONVERSATION: Translated = { reason: 'id: expected the display id of the conversation' };

function ofConversation(payload: unknown, desk: Desk, sender: Sender): Translated {
  const snapshot = conversationSchema.safeParse(payload).data;
  const changes = changesSchema.safeParse(payload).data;
  const id = snapshot?.display_id ?? snapshot?.id;
  if (!snapshot || id === undefined) return NO_CONVERSATION;
  const at = snapshot.updated_at ?? changedAt(changes) ?? sender.sentAt;
  return { events: [...ofSnapshot({ id, snapshot, at, desk }, sender, { by: endedBy(snapshot, changes) })] };
}

/**
 * A message's webhook. Its conversation's state is asserted as of `updated_at`; where an old version sends none, as of
 * the message's creation, and then only for a new message, since a receipt comes long after.
 */
function ofMessage(event: 'message_created' | 'message_updated', payload: unknown, desk: Desk, sender: Sender): Translated {
  const parsed = messageEventSchema.safeParse(payload);
  if (!parsed.success) return { reason: `${parsed.error.issues[0]?.path.join('.') ?? 'body'}: expected a message with its conversation` };
  const { conversation: snapshot, contact, ...message } = parsed.data;
  const id = snapshot.display_id ?? snapshot.id;
  if (id === undefined) return NO_CONVERSATION;
  const at = snapshot.updated_at ?? message.created_at ?? sender.sentAt;
  const told = messageEvent(message, id, event);
  const rated = event === 'message_updated' ? ratedEvents(message, id, at) : [];
  const dated = snapshot.updated_at || event === 'message_created';
  const known = dated ? snapshot : { ...snapshot, status: undefined };
  return { events: [...ofSnapshot({ id, snapshot: known, at, desk }, sender, { message, contact }), ...told, ...rated] };
}

/** The visitor opened the widget: nothing new, but it may carry the conversation. */
function ofWidget(payload: unknown, desk: Desk, sender: Sender): Translated {
  const snapshot = widgetEventSchema.safeParse(payload).data?.current_conversation;
  return snapshot ? ofConversation(snapshot, desk, sender) : { ignored: true };
}

interface Context {
  by?: EndedBy;
  /** The message that the webhook is about. */
  message?: ChatwootMessage;
  /** Who the documentation of 2020 says the contact is. */
  contact?: Person | null | undefined;
}

function ofSnapshot(dated: Dated, sender: Sender, { by = 'agent', message, contact }: Context): HelpdeskEvent[] {
  const { id, snapshot } = dated;
  const state = stateEvents(dated, by);
  const placed = state.some(({ type }) => type === 'conversation.queued' || type === 'conversation.assigned');
  const opened = openedEvent(dated, contact ?? contactAmong(message), placed ? undefined : departmentOf(snapshot));
  const last = snapshot.messages.filter((one) => one !== undefined).filter((one) => one.id !== message?.id);
  return [
    opened,
    ...(isOutbound(snapshot, message) ? [outboundEvent(dated)] : []),
    ...state,
    ...last.flatMap((one) => lastMessageEvent(one, id, snapshot.updated_at)),
    ...presenceEvents(snapshot, message, sender),
  ];
}

function contactAmong(message: ChatwootMessage | undefined): Person | undefined {
  return message?.sender?.type === 'contact' ? message.sender : undefined;
}

/** When the change was made, which versions without `updated_at` in the conversation tell among the changes. */
function changedAt(changes: Changes | undefined): Date | undefined {
  const change = changes?.changed_attributes.find((one) => 'updated_at' in one);
  return instantOf(change?.['updated_at']?.current_value);
}

/** Chatwoot does not say who resolved, forks do; a conversation that a bot holds was resolved by it. */
function endedBy({ meta }: Snapshot, changes: Changes | undefined): EndedBy {
  const type = (changes?.performed_by?.type ?? meta?.assignee_type ?? 'user').toLowerCase();
  if (type === 'user') return 'agent';
  return type === 'contact' ? 'contact' : 'system';
}
