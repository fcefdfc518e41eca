/** Jobs over several replicas of Vigia on one store: each planned minute once, and nothing lost with a replica. */
import type { Job, JobServices } from '../../src/app/job.ts';
import { createScheduler, fire, type SchedulerOptions } from '../../src/app/scheduler.ts';
import { jobs } from '../../jobs/index.ts';
import { repair } from '../../jobs/repair.ts';
import { sweep } from '../../jobs/sweep.ts';
import type { Store } from '../../src/store/connect.ts';
import { createIntake } from '../../src/store/intake.ts';
import { fileStore } from '../../src/store/queries/files.ts';
import { jobRunStore } from '../../src/store/queries/job-runs.ts';
import { leaseStore } from '../../src/store/queries/leases.ts';
import { seenStore } from '../../src/store/queries/seen.ts';
import { dropStore, openStore } from '../store.ts';
import { ana, clock, life, presence, support } from '../told.ts';

const SECOND = 1_000;
let store: Store;
beforeAll(async () => {
  store = await openStore();
});
beforeEach(async () => {
  for (const name of ['leases', 'files', 'seen', 'intake', 'jobRuns'] as const) await store.connection.collection(name).deleteMany({});
});
afterAll(() => dropStore(store));

const idle: JobServices = {
  sweep: async () => 0,
  repair: async () => 0,
  prune: async () => 0,
  alerts: async () => undefined,
  digests: async () => 0,
};

interface Replica extends SchedulerOptions {
  failures: unknown[];
}

function replica(owner: string, now: () => Date, part: Partial<SchedulerOptions> = {}): Replica {
  const failures: unknown[] = [];
  const log = { error: (fields: object): void => void failures.push(fields) };
  return { jobs: [], services: idle, leases: leaseStore(store), runs: jobRunStore(store), owner, now, log, failures, ...part };
}

/** A job that notes when it ran. */
function counted(run: (at: Date) => Promise<void> = async () => undefined, leaseMs = 30 * SECOND): Job & { ran: string[] } {
  const ran: string[] = [];
  return {
    name: 'counted',
    schedule: '* * * * *',
    leaseMs,
    ran,
    run: async (at) => {
      ran.push(at.toISOString());
      await run(at);
    },
  };
}

test('three replicas fire at once: the job runs once for its minute, and once for the next', async () => {
  const job = counted();
  const all = (time: string): Promise<unknown> =>
    Promise.all(
      ['a', 'b', 'c'].map((owner) =>
        fire(
          job,
          replica(owner, () => clock(time)),
        ),
      ),
    );
  await all('10:00:01');
  await all('10:00:02');
  expect(job.ran).toEqual(['2026-11-22T10:00:00.000Z']);
  await all('10:01:00');
  expect(job.ran).toHaveLength(2);
});

test('three running schedulers on the real clock run a job once, and stop only when it has ended', async () => {
  let ended = 0;
  const job = {
    ...counted(async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      ended += 1;
    }),
    schedule: '* * * * * *',
  };
  const began = new Date();
  const schedulers = ['a', 'b', 'c'].map((owner) => createScheduler(replica(owner, () => began, { jobs: [job] })));
  for (const scheduler of schedulers) scheduler.start();
  while (job.ran.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
  expect([job.ran.length, ended]).toEqual([1, 1]);
});

test('a failed run is logged and may be tried again within its minute', async () => {
  let broken = true;
  const job = counted(async () => {
    if (broken) throw new Error('no disk');
  });
  const [first, second] = [replica('a', () => clock('10:00:01')), replica('b', () => clock('10:00:02'))];
  await fire(job, first);
  expect(first.failures).toMatchObject([{ err: { message: 'no disk' }, job: 'counted' }]);
  broken = false;
  await fire(job, second);
  await fire(job, first);
  expect([job.ran.length, second.failures.length]).toEqual([2, 0]);
});

test('what a crashed replica held is taken over when its lease has lapsed, not before', async () => {
  const leases = leaseStore(store);
  expect(await leases.take('counted:2026-11-22T10:00:00.000Z', 'crashed', clock('10:00:30'), clock('10:00:00'))).toBe(true);
  const job = counted();
  await fire(
    job,
    replica('b', () => clock('10:00:29')),
  );
  expect(job.ran).toHaveLength(0);
  await Promise.all(
    ['b', 'c'].map((owner) =>
      fire(
        job,
        replica(owner, () => clock('10:00:30')),
      ),
    ),
  );
  expect(job.ran).toHaveLength(1);
});

test('a replica that was given up does not undo what another has taken over', async () => {
  const leases = leaseStore(store);
  await leases.take('slow:1', 'slow', clock('10:00:30'), clock('10:00:00'));
  await leases.take('slow:1', 'quick', clock('10:02'), clock('10:01'));
  await leases.release('slow:1', 'slow');
  await leases.finish('slow:1', 'slow');
  expect(await store.leases.findOne({ _id: 'slow:1' })).toMatchObject({ owner: 'quick', state: 'running' });
});

