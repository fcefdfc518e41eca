import type { Job } from '../src/app/job.ts';

/** Removes conversations older than the retention; the sums of their days stay. */
export const prune: Job = {
  name: 'prune',
  schedule: '20 * * * *',
  leaseMs: 30 * 60_000,
  run: async (at, services) => {
    await services.prune(at);
  },
};
