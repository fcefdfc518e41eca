/** A text to the contact of a conversation, never a private note. */
import { HelpdeskError, type HelpdeskFault, type Sent } from '../connector.ts';
import type { Client } from './client.ts';
import { own } from './ids.ts';
import { shownConversationSchema, writtenMessageSchema } from './schema.ts';

export interface Letter {
  /** Our id, `chatwoot:57`; Chatwoot calls the number its display id, and the API takes it in addresses. */
  conversation: string;
  text: string;
  signal?: AbortSignal | undefined;
}

const DISPLAY_ID = /^chatwoot:(\d{1,18})$/;
/** Liquid, in which Chatwoot fills what it knows of contact and agent into every outgoing message (Liquidable). */
const LIQUID = /\{\{|\{%/;

const WINDOW_CLOSED: HelpdeskFault = {
  reason: 'refused',
  detail: 'the contact’s last message is too long ago for a free text on this channel (24 hours on WhatsApp)',
  windowClosed: true,
};

/**
 * Asks first whether the channel still takes free text: a closed window is not refused when a message is written,
 * Chatwoot answers 200 and fails later. The message itself is posted once, whatever comes of it.
 */
export async function sendText(client: Client, letter: Letter): Promise<Sent> {
  try {
    return await send(client, letter);
  } catch (error) {
    if (error instanceof HelpdeskError) return { ok: false, ...error.fault };
    throw error;
  }
}

async function send(client: Client, { conversation, text, signal }: Letter): Promise<Sent> {
  const number = DISPLAY_ID.exec(conversation)?.[1];
  if (!number) throw new HelpdeskError({ reason: 'gone', detail: 'expected the id of a conversation of Chatwoot' });
  checkText(text);
  const path = `/conversations/${number}`;
  const { can_reply } = await client.read({ path, answer: shownConversationSchema, signal });
  if (can_reply === false) throw new HelpdeskError(WINDOW_CLOSED);
  if (signal?.aborted) throw new HelpdeskError({ reason: 'unreachable', detail: 'given up before it was sent' });
  const body = { content: text, message_type: 'outgoing', private: false };
  const message = await client.write({ path: `${path}/messages`, answer: writtenMessageSchema, signal }, body);
  if (message.status !== 'failed') return { ok: true, message: own(message.id) };
  throw refused(message.content_attributes?.external_error ?? 'the channel did not take it');
}

function checkText(text: string): void {
  if (text.trim() === '') throw refused('expected a text that is not empty');
  if (LIQUID.test(text)) throw refused('expected a text without {{ and {%, which Chatwoot would fill in itself');
}

function refused(detail: string): HelpdeskError {
  return new HelpdeskError({ reason: 'refused', detail });
}
