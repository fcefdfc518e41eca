/** Fires the jobs: node-cron triggers in every replica, a lease per job and planned minute lets one of them run. */
import cron, { type ScheduledTask } from 'node-cron';
import type { Job, JobServices } from './job.ts';

export interface SchedulerOptions {
  jobs: readonly Job[];
  services: JobServices;
  leases: {
    take: (key: string, owner: string, until: Date, at: Date) => Promise<boolean>;
    finish: (key: string, owner: string) => Promise<void>;
    release: (key: string, owner: string) => Promise<void>;
  };
  /** Remembers when each job ran, over all replicas. */
  runs: {
    began: (job: string, at: Date) => Promise<void>;
    ended: (job: string, how: 'finished' | 'failed' | 'stuck', at: Date, ms: number) => Promise<void>;
  };
  /** This process, unique among the replicas. */
  owner: string;
  now: () => Date;
  log: { error: (fields: object, message: string) => void };
}

export interface Scheduler {
  start: () => void;
  /** Takes no new firing and waits a while for the runs that have begun; what they leave is done again when their leases run out. */
  stop: () => Promise<void>;
}

const MINUTE_MS = 60_000;
/** As long as the sender waits for its calls, ms. */
const GOODBYE_MS = 10_000;

/** The planned minute a firing belongs to: the same in all replicas. */
function slotOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
}

const STUCK = Symbol('stuck');

/** What comes of a run, or that it takes longer than it may. */
async function within(ms: number, run: Promise<void>): Promise<typeof STUCK | void> {
  let timer: NodeJS.Timeout | undefined;
  const stuck = new Promise<typeof STUCK>((resolve) => {
    timer = setTimeout(() => resolve(STUCK), ms);
    // What is stuck keeps no process alive.
    timer.unref();
  });
  return Promise.race([run, stuck]).finally(() => clearTimeout(timer));
}

/**
 * Runs a job once for its planned minute, whoever fires it; failures are logged and may be tried again. One that is stuck is told,
 * and left: its lease runs out, and the next minute's run may begin. Whatever it still writes is conditional, as every job's writes are.
 */
export async function fire(job: Job, options: SchedulerOptions): Promise<void> {
  const { leases, owner, log, runs } = options;
  const at = options.now();
  const slot = slotOf(at);
  const key = `${job.name}:${slot.toISOString()}`;
  const ended = (how: 'finished' | 'failed' | 'stuck'): Promise<void> => {
    const end = options.now();
    return runs.ended(job.name, how, end, end.getTime() - at.getTime());
  };
  try {
    if (!(await leases.take(key, owner, new Date(at.getTime() + job.leaseMs), at))) return;
    try {
      await runs.began(job.name, at);
      if ((await within(job.leaseMs, job.run(slot, options.services))) === STUCK) {
        log.error({ job: job.name, leaseMs: job.leaseMs }, 'a job is stuck: its next run does not wait for it');
        return await ended('stuck');
      }
      await leases.finish(key, owner);
      await ended('finished');
    } catch (error) {
      await leases.release(key, owner);
      await ended('failed');
      throw error;
    }
  } catch (error) {
    log.error({ err: error, job: job.name }, 'a job failed');
  }
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const running = new Set<Promise<void>>();
  const begin = (job: Job): Promise<void> => {
    const run = fire(job, options).finally(() => running.delete(run));
    running.add(run);
    return run;
  };
  const tasks: ScheduledTask[] = options.jobs.map((job) =>
    cron.createTask(job.schedule, () => begin(job), { name: job.name, timezone: 'UTC', noOverlap: true }),
  );
  return {
    start: () => {
      for (const task of tasks) void task.start();
      for (const job of options.jobs.filter(({ atStart }) => atStart)) void begin(job);
    },
    stop: async () => {
      for (const task of tasks) await task.destroy();
      await within(
        GOODBYE_MS,
        Promise.all(running).then(() => undefined),
      );
    },
  };
}
