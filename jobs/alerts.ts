import type { Job } from '../src/app/job.ts';

/** Evaluates the alert rules every minute. Of minutes that were missed none is made up for: what holds now is what counts. */
export const alerts: Job = {
  name: 'alerts',
  schedule: '* * * * *',
  // Shorter than its period: a stuck run costs its own minute alone.
  leaseMs: 50_000,
  atStart: true,
  run: (at, services) => services.alerts(at),
};
