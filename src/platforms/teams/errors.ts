/** Microsoft's refusals, mapped once. */
import type { Posted } from '../platform.ts';

/** An activity that may not be what it says it is: answered 401, for a reason that only the log gets. */
export class UnauthorizedError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'UnauthorizedError';
  }
}

/** Of an address that nobody configured: nothing is sent there, ever. */
export const NOT_ALLOWED = 'the address is not an allowed Teams service';

/** `unsent`: the call cannot have reached the connector. */
export interface ConnectorFault extends ErrorOptions {
  unsent?: boolean;
}

/** The connector did not take a call. `status` 0: no answer came (network, timeout, or an address that is not allowed). */
export class ConnectorError extends Error {
  readonly status: number;
  /** The connector's own word for it, such as `MessageSizeTooBig`. */
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  readonly unsent: boolean;

  constructor(status: number, code: string, retryAfterMs?: number, { unsent = false, ...options }: ConnectorFault = {}) {
    super(`Teams answered ${status} ${code}`, options);
    this.name = 'ConnectorError';
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.unsent = unsent;
  }
}

/** 403 and 404: the bot was removed from the conversation, or the conversation is no more. */
export function isGone(error: unknown): boolean {
  return error instanceof ConnectorError && (error.status === 403 || error.status === 404);
}

/** A 429 without Retry-After: the window of Teams' limit of 8 messages in 2 s, doubled. */
const UNSAID_WAIT = 4_000;

/** What a failed post or change means to its sender. Never a message's text. */
export function notPosted(error: unknown): Posted & { ok: false } {
  if (!(error instanceof ConnectorError)) return { ok: false, reason: error instanceof Error ? error.message : 'unknown error' };
  const { status, code, unsent } = error;
  const reason = status === 0 ? code : `${status} ${code}`;
  if (isGone(error)) return { ok: false, reason, gone: true };
  const retryAfterMs = error.retryAfterMs ?? (status === 429 ? UNSAID_WAIT : undefined);
  const isTrouble = status === 0 || status >= 500;
  const unknown = !unsent && isTrouble;
  const passing = unsent && isTrouble && code !== NOT_ALLOWED;
  return {
    ok: false,
    reason,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(unknown && { unknown }),
    ...(passing && { passing }),
  };
}
