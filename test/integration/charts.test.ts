import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { type Charts, createCharts } from '../../src/charts/charts.ts';
import { HUES, UNNAMED } from '../../src/charts/palette.ts';
import { rampColour } from '../../src/charts/ramp.ts';
import { startRenderer, type Renderer } from '../../src/charts/renderer.ts';
import type { Chart, Panel } from '../../src/view/card.ts';

const workerFile = pathToFileURL(join(__dirname, '../../dist/src/charts/worker.js'));

function chart(part: Partial<Chart> = {}): Chart {
  const series = [
    { name: 'Na fila', hue: 'queued', values: [6, 2, 1] },
    { name: 'Encerrados', hue: 'closed', values: [128, 41, 33] },
  ];
  return {
    type: 'bar',
    title: 'Hoje por canal',
    alt: '',
    categories: ['WhatsApp', 'Telegram', 'Facebook'],
    series,
    stacked: true,
    language: 'pt-BR',
    ...part,
  };
}

/** How many pixels of exactly this colour a PNG has. */
async function pixelsOf(png: Buffer, colour: string): Promise<number> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  let count = 0;
  for (let at = 0; at < data.length; at += info.channels)
    if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) count += 1;
  return count;
}

/** The mean height, from the top, of the pixels of exactly this colour; NaN without any. */
async function middleOf(png: Buffer, colour: string): Promise<number> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  let [count, sum] = [0, 0];
  for (let at = 0; at < data.length; at += info.channels) {
    if (data[at] !== red || data[at + 1] !== green || data[at + 2] !== blue) continue;
    count += 1;
    sum += Math.floor(at / info.channels / info.width);
  }
  return sum / count;
}

/** The picture's band that holds the title. */
async function titleBand(png: Buffer): Promise<Buffer> {
  return sharp(png).extract({ left: 0, top: 0, width: 1600, height: 100 }).raw().toBuffer();
}

