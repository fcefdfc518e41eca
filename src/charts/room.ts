/** Takes away what words on the data replace, and makes room for them, before Chart.js lays a picture out. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Direct, Drawing, TargetLine } from './drawing.ts';
import { endRoom } from './line-ends.ts';
import { panelsRoom } from './panel-words.ts';
import { NAME_ROOM } from './target.ts';
import { BODY } from './text.ts';

/** Between an axis' words and its plot, in px. */
const TICK_PADDING = 8;

/** Takes axis and legend away where words on the data say the same, and makes room for the words. */
export function makeRoom(config: Drawing['config'], direct: Direct, target: TargetLine | undefined, context: SKRSContext2D): void {
  const options = (config.options ??= {});
  const legend = options.plugins?.legend;
  const padding = { top: 0, right: 0, bottom: 0, left: 0, ...(options.layout?.padding as object | undefined) };
  if (direct.ends.length > 0) {
    if (legend) legend.display = false;
    context.font = `${BODY}px Inter`;
    padding.right = Math.max(...direct.ends.map((words) => endRoom(context.measureText(words).width, direct.ends.length > 1)));
  }
  if (direct.panels) {
    if (legend) legend.display = false;
    padding.right = Math.max(padding.right, panelsRoom(direct.panels, config.data.labels?.length ?? 0, context));
    equalWidths(options.scales as Record<string, PanelAxis | undefined>, options.locale, context);
  }
  // Its room stays: the scale is drawn there.
  if (direct.heat && options.plugins?.subtitle) options.plugins.subtitle.text = ' ';
  if (target?.scaleID === 'x') padding.bottom += NAME_ROOM;
  options.layout = { padding };
  for (const scale of Object.values(options.scales ?? {})) {
    const totals = direct.totals.length > 0 && !direct.totals.includes('');
    const spoken = totals || (direct.values.length > 0 && scale?.stacked !== true);
    if (scale && (direct.empty || (scale.type === 'linear' && spoken))) scale.display = false;
  }
  for (const scale of Object.values(options.scales ?? {}))
    if (scale?.type === 'category') Object.assign(scale, { afterBuildTicks: namedOnly });
  const last = config.data.labels ? config.data.labels.length - 1 : -1;
  if (direct.unfinished) for (const dataset of config.data.datasets) if (dataset.type === 'line') dashed(dataset, last);
}

interface PanelAxis {
  type?: string;
  max?: number;
  ticks?: { stepSize?: number; format?: Intl.NumberFormatOptions };
  afterFit?: (axis: { width: number }) => void;
}

/** Buckets without a name need no tick: laying out an empty one costs as much as a name. */
function namedOnly(axis: { ticks: { value: number }[]; getLabels: () => unknown[] }): void {
  const labels = axis.getLabels();
  axis.ticks = axis.ticks.filter(({ value }) => labels[value] !== '');
}

/** Chart.js gives stacked axes a share of the width each, and cuts the words of the widest: here each has what the widest needs. */
function equalWidths(scales: Record<string, PanelAxis | undefined>, locale: string | undefined, context: SKRSContext2D): void {
  const axes = Object.values(scales).filter((scale) => scale?.type === 'linear');
  context.font = `${BODY}px Inter`;
  const widths = axes.flatMap((axis) => {
    const { stepSize = 1, format } = axis?.ticks ?? {};
    const steps = Array.from({ length: Math.floor((axis?.max ?? 0) / stepSize) }, (_, step) => (step + 1) * stepSize);
    return steps.map((step) => context.measureText(new Intl.NumberFormat(locale, format).format(step)).width);
  });
  const width = Math.max(0, ...widths) + 2 * TICK_PADDING;
  for (const axis of axes) if (axis) axis.afterFit = (fitted) => void (fitted.width = width);
}

/** The way into a bucket that is not over. */
function dashed(line: object, last: number): void {
  Object.assign(line, {
    segment: { borderDash: ({ p1DataIndex }: { p1DataIndex: number }) => (p1DataIndex === last ? [8, 8] : undefined) },
  });
}
