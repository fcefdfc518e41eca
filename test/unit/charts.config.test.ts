import fc from 'fast-check';
import { drawingOf } from '../../src/charts/config.ts';
import { HUES, UNNAMED } from '../../src/charts/palette.ts';
import type { Chart, Panel } from '../../src/view/card.ts';

const MINUTE = 60_000;

function chart(part: Partial<Chart>): Chart {
  return {
    type: 'bar',
    title: 'Abertos por hora',
    alt: '',
    categories: ['8 h', '9 h'],
    series: [{ name: 'Abertos', values: [3, 5] }],
    language: 'pt-BR',
    ...part,
  };
}

const panels: fc.Arbitrary<Panel[]> = fc.array(
  fc.record({
    title: fc.string({ unit: 'grapheme' }),
    type: fc.constantFrom('bar', 'line'),
    series: fc.array(
      fc.record({ name: fc.string(), values: fc.array(fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })), { maxLength: 40 }) }),
      {
        maxLength: 4,
      },
    ),
    stacked: fc.boolean(),
    unit: fc.constantFrom('count', 'ms', 'ratio'),
    target: fc.option(fc.record({ label: fc.string(), value: fc.double({ min: 0, max: 1e9, noNaN: true }) }), { nil: undefined }),
  }),
  { maxLength: 6 },
);

const charts: fc.Arbitrary<Chart> = fc.record({
  type: fc.constantFrom('bar', 'horizontalBar', 'line', 'heatmap', 'panels'),
  title: fc.string({ unit: 'grapheme', maxLength: 200 }),
  alt: fc.string(),
  categories: fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 40 }),
  series: fc.array(
    fc.record({
      name: fc.string({ unit: 'grapheme' }),
      values: fc.array(fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })), { maxLength: 40 }),
      hue: fc.option(fc.constantFrom('whatsapp', 'queued', '__proto__'), { nil: undefined }),
    }),
    { maxLength: 8 },
  ),
  stacked: fc.boolean(),
  unit: fc.constantFrom('count', 'ms', 'ratio', undefined),
  target: fc.option(fc.record({ label: fc.string(), value: fc.double({ min: 0, max: 1e9, noNaN: true }) }), { nil: undefined }),
  unfinished: fc.boolean(),
  panels: fc.option(panels, { nil: undefined }),
  language: fc.constantFrom('pt-BR', 'en'),
});

