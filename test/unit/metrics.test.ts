/** What an operator's alarms go by. */
import type { WatchStatus } from '../../src/app/watching.ts';
import type { JobRun } from '../../src/domain/job-run.ts';
import { createMetrics, watchMetrics } from '../../src/http/metrics.ts';

const start = new Date('2026-11-26T12:00:00.000Z');
const later = (seconds: number): Date => new Date(start.getTime() + seconds * 1_000);

function run(job: string, part: Partial<JobRun>): JobRun {
  return { job, startedAt: later(90), finishedAt: null, failedAt: null, stuckAt: null, ...part };
}

async function valueOf(name: string, status: Partial<WatchStatus>, label?: string): Promise<number | string | undefined> {
  const metrics = createMetrics();
  let at = start;
  const outbox = { waiting: 0, oldest: null, failed: 0, doubtful: 0 };
  watchMetrics(
    metrics,
    () => Promise.resolve({ evaluatedAt: null, rules: 0, firing: 0, outbox, jobs: [], ...status }),
    () => at,
  );
  at = later(120);
  const found = (await metrics.registry.getMetricsAsJSON()).find((one) => one.name === name);
  return found?.values.find(({ labels }) => label === undefined || labels['job'] === label)?.value;
}

test('rules that are never evaluated lag behind as much as those that were, once', async () => {
  expect(await valueOf('vigia_alert_evaluation_lag_seconds', { evaluatedAt: later(60) })).toBe(60);
  expect(await valueOf('vigia_alert_evaluation_lag_seconds', {})).toBe(120);
});

test('a job that always fails is seen, and not only one that has stopped', async () => {
  const jobs = [run('alerts', { finishedAt: later(90) }), run('digests', { failedAt: later(90) })];
  expect(await valueOf('vigia_job_last_success_seconds', { jobs }, 'alerts')).toBe(30);
  expect(await valueOf('vigia_job_last_success_seconds', { jobs }, 'digests')).toBe(120);
});

test('an empty outbox has nothing old in it', async () => {
  expect(await valueOf('vigia_outbox_oldest_seconds', {})).toBe(0);
  const outbox = { waiting: 3, oldest: later(20), failed: 2, doubtful: 1 };
  expect(await valueOf('vigia_outbox_oldest_seconds', { outbox })).toBe(100);
  expect(await valueOf('vigia_outbox_depth', { outbox })).toBe(3);
  expect(await valueOf('vigia_outbox_failed', { outbox })).toBe(2);
});

test('while the database is away, what the process knows itself is told, and the lag runs on', async () => {
  const metrics = createMetrics();
  let at = start;
  let isAway = false;
  const status = { evaluatedAt: start, rules: 3, firing: 1, outbox: { waiting: 2, oldest: null, failed: 0, doubtful: 0 }, jobs: [] };
  watchMetrics(
    metrics,
    () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(status)),
    () => at,
  );
  metrics.deliveries.inc({ platform: 'slack', result: 'sent' });
  const told = async (): Promise<string> => (await metrics.registry.metrics()).replaceAll(/^#.*\n/gm, '');
  expect(await told()).toMatch(/vigia_database_up 1\n[^]*vigia_alert_rules 3\n/);
  isAway = true;
  at = later(600);
  const away = await told();
  expect(away).toMatch(/vigia_database_up 0\n[^]*vigia_alert_evaluation_lag_seconds 600\n/);
  expect(away).toContain('vigia_deliveries_total{platform="slack",result="sent"} 1');
  expect(away).not.toMatch(/^vigia_(alert_rules|outbox_depth)/m);
  isAway = false;
  at = later(660);
  expect(await told()).toMatch(/vigia_database_up 1\n[^]*vigia_alert_rules 3\n/);
});

test('an evaluation that lies ahead, as the clock was set back, is no fresh one', async () => {
  expect(await valueOf('vigia_alert_evaluation_lag_seconds', { evaluatedAt: later(3_720) })).toBe(3_600);
});
