/** The generic connector: whoever can sign JSON can feed a desk (product.md §5). */
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { type Connector, jsonOf, ownerOf, type Received, type Refused, refuse, type WebhookRequest } from '../connector.ts';
import { parseEvent } from './event.ts';

/** The most events that one request may carry (product.md §5). */
export const MAX_BATCH = 1_000;

/**
 * @param secret GENERIC_WEBHOOK_SECRET: base64, with or without `whsec_`; without one every post is refused
 * @throws Error, naming the variable, when the secret is not base64
 */
export function createGeneric({ secret }: { secret: string | undefined }): Connector {
  const webhook = secret ? webhookOf(secret) : undefined;
  return {
    name: 'generic',
    batch: true,
    receive(request) {
      return verify(webhook, request) ?? read(request);
    },
    owns: (conversationId) => ownerOf(conversationId) === 'generic',
  };
}

function webhookOf(secret: string): Webhook {
  try {
    return new Webhook(secret);
  } catch (cause) {
    throw new Error('GENERIC_WEBHOOK_SECRET: expected base64, with or without whsec_ in front', { cause });
  }
}

/** Undefined when the signature is good. */
function verify(webhook: Webhook | undefined, { headers, rawBody }: WebhookRequest): Refused | undefined {
  if (!webhook) return refuse(401, 'this server has no GENERIC_WEBHOOK_SECRET, so no post can be verified: set it and start again');
  try {
    webhook.verify(rawBody, known(headers), { jsonParse: false });
    return undefined;
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    return refuse(401, `${error.message}: ${EXPECTED}`);
  }
}

const EXPECTED =
  'expected webhook-id, webhook-timestamp (seconds, within 5 minutes) and webhook-signature (v1,<base64 HMAC-SHA256>) of Standard Webhooks';

function known(headers: WebhookRequest['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function read({ rawBody, receivedAt }: WebhookRequest): Received | Refused {
  const body = jsonOf(rawBody);
  if (body === undefined) return refuse(400, 'expected a body of JSON');
  if (typeof body !== 'object' || body === null) return refuse(400, 'expected an event, or an array of events');
  const items: unknown[] = Array.isArray(body) ? body : [body];
  if (items.length > MAX_BATCH) return refuse(413, `expected at most ${MAX_BATCH} events in a post`);
  return translate(items, receivedAt);
}

/** The good events of a batch are kept though others are rejected. */
function translate(items: readonly unknown[], now: Date): Received {
  const received: Received = { kind: 'events', events: [], positions: [], rejected: [], ignored: 0 };
  for (const [index, item] of items.entries()) {
    const { event, reason } = parseEvent(item, now);
    if (event) {
      received.events.push(event);
      received.positions.push(index);
    } else {
      received.rejected.push({ index, reason });
    }
  }
  return received;
}
