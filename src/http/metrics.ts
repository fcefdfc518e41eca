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

/** Reads a value when somebody asks for the metrics. */
type Read = (status: WatchStatus, at: Date) => number;

function secondsSince(then: Date, at: Date): number {
  return Math.max(0, (at.getTime() - then.getTime()) / 1_000);
}

const WATCHED: readonly [name: string, help: string, read: Read][] = [
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

/** A scrape waits no longer for the database, ms. */
const PATIENCE_MS = 3_000;

/** Null where nothing comes in time: whoever reads it is told that, and so the error is no loss. */
async function inTime<T>(answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, null);
  });
  return Promise.race([answer, late])
    .catch(() => null)
    .finally(() => clearTimeout(timer));
}

/**
 * How watching and sending go; the database is asked once for all of them. What never happened counts from now on: it is late all the
 * same. While the database is away `vigia_database_up` is 0, the lag of evaluation runs on, and what only the database knows is not told.
 */
export function watchMetrics({ registry }: Pick<Metrics, 'registry'>, status: () => Promise<WatchStatus>, now: () => Date): void {
  const since = now();
  let evaluatedAt: Date | null = null;
  let asked: { at: number; status: Promise<WatchStatus | null> } | undefined;
  const current = async (): Promise<WatchStatus | null> => {
    const at = now().getTime();
    if (!asked || Math.abs(at - asked.at) > 1_000) asked = { at, status: inTime(status()) };
    const known = await asked.status;
    if (known) ({ evaluatedAt } = known);
    return known;
  };
  const gaugeOf = (name: string, help: string, value: (known: WatchStatus | null) => number | null): Gauge => {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: async () => {
        const found = value(await current());
        if (found === null) gauge.remove();
        else gauge.set(found);
      },
    });
    return gauge;
  };
  gaugeOf('vigia_database_up', 'Whether the database answers (1) or not (0)', (known) => (known ? 1 : 0));
  // A clock that was set back holds evaluation up as well.
  gaugeOf('vigia_alert_evaluation_lag_seconds', 'Time since the alert rules were last evaluated', () =>
    Math.abs((now().getTime() - (evaluatedAt ?? since).getTime()) / 1_000),
  );
  for (const [name, help, read] of WATCHED) gaugeOf(name, help, (known) => known && read(known, now()));
  const jobs: Gauge<'job'> = new Gauge({
    name: 'vigia_job_last_success_seconds',
    help: 'Time since each job last finished',
    labelNames: ['job'],
    registers: [registry],
    collect: async () => {
      jobs.reset();
      for (const { job, finishedAt } of (await current())?.jobs ?? []) jobs.set({ job }, secondsSince(finishedAt ?? since, now()));
    },
  });
}
