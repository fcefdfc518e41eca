/**
 * The contract of a helpdesk connector: it turns one webhook request into events of the domain, and touches nothing else.
 * Where the helpdesk has an API and we have a token, a second contract says what can be asked and done there.
 */
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
  /** Whether a conversation's id came from this connector; of all connectors exactly one says so. */
  owns: (conversationId: string) => boolean;
  api?: HelpdeskApi;
}

/** What of a helpdesk can be asked or done through its API; absent where there is none or no token. */
export interface HelpdeskApi {
  /**
   * Everyone who serves conversations and every team, with the ids that events carry (`chatwoot:57`); for linking those
   * of whom no event has told yet. @throws HelpdeskError
   */
  directory: (signal?: AbortSignal) => Promise<HelpdeskDirectory>;
  /** Sends a text to the contact of a conversation (our id). Never sends twice for one call; tells what became of it. */
  send: (conversation: string, text: string, signal?: AbortSignal) => Promise<Sent>;
}

export interface HelpdeskDirectory {
  agents: { id: string; name?: string; email?: string }[];
  /** `members`: ids of agents. */
  departments: { id: string; name?: string; members?: string[] }[];
}

/** `ok`: the helpdesk took it; `message` is its id, as the event about it will carry it. The channel may still fail later. */
export type Sent = { ok: true; message?: string } | ({ ok: false } & HelpdeskFault);

export interface HelpdeskFault {
  /**
   * gone: there is no such conversation; forbidden: the token may not; refused: it will not be taken as it is;
   * unreachable: nothing was done, since no helpdesk answered; unknown: it may have been done, so whoever wants to try
   * again has to look into the helpdesk first.
   */
  reason: 'gone' | 'forbidden' | 'refused' | 'unreachable' | 'unknown';
  /** One line in English for whoever asked, perhaps the helpdesk's own words; never a token. */
  detail?: string;
  /** Refused for now only. */
  retryAfterMs?: number;
  /** Refused since the contact's last message is too long ago for free text: the channel takes an approved template at most. */
  windowClosed?: true;
}

/** The helpdesk's API did not do what was asked; `fault` is what to tell of it. */
export class HelpdeskError extends Error {
  readonly fault: HelpdeskFault;

  constructor(fault: HelpdeskFault) {
    super(fault.detail ? `${fault.reason}: ${fault.detail}` : fault.reason);
    this.name = 'HelpdeskError';
    this.fault = fault;
  }
}

/** The connectors whose ids carry their name in front; the generic connector's stand as given. */
const NAMED = ['chatwoot'];

/** The name of the connector that a conversation's id came from. */
export function ownerOf(conversationId: string): string {
  return NAMED.find((name) => conversationId.startsWith(`${name}:`)) ?? 'generic';
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
