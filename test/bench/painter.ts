/** A process that draws with one engine, ours or QuickChart's, and tells what each picture cost in all of its threads. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Drawing } from '../../src/charts/drawing.ts';
import { PIXEL_RATIO } from '../../src/charts/drawing.ts';

/** Draws one picture; the configuration is the painter's to change. */
type Draw = (drawing: Drawing) => Promise<unknown>;

export interface Painted {
  cpuMs: number;
}

const require = createRequire(import.meta.url);

async function ours(): Promise<Draw> {
  const { draw } = await import('../../src/charts/worker.ts');
  return (drawing) => draw({ ...drawing, ratio: PIXEL_RATIO });
}

interface NodeCanvas {
  renderToBuffer: (config: unknown) => Promise<Buffer>;
}
interface Modules {
  ChartJSNodeCanvas: new (options: { width: number; height: number; backgroundColour: string }) => NodeCanvas;
}

/** An instance is kept for each size: making one costs more than a picture. Fonts are the same as ours. */
function theirs(folder: string): Draw {
  const required = createRequire(join(folder, 'package.json'));
  const { ChartJSNodeCanvas } = required('chartjs-node-canvas') as Modules;
  const { registerFont } = required('canvas') as { registerFont: (file: string, font: { family: string; weight: string }) => void };
  registerFont(require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'), { family: 'Inter', weight: 'normal' });
  registerFont(require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'), { family: 'Inter', weight: '600' });
  const sizes = new Map<string, NodeCanvas>();
  return ({ width, height, background, config }) => {
    const size = `${width} ${height}`;
    const canvas = sizes.get(size) ?? new ChartJSNodeCanvas({ width, height, backgroundColour: background });
    sizes.set(size, canvas);
    return canvas.renderToBuffer({ ...config, options: { ...config.options, devicePixelRatio: PIXEL_RATIO } });
  };
}

const [folder = ''] = process.argv.slice(2);
const draw = folder === '' ? await ours() : theirs(folder);

async function paint(drawing: Drawing): Promise<void> {
  const before = process.cpuUsage();
  await draw(drawing);
  const { user, system } = process.cpuUsage(before);
  process.send?.({ cpuMs: (user + system) / 1000 } satisfies Painted);
}

process.on('message', (drawing) => void paint(drawing as Drawing));