test('a stuck run is seen, told, and does not keep the next minute from running', async () => {
  let hangs = true;
  const job = counted(() => (hangs ? new Promise(() => undefined) : Promise.resolve()), 50);
  const one = replica('a', () => clock('10:00'));
  await fire(job, one);
  expect(one.failures).toMatchObject([{ job: 'counted', leaseMs: 50 }]);
  hangs = false;
  await fire(
    job,
    replica('a', () => clock('10:01')),
  );
  expect(job.ran).toHaveLength(2);
  const [run] = await jobRunStore(store).all();
  expect(run).toEqual({ job: 'counted', startedAt: clock('10:01'), stuckAt: clock('10:00'), finishedAt: clock('10:01'), failedAt: null });
});

test('a stop does not wait for a run that never ends', async () => {
  let begun: () => void = () => undefined;
  const under = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const job: Job = {
    name: 'counted',
    schedule: '* * * * * *',
    leaseMs: 30 * 60 * SECOND,
    run: () => {
      begun();
      return new Promise(() => undefined);
    },
  };
  const scheduler = createScheduler(replica('a', () => new Date(), { jobs: [job] }));
  scheduler.start();
  await under;
  const asked = Date.now();
  await scheduler.stop();
  expect(Date.now() - asked).toBeLessThan(20 * SECOND);
}, 60_000);

test('what a replica missed while it was down is not waited for: such a job runs when it starts', async () => {
  const job: ReturnType<typeof counted> & { atStart?: true } = { ...counted(), atStart: true };
  const lazy = counted();
  const scheduler = createScheduler(replica('a', () => clock('10:00:40'), { jobs: [job, lazy] }));
  scheduler.start();
  await scheduler.stop();
  expect([job.ran, lazy.ran]).toEqual([['2026-11-22T10:00:00.000Z'], []]);
});

test('sweep removes what has expired, and only that', async () => {
  const at = clock('10:00');
  const files = await fileStore(store);
  const seen = seenStore(store, () => new Date(at.getTime() - 2 * 86_400_000));
  const old = await files.keep('image/png', Buffer.from('old'), at);
  const fresh = await files.keep('image/png', Buffer.from('fresh'), clock('10:01'));
  await seen.first('old');
  await seenStore(store, () => at).first('fresh');
  const leases = leaseStore(store);
  await leases.take('old', 'a', clock('09:00'), clock('08:00'));
  await leases.take('fresh', 'a', clock('10:30'), at);
  const services: JobServices = {
    ...idle,
    sweep: async (moment) => (await files.sweep(moment)) + (await seen.sweep(moment)) + (await leases.sweep(moment)),
  };
  const one = replica('a', () => at, { services });
  await fire(sweep, one);
  expect(one.failures).toEqual([]);
  const left = async (name: 'files' | 'seen' | 'leases'): Promise<string[]> =>
    (await store.connection.collection<{ _id: string }>(name).find().toArray()).map(({ _id }) => _id).sort();
  expect(await left('files')).toEqual([fresh.split('.')[0]]);
  expect(await files.open(old, clock('09:59'))).toBeNull();
  expect(await left('seen')).toEqual(['fresh']);
  expect(await left('leases')).toEqual(['fresh', 'sweep:2026-11-22T10:00:00.000Z']);
});

describe('after a crash between the journal and the documents', () => {
  const c = life('crashed');
  const events = [c.opened('09:50', { department: support }), c.customer('09:51'), presence('09:52', ana, 'online')];

  /** What a process has written when it dies: the note and the journal. */
  async function crashed(at: Date): Promise<void> {
    await store.intake.insertOne({ _id: 'left', at, conversations: ['crashed'], directory: events.slice(2).map(({ id }) => id) });
    for (const { id, ...event } of events) {
      const journal = event.type === 'message.created' ? 'messages' : 'events';
      await store.connection.collection<{ _id: string }>(journal).insertOne({ _id: id, ...event, receivedAt: at } as never);
    }
  }

  test('the repair job finishes it once the batch is surely abandoned', async () => {
    await crashed(clock('10:00'));
    const services: JobServices = { ...idle, repair: createIntake(store).repair };
    await fire(
      repair,
      replica('a', () => clock('10:00:59'), { services }),
    );
    expect(await store.conversations.findOne({ _id: 'crashed' })).toBeNull();
    const one = replica('a', () => clock('10:01'), { services });
    await fire(repair, one);
    expect(one.failures).toEqual([]);
    expect(await store.conversations.findOne({ _id: 'crashed' })).toMatchObject({ state: 'triage', lastMessageFrom: 'contact' });
    expect(await store.agents.findOne({ _id: ana.id })).toMatchObject({ presence: 'online', name: 'Ana Lima' });
    expect(await store.departments.findOne({ _id: support.id })).toMatchObject({ name: 'Suporte' });
    expect(await store.intake.countDocuments()).toBe(0);
  });

  test('the sender’s repetition is taken as one, and nothing is counted twice', async () => {
    expect(await createIntake(store).record(events)).toEqual([false, false, false]);
    expect(await store.conversations.countDocuments({ _id: 'crashed' })).toBe(1);
  });
});

test('every job that the product has can be scheduled, and its lease outlives a usual run', async () => {
  const scheduler = createScheduler(replica('a', () => clock('10:00'), { jobs }));
  scheduler.start();
  await scheduler.stop();
  expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length);
  expect(Math.min(...jobs.map(({ leaseMs }) => leaseMs))).toBeGreaterThanOrEqual(50 * SECOND);
});
