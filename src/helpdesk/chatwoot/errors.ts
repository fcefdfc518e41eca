/** Chatwoot's refusals and silences, mapped once (RequestExceptionHandler, AccessTokenAuthHelper, config/initializers/rack_attack.rb). */
import { z } from 'zod';
import { cut, type HelpdeskFault, jsonOf } from '../connector.ts';
import { complaintSchema } from './schema.ts';

export interface Answer {
  status: number;
  /** The header, as it came. */
  retryAfter: string | null;
  body: Buffer;
}

/** The request cannot have left. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
/** Rack::Attack counts by the minute and does not say how much of it is left. */
const RATE_WINDOW_MS = 60_000;
const MAX_QUOTED = 200;

const coded = z.object({ cause: z.object({ code: z.string() }) });
const aborted = z.object({ name: z.literal('AbortError') });

/**
 * A request without an answer. The error itself is not handed on: fetch puts the whole address into some of its messages.
 * @param writes whether the request was to do something, which may have happened though no answer came
 */
export function unanswered(error: unknown, writes: boolean): HelpdeskFault {
  const code = coded.safeParse(error).data?.cause.code;
  const detail = aborted.safeParse(error).success
    ? 'Chatwoot did not answer in time'
    : `Chatwoot did not answer (${code ?? 'without a code'})`;
  return { reason: writes && !(code && NEVER_SENT.has(code)) ? 'unknown' : 'unreachable', detail };
}

/** An answer that is no success. A write that the server failed at (5xx) may have been done before it failed. */
export function faultOf(answer: Answer, writes: boolean): HelpdeskFault {
  const { status } = answer;
  const said = `Chatwoot answered ${status}`;
  if (status < 400) return { reason: 'unreachable', detail: `${said}, a redirect: set CHATWOOT_URL to the address it leads to` };
  if (status === 404) return missing(said, answer);
  if (status === 429) return { reason: 'refused', detail: `${said}: too many requests`, retryAfterMs: waitOf(answer) ?? RATE_WINDOW_MS };
  if (status >= 500) return { reason: writes ? 'unknown' : 'unreachable', detail: said };
  // Chatwoot says 401 for a wrong token, and also for a right one whose user may not.
  if (status === 401 || status === 403) return { reason: 'forbidden', detail: `${said}: ${FORBIDDEN}` };
  return { reason: 'refused', detail: quoted(said, answer) };
}

const FORBIDDEN = 'is CHATWOOT_TOKEN still valid, and does its user see this account and conversation?';

/** Chatwoot's API says 404 in JSON; a page says that there is no such API. */
function missing(said: string, { body }: Answer): HelpdeskFault {
  if (jsonOf(body) !== undefined) return { reason: 'gone', detail: said };
  return { reason: 'unreachable', detail: `${said}, and not as its API does: is CHATWOOT_URL right?` };
}

/** A success whose body is not what Chatwoot sends: then it is not known who answered. */
export function unreadable({ status }: Answer, writes: boolean): HelpdeskFault {
  const detail = `expected an answer of Chatwoot’s API at CHATWOOT_URL, got ${status} with something else`;
  return { reason: writes ? 'unknown' : 'unreachable', detail };
}

/** `Retry-After` in seconds or as a date, in ms. */
function waitOf({ retryAfter }: Answer, now: number = Date.now()): number | undefined {
  if (!retryAfter) return undefined;
  const at = /^\d+$/.test(retryAfter) ? now + Number(retryAfter) * 1_000 : Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function quoted(said: string, { body }: Answer): string {
  const complaint = complaintSchema.safeParse(jsonOf(body)).data;
  const words = (complaint?.error ?? complaint?.message)?.replace(/\s+/g, ' ').trim();
  return words ? `${said}: ${cut(words, MAX_QUOTED)}` : said;
}
