/** The one way in for events: journaled first (durable, each id once), then the documents that answer questions. */
import { randomUUID } from 'node:crypto';
import { conversationIdOf, type HelpdeskEvent, type MessageEvent } from '../domain/events.ts';
import { patiently } from './away.ts';
import type { Store } from './connect.ts';
import { packStanding } from './standing.ts';
import { derive, duplicatePositions, toEvent } from './derive.ts';
import { directoryUpdates } from './directory.ts';
import type { EventDoc, IntakeDoc, MessageDoc } from './models/models.ts';

export interface Intake {
  /**
   * Journals events and derives what they change; resolves once both are durable.
   * @returns for each event whether it was new (false: a repetition, nothing changed)
   */
  record: (events: readonly HelpdeskEvent[]) => Promise<boolean[]>;
  /** Finishes what a crash left half done: work notes older than `olderThan`. Returns how many. */
  repair: (olderThan: Date) => Promise<number>;
  /** Derives the conversations that an earlier version of Vigia wrote, which lack what this one needs. Returns how many. */
  renew: (progress?: (done: number) => void) => Promise<number>;
}

/** Posts that arrive while a batch is written are written together, up to this many events. */
const LARGEST_BATCH = 2_000;

interface Post {
  events: readonly HelpdeskEvent[];
  resolve: (accepted: boolean[]) => void;
  reject: (error: unknown) => void;
}

/** One writer a process: concurrent posts share a batch, so that a burst costs few round trips. */
export function createIntake(store: Store, now: () => Date = () => new Date()): Intake {
  const waiting: Post[] = [];
  let writing = false;

  async function work(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const posts = take(waiting);
      const events = posts.flatMap((post) => post.events);
      const note = noteOf(events, now());
      try {
        answer(posts, await write(store, events, note));
      } catch (error) {
        for (const { reject } of posts) reject(error);
        continue;
      }
      // Nobody waits for this, and the next posts gather meanwhile; a note that stays is only repaired once more.
      await store.intake.deleteOne({ _id: note._id }).catch(() => undefined);
    }
    writing = false;
  }

  return {
    record: (events) =>
      events.length === 0
        ? Promise.resolve([])
        : new Promise((resolve, reject) => {
            waiting.push({ events, resolve, reject });
            if (!writing) void work();
          }),
    repair: (olderThan) => repair(store, olderThan),
    renew: (progress = () => undefined) => renew(store, now, progress),
  };
}

function answer(posts: Post[], accepted: boolean[]): void {
  let from = 0;
  for (const { events, resolve } of posts) {
    resolve(accepted.slice(from, from + events.length));
    from += events.length;
  }
}

/** The next posts that fit a batch; at least one. */
function take(waiting: Post[]): Post[] {
  const posts = waiting.splice(0, 1);
  let size = posts[0]?.events.length ?? 0;
  for (let next = waiting[0]; next && size + next.events.length <= LARGEST_BATCH; next = waiting[0]) {
    posts.push(next);
    waiting.shift();
    size += next.events.length;
  }
  return posts;
}

async function write(store: Store, events: HelpdeskEvent[], note: IntakeDoc): Promise<boolean[]> {
  const firsts = new Map<string, number>();
  for (const [index, { id }] of events.entries()) if (!firsts.has(id)) firsts.set(id, index);
  const unique = events.filter(({ id }, index) => firsts.get(id) === index);
  const fresh = new Set<string>();
  // Everything in a batch is idempotent, so it can be tried again.
  await patiently(async (attempt) => {
    await store.intake.replaceOne({ _id: note._id }, note, { upsert: true });
    for (const id of await journal(store, unique, note.at)) fresh.add(id);
    // What a broken attempt has journaled looks like a repetition now and still has to be applied.
    await apply(store, attempt > 0 ? unique : unique.filter(({ id }) => fresh.has(id)), note._id);
  });
  return events.map(({ id }, index) => fresh.has(id) && firsts.get(id) === index);
}

function noteOf(events: HelpdeskEvent[], at: Date): IntakeDoc {
  const conversations = new Set<string>();
  const directory: string[] = [];
  for (const event of events) {
    const conversation = conversationIdOf(event);
    if (conversation === undefined) directory.push(event.id);
    else conversations.add(conversation);
  }
  return { _id: randomUUID(), at, conversations: [...conversations], directory };
}

