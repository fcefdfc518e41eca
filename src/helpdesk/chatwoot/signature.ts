/** Who sent it: Chatwoot's signature (since 4.11.2), or for older servers the secret at the end of the path. */
import { createHmac } from 'node:crypto';
import { type Refused, refuse, sameSecret, type WebhookRequest } from '../connector.ts';

/** A signature is good this long before and after its timestamp. */
const TOLERANCE_MS = 5 * 60_000;

export interface Sender {
  /** When this attempt was sent, as far as is known: the signature's timestamp, else the moment of arrival. */
  sentAt: Date;
  /** `X-Chatwoot-Delivery`: the same for every attempt at one delivery. */
  delivery?: string | undefined;
}

/** `sha256=<hex HMAC-SHA256 of "{timestamp}.{raw body}">` (chatwoot/chatwoot PR 13573). */
export function signatureOf(secret: string, timestamp: string, rawBody: Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex')}`;
}

/** The sender, or the refusal. A secret in the path counts only where there is no signature header. */
export function verify(secret: string | undefined, request: WebhookRequest): Sender | Refused {
  if (!secret) return refuse(401, 'this server has no CHATWOOT_WEBHOOK_SECRET, so no post can be verified: set it and start again');
  return request.headers['x-chatwoot-signature'] === undefined ? verifyPath(secret, request) : verifySignature(secret, request);
}

function verifySignature(secret: string, { headers, rawBody, receivedAt }: WebhookRequest): Sender | Refused {
  const timestamp = headers['x-chatwoot-timestamp'] ?? '';
  if (!/^\d{1,12}$/.test(timestamp)) return refuse(401, 'expected X-Chatwoot-Timestamp in seconds beside X-Chatwoot-Signature');
  if (!sameSecret(headers['x-chatwoot-signature'] ?? '', signatureOf(secret, timestamp, rawBody))) {
    return refuse(401, 'the signature does not match: expected X-Chatwoot-Signature made with the secret of this webhook in Chatwoot');
  }
  const sentAt = new Date(Number(timestamp) * 1_000);
  if (Math.abs(receivedAt.getTime() - sentAt.getTime()) > TOLERANCE_MS) {
    return refuse(401, 'expected an X-Chatwoot-Timestamp within 5 minutes of now: is a clock wrong?');
  }
  return { sentAt, delivery: deliveryOf(headers['x-chatwoot-delivery']) };
}

/** The signature does not cover this header, so its form is held to what a uuid can be. */
function deliveryOf(header: string | undefined): string | undefined {
  return header && /^[\w-]{8,64}$/.test(header) ? header : undefined;
}

function verifyPath(secret: string, { path, receivedAt }: WebhookRequest): Sender | Refused {
  if (sameSecret(segmentOf(path), secret)) return { sentAt: receivedAt };
  return refuse(401, 'expected X-Chatwoot-Signature, or for Chatwoot before 4.11.2 the secret at the end of the address');
}

function segmentOf(path: string): string {
  const segment = path.replace(/^\//, '').replace(/\/$/, '');
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
