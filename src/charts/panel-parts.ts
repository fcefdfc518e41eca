/** What each of several panels consists of: its axis, its datasets, and the words around its plot. */
import type { ChartDataset } from 'chart.js';
import type { Chart, Panel } from '../view/card.ts';
import { barsOf, linesOf, stackSums } from './datasets.ts';
import type { PanelWords } from './drawing.ts';
import { type Layout, layoutOf, MARGIN, WIDTH } from './layout.ts';
import { colourOf, type Surface } from './palette.ts';
import { BODY, clean, cut, widthOf } from './text.ts';
import { type Axis, axisOf, valueText } from './values.ts';

/** px of a panel's plot; of its title above, and of a line of names below the title where they do not fit beside it. */
export const PLOT = 114;
const HEAD = 54;
const NAMES = 34;
/** A name's mark, and the gap to the next name. */
const KEY = 40;
const KEY_GAP = 20;
/** Steps on a panel's axis: a third would stand in its title. Where the names have a line of their own, a second would. */
export const STEPS = 2;

type Dataset = ChartDataset<'bar' | 'line', (number | null)[]>;

/** A panel with what is drawn of it. `layout` has the buckets that are shown, the same for all panels. */
export interface Part {
  panel: Panel;
  layout: Layout;
  axis: Axis;
  /** The raw value that the plot's top stands for. */
  top: number;
  words: PanelWords;
  datasets: Dataset[];
}

export function partsOf(chart: Chart, surface: Surface): Part[] {
  let colours = 0;
  return (chart.panels ?? []).map((panel, index) => {
    const first = colours;
    colours += panel.series.filter(({ hue }) => hue === undefined).length;
    return partOf(chart, panel, index, first, surface);
  });
}

function partOf(chart: Chart, panel: Panel, index: number, first: number, surface: Surface): Part {
  const layout = layoutOf({ ...chart, type: 'line', series: panel.series });
  const values = panel.stacked ? stackSums(layout) : layout.series.flatMap((one) => one.values.map((value) => value ?? 0));
  const largest = Math.max(0, panel.target?.value ?? 0, ...values);
  const words = wordsOf(chart, panel, layout, first, surface);
  const axis = axisOf(panel.unit, largest, chart.language, words.apart ? 1 : STEPS);
  const drawable = { ...panel, unfinished: chart.unfinished };
  const yAxisID = `y${index}`;
  const datasets: Dataset[] =
    panel.type === 'bar'
      ? barsOf(drawable, layout, axis.divisor, first).map((one) => ({ ...one, yAxisID, grouped: sideBySide(panel) }))
      : linesOf(drawable, layout, axis.divisor, surface, first).map((one) => ({ ...one, yAxisID, borderWidth: 3, pointRadius: 3 }));
  return { panel, layout, axis, top: topOf(largest / axis.divisor, axis.step, words.head / PLOT), words, datasets };
}

/** Chart.js groups bars by their buckets whatever their value axis: bars with a bucket of their own must not be in a group. */
function sideBySide(panel: Panel): boolean {
  return panel.stacked !== true && panel.series.length > 1;
}

/**
 * Where the axis ends, in drawn units, so that the title has room above the plot and no step stands beside it.
 * @param head the title's room as a share of the plot
 */
function topOf(largest: number, step: number, head: number): number {
  const end = Math.max(largest * 1.08, step);
  const whole = Math.floor((end * (1 + head)) / step) > Math.floor(end / step) ? Math.ceil(largest / step) * step : end;
  return whole * (1 + head);
}

function wordsOf(chart: Chart, panel: Panel, layout: Layout, first: number, surface: Surface): PanelWords {
  const several = layout.series.length > 1;
  const names = several
    ? layout.series.map(({ hue, name }, at) => ({ mark: 'box' as const, colour: colourOf(hue, first + at), text: name }))
    : [];
  const target = panel.target ? [{ mark: 'dashes' as const, colour: surface.ink, text: clean(panel.target.label) }] : [];
  const room = WIDTH - 2 * MARGIN;
  const title = cut(clean(panel.title), BODY, room);
  const keys = [...names, ...target].map((key) => ({ ...key, text: cut(key.text, BODY, room / 2) }));
  const wide = keys.reduce((sum, { text }) => sum + KEY + KEY_GAP + 0.94 * widthOf(text, BODY), 1.02 * widthOf(title, BODY));
  const apart = wide > room;
  const last = several || panel.type === 'bar' ? null : (layout.series[0]?.values.findLast((value) => value !== null) ?? null);
  return {
    title,
    keys,
    head: HEAD + (apart ? NAMES : 0),
    apart,
    end: last === null ? '' : valueText(last, panel.unit, chart.language),
    empty: layout.series.every(({ values }) => values.every((value) => value === null)),
  };
}