describe('Charts drawn in the process', () => {
  let charts: Charts;
  beforeAll(() => {
    charts = createCharts({ workerFile });
  });
  afterAll(() => charts.close());

  it('are real PNGs at 2×, in the colours of their series', async () => {
    const png = await charts.png(chart(), 'light');
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 1600, height: 800 });
    expect(await pixelsOf(png, HUES.closed)).toBeGreaterThan(20_000);
    expect(await pixelsOf(png, HUES.queued)).toBeGreaterThan(500);
    expect(await pixelsOf(png, HUES.cancelled)).toBe(0);
  });

  it('have a dark background where the reader has one', async () => {
    expect(await pixelsOf(await charts.png(chart(), 'dark'), '#1b1d22')).toBeGreaterThan(500_000);
  });

  it('write accents as letters, not as boxes', async () => {
    const title = (text: string): Promise<Buffer> => charts.png(chart({ title: text }), 'light').then(titleBand);
    const [tilde, acute, plain, missing] = await Promise.all([title('ã'), title('á'), title('a'), title('\u{1E900}')]);
    expect(tilde.equals(missing)).toBe(false);
    expect(tilde.equals(acute)).toBe(false);
    expect(tilde.equals(plain)).toBe(false);
  });

  it('are drawn while the event loop stays free', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const started = performance.now();
    await Promise.all(Array.from({ length: 20 }, (_, index) => charts.png(chart({ title: `Hoje ${index}` }), 'light')));
    const each = (performance.now() - started) / 20;
    delay.disable();
    const figures = `${each.toFixed(0)} ms a chart, event loop p99 ${(delay.percentile(99) / 1e6).toFixed(0)} ms, worst ${(delay.max / 1e6).toFixed(0)} ms`;
    expect({ figures, free: delay.max / 1e6 < 150 }).toMatchObject({ free: true });
  });

  it('draw a dash and no axes where there is no data', async () => {
    const png = await charts.png(chart({ series: [{ name: 'Espera', values: [null, null, null] }] }), 'light');
    expect(await pixelsOf(png, '#1d1f24')).toBeGreaterThan(100);
    expect(await pixelsOf(png, '#e7e8eb')).toBe(0);
  });

  it.each(['light', 'dark'] as const)(
    'show a heatmap: zero pale, no data empty, the busiest cell in the strongest colour (%s)',
    async (theme) => {
      const hours = Array.from({ length: 24 }, (_, hour) => `${hour} h`);
      const week = ['seg', 'ter', 'qua', 'qui', 'sex', 'sáb', 'dom'].map((name, day) => ({
        name,
        values: hours.map((_, hour) => (day === 6 ? null : day === 2 && hour === 14 ? 40 : 0)),
      }));
      const png = await charts.png(chart({ type: 'heatmap', categories: hours, series: week, stacked: false }), theme);
      expect(await sharp(png).metadata()).toMatchObject({ width: 1600, height: 800 });
      const [zero, most] = await Promise.all([pixelsOf(png, rampColour(0, theme)), pixelsOf(png, rampColour(1, theme))]);
      // A cell is about 58 × 74 px at 2×: 143 of them are zero, one is the busiest.
      expect(zero / 143).toBeGreaterThan(2500);
      expect(most).toBeGreaterThan(1000);
      expect(most).toBeLessThan(8000);
    },
  );

  it('show panels below each other, each series in its own colour and the heads above their plots', async () => {
    const days = Array.from({ length: 30 }, (_, day) => `${day + 1}`);
    const panels: Panel[] = [
      { title: 'Espera', type: 'line', unit: 'ms', series: [{ name: 'Espera', values: days.map((_, day) => day * 9000) }] },
      {
        title: 'TMA',
        type: 'line',
        unit: 'ms',
        series: [{ name: 'TMA', values: days.map(() => 720_000) }],
        target: { label: 'Meta', value: 600_000 },
      },
      { title: 'Atendidos', type: 'bar', unit: 'count', series: [{ name: 'Atendidos', hue: 'closed', values: days.map(() => 50) }] },
    ];
    const png = await charts.png(
      chart({ type: 'panels', categories: days, series: [], panels, stacked: false, unfinished: true }),
      'light',
    );
    const { width, height } = await sharp(png).metadata();
    expect([width, height > 1000 && height < 1400]).toEqual([1600, true]);
    const heights = await Promise.all([UNNAMED[0], UNNAMED[1], HUES.closed].map((colour) => middleOf(png, colour)));
    expect(heights.every((one) => Number.isFinite(one))).toBe(true);
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect((heights[1] ?? 0) - (heights[0] ?? 0)).toBeGreaterThan(200);
    expect((heights[2] ?? 0) - (heights[1] ?? 0)).toBeGreaterThan(200);
  });

  it('are not drawn twice within a minute, nor at once by two who ask', async () => {
    let now = 0;
    const watched = createCharts({ workerFile, clock: () => now });
    try {
      const [one, other, dark] = await Promise.all([
        watched.png(chart(), 'light'),
        watched.png(chart(), 'light'),
        watched.png(chart(), 'dark'),
      ]);
      expect(other).toBe(one);
      expect(dark.equals(one)).toBe(false);
      // Another finding in the alt text is no other picture; another figure is.
      expect(await watched.png(chart({ alt: 'up from 2 to 12 min' }), 'light')).toBe(one);
      expect(await watched.png(chart({ title: 'Ontem por canal' }), 'light')).not.toBe(one);
      now = 60_000;
      const later = await watched.png(chart(), 'light');
      expect(later).not.toBe(one);
      expect(later.equals(one)).toBe(true);
    } finally {
      await watched.close();
    }
  });

  it('survive any names and lengths', async () => {
    const categories = Array.from({ length: 45 }, (_, index) => `Maria Aparecida da Conceição ${index}`);
    const long = chart({
      type: 'horizontalBar',
      categories,
      series: [{ name: 'x'.repeat(200), values: categories.map((_, index) => index) }],
      title: 'ção '.repeat(100),
    });
    const { width, height } = await sharp(await charts.png(long, 'dark')).metadata();
    expect([width, height > 800 && height < 4000]).toEqual([1600, true]);
    await expect(charts.png(chart({ categories: [], series: [] }), 'light')).resolves.toBeInstanceOf(Buffer);
  });
});

