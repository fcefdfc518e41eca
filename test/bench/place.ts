/** Where a run works: a temporary folder of its own, with an embedded engine that other figures are measured on. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectStore, type Store } from '../../src/store/connect.ts';
import { openEngine } from '../../src/store/embedded/engine.ts';
import type { Figure } from './figures.ts';

/** The compiled tree, `dist/`, and the sources beside it. */
export const built = fileURLToPath(new URL('../../', import.meta.url));
export const sources = join(built, '..');

export interface Place {
  /** A fresh folder below the run's own. */
  folder: (name: string) => string;
  /** The run's engine, for processes of their own. */
  uri: string;
  /** A fresh database on the run's engine. */
  store: (name: string) => Promise<Store>;
  /** Memory of the engine so far. */
  memory: () => Figure[];
  close: () => Promise<void>;
}

/** The engine's resident memory, now and at its highest; none where the system does not tell. */
function engineMemory(pid: number | undefined): Figure[] {
  const file = `/proc/${pid}/status`;
  if (pid === undefined || !existsSync(file)) return [];
  const status = readFileSync(file, 'utf8');
  const mib = (name: string): string => `${Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024)} MiB`;
  return [{ what: 'engine memory through all of this', result: `${mib('VmRSS')} now, ${mib('VmHWM')} at most`, on: 'resident' }];
}

/** `VIGIA_BENCH_DATA`: a folder that is kept, so that the next run need not seed again. */
export async function openPlace(): Promise<Place> {
  const kept = process.env['VIGIA_BENCH_DATA'];
  const root = kept ?? mkdtempSync(join(tmpdir(), 'vigia-bench-'));
  mkdirSync(root, { recursive: true });
  const engine = await openEngine({
    dataDirectory: join(root, 'engine'),
    childFile: join(built, 'src', 'store', 'embedded', 'child.js'),
    task: 'serve',
    cacheFolder: join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'vigia'),
    environment: process.env,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const stores: Store[] = [];
  return {
    uri: engine.uri,
    folder: (name) => mkdtempSync(join(root, `${name}-`)),
    store: async (name) => {
      const store = await connectStore(engine.uri, name);
      stores.push(store);
      return store;
    },
    memory: () => engineMemory(engine.pid()),
    close: async () => {
      for (const store of stores) await store.close();
      await engine.close();
      if (!kept) rmSync(root, { recursive: true, force: true });
    },
  };
}
