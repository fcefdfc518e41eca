import { drawingOf } from '../../src/charts/config.ts';
import { sharedOptions } from '../../src/charts/last-bucket.ts';
import type { Chart } from '../../src/view/card.ts';

const chart: Chart = {
  type: 'bar',
  title: 'Abertos',
  alt: '',
  categories: ['8 h', '9 h', '10 h'],
  series: [{ name: 'Telegram', hue: 'telegram', values: [3, 5, 1] }],
  stacked: true,
  unfinished: true,
  language: 'pt-BR',
};

describe('The last bucket’s own look', () => {
  it('is taken out of lists, so that all other bars share one set of options', () => {
    const { datasets } = drawingOf(chart, 'light').config.data;
    expect(datasets[0]?.backgroundColor).toEqual(['#11a8ee', '#11a8ee', '#11a8ee59']);
    sharedOptions(datasets);
    expect(datasets[0]).toMatchObject({ backgroundColor: '#11a8ee', borderWidth: 0, data: [3, 5, 1] });
  });

  it('is given back to the last bar before it is drawn', () => {
    const { datasets } = drawingOf(chart, 'light').config.data;
    const plugin = sharedOptions(datasets);
    const shared = { backgroundColor: '#11a8ee', borderWidth: 0 };
    const bars = [{ options: shared }, { options: shared }, { options: shared }];
    const drawn = { getDatasetMeta: () => ({ data: bars }) } as unknown as Parameters<NonNullable<typeof plugin.beforeDatasetsDraw>>[0];
    void plugin.beforeDatasetsDraw?.(drawn, { cancelable: true }, {});
    expect(bars.map(({ options }) => options.backgroundColor)).toEqual(['#11a8ee', '#11a8ee', '#11a8ee59']);
    expect(bars.map(({ options }) => options.borderWidth)).toEqual([0, 0, 2]);
  });

  it('leaves lists alone in which others differ too', () => {
    const dataset = { data: [1, 2, 3], backgroundColor: ['#111111', '#222222', '#333333'] };
    sharedOptions([dataset]);
    expect(dataset.backgroundColor).toEqual(['#111111', '#222222', '#333333']);
  });
});
