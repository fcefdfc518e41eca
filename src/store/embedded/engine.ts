/** The embedded MongoDB: a child process that owns DATA_DIR, kept alive as long as this one wants it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FromChild } from './child.ts';
import { enginePlace, type Owner, type Place } from './place.ts';
import { engineRuntime, type Runtime } from './runtime.ts';

export interface Engine {
  uri: string;
  /** False while it is being started again. */
  running: () => boolean;
  /** The engine's process id, for tests that kill it. */
  pid: () => number | undefined;
  close: () => Promise<void>;
}

export interface EngineOptions {
  dataDirectory: string;
  /** The built child script. */
  childFile: string;
  task: Owner['task'];
  /** Where a fetched C library stays for every data directory of this user. */
  cacheFolder: string;
  environment: NodeJS.ProcessEnv;
  say: (line: string) => void;
}

/** Someone else has the directory open. */
export class EngineInUse extends Error {
  constructor(directory: string, owner: Owner | null) {
    const who = owner ? `process ${owner.pid}` : 'another process';
    super(`DATA_DIR ${directory} is in use by ${who}. Stop it first, or give this one a DATA_DIR of its own.`);
    this.name = 'EngineInUse';
  }
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** How long a start waits for an engine that is just closing, or for a terminal command that is about to end. */
const PATIENCE_MS = 5_000;
const CLOSE_MS = 15_000;

/**
 * Opens the engine on a data directory and starts it again, with growing pauses, whenever it dies.
 * @throws EngineInUse when a running Vigia (or a long command) has it open
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const place = enginePlace(options.dataDirectory);
  const runtime = await engineRuntime(options.cacheFolder, options.environment, options.say);
  let child = await firstChild(options, place, runtime);
  place.claim(options.task);
  let closing = false;
  let running = true;
  let revival: Promise<void> = Promise.resolve();

  const watch = (): void => {
    child.once('exit', (code, signal) => {
      if (closing) return;
      running = false;
      options.say(`The embedded MongoDB ended (${signal ?? code}); starting it again.`);
      revival = revive();
    });
  };
  const revive = async (): Promise<void> => {
    for (let pause = FIRST_PAUSE_MS; !closing; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const result = await startChild(options, place, runtime);
      if ('child' in result) {
        child = result.child;
        running = true;
        if (closing) await stopChild(child);
        else watch();
        return;
      }
      options.say(`The embedded MongoDB did not start (${result.message}); next try in ${pause} ms.`);
      await sleep(pause);
    }
  };
  watch();
  return {
    uri: place.uri,
    running: () => running,
    pid: () => child.pid,
    close: async () => {
      closing = true;
      await revival;
      await stopChild(child);
      place.release();
    },
  };
}

/** The address of an engine that somebody else has open on this directory; null when nobody has. */
export function runningEngine(dataDirectory: string): { uri: string; owner: Owner } | null {
  const place = enginePlace(dataDirectory);
  const owner = place.owner();
  return owner && owner.pid !== process.pid ? { uri: place.uri, owner } : null;
}

async function firstChild(options: EngineOptions, place: Place, runtime: Runtime): Promise<ChildProcess> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const result = await startChild(options, place, runtime);
    if ('child' in result) return result.child;
    if (!result.inUse) throw new Error(`The embedded MongoDB did not start: ${result.message}`);
    const owner = place.owner();
    if (owner?.task === 'serve' || Date.now() > deadline) throw new EngineInUse(options.dataDirectory, owner);
    await sleep(FIRST_PAUSE_MS);
  }
}

type Started = { child: ChildProcess } | { inUse: boolean; message: string };

function startChild(options: EngineOptions, place: Place, runtime: Runtime): Promise<Started> {
  const child = spawn(runtime.command, [...runtime.args, options.childFile, place.database, place.link], {
    env: { ...options.environment, TMPDIR: place.run },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ inUse: false, message: error.message }));
    child.once('exit', (code) => resolve({ inUse: false, message: `it ended with ${code}: ${complaint.trim().split('\n').at(-1) ?? ''}` }));
    child.on('message', (message: FromChild) => resolve(message.kind === 'ready' ? { child } : message));
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (child.connected) child.send('close');
  const late = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
  await ended;
  clearTimeout(late);
}
