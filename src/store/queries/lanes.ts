/**
 * What the outbox's sender takes deliveries by. A target is a lane; whoever holds its lease claims one delivery, and tells what came of
 * that claim (`turn`): after another claim it changes nothing. docs/decisions/2026-11-26-outbox.md
 */
import type { Left, Queued } from '../../domain/delivery.ts';
import { partsOf } from '../../domain/targets.ts';
import { patiently } from '../away.ts';
import type { Store } from '../connect.ts';
import type { DeliveryDoc, PauseDoc } from '../models/deliveries.ts';
import { OPEN, WORTH_MS } from './outbox.ts';

/** As `Claimed` of app/outbox/lanes.ts. */
export interface ClaimedDelivery extends Queued, Pick<DeliveryDoc, 'card' | 'language' | 'rev' | 'message' | 'uncertainRev'> {}

export interface LaneStore {
  due: (at: Date) => Promise<{ target: string; step: DeliveryDoc['step'] }[]>;
  open: (target: string) => Promise<Queued[]>;
  parents: (keys: readonly string[]) => Promise<Map<string, { target: string; failed: boolean; message: string | null }>>;
  claim: (one: { key: string; turn: number }, uncertain: Date | null) => Promise<ClaimedDelivery | null>;
  stands: (
    one: { key: string; turn: number },
    how: { message: string; rev: number; at: Date; bare: Left | null; error: string | null },
  ) => Promise<boolean>;
  leave: (one: { key: string; turn: number }, left: Left) => Promise<boolean>;
  fail: (one: { key: string; turn: number }, error: string, uncertain: Date | null, at: Date) => Promise<boolean>;
  doubt: (key: string) => Promise<void>;
  limit: (asked: { target: string; step: DeliveryDoc['step']; at: Date; until: Date }) => Promise<void>;
}

/** The first of a lane that are looked at: what is behind so many has to wait for them anyway. */
const MOST_OPEN = 50;
/** So many targets of a platform that asks to wait within this time, ms, mean the whole of it. */
const SEVERAL = 3;
const TOGETHER_MS = 5_000;

const WITHOUT_CARD = { card: 0 };

export function laneStore({ deliveries, pauses }: Store): LaneStore {
  /** Writes what came of a claim; done twice, it is done once. */
  async function told({ key, turn }: { key: string; turn: number }, set: Record<string, unknown>): Promise<boolean> {
    const { matchedCount } = await patiently(() => deliveries.updateOne({ _id: key, turn }, [{ $set: set }]));
    return matchedCount > 0;
  }

  return {
    due: async (at) => {
      const groups = deliveries.aggregate<{ _id: { target: string; step: DeliveryDoc['step'] } }>([
        { $match: { ...OPEN, nextAt: { $lte: at } } },
        { $group: { _id: { target: '$target', step: '$step' }, since: { $min: '$nextAt' } } },
        { $sort: { since: 1 } },
      ]);
      const [found, paused] = await Promise.all([groups.toArray(), pauses.find({ until: { $gt: at } }).toArray()]);
      return found
        .map(({ _id }) => _id)
        .filter(({ target, step }) => {
          const concerns = paused.filter((one) => (one.target === null ? target.startsWith(`${one.platform}:`) : one.target === target));
          // Where no new message may go, no edit may either.
          return !concerns.some((one) => one.step === 'post' || one.step === step);
        });
    },
    open: async (target) => {
      const found = deliveries.find({ ...OPEN, target }, { projection: WITHOUT_CARD }).sort({ step: -1, order: 1 });
      return (await found.limit(MOST_OPEN).toArray()).map(queued);
    },
    parents: async (keys) => {
      const found = await deliveries.find({ _id: { $in: [...keys] } }, { projection: { target: 1, state: 1, message: 1 } }).toArray();
      return new Map(found.map(({ _id, target, state, message }) => [_id, { target, failed: state === 'failed', message }]));
    },
    claim: async ({ key, turn }, uncertain) => {
      const before = await deliveries.findOneAndUpdate(
        { _id: key, turn, ...OPEN },
        [
          {
            $set: {
              state: 'sending',
              turn: turn + 1,
              ...(uncertain && {
                uncertain: { $ifNull: ['$uncertain', uncertain] },
                uncertainRev: { $cond: [{ $eq: ['$uncertain', null] }, '$rev', '$uncertainRev'] },
              }),
            },
          },
        ],
        { returnDocument: 'before' },
      );
      if (!before) return null;
      const { card, language, rev, message, uncertainRev } = before;
      return { ...queued(before), turn: turn + 1, card, language, rev, message, uncertainRev };
    },
    stands: async (one, { message, rev, at, bare, error }) => {
      const newer = { $gt: ['$rev', rev] };
      return told(one, {
        state: bare ? 'waiting' : { $cond: [newer, 'waiting', 'sent'] },
        step: 'edit',
        message: { $literal: message },
        sentRev: rev,
        sentAt: { $ifNull: ['$sentAt', at] },
        uncertain: null,
        error: { $literal: error },
        attempts: bare?.attempts ?? 0,
        refusals: 0,
        nextAt: bare?.nextAt ?? at,
        expiresAt: new Date(at.getTime() + WORTH_MS),
      });
    },
    leave: (one, { error, ...left }) => told(one, { ...left, error: { $literal: error }, state: 'waiting' }),
    fail: (one, error, uncertain, at) => told(one, { state: 'failed', error: { $literal: error }, uncertain, failedAt: at }),
    doubt: async (key) => {
      await deliveries.updateOne({ _id: key }, { $inc: { doubtful: 1 } });
    },
    limit: async ({ target, step, at, until }) => {
      const { platform } = partsOf(target);
      await pause({ platform, target, step, at, until });
      const lately = { platform, step, target: { $ne: null }, at: { $gt: new Date(at.getTime() - TOGETHER_MS) } };
      if ((await pauses.countDocuments(lately)) >= SEVERAL) await pause({ platform, target: null, step, at, until });
    },
  };

  async function pause({ platform, target, step, at, until }: Omit<PauseDoc, '_id'>): Promise<void> {
    const key = `${target ?? platform}|${step}`;
    await pauses.updateOne({ _id: key }, { $set: { platform, target, step }, $max: { at, until } }, { upsert: true });
  }
}

function queued({ _id: key, ...doc }: DeliveryDoc): Queued {
  const { kind, target, step, turn, attempts, refusals, nextAt, uncertain, parent, expiresAt } = doc;
  return { key, kind, target, step, turn, attempts, refusals, nextAt, uncertain, parent, expiresAt };
}
