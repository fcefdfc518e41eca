/** A real Vigia in a process of its own, as `npm start` runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './engines.ts';

const READY_MS = 60_000;

/** The outcome of a terminal command. */
export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

export interface Home {
  dataDirectory: string;
  environment: NodeJS.ProcessEnv;
  secret: Buffer;
  remove: () => void;
}

/** A data directory and an environment of its own, with the generic webhook's secret. */
export function createHome(extra: NodeJS.ProcessEnv = {}): Home {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'vigia-home-'));
  const secret = randomBytes(24);
  const kept = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(VIGIA_|JEST_|NODE_OPTIONS|MONGODB|SLACK|MICROSOFT|CHATWOOT|DEMO|DATA_DIR)/.test(name),
    ),
  );
  const environment = {
    ...kept,
    DATA_DIR: dataDirectory,
    PORT: '0',
    DEMO: '0',
    LOG_LEVEL: 'warn',
    DEFAULT_LANGUAGE: 'en',
    GENERIC_WEBHOOK_SECRET: `whsec_${secret.toString('base64')}`,
    ...extra,
  };
  return { dataDirectory, environment, secret, remove: () => rmSync(dataDirectory, { recursive: true, force: true }) };
}

export interface RunningVigia {
  url: string;
  process: ChildProcess;
  /** Everything it printed so far. */
  printed: () => string;
  /** The process id of its embedded engine. */
  enginePid: () => number;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts it in a process group of its own and waits until it is ready. */
export async function startVigia(home: Home): Promise<RunningVigia> {
  const child = spawn(process.execPath, [join(root, 'dist', 'src', 'main.js')], {
    env: home.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const url = /ready(?: at|: open) (http:\/\/[\d.:]+)/.exec(printed)?.[1];
    if (url) return { url, process: child, printed: () => printed, enginePid: () => childOf(child.pid), ended };
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) throw new Error(`Vigia did not start: ${printed}`);
    await sleep(20);
  }
}

function childOf(pid: number | undefined): number {
  const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  if (!first) throw new Error(`process ${pid} has no child`);
  return Number(first);
}

/** Whether a process lives (a zombie does not). */
export function lives(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
}

/** Waits until a condition holds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, ms = 30_000): Promise<void> {
  for (const deadline = Date.now() + ms; ; await sleep(25)) {
    if (await holds()) return;
    if (Date.now() > deadline) throw new Error(`in ${ms} ms there was no ${what}`);
  }
}

/** Posts signed events to the generic webhook. */
export function postEvents(url: string, secret: Buffer, events: unknown): Promise<Response> {
  const body = JSON.stringify(events);
  const id = randomUUID();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return fetch(`${url}/helpdesk/generic/webhook`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  });
}

/** Runs a terminal command to its end; `input` comes in on its standard input. */
export function runCli(home: Home, args: string[], input?: string): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'dist', 'src', 'cli.js'), ...args], {
    env: home.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input ?? '');
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}
