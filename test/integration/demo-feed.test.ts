/** The simulated desk as a newcomer meets it: two days at once, a month soon after, and then what happens as it happens. */
import { createDemoFeed } from '../../src/demo.ts';
import { demoEvents } from '../../src/helpdesk/demo/demo.ts';
import type { Store } from '../../src/store/connect.ts';
import { testCore } from '../core.ts';
import { until } from '../process.ts';
import { dropStore, openStore } from '../store.ts';

const START = Date.UTC(2026, 10, 23, 17, 30);
const DAY_MS = 86_400_000;

let store: Store;
beforeEach(async () => {
  store = await openStore();
});
afterEach(() => dropStore(store));

test('nothing is told of conversations whose opening is not, the month follows, and the clock goes on', async () => {
  let clock = START;
  const now = (): Date => new Date(clock);
  const { intake, dispatch, logged } = testCore(store, { now, demo: true });
  const feed = createDemoFeed({
    events: (from, to) => demoEvents({ seed: 2026, from, to }),
    record: intake.record,
    now,
    log: { info: () => undefined, warn: (fields, message) => logged.push({ level: 'warn', fields, message }), error: () => undefined },
  });
  await feed.start();
  try {
    expect(await store.conversations.countDocuments()).toBeGreaterThan(300);
    expect(await store.conversations.countDocuments({ announced: false })).toBe(0);
    await until(
      async () => (await store.conversations.countDocuments({ openedAt: { $lt: new Date(START - 2 * DAY_MS) } })) > 5_000,
      'month',
      60_000,
    );
    const before = await store.conversations.countDocuments({ openedAt: { $gt: new Date(START) } });
    expect(before).toBe(0);
    clock = START + 3_600_000;
    await until(async () => (await store.conversations.countDocuments({ openedAt: { $gt: new Date(START) } })) > 5, 'new arrivals', 20_000);
    expect(await store.conversations.countDocuments({ announced: false })).toBe(0);
    const { answer } = await dispatch.ask('agora', { platform: 'terminal', person: { id: 'terminal:admin' }, language: 'pt-BR' });
    expect(JSON.stringify(answer)).toMatch(/dados simulados/);
    expect(logged).toEqual([]);
  } finally {
    await feed.stop();
  }
}, 90_000);
