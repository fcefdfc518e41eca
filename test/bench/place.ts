/** Where a run works: a temporary folder of its own, with an embedded engine that other figures are measured on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectStore, type Store } from '../../src/store/connect.ts';
import { openEngine } from '../../src/store/embedded/engine.ts';

/** The compiled tree, `dist/`, and the sources beside it. */
export const built = fileURLToPath(new URL('../../', import.meta.url));
export const sources = join(built, '..');

export interface Place {
  /** A fresh folder below the run's own. */
  folder: (name: string) => string;
  /** A fresh database on the run's engine. */
  store: (name: string) => Promise<Store>;
  close: () => Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const root = mkdtempSync(join(tmpdir(), 'vigia-bench-'));
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
    folder: (name) => mkdtempSync(join(root, `${name}-`)),
    store: async (name) => {
      const store = await connectStore(engine.uri, name);
      stores.push(store);
      return store;
    },
    close: async () => {
      for (const store of stores) await store.close();
      await engine.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
