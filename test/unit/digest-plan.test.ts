/** Digests over outages: planned once, never lost within their grace, never for a time before they were due at it. */
import fc from 'fast-check';
import { GRACE_MS, type Planning, planDigests, sendNow } from '../../src/app/digests/plan.ts';
import type { Post } from '../../src/app/watching.ts';
import type { Delivery } from '../../src/domain/delivery.ts';
import type { Digest } from '../../src/domain/digest.ts';
import { defaultParameters } from '../../src/domain/parameters.ts';
import { digest } from '../rules.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-23T10:00:00Z');
const minute = (count: number): Date => new Date(START + count * MINUTE);

interface Desk {
  planning: Planning;
  posts: Post[];
  logged: object[];
  /** The next calls of these fail, as a database that goes away does. */
  failing: Set<'plan' | 'planned' | 'reach' | 'card'>;
  drawn: { at: Date; late: number }[];
  digests: Digest[];
  since: Map<string, Date>;
}

/** Everything around the planner in memory; times are those of São Paulo, 3 hours behind. */
function desk(digests: Digest[]): Desk {
  const posts = new Map<string, Post>();
  const one: Omit<Desk, 'planning' | 'posts'> = { logged: [], failing: new Set(), drawn: [], digests, since: new Map() };
  const fails = (what: 'plan' | 'planned' | 'reach' | 'card'): void => {
    if (one.failing.delete(what)) throw new Error(`no ${what}`);
  };
  let reached: Date | null = null;
  const planning: Planning = {
    digests: async () => one.digests,
    parameters: async () => ({ ...defaultParameters('America/Sao_Paulo', 'pt-BR'), holidays: '2026-11-24' }),
    since: async ({ id }) => one.since.get(id) ?? null,
    progress: {
      of: async () => reached,
      reach: async (_what, at) => {
        fails('reach');
        if (!reached || at > reached) reached = at;
      },
    },
    outbox: {
      find: async (keys) => keys.filter((key) => posts.has(key)).map((key) => ({ key }) as Delivery),
      plan: async (all) => {
        fails('plan');
        for (const post of all) if (!posts.has(post.key)) posts.set(post.key, post);
        fails('planned');
      },
    },
    language: async (_target, { language }) => language ?? 'pt-BR',
    card: async ({ title }, moment) => {
      fails('card');
      one.drawn.push(moment);
      return { title, blocks: [] };
    },
    log: { warn: (fields) => void one.logged.push(fields) },
  };
  return {
    ...one,
    planning,
    get posts() {
      return [...posts.values()];
    },
  };
}

const plan = (at: number, { planning }: Desk): Promise<number> => planDigests(minute(at), planning);
const keys = ({ posts }: Desk): string[] => posts.map(({ key }) => key);

test('a digest is planned at its minute, for each target, and drawn once for each language', async () => {
  const one = desk([digest({ targets: ['slack:C1', 'teams:19:x', 'slack:U1'] })]);
  expect(await plan(59, one)).toBe(0);
  expect(await plan(60, one)).toBe(3);
  expect(keys(one)).toEqual([
    'digest|morning|2026-11-23T11:00:00.000Z|slack:C1',
    'digest|morning|2026-11-23T11:00:00.000Z|teams:19:x',
    'digest|morning|2026-11-23T11:00:00.000Z|slack:U1',
  ]);
  expect(one.drawn).toEqual([{ at: minute(60), late: 0 }]);
  expect(await plan(61, one)).toBe(0);
});

test('the first start plans its own minute alone', async () => {
  const one = desk([digest()]);
  expect(await plan(61, one)).toBe(0);
  const other = desk([digest()]);
  expect(await plan(60, other)).toBe(1);
});

