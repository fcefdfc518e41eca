/** Small multiples: panels below each other over the same buckets, each with a zero-based axis, a unit and a target of its own. */
import type { ChartOptions } from 'chart.js';
import type { Chart } from '../view/card.ts';
import type { Annotation, Drawing } from './drawing.ts';
import { bucketsAxis, type DeepScale, FONT, frameOf, headOf, legendOf, targetLine, wordless } from './frame.ts';
import { HEIGHT, type Layout, layoutOf, MARGIN, titleLines, WIDTH } from './layout.ts';
import { type Part, partsOf, PLOT, STEPS } from './panel-parts.ts';
import { SURFACES, type Surface, type Theme } from './palette.ts';
import { BODY, HEADING, widthOf } from './text.ts';

/** Room for the names of the buckets below, and of a value axis at the left. */
const BUCKETS = 46;
const AXIS_ROOM = 90;

type Scales = NonNullable<ChartOptions<'bar' | 'line'>['scales']>;

export function panels(chart: Chart, theme: Theme): Drawing {
  const surface = SURFACES[theme];
  const parts = partsOf(chart, surface);
  const buckets = layoutOf({ ...chart, type: 'line', series: [] });
  const heights = parts.map(({ words }) => words.head + PLOT);
  const title = titleLines(chart.title).length * HEADING * 1.2 + 22;
  const options: ChartOptions<'bar' | 'line'> = {
    ...frameOf(chart),
    scales: scalesOf(chart, parts, buckets, surface),
    plugins: {
      ...headOf(chart.title, buckets.shown ?? '', 6, surface),
      ...legendOf(
        parts.some(({ panel }) => panel.series.length > 1),
        surface,
      ),
      vigia: {
        ...wordless(surface),
        unfinished: chart.unfinished === true,
        empty: parts.every(({ words }) => words.empty),
        panels: parts.map(({ words }) => words),
      },
      annotation: { annotations: Object.fromEntries(parts.flatMap((part, index) => annotationsOf(part, index, buckets, surface))) },
    },
  };
  return {
    width: WIDTH,
    height: Math.round(
      Math.max(
        HEIGHT,
        heights.reduce((sum, one) => sum + one, title + BUCKETS + (buckets.shown ? 40 : 0)),
      ),
    ),
    background: surface.background,
    config: { type: 'bar', data: { labels: buckets.labels, datasets: parts.flatMap(({ datasets }) => datasets) }, options },
  };
}

/** The buckets below the last panel, and a value axis a panel, the first on top. */
function scalesOf(chart: Chart, parts: Part[], buckets: Layout, surface: Surface): Scales {
  const beside = Math.max(0, ...parts.map(({ words }) => (words.end ? widthOf(words.end, BODY) + 24 : 0)));
  const scales: Scales = { x: bucketsAxis(buckets.labels, WIDTH - 2 * MARGIN - AXIS_ROOM - beside, chart.unfinished === true, surface) };
  for (const [index, { panel, axis, top, words }] of parts.entries()) {
    scales[`y${index}`] = {
      type: 'linear',
      position: 'left',
      stack: 'panels',
      stackWeight: words.head + PLOT,
      weight: parts.length - index,
      offset: false,
      beginAtZero: true,
      max: top,
      stacked: panel.stacked === true,
      border: { display: false },
      // The line at zero is the panel's floor.
      grid: { color: [surface.soft, ...Array<string>(STEPS + 2).fill(surface.grid)], drawTicks: false },
      ticks: {
        color: surface.soft,
        font: FONT,
        stepSize: axis.step,
        includeBounds: false,
        maxRotation: 0,
        padding: 8,
        format: axis.format,
      },
    } satisfies DeepScale<'linear'>;
  }
  return scales;
}

function annotationsOf({ panel, axis, top, words }: Part, index: number, buckets: Layout, surface: Surface): [string, Annotation][] {
  const title: Annotation = {
    type: 'label',
    xScaleID: 'x',
    xValue: 0,
    yScaleID: `y${index}`,
    yValue: top,
    xAdjust: -Math.round((WIDTH - 2 * MARGIN - AXIS_ROOM) / Math.max(1, buckets.labels.length) / 2),
    position: { x: 'start', y: 'start' },
    content: words.title,
    color: surface.ink,
    backgroundColor: surface.background,
    font: { size: BODY, weight: 'bold' },
  };
  const line = panel.target && targetLine(`y${index}`, panel.target.value / axis.divisor, panel.target.label, surface);
  return [[`title${index}`, title], ...(line ? [[`target${index}`, line] satisfies [string, Annotation]] : [])];
}
