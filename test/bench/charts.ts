/** The chart of `today` as a PNG: one after another, many at once beside a free event loop, and what encoding costs. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import sharp from 'sharp';
import { createCharts } from '../../src/charts/charts.ts';
import type { Chart } from '../../src/view/card.ts';
import { type Figure, median, milliseconds, ratio, spread, timed } from './figures.ts';
import { built } from './place.ts';

const TIMES = 60;
const AT_ONCE = 20;
const ENCODINGS = 30;
const NANOSECONDS = 1_000_000;
/** Long enough for the monitor to settle before the charts begin. */
const SETTLE_MS = 300;

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
    ours.push(await timed(() => sharp(canvas.data(), { raw }).removeAlpha().png({ compressionLevel: 2 }).toBuffer()));
  }
  return {
    what: 'PNG encoding, canvas encoder / sharp',
    result: ratio(median(own), median(ours)),
    on: `${milliseconds(median(own))} / ${milliseconds(median(ours))}, ${image.width} × ${image.height} px, in turns`,
  };
}

export async function benchCharts(chart: Chart): Promise<Figure[]> {
  const charts = createCharts({ workerFile: pathToFileURL(join(built, 'src', 'charts', 'worker.js')) });
  try {
    const first = await timed(() => charts.png(chart, 'light'));
    const times: number[] = [];
    for (let time = 0; time < TIMES; time += 1) times.push(await timed(() => charts.png(chart, 'light')));
    const monitor = monitorEventLoopDelay({ resolution: 1 });
    monitor.enable();
    await sleep(SETTLE_MS);
    monitor.reset();
    const together = await timed(() => Promise.all(Array.from({ length: AT_ONCE }, () => charts.png(chart, 'light'))));
    monitor.disable();
    const png = await charts.png(chart, 'light');
    return [
      { what: 'chart PNG', result: spread(times, 0.95), on: `today by channel, ${Math.round(png.length / 1024)} KiB; ${TIMES} one by one` },
      { what: 'chart PNG, the first', result: milliseconds(first), on: 'with the start of the worker' },
      {
        what: `${AT_ONCE} charts at once`,
        result: `${milliseconds(together / AT_ONCE)} each`,
        on: `event loop: worst delay ${milliseconds(monitor.max / NANOSECONDS)}, p99 ${milliseconds(monitor.percentile(99) / NANOSECONDS)}`,
      },
      await encoders(png),
    ];
  } finally {
    await charts.close();
  }
}
