import type { Job } from '../src/app/job.ts';

/** Plans the digests that have become due since the last time, late ones within their grace. */
export const digests: Job = {
  name: 'digests',
  schedule: '* * * * *',
  // Shorter than its period: a stuck run costs its own minute alone.
  leaseMs: 50_000,
  atStart: true,
  run: async (at, services) => {
    await services.digests(at);
  },
};
