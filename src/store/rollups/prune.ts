/** Removes what is older than the retention allows. Rollups stay: they are then all that is left of those days. */
import type { Parameters } from '../../domain/parameters.ts';
import type { Store } from '../connect.ts';
import { BEGINNING, COVERAGE } from './coverage.ts';
import { HOUR_MS } from './names.ts';
import { outermostHour, type Roller } from './roller.ts';

const DAY_MS = 86_400_000;
const BATCH = 500;

export interface Pruned {
  conversations: number;
  messages: number;
  events: number;
}

const NOTHING: Pruned = { conversations: 0, messages: 0, events: 0 };

/**
 * Removes the conversations that ended and were last heard of more than `retentionDays` before `at`, with their events and messages,
 * and presences as old; nothing with a retention of 0. First everything is rolled up, and the hours before that are closed: what
 * arrives for them later no longer counts. While rollups are still being built nothing is removed.
 */
export async function prune(
  store: Store,
  roller: Roller,
  { retentionDays }: Pick<Parameters, 'retentionDays'>,
  at: Date,
  stopped: () => boolean = () => false,
): Promise<Pruned> {
  if (retentionDays <= 0) return NOTHING;
  const cutoff = new Date(Math.floor((at.getTime() - retentionDays * DAY_MS) / HOUR_MS) * HOUR_MS);
  await roller.roll({ stopped });
  if (!(await closeHours(store, cutoff))) return NOTHING;
  const pruned = { ...NOTHING };
  while (!stopped()) {
    const old = await store.conversations
      .find({ live: false, lastAt: { $lt: cutoff } }, { projection: { _id: 1 }, hint: 'moved', limit: BATCH })
      .toArray();
    if (old.length === 0) break;
    const ids = old.map(({ _id }) => _id);
    // The documents go last: a crash leaves them to be found again.
    pruned.messages += (await store.messages.deleteMany({ 'conversation.id': { $in: ids } })).deletedCount;
    pruned.events += (await store.events.deleteMany({ 'conversation.id': { $in: ids } })).deletedCount;
    pruned.conversations += (
      await store.conversations.deleteMany({ _id: { $in: ids }, live: false, lastAt: { $lt: cutoff } })
    ).deletedCount;
  }
  pruned.events += await prunePresences(store, cutoff);
  return pruned;
}

/** From now on the hours before the cutoff are what their rollups say. False while these are not all built. */
async function closeHours(store: Store, cutoff: Date): Promise<boolean> {
  const first = await outermostHour(store, 1);
  const known = await store.coverage.findOne({ _id: COVERAGE, hours: BEGINNING, days: BEGINNING, months: BEGINNING, years: BEGINNING });
  if (!known) return false;
  const from = known.frozen?.from ?? new Date(Math.min((first ?? Infinity) * HOUR_MS, cutoff.getTime()));
  const to = known.frozen && known.frozen.to > cutoff ? known.frozen.to : cutoff;
  const closed = await store.coverage.updateOne({ _id: COVERAGE, rev: known.rev }, { $set: { frozen: { from, to } } });
  return closed.matchedCount === 1;
}

/** The agents' documents keep what is current; the index finds each agent's old ones. */
async function prunePresences(store: Store, cutoff: Date): Promise<number> {
  const agents = await store.agents.find({}, { projection: { _id: 1 } }).toArray();
  let removed = 0;
  for (const { _id } of agents) {
    const old = { type: 'agent.presence', 'agent.id': _id, occurredAt: { $lt: cutoff } };
    removed += (await store.events.deleteMany(old as never, { hint: 'presence' })).deletedCount;
  }
  return removed;
}
