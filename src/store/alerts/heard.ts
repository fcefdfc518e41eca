/** When the helpdesk was last heard of, and when Vigia's own jobs last ran. */
import type { Scene } from '../../domain/alert-scene.ts';
import type { Store } from '../connect.ts';
import { presenceHeard } from '../queries/agents.ts';

/**
 * When the helpdesk's last event happened by `at`: a step of a conversation or a report of presence. It is the time of what happened
 * that counts: what arrives late does not make the desk's figures current. Both come from indexes that are there anyway.
 */
export async function heardAt(store: Store, at: Date): Promise<Date | null> {
  const found = await Promise.all([settledStep(store, at), movedStep(store, at), presenceHeard(store, at)]);
  const known = found.filter((one) => one !== null).map((one) => one.getTime());
  return known.length > 0 ? new Date(Math.max(...known)) : null;
}

/** The last step of those that have not moved since. */
async function settledStep(store: Store, at: Date): Promise<Date | null> {
  const find = store.conversations.find({ lastAt: { $lte: at } }, { projection: { _id: 0, lastAt: 1 }, hint: 'moved' });
  const [last] = await find.sort({ lastAt: -1 }).limit(1).toArray();
  return last?.lastAt ?? null;
}

/** The last step by then of those that have. */
async function movedStep(store: Store, at: Date): Promise<Date | null> {
  const before = { $filter: { input: '$timeline.at', as: 'step', cond: { $lte: ['$$step', at] } } };
  const [found] = await store.conversations
    .aggregate<{ last: Date | null }>(
      [{ $match: { lastAt: { $gt: at }, startedAt: { $lte: at } } }, { $group: { _id: null, last: { $max: { $max: before } } } }],
      { hint: 'moved' },
    )
    .toArray();
  return found?.last ?? null;
}

/** When a job last finished; one that never has counts from when any job was first seen. */
export async function jobsFinished(store: Store): Promise<Scene['ranAt']> {
  const runs = await store.jobRuns.find({}).toArray();
  const finished = new Map(runs.map(({ _id, finishedAt }) => [_id, finishedAt]));
  const firsts = runs.flatMap(({ firstAt, startedAt }) => (firstAt ?? startedAt)?.getTime() ?? []);
  const first = firsts.length > 0 ? new Date(Math.min(...firsts)) : null;
  return (job) => finished.get(job) ?? first;
}
