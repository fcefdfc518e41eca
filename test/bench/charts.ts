/** Charts as PNGs: what one costs, ours and QuickChart's engine in turns; many at once beside a free event loop; what encoding costs. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import sharp from 'sharp';
import { type Charts, createCharts } from '../../src/charts/charts.ts';
import type { Drawing } from '../../src/charts/drawing.ts';
import type { Chart } from '../../src/view/card.ts';
import { measuredCharts, measuredDrawings } from './drawings.ts';
import { type Figure, median, milliseconds, ratio, spread, timed } from './figures.ts';
import type { Painted } from './painter.ts';
import { built } from './place.ts';
import { quickChartEngine } from './quickchart.ts';

const TIMES = 60;
const AT_ONCE = 20;
const CROWDS = 5;
const ENCODINGS = 30;
const NANOSECONDS = 1_000_000;
/** Long enough for the monitor to settle before the charts begin. */
const SETTLE_MS = 300;
/** Pictures of each kind before and while they are measured: the compiler is done with the drawing after some 100. */
const WARM_UP = 25;
const MEASURED = 31;
const CPU_GOAL_MS = 50;
const FASTER_GOAL = 3;
const DELAY_GOAL_MS = 20;
const PLAIN_HEIGHT = 400;

/** The same pixels through the canvas's own encoder and through sharp as src/charts/worker.ts calls it. */
async function encoders(png: Buffer): Promise<Figure> {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  const raw = { width: canvas.width, height: canvas.height, channels: 4 as const };
  const own: number[] = [];
  const ours: number[] = [];
  for (let time = 0; time < ENCODINGS; time += 1) {
    own.push(await timed(() => canvas.encode('png')));
    ours.push(await timed(() => sharp(canvas.data(), { raw }).png({ compressionLevel: 2 }).toBuffer()));
  }
  return {
    what: 'PNG encoding, canvas encoder / sharp',
    result: ratio(median(own), median(ours)),
    on: `${milliseconds(median(own))} / ${milliseconds(median(ours))}, ${image.width} × ${image.height} px, in turns`,
  };
}

/** A painter that ends, since its engine could not be loaded, ends the run. */
async function paint(painter: ChildProcess, drawing: Drawing): Promise<number> {
  const heard = new AbortController();
  const ended = once(painter, 'exit', heard).then(() => Promise.reject(new Error('a painter ended')));
  painter.send(drawing);
  try {
    const [painted] = (await Promise.race([once(painter, 'message', heard), ended])) as [Painted];
    return painted.cpuMs;
  } finally {
    heard.abort();
  }
}

/** CPU of all threads, by engine: the same configuration drawn in turns, so that whatever else the machine does meets both. */
async function inTurns(painters: ChildProcess[], drawing: Drawing, times: number): Promise<number[][]> {
  const costs = painters.map((): number[] => []);
  for (let time = 0; time < times; time += 1)
    for (const [at, painter] of painters.entries()) costs[at]?.push(await paint(painter, drawing));
  return costs;
}

function missed(result: string, hit: boolean): string {
  return hit ? result : `${result} (missed)`;
}

function costFigures(name: string, { height, width }: Drawing, [ours = [], theirs = []]: number[][]): Figure[] {
  const cost = median(ours);
  const size = `${width} × ${height} at 2×`;
  const alike = height === PLAIN_HEIGHT ? '' : `; ${milliseconds((cost * PLAIN_HEIGHT) / height)} for each 800 × 400`;
  const own = {
    what: `chart CPU, ${name}`,
    result: missed(
      `${milliseconds(cost)}, at least ${milliseconds(Math.min(...ours))}`,
      (cost * PLAIN_HEIGHT) / Math.max(PLAIN_HEIGHT, height) <= CPU_GOAL_MS,
    ),
    on: `${size}, all threads, median of ${MEASURED}${alike}`,
  };
  if (theirs.length === 0) return [own];
  const faster = median(theirs) / cost;
  return [
    own,
    {
      what: `chartjs-node-canvas / ours, ${name}`,
      result: missed(ratio(median(theirs), cost), faster >= FASTER_GOAL),
      on: `${milliseconds(median(theirs))} / ${milliseconds(cost)}, the same configuration, in turns`,
    },
  ];
}

