import type { Express } from 'express';
import type { Metrics } from './metrics.ts';

/** What readiness depends on; each answers at once. */
export interface Health {
  /** Whether the database answers. */
  database: () => Promise<boolean>;
  /** The platforms by name, ready or not. */
  platforms: () => Record<string, boolean>;
}

/** `GET /healthz` (the process lives), `GET /readyz` (database and platforms ready), `GET /metrics` (Prometheus). */
export function healthRoutes(app: Express, health: Health, metrics: Metrics): void {
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/readyz', async (_request, response) => {
    const parts = { database: await health.database(), ...health.platforms() };
    const ready = Object.values(parts).every(Boolean);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', ...parts });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
