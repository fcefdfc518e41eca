/** Synthetic conversations straight into the store, for trying Vigia at a size. They are not in the journal. */
import { randomUUID } from 'node:crypto';
import { timelineOf } from './domain/conversation.ts';
import { manyConversations, manyPeople } from './helpdesk/demo/many.ts';
import type { Store } from './store/connect.ts';
import { documentOf, duplicatePositions } from './store/derive.ts';
import type { Intake } from './store/intake.ts';
import type { ConversationDoc } from './store/models/models.ts';
import type { Roller } from './store/rollups/roller.ts';

const BATCH = 2_000;
/** Batches being written while the next one is made. */
const IN_FLIGHT = 3;
/** Live at the end, whatever the number. */
const ALIVE = 1_500;

export interface SeedOptions {
  store: Store;
  intake: Pick<Intake, 'record'>;
  roller: Roller;
  /** Conversations. */
  count: number;
  /** The end of the year that they fill. */
  end: Date;
  progress: (line: string) => void;
}

/** Writes the conversations (those that are there already stay) and rolls them up. Returns the closing report. */
export async function seed({ store, intake, roller, count, end, progress }: SeedOptions): Promise<string> {
  const began = performance.now();
  await intake.record(manyPeople(end));
  let [written, passed] = [0, 0];
  let batch: ConversationDoc[] = [];
  const writing: Promise<void>[] = [];
  const write = async (documents: ConversationDoc[]): Promise<void> => {
    const added = await insertNoted(store, documents, end);
    written += added;
    passed += documents.length;
    progress(`\r${passed} of ${count} conversations, ${Math.round(passed / ((performance.now() - began) / 1000))}/s `);
  };
  const flush = async (): Promise<void> => {
    writing.push(write(batch));
    batch = [];
    if (writing.length >= IN_FLIGHT) await writing.shift();
  };
  for (const { id, events } of manyConversations(count, Math.min(ALIVE, Math.ceil(count / 4)), end)) {
    const document = documentOf(id, timelineOf(events), randomUUID());
    if (document) batch.push(document);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  await Promise.all(writing);
  const inserted = performance.now();
  progress('\nrolling up … ');
  const rollups = await roller.roll();
  progress('\n');
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  return `${written} conversations written in ${seconds(inserted - began)} s, ${rollups} rollups in ${seconds(performance.now() - inserted)} s`;
}

/** Inserts what is new; its hours are stale from before, and not rolled up until it is done. */
async function insertNoted(store: Store, documents: ConversationDoc[], at: Date): Promise<number> {
  const note = randomUUID();
  const hours = [...new Set(documents.flatMap((document) => document.hours))];
  await store.intake.insertOne({ _id: note, at, conversations: [], directory: [] });
  await store.stale.insertOne({ _id: randomUUID(), rev: note, note, hours });
  const written = await insertNew(store, documents);
  await store.intake.deleteOne({ _id: note });
  return written;
}

async function insertNew(store: Store, documents: ConversationDoc[]): Promise<number> {
  if (documents.length === 0) return 0;
  return store.conversations.insertMany(documents, { ordered: false }).then(
    ({ insertedCount }) => insertedCount,
    (error: unknown) => {
      const there = duplicatePositions(error);
      if (!there) throw error;
      return documents.length - there.length;
    },
  );
}