/** What each of the measured charts costs, and QuickChart's engine beside it where it can be had. */
async function costs(today: Chart): Promise<Figure[]> {
  const engine = await quickChartEngine();
  const file = join(built, 'test', 'bench', 'painter.js');
  const painters = [fork(file, ['']), ...('folder' in engine ? [fork(file, [engine.folder])] : [])];
  try {
    const drawings = measuredDrawings(today);
    for (const { drawing } of drawings) await inTurns(painters, drawing, WARM_UP);
    const figures: Figure[] = [];
    for (const { name, drawing } of drawings) figures.push(...costFigures(name, drawing, await inTurns(painters, drawing, MEASURED)));
    if ('missing' in engine) figures.push({ what: 'chartjs-node-canvas', result: 'not measured', on: engine.missing });
    return figures;
  } finally {
    for (const painter of painters) painter.kill();
  }
}

/** How long the event loop is held at worst while `work` goes on, in ms. */
async function held(work: () => Promise<unknown>): Promise<{ worst: number; tookMs: number }> {
  const monitor = monitorEventLoopDelay({ resolution: 1 });
  monitor.enable();
  await sleep(SETTLE_MS);
  monitor.reset();
  const tookMs = await timed(work);
  monitor.disable();
  return { worst: monitor.max / NANOSECONDS, tookMs };
}

/** Twenty pictures at once, none of them alike, beside the event loop that answers everybody else; and that of an idle process. */
async function crowds(charts: Charts, today: Chart): Promise<Figure> {
  const kinds = measuredCharts(today);
  const drawn = (round: number): Promise<unknown> =>
    Promise.all(
      Array.from({ length: AT_ONCE }, (_, at) => {
        const chart = kinds[at % kinds.length]?.chart ?? today;
        return charts.png({ ...chart, title: `${chart.title} ${round}.${at}` }, 'light');
      }),
    );
  const busy: { worst: number; tookMs: number }[] = [];
  const idle: number[] = [];
  for (let round = 0; round < CROWDS; round += 1) {
    const crowd = await held(() => drawn(round));
    busy.push(crowd);
    idle.push((await held(() => sleep(crowd.tookMs))).worst);
  }
  const worst = median(busy.map((one) => one.worst));
  const most = Math.max(...busy.map((one) => one.worst));
  return {
    what: `${AT_ONCE} charts at once`,
    result: missed(`${milliseconds(median(busy.map(({ tookMs }) => tookMs)) / AT_ONCE)} each`, worst < DELAY_GOAL_MS),
    on:
      `event loop: worst delay ${milliseconds(worst)} (median of ${CROWDS}), ${milliseconds(most)} in the worst of them; ` +
      `doing nothing ${milliseconds(median(idle))}, ${milliseconds(Math.max(...idle))}`,
  };
}

export async function benchCharts(today: Chart): Promise<Figure[]> {
  const charts = createCharts({ workerFile: pathToFileURL(join(built, 'src', 'charts', 'worker.js')) });
  try {
    const first = await timed(() => charts.png(today, 'light'));
    const again = await timed(() => charts.png(today, 'light'));
    const times: number[] = [];
    for (let time = 0; time < TIMES; time += 1) times.push(await timed(() => charts.png({ ...today, title: `Hoje ${time}` }, 'light')));
    const png = await charts.png(today, 'light');
    return [
      { what: 'chart PNG', result: spread(times, 0.95), on: `today by channel, ${Math.round(png.length / 1024)} KiB; ${TIMES} one by one` },
      { what: 'chart PNG, the first', result: milliseconds(first), on: 'with the start of the worker' },
      { what: 'chart PNG, the same within a minute', result: milliseconds(again), on: 'not drawn again' },
      await crowds(charts, today),
      await encoders(png),
      ...(await costs(today)),
    ];
  } finally {
    await charts.close();
  }
}
