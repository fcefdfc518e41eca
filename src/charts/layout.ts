/** Where things go: rows or columns, how many of them, and how much room their words take. */
import type { Chart, ChartSeries } from '../view/card.ts';
import { BODY, clean, cut, HEADING, widthOf, wrap } from './text.ts';

export const WIDTH = 800;
export const HEIGHT = 400;
/** Around the picture. */
export const MARGIN = 20;
/** design/README.md §9. */
export const MOST_ROWS = 20;
const MOST_BUCKETS = 31;
/** Between the value axis and the right edge. */
export const PLOT = 720;
const NAMES_ROOM = 270;
const LEGEND_ROW = 38;
const TITLE_ROW = 34;
/** Lines whose names fit beside their ends. */
export const MOST_NAMED_LINES = 7;

/** A chart with what can be drawn of it: the first rows or the latest buckets. */
export interface Layout {
  horizontal: boolean;
  /** A label, or its lines. */
  labels: (string | string[])[];
  series: ChartSeries[];
  /** `20 / 26` where rows or buckets were left out. */
  shown: string | null;
  /** px before the pixel ratio. */
  height: number;
  /** Room of one category along the category axis, in px. */
  slot: number;
}

/** Columns whose names would not fit become rows; more than 20 rows or 31 buckets are cut, and the cut is shown. */
export function layoutOf(chart: Chart): Layout {
  const names = chart.categories.map(clean);
  const horizontal = chart.type === 'horizontalBar' || (chart.type === 'bar' && namesNeedRows(names, chart));
  const kept = horizontal ? [0, MOST_ROWS] : [Math.max(0, names.length - MOST_BUCKETS), names.length];
  const [from = 0, to = 0] = kept;
  const labels = names.slice(from, to);
  if (chart.unfinished && labels.length > 0 && to >= names.length) labels[labels.length - 1] += '…';
  const series = chart.series.map((one) => ({
    ...one,
    name: clean(one.name),
    values: labels.map((_, index) => one.values[from + index] ?? null),
  }));
  const slot = horizontal ? rowHeight(chart) : PLOT / Math.max(1, labels.length);
  return {
    horizontal,
    labels: labels.map((label) => (horizontal ? cut(label, BODY, NAMES_ROOM) : columnLabel(label, slot, labels.length))),
    series,
    shown: labels.length < names.length ? `${labels.length} / ${names.length}` : null,
    height: heightOf(chart, horizontal ? labels.length : 0),
    slot,
  };
}

/** Few columns with a word wider than a column: names of things, not of buckets. */
function namesNeedRows(names: string[], chart: Chart): boolean {
  if (chart.unfinished || names.length < 2 || names.length > 12) return false;
  const room = PLOT / names.length;
  return names.some((name) => name.split(' ').some((word) => widthOf(word, BODY) > room));
}

function columnLabel(label: string, slot: number, columns: number): string | string[] {
  if (columns > 10 || label.length <= 6) return label;
  const lines = wrap(label, BODY, slot - 4, 2);
  return lines.length > 1 ? lines : label;
}

/** Every how many buckets a label may stand. */
const LABEL_STEPS = [1, 2, 3, 4, 6, 8, 12];
const LABEL_GAP = 14;

/**
 * The labels with nothing in the places where they would touch: every second, third, … from the first on is shown, and always a
 * last one that is unfinished. Null when all have room; labels of several lines were made to fit.
 * @param plot how wide the plot is, in px
 */
export function tickLabels(labels: (string | string[])[], plot: number, unfinished: boolean): string[] | null {
  const texts = labels.filter((label) => typeof label === 'string');
  if (texts.length < labels.length || labels.length === 0) return null;
  const slot = plot / labels.length;
  const widths = texts.map((label) => 0.95 * widthOf(label, BODY));
  const last = unfinished ? labels.length - 1 : -1;
  const widest = Math.max(0, ...widths.filter((_, at) => at !== last || labels.length === 1));
  const gap = labels.length <= 12 ? LABEL_GAP / 2 : LABEL_GAP;
  const step = LABEL_STEPS.find((one) => one * slot >= widest + gap) ?? Math.ceil((widest + gap) / slot);
  const near = (at: number): boolean => (last - at) * slot < (widest + (widths[last] ?? 0)) / 2 + gap / 2;
  if (step === 1 && (last < 0 || !near(last - 1))) return null;
  return texts.map((label, at) => (at === last || (at % step === 0 && !(last >= 0 && near(at))) ? label : ''));
}

function rowHeight(chart: Chart): number {
  return chart.stacked ? 48 : 10 + 27 * Math.max(1, chart.series.length);
}

/** 400 px; every second line of title or legend, and every row, makes the picture taller instead of the plot smaller. */
function heightOf(chart: Chart, rows: number): number {
  const titled = titleLines(chart.title).length - 1;
  const legend =
    chart.series.length > 1 && (chart.type !== 'line' || chart.series.length > MOST_NAMED_LINES) ? legendRows(chart.series) : 0;
  const more = titled * TITLE_ROW + Math.max(0, legend - 1) * LEGEND_ROW;
  return Math.max(HEIGHT, rows * rowHeight(chart) + 120 + Math.min(1, legend) * LEGEND_ROW) + more;
}

/** The title in at most two lines. */
export function titleLines(title: string): string[] {
  return wrap(clean(title), HEADING, WIDTH - 2 * MARGIN, 2);
}

function legendRows(series: ChartSeries[]): number {
  let rows = 1;
  let used = 0;
  for (const { name } of series) {
    const width = 0.94 * widthOf(clean(name), BODY) + 50;
    if (used > 0 && used + width > WIDTH - 40) {
      rows += 1;
      used = 0;
    }
    used += width;
  }
  return rows;
}
