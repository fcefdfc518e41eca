/** Embedded MongoDBs for jest's workers, started before all tests; each test file takes a database of its own. */
import { mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, openEngine } from '../src/store/embedded/engine.ts';

/** Jest has one worker more, as much of a test's time is waiting; a third engine would only wait for the disk with the others. */
export const ENGINES = 2;
export const root = join(__dirname, '..');
export const childFile = join(root, 'dist', 'src', 'store', 'embedded', 'child.js');
export const cacheFolder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'vigia');

/** What the teardown closes; jest runs setup and teardown in one process. */
export const engines: { engine: Engine; directory: string }[] = [];

// jest wants a default export here.
export default async function setup(): Promise<void> {
  if (engines.length > 0) return;
  for (let worker = 1; worker <= ENGINES; worker += 1) {
    const directory = mkdtempSync(join(tmpdir(), 'vigia-test-'));
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    const engine = await openEngine({ dataDirectory: directory, childFile, task: 'serve', cacheFolder, environment: process.env, say });
    engines.push({ engine, directory });
    process.env[`VIGIA_TEST_MONGODB_${worker}`] = engine.uri;
  }
  (globalThis as { vigiaEngines?: typeof engines }).vigiaEngines = engines;
}