test('late ones say so; those beyond the grace are left out, and the log tells which', async () => {
  const one = desk([digest()]);
  await plan(0, one);
  expect(await plan(120, one)).toBe(1);
  expect(one.drawn).toEqual([{ at: minute(60), late: 60 * MINUTE }]);
  const other = desk([digest()]);
  await plan(0, other);
  expect(await plan(121, other)).toBe(0);
  expect(other.logged).toEqual([{ digest: 'morning', planned: minute(60), graceMs: GRACE_MS }]);
  // Once is enough.
  await plan(122, other);
  expect(other.logged).toHaveLength(1);
});

test('a few minutes are no delay that anybody reads of', async () => {
  const one = desk([digest()]);
  await plan(0, one);
  await plan(64, one);
  expect(one.drawn).toEqual([{ at: minute(60), late: 0 }]);
});

test('paused, without targets, on a holiday, or due only since later: nothing goes out', async () => {
  const one = desk([
    digest({ id: 'paused', active: false }),
    digest({ id: 'nobody', targets: [] }),
    digest({ id: 'later' }),
    digest({ id: 'broken', schedule: 'luas' }),
  ]);
  one.since.set('later', new Date(START + 60 * MINUTE + 1_000));
  await plan(0, one);
  expect(await plan(62, one)).toBe(0);
  const resting = desk([digest({ businessDays: true })]);
  await plan(1_440, resting);
  expect(await plan(1_440 + 61, resting)).toBe(0);
  expect(await plan(2 * 1_440 + 60, resting)).toBe(1);
});

test('one that cannot be made holds up nobody, and comes with the next minute', async () => {
  const one = desk([digest({ id: 'first' }), digest({ id: 'second' })]);
  await plan(0, one);
  one.failing.add('card');
  await expect(plan(60, one)).rejects.toThrow('1 digests could not be planned');
  expect(keys(one)).toEqual(['digest|second|2026-11-23T11:00:00.000Z|slack:C1']);
  expect(await plan(61, one)).toBe(1);
  expect(keys(one)).toHaveLength(2);
});

test('sending now goes beside the schedule, and pressing twice sends once', async () => {
  const one = desk([]);
  expect(await sendNow(digest(), minute(5), 'press-1', one.planning)).toBe(1);
  expect(await sendNow(digest(), minute(6), 'press-1', one.planning)).toBe(1);
  expect(await sendNow(digest(), minute(7), 'press-2', one.planning)).toBe(1);
  expect(keys(one)).toEqual(['digest|morning|now:press-1|slack:C1', 'digest|morning|now:press-2|slack:C1']);
});

/** A minute on which some replicas run, each perhaps with a failure at some step. */
const runs = fc.array(
  fc.record({
    at: fc.nat(600),
    replicas: fc.array(fc.constantFrom('fine', 'plan', 'planned', 'reach'), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 60 },
);

test('whatever is down and whatever fails, each planned time is sent once, or not at all when it is too late', async () => {
  const schedule = 'every day 07:20, every day 07:21, every day 09:00, every day 12:37';
  const due = [20, 21, 120, 337];
  await fc.assert(
    fc.asyncProperty(runs, async (all) => {
      const one = desk([digest({ schedule })]);
      await plan(-1, one);
      let reached = -1;
      const expected = new Set<number>();
      for (const { at, replicas } of all.toSorted((a, b) => a.at - b.at)) {
        for (const how of replicas) {
          const open = due.filter((minutes) => minutes > reached && minutes <= at && at - minutes <= 60);
          const news = open.filter((minutes) => !expected.has(minutes));
          if (how !== 'fine') one.failing.add(how);
          const worked = await plan(at, one).then(
            () => true,
            () => false,
          );
          // What was due is planned unless planning failed before it was written; of several, the first one alone meets the failure.
          for (const [place, minutes] of news.entries()) if (how !== 'plan' || place > 0) expected.add(minutes);
          if (worked) reached = Math.max(reached, at);
          one.failing.clear();
        }
      }
      const planned = one.posts.map(({ key }) => (Date.parse(key.split('|')[2] ?? '') - START) / MINUTE);
      expect(planned.toSorted((a, b) => a - b)).toEqual([...expected].toSorted((a, b) => a - b));
    }),
    { numRuns: 150 },
  );
});