describe('The renderer in the process', () => {
  let renderer: Renderer;
  beforeAll(async () => {
    renderer = await startRenderer({ workerFile, workers: 1, timeoutMs: 10_000 });
  });
  afterAll(() => renderer.close());

  const post = (body: unknown, url = `${renderer.url.href}/chart`): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const size = { width: 400, height: 200, devicePixelRatio: 1 };

  it('listens on loopback below a path nobody can guess', async () => {
    expect(renderer.url.hostname).toBe('127.0.0.1');
    expect(renderer.url.pathname).toMatch(/^\/[\w-]{32}$/);
    const elsewhere = await post({ ...size, chart: '{}' }, `${renderer.url.origin}/chart`);
    expect(elsewhere.status).toBe(404);
  });

  it('never runs a configuration: JavaScript is refused, and text stays text', async () => {
    const iife = await post({ ...size, chart: "(function () { globalThis.broken = true; return {type: 'bar', data: {}} })()" });
    expect([iife.status, iife.headers.get('x-quickchart-error')]).toEqual([400, 'the chart is not a JSON object']);
    const literal = await post({ ...size, chart: "{type: 'bar', data: {labels: [new Date()]}}" });
    expect(literal.status).toBe(400);
    const named = { type: 'bar', data: { labels: ['() => { throw 1 }'], datasets: [{ label: 'function () { throw 1 }', data: [1] }] } };
    const drawn = await post({ ...size, chart: JSON.stringify(named) });
    expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  it('refuses what is too large, and what is no chart, with a reason', async () => {
    expect((await post({ ...size, chart: 'x'.repeat(300_000) })).status).toBe(413);
    expect((await post({ ...size, width: 1e6, chart: '{"type":"bar","data":{}}' })).status).toBe(400);
    expect((await post('no json')).status).toBe(400);
    const unknown = await post({ ...size, chart: '{"type":"radar3d","data":{"datasets":[{"data":[1]}]}}' });
    expect(unknown.status).toBe(500);
    expect(unknown.headers.get('x-quickchart-error')).toContain('radar3d');
    const next = await post({ ...size, chart: '{"type":"bar","data":{"labels":["a"],"datasets":[{"data":[1]}]}}' });
    expect(next.status).toBe(200);
  });
});

describe('Charts drawn by a QuickChart server', () => {
  let server: Server;
  let seen: { path: string; body: Record<string, unknown> } | undefined;
  let respond: RequestListener;
  beforeAll(async () => {
    server = createServer((request, response) => {
      void read(request).then((body) => {
        seen = { path: request.url ?? '', body: JSON.parse(body) as Record<string, unknown> };
        respond(request, response);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function read(request: IncomingMessage): Promise<string> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    return Buffer.concat(parts).toString();
  }
  const there = (path = ''): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const foreign = (timeoutMs = 5000): Charts => createCharts({ quickChartUrl: there('/qc/'), workerFile, timeoutMs });

  it('go there as JSON text at 2×, and come back as they are', async () => {
    const picture = await sharp({ create: { width: 1600, height: 800, channels: 3, background: '#abcdef' } })
      .png()
      .toBuffer();
    respond = (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
    expect((await foreign().png(chart(), 'light')).equals(picture)).toBe(true);
    expect(seen?.path).toBe('/qc/chart');
    expect(seen?.body).toMatchObject({
      width: 800,
      height: 400,
      devicePixelRatio: 2,
      format: 'png',
      version: '4',
      backgroundColor: '#ffffff',
    });
    expect(JSON.parse(String(seen?.body['chart']))).toMatchObject({ type: 'bar', data: { labels: ['WhatsApp', 'Telegram', 'Facebook'] } });
  });

  it('fail with a line that names the server and the reason', async () => {
    respond = (_, response) => response.writeHead(400, { 'x-quickchart-error': 'Chart is too wide' }).end();
    await expect(foreign().png(chart(), 'light')).rejects.toThrow(/drawn by the QuickChart server at 127\.0\.0\.1:\d+: Chart is too wide/);
    respond = (_, response) => response.writeHead(200).end('<html>Sign in</html>');
    await expect(foreign().png(chart(), 'light')).rejects.toThrow('what came back is not a PNG');
    respond = () => undefined;
    await expect(foreign(200).png(chart(), 'light')).rejects.toThrow('no answer within 0.2 s');
    const nobody = createCharts({ quickChartUrl: 'http://127.0.0.1:9', workerFile });
    await expect(nobody.png(chart(), 'light')).rejects.toThrow(/127\.0\.0\.1:9.*(ECONNREFUSED|fetch failed)/);
  });

  it('do not pile up behind a server that hangs', async () => {
    respond = () => undefined;
    const hanging = foreign(150);
    const results = await Promise.allSettled(Array.from({ length: 40 }, (_, at) => hanging.png(chart({ title: `${at}` }), 'light')));
    const reasons = results.map((result) => (result.status === 'rejected' ? String(result.reason) : ''));
    expect(reasons.filter((reason) => reason.includes('still unanswered'))).toHaveLength(8);
  });
});
