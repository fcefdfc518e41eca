/** The bank month: known answers from outside, cut at each instant and imported whole; then the same month in charts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HelpdeskEvent } from '../../src/domain/events.ts';
import { askCommand } from '../../src/platforms/terminal/ask.ts';
import type { Store } from '../../src/store/connect.ts';
import { type TestCore, testCore } from '../core.ts';
import { bankEvents } from '../fixtures/bank/events.ts';
import { dropStore, openStore } from '../store.ts';
import { bankCharts, END, fileOf, indicatorsIn } from './bank.charts.ts';

interface Snapshot {
  channel: Record<string, number>;
  handle_mean: number | null;
  queue_longest: number | null;
  [name: string]: number | null | Record<string, number>;
}

const golden = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'bank', 'january.golden.json'), 'utf8')) as {
  conversations: number;
  snapshots: Record<string, Snapshot>;
};
const instants = Object.keys(golden.snapshots).sort();
const BATCH = 2_000;

jest.setTimeout(120_000);

let store: Store;
let core: TestCore;
const events = bankEvents().sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());

beforeAll(async () => {
  store = await openStore();
  core = testCore(store, { timeZone: 'Asia/Jerusalem', now: () => END });
});
afterAll(() => dropStore(store));

async function record(list: HelpdeskEvent[]): Promise<void> {
  for (let from = 0; from < list.length; from += BATCH) await core.intake.record(list.slice(from, from + BATCH));
}

async function figures(question: string, at: string): Promise<Record<string, number | null>> {
  const { text } = await askCommand(core.dispatch, question, { person: 'terminal:admin', at: new Date(at), json: true });
  const { indicators } = JSON.parse(text) as { indicators: { id: string; value: number | null }[] };
  return Object.fromEntries(indicators.map(({ id, value }) => [id, value]));
}

async function expectGolden(at: string): Promise<void> {
  const want = golden.snapshots[at];
  if (!want) throw new Error(`no golden snapshot at ${at}`);
  const today = await figures('today', at);
  const now = await figures('now', at);
  const states = ['total', 'new', 'carried', 'triage', 'queued', 'in_service', 'closed', 'cancelled'];
  expect(Object.fromEntries(states.map((name) => [name, today[`today.${name}`]]))).toEqual(
    Object.fromEntries(states.map((name) => [name, want[name]])),
  );
  expect(Object.fromEntries(Object.keys(want.channel).map((name) => [name, today[`today.channel.${name}`]]))).toEqual(want.channel);
  expect({
    awaiting_agents: now['now.awaiting.agents'],
    awaiting_customers: now['now.awaiting.customers'],
    idle_agents: now['now.idle.agents'],
    idle_customers: now['now.idle.customers'],
    queued: now['now.queue.size'],
    queue_longest: now['now.queue.longest'],
    serving: now['now.agents.serving'],
  }).toEqual({
    awaiting_agents: want['awaiting_agents'],
    awaiting_customers: want['awaiting_customers'],
    idle_agents: want['idle_agents'],
    idle_customers: want['idle_customers'],
    queued: want['queued'],
    queue_longest: want.queue_longest,
    serving: want['serving'],
  });
  if (want.handle_mean === null) expect(now['now.handle.mean']).toBeNull();
  else expect(now['now.handle.mean']).toBeCloseTo(want.handle_mean, 2);
}

test('each snapshot, as the desk lived it: nothing after the instant has arrived yet', async () => {
  let from = 0;
  for (const at of instants) {
    const limit = new Date(at);
    const next = events.findIndex(({ occurredAt }) => occurredAt > limit);
    const to = next === -1 ? events.length : next;
    await record(events.slice(from, to));
    from = to;
    await expectGolden(at);
  }
  await record(events.slice(from));
  expect(await store.conversations.countDocuments()).toBe(golden.conversations);
}, 180_000);

test.each(instants)('the same figures for %s when the whole month is known', async (at) => {
  await expectGolden(at);
});

test('importing the month again changes nothing', async () => {
  const again = await core.intake.record(events.slice(0, BATCH));
  expect(again.some(Boolean)).toBe(false);
  expect(await store.conversations.countDocuments()).toBe(golden.conversations);
});

test.each(instants.slice(0, 3))('the file of the panel at %s has its figures', async (at) => {
  const [file, shown] = [await indicatorsIn(core, 'csv now', new Date(at)), await figures('now', at)];
  expect(Object.keys(file)).not.toHaveLength(0);
  expect(file).toEqual(shown);
});

test.each(instants.slice(0, 3))('the file of the day at %s adds up to its known figures', async (at) => {
  const rows = await fileOf(core, 'csv today', 'en', new Date(at));
  const { channel: channels } = golden.snapshots[at] as Snapshot;
  const sum = (row: Record<string, string>): number =>
    ['triage', 'queued', 'in_service', 'closed', 'cancelled'].reduce((total, state) => total + Number(row[state]), 0);
  const told = Object.fromEntries(rows.map((row) => [row['channel'] ?? '', sum(row)]));
  expect(Object.fromEntries(Object.keys(channels).map((name) => [name, told[name]]))).toEqual(channels);
});

bankCharts(() => core);
