import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What `GET /metrics` shows beside the process's own figures. */
export interface Metrics {
  registry: Registry;
  /** Events by connector and result: accepted, duplicate, rejected, ignored. */
  events: Counter<'connector' | 'result'>;
  /** Webhook requests by connector and HTTP status. */
  webhooks: Counter<'connector' | 'status'>;
  /** Seconds from a question to its answer, by command. */
  answers: Histogram<'command'>;
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
  };
}
