/**
 * The HTTP client under botbuilder's connector. botbuilder's own repeats a POST after a 503 (a doubled message), has no
 * timeout, follows redirects and sends the token anywhere; this one throws its own error, which no policy above it repeats.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { z } from 'zod';
import type { TeamsSettings } from './config.ts';
import { ConnectorError, NOT_ALLOWED } from './errors.ts';
import { allowedService } from './hosts.ts';

type Options = NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[4]>;
export type HttpClient = NonNullable<Options['httpClient']>;
type WebResource = Parameters<HttpClient['sendRequest']>[0];
type WebResponse = Awaited<ReturnType<HttpClient['sendRequest']>>;

/** Statuses that Microsoft asks bots to repeat ("Optimize your bot with rate limiting in Teams"). A 503 may have been delivered. */
const REPEATED = new Set([412, 429, 502, 504]);
/** The call cannot have reached the server. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
/** A longer Retry-After is the caller's to keep. */
const LONGEST_WAIT = 10_000;
const FIRST_BACK_OFF = 500;

const connectorFault = z.object({ error: z.object({ code: z.string() }) });

/** A call to the connector's API. */
export interface Call {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string | undefined;
}

export type Caller = (call: Call) => Promise<{ response: Response; body: string }>;

/** `attempts`: how often a call that may be repeated is tried in all. @throws ConnectorError for anything but a 2xx. */
export function createCaller(settings: TeamsSettings, attempts: number, onUnauthorized: () => void): Caller {
  async function once(call: Call): ReturnType<Caller> {
    if (!allowedService(call.url, settings)) throw new ConnectorError(0, NOT_ALLOWED, undefined, { unsent: true });
    const { response, body } = await reach(call, settings.timeoutMs);
    if (response.status === 401) onUnauthorized();
    if (!response.ok) throw new ConnectorError(response.status, codeOf(body), retryAfter(response.headers.get('retry-after')));
    return { response, body };
  }

  async function tried(call: Call, attempt: number): ReturnType<Caller> {
    try {
      return await once(call);
    } catch (error) {
      const wait = attempt < attempts ? waitBefore(error, attempt) : undefined;
      if (wait === undefined) throw error;
      await sleep(wait);
      return tried(call, attempt + 1);
    }
  }

  return (call) => tried(call, 1);
}

/** The same behind botbuilder's own interface. */
export function createHttpClient(settings: TeamsSettings, attempts: number, onUnauthorized: () => void): HttpClient {
  const call = createCaller(settings, attempts, onUnauthorized);
  return {
    sendRequest: async (request) => {
      const { url, method, headers, body: sent } = request;
      const { response, body } = await call({
        url,
        method,
        headers: headers.rawHeaders(),
        ...(typeof sent === 'string' && { body: sent }),
      });
      if (body !== '' && !isJson(body)) throw new ConnectorError(0, 'an answer that cannot be read');
      return { request, status: response.status, headers: headersOf(request, response), bodyAsText: body };
    },
  };
}

/** The connector answers a call that it took with JSON or nothing; after anything else nobody knows what became of it. */
function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

/** The time limit holds for the headers and the body. */
async function reach({ url, method, headers, body }: Call, timeoutMs: number): Promise<{ response: Response; body: string }> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { method, headers, body: body ?? null, redirect: 'manual', signal });
    return { response, body: await response.text() };
  } catch (error) {
    const code = signal.aborted ? `no answer within ${timeoutMs} ms` : networkCode(error);
    throw new ConnectorError(0, code, undefined, { cause: error, unsent: UNSENT.has(code) });
  }
}

/** Milliseconds to wait before another attempt; undefined where none may be made. */
function waitBefore(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof ConnectorError)) return undefined;
  if (!REPEATED.has(error.status) && !UNSENT.has(error.code)) return undefined;
  const backOff = FIRST_BACK_OFF * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
  const wait = Math.max(backOff, error.retryAfterMs ?? 0);
  return wait <= LONGEST_WAIT ? wait : undefined;
}

/** `Retry-After` in seconds or as a date, in ms. */
export function retryAfter(header: string | null, now: number = Date.now()): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function codeOf(body: string): string {
  try {
    return connectorFault.safeParse(JSON.parse(body)).data?.error.code ?? 'without a code';
  } catch {
    return 'without a code';
  }
}

const unreached = z.object({ cause: z.object({ code: z.string() }) });

function networkCode(error: unknown): string {
  return unreached.safeParse(error).data?.cause.code ?? 'the network failed';
}

function headersOf(request: WebResource, response: Response): WebResponse['headers'] {
  const headers = request.headers.clone();
  for (const name of headers.headerNames()) headers.remove(name);
  response.headers.forEach((value, name) => {
    headers.set(name, value);
  });
  return headers;
}
