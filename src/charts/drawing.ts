/** A chart as it is sent to a renderer: JSON, and what our own renderer adds to plain Chart.js. */
import type { ChartConfiguration } from 'chart.js';

/** px before the pixel ratio. */
export interface Drawing {
  width: number;
  height: number;
  background: string;
  config: ChartConfiguration<'bar' | 'line', (number | null)[], string | string[]>;
}

export const PIXEL_RATIO = 2;

/**
 * Words drawn on the data, under `options.plugins.vigia`. A foreign QuickChart server ignores it and shows the axis and the
 * legend, which our renderer leaves out where the words say the same.
 */
export interface Direct {
  /** By dataset and category: the text in (stacked) or at the end of (alone) each bar; none: the axis says it. */
  values: string[][];
  /** By category: the sum at the end of a stack. */
  totals: string[];
  /** By dataset: the colour of the words inside its bars. */
  inside: string[];
  /** By dataset: the words at the end of each line. One line: its last value; several: their names, in place of the legend. */
  ends: string[];
  /** The last segment of a line is dashed: its bucket is not over. */
  unfinished: boolean;
  /** Nothing to draw: a dash in place of axes. */
  empty: boolean;
  ink: string;
  background: string;
  /** By panel, from the top. */
  panels?: PanelWords[];
  heat?: HeatWords;
}

/** What stands over and beside one panel. The panel's value axis is `y0`, `y1`, … */
export interface PanelWords {
  title: string;
  /** Names beside the title: of the series where there are several, and of the target. */
  keys: { mark: 'box' | 'dashes'; colour: string; text: string }[];
  /** px above the plot for the title and the names. */
  head: number;
  /** The names have a line of their own below the title. */
  apart: boolean;
  /** The last value of the only line, beside its end; empty: none. */
  end: string;
  /** No value at all: a dash in place of a plot. */
  empty: boolean;
}

/** The scale of a heatmap's colours, from zero to the largest value, and the cells without a value. */
export interface HeatWords {
  /** Colours from zero to the largest value; none when nothing is above zero. */
  ramp: string[];
  zero: string;
  most: string;
  /** How many rows of how many are shown; empty: all. */
  shown: string;
  /** [row, column] of the largest value. */
  peak: [number, number];
  /** Some cells have no data: they are empty boxes, and the scale says so. */
  gaps: boolean;
  soft: string;
}

/** The part of chartjs-plugin-annotation that is used; QuickChart servers have the plugin, our renderer draws the same. */
export interface TargetLine {
  type: 'line';
  scaleID: string;
  value: number;
  borderColor: string;
  borderWidth: number;
  borderDash: number[];
  label: { display: true; content: string; position: 'start'; backgroundColor: string; color: string; font: { size: number } };
}

/** A panel's title, at the left end of its plot's top, for servers with chartjs-plugin-annotation. */
export interface PanelTitle {
  type: 'label';
  xScaleID: 'x';
  xValue: number;
  yScaleID: string;
  yValue: number;
  xAdjust: number;
  position: { x: 'start'; y: 'start' };
  content: string;
  color: string;
  backgroundColor: string;
  font: { size: number; weight: 'bold' };
}

export type Annotation = TargetLine | PanelTitle;

declare module 'chart.js' {
  // biome-ignore lint/correctness/noUnusedVariables: the declaration must repeat Chart.js's own parameter
  interface PluginOptionsByType<TType> {
    vigia?: Direct;
    annotation?: { annotations: Record<string, Annotation> };
  }
}
