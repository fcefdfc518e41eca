import { drawingOf } from '../../src/charts/config.ts';
import type { Drawing } from '../../src/charts/drawing.ts';
import { UNNAMED } from '../../src/charts/palette.ts';
import type { Chart, Panel } from '../../src/view/card.ts';

const MINUTE = 60_000;

const wait: Panel = { title: 'Espera média', type: 'line', unit: 'ms', series: [{ name: 'Espera', values: [30_000, 50_000, null] }] };
const handle: Panel = {
  title: 'Tempo médio de atendimento',
  type: 'line',
  unit: 'ms',
  series: [{ name: 'TMA', values: [14 * MINUTE, 18 * MINUTE, 9 * MINUTE] }],
  target: { label: 'Meta 12 min', value: 12 * MINUTE },
};
const volume: Panel = {
  title: 'Atendidos e abandonados',
  type: 'bar',
  unit: 'count',
  stacked: true,
  series: [
    { name: 'Atendidos', hue: 'closed', values: [120, 130, 40] },
    { name: 'Abandonados', hue: 'queued', values: [4, 9, 2] },
  ],
};

function metrics(part: Partial<Chart> = {}): Chart {
  const panels = [wait, handle, volume];
  return { type: 'panels', title: 'Novembro', alt: '', categories: ['1', '2', '3'], series: [], panels, language: 'pt-BR', ...part };
}

function scaleOf({ config }: Drawing, name: string): Record<string, unknown> {
  return config.options?.scales?.[name] as unknown as Record<string, unknown>;
}

describe('Panels below each other', () => {
  it('are one configuration: an axis each, stacked, over the same buckets', () => {
    const drawing = drawingOf(metrics(), 'light');
    expect(drawing.config.data.labels).toEqual(['1', '2', '3']);
    expect(drawing.config.data.datasets.map((one) => [one.label, one.type, 'yAxisID' in one && one.yAxisID])).toEqual([
      ['Espera', 'line', 'y0'],
      ['TMA', 'line', 'y1'],
      ['Atendidos', 'bar', 'y2'],
      ['Abandonados', 'bar', 'y2'],
    ]);
    for (const name of ['y0', 'y1', 'y2'])
      expect(scaleOf(drawing, name)).toMatchObject({ beginAtZero: true, stack: 'panels', position: 'left' });
    expect([scaleOf(drawing, 'y0')['stacked'], scaleOf(drawing, 'y2')['stacked']]).toEqual([false, true]);
    expect(JSON.parse(JSON.stringify(drawing.config))).toEqual(drawing.config);
  });

  it('stand in the order given, the first on top', () => {
    const drawing = drawingOf(metrics(), 'light');
    const weights = ['y0', 'y1', 'y2'].map((name) => Number(scaleOf(drawing, name)['weight']));
    expect(weights).toEqual([3, 2, 1]);
  });

  it('have each the unit that reads best: seconds, minutes and counts in one picture', () => {
    const drawing = drawingOf(metrics(), 'light');
    const units = ['y0', 'y1', 'y2'].map((name) => (scaleOf(drawing, name)['ticks'] as { format: Intl.NumberFormatOptions }).format.unit);
    expect(units).toEqual(['second', 'minute', undefined]);
    expect(drawing.config.data.datasets[1]?.data).toEqual([14, 18, 9]);
    expect(drawing.config.options?.plugins?.vigia?.panels?.map(({ end }) => end)).toEqual(['50\u00a0s', '9\u00a0min', '']);
  });

  it('have each its own target, as a line at its height and by its name beside the title', () => {
    const { config } = drawingOf(metrics(), 'light');
    expect(config.options?.plugins?.annotation?.annotations).toMatchObject({
      target1: { type: 'line', scaleID: 'y1', value: 12, label: { content: 'Meta 12 min' } },
      title2: { type: 'label', yScaleID: 'y2', content: 'Atendidos e abandonados' },
    });
    expect(Object.keys(config.options?.plugins?.annotation?.annotations ?? {})).not.toContain('target0');
    expect(config.options?.plugins?.vigia?.panels?.[1]?.keys).toMatchObject([{ mark: 'dashes', text: 'Meta 12 min' }]);
    expect(config.options?.plugins?.vigia?.panels?.[2]?.keys?.map(({ text }) => text)).toEqual(['Atendidos', 'Abandonados']);
  });

  it.each([1, 3, 7, 10, 14, 19, 23, 60, 99, 100, 1999, 4425])('never put a step of the axis (largest %i) into the title above', (most) => {
    const panel: Panel = { ...volume, stacked: false, series: [{ name: 'n', values: [most, 0, 0] }] };
    const drawing = drawingOf(metrics({ panels: [panel] }), 'light');
    const { max, ticks } = scaleOf(drawing, 'y0') as { max: number; ticks: { stepSize: number } };
    const head = drawing.config.options?.plugins?.vigia?.panels?.[0]?.head ?? 0;
    const plotEnds = max * (114 / (114 + head));
    expect(plotEnds).toBeGreaterThanOrEqual(most - 1e-6);
    expect(Math.floor(max / ticks.stepSize) * ticks.stepSize).toBeLessThanOrEqual(plotEnds + 1e-9);
  });

  it('put the names on a line of their own when they do not fit beside the title', () => {
    const long = metrics({ panels: [wait, handle, { ...volume, title: 'Atendimentos assumidos por alguém e abandonados na fila' }] });
    const words = drawingOf(long, 'light').config.options?.plugins?.vigia?.panels ?? [];
    expect(words.map(({ apart }) => apart)).toEqual([false, false, true]);
    expect(drawingOf(long, 'light').height).toBe(drawingOf(metrics(), 'light').height + 34);
  });

  it('mark the bucket that is not over in every panel, and a panel without data with a dash', () => {
    const nothing: Panel = { ...wait, series: [{ name: 'Espera', values: [null, null, null] }] };
    const { config } = drawingOf(metrics({ unfinished: true, panels: [nothing, handle, volume] }), 'light');
    expect(config.data.labels).toEqual(['1', '2', '3…']);
    expect(config.data.datasets[1]).toMatchObject({ pointBackgroundColor: [UNNAMED[1], UNNAMED[1], '#ffffff'] });
    expect(config.data.datasets[2]).toMatchObject({ backgroundColor: ['#00783c', '#00783c', '#00783c59'] });
    expect(config.options?.plugins?.vigia?.panels?.map(({ empty }) => empty)).toEqual([true, false, false]);
  });

  it('show the latest 31 buckets, the same in every panel', () => {
    const categories = Array.from({ length: 40 }, (_, day) => `d${day}`);
    const values = categories.map((_, day) => day);
    const { config } = drawingOf(metrics({ categories, panels: [{ ...volume, series: [{ name: 'n', values }] }] }), 'dark');
    expect(config.data.labels).toEqual(categories.slice(-31));
    expect(config.data.datasets[0]?.data).toHaveLength(31);
    expect(config.options?.plugins?.subtitle).toMatchObject({ display: true, text: '31 / 40' });
  });
});
