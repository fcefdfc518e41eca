/** What open forms remember between their steps: each drawing has a draft of its own, so that an older one can still be answered. */
import { randomBytes } from 'node:crypto';
import type { Store } from '../connect.ts';

/** A form that is left open longer is opened anew. */
const KEEP_MS = 24 * 3_600_000;

export interface Drafts {
  /** Keeps what a person's form remembers; the id is its key. */
  keep: (person: string, draft: unknown) => Promise<string>;
  /** Null for none, for another person's, and for one that has expired. */
  find: (person: string, id: string) => Promise<unknown>;
  sweep: (at: Date) => Promise<number>;
}

export function draftStore(store: Store, now: () => Date): Drafts {
  return {
    keep: async (person, draft) => {
      const id = randomBytes(12).toString('base64url');
      await store.drafts.insertOne({ _id: id, person, draft, expiresAt: new Date(now().getTime() + KEEP_MS) });
      return id;
    },
    find: async (person, id) => (await store.drafts.findOne({ _id: id, person, expiresAt: { $gt: now() } }))?.draft ?? null,
    sweep: async (at) => (await store.drafts.deleteMany({ expiresAt: { $lte: at } })).deletedCount,
  };
}
