/** A database of its own for a test file, on an engine that at most two jest workers share. */
import { randomUUID } from 'node:crypto';
import { connectStore, type Store } from '../src/store/connect.ts';
import { ENGINES } from './engines.ts';

/** The engine of this worker: the workers are numbered from 1, and with a single one jest numbers it 1 too. */
export function engineUri(): string {
  const worker = ((Number(process.env['JEST_WORKER_ID'] ?? 1) - 1) % ENGINES) + 1;
  const uri = process.env[`VIGIA_TEST_MONGODB_${worker}`];
  if (!uri) throw new Error('jest’s globalSetup test/engines.ts has not started the engines');
  return uri;
}

/** Opens a fresh database; the test file drops and closes it with `dropStore`. */
export function openStore(): Promise<Store> {
  return connectStore(engineUri(), `test_${randomUUID().replaceAll('-', '')}`);
}

export async function dropStore(store: Store): Promise<void> {
  await store.connection.dropDatabase();
  await store.close();
}

/** The address of a fresh database on that engine, for a process of its own. */
export function freshDatabase(): string {
  const address = new URL(engineUri());
  address.pathname = `/test_${randomUUID().replaceAll('-', '')}`;
  return address.href;
}
