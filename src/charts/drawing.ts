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
}

/** The part of chartjs-plugin-annotation that is used; QuickChart servers have the plugin, our renderer draws the same. */
export interface TargetLine {
  type: 'line';
  scaleID: 'x' | 'y';
  value: number;
  borderColor: string;
  borderWidth: number;
  borderDash: number[];
  label: { display: true; content: string; position: 'start'; backgroundColor: string; color: string; font: { size: number } };
}

declare module 'chart.js' {
  // biome-ignore lint/correctness/noUnusedVariables: the declaration must repeat Chart.js's own parameter
  interface PluginOptionsByType<TType> {
    vigia?: Direct;
    annotation?: { annotations: { target?: TargetLine } };
  }
}
