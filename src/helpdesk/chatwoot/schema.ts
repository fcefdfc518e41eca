/**
 * What Chatwoot sends, as loosely as its versions and forks differ: only the event's name and the ids must be there.
 * Shapes: Conversations::EventDataPresenter#push_data and the webhook_data of Message, Contact, User and AgentBot.
 */
import { z } from 'zod';
import { LIMITS } from '../connector.ts';
import { instantOf } from './instants.ts';

const id = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(LIMITS.id));
const word = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const instant = z.unknown().transform(instantOf).optional();
const attributes = z.record(z.string(), z.unknown()).catch({});

/** In the API: an agent, or a member of a team (api/v1/models/_agent). */
export const person = z.object({
  id,
  name: word,
  email: word,
  phone_number: word,
  /** contact, user, agent_bot or captain_assistant; some versions send none. */
  type: word,
  availability_status: word,
});
const someone = person.nullable().optional().catch(undefined);
/** In the API likewise (api/v1/models/_team). */
export const team = z.object({ id, name: word });

const attachment = z.object({
  data_url: z.string(),
  file_type: z.union([z.string(), z.number()]).transform(String).optional().catch(undefined),
  fallback_title: word,
});

export const messageSchema = z.object({
  id,
  content: word,
  /** A word in webhooks, a number inside a conversation and in the API. */
  message_type: z.union([z.string(), z.number()]).optional().catch(undefined),
  private: flag,
  created_at: instant,
  content_attributes: attributes,
  additional_attributes: attributes,
  sender: someone,
  account_id: id.optional().catch(undefined),
  attachments: z.array(attachment.optional().catch(undefined)).catch([]),
});

export const conversationSchema = z.object({
  /** The display id; the documentation of 2020 calls it so. */
  id: id.optional().catch(undefined),
  display_id: id.optional().catch(undefined),
  status: z.enum(['open', 'pending', 'resolved', 'snoozed']).optional().catch(undefined),
  channel: word,
  created_at: instant,
  updated_at: instant,
  additional_attributes: attributes,
  contact_inbox: z.object({ source_id: word }).optional().catch(undefined),
  messages: z.array(messageSchema.optional().catch(undefined)).catch([]),
  meta: z
    .object({ sender: someone, assignee: someone, assignee_type: word, team: team.nullable().optional().catch(undefined), channel: word })
    .optional()
    .catch(undefined),
});

/** What every webhook has; the rest is read by the kind of event. */
export const envelopeSchema = z.object({
  event: z.string().min(1),
  account: z.object({ id }).optional().catch(undefined),
});

/** `[{ updated_at: { previous_value, current_value } }]`, of conversation events only; the former value is never needed. */
export const changesSchema = z.object({
  changed_attributes: z.array(z.record(z.string(), z.object({ current_value: z.unknown().optional() }))).catch([]),
  performed_by: z.object({ type: word }).optional().catch(undefined),
});

export const messageEventSchema = messageSchema.extend({ conversation: conversationSchema, contact: someone });
export const widgetEventSchema = z.object({ current_conversation: conversationSchema.nullable().optional().catch(undefined) });

/** What the API says of a conversation: `can_reply` is false once the channel's answering window is closed. */
export const shownConversationSchema = z.object({ can_reply: flag });

/** The API's answer to a message that was written; `external_error` are the channel's words. */
export const writtenMessageSchema = z.object({
  id,
  status: word,
  content_attributes: z.object({ external_error: word }).optional().catch(undefined),
});

/** What the API says when it refuses. */
export const complaintSchema = z.object({ error: word, message: word });

export type Person = z.output<typeof person>;
export type Snapshot = z.output<typeof conversationSchema>;
export type ChatwootMessage = z.output<typeof messageSchema>;
export type Changes = z.output<typeof changesSchema>;
