/** Leases: over any number of replicas, one of them does a piece of work at a planned minute. */
import type { Store } from '../connect.ts';
import { duplicatePositions } from '../derive.ts';

const DUPLICATE_KEY = 11_000;

export interface Leases {
  /** Takes the lease `key` until `until`; false while somebody else holds it, or when its work is done. */
  take: (key: string, owner: string, until: Date, at: Date) => Promise<boolean>;
  /** The work is done: nobody does it again while the lease is remembered. */
  finish: (key: string, owner: string) => Promise<void>;
  /** Holds it until another moment, sooner or later; false for whoever has lost it. */
  keep: (key: string, owner: string, until: Date) => Promise<boolean>;
  /** The work failed: somebody may try again at once. */
  release: (key: string, owner: string) => Promise<void>;
  sweep: (before: Date) => Promise<number>;
}

export function leaseStore(store: Store): Leases {
  return {
    take: async (key, owner, until, at) => {
      try {
        // One that is held for far longer than anybody asks for comes from a clock that has been set back since.
        const never = new Date(at.getTime() + 2 * (until.getTime() - at.getTime()));
        const free = { _id: key, state: 'running' as const, $or: [{ until: { $lte: at } }, { until: { $gt: never } }] };
        const taken = await store.leases.findOneAndUpdate(free, { $set: { owner, until } });
        if (taken) return true;
        await store.leases.insertMany([{ _id: key, owner, until, state: 'running' }], { ordered: false });
        return true;
      } catch (error) {
        if (duplicatePositions(error) || (error as { code?: number }).code === DUPLICATE_KEY) return false;
        throw error;
      }
    },
    finish: async (key, owner) => {
      await store.leases.updateOne({ _id: key, owner }, { $set: { state: 'done' } });
    },
    keep: async (key, owner, until) => {
      const { matchedCount } = await store.leases.updateOne({ _id: key, owner, state: 'running' }, { $set: { until } });
      return matchedCount > 0;
    },
    release: async (key, owner) => {
      await store.leases.deleteOne({ _id: key, owner, state: 'running' });
    },
    sweep: async (before) => (await store.leases.deleteMany({ until: { $lte: before } })).deletedCount,
  };
}
