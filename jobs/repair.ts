import type { Job } from '../src/app/job.ts';

/** A batch older than this was left by a process that is gone. */
const ABANDONED_MS = 60_000;

/** Finishes intake that a crash left half done, so that no journaled event stays without effect. */
export const repair: Job = {
  name: 'repair',
  schedule: '* * * * *',
  leaseMs: 5 * 60_000,
  run: async (at, services) => {
    await services.repair(new Date(at.getTime() - ABANDONED_MS));
  },
};
