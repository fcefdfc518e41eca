/** Draws one chart off the main thread: Chart.js on a canvas, encoded by sharp (measured: docs/decisions/2026-11-22-charts.md). */
import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
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
import type { Direct, Drawing, TargetLine } from './drawing.ts';
import { endRoom } from './line-ends.ts';
import { NAME_ROOM } from './target.ts';
import { BODY } from './text.ts';
import { wordsOnData } from './words.ts';

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
  annotation?: { annotations: { target?: TargetLine } };
}

const require = createRequire(import.meta.url);
for (const file of ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf']) {
  GlobalFonts.registerFromPath(require.resolve(`@expo-google-fonts/inter/${file}`), 'Inter');
}
Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, SubTitle, Title);
sharp.concurrency(1);
sharp.cache(false);

/** The chart as PNG bytes, `width × height` px times the ratio. Throws what Chart.js says of a configuration it cannot draw. */
export async function draw({ config, width, height, background, ratio }: Task): Promise<unknown> {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const { vigia: direct, annotation } = (config.options?.plugins ?? {}) as Words;
  const target = annotation?.annotations.target;
  if (direct) makeRoom(config, direct, target, context);
  config.options = { ...config.options, animation: false, responsive: false, devicePixelRatio: ratio };
  config.plugins = [backgroundOf(background), ...(direct ? [wordsOnData(direct, target)] : [])];
  const chart = new Chart(context as unknown as CanvasRenderingContext2D, config);
  try {
    const raw = { width: canvas.width, height: canvas.height, channels: 4 as const };
    const png = await sharp(canvas.data(), { raw }).removeAlpha().png({ compressionLevel: 2 }).toBuffer();
    return move(new Uint8Array(png));
  } finally {
    chart.destroy();
  }
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

/** Takes axis and legend away where words on the data say the same, and makes room for the words. */
function makeRoom(config: Drawing['config'], direct: Direct, target: TargetLine | undefined, context: SKRSContext2D): void {
  const options = (config.options ??= {});
  const legend = options.plugins?.legend;
  const padding = { top: 0, right: 0, bottom: 0, left: 0, ...(options.layout?.padding as object | undefined) };
  if (direct.ends.length > 0) {
    if (legend) legend.display = false;
    context.font = `${BODY}px Inter`;
    padding.right = Math.max(...direct.ends.map((words) => endRoom(context.measureText(words).width, direct.ends.length > 1)));
  }
  if (target?.scaleID === 'x') padding.bottom += NAME_ROOM;
  options.layout = { padding };
  for (const scale of Object.values(options.scales ?? {})) {
    const spoken = direct.totals.length > 0 || (direct.values.length > 0 && scale?.stacked !== true);
    if (scale && (direct.empty || (scale.type === 'linear' && spoken))) scale.display = false;
  }
  const last = config.data.labels ? config.data.labels.length - 1 : -1;
  if (direct.unfinished) for (const dataset of config.data.datasets) if (dataset.type === 'line') dashed(dataset, last);
}

/** The way into a bucket that is not over. */
function dashed(line: object, last: number): void {
  Object.assign(line, {
    segment: { borderDash: ({ p1DataIndex }: { p1DataIndex: number }) => (p1DataIndex === last ? [8, 8] : undefined) },
  });
}
