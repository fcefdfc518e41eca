/** The audit: who changed, took out or sent what; entries are added and never touched again. */
import mongoose from 'mongoose';
import type { Store } from '../connect.ts';
import type { AuditDoc } from '../models/models.ts';
import type { Author } from './configuration.ts';

export interface AuditEntry extends Omit<AuditDoc, '_id'> {
  id: string;
}

/** Where an entry stands in the order; entries that arrive move none. */
export interface Place {
  at: Date;
  id: string;
}

/** Which entries: of one subject (`template.ab12`), or of a kind (`template`); everything absent is not filtered. */
export interface AuditQuestion {
  subject?: string | undefined;
  kind?: string | undefined;
  by?: string | undefined;
  /** Older than this entry. */
  before?: Place | undefined;
  /** Newer than this entry: those next to it. */
  after?: Place | undefined;
  limit: number;
}

export interface AuditQueries {
  /** Newest first. */
  entries: (question: AuditQuestion) => Promise<AuditEntry[]>;
  /** All of them up to an instant for a file, newest first, from a cursor. */
  all: (until: Date) => AsyncGenerator<AuditEntry[]>;
  add: (what: string, by: Author, change: { from: unknown; to: unknown }, id?: string) => Promise<boolean>;
}

const BATCH = 500;
const NEWEST = { at: -1, _id: -1 } as const;
const OLDEST = { at: 1, _id: 1 } as const;

function entryOf({ _id: id, ...entry }: AuditDoc): AuditEntry {
  return { id, ...entry };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

export function auditQueries(store: Store, now: () => Date): AuditQueries {
  return {
    entries: async ({ subject, kind, by, before, after, limit }) => {
      const filter: mongoose.mongo.Filter<AuditDoc> = {
        ...(subject !== undefined && { what: subject }),
        ...(kind !== undefined && { what: new RegExp(`^${escaped(kind)}\\.`) }),
        ...(by !== undefined && { by }),
        ...(before && { $or: [{ at: { $lt: before.at } }, { at: before.at, _id: { $lt: before.id } }] }),
        ...(after && { $or: [{ at: { $gt: after.at } }, { at: after.at, _id: { $gt: after.id } }] }),
      };
      const hint = subject === undefined ? 'latest' : 'subject';
      const order = after ? OLDEST : NEWEST;
      const found = (await store.audit.find(filter, { hint }).sort(order).limit(limit).toArray()).map(entryOf);
      return after ? found.toReversed() : found;
    },
    all: async function* all(until) {
      const cursor = store.audit.find({ at: { $lte: until } }, { hint: 'latest', batchSize: BATCH }).sort(NEWEST);
      try {
        while (await cursor.hasNext()) yield cursor.readBufferedDocuments().map(entryOf);
      } finally {
        await cursor.close();
      }
    },
    add: async (what, by, { from, to }, id = new mongoose.mongo.ObjectId().toHexString()) => {
      const entry = { at: now(), by: by.id, platform: by.platform, what, from, to };
      const added = await store.audit.updateOne({ _id: id }, { $setOnInsert: entry }, { upsert: true });
      return added.upsertedCount === 1;
    },
  };
}
