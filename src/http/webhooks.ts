/** `POST /helpdesk/<connector>/webhook`: verified, journaled, then answered. */
import express, { type Express, type Request, type Response } from 'express';
import type { HelpdeskEvent } from '../domain/events.ts';
import type { Connector, Received } from '../helpdesk/connector.ts';
import type { Metrics } from './metrics.ts';

export interface WebhookOptions {
  connectors: readonly Connector[];
  /** Journals events; for each, whether it was new. Throws when they could not be made durable. */
  record: (events: readonly HelpdeskEvent[]) => Promise<boolean[]>;
  /** Whether an error means that the database is away and the sender should try again. */
  isAway: (error: unknown) => boolean;
  metrics: Metrics;
  now: () => Date;
  log: { warn: (fields: object, message: string) => void };
}

/** 1 MiB: product.md §5. */
const LARGEST_BODY = 1_048_576;

export function webhookRoutes(app: Express, options: WebhookOptions): void {
  const connectors = new Map(options.connectors.map((connector) => [connector.name, connector]));
  const raw = express.raw({ type: () => true, limit: LARGEST_BODY });
  app.post(['/helpdesk/:connector/webhook', '/helpdesk/:connector/webhook/:secret'], raw, async (request, response) => {
    const connector = connectors.get(String(request.params['connector']));
    if (!connector) {
      response.status(404).json({ error: `There is no such connector; there are: ${[...connectors.keys()].join(', ')}.` });
      return;
    }
    await receive(connector, request, response, options);
    options.metrics.webhooks.inc({ connector: connector.name, status: String(response.statusCode) });
  });
}

async function receive(connector: Connector, request: Request, response: Response, options: WebhookOptions): Promise<void> {
  const { secret } = request.params;
  const result = connector.receive({
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    ),
    rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    path: secret === undefined ? '' : `/${String(secret)}`,
    receivedAt: options.now(),
  });
  if (result.kind === 'refused') {
    options.log.warn({ connector: connector.name, status: result.status, reason: result.message }, 'a webhook was refused');
    response.status(result.status).json({ error: result.message });
    return;
  }
  try {
    const fresh = await options.record(result.events);
    answer(connector, result, fresh.filter(Boolean).length, response, options.metrics);
  } catch (error) {
    if (!options.isAway(error)) throw error;
    options.log.warn({ err: error, connector: connector.name }, 'the database is away: the sender is asked to try again');
    response.status(503).set('retry-after', '5').json({ error: 'The database does not answer right now; send it again in a few seconds.' });
  }
}

function answer(connector: Connector, result: Received, accepted: number, response: Response, { events }: Metrics): void {
  const duplicates = result.events.length - accepted;
  const { name } = connector;
  events.inc({ connector: name, result: 'accepted' }, accepted);
  events.inc({ connector: name, result: 'duplicate' }, duplicates);
  events.inc({ connector: name, result: 'rejected' }, result.rejected.length);
  events.inc({ connector: name, result: 'ignored' }, result.ignored);
  response.status(connector.batch ? 202 : 200).json({ accepted, duplicates, rejected: result.rejected });
}
