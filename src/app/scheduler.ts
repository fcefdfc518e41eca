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
  /** This process, unique among the replicas. */
  owner: string;
  now: () => Date;
  log: { error: (fields: object, message: string) => void };
}

export interface Scheduler {
  start: () => void;
  /** Takes no new firing and waits for the runs that have begun. */
  stop: () => Promise<void>;
}

const MINUTE_MS = 60_000;

/** The planned minute a firing belongs to: the same in all replicas. */
function slot(at: Date): string {
  return new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS).toISOString();
}

/** Runs a job once for its planned minute, whoever fires it; failures are logged and may be tried again. */
export async function fire(job: Job, options: SchedulerOptions): Promise<void> {
  const { leases, owner, log } = options;
  const at = options.now();
  const key = `${job.name}:${slot(at)}`;
  try {
    if (!(await leases.take(key, owner, new Date(at.getTime() + job.leaseMs), at))) return;
    try {
      await job.run(at, options.services);
      await leases.finish(key, owner);
    } catch (error) {
      await leases.release(key, owner);
      throw error;
    }
  } catch (error) {
    log.error({ err: error, job: job.name }, 'a job failed');
  }
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const running = new Set<Promise<void>>();
  const tasks: ScheduledTask[] = options.jobs.map((job) =>
    cron.createTask(
      job.schedule,
      () => {
        const run = fire(job, options).finally(() => running.delete(run));
        running.add(run);
        return run;
      },
      { name: job.name, timezone: 'UTC', noOverlap: true },
    ),
  );
  return {
    start: () => {
      for (const task of tasks) void task.start();
    },
    stop: async () => {
      for (const task of tasks) await task.destroy();
      await Promise.all(running);
    },
  };
}
