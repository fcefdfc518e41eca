/** The process's one HTTP server: platforms, webhooks, files, health and metrics. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Platform } from '../platforms/platform.ts';
import { type FileSource, fileRoute } from './files.ts';
import { type Health, healthRoutes } from './health.ts';
import type { Metrics } from './metrics.ts';
import { type WebhookOptions, webhookRoutes } from './webhooks.ts';

export interface ServerOptions {
  host: string;
  port: number;
  platforms: readonly Platform[];
  webhooks: WebhookOptions;
  files: FileSource;
  health: Health;
  metrics: Metrics;
  log: { error: (fields: object, message: string) => void };
}

export interface HttpServer {
  /** The address it listens on, `http://127.0.0.1:3000`. */
  url: string;
  close: () => Promise<void>;
}

/** Time that requests under way get when it closes. */
const CLOSE_MS = 10_000;

/**
 * Listens; routes are mounted in the order health, webhooks, files, platforms.
 * @throws Error with one clear line when the port is taken or the host is not ours
 */
export async function startServer(options: ServerOptions): Promise<HttpServer> {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', false);
  healthRoutes(app, options.health, options.metrics);
  webhookRoutes(app, options.webhooks);
  fileRoute(app, options.files);
  for (const platform of options.platforms) {
    const router = express.Router();
    platform.mount?.(router);
    app.use(router);
  }
  finish(app, options);
  const server = createServer(app);
  await listen(server, options);
  const { address, family, port } = server.address() as AddressInfo;
  return { url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`, close: () => close(server) };
}

function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? `is in use: set PORT to a free one`
          : `cannot be opened (${error.code ?? error.message}): check HOST and PORT`;
      reject(new Error(`The address ${host}:${port} ${why}.`, { cause: error }));
    });
    server.listen(port, host, () => resolve());
  });
}

/** Unknown paths and errors: short, without a word of what is inside. */
function finish(app: Express, { log }: ServerOptions): void {
  app.use((_request, response) => {
    response.status(404).json({ error: 'There is nothing at this address.' });
  });
  const onError: ErrorRequestHandler = (error: { status?: number; expose?: boolean; message?: string }, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = error.status ?? 500;
    if (status >= 500) log.error({ err: error, path: request.path }, 'an HTTP request failed');
    response
      .status(status)
      .json({ error: status < 500 && error.expose ? error.message : 'The request failed here; it can be sent again.' });
  };
  app.use(onError);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}
