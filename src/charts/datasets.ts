/** Series as Chart.js datasets, and the words drawn on them. */
import type { ChartDataset } from 'chart.js';
import type { Chart } from '../view/card.ts';
import type { Layout } from './layout.ts';
import { colourOf, inkOn, type Surface } from './palette.ts';
import { BODY, widthOf } from './text.ts';
import { valueText } from './values.ts';

type Bars = ChartDataset<'bar', (number | null)[]>;
type Line = ChartDataset<'line', (number | null)[]>;

/** Values drawn on the axis: raw / divisor. */
function scaled(values: (number | null)[], divisor: number): (number | null)[] {
  return values.map((value) => (value === null ? null : Math.round((value / divisor) * 1000) / 1000));
}

type Drawable = Pick<Chart, 'unfinished' | 'stacked' | 'series'>;

/**
 * One dataset a series; the bar of an unfinished bucket is pale with an outline.
 * @param first how many of the palette's colours are taken already
 */
export function barsOf(chart: Drawable, layout: Layout, divisor: number, first = 0): Bars[] {
  const last = layout.labels.length - 1;
  return layout.series.map((one, index) => {
    const colour = colourOf(one.hue, first + index);
    const each = <T>(usual: T, unfinished: T): T | T[] =>
      chart.unfinished ? layout.labels.map((_, at) => (at === last ? unfinished : usual)) : usual;
    // A zero in a stack has no length; without one it has no outline either.
    const values = chart.stacked ? one.values.map((value) => value || null) : one.values;
    return {
      type: 'bar',
      label: one.name,
      data: scaled(values, divisor),
      backgroundColor: each(colour, `${colour}59`),
      borderColor: colour,
      borderWidth: each(0, chart.stacked ? 2 : 3),
      // The gap between segments: a border in the surface's colour would cost more than the bars.
      inflateAmount: each(chart.stacked ? -0.75 : 0, 0),
      borderRadius: chart.stacked ? 0 : 4,
      borderSkipped: chart.stacked ? false : 'start',
      categoryPercentage: chart.series.length > 1 && !chart.stacked ? 0.86 : 0.78,
      barPercentage: 0.94,
      maxBarThickness: 72,
    };
  });
}

/** One dataset a series; the point of an unfinished bucket is hollow. */
export function linesOf(chart: Drawable, layout: Layout, divisor: number, surface: Surface, first = 0): Line[] {
  const radius = layout.labels.length > 12 ? 4 : 6;
  return layout.series.map((one, index) => {
    const colour = colourOf(one.hue, first + index);
    const last = chart.unfinished ? layout.labels.length - 1 : -1;
    return {
      type: 'line',
      label: one.name,
      data: scaled(one.values, divisor),
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: 4,
      pointRadius: radius,
      pointBorderColor: colour,
      pointBorderWidth: 3,
      pointBackgroundColor: layout.labels.map((_, at) => (at === last ? surface.background : colour)),
      clip: 8,
      spanGaps: false,
    };
  });
}

/** The text of every bar where each has room for its own, else none: then the axis speaks. */
export function barValues(chart: Chart, layout: Layout): string[][] {
  const texts = layout.series.map((one) =>
    one.values.map((value) => (chart.stacked && !value ? '' : valueText(value, chart.unit ?? 'count', chart.language))),
  );
  // A digit and its margins; thinner segments hold no text.
  if (chart.stacked) return layout.horizontal || layout.slot * 0.73 >= 26 ? texts : [];
  const room = layout.horizontal ? BODY : (layout.slot * 0.96) / Math.max(1, layout.series.length);
  const needed = layout.horizontal ? BODY : Math.max(0, ...texts.flat().map((text) => widthOf(text, BODY)));
  return needed <= room ? texts : [];
}

/** The sum at the end of every stack, or of the highest alone where there is no room; ratios do not add up to anything. */
export function stackTotals(chart: Chart, layout: Layout): string[] {
  if (!chart.stacked || chart.unit === 'ratio') return [];
  const texts = stackSums(layout).map((sum) => valueText(sum, chart.unit ?? 'count', chart.language));
  const widest = Math.max(0, ...texts.map((text) => widthOf(text, BODY)));
  if (layout.horizontal || widest <= layout.slot) return texts;
  const peak = Math.max(...stackSums(layout));
  const first = stackSums(layout).indexOf(peak);
  return peak > 0 ? texts.map((text, at) => (at === first ? text : '')) : [];
}

/** Raw sums by category. */
export function stackSums(layout: Layout): number[] {
  return layout.labels.map((_, at) => layout.series.reduce((sum, one) => sum + (one.values[at] ?? 0), 0));
}

/** Which ink reads on each series' bars. */
export function insideInks(layout: Layout): string[] {
  return layout.series.map((one, index) => inkOn(colourOf(one.hue, index)));
}
