/** What is next in a lane: pure, from what is left in it. */
import type { Queued, Step } from '../../domain/delivery.ts';
import type { Parent } from './lanes.ts';

/** A message that has failed so often in a row (some two minutes) holds up those behind it no longer. */
const PATIENCE = 6;

/** Where a message goes: on its own, into the thread of a message, or nowhere yet as that is not there. */
export type Place = { kind: 'own' } | { kind: 'thread'; message: string } | { kind: 'later' };

/** A reply whose message was given up, or forgotten, is told on its own: what it says is not lost. */
export function placeOf({ parent, target }: Pick<Queued, 'parent' | 'target'>, parents: ReadonlyMap<string, Parent>): Place {
  const known = parent === null ? undefined : parents.get(parent);
  if (!known || known.target !== target) return { kind: 'own' };
  if (known.message !== null) return { kind: 'thread', message: known.message };
  return known.failed ? { kind: 'own' } : { kind: 'later' };
}

/**
 * The next of a lane, undefined when all of it waits. Messages go in their order: one that is to be tried again holds up those behind it.
 * Changes of messages that stand come after them, in no order of their own.
 * @param open new messages first, each kind in its order
 * @param may the steps that nobody asked to wait with
 */
export function nextOf(
  open: readonly Queued[],
  parents: ReadonlyMap<string, Parent>,
  may: ReadonlySet<Step>,
  at: Date,
): Queued | undefined {
  return (may.has('post') ? nextPost(open, parents, at) : undefined) ?? (may.has('edit') ? nextEdit(open, at) : undefined);
}

function nextPost(open: readonly Queued[], parents: ReadonlyMap<string, Parent>, at: Date): Queued | undefined {
  for (const one of open) {
    if (one.step !== 'post') continue;
    if (one.expiresAt <= at) return one;
    if (placeOf(one, parents).kind === 'later') continue;
    if (one.nextAt <= at) return one;
    if (one.attempts < PATIENCE) return undefined;
  }
  return undefined;
}

function nextEdit(open: readonly Queued[], at: Date): Queued | undefined {
  return open.find(({ step, nextAt }) => step === 'edit' && nextAt <= at);
}
