/** Our two Web API clients: a rate limit on broadcasts delays no answer. */
import { type Logger, LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Log } from '../platform.ts';
import { faultOf } from './errors.ts';

const TIMEOUT_MS = 10_000;
/** The longest that an answer waits when Slack asks to, ms. */
const PATIENCE_MS = 30_000;

/** Bolt's logger writes to ours; debug lines hold message texts and stay unwritten. */
export function vendorLogger(log: Log): Logger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...lines) => log.warn({ vendor: 'slack' }, lines.map(String).join(' ')),
    error: (...lines) => log.error({ vendor: 'slack' }, lines.map(String).join(' ')),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}

/** The SDK's own lines repeat what Slack says, at times with our words in it; every error of a call reaches us anyway. */
const SILENT: Logger = vendorLogger({ info: () => undefined, warn: () => undefined, error: () => undefined });

/** Options of a client that gives up in time; the SDK's own retries last half an hour. */
export function clientOptions(apiUrl: string | undefined, retries: number, timeout = TIMEOUT_MS): WebClientOptions {
  return {
    timeout,
    retryConfig: { retries, minTimeout: 200, maxTimeout: 1000 },
    rejectRateLimitedCalls: true,
    logger: SILENT,
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
  };
}

/** A client for answers (one more try) or for broadcasts (whose caller tries again). */
export function webClient(token: string, apiUrl: string | undefined, retries: number, timeout = TIMEOUT_MS): WebClient {
  return new WebClient(token, clientOptions(apiUrl, retries, timeout));
}

/** Calls again after the pause that Slack asks for, twice at most; other errors pass. */
export async function patiently<T>(call: () => Promise<T>, tries = 2): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { retryAfterMs } = faultOf(error);
    if (retryAfterMs === undefined || retryAfterMs > PATIENCE_MS || tries === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    return patiently(call, tries - 1);
  }
}
