/** Conversations in bulk, for exports: from a cursor, in batches, as they stood at an instant. */
import mongoose from 'mongoose';
import { type ConversationRecord, RECORD_FIELDS, recordOf, renamed } from '../../domain/record.ts';
import type { Store } from '../connect.ts';
import type { ConversationDoc } from '../models/models.ts';
import { names } from './agents.ts';
import { foldAt } from './asof.ts';

/** Documents a round trip: their bytes wait in memory, twice. */
export const BATCH = 500;
/** Documents at once: few enough to die young in memory, and a millisecond or two of work. */
const SLICE = 100;
/** Counting a year of millions is not worth a longer wait before the first row. */
const COUNT_MS = 1_000;
const TIME_LIMIT_EXCEEDED = 50;

/** The columns needed, and what tells whether a document speaks of the future. */
export const PROJECTION: Record<string, unknown> = Object.fromEntries([...RECORD_FIELDS, 'lastAt'].map((name) => [name, 1]));
/** The contact's messages before the agent's first stand in the timeline alone. */
const WITH_REPLY = { ...PROJECTION, replied: { $in: ['contact', { $ifNull: ['$timeline.from', []] }] } };

/** Which conversations, and as of when. */
export interface RecordsQuestion {
  filter: mongoose.mongo.Filter<ConversationDoc>;
  /** The index that leads. */
  hint: string;
  sort: Record<string, 1 | -1>;
  /** What happened after it has not happened. */
  at: Date;
  /** Whether a conversation that has changed since `at` was in the answer then. */
  belongs: (record: ConversationRecord) => boolean;
  /** Also tell whether the contact has ever written. */
  replies?: boolean | undefined;
}

type Found = Pick<ConversationDoc, (typeof RECORD_FIELDS)[number] | '_id' | 'lastAt'> & { replied?: boolean };

/** How many there are; null where counting takes longer than a second. */
export async function countRecords(store: Store, { filter, hint }: Pick<RecordsQuestion, 'filter' | 'hint'>): Promise<number | null> {
  try {
    return await store.conversations.countDocuments(filter, { hint, maxTimeMS: COUNT_MS });
  } catch (error) {
    if ((error as { code?: number }).code === TIME_LIMIT_EXCEEDED) return null;
    throw error;
  }
}

/** Batches of records in the order of `sort`; the cursor is closed when the iterator is, whatever the reason. */
export async function* records(store: Store, question: RecordsQuestion): AsyncGenerator<ConversationRecord[]> {
  const known = await names(store);
  for await (const found of batches(store, question)) {
    const rows = await asOf(store, found, question);
    for (const row of rows) {
      row.agent = renamed(row.agent, known.agents);
      row.department = renamed(row.department, known.departments);
    }
    yield rows;
  }
}

/**
 * While one batch is worked on, the database already reads the next: that hides the writing of a file behind the reading. They come
 * as bytes, so that the next batch can be asked for before this one is parsed, and no more documents are in memory than a slice.
 */
async function* batches(store: Store, { filter, hint, sort, replies }: RecordsQuestion): AsyncGenerator<Found[]> {
  const projection = replies ? WITH_REPLY : PROJECTION;
  const cursor = store.conversations.find<Uint8Array>(filter, { projection, hint, sort, batchSize: BATCH, raw: true });
  try {
    for (let first = await cursor.next(); first; ) {
      const found = [first, ...cursor.readBufferedDocuments()];
      const next = cursor.next();
      // Whoever closes the iterator here leaves a fetch behind that fails with the cursor; its error has nobody to go to.
      next.catch(() => undefined);
      for (let from = 0; from < found.length; from += SLICE) yield found.slice(from, from + SLICE).map(parsed);
      first = await next;
    }
  } finally {
    await cursor.close();
  }
}

function parsed(document: Uint8Array): Found {
  return mongoose.mongo.BSON.deserialize(document) as Found;
}

/** The records at the instant: as the documents say, or folded again where they speak of the future. */
async function asOf(store: Store, found: Found[], { at, belongs }: RecordsQuestion): Promise<ConversationRecord[]> {
  const moved = found.filter(({ lastAt }) => lastAt > at).map(({ _id }) => _id);
  // Not copied: a million rows would be a million objects more.
  const settled = (document: Found): ConversationRecord => Object.assign(document, { id: document._id });
  if (moved.length === 0) return found.map(settled);
  const then = await recordsAt(store, moved, at);
  return found.flatMap((document) => {
    if (document.lastAt <= at) return [settled(document)];
    const record = then.get(document._id);
    return record && belongs(record) ? [record] : [];
  });
}

/** These conversations as they stood at the instant; those that had not begun are missing. */
export async function recordsAt(store: Store, ids: readonly string[], at: Date): Promise<Map<string, ConversationRecord>> {
  const documents = await store.conversations.find({ _id: { $in: [...ids] } }, { projection: { timeline: 1, cut: 1 } }).toArray();
  const folded = await foldAt(store, documents, at);
  return new Map(folded.map((one) => [one.id, recordOf(one)]));
}
