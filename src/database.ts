/** The database of a configuration: a server by MONGODB_URI, else the embedded engine of DATA_DIR, ours or a running Vigia's. */
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { connectStore, type Store } from './store/connect.ts';
import { type Engine, EngineInUse, openEngine, runningEngine } from './store/embedded/engine.ts';
import type { Owner } from './store/embedded/place.ts';

export interface Database {
  store: Store;
  /** Nobody else can be writing: what lies half done was left by a crash. */
  alone: boolean;
  /** Closes the connection, and the engine where it is ours. */
  close: () => Promise<void>;
}

const CHILD = fileURLToPath(new URL('./store/embedded/child.js', import.meta.url));

/**
 * @param task `serve` insists on an engine of its own; `command` uses the one that a running Vigia has open
 * @throws Error with one line that says what is wrong and what to do
 */
export async function openDatabase(config: Config, task: Owner['task'], say: (line: string) => void): Promise<Database> {
  if (config.MONGODB_URI) return connected(config.MONGODB_URI);
  const running = task === 'command' ? runningEngine(config.DATA_DIR) : null;
  if (running?.owner.task === 'serve') return shared(running.uri);
  const engine = await openEngine({
    dataDirectory: config.DATA_DIR,
    childFile: CHILD,
    task,
    cacheFolder: config.cacheFolder,
    environment: config.environment,
    say,
  }).catch((error: unknown) => {
    if (error instanceof EngineInUse && task === 'command') return null;
    throw error;
  });
  if (!engine) return shared(runningEngine(config.DATA_DIR)?.uri);
  return owned(engine);
}

async function connected(uri: string): Promise<Database> {
  const store = await connectStore(uri).catch((error: unknown) => {
    throw new Error('MONGODB_URI: expected the address of a MongoDB server that answers; none did within 5 s.', { cause: error });
  });
  return { store, alone: false, close: () => store.close() };
}

async function shared(uri: string | undefined): Promise<Database> {
  if (uri === undefined) throw new Error('DATA_DIR is in use by another command: try again when it has ended.');
  const store = await connectStore(uri);
  return { store, alone: false, close: () => store.close() };
}

async function owned(engine: Engine): Promise<Database> {
  const store = await connectStore(engine.uri).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  return {
    store,
    alone: true,
    close: async () => {
      await store.close();
      await engine.close();
    },
  };
}
