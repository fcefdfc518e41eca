/** The state after a set of events depends on the set alone: any order, repetition and batching, with concurrent writers. */
import fc from 'fast-check';
import { conversationAt, timelineOf } from '../../src/domain/conversation.ts';
import { type ConversationEvent, conversationIdOf, type HelpdeskEvent, type MessageEvent } from '../../src/domain/events.ts';
import { belongsToDay } from '../../src/domain/indicators.ts';
import { startOfDay } from '../../src/domain/periods.ts';
import { isLive } from '../../src/domain/conversation.ts';
import { createIntake } from '../../src/store/intake.ts';
import type { Store } from '../../src/store/connect.ts';
import { deskQueries } from '../../src/store/queries/desk.ts';
import { defaultParameters } from '../../src/domain/parameters.ts';
import { deliveries, STREAM_END, STREAM_START, streams } from '../streams.ts';
import { dropStore, openStore } from '../store.ts';

const RUNS = 20;
const STREAMS_A_RUN = 20;
const WRITERS = 3;
const ZONE = 'America/Sao_Paulo';
const COLLECTIONS = ['events', 'messages', 'conversations', 'agents', 'departments', 'intake', 'stale'] as const;

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => dropStore(store));

async function empty(): Promise<void> {
  await Promise.all(COLLECTIONS.map((name) => store.connection.collection(name).deleteMany({})));
}

/** Batches go to several writers at once, as to several replicas of Vigia. */
async function deliver(batches: HelpdeskEvent[][]): Promise<number> {
  const writers = Array.from({ length: WRITERS }, () => createIntake(store));
  const accepted = await Promise.all(batches.map(async (batch, index) => writers[index % WRITERS]?.record(batch) ?? []));
  return accepted.flat().filter(Boolean).length;
}

/** The writers forget their work notes only after they have answered. */
async function forgotten(): Promise<void> {
  for (let left = 1; left > 0; left = await store.intake.countDocuments()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Everything that answers are read from, without the writers' marks. */
async function state(): Promise<unknown> {
  await forgotten();
  const [conversations, agents, departments] = await Promise.all([
    store.conversations
      .find({}, { projection: { rev: 0 } })
      .sort({ _id: 1 })
      .toArray(),
    store.agents.find().sort({ _id: 1 }).toArray(),
    store.departments.find().sort({ _id: 1 }).toArray(),
  ]);
  return JSON.parse(JSON.stringify({ conversations, agents: agents.map(sorted), departments: departments.map(sorted) }));
}

function sorted(document: object): object {
  return Object.fromEntries(
    Object.entries(document)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, key === 'keys' ? sorted(value as object) : value]),
  );
}

/** What the pure rules make of the events up to an instant. */
function standing(events: HelpdeskEvent[], at: Date): ReturnType<typeof conversationAt>[] {
  const groups = new Map<string, (ConversationEvent | MessageEvent)[]>();
  for (const event of events) {
    const id = conversationIdOf(event);
    if (id !== undefined) groups.set(id, [...(groups.get(id) ?? []), event as ConversationEvent | MessageEvent]);
  }
  return [...groups.values()].map((group) => conversationAt(timelineOf(group), at));
}

async function figures(at: Date): Promise<Record<string, number | null>> {
  const questions = deskQueries(store, async () => defaultParameters(ZONE, 'en'));
  const [now, today, filtered] = [await questions.now(at), await questions.today(at), await questions.now(at, 'd-1')];
  const all = [...now.indicators, ...today.indicators, ...filtered.indicators.map((one) => ({ ...one, id: `d-1 ${one.id}` }))];
  return Object.fromEntries(all.map(({ id, value }) => [id, value]));
}

test(`${RUNS * STREAMS_A_RUN} streams, delivered twice in different orders, batches and repetitions, end alike`, async () => {
  const instants = fc.array(fc.integer({ min: STREAM_START - 1, max: STREAM_END + 1 }), { minLength: 2, maxLength: 2 });
  const runs = streams(STREAMS_A_RUN, '').chain((events) =>
    fc.tuple(fc.constant(events), deliveries(events), deliveries(events), instants),
  );
  await fc.assert(
    fc.asyncProperty(runs, async ([events, first, second, moments]) => {
      await empty();
      expect(await deliver(first)).toBe(events.length);
      const once = await state();
      const answers = await Promise.all(moments.map((moment) => figures(new Date(moment))));
      await empty();
      expect(await deliver(second)).toBe(events.length);
      expect(await state()).toEqual(once);
      expect(await Promise.all(moments.map((moment) => figures(new Date(moment))))).toEqual(answers);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 280_000);

test('today’s equalities hold at random instants, and the store counts what the pure rules count', async () => {
  const moments = fc.integer({ min: STREAM_START - 1, max: STREAM_END + 1 }).map((moment) => new Date(moment));
  const runs = streams(STREAMS_A_RUN, '').chain((events) =>
    fc.tuple(fc.constant(events), deliveries(events), fc.array(moments, { minLength: 4, maxLength: 4 })),
  );
  await fc.assert(
    fc.asyncProperty(runs, async ([events, batches, instants]) => {
      await empty();
      await deliver(batches);
      for (const at of instants) {
        const value = await figures(at);
        const sum = (ids: string[]): number => ids.reduce((total, id) => total + (value[`today.${id}`] ?? 0), 0);
        expect(value['today.total']).toBe(sum(['new', 'carried']));
        expect(value['today.total']).toBe(sum(['triage', 'queued', 'in_service', 'closed', 'cancelled']));
        expect(value['today.total']).toBe(
          sum(['whatsapp', 'telegram', 'facebook', 'instagram', 'livechat', 'other'].map((name) => `channel.${name}`)),
        );
        const dayStart = startOfDay(at, ZONE);
        const day = standing(events, at)
          .filter((one) => one !== undefined)
          .filter((one) => belongsToDay(one, dayStart));
        expect(value['today.total']).toBe(day.length);
        expect(value['today.carried']).toBe(day.filter((one) => one.openedAt < dayStart).length);
        expect(value['now.queue.size']).toBe(day.filter((one) => one.state === 'queued').length);
        expect(value['now.awaiting.agents']).toBe(
          day.filter((one) => isLive(one) && one.direction === 'inbound' && !one.firstAgentMessageAt).length,
        );
      }
    }),
    { numRuns: 15, endOnFailure: true },
  );
}, 200_000);
