/** Conversations are derived from the journal: read all events of a conversation, fold, write where nobody else has meanwhile. */
import { randomUUID } from 'node:crypto';
import type mongoose from 'mongoose';
import { conversationAt, isLive, type Step, timelineOf } from '../domain/conversation.ts';
import type { ConversationEvent, MessageEvent } from '../domain/events.ts';
import { FACT_FIELDS, type FactSource, factsOf, hoursBetween, hoursOf } from '../domain/facts.ts';
import type { Store } from './connect.ts';
import type { ConversationDoc, EventDoc, MessageDoc } from './models/models.ts';
import { packStanding } from './standing.ts';

/** Steps that a document carries: some 100 KB at the most. Longer conversations keep their newest ones. */
const LONGEST_TIMELINE = 1_000;
const ATTEMPTS = 20;
/** Of larger batches (imports) every conversation of the hours they change is read again. */
const MOST_NAMED = 100;
const DUPLICATE_KEY = 11_000;

/** A journaled document as the event it came from. */
export function toEvent<Doc extends EventDoc | MessageDoc>({
  _id,
  receivedAt: _receivedAt,
  ...event
}: Doc): Omit<Doc, '_id' | 'receivedAt'> & { id: string } {
  return { ...event, id: _id };
}

/** The timelines of some conversations, whole, from the journal (indexed by conversation). */
export async function timelinesFromJournal(store: Store, ids: string[]): Promise<Map<string, Step[]>> {
  if (ids.length === 0) return new Map();
  const ofThem = { 'conversation.id': { $in: ids } };
  const [events, messages] = await Promise.all([
    store.events.find(ofThem as never, { projection: { receivedAt: 0 } }).toArray(),
    store.messages.find(ofThem, { projection: { receivedAt: 0, 'message.text': 0, 'message.attachments': 0 } }).toArray(),
  ]);
  const grouped = new Map<string, (ConversationEvent | MessageEvent)[]>();
  for (const doc of [...events, ...messages]) {
    const event = toEvent(doc) as ConversationEvent | MessageEvent;
    const known = grouped.get(event.conversation.id);
    if (known) known.push(event);
    else grouped.set(event.conversation.id, [event]);
  }
  return new Map([...grouped].map(([id, list]) => [id, timelineOf(list)]));
}

/** The document of a conversation with this timeline; null without any step. */
export function documentOf(id: string, timeline: Step[], rev: string): ConversationDoc | null {
  const conversation = conversationAt(timeline);
  const first = timeline[0];
  const last = timeline.at(-1);
  if (!conversation || !first || !last) return null;
  const kept = timeline.slice(-LONGEST_TIMELINE);
  return {
    _id: id,
    rev,
    live: isLive(conversation),
    startedAt: first.at,
    lastAt: last.at,
    ...conversation,
    timeline: kept,
    cut: timeline.length - kept.length,
    hours: hoursOf(factsOf(conversation, 0)),
    ...(isLive(conversation) && { standing: packStanding({ ...conversation, id }) }),
  };
}

/**
 * Brings the documents of these conversations up to the journal. Idempotent; right with concurrent writers, since a document
 * is only replaced by one that was folded after reading it, and whoever journals an event derives after that.
 * @param note the work note (`intake`) that stays until this is done: so long, the hours it changes are not rolled up
 */
export async function derive(store: Store, conversations: string[], note: string): Promise<void> {
  let left = conversations;
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === ATTEMPTS) throw new Error(`${left.length} conversations kept changing under ${ATTEMPTS} attempts to derive them`);
    left = await deriveOnce(store, left, note);
  }
}

const FACTS_AND_REV = Object.fromEntries(['rev', ...FACT_FIELDS].map((field) => [field, 1]));

/** Returns the conversations that somebody else wrote meanwhile. */
async function deriveOnce(store: Store, ids: string[], note: string): Promise<string[]> {
  const known = await store.conversations.find({ _id: { $in: ids } }, { projection: FACTS_AND_REV }).toArray();
  const before = new Map(known.map((document) => [document._id, document]));
  const timelines = await timelinesFromJournal(store, ids);
  const rev = randomUUID();
  const writes: mongoose.mongo.AnyBulkWriteOperation<ConversationDoc>[] = [];
  const hours = new Set<number>();
  const conversations: string[] = [];
  for (const [id, timeline] of timelines) {
    const document = documentOf(id, timeline, rev);
    if (!document) continue;
    const old = before.get(id);
    const changed = changedHours(old, document);
    if (changed.length > 0) conversations.push(id);
    for (const hour of changed) hours.add(hour);
    writes.push(old ? { replaceOne: { filter: { _id: id, rev: old.rev }, replacement: document } } : { insertOne: { document } });
  }
  if (writes.length === 0) return [];
  const named = conversations.length <= MOST_NAMED && { conversations };
  if (hours.size > 0) await store.stale.insertOne({ _id: randomUUID(), rev, note, hours: [...hours], ...named });
  const written = await store.conversations.bulkWrite(writes, { ordered: false }).then(
    ({ insertedCount, matchedCount }) => insertedCount + matchedCount,
    (error: unknown) => {
      if (isOnlyDuplicates(error)) return -1;
      throw error;
    },
  );
  if (written === writes.length) return [];
  const mine = await store.conversations.find({ _id: { $in: ids }, rev }, { projection: { _id: 1 } }).toArray();
  const done = new Set(mine.map(({ _id }) => _id));
  return [...timelines.keys()].filter((id) => !done.has(id));
}

/** The hours whose sums the new document changes. The service level's time changes none of them. */
function changedHours(before: FactSource | undefined, after: FactSource): number[] {
  return hoursBetween(before ? factsOf(before, 0) : [], factsOf(after, 0));
}

/**
 * The positions (in the write) of the documents that were there already; null when anything else went wrong: the driver
 * wraps a broken connection in the same error, without write errors, and then nothing is known of any document.
 */
export function duplicatePositions(error: unknown): number[] | null {
  const failed = error as {
    name?: string;
    writeErrors?: { index: number; code: number }[];
    result?: { getWriteConcernError?: () => unknown };
  };
  if (failed.name !== 'MongoBulkWriteError' || !Array.isArray(failed.writeErrors)) return null;
  if (failed.writeErrors.length === 0 || failed.result?.getWriteConcernError?.()) return null;
  return failed.writeErrors.every(({ code }) => code === DUPLICATE_KEY) ? failed.writeErrors.map(({ index }) => index) : null;
}

function isOnlyDuplicates(error: unknown): boolean {
  return duplicatePositions(error) !== null;
}
