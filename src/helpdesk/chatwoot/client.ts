/** The way to Chatwoot's API: one account, one token, no redirect, no repetition, a limit of time. */
import type { z } from 'zod';
import { HelpdeskError, jsonOf } from '../connector.ts';
import { type Answer, faultOf, unanswered, unreadable } from './errors.ts';
import type { Desk } from './opening.ts';

/** Chatwoot itself gives up a request after 15 s (rack-timeout). */
const TIMEOUT_MS = 10_000;
/** What can stand in a header; fetch quotes the whole value when it cannot. */
const TOKEN = /^[\x21-\x7e]+$/;

export interface Access extends Desk {
  token: string;
  timeoutMs?: number | undefined;
}

const JSON_TYPE = { 'content-type': 'application/json' };

interface Asked<Schema extends z.ZodType> {
  /** Behind `/api/v1/accounts/<account>`. */
  path: string;
  answer: Schema;
  signal?: AbortSignal | undefined;
}

/** Both throw HelpdeskError alone. Nothing is asked twice: only whoever asks knows whether that is harmless. */
export interface Client {
  read: <Schema extends z.ZodType>(asked: Asked<Schema>) => Promise<z.output<Schema>>;
  write: <Schema extends z.ZodType>(asked: Asked<Schema>, body: object) => Promise<z.output<Schema>>;
}

/** @throws Error, naming the variable, when the token cannot be one */
export function createClient({ url, accountId, token, timeoutMs = TIMEOUT_MS }: Access): Client {
  if (!TOKEN.test(token)) throw new Error('CHATWOOT_TOKEN: expected an access token, without spaces and line breaks');
  // Chatwoot documents `api_access_token`, which nginx drops by default; the server takes the hyphens for the same (chatwoot#1615).
  const headers = { 'api-access-token': token, accept: 'application/json' };

  async function ask<Schema extends z.ZodType>({ path, answer, signal }: Asked<Schema>, body?: object): Promise<z.output<Schema>> {
    const writes = body !== undefined;
    const request = writes ? { method: 'POST', body: JSON.stringify(body), headers: { ...headers, ...JSON_TYPE } } : { headers };
    const patience = openPatience(timeoutMs, signal);
    const answered = await exchange(`${url}/api/v1/accounts/${accountId}${path}`, { ...request, signal: patience.signal })
      .catch((error: unknown) => {
        throw new HelpdeskError(unanswered(error, writes));
      })
      .finally(patience.close);
    if (answered.status < 200 || answered.status > 299) throw new HelpdeskError(faultOf(answered, writes));
    const read = answer.safeParse(jsonOf(answered.body));
    if (!read.success) throw new HelpdeskError(unreadable(answered, writes));
    return read.data;
  }

  return { read: (asked) => ask(asked), write: (asked, body) => ask(asked, body) };
}

/** A redirect is an answer like any other: the token goes nowhere else. */
async function exchange(url: string, request: RequestInit): Promise<Answer> {
  const response = await fetch(url, { ...request, redirect: 'manual' });
  const body = Buffer.from(await response.arrayBuffer());
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body };
}

/** Ends with the limit of time or with whoever asked. AbortSignal.any can lose its timeout to the garbage collector, as seen on Node 20. */
function openPatience(timeoutMs: number, asker?: AbortSignal): { signal: AbortSignal; close: () => void } {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const timer = setTimeout(end, timeoutMs);
  asker?.addEventListener('abort', end);
  if (asker?.aborted) end();
  return {
    signal: ended.signal,
    close: () => {
      clearTimeout(timer);
      asker?.removeEventListener('abort', end);
    },
  };
}
