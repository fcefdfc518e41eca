/** What every rule's value was at each minute: a document a minute. */
import type { Reading } from '../../domain/alert-state.ts';
import type { Store } from '../connect.ts';

const DUPLICATE_KEY = 11_000;

export interface Samples {
  keep: (at: Date, readings: ReadonlyMap<string, Reading>) => Promise<void>;
  /** In [from, to], oldest first; minutes in which the rule was not evaluated are absent. */
  samples: (rule: string, from: Date, to: Date) => Promise<{ at: Date; value: number | null }[]>;
  /** Removes those before; returns how many. */
  sweep: (before: Date) => Promise<number>;
}

/** A rule's id as the name of a field, in which dots and dollars mean something else. */
function fieldOf(rule: string): string {
  return encodeURIComponent(rule).replaceAll('.', '%2E');
}

/** Kept again, a minute has the newest values. */
export function sampleStore(store: Store): Samples {
  return {
    keep: async (at, readings) => {
      const values = Object.fromEntries([...readings].map(([rule, { value }]) => [fieldOf(rule), value]));
      try {
        await store.samples.replaceOne({ _id: at.toISOString() }, { at, values }, { upsert: true });
      } catch (error) {
        // Another replica has kept the same minute just now.
        if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
      }
    },
    samples: async (rule, from, to) => {
      const field = fieldOf(rule);
      const path = `values.${field}`;
      const filter = { at: { $gte: from, $lte: to }, [path]: { $exists: true } };
      const found = await store.samples
        .find(filter, { projection: { at: 1, [path]: 1 }, hint: 'at', batchSize: 2_000 })
        .sort({ at: 1 })
        .toArray();
      return found.map(({ at, values }) => ({ at, value: values[field] ?? null }));
    },
    sweep: async (before) => (await store.samples.deleteMany({ at: { $lt: before } })).deletedCount,
  };
}