/** Inserts what is new; returns the ids of the new events. */
async function journal(store: Store, events: HelpdeskEvent[], receivedAt: Date): Promise<Set<string>> {
  const messages = events.filter((event): event is MessageEvent => event.type === 'message.created');
  const others = events.filter((event) => event.type !== 'message.created');
  const [freshMessages, freshOthers] = await Promise.all([
    insertNew(
      store.messages,
      messages.map((event) => toDocument(event, receivedAt) as MessageDoc),
    ),
    insertNew(
      store.events,
      others.map((event) => toDocument(event, receivedAt) as EventDoc),
    ),
  ]);
  return new Set([...freshMessages, ...freshOthers]);
}

function toDocument({ id, ...event }: HelpdeskEvent, receivedAt: Date): object {
  return { _id: id, ...event, receivedAt };
}

async function insertNew(
  collection: { insertMany: (documents: never, options: { ordered: boolean }) => Promise<unknown> },
  documents: { _id: string }[],
): Promise<string[]> {
  if (documents.length === 0) return [];
  try {
    await collection.insertMany(documents as never, { ordered: false });
    return documents.map(({ _id }) => _id);
  } catch (error) {
    const repeated = duplicatePositions(error);
    if (!repeated) throw error;
    const positions = new Set(repeated);
    return documents.filter((_, index) => !positions.has(index)).map(({ _id }) => _id);
  }
}

/** Brings agents, departments and conversations up to events that the journal holds. */
async function apply(store: Store, events: HelpdeskEvent[], note: string): Promise<void> {
  const { agents, departments } = directoryUpdates(events);
  const conversations = new Set(events.flatMap((event) => conversationIdOf(event) ?? []));
  await Promise.all([
    agents.length > 0 && store.agents.bulkWrite(agents as never, { ordered: false }),
    departments.length > 0 && store.departments.bulkWrite(departments as never, { ordered: false }),
    derive(store, [...conversations], note),
  ]);
}

async function repair(store: Store, olderThan: Date): Promise<number> {
  const notes = await store.intake.find({ at: { $lte: olderThan } }).toArray();
  for (const note of notes) {
    const [events, messages] = await Promise.all([
      store.events.find({ $or: [{ _id: { $in: note.directory } }, { 'conversation.id': { $in: note.conversations } }] } as never).toArray(),
      store.messages.find({ 'conversation.id': { $in: note.conversations } }).toArray(),
    ]);
    await apply(
      store,
      [...events, ...messages].map((doc) => toEvent(doc) as HelpdeskEvent),
      note._id,
    );
    await store.intake.deleteOne({ _id: note._id });
  }
  return notes.length;
}

const RENEWED_AT_ONCE = 500;

async function renew(store: Store, now: () => Date, progress: (done: number) => void): Promise<number> {
  const stood = await renewStandings(store);
  for (let done = stood; ; ) {
    const old = await store.conversations
      .find({ hours: null } as never, { projection: { _id: 1 }, hint: 'hours', limit: RENEWED_AT_ONCE })
      .toArray();
    if (old.length === 0) return done;
    const note: IntakeDoc = { _id: randomUUID(), at: now(), conversations: old.map(({ _id }) => _id), directory: [] };
    await store.intake.insertOne(note);
    await derive(store, note.conversations, note._id);
    await store.intake.deleteOne({ _id: note._id });
    done += old.length;
    progress(done);
  }
}

/** What stands of each live conversation, where an earlier version did not say it. */
async function renewStandings(store: Store): Promise<number> {
  const old = await store.conversations
    .find({ live: true, standing: null } as never, { projection: { timeline: 0 }, hint: 'live_standing' })
    .toArray();
  const writes = old.map(({ rev, ...live }) => ({
    updateOne: { filter: { _id: live._id, rev }, update: { $set: { standing: packStanding({ ...live, id: live._id }) } } },
  }));
  if (writes.length > 0) await store.conversations.bulkWrite(writes, { ordered: false });
  return writes.length;
}
