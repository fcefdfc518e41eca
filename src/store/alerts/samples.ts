/** What the values that rules watch were at each minute: a document a minute, in which rules that watch the same share a value. */
import { createHash } from 'node:crypto';
import { type AlertRule, watchedText } from '../../domain/alert-rule.ts';
import type { Sample } from '../../domain/alert-curve.ts';
import type { Reading } from '../../domain/alert-state.ts';
import type { Store } from '../connect.ts';

const DUPLICATE_KEY = 11_000;

export interface Samples {
  /** Kept again, a minute has the newest values. */
  keep: (at: Date, rules: readonly AlertRule[], readings: ReadonlyMap<string, Reading>) => Promise<void>;
  /** What a rule watches in [from, to], oldest first; minutes that were not kept are absent. */
  kept: (rule: AlertRule, from: Date, to: Date) => Promise<Sample[]>;
  /** Keeps what a rule watches at minutes that were not; asked again it changes nothing. */
  fill: (rule: AlertRule, samples: readonly Sample[]) => Promise<void>;
  /** Removes those before; returns how many. */
  sweep: (before: Date) => Promise<number>;
}

/** The name of the field for what a rule watches: an edit of its limits keeps its past, an edit of what it watches begins anew. */
function fieldOf(rule: AlertRule): string {
  return createHash('sha256').update(watchedText(rule)).digest('base64url').slice(0, 16);
}

/** Another replica has kept the same minute just now. */
function unlessKept(error: unknown): void {
  if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
}

export function sampleStore(store: Store): Samples {
  return {
    keep: async (at, rules, readings) => {
      const values = Object.fromEntries(
        rules.flatMap((rule): [string, number | null][] => {
          const reading = readings.get(rule.id);
          return reading ? [[fieldOf(rule), reading.value]] : [];
        }),
      );
      await store.samples.replaceOne({ _id: at.toISOString() }, { at, values }, { upsert: true }).catch(unlessKept);
    },
    kept: async (rule, from, to) => {
      const field = fieldOf(rule);
      const path = `values.${field}`;
      const filter = { at: { $gte: from, $lte: to }, [path]: { $exists: true } };
      const found = await store.samples
        .find(filter, { projection: { at: 1, [path]: 1 }, hint: 'at', batchSize: 2_000 })
        .sort({ at: 1 })
        .toArray();
      return found.map(({ at, values }) => ({ at, value: values[field] ?? null }));
    },
    fill: async (rule, samples) => {
      const path = `values.${fieldOf(rule)}`;
      const writes = samples.map(({ at, value }) => ({
        updateOne: { filter: { _id: at.toISOString() }, update: { $set: { at, [path]: value } }, upsert: true },
      }));
      if (writes.length > 0) await store.samples.bulkWrite(writes, { ordered: false }).catch(unlessKept);
    },
    sweep: async (before) => (await store.samples.deleteMany({ at: { $lt: before } })).deletedCount,
  };
}
