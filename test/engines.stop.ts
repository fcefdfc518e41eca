import { rmSync } from 'node:fs';
import type { engines } from './engines.ts';

/** Closes the engines of the run. */
export default async function teardown(): Promise<void> {
  const started = (globalThis as { vigiaEngines?: typeof engines }).vigiaEngines ?? [];
  for (const { engine, directory } of started.splice(0)) {
    await engine.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
