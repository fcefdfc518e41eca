import type { Job } from '../src/app/job.ts';

/** Removes what has expired: chart files, keys of repeated requests, old leases. */
export const sweep: Job = {
  name: 'sweep',
  schedule: '*/10 * * * *',
  leaseMs: 5 * 60_000,
  run: async (at, services) => {
    await services.sweep(at);
  },
};
