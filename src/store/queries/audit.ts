/** The audit: who changed, took out or sent what; entries are added and never touched again. */
import { randomUUID } from 'node:crypto';
import type mongoose from 'mongoose';
import type { Store } from '../connect.ts';
import type { AuditDoc } from '../models/models.ts';
import type { Author } from './configuration.ts';

export interface AuditEntry extends Omit<AuditDoc, '_id'> {
  id: string;
}

/** Which entries: of one subject (`template.ab12`), or of a kind (`template`); everything absent is not filtered. */
export interface AuditQuestion {
  subject?: string | undefined;
  kind?: string | undefined;
  by?: string | undefined;
  /** Older than this entry. */
  before?: { at: Date; id: string } | undefined;
  limit: number;
}

export interface AuditQueries {
  /** Newest first. */
  entries: (question: AuditQuestion) => Promise<AuditEntry[]>;
  /** All of them for a file, newest first, from a cursor. */
  all: () => AsyncGenerator<AuditEntry[]>;
  add: (what: string, by: Author, change: { from: unknown; to: unknown }, id?: string) => Promise<boolean>;
}

const BATCH = 500;
const NEWEST = { at: -1, _id: -1 } as const;

function entryOf({ _id: id, ...entry }: AuditDoc): AuditEntry {
  return { id, ...entry };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

export function auditQueries(store: Store, now: () => Date): AuditQueries {
  return {
    entries: async ({ subject, kind, by, before, limit }) => {
      const filter: mongoose.mongo.Filter<AuditDoc> = {
        ...(subject !== undefined && { what: subject }),
        ...(kind !== undefined && { what: new RegExp(`^${escaped(kind)}\\.`) }),
        ...(by !== undefined && { by }),
        ...(before && { $or: [{ at: { $lt: before.at } }, { at: before.at, _id: { $lt: before.id } }] }),
      };
      const hint = subject === undefined ? 'latest' : 'subject';
      return (await store.audit.find(filter, { hint }).sort(NEWEST).limit(limit).toArray()).map(entryOf);
    },
    all: async function* all() {
      const cursor = store.audit.find({}, { hint: 'latest', batchSize: BATCH }).sort(NEWEST);
      try {
        while (await cursor.hasNext()) yield cursor.readBufferedDocuments().map(entryOf);
      } finally {
        await cursor.close();
      }
    },
    add: async (what, by, { from, to }, id = randomUUID()) => {
      const entry = { at: now(), by: by.id, platform: by.platform, what, from, to };
      const added = await store.audit.updateOne({ _id: id }, { $setOnInsert: entry }, { upsert: true });
      return added.upsertedCount === 1;
    },
  };
}
