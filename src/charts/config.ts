/** A card's chart as a Chart.js configuration of plain JSON, which any QuickChart server can draw. */
import type { ChartOptions, ScaleOptionsByType } from 'chart.js';
import type { Chart } from '../view/card.ts';
import { barsOf, barValues, insideInks, linesOf, stackSums, stackTotals } from './datasets.ts';
import type { Direct, Drawing, TargetLine } from './drawing.ts';
import { type Layout, layoutOf, MARGIN, MOST_NAMED_LINES, titleLines, WIDTH } from './layout.ts';
import { SURFACES, type Surface, type Theme } from './palette.ts';
import { BODY, clean, cut, HEADING, widthOf } from './text.ts';
import { type Axis, axisOf, valueText } from './values.ts';

const FONT = 'Inter, sans-serif';
const END_ROOM = 220;

/** What to draw, as data: no functions, equal to itself after a JSON round trip. */
export function drawingOf(chart: Chart, theme: Theme): Drawing {
  const surface = SURFACES[theme];
  const layout = layoutOf(chart);
  const axis = axisOf(chart.unit ?? 'count', largest(chart, layout), chart.language);
  const direct = directOf(chart, layout, surface);
  const datasets = chart.type === 'line' ? linesOf(chart, layout, axis.divisor, surface) : barsOf(chart, layout, axis.divisor, surface);
  const options: ChartOptions<'bar' | 'line'> = {
    animation: false,
    responsive: false,
    locale: chart.language,
    indexAxis: layout.horizontal ? 'y' : 'x',
    font: { family: FONT, size: BODY },
    layout: { padding: { top: 12, right: MARGIN, bottom: 10, left: MARGIN } },
    scales: scalesOf(chart, layout, axis, direct, surface),
    plugins: {
      ...headOf(chart, layout, direct, surface),
      vigia: direct,
      ...targetOf(chart, layout, axis, surface),
    },
  };
  return {
    width: WIDTH,
    height: layout.height,
    background: surface.background,
    config: { type: chart.type === 'line' ? 'line' : 'bar', data: { labels: layout.labels, datasets }, options },
  };
}

/** Title, legend, and how many of how many are shown. */
function headOf(chart: Chart, layout: Layout, direct: Direct, surface: Surface): NonNullable<ChartOptions<'bar' | 'line'>['plugins']> {
  const font = { family: FONT, size: BODY };
  const padding = { top: 4, bottom: chart.type === 'line' ? 26 : 10 };
  const labels = {
    usePointStyle: true,
    pointStyle: 'rectRounded' as const,
    boxHeight: 20,
    boxWidth: 22,
    padding: 14,
    color: surface.soft,
    font,
  };
  return {
    title: {
      display: true,
      align: 'start',
      text: titleLines(chart.title),
      color: surface.ink,
      font: { family: FONT, size: HEADING, weight: 600 },
      padding,
    },
    subtitle: { display: layout.shown !== null, align: 'end', text: layout.shown ?? '', color: surface.soft, font },
    legend: { display: layout.series.length > 1 && !direct.empty, align: 'start', labels },
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
  const font = { family: FONT, size: BODY };
  const values = {
    type: 'linear',
    beginAtZero: true,
    max: headroom(chart, layout, axis, direct),
    stacked: chart.stacked === true,
    border: { display: false },
    grid: { color: surface.grid, drawTicks: false },
    ticks: { color: surface.soft, font, stepSize: axis.step, includeBounds: false, maxRotation: 0, padding: 8, format: axis.format },
  } satisfies DeepScale<'linear'>;
  const wrapped = layout.labels.some((label) => Array.isArray(label));
  const categories = {
    type: 'category',
    stacked: chart.stacked === true,
    offset: true,
    border: { color: surface.soft },
    grid: { display: false },
    ticks: { color: surface.soft, font, autoSkip: !layout.horizontal && !wrapped, autoSkipPadding: 14, maxRotation: 0, padding: 6 },
  } satisfies DeepScale<'category'>;
  return layout.horizontal ? { x: values, y: categories } : { x: categories, y: values };
}

type DeepScale<Type extends 'linear' | 'category'> = { type: Type } & {
  [Key in keyof ScaleOptionsByType<Type>]?: ScaleOptionsByType<Type>[Key] | object;
};

/** The axis' end: a whole step, with room for the words at the ends of the longest bar. */
function headroom(chart: Chart, layout: Layout, axis: Axis, direct: Direct): number {
  const words = direct.totals.length > 0 ? direct.totals : chart.stacked ? [] : direct.values.flat();
  if (words.length === 0) return axis.max * 1.05;
  const plot = layout.horizontal ? 480 : 220;
  const room = layout.horizontal ? Math.max(...words.map((word) => widthOf(word, BODY))) + 20 : 1.5 * BODY;
  const end = largest(chart, layout) / axis.divisor;
  return Math.max((end || axis.max) / (1 - room / plot), axis.max * 0.2);
}

function targetOf(chart: Chart, layout: Layout, axis: Axis, surface: Surface): { annotation?: { annotations: { target: TargetLine } } } {
  if (!chart.target) return {};
  const target: TargetLine = {
    type: 'line',
    scaleID: layout.horizontal ? 'x' : 'y',
    value: chart.target.value / axis.divisor,
    borderColor: surface.ink,
    borderWidth: 2,
    borderDash: [10, 7],
    label: {
      display: true,
      content: clean(chart.target.label),
      position: 'start',
      backgroundColor: surface.background,
      color: surface.ink,
      font: { size: BODY },
    },
  };
  return { annotation: { annotations: { target } } };
}
