/**
 * The in-process renderer: QuickChart's `POST /chart` on loopback, below an unguessable path, served by a pool of workers.
 * Configurations are parsed as JSON and never evaluated.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Piscina } from 'piscina';
import type { Task } from './worker.ts';

/** A chart of 20 rows and 14 series is about 20 kB. */
const MOST_BYTES = 256 * 1024;
const MOST_PIXELS = 4000;
/** Waiting charts beyond this are refused rather than piled up. */
const MOST_WAITING = 200;

export interface Renderer {
  /** Where quickchart-js finds `/chart`. */
  url: URL;
  close: () => Promise<void>;
}

export interface RendererOptions {
  /** The built worker (`worker.js`). */
  workerFile: URL | string;
  workers: number;
  /** Above this a drawing's worker is ended, in ms. */
  timeoutMs: number;
}

/** Starts the renderer; its workers start with the first chart. */
export async function startRenderer({ workerFile, workers, timeoutMs }: RendererOptions): Promise<Renderer> {
  const pool = new Piscina<Task, Uint8Array>({
    filename: workerFile instanceof URL ? workerFile.href : workerFile,
    name: 'draw',
    minThreads: 0,
    maxThreads: workers,
    maxQueue: MOST_WAITING,
    idleTimeout: 60_000,
  });
  const path = `/${randomBytes(24).toString('base64url')}`;
  const server = createServer((request, response) => {
    answer(request, `${path}/chart`, (task) => pool.run(task, { signal: AbortSignal.timeout(timeoutMs) })).then(
      (reply) => send(response, reply),
      (error: unknown) => send(response, refusal(500, error instanceof Error ? error.message : String(error))),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}${path}`),
    async close() {
      server.close();
      server.closeAllConnections();
      await pool.destroy();
    },
  };
}

interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array | string;
}

async function answer(request: IncomingMessage, path: string, draw: (task: Task) => Promise<Uint8Array>): Promise<Reply> {
  if (request.method !== 'POST' || request.url !== path) return refusal(404, 'not found');
  const body = await bodyOf(request);
  if (body === null) return refusal(413, 'the configuration is too large');
  const task = taskOf(body);
  if (typeof task === 'string') return refusal(400, task);
  return { status: 200, headers: { 'content-type': 'image/png' }, body: await draw(task) };
}

/** The whole body, or null when it is larger than a chart can be. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= MOST_BYTES) parts.push(part);
  }
  return size <= MOST_BYTES ? Buffer.concat(parts).toString('utf8') : null;
}

/** A drawing task of a QuickChart request, or why it is none. */
function taskOf(body: string): Task | string {
  const request = objectOf(body);
  const config = objectOf(typeof request?.['chart'] === 'string' ? request['chart'] : '');
  if (!request || !config) return 'the chart is not a JSON object';
  if (typeof config['type'] !== 'string' || typeof config['data'] !== 'object' || config['data'] === null)
    return 'the chart has no type or no data';
  const { width, height, devicePixelRatio: ratio, backgroundColor } = request;
  if (!isSize(width) || !isSize(height) || !isSize(ratio) || width * ratio > MOST_PIXELS || height * ratio > MOST_PIXELS)
    return 'the size is not possible';
  return {
    config: config as unknown as Task['config'],
    width,
    height,
    ratio,
    background: typeof backgroundColor === 'string' ? backgroundColor : '#ffffff',
  };
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null; // Not JSON: the caller refuses it with a reason.
  }
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MOST_PIXELS;
}

/** QuickChart's own way to say why: a header. */
function refusal(status: number, why: string): Reply {
  return {
    status,
    headers: { 'x-quickchart-error': why.replace(/[^\x20-\x7e]/g, ' ').slice(0, 200), 'content-type': 'text/plain' },
    body: why,
  };
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, headers).end(body);
}
