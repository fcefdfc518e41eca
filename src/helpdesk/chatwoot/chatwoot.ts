/** Chatwoot's account webhook: verified, parsed, translated. With a token also its API. */
import {
  type Connector,
  type HelpdeskApi,
  jsonOf,
  ownerOf,
  type Received,
  refuse,
  type WebhookRequest,
  type WebhookResult,
} from '../connector.ts';
import { type Access, createClient } from './client.ts';
import { directoryOf } from './directory.ts';
import type { Desk } from './opening.ts';
import { envelopeSchema, messageSchema } from './schema.ts';
import { sendText } from './send.ts';
import { type Sender, verify } from './signature.ts';
import { translate } from './translate.ts';

export interface ChatwootOptions {
  /** CHATWOOT_WEBHOOK_SECRET: of the webhook in Chatwoot, or for older servers one of our own; without it every post is refused. */
  webhookSecret: string | undefined;
  /** CHATWOOT_ACCOUNT_ID; posts of other accounts are ignored. */
  accountId: string;
  /** CHATWOOT_URL: where agents open Chatwoot. */
  url: string;
  /** CHATWOOT_TOKEN: a user's access token; without it nothing can be asked of Chatwoot and nothing sent. */
  token?: string | undefined;
  /** How long one request to the API may take; for tests. */
  timeoutMs?: number | undefined;
}

/**
 * The connector for one account of one Chatwoot.
 * @throws Error, naming the variable, when the token cannot be one
 */
export function createChatwoot({ webhookSecret, accountId, url, token, timeoutMs }: ChatwootOptions): Connector {
  const desk: Desk = { accountId, url: url.replace(/\/+$/, '') };
  return {
    name: 'chatwoot',
    batch: false,
    receive(request) {
      const sender = verify(webhookSecret, request);
      return 'kind' in sender ? sender : read(request, sender, desk);
    },
    owns: (conversationId) => ownerOf(conversationId) === 'chatwoot',
    ...(token && { api: apiOf({ ...desk, token, timeoutMs }) }),
  };
}

function apiOf(access: Access): HelpdeskApi {
  const client = createClient(access);
  return {
    directory: (signal) => directoryOf(client, signal),
    send: (conversation, text, signal) => sendText(client, { conversation, text, signal }),
  };
}

function read({ rawBody }: WebhookRequest, sender: Sender, desk: Desk): WebhookResult {
  const payload = jsonOf(rawBody);
  if (payload === undefined) return refuse(400, 'expected a body of JSON');
  const envelope = envelopeSchema.safeParse(payload);
  if (!envelope.success) return refuse(400, 'expected a JSON object with the name of its event');
  const account = envelope.data.account?.id ?? accountAmong(payload);
  if (account !== undefined && account !== desk.accountId) return received({ ignored: 1 });
  const translated = translate(envelope.data.event, payload, desk, sender);
  if ('ignored' in translated) return received({ ignored: 1 });
  if ('reason' in translated) return received({ rejected: [{ index: 0, reason: translated.reason }] });
  return received({ events: translated.events, positions: translated.events.map(() => 0) });
}

/** Before 4.x a conversation's webhook has no account of its own, but its last message has. */
function accountAmong(payload: unknown): string | undefined {
  const messages: unknown = (payload as { messages?: unknown }).messages;
  return Array.isArray(messages) ? messageSchema.safeParse(messages[0]).data?.account_id : undefined;
}

function received(part: Partial<Received>): Received {
  return { kind: 'events', events: [], positions: [], rejected: [], ignored: 0, ...part };
}
