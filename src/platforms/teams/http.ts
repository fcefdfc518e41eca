/**
 * The HTTP client under botbuilder's connector. botbuilder's own repeats a POST after a 503 (a doubled message), has no
 * timeout, follows redirects and sends the token anywhere; this one throws its own error, which no policy above it repeats.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { z } from 'zod';
import type { TeamsSettings } from './config.ts';
import { ConnectorError } from './errors.ts';
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

/** `attempts`: how often a call that may be repeated is tried in all. @throws ConnectorError for anything but a 2xx. */
export function createHttpClient(settings: TeamsSettings, attempts: number, onUnauthorized: () => void): HttpClient {
  async function once(request: WebResource): Promise<WebResponse> {
    if (!allowedService(request.url, settings)) throw new ConnectorError(0, 'the address is not an allowed Teams service');
    const { response, body } = await reach(request, settings.timeoutMs);
    if (response.status === 401) onUnauthorized();
    if (!response.ok) throw new ConnectorError(response.status, codeOf(body), retryAfter(response.headers.get('retry-after')));
    return { request, status: response.status, headers: headersOf(request, response), bodyAsText: body };
  }

  async function tried(request: WebResource, attempt: number): Promise<WebResponse> {
    try {
      return await once(request);
    } catch (error) {
      const wait = attempt < attempts ? waitBefore(error, attempt) : undefined;
      if (wait === undefined) throw error;
      await sleep(wait);
      return tried(request, attempt + 1);
    }
  }

  return { sendRequest: (request) => tried(request, 1) };
}

/** The time limit holds for the headers and the body. */
async function reach(request: WebResource, timeoutMs: number): Promise<{ response: Response; body: string }> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers.rawHeaders(),
      body: typeof request.body === 'string' ? request.body : null,
      redirect: 'manual',
      signal,
    });
    return { response, body: await response.text() };
  } catch (error) {
    const code = signal.aborted ? `no answer within ${timeoutMs} ms` : networkCode(error);
    throw new ConnectorError(0, code, undefined, { cause: error });
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
