/** What follows from what a platform said about one delivery: pure. */
import type { Left } from '../../domain/delivery.ts';
import { backOff } from './backoff.ts';
import type { Claimed, Posted } from './lanes.ts';

/** So often a message may be refused for itself before it is given up: those behind it have waited for some four minutes then. */
const MOST_REFUSALS = 8;
/** So often its pictures are tried to be brought after it. */
const MOST_BARE = 3;

export type Outcome =
  /** It stands; `bare`: when its pictures are tried next. */
  | { kind: 'stands'; message: string; bare: Pick<Left, 'nextAt' | 'attempts'> | null }
  /** There is nothing to change any more: a person has deleted it. */
  | { kind: 'missing' }
  /** The platform asks to wait. */
  | { kind: 'limited'; left: Left }
  | { kind: 'later'; left: Left }
  | { kind: 'failed'; reason: string };

/**
 * @param one as it was claimed
 * @param begunAt when the call was begun: since then it may stand in the chat
 * @param random in [0, 1)
 */
export function outcomeOf(one: Claimed, posted: Posted, { begunAt, at, random }: { begunAt: Date; at: Date; random: number }): Outcome {
  const inMs = (ms: number): Date => new Date(at.getTime() + ms);
  if (posted.ok) return { kind: 'stands', message: posted.message, bare: posted.bare ? bareOf(one, inMs, random) : null };
  const { reason, retryAfterMs, gone, missing, unknown, passing } = posted;
  if (missing && one.step === 'edit') return { kind: 'missing' };
  if (gone) return { kind: 'failed', reason };
  const { attempts, refusals } = one;
  if (retryAfterMs !== undefined)
    return { kind: 'limited', left: { nextAt: inMs(retryAfterMs), attempts, refusals, error: reason, uncertain: null } };
  const nextAt = inMs(backOff(attempts + 1, random));
  const left = { nextAt, attempts: attempts + 1, error: reason };
  // What is changed twice is the same as what is changed once.
  if (unknown) return { kind: 'later', left: { ...left, refusals, uncertain: one.step === 'post' ? (one.uncertain ?? begunAt) : null } };
  // It never got there: no fault of the message.
  if (passing) return { kind: 'later', left: { ...left, refusals, uncertain: null } };
  if (refusals + 1 >= MOST_REFUSALS) return { kind: 'failed', reason };
  return { kind: 'later', left: { ...left, refusals: refusals + 1, uncertain: null } };
}

function bareOf({ step, attempts }: Claimed, inMs: (ms: number) => Date, random: number): Pick<Left, 'nextAt' | 'attempts'> | null {
  if (step === 'post') return { nextAt: inMs(0), attempts: 0 };
  return attempts + 1 < MOST_BARE ? { nextAt: inMs(backOff(attempts + 1, random)), attempts: attempts + 1 } : null;
}
