/** The product as it runs: `node dist/src/main.js` on a free port, with nothing of the caller's configuration. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { built } from './place.ts';

const SECRET = `whsec_${Buffer.from('a secret of the bench, 32 bytes!').toString('base64')}`;
const POLL_MS = 5;
const LONGEST_START_MS = 60_000;

/** Signs the bodies that this Vigia takes. */
export const signer = new Webhook(SECRET);

export interface RunningVigia {
  url: string;
  /** From the start of the process to the first 200 of `/readyz`, in ms. */
  readyMs: number;
  stop: () => Promise<void>;
}

/** What a child process of the bench inherits: enough to run, nothing that configures. */
export function environment(dataDirectory: string): NodeJS.ProcessEnv {
  const { PATH, HOME, XDG_CACHE_HOME } = process.env;
  return { PATH, HOME, ...(XDG_CACHE_HOME && { XDG_CACHE_HOME }), DATA_DIR: dataDirectory, DEMO: '0', GENERIC_WEBHOOK_SECRET: SECRET };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export async function startVigia(dataDirectory: string): Promise<RunningVigia> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn(process.execPath, [join(built, 'src', 'main.js')], {
    env: { ...environment(dataDirectory), PORT: String(port), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await isReady(url))) {
    if (child.exitCode !== null || performance.now() - began > LONGEST_START_MS) throw new Error('Vigia did not become ready');
    await sleep(POLL_MS);
  }
  return { url, readyMs: performance.now() - began, stop: () => stop(child) };
}

/** A refused connection means: not yet. */
function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
