/** Charts as pictures: quickchart-js talks to the renderer in the process, or to a QuickChart server. */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import imported from 'quickchart-js';
import type { Chart } from '../view/card.ts';
import { drawingOf } from './config.ts';
import { type Drawing, PIXEL_RATIO } from './drawing.ts';
import { chartError, lateError } from './errors.ts';
import type { Theme } from './palette.ts';
import { recentPictures } from './recent.ts';
import { startRenderer, type Renderer } from './renderer.ts';

// quickchart-js declares CommonJS types for its ES module, so the compiler sees the class one level too deep.
const QuickChart = imported as unknown as typeof imported.default;

const TIMEOUT = 15_000;
/** quickchart-js cannot abort a request, so a server that hangs may hold no more than these. */
const MOST_UNANSWERED = 32;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface Charts {
  /**
   * The chart as a PNG at 2×: 1600 px wide, some 800 px high or more. An identical picture of the last minute comes back as it is;
   * nobody may change its bytes. Throws an error that names the renderer.
   */
  png: (chart: Chart, theme: Theme) => Promise<Buffer>;
  close: () => Promise<void>;
}

export interface ChartsOptions {
  /** A QuickChart server (`QUICKCHART_URL`), with `?key=` where it wants one; absent: drawn in the process. */
  quickChartUrl?: string | undefined;
  /** The built worker: `dist/src/charts/worker.js`. */
  workerFile: URL | string;
  /** Threads that draw (default 1: a chart takes some 50 ms). */
  workers?: number | undefined;
  /** How long a picture may take, in ms (default 15 s). */
  timeoutMs?: number | undefined;
  /** A clock in ms that never goes back (default: the process's own). */
  clock?: (() => number) | undefined;
}

/** Pictures of charts; nothing is started before the first one. */
export function createCharts(options: ChartsOptions): Charts {
  const timeoutMs = options.timeoutMs ?? TIMEOUT;
  let renderer: Promise<Renderer> | undefined;
  const recent = recentPictures({ now: options.clock ?? (() => performance.now()) });
  let unanswered = 0;
  let turn = Promise.resolve();

  /** One configuration a turn of the event loop: twenty at once would keep everybody else waiting. */
  function nextTurn(): Promise<void> {
    turn = turn.then(() => setImmediate());
    return turn;
  }

  async function address(): Promise<URL> {
    if (options.quickChartUrl) return new URL(options.quickChartUrl);
    renderer ??= startRenderer({ workerFile: options.workerFile, workers: options.workers ?? 1, timeoutMs });
    return (await renderer).url;
  }

  async function request(drawing: Drawing, config: string): Promise<Buffer> {
    const url = await address();
    const where = options.quickChartUrl ? `the QuickChart server at ${url.host}` : 'the renderer in the process';
    if (options.quickChartUrl && unanswered >= MOST_UNANSWERED) throw chartError(where, 'earlier charts are still unanswered');
    unanswered += 1;
    const answer = clientOf(url, drawing, config)
      .toBinary()
      .catch((error: unknown) => Promise.reject(chartError(where, error)))
      .finally(() => {
        unanswered -= 1;
      });
    const png = await within(answer, timeoutMs, where);
    if (!png.subarray(0, PNG.length).equals(PNG)) throw chartError(where, 'what came back is not a PNG');
    return png;
  }

  return {
    async png(chart, theme) {
      await nextTurn();
      const drawing = drawingOf(chart, theme);
      const config = JSON.stringify(drawing.config);
      const key = createHash('sha256').update(`${drawing.width} ${drawing.height} ${drawing.background} ${config}`).digest('base64');
      return recent.get(key, () => request(drawing, config));
    },
    async close() {
      await (await renderer)?.close();
      renderer = undefined;
    },
  };
}

/** The configuration always goes as JSON text: given an object, quickchart-js would send a JavaScript literal. */
function clientOf(url: URL, drawing: Drawing, config: string): InstanceType<typeof QuickChart> {
  return new QuickChart(url.searchParams.get('key') ?? undefined)
    .setScheme(url.protocol.replace(':', ''))
    .setHost(`${url.host}${url.pathname.replace(/\/$/, '')}`)
    .setConfig(config)
    .setWidth(drawing.width)
    .setHeight(drawing.height)
    .setDevicePixelRatio(PIXEL_RATIO)
    .setBackgroundColor(drawing.background)
    .setFormat('png')
    .setVersion('4');
}

async function within<T>(answer: Promise<T>, ms: number, where: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(lateError(where, ms)), ms);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
