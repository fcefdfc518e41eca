/** One run of the CSV bench: reads, or reads and writes, and tells how long it took and how much memory it needed. */
import { createExports } from '../../src/app/exports.ts';
import { connectStore, type Store } from '../../src/store/connect.ts';
import { BATCH, PROJECTION } from '../../src/store/queries/records.ts';
import { testCore } from '../core.ts';

export interface Job {
  how: 'bare' | 'csv' | 'kept';
  uri: string;
  database: string;
  at: string;
}

export interface Measured {
  rows: number;
  ms: number;
  cpuUs: number;
  peakMb: number;
}

const WORDS = 'csv conversations 2025-01-01..2026-11-20';
const FROM = new Date('2025-01-01T03:00:00.000Z');
const TO = new Date('2026-11-21T03:00:00.000Z');

/** The same documents in the same order by the same index, as many a round trip. */
async function readBare(store: Store, at: Date): Promise<number> {
  let rows = 0;
  const filter = { openedAt: { $gte: FROM, $lt: TO }, startedAt: { $lte: at } };
  const cursor = store.conversations.find(filter, {
    projection: PROJECTION,
    hint: 'opened',
    sort: { openedAt: 1, _id: 1 },
    batchSize: BATCH,
  });
  for await (const document of cursor) if (document._id) rows += 1;
  return rows;
}

/** From the words to the last byte, as a terminal does it (`csv`), or to the finished file that a chat delivers (`kept`). */
async function writeFile(store: Store, at: Date, how: 'csv' | 'kept'): Promise<number> {
  const core = testCore(store, { now: () => at, language: 'pt-BR' });
  const { answer } = await core.dispatch.ask(WORDS, { platform: 'terminal', person: { id: 'terminal:admin' }, at });
  if (answer.kind !== 'export') throw new Error('no export came');
  if (how === 'kept') {
    const log = { warn: () => undefined, error: (fields: object) => void process.stderr.write(`${JSON.stringify(fields)}\n`) };
    const exports = createExports({ kept: core.kept, link: (token) => token, now: () => new Date(), log });
    const file = await exports.run(answer.export, async () => undefined);
    return file?.rows ?? 0;
  }
  let rows = 0;
  const none = new AbortController().signal;
  for await (const part of answer.export.bytes(none, (count) => (rows = count))) if (part.length === 0) throw new Error('an empty part');
  return rows;
}

async function measure({ how, uri, database, at }: Job): Promise<Measured> {
  const store = await connectStore(uri, database);
  const before = process.cpuUsage();
  const began = performance.now();
  const moment = new Date(at);
  const rows = how === 'bare' ? await readBare(store, moment) : await writeFile(store, moment, how);
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  await store.close();
  return { rows, ms, cpuUs: user + system, peakMb: process.resourceUsage().maxRSS / 1024 };
}

process.stdout.write(JSON.stringify(await measure(JSON.parse(process.argv[2] ?? '{}') as Job)));
