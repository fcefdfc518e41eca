/** The contract of a helpdesk connector: it turns one webhook request into events of the domain, and touches nothing else. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { HelpdeskEvent } from '../domain/events.ts';

/** What a webhook request brings, untouched. */
export interface WebhookRequest {
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** The bytes as they came: signatures are over these. */
  rawBody: Buffer;
  /** The path behind `/helpdesk/<name>/webhook`: '' or '/<secret>'. */
  path: string;
  receivedAt: Date;
}

/** An item of the request that says nothing usable; `index` is its place in the batch, from 0. */
export interface Rejected {
  index: number;
  reason: string;
}

export interface Refused {
  kind: 'refused';
  status: 400 | 401 | 413;
  /** One line saying what was expected; never a secret, never what the body holds. */
  message: string;
}

export interface Received {
  kind: 'events';
  events: HelpdeskEvent[];
  /** For each of `events`, the index of the item it came from. */
  positions: number[];
  rejected: Rejected[];
  /** Items of an unknown type, of another account or without meaning for a desk: counted, and answered 200. */
  ignored: number;
}

export type WebhookResult = Refused | Received;

export interface Connector {
  /** The word in `/helpdesk/<name>/webhook`. */
  name: string;
  /** True: the answer is 202 with the counts, as product.md §5 says; false: a plain 200, which is all the helpdesk reads. */
  batch: boolean;
  /** Verifies, parses and translates; throws for nothing a request can hold. */
  receive: (request: WebhookRequest) => WebhookResult;
}

/** The longest texts that are kept, in UTF-16 units. An id over its limit is an error; any other text is cut. */
export const LIMITS = { id: 200, name: 200, contact: 200, subject: 500, reason: 500, comment: 5_000, text: 20_000, url: 2_000 } as const;

/** How many attachments of one message are kept. */
export const MAX_ATTACHMENTS = 20;

/** The text cut to `max` UTF-16 units, with an ellipsis where it was cut and no half of a surrogate pair before it. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A name as people read it: trimmed and cut; undefined when nothing is left. */
export function named(text: string | null | undefined, max: number = LIMITS.name): string | undefined {
  const trimmed = text?.trim();
  return trimmed ? cut(trimmed, max) : undefined;
}

/** Whether two secrets are equal, in a time that tells nothing about where they differ or how long they are. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());
}

/** A refused request. */
export function refuse(status: Refused['status'], message: string): Refused {
  return { kind: 'refused', status, message };
}

/** The body as JSON, or undefined when it is not (JSON itself has no undefined). */
export function jsonOf(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