describe('A chart as configuration', () => {
  it('is plain JSON for any chart: no functions, nothing lost on the way to a server', () => {
    fc.assert(
      fc.property(charts, fc.constantFrom('light', 'dark'), (any, theme) => {
        const { config, width, height } = drawingOf(any, theme);
        expect(JSON.parse(JSON.stringify(config))).toEqual(config);
        expect(width).toBe(800);
        expect(height).toBeGreaterThanOrEqual(400);
        expect(height).toBeLessThanOrEqual(6000);
      }),
      { numRuns: 300 },
    );
  });

  it('draws a channel in its own colour, on light and on dark', () => {
    const series = [{ name: 'Telegram', hue: 'telegram', values: [1, 2] }];
    for (const theme of ['light', 'dark'] as const) {
      expect(drawingOf(chart({ series }), theme).config.data.datasets[0]).toMatchObject({
        backgroundColor: HUES.telegram,
      });
    }
  });

  it.each([
    [90_000, 'second', 90],
    [12 * MINUTE, 'minute', 12],
    [300 * MINUTE, 'hour', 5],
    [5 * 24 * 60 * MINUTE, 'day', 5],
  ])('draws %i ms in the unit that reads best, with the words left to Intl', (value, unit, drawn) => {
    const { config } = drawingOf(chart({ type: 'line', unit: 'ms', series: [{ name: 'Espera', values: [0, value] }] }), 'light');
    expect(config.data.datasets[0]?.data).toEqual([0, drawn]);
    expect(config.options?.scales?.['y']).toMatchObject({ beginAtZero: true, ticks: { format: { style: 'unit', unit } } });
  });

  it('writes durations beside bars as people say them', () => {
    const { config } = drawingOf(chart({ unit: 'ms', series: [{ name: 'TMA', values: [250_000, 65 * MINUTE] }] }), 'light');
    expect(config.options?.plugins?.vigia?.values).toEqual([['4\u00a0min\u00a010\u00a0s', '1\u00a0h\u00a005']]);
  });

  it('draws the target as a dashed line with its name, and leaves room for it', () => {
    const { config } = drawingOf(
      chart({
        type: 'line',
        unit: 'ms',
        target: { label: 'Meta 5 min', value: 5 * MINUTE },
        series: [{ name: 'Espera', values: [MINUTE, MINUTE] }],
      }),
      'light',
    );
    expect(config.options?.plugins?.annotation?.annotations).toMatchObject({
      target: { scaleID: 'y', value: 5, borderDash: [10, 7], label: { content: 'Meta 5 min' } },
    });
    expect(config.options?.scales?.['y']?.max).toBeGreaterThanOrEqual(5);
  });

  it('marks the bucket that is not over', () => {
    const { config } = drawingOf(chart({ unfinished: true }), 'light');
    expect(config.data.labels).toEqual(['8 h', '9 h…']);
    const [bars] = config.data.datasets;
    expect(bars?.backgroundColor).toEqual([UNNAMED[0], `${UNNAMED[0]}59`]);
  });

  it('shows 20 rows or 31 buckets at most, and says of how many', () => {
    const names = Array.from({ length: 50 }, (_, index) => `A${index}`);
    const many = { categories: names, series: [{ name: 'n', values: names.map((_, index) => index) }] };
    const rows = drawingOf(chart({ ...many, type: 'horizontalBar' }), 'light').config;
    expect(rows.data.labels).toEqual(names.slice(0, 20));
    expect(rows.options?.plugins?.subtitle).toMatchObject({ display: true, text: '20 / 50' });
    const buckets = drawingOf(chart(many), 'light').config;
    expect(buckets.data.labels).toEqual(names.slice(-31));
    expect(buckets.data.datasets[0]?.data).toEqual(Array.from({ length: 31 }, (_, index) => 19 + index));
    expect(buckets.options?.plugins?.subtitle).toMatchObject({ text: '31 / 50' });
  });

  it('names as many buckets as have room, and always the one that is not over', () => {
    const days = Array.from({ length: 31 }, (_, day) => `${day + 1}`);
    const series = [{ name: 'n', values: days.map(() => 1) }];
    const shown = (part: Partial<Chart>): unknown =>
      drawingOf(chart({ categories: days, series, ...part }), 'light').config.options?.scales?.['x'];
    expect(shown({})).toMatchObject({ labels: expect.arrayContaining(['1', '', '4', '31']) });
    const months = ['jan', 'fev', 'mar', 'abr', 'mai', 'jun', 'jul', 'ago', 'set', 'out', 'nov', 'dez'];
    const year = { categories: months, series: [{ name: 'n', values: months.map(() => 1) }], unfinished: true };
    expect(shown(year)).toMatchObject({ labels: [...months.slice(0, 10), '', 'dez…'] });
  });

  it('says how high the highest stack is where the others have no room for their sums', () => {
    const days = Array.from({ length: 31 }, (_, day) => `${day + 1}`);
    const series = ['whatsapp', 'telegram'].map((hue) => ({ name: hue, hue, values: days.map((_, day) => (day === 9 ? 70 : 60)) }));
    const { config } = drawingOf(chart({ categories: days, series, stacked: true }), 'light');
    expect(config.options?.plugins?.vigia?.totals?.filter(Boolean)).toEqual(['140']);
    expect(config.options?.plugins?.vigia?.totals?.[9]).toBe('140');
    expect(config.options?.scales?.['y']?.max).toBeGreaterThan(140);
  });

  it('turns columns with names too long for a phone into rows', () => {
    const categories = ['WhatsApp', 'Telegram', 'Facebook', 'Instagram', 'Chat ao vivo', 'Departamento Administrativo'];
    expect(drawingOf(chart({ categories }), 'light').config.options?.indexAxis).toBe('y');
    expect(drawingOf(chart({ categories: ['8 h', '9 h', '10 h', '11 h', '12 h', '13 h'] }), 'light').config.options?.indexAxis).toBe('x');
  });

  it('has no emoji in any word, and keeps accents', () => {
    const { config } = drawingOf(
      chart({ title: 'Satisfação 😀 🇧🇷 1️⃣ ok', categories: ['ótimo 👍🏽', 'não'], series: [{ name: 'ção 🎉', values: [1, 2] }] }),
      'light',
    );
    expect(config.options?.plugins?.title?.text).toEqual(['Satisfação 1 ok']);
    expect(config.data.labels).toEqual(['ótimo', 'não']);
    expect(config.data.datasets[0]?.label).toBe('ção');
  });

  it('keeps code in a name as the text it is', () => {
    const name = "');process.exit(1);('__BEGINFUNCTION__(() => 1)()__ENDFUNCTION__";
    const json = JSON.stringify(drawingOf(chart({ series: [{ name, values: [1, 2] }] }), 'light').config);
    expect((JSON.parse(json) as { data: { datasets: { label: string }[] } }).data.datasets[0]?.label).toBe(name);
  });

  it('writes no text smaller than 11 px on a phone', () => {
    const json = JSON.stringify(drawingOf(chart({ target: { label: 'Meta', value: 4 } }), 'light').config);
    const sizes = [...json.matchAll(/"size":(\d+)/g)].map(([, size]) => Number(size));
    expect(sizes.length).toBeGreaterThan(3);
    expect(Math.min(...sizes) * (360 / 800)).toBeGreaterThanOrEqual(11);
  });
});
