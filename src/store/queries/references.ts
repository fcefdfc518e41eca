/** Where a platform can post later: its own JSON by its own id. */
import type { Store } from '../connect.ts';

export interface ReferenceStore {
  save: (id: string, reference: unknown) => Promise<void>;
  get: (id: string) => Promise<unknown>;
  /** Those whose ids begin so, 5,000 at most. */
  list: (prefix: string) => Promise<{ id: string; reference: unknown }[]>;
}

const MOST = 5_000;
/** Sorts after every id that begins with the prefix. */
const LAST = '\uffff';

export function referenceStore(store: Store, now: () => Date): ReferenceStore {
  return {
    save: async (id, reference) => {
      await store.references.replaceOne({ _id: id }, { reference, at: now() }, { upsert: true });
    },
    get: async (id) => (await store.references.findOne({ _id: id }))?.reference,
    list: async (prefix) => {
      const found = await store.references
        .find({ _id: { $gte: prefix, $lt: `${prefix}${LAST}` } })
        .limit(MOST)
        .toArray();
      return found.map(({ _id, reference }) => ({ id: _id, reference }));
    },
  };
}
