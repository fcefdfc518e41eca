/** Messages on their way to chats: planned, changed and looked up here; lanes.ts is what the sender takes them by. */
import mongoose from 'mongoose';
import type { Delivery, OutboxStatus } from '../../domain/delivery.ts';
import type { Store } from '../connect.ts';
import { duplicatePositions } from '../derive.ts';
import type { DeliveryDoc } from '../models/deliveries.ts';

/** As `Outbox` of app/watching.ts. */
export interface OutboxStore {
  plan: (posts: readonly OutboxPost[], at: Date) => Promise<void>;
  edit: (key: string, card: unknown, rev: number, at: Date) => Promise<boolean>;
  find: (keys: readonly string[]) => Promise<Delivery[]>;
  failed: (limit: number) => Promise<Delivery[]>;
  again: (key: string, at: Date) => Promise<boolean>;
  status: (at: Date) => Promise<OutboxStatus>;
  /** Removes what was sent or given up long ago, and pauses that are over; returns how many. */
  sweep: (at: Date) => Promise<number>;
}

export interface OutboxPost {
  key: string;
  kind: DeliveryDoc['kind'];
  target: string;
  card: unknown;
  language: DeliveryDoc['language'];
  rev?: number | undefined;
  parent?: string | undefined;
  worthMs?: number | undefined;
}

const DAY_MS = 86_400_000;
/** How long a message is worth sending where its planner does not say, and how long a change or a replay is. */
export const WORTH_MS = DAY_MS;
/** What was sent or given up is remembered for so long, and as long as it is changed: keys planned again meanwhile send nothing. */
const KEPT_MS = 30 * DAY_MS;
/** How far `status` looks back. */
const RECENT_MS = 7 * DAY_MS;

/** With something left to do; the words of the partial indexes. */
export const OPEN = { state: { $in: ['waiting', 'sending'] as DeliveryDoc['state'][] } };
const SHOWN = { kind: 1, target: 1, 'card.title': 1, state: 1, attempts: 1, error: 1, plannedAt: 1, sentAt: 1 };

/** @param now what sending goes by, where that is not the clock by which messages are planned */
export function outboxStore(store: Store, now?: () => Date): OutboxStore {
  const { deliveries } = store;
  const from = (at: Date): Date => now?.() ?? at;

  async function isThere(key: string): Promise<boolean> {
    return (await deliveries.findOne({ _id: key }, { projection: { _id: 1 } })) !== null;
  }

  return {
    plan: async (posts, at) => {
      if (posts.length === 0) return;
      try {
        await deliveries.insertMany(
          posts.map((post) => planned(post, at, from(at))),
          { ordered: false },
        );
      } catch (error) {
        if (!duplicatePositions(error)) throw error;
      }
    },
    edit: async (key, card, rev, at) => {
      const { matchedCount } = await deliveries.updateOne({ _id: key, rev: { $lt: rev } }, [{ $set: described(card, rev, from(at)) }]);
      return matchedCount > 0 || isThere(key);
    },
    find: async (keys) => (await deliveries.find({ _id: { $in: [...keys] } }, { projection: SHOWN }).toArray()).map(deliveryOf),
    failed: async (limit) => {
      const found = deliveries.find({ state: 'failed' }, { projection: SHOWN }).sort({ failedAt: -1 }).limit(limit);
      return (await found.toArray()).map(deliveryOf);
    },
    again: async (key, at) => {
      const { matchedCount } = await deliveries.updateOne({ _id: key, state: 'failed' }, [{ $set: { ...anew(from(at)), step: STEP } }]);
      return matchedCount > 0;
    },
    status: async (at) => {
      const since = new Date(at.getTime() - RECENT_MS);
      const [waiting, oldest, failed, doubtful] = await Promise.all([
        // The planner finds no partial index without a condition on its first field.
        deliveries.countDocuments(OPEN, { hint: 'depth' }),
        deliveries.findOne({ ...OPEN, step: 'post' }, { sort: { plannedAt: 1 }, projection: { plannedAt: 1 } }),
        deliveries.countDocuments({ state: 'failed', failedAt: { $gte: since } }),
        deliveries
          .aggregate<{ count: number }>([
            { $match: { doubtful: { $gt: 0 }, plannedAt: { $gte: since } } },
            { $group: { _id: null, count: { $sum: '$doubtful' } } },
          ])
          .next(),
      ]);
      return { waiting, oldest: oldest?.plannedAt ?? null, failed, doubtful: doubtful?.count ?? 0 };
    },
    sweep: async (at) => {
      const before = new Date(at.getTime() - KEPT_MS);
      const [old, over] = await Promise.all([
        // Every change and replay has its time from when it was made: what is still being changed is kept.
        deliveries.deleteMany({ state: { $in: ['sent', 'failed'] }, plannedAt: { $lt: before }, expiresAt: { $lt: before } }),
        store.pauses.deleteMany({ until: { $lt: new Date(at.getTime() - DAY_MS) } }),
      ]);
      return old.deletedCount + over.deletedCount;
    },
  };
}

function planned(
  { key, kind, target, card, language, rev = 0, parent, worthMs = WORTH_MS }: OutboxPost,
  at: Date,
  from: Date,
): DeliveryDoc {
  return {
    _id: key,
    kind,
    target,
    // ObjectIds grow with the second and, in one process, with every call.
    order: `${at.toISOString()}|${new mongoose.mongo.ObjectId().toHexString()}`,
    card,
    language,
    rev,
    sentRev: null,
    parent: parent ?? null,
    state: 'waiting',
    step: 'post',
    turn: 0,
    attempts: 0,
    refusals: 0,
    nextAt: from,
    uncertain: null,
    uncertainRev: null,
    message: null,
    error: null,
    plannedAt: at,
    sentAt: null,
    failedAt: null,
    expiresAt: new Date(from.getTime() + worthMs),
    doubtful: 0,
  };
}

/** What stands in the chat already is changed there. */
const STEP = { $cond: [{ $eq: ['$message', null] }, 'post', 'edit'] };

/** The fields of one that has its whole time before it again. */
function anew(at: Date): Record<string, unknown> {
  return { state: 'waiting', attempts: 0, refusals: 0, nextAt: at, failedAt: null, expiresAt: new Date(at.getTime() + WORTH_MS) };
}

/** A newer description: one that stands becomes an edit, one that is still to be sent says the newer thing, whoever is at it. */
function described(card: unknown, rev: number, at: Date): Record<string, unknown> {
  const stands = { $ne: ['$message', null] };
  const done = { $and: [stands, { $in: ['$state', ['sent', 'failed']] }] };
  const whereDone = Object.entries({ ...anew(at), step: 'edit' }).map(([name, value]) => [name, { $cond: [done, value, `$${name}`] }]);
  return {
    ...Object.fromEntries(whereDone),
    expiresAt: { $cond: [stands, new Date(at.getTime() + WORTH_MS), '$expiresAt'] },
    // Its words are no expressions of the database, whatever they begin with.
    card: { $literal: card },
    rev,
  };
}

function deliveryOf({ _id: key, kind, target, card, state, attempts, error, plannedAt, sentAt }: DeliveryDoc): Delivery {
  const { title } = card as { title: string };
  return { key, kind, target, title, state, attempts, error, plannedAt, sentAt };
}
