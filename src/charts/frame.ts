/** What every picture has: margins, a title, fonts, an axis of categories, and the target as a line. */
import type { ChartOptions, ScaleOptionsByType } from 'chart.js';
import type { Chart } from '../view/card.ts';
import type { Direct, TargetLine } from './drawing.ts';
import { MARGIN, tickLabels, titleLines } from './layout.ts';
import type { Surface } from './palette.ts';
import { BODY, clean, HEADING } from './text.ts';

const FAMILY = 'Inter, sans-serif';
export const FONT = { family: FAMILY, size: BODY };

type Options = ChartOptions<'bar' | 'line'>;
export type DeepScale<Type extends 'linear' | 'category'> = { type: Type } & {
  [Key in keyof ScaleOptionsByType<Type>]?: ScaleOptionsByType<Type>[Key] | object;
};

/** Options that hold for every picture. */
export function frameOf({ language }: Pick<Chart, 'language'>): Options {
  return {
    animation: false,
    responsive: false,
    locale: language,
    font: FONT,
    layout: { padding: { top: 12, right: MARGIN, bottom: 10, left: MARGIN } },
  };
}

/**
 * The title, and below its right end a short text.
 * @param bottom room below the title, in px
 */
export function headOf(title: string, beside: string, bottom: number, surface: Surface): NonNullable<Options['plugins']> {
  return {
    title: {
      display: true,
      align: 'start',
      text: titleLines(title),
      color: surface.ink,
      font: { family: FAMILY, size: HEADING, weight: 600 },
      padding: { top: 4, bottom },
    },
    subtitle: { display: beside !== '', align: 'end', text: beside, color: surface.soft, font: FONT },
  };
}

/** Nothing drawn over the data yet. */
export function wordless({ ink, background }: Surface): Direct {
  return { values: [], totals: [], inside: [], ends: [], unfinished: false, empty: false, ink, background };
}

export function legendOf(display: boolean, surface: Surface): NonNullable<Options['plugins']> {
  const labels = { usePointStyle: true, pointStyle: 'rectRounded' as const, boxHeight: 20, boxWidth: 22, padding: 14 };
  return { legend: { display, align: 'start', labels: { ...labels, color: surface.soft, font: FONT } } };
}

/**
 * Buckets or names below the plot. Which of them have room is decided here, so that every server leaves out the same.
 * @param plot about how wide the plot is, in px
 */
export function bucketsAxis(labels: (string | string[])[], plot: number, unfinished: boolean, surface: Surface) {
  const shown = tickLabels(labels, plot, unfinished);
  return {
    type: 'category' as const,
    offset: true,
    border: { color: surface.soft },
    grid: { display: false },
    ticks: { color: surface.soft, font: FONT, autoSkip: false, maxRotation: 0, padding: 6 },
    ...(shown && { labels: shown }),
  } satisfies DeepScale<'category'>;
}

/** A thin dashed line at `value`, in drawn units, with its name. */
export function targetLine(scaleID: string, value: number, name: string, surface: Surface): TargetLine {
  return {
    type: 'line',
    scaleID,
    value,
    borderColor: surface.ink,
    borderWidth: 2,
    borderDash: [10, 7],
    label: {
      display: true,
      content: clean(name),
      position: 'start',
      backgroundColor: surface.background,
      color: surface.ink,
      font: { size: BODY },
    },
  };
}
