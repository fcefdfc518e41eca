/** A CSV of conversations, a bare driver cursor over the same documents with the same projection beside it, each in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { seed } from '../../src/seed.ts';
import { testCore } from '../core.ts';
import type { Job, Measured } from './csv-child.ts';
import { type Figure, median, rate, ratio } from './figures.ts';
import type { Place } from './place.ts';

/** `VIGIA_BENCH_ROWS=1000000` for the goal's size. */
const ROWS = Number(process.env['VIGIA_BENCH_ROWS'] ?? 200_000);
const TIMES = 5;
/** As the dashboard's desks have it, so that one of this size is used again. */
const END = new Date('2026-11-18T18:30:00.000Z');
const CHILD = fileURLToPath(new URL('./csv-child.js', import.meta.url));
const GOAL = 0.8;
const GOAL_MB = 250;

async function run(job: Job): Promise<Measured> {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`the ${job.how} run of the CSV bench ended with ${code}`);
  return JSON.parse(said) as Measured;
}

const HOWS = ['bare', 'csv'] as const;

const met = (good: boolean): string => (good ? '' : ' (missed)');

/** In turns, so that whatever else the machine does meets all of them. */
export async function benchCsv(place: Place): Promise<Figure[]> {
  const database = `bench_${ROWS}`;
  const store = await place.store(database);
  const { intake, roller } = testCore(store, { now: () => END });
  // There already where the folder was kept (`VIGIA_BENCH_DATA`).
  if ((await store.conversations.estimatedDocumentCount()) < 0.99 * ROWS)
    await seed({ store, intake, roller, count: ROWS, end: END, progress: () => undefined });
  const job = { uri: place.uri, database, at: END.toISOString() };
  const runs: Record<Job['how'], Measured[]> = { bare: [], csv: [], kept: [] };
  for (let time = 0; time < TIMES; time += 1) {
    // Who begins changes, so that nobody always comes upon a busier machine or a warmer cache.
    for (const how of time % 2 === 0 ? HOWS : HOWS.toReversed()) runs[how].push(await run({ ...job, how }));
  }
  runs.kept.push(await run({ ...job, how: 'kept' }));
  const speed = (how: Job['how']): number => median(runs[how].map(({ rows, ms }) => (rows / ms) * 1000));
  const cpu = (how: Job['how']): string => `${median(runs[how].map(({ rows, cpuUs }) => cpuUs / rows)).toFixed(1)} µs CPU a row`;
  const peak = (how: Job['how']): number => Math.max(...runs[how].map(({ peakMb }) => peakMb));
  const { rows = 0 } = runs.csv[0] ?? {};
  const on = `${rows.toLocaleString('en')} conversations, ${TIMES} runs in turns`;
  /** Of the runs beside each other: their load was alike. */
  const share = (how: Job['how']): number =>
    median(runs[how].map(({ rows, ms }, time) => rows / ms / ((runs.bare[time]?.rows ?? 0) / (runs.bare[time]?.ms ?? 1))));
  return [
    { what: 'bare driver cursor, same projection', result: `${rate(speed('bare'), 1000)}, ${cpu('bare')}`, on },
    { what: 'CSV of conversations, pt-BR, masked', result: `${rate(speed('csv'), 1000)}, ${cpu('csv')}`, on },
    {
      what: `CSV / bare cursor, goal ${GOAL}`,
      result: `${ratio(share('csv'), 1)}${met(share('csv') >= GOAL)}`,
      on: `${on}, median of the pairs`,
    },
    {
      what: 'CSV kept in GridFS as well',
      result: `${rate(speed('kept'), 1000)}, ${ratio(speed('kept'), speed('bare'))} the bare cursor`,
      on: 'one run, after the others',
    },
    {
      what: `peak memory of the process, goal ${GOAL_MB} MB`,
      result: `${Math.round(peak('csv'))} MB, kept ${Math.round(peak('kept'))} MB${met(Math.max(peak('csv'), peak('kept')) < GOAL_MB)}`,
      on: `bare cursor ${Math.round(peak('bare'))} MB`,
    },
  ];
}
