/** The numbers behind a chart as a table: a row a bucket, a column a series, each in its own unit. */
import { formatter } from '../../../i18n/format.ts';
import type { Chart, ChartSeries, Column, Panel } from '../../../view/card.ts';

export interface Numbers {
  columns: Column[];
  rows: string[][];
}

/** Series that share a unit and a target: a chart's own, or those of one of its panels. */
type Group = Pick<Panel, 'series' | 'target'> & { unit?: Chart['unit']; name: (series: ChartSeries) => string };

/** @param targetWord what a target's row begins with */
export function numbersOf(chart: Chart, targetWord: string): Numbers {
  const groups = groupsOf(chart);
  const values = groups.flatMap(({ series, unit }) => series.map((one) => one.values.map((value) => shown(value, unit, chart.language))));
  const names = groups.flatMap(({ series, name }) => series.map((one) => ({ label: name(one), align: 'end' as const })));
  const rows = chart.categories.map((category, bucket) => [
    category,
    ...values.map((one) => one[bucket] ?? shown(null, 'count', chart.language)),
  ]);
  return { columns: [{ label: '' }, ...names], rows: [...rows, ...targetRows(groups, chart.language, targetWord)] };
}

function groupsOf({ type, panels = [], series, unit, target }: Chart): Group[] {
  if (type !== 'panels') return [{ series, unit, target, name: ({ name }) => name }];
  return panels.map((panel) => ({
    ...panel,
    name: ({ name }) => (panel.series.length > 1 ? `${panel.title} · ${name}` : panel.title),
  }));
}

function shown(value: number | null, unit: Chart['unit'], language: Chart['language']): string {
  const { number, percent, duration } = formatter(language);
  return unit === 'ms' ? duration(value) : unit === 'ratio' ? percent(value) : number(value);
}

/** A row a target, its value under the series it is for. */
function targetRows(groups: Group[], language: Chart['language'], word: string): string[][] {
  return groups.flatMap(({ target }, at) =>
    target
      ? [
          [
            `${word}: ${target.label}`,
            ...groups.flatMap(({ series, unit }, index) => series.map(() => (index === at ? shown(target.value, unit, language) : ''))),
          ],
        ]
      : [],
  );
}
