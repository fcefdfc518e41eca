import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { WatchStatus } from '../app/watching.ts';

/** What `GET /metrics` shows beside the process's own figures. */
export interface Metrics {
  registry: Registry;
  /** Events by connector and result: accepted, duplicate, rejected, ignored. */
  events: Counter<'connector' | 'result'>;
  /** Webhook requests by connector and HTTP status. */
  webhooks: Counter<'connector' | 'status'>;
  /** Seconds from a question to its answer, by command. */
  answers: Histogram<'command'>;
  /** What became of messages that nobody asked for, by platform. */
  deliveries: Counter<'platform' | 'result'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    events: new Counter({
      name: 'vigia_events_total',
      help: 'Helpdesk events by result',
      labelNames: ['connector', 'result'],
      registers: [registry],
    }),
    webhooks: new Counter({
      name: 'vigia_webhooks_total',
      help: 'Webhook requests by status',
      labelNames: ['connector', 'status'],
      registers: [registry],
    }),
    answers: new Histogram({
      name: 'vigia_answer_seconds',
      help: 'Time to an answer without its images',
      labelNames: ['command'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    }),
    deliveries: new Counter({
      name: 'vigia_deliveries_total',
      help: 'Alerts, digests and announcements by what became of them',
      labelNames: ['platform', 'result'],
      registers: [registry],
    }),
  };
}

/** Reads a value when somebody asks for the metrics; `since`: when this process began to watch. */
type Read = (status: WatchStatus, at: Date, since: Date) => number;

function secondsSince(then: Date, at: Date): number {
  return Math.max(0, (at.getTime() - then.getTime()) / 1_000);
}

const WATCHED: readonly [name: string, help: string, read: Read][] = [
  [
    'vigia_alert_evaluation_lag_seconds',
    'Time since the alert rules were last evaluated',
    ({ evaluatedAt }, at, since) => secondsSince(evaluatedAt ?? since, at),
  ],
  ['vigia_alert_rules', 'Active alert rules', ({ rules }) => rules],
  ['vigia_alerts_firing', 'Alert rules that are firing', ({ firing }) => firing],
  ['vigia_outbox_depth', 'Messages that are not sent yet, edits too', ({ outbox }) => outbox.waiting],
  [
    'vigia_outbox_oldest_seconds',
    'Age of the oldest message that is not sent yet',
    ({ outbox }, at) => secondsSince(outbox.oldest ?? at, at),
  ],
  ['vigia_outbox_failed', 'Messages given up in the last seven days', ({ outbox }) => outbox.failed],
  ['vigia_outbox_doubtful', 'Messages of the last seven days that may have been sent twice', ({ outbox }) => outbox.doubtful],
];

/** How watching and sending go; the database is asked once for all of them. What never happened counts from now on: it is late all the same. */
export function watchMetrics({ registry }: Pick<Metrics, 'registry'>, status: () => Promise<WatchStatus>, now: () => Date): void {
  const since = now();
  let asked: { at: number; status: Promise<WatchStatus> } | undefined;
  const current = (): Promise<WatchStatus> => {
    const at = now().getTime();
    if (!asked || at - asked.at > 1_000) asked = { at, status: status() };
    return asked.status;
  };
  for (const [name, help, read] of WATCHED) {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: async () => gauge.set(read(await current(), now(), since)),
    });
  }
  const jobs: Gauge<'job'> = new Gauge({
    name: 'vigia_job_last_success_seconds',
    help: 'Time since each job last finished',
    labelNames: ['job'],
    registers: [registry],
    collect: async () => {
      for (const { job, finishedAt } of (await current()).jobs) jobs.set({ job }, secondsSince(finishedAt ?? since, now()));
    },
  });
}
