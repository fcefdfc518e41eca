/** Digests over a real database: each arrives once, at its minute, whatever happens to the replicas. */
import { fire, type SchedulerOptions } from '../../src/app/scheduler.ts';
import type { JobServices } from '../../src/app/job.ts';
import { PROGRESS } from '../../src/app/digests/plan.ts';
import type { Configuration } from '../../src/domain/configuration.ts';
import type { Digest } from '../../src/domain/digest.ts';
import type { Store } from '../../src/store/connect.ts';
import { jobRunStore } from '../../src/store/queries/job-runs.ts';
import { leaseStore } from '../../src/store/queries/leases.ts';
import { type Card, plain } from '../../src/view/card.ts';
import { digests as digestsJob } from '../../jobs/digests.ts';
import { type TestCore, testCore } from '../core.ts';
import { digest } from '../rules.ts';
import { dropStore, openStore } from '../store.ts';
import { clock, life, support } from '../told.ts';

const MINUTE = 60_000;
const admin = { person: { id: 'terminal:admin', role: 'admin' as const, language: 'en' as const }, platform: 'terminal' };

let store: Store;
let now: Date;
let core: TestCore;
beforeAll(async () => {
  store = await openStore();
  core = testCore(store, { now: () => now });
});
beforeEach(async () => {
  now = clock('10:00');
  for (const name of ['configurations', 'settings', 'deliveries', 'progress', 'leases', 'audit'] as const) await store[name].deleteMany({});
  core.logged.length = 0;
});
afterAll(() => dropStore(store));

async function change(apply: (configuration: Configuration) => Configuration): Promise<void> {
  const result = await core.settings.change(apply, admin);
  if (!('changes' in result)) throw new Error(JSON.stringify(result));
}

const set = (...digests: Digest[]): Promise<void> => change((current) => ({ ...current, digests }));

/** The job of a minute, as the scheduler calls it. */
function plan(at: Date): Promise<number> {
  now = at;
  return core.digesting.plan(at);
}

async function posts(): Promise<{ key: string; language: string; words: string }[]> {
  const found = await store.deliveries.find({}).sort({ _id: 1 }).toArray();
  return found.map(({ _id: key, language, card }) => ({ key, language, words: wordsOf(card as Card) }));
}

function wordsOf({ title, blocks }: Card): string {
  const words = blocks.flatMap((block) => (block.kind === 'text' || block.kind === 'context' ? [plain(block.text)] : []));
  return [title, ...words].join('\n').replaceAll('\u00a0', ' ');
}

test('at its minute each target has it, in a language of its own, as of that minute', async () => {
  const early = life('c-early');
  await core.intake.record([early.opened('10:40'), early.queued('10:41', support)]);
  await change((current) => ({
    ...current,
    people: [{ id: 'slack:U1', role: 'viewer', language: 'pt-BR' }],
    digests: [digest({ targets: ['slack:C1', 'slack:U1', 'teams:19:x'], language: 'en' })],
  }));
  expect(await plan(clock('10:59'))).toBe(0);
  expect(await plan(clock('11:00'))).toBe(3);
  const [channel, person, team] = await posts();
  expect([channel?.language, person?.language, team?.language]).toEqual(['en', 'pt-BR', 'en']);
  expect(channel?.words).toContain('1 waiting, for 19 min');
  expect(channel?.words).toContain('Sun, Nov 22, 08:00 · São Paulo');
  expect(person?.words).toContain('1 esperando, há 19 min');
});

test('late it tells of its own minute and says so; what came later is not in it', async () => {
  const late = life('c-late');
  await core.intake.record([late.opened('11:05'), late.queued('11:06', support)]);
  await set(digest());
  await plan(clock('10:30'));
  expect(await plan(clock('11:55'))).toBe(1);
  const [post] = await posts();
  expect(post?.key).toBe('digest|morning|2026-11-22T11:00:00.000Z|slack:C1');
  expect(post?.words).toContain('1 waiting, for 19 min');
  expect(post?.words).toContain('late: planned for 08:00 (São Paulo)');
});

test('beyond the grace it stays out, and the log says which', async () => {
  await set(digest());
  await plan(clock('10:30'));
  expect(await plan(clock('12:01'))).toBe(0);
  expect(core.logged).toMatchObject([{ level: 'warn', fields: { digest: 'morning' }, message: 'a digest is too late and is not sent' }]);
});

test.each<[string, () => Promise<void>]>([
  ['added', () => set(digest())],
  [
    'activated',
    async () => {
      now = clock('10:05');
      await set(digest({ active: false }));
      now = clock('11:10');
      await set(digest());
    },
  ],
  [
    'given its time',
    async () => {
      now = clock('10:05');
      await set(digest({ schedule: 'every day 20:00' }));
      now = clock('11:10');
      await set(digest());
    },
  ],
])('a digest %s at 08:10 is not sent for 08:00, though the job comes late; the next day it is', async (_how, doing) => {
  await plan(clock('10:30'));
  now = clock('11:10');
  await doing();
  expect(await plan(clock('11:20'))).toBe(0);
  const tomorrow = new Date(clock('11:00').getTime() + 24 * 60 * MINUTE);
  await plan(new Date(tomorrow.getTime() - MINUTE));
  expect(await plan(tomorrow)).toBe(1);
});

