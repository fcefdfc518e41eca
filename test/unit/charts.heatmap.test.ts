import { drawingOf } from '../../src/charts/config.ts';
import { contrast, SURFACES, type Theme } from '../../src/charts/palette.ts';
import { rampColour } from '../../src/charts/ramp.ts';
import type { Chart } from '../../src/view/card.ts';

const THEMES: Theme[] = ['light', 'dark'];
const HOURS = Array.from({ length: 24 }, (_, hour) => `${hour} h`);
const WEEKDAYS = ['seg', 'ter', 'qua', 'qui', 'sex', 'sáb', 'dom'];

/** Opened by hour and weekday: 73 on Tuesday at 15, nothing known of Sunday before 8. */
function heat(part: Partial<Chart> = {}): Chart {
  const series = WEEKDAYS.map((name, day) => ({
    name,
    values: HOURS.map((_, hour) => (day === 6 && hour < 8 ? null : day === 1 && hour === 15 ? 73 : hour)),
  }));
  return { type: 'heatmap', title: 'Abertos', alt: '', categories: HOURS, series, unit: 'count', language: 'pt-BR', ...part };
}

interface Cells {
  label: string;
  data: number[];
  backgroundColor: string[];
  borderColor: string[];
  borderWidth: number[];
}

function rowsOf(chart: Chart, theme: Theme = 'light'): Cells[] {
  return drawingOf(chart, theme).config.data.datasets as unknown as Cells[];
}

describe('A heatmap', () => {
  it('has a row a weekday, Monday on top, and a cell of the same length an hour', () => {
    const { config, height } = drawingOf(heat(), 'light');
    expect(rowsOf(heat()).map(({ label }) => label)).toEqual(WEEKDAYS);
    expect(rowsOf(heat()).every(({ data }) => data.length === 24 && data.every((one) => one === 1))).toBe(true);
    expect(config.options?.scales?.['y']).toMatchObject({ stacked: true, reverse: true, max: 7, display: false });
    expect(config.options?.scales?.['rows']).toMatchObject({ type: 'category', labels: WEEKDAYS });
    expect(config.options?.scales?.['x']).toMatchObject({ labels: expect.arrayContaining(['0 h', '', '3 h', '21 h']) });
    expect(height).toBe(400);
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
  });

  it.each(THEMES)('draws no data unlike zero, on %s', (theme) => {
    const rows = rowsOf(heat(), theme);
    const [unknown, zero] = [rows[6]?.backgroundColor[0], rows[0]?.backgroundColor[0]];
    expect(unknown).toBe(SURFACES[theme].background);
    expect(zero).toBe(rampColour(0, theme));
    expect(contrast(zero ?? '', unknown ?? '')).toBeGreaterThan(1.15);
    expect(rows[6]?.borderColor[0]).toBe(SURFACES[theme].grid);
  });

  it('marks the busiest cell with a ring, and only that one', () => {
    const rows = rowsOf(heat());
    expect(rows[1]?.borderWidth[15]).toBe(4);
    expect(rows.flatMap(({ borderWidth }) => borderWidth).filter((width) => width > 1)).toHaveLength(1);
    expect(rows[1]?.backgroundColor[15]).toBe(rampColour(1, 'light'));
  });

  it('says what its colours mean, from zero to the largest value, in the words of its unit', () => {
    const words = (part: Partial<Chart>) => drawingOf(heat(part), 'light').config.options?.plugins;
    expect(words({})?.vigia?.heat).toMatchObject({ zero: '0', most: '73', gaps: true, peak: [1, 15] });
    expect(words({})?.subtitle).toMatchObject({ display: true, text: '0 – 73' });
    const waits = { unit: 'ms' as const, series: [{ name: 'seg', values: HOURS.map(() => 250_000) }] };
    expect(words(waits)?.vigia?.heat).toMatchObject({ zero: '0\u00a0s', most: '4\u00a0min\u00a010\u00a0s', gaps: false });
  });

  it('has neither ring nor ramp when nothing happened, and a dash when nothing is known', () => {
    const all = (value: number | null): Chart => heat({ series: [{ name: 'seg', values: HOURS.map(() => value) }] });
    expect(drawingOf(all(0), 'light').config.options?.plugins?.vigia).toMatchObject({ empty: false, heat: { ramp: [], peak: [-1, -1] } });
    expect(drawingOf(all(null), 'light').config.options?.plugins?.vigia).toMatchObject({ empty: true });
  });

  it.each(THEMES)('has a ramp that lightness alone tells apart, away from the surface on %s', (theme) => {
    const steps = Array.from({ length: 9 }, (_, step) => rampColour(step / 8, theme));
    const fromSurface = steps.map((colour) => contrast(colour, SURFACES[theme].background));
    expect(fromSurface).toEqual(fromSurface.toSorted((a, b) => a - b));
    for (const [at, one] of fromSurface.entries()) if (at > 0) expect(one / (fromSurface[at - 1] ?? one)).toBeGreaterThan(1.15);
    expect(fromSurface.at(-1)).toBeGreaterThan(12);
  });
});
