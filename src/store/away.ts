/** A database that is away: how it is recognised, and how long it is waited for. */
import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';

/** The embedded engine restarts in under a second, a replica set elects in some. */
const PATIENCE_MS = 8_000;
const PAUSE_MS = 200;

/** What a broken socket says; the driver passes some of these on as they are. */
const BROKEN = new Set(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'ENOTCONN']);

const { MongoBulkWriteError, MongoError, MongoNetworkError, MongoNotConnectedError, MongoServerSelectionError } = mongoose.mongo;
const AWAY = [MongoNetworkError, MongoNotConnectedError, MongoServerSelectionError];

/** Whether an error means that the database is away, so that trying again later can help. */
export function isAway(error: unknown): boolean {
  const cause = causeOf(error);
  return AWAY.some((kind) => cause instanceof kind) || isInterrupted(cause) || isBroken(cause);
}

/** The driver wraps whatever breaks a bulk write; what it was stands in the error's response. */
function causeOf(error: unknown): unknown {
  return error instanceof MongoBulkWriteError && (error.errorResponse as unknown) instanceof Error ? error.errorResponse : error;
}

function isInterrupted(error: unknown): boolean {
  return error instanceof MongoError && (error.hasErrorLabel('RetryableWriteError') || error.name === 'MongoPoolClearedError');
}

function isBroken(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return error instanceof Error && typeof code === 'string' && BROKEN.has(code);
}

/**
 * Runs something idempotent again while the database is away, for some seconds at most; then its error.
 * @param run gets the number of the attempt, from 0
 */
export async function patiently<T>(run: (attempt: number) => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await run(attempt);
    } catch (error) {
      if (!isAway(error) || Date.now() > deadline) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
