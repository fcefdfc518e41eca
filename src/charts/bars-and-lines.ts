/** Bars, rows and lines over one value axis. */
import type { ChartOptions } from 'chart.js';
import type { Chart } from '../view/card.ts';
import { barsOf, barValues, insideInks, linesOf, stackSums, stackTotals } from './datasets.ts';
import type { Direct, Drawing, TargetLine } from './drawing.ts';
import { bucketsAxis, type DeepScale, FONT, frameOf, headOf, legendOf, targetLine } from './frame.ts';
import { type Layout, layoutOf, MOST_NAMED_LINES, PLOT, WIDTH } from './layout.ts';
import { SURFACES, type Surface, type Theme } from './palette.ts';
import { BODY, cut, widthOf } from './text.ts';
import { type Axis, axisOf, valueText } from './values.ts';

const END_ROOM = 220;
/** About how wide a value axis with its words is. */
const AXIS_ROOM = 70;

export function barsAndLines(chart: Chart, theme: Theme): Drawing {
  const surface = SURFACES[theme];
  const layout = layoutOf(chart);
  const axis = axisOf(chart.unit ?? 'count', largest(chart, layout), chart.language);
  const direct = directOf(chart, layout, surface);
  const line = chart.type === 'line';
  const datasets = line ? linesOf(chart, layout, axis.divisor, surface) : barsOf(chart, layout, axis.divisor);
  const options: ChartOptions<'bar' | 'line'> = {
    ...frameOf(chart),
    indexAxis: layout.horizontal ? 'y' : 'x',
    scales: scalesOf(chart, layout, axis, direct, surface),
    plugins: {
      ...headOf(chart.title, layout.shown ?? '', line ? 26 : 10, surface),
      ...legendOf(layout.series.length > 1 && !direct.empty, surface),
      vigia: direct,
      ...targetOf(chart, layout, axis, surface),
    },
  };
  return {
    width: WIDTH,
    height: layout.height,
    background: surface.background,
    config: { type: line ? 'line' : 'bar', data: { labels: layout.labels, datasets }, options },
  };
}

function directOf(chart: Chart, layout: Layout, surface: Surface): Direct {
  const bars = chart.type !== 'line';
  return {
    values: bars ? barValues(chart, layout) : [],
    totals: bars ? stackTotals(chart, layout) : [],
    inside: bars ? insideInks(layout) : [],
    ends: bars ? [] : lineEnds(chart, layout),
    unfinished: chart.unfinished === true,
    empty: layout.series.every(({ values }) => values.every((value) => value === null)),
    ink: surface.ink,
    background: surface.background,
  };
}

function lineEnds(chart: Chart, layout: Layout): string[] {
  if (layout.series.length > MOST_NAMED_LINES) return [];
  const [only, ...others] = layout.series;
  if (only && others.length === 0) {
    const last = only.values.findLast((value) => value !== null) ?? null;
    return last === null ? [] : [valueText(last, chart.unit ?? 'count', chart.language)];
  }
  return layout.series.map(({ name }) => cut(name, BODY, END_ROOM));
}

/** The largest raw value that must fit: of a bar, a stack or a line, and the target. */
function largest(chart: Chart, layout: Layout): number {
  const values = chart.stacked ? stackSums(layout) : layout.series.flatMap((one) => one.values.map((value) => value ?? 0));
  return Math.max(0, chart.target?.value ?? 0, ...values);
}

function scalesOf(
  chart: Chart,
  layout: Layout,
  axis: Axis,
  direct: Direct,
  surface: Surface,
): NonNullable<ChartOptions<'bar' | 'line'>['scales']> {
  const values = {
    type: 'linear',
    beginAtZero: true,
    max: headroom(chart, layout, axis, direct),
    stacked: chart.stacked === true,
    border: { display: false },
    grid: { color: surface.grid, drawTicks: false },
    ticks: { color: surface.soft, font: FONT, stepSize: axis.step, includeBounds: false, maxRotation: 0, padding: 8, format: axis.format },
  } satisfies DeepScale<'linear'>;
  if (layout.horizontal) {
    const names = { ...bucketsAxis(layout.labels, Number.POSITIVE_INFINITY, false, surface), stacked: chart.stacked === true };
    return { x: values, y: names };
  }
  const beside = Math.max(0, ...direct.ends.map((words) => widthOf(words, BODY) + 30));
  const buckets = bucketsAxis(layout.labels, PLOT - AXIS_ROOM - beside, chart.unfinished === true, surface);
  return { x: { ...buckets, stacked: chart.stacked === true }, y: values };
}

/** The axis' end, with room for the words at the ends of the longest bar; a step at the least. */
function headroom(chart: Chart, layout: Layout, axis: Axis, direct: Direct): number {
  const end = largest(chart, layout) / axis.divisor;
  const words = direct.totals.length > 0 ? direct.totals : chart.stacked ? [] : direct.values.flat();
  if (words.length === 0) return Math.max(end * 1.06, axis.step * 1.02);
  const plot = layout.horizontal ? 480 : 220;
  const room = layout.horizontal ? Math.max(...words.map((word) => widthOf(word, BODY))) + 20 : 1.5 * BODY;
  return Math.max((end || axis.max) / (1 - room / plot), axis.max * 0.2);
}

function targetOf(chart: Chart, layout: Layout, axis: Axis, surface: Surface): { annotation?: { annotations: { target: TargetLine } } } {
  if (!chart.target) return {};
  const target = targetLine(layout.horizontal ? 'x' : 'y', chart.target.value / axis.divisor, chart.target.label, surface);
  return { annotation: { annotations: { target } } };
}
