/** When each job ran last, over all replicas; and how far what is done minute by minute has come. */
import type { JobRun } from '../../domain/job-run.ts';
import type { Store } from '../connect.ts';

export interface JobRuns {
  began: (job: string, at: Date) => Promise<void>;
  ended: (job: string, how: 'finished' | 'failed' | 'stuck', at: Date, ms: number) => Promise<void>;
  all: () => Promise<JobRun[]>;
}

export function jobRunStore(store: Store): JobRuns {
  return {
    began: async (job, at) => {
      await store.jobRuns.updateOne({ _id: job }, { $max: { startedAt: at }, $min: { firstAt: at } }, { upsert: true });
    },
    ended: async (job, how, at, ms) => {
      await store.jobRuns.updateOne({ _id: job }, { $max: { [`${how}At`]: at }, $set: { ms } }, { upsert: true });
    },
    all: async () => {
      const found = await store.jobRuns.find({}).toArray();
      return found.map(({ _id: job, startedAt, finishedAt = null, failedAt = null, stuckAt = null }) => ({
        job,
        startedAt,
        finishedAt,
        failedAt,
        stuckAt,
      }));
    },
  };
}

export interface Progress {
  /** Null: never. */
  of: (what: string) => Promise<Date | null>;
  /** Never goes back. */
  reach: (what: string, at: Date) => Promise<void>;
}

export function progressStore(store: Store): Progress {
  return {
    of: async (what) => (await store.progress.findOne({ _id: what }))?.at ?? null,
    reach: async (what, at) => {
      await store.progress.updateOne({ _id: what }, { $max: { at } }, { upsert: true });
    },
  };
}
