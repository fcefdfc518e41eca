/** What has been taken already, over all replicas: retried requests, repeated activities. */
import type { Store } from '../connect.ts';
import { duplicatePositions } from '../derive.ts';

const KEPT_MS = 2 * 86_400_000;

export interface Seen {
  /** True for the first call with a key, false for any repetition in the next two days. */
  first: (key: string) => Promise<boolean>;
  sweep: (at: Date) => Promise<number>;
}

export function seenStore(store: Store, now: () => Date): Seen {
  return {
    first: async (key) => {
      try {
        await store.seen.insertMany([{ _id: key, expiresAt: new Date(now().getTime() + KEPT_MS) }], { ordered: false });
        return true;
      } catch (error) {
        if (duplicatePositions(error)) return false;
        throw error;
      }
    },
    sweep: async (at) => (await store.seen.deleteMany({ expiresAt: { $lte: at } })).deletedCount,
  };
}
