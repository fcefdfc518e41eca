/** Where a platform can post later: its own JSON by its own id. */
import type { Store } from '../connect.ts';

export interface ReferenceStore {
  save: (id: string, reference: unknown) => Promise<void>;
  get: (id: string) => Promise<unknown>;
}

export function referenceStore(store: Store, now: () => Date): ReferenceStore {
  return {
    save: async (id, reference) => {
      await store.references.replaceOne({ _id: id }, { reference, at: now() }, { upsert: true });
    },
    get: async (id) => (await store.references.findOne({ _id: id }))?.reference,
  };
}
