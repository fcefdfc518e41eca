/** The bank month (January 1999, 165,000 events) into an empty database: raw inserts, the intake, and the whole terminal command. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import type { HelpdeskEvent } from '../../src/domain/events.ts';
import { createIntake } from '../../src/store/intake.ts';
import { bankEvents } from '../fixtures/bank/events.ts';
import { type Figure, rate, ratio, timed } from './figures.ts';
import { built, type Place, sources } from './place.ts';
import { environment } from './vigia.ts';

/** As src/import.ts batches. */
const BATCH = 2_000;
const MIB = 1_048_576;
const SMALL_SHARE = 8;
/** Writes the process's peak memory, in KiB, to a pipe when it ends. */
const PEAK =
  "data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))";

/** The driver's bulk insert, journaled, into a collection without indexes: the least that keeping events durably can cost. */
async function rawInsert(place: Place): Promise<(batch: readonly HelpdeskEvent[]) => Promise<unknown>> {
  const store = await place.store('bench_raw');
  const collection = store.connection.collection<{ _id: string }>('raw');
  return (batch) =>
    collection.insertMany(
      batch.map(({ id, ...event }) => ({ _id: id, ...event })),
      { ordered: false },
    );
}

/** Raw inserts and the intake in turns, batch by batch, so that whatever else the machine does meets both. */
async function sideBySide(place: Place, events: readonly HelpdeskEvent[]): Promise<{ raw: number; intake: number }> {
  const insert = await rawInsert(place);
  const { record } = createIntake(await place.store('bench_intake'));
  const sums = { raw: 0, intake: 0 };
  for (let from = 0; from < events.length; from += BATCH) {
    const batch = events.slice(from, from + BATCH);
    sums.raw += await timed(() => insert(batch));
    sums.intake += await timed(() => record(batch));
  }
  return sums;
}

/** `vigia import` in a process of its own, on an engine of its own. */
async function throughTerminal(place: Place, events: readonly HelpdeskEvent[]): Promise<{ ms: number; peakBytes: number }> {
  const directory = place.folder('import');
  const file = join(directory, 'events.jsonl');
  await pipeline(
    Readable.from(
      (function* lines(): Generator<string> {
        for (const event of events) yield `${JSON.stringify(event)}\n`;
      })(),
    ),
    createWriteStream(file),
  );
  let peak = '';
  const ms = await timed(async () => {
    const child = spawn(process.execPath, ['--import', PEAK, join(built, 'src', 'cli.js'), 'import', file], {
      env: environment(join(directory, 'data')),
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    const [said, told, [code]] = await Promise.all([
      text(child.stderr ?? Readable.from([])),
      text(child.stdio[3] as Readable),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    if (code !== 0) throw new Error(`import ended with ${code}: ${said}`);
    peak = told;
  });
  return { ms, peakBytes: Number(peak) * 1024 };
}

export async function benchImport(place: Place): Promise<Figure[]> {
  const events = bankEvents(join(sources, 'test', 'fixtures', 'bank')).sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  const { raw, intake } = await sideBySide(place, events);
  const terminal = await throughTerminal(place, events);
  const small = await throughTerminal(place, events.slice(0, events.length / SMALL_SHARE));
  const on = `bank month, ${events.length.toLocaleString('en')} events`;
  return [
    { what: 'raw driver, bulk insert', result: rate(events.length, raw), on: `${on}, no index, journaled` },
    { what: 'intake', result: rate(events.length, intake), on: `${on}, batches of ${BATCH.toLocaleString('en')}` },
    { what: 'intake / raw driver, time', result: ratio(intake, raw), on: 'the two lines above, in turns' },
    {
      what: 'vigia import',
      result: `${rate(events.length, terminal.ms)}, ${(terminal.ms / 1000).toFixed(1)} s`,
      on: `${on}, whole command`,
    },
    {
      what: 'vigia import, peak memory',
      result: `${Math.round(terminal.peakBytes / MIB)} MiB`,
      on: 'importing process, without the engine',
    },
    {
      what: 'peak memory, month / an eighth of it',
      result: ratio(terminal.peakBytes, small.peakBytes),
      on: `${Math.round(small.peakBytes / MIB)} MiB for ${Math.floor(events.length / SMALL_SHARE).toLocaleString('en')} events`,
    },
  ];
}
