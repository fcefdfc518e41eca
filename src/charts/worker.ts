/** Draws one chart off the main thread: Chart.js on a canvas, encoded by sharp (measured: docs/decisions/2026-11-22-charts.md). */
import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  SubTitle,
  Title,
} from 'chart.js';
import { move } from 'piscina';
import sharp from 'sharp';
import type { Annotation, Direct, Drawing } from './drawing.ts';
import { heatCells } from './heat-cells.ts';
import { sharedOptions } from './last-bucket.ts';
import { makeRoom } from './room.ts';
import { squareBars } from './square-bars.ts';
import { targetOf, wordsOnData } from './words.ts';

/** What the renderer hands over: a parsed Chart.js configuration and the picture's size. */
export interface Task {
  config: Drawing['config'];
  width: number;
  height: number;
  background: string;
  ratio: number;
}

interface Words {
  vigia?: Direct;
  annotation?: { annotations: Record<string, Annotation> };
}

const require = createRequire(import.meta.url);
for (const file of ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf']) {
  GlobalFonts.registerFromPath(require.resolve(`@expo-google-fonts/inter/${file}`), 'Inter');
}
Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, SubTitle, Title);
sharp.concurrency(1);
sharp.cache(false);

/** One for all pictures: a canvas of its own for each would keep the garbage collector as busy as the drawing (measured). */
const canvas = createCanvas(1, 1);

/** The chart as PNG bytes, `width × height` px times the ratio. Throws what Chart.js says of a configuration it cannot draw. */
export async function draw({ config, width, height, background, ratio }: Task): Promise<unknown> {
  forgetBefore();
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const { vigia: direct, annotation } = (config.options?.plugins ?? {}) as Words;
  const annotations = annotation?.annotations ?? {};
  if (direct) makeRoom(config, direct, targetOf(annotations), context);
  config.options = { ...config.options, animation: false, responsive: false, devicePixelRatio: ratio };
  config.plugins = [
    backgroundOf(background),
    ...(direct?.heat ? [heatCells(config.data.datasets, direct)] : [sharedOptions(config.data.datasets), squareBars]),
    ...(direct ? [wordsOnData(direct, annotations)] : []),
  ];
  new Chart(context as unknown as CanvasRenderingContext2D, config);
  const raw = { width: canvas.width, height: canvas.height, channels: 4 as const };
  const png = await sharp(canvas.data(), { raw }).png({ compressionLevel: 2 }).toBuffer();
  return move(new Uint8Array(png));
}

/**
 * The picture before is kept until the next one is drawn, also when Chart.js gave up half way. V8 drops compiled code with the last
 * function that uses it, and Chart.js makes many of its functions anew for every picture: with none of them alive, each full
 * collection would set the compiler to work for as long as a picture takes (measured).
 */
function forgetBefore(): void {
  Chart.getChart(canvas as unknown as HTMLCanvasElement)?.destroy();
}

function backgroundOf(colour: string): { id: string; beforeDraw: (chart: Chart) => void } {
  return {
    id: 'vigia-background',
    beforeDraw({ ctx, width, height }) {
      ctx.fillStyle = colour;
      ctx.fillRect(0, 0, width, height);
    },
  };
}