test('another title, shortly before a late job, keeps nobody from the digest', async () => {
  await set(digest());
  await plan(clock('10:30'));
  now = clock('11:10');
  await set(digest({ title: 'Bom dia' }));
  expect(await plan(clock('11:20'))).toBe(1);
});

const idle: JobServices = {
  sweep: async () => 0,
  repair: async () => 0,
  prune: async () => 0,
  alerts: async () => undefined,
  digests: async () => 0,
};

/** Three replicas, each with a core and a scheduler of its own over the one database. */
interface Replicas {
  /** Every replica that is up fires the minute. */
  minute: (at: Date, up?: readonly number[]) => Promise<void>;
  failures: object[];
}

function replicas(): Replicas {
  const failures: object[] = [];
  let seconds = 0;
  const log = { error: (fields: object): void => void failures.push(fields) };
  const all = ['a', 'b', 'c'].map((owner): SchedulerOptions => {
    const own = testCore(store, { now: () => now });
    const services = { ...idle, digests: own.digesting.plan };
    // Their clocks are a second apart.
    const lag = (seconds += 1_000);
    const { runs, leases } = { runs: jobRunStore(store), leases: leaseStore(store) };
    return { jobs: [], services, leases, runs, owner, now: () => new Date(now.getTime() + lag), log };
  });
  return {
    failures,
    minute: async (at, up = [0, 1, 2]) => {
      now = at;
      await Promise.all(all.filter((_one, index) => up.includes(index)).map((one) => fire(digestsJob, one)));
    },
  };
}

const later = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * MINUTE);

test('three replicas over a morning of restarts and crashes: each digest once, late where it must be, none beyond the grace', async () => {
  const from = clock('10:55');
  await set(digest({ schedule: '08:00, 08:10, 08:20, 08:30, 09:45' }));
  const { minute, failures } = replicas();
  await minute(later(from, -1));
  // 08:00 goes well; whoever takes 08:10 dies at once, and its lease keeps the others out until the next minute.
  for (let step = 0; step < 15; step += 1) await minute(later(from, step));
  const dead = later(from, 15);
  await leaseStore(store).take(`digests:${dead.toISOString()}`, 'dead', later(dead, 1), dead);
  await minute(dead);
  expect(await store.deliveries.countDocuments()).toBe(1);
  await minute(later(from, 16));
  expect(await store.deliveries.countDocuments()).toBe(2);
  // Whoever has planned 08:20 dies before that is written down.
  const before = await store.progress.findOne({ _id: PROGRESS });
  await minute(later(from, 25), [1]);
  if (before) await store.progress.updateOne({ _id: PROGRESS }, { $set: { at: before.at } });
  await minute(later(from, 26));
  // All are down from 08:22 to 09:10, one comes back alone; then again from 09:12 until after the grace of 09:45.
  await minute(later(from, 75), [2]);
  await minute(later(from, 77));
  await minute(later(from, 171), [0]);
  const planned = (await posts()).map(({ key }) => key.slice(0, -':00.000Z|slack:C1'.length));
  expect(planned).toEqual(['11:00', '11:10', '11:20', '11:30'].map((time) => `digest|morning|2026-11-22T${time}`));
  expect((await posts())[3]?.words).toContain('late: planned for 08:30');
  expect(failures).toEqual([]);
});

test.each([
  ['forward in New York', 'America/New_York', '2026-03-08T06:25:00Z', 60, 'every day 02:30, every day 02:45', ['2026-03-08T07:00']],
  [
    'back in New York',
    'America/New_York',
    '2026-11-01T05:20:00Z',
    140,
    'every day 01:30, every day 02:30',
    ['2026-11-01T05:30', '2026-11-01T07:30'],
  ],
  ['forward in São Paulo, at midnight', 'America/Sao_Paulo', '2018-11-04T02:50:00Z', 90, 'every day 00:30', ['2018-11-04T03:00']],
  ['back in Lisbon', 'Europe/Lisbon', '2026-10-25T00:20:00Z', 90, 'every day 01:30', ['2026-10-25T00:30']],
])(
  'clocks are set %s: three replicas, minute by minute, send each digest once',
  async (_where, timeZone, start, minutes, schedule, expected) => {
    const from = new Date(start);
    now = later(from, -10);
    await set(digest({ timeZone, schedule }));
    const { minute, failures } = replicas();
    for (let step = 0; step <= minutes; step += 1) await minute(later(from, step));
    expect((await posts()).map(({ key }) => key)).toEqual(expected.map((at) => `digest|morning|${at}:00.000Z|slack:C1`));
    expect(failures).toEqual([]);
  },
);
