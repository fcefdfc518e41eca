/** Chatwoot's account webhook: verified, parsed, translated. */
import { type Connector, jsonOf, type Received, refuse, type WebhookRequest, type WebhookResult } from '../connector.ts';
import type { Desk } from './opening.ts';
import { envelopeSchema, messageSchema } from './schema.ts';
import { type Sender, verify } from './signature.ts';
import { translate } from './translate.ts';

export interface ChatwootOptions {
  /** CHATWOOT_WEBHOOK_SECRET: of the webhook in Chatwoot, or for older servers one of our own; without it every post is refused. */
  webhookSecret: string | undefined;
  /** CHATWOOT_ACCOUNT_ID; posts of other accounts are ignored. */
  accountId: string;
  /** CHATWOOT_URL: where agents open Chatwoot. */
  url: string;
}

/** The connector for one account of one Chatwoot. */
export function createChatwoot({ webhookSecret, accountId, url }: ChatwootOptions): Connector {
  const desk: Desk = { accountId, url: url.replace(/\/+$/, '') };
  return {
    name: 'chatwoot',
    batch: false,
    receive(request) {
      const sender = verify(webhookSecret, request);
      return 'kind' in sender ? sender : read(request, sender, desk);
    },
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
