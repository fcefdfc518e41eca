import { numbersOf } from '../../src/platforms/console/page/numbers.ts';
import type { Chart } from '../../src/view/card.ts';

const base = { alt: '', title: 'Novembro', language: 'pt-BR' as const };

describe('The numbers behind a chart', () => {
  it('have a column a series and a row a bucket, with the target below', () => {
    const chart: Chart = {
      ...base,
      type: 'line',
      categories: ['8 h', '9 h'],
      series: [{ name: 'Espera', values: [90_000, null] }],
      unit: 'ms',
      target: { label: '2 min', value: 120_000 },
    };
    expect(numbersOf(chart, 'Meta')).toEqual({
      columns: [{ label: '' }, { label: 'Espera', align: 'end' }],
      rows: [
        ['8 h', '1\u00a0min\u00a030\u00a0s'],
        ['9 h', '–'],
        ['Meta: 2 min', '2\u00a0min'],
      ],
    });
  });

  it('have each panel in its own unit, and each target under its own panel', () => {
    const chart: Chart = {
      ...base,
      type: 'panels',
      categories: ['1', '2'],
      series: [],
      panels: [
        {
          title: 'Espera média',
          type: 'line',
          unit: 'ms',
          series: [{ name: 'Espera', values: [50_000, 60_000] }],
          target: { label: '1 min', value: 60_000 },
        },
        {
          title: 'Volume',
          type: 'bar',
          unit: 'count',
          series: [
            { name: 'Atendidos', values: [1200, 3] },
            { name: 'Abandonados', values: [4] },
          ],
        },
      ],
    };
    const { columns, rows } = numbersOf(chart, 'Meta');
    expect(columns.map(({ label }) => label)).toEqual(['', 'Espera média', 'Volume · Atendidos', 'Volume · Abandonados']);
    expect(rows).toEqual([
      ['1', '50\u00a0s', '1.200', '4'],
      ['2', '1\u00a0min', '3', '–'],
      ['Meta: 1 min', '1\u00a0min', '', ''],
    ]);
  });

  it('have a heatmap’s hours as rows and its weekdays as columns, no data apart from zero', () => {
    const series = ['seg', 'ter'].map((name, day) => ({ name, values: [day === 0 ? 0 : null, 7] }));
    const { columns, rows } = numbersOf({ ...base, type: 'heatmap', categories: ['0 h', '1 h'], series, unit: 'count' }, 'Meta');
    expect(columns.map(({ label }) => label)).toEqual(['', 'seg', 'ter']);
    expect(rows).toEqual([
      ['0 h', '0', '–'],
      ['1 h', '7', '7'],
    ]);
  });
});
