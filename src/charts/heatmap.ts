/** A heatmap as stacked bars of equal length, each coloured by its value: what any QuickChart server can draw. */
import type { ChartDataset, ChartOptions } from 'chart.js';
import type { Chart } from '../view/card.ts';
import type { Drawing, HeatWords } from './drawing.ts';
import { bucketsAxis, type DeepScale, FONT, frameOf, headOf, legendOf, wordless } from './frame.ts';
import { HEIGHT, type Layout, layoutOf, MARGIN, MOST_ROWS, titleLines, WIDTH } from './layout.ts';
import { SURFACES, type Surface, type Theme } from './palette.ts';
import { rampColour } from './ramp.ts';
import { BODY, cut, HEADING, widthOf } from './text.ts';
import { valueText } from './values.ts';

const NAMES_ROOM = 160;
/** px of a row at the least: a line of text and its gap. */
const ROW = 36;
const AROUND = 148;
const RAMP_STEPS = 24;

type Cells = ChartDataset<'bar', (number | null)[]>;

/** The same colour is the same share of the largest value; zero is the ramp's first colour and no data has none. */
export function heatmap(chart: Chart, theme: Theme): Drawing {
  const surface = SURFACES[theme];
  const layout = layoutOf({ ...chart, type: 'line', unfinished: false, series: chart.series.slice(0, MOST_ROWS) });
  const rows = layout.series.length;
  const names = layout.series.map(({ name }) => cut(name, BODY, NAMES_ROOM));
  const most = Math.max(0, ...layout.series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const words = wordsOf(chart, layout, most, theme, surface);
  const empty = layout.series.every(({ values }) => values.every((value) => value === null));
  const scale = [words.shown, empty ? '' : `${words.zero} – ${words.most}`].filter(Boolean).join(' · ');
  const plot = WIDTH - 2 * MARGIN - 14 - Math.max(0, ...names.map((name) => widthOf(name, BODY)));
  const options: ChartOptions<'bar' | 'line'> = {
    ...frameOf(chart),
    scales: scalesOf(layout, names, plot, surface),
    plugins: {
      ...headOf(chart.title, scale, 4, surface),
      ...legendOf(false, surface),
      vigia: { ...wordless(surface), empty, heat: words },
    },
  };
  return {
    width: WIDTH,
    height: Math.round(Math.max(HEIGHT, rows * ROW + AROUND) + (titleLines(chart.title).length - 1) * HEADING * 1.2),
    background: surface.background,
    config: { type: 'bar', data: { labels: layout.labels, datasets: cellsOf(layout, most, theme, surface) }, options },
  };
}

function wordsOf(chart: Chart, layout: Layout, most: number, theme: Theme, { soft }: Surface): HeatWords {
  const { unit = 'count', language } = chart;
  const steps = Array.from({ length: RAMP_STEPS }, (_, step) => rampColour(step / (RAMP_STEPS - 1), theme));
  return {
    ramp: most > 0 ? steps : [],
    zero: valueText(0, unit, language),
    most: valueText(most, unit, language),
    shown: [layout.series.length < chart.series.length && `${layout.series.length} / ${chart.series.length}`, layout.shown]
      .filter(Boolean)
      .join(' · '),
    peak: peakOf(layout, most),
    gaps: layout.series.some(({ values }) => values.includes(null)),
    soft,
  };
}

/** [row, column] of the first cell with the largest value; [-1, -1] when nothing is above zero. */
function peakOf({ series }: Layout, most: number): [number, number] {
  const row = series.findIndex(({ values }) => most > 0 && values.includes(most));
  return [row, series[row]?.values.indexOf(most) ?? -1];
}

/** A dataset a row. The cell with the largest value has a ring; one without data is an empty box. */
function cellsOf(layout: Layout, most: number, theme: Theme, surface: Surface): Cells[] {
  const [row, column] = peakOf(layout, most);
  return layout.series.map(({ name, values }, at) => {
    const ring = (index: number): boolean => at === row && index === column;
    return {
      type: 'bar',
      label: name,
      data: values.map(() => 1),
      backgroundColor: values.map((value) => (value === null ? surface.background : rampColour(most > 0 ? value / most : 0, theme))),
      borderColor: values.map((value, index) => (ring(index) ? surface.ink : value === null ? surface.grid : surface.background)),
      borderWidth: values.map((_, index) => (ring(index) ? 4 : 1)),
      borderSkipped: false,
      categoryPercentage: 1,
      barPercentage: 1,
    };
  });
}

/** The cells stack from the top on a hidden axis; the rows' names stand on an axis of their own. */
function scalesOf(
  { labels, series }: Layout,
  names: string[],
  plot: number,
  surface: Surface,
): NonNullable<ChartOptions<'bar' | 'line'>['scales']> {
  return {
    x: { ...bucketsAxis(labels, plot, false, surface), stacked: true, border: { display: false } },
    y: { type: 'linear', display: false, stacked: true, reverse: true, min: 0, max: Math.max(1, series.length) },
    rows: {
      type: 'category',
      position: 'left',
      offset: true,
      labels: names,
      border: { display: false },
      grid: { display: false },
      ticks: { color: surface.soft, font: FONT, autoSkip: false, padding: 8 },
    } satisfies DeepScale<'category'>,
  };
}
