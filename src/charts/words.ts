/** What our renderer draws over plain Chart.js: values on bars, totals on stacks, a dash for no data. */
import type { BarElement, Plugin } from 'chart.js';
import { type Drawn, FONT, haloText } from './canvas.ts';
import type { Annotation, Direct, TargetLine } from './drawing.ts';
import { drawHeat } from './heat-words.ts';
import { drawEnds } from './line-ends.ts';
import { drawPanels } from './panel-words.ts';
import { drawTarget, drawTargetName } from './target.ts';
import { BODY } from './text.ts';

const GAP = 8;

/** A Chart.js plugin for one picture. */
export function wordsOnData(direct: Direct, annotations: Record<string, Annotation>): Plugin<'bar' | 'line'> {
  const target = targetOf(annotations);
  return {
    id: 'vigia-words',
    afterDatasetsDraw(chart) {
      const drawn = chart as unknown as Drawn;
      if (direct.empty) return drawDash(drawn, direct);
      if (direct.heat) return drawHeat(drawn, direct, direct.heat);
      if (direct.panels) return drawPanels(drawn, direct, annotations);
      if (target) drawTarget(drawn, target);
      drawValues(drawn, direct, target);
      drawTotals(drawn, direct, target);
      drawEnds(drawn, direct);
      if (target) drawTargetName(drawn, target);
    },
  };
}

/** The target of a chart with one value axis. */
export function targetOf({ target }: Record<string, Annotation>): TargetLine | undefined {
  return target?.type === 'line' ? target : undefined;
}

/** `–` where the data would be. */
function drawDash({ ctx, chartArea }: Drawn, direct: Direct): void {
  ctx.font = `600 64px ${FONT}`;
  ctx.fillStyle = direct.ink;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText('–', (chartArea.left + chartArea.right) / 2, (chartArea.top + chartArea.bottom) / 2);
}

/** Where a bar ends and begins, in px; a bar without a value has none of it (NaN). */
function geometryOf(bar: BarElement): Record<'x' | 'y' | 'base' | 'width' | 'height', number> & { horizontal: boolean } {
  const { x, y, base, width, height, horizontal } = bar.getProps(['x', 'y', 'base', 'width', 'height', 'horizontal']);
  const px = (value: number | null | undefined): number => value ?? Number.NaN;
  return { x: px(x), y: px(y), base: px(base), width: px(width), height: px(height), horizontal };
}

function barsOf(chart: Drawn, dataset: number): BarElement[] {
  return chart.getDatasetMeta(dataset).data as unknown as BarElement[];
}

function drawValues(chart: Drawn, direct: Direct, target: TargetLine | undefined): void {
  const stacked = chart.options.scales?.['x']?.stacked === true;
  direct.values.forEach((texts, dataset) => {
    const bars = barsOf(chart, dataset);
    texts.forEach((text, index) => {
      const bar = bars[index];
      if (!bar || text === '') return;
      if (stacked)
        drawInside(chart, bar, text, direct.unfinished && index === texts.length - 1 ? direct.ink : (direct.inside[dataset] ?? direct.ink));
      else drawAtEnd(chart, bar, text, direct, 400, target);
    });
  });
}

/** Only where the segment is long and thick enough for the whole text. */
function drawInside({ ctx }: Drawn, bar: BarElement, text: string, ink: string): void {
  const { x, y, base, width, height, horizontal } = geometryOf(bar);
  const across = horizontal ? Math.abs(x - base) : width;
  const along = horizontal ? height : Math.abs(y - base);
  if (!(BODY + 4 <= along)) return;
  ctx.font = `${BODY}px ${FONT}`;
  if (!(ctx.measureText(text).width + 10 <= across)) return;
  ctx.fillStyle = ink;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, horizontal ? (x + base) / 2 : x, (horizontal ? y : (y + base) / 2) + 1);
}

/** Beyond the bar's end; a bar without a value has its text at the axis. */
function drawAtEnd(
  chart: Drawn,
  bar: BarElement,
  text: string,
  { ink, background: halo }: Direct,
  weight: number,
  target: TargetLine | undefined,
): void {
  const { ctx, chartArea } = chart;
  const { x, y, horizontal } = geometryOf(bar);
  ctx.font = `${weight} ${BODY}px ${FONT}`;
  ctx.textAlign = horizontal ? 'left' : 'center';
  ctx.textBaseline = horizontal ? 'middle' : 'bottom';
  const start = (Number.isFinite(x) ? x : chartArea.left) + GAP;
  if (horizontal && target) clearLine(chart, target, start, ctx.measureText(text).width, y, halo);
  ctx.fillStyle = ink;
  if (horizontal) haloText(ctx, text, start, y + 1, halo);
  else haloText(ctx, text, x, (Number.isFinite(y) ? y : chartArea.bottom) - GAP / 2, halo);
}

/** Takes the target's line away where it would run through a value; a halo alone leaves it between the letters. */
function clearLine({ ctx, scales }: Drawn, target: TargetLine, start: number, width: number, y: number, colour: string): void {
  const at = scales[target.scaleID]?.getPixelForValue(target.value) ?? Number.NaN;
  if (!(at > start - GAP / 2 && at < start + width + GAP / 2)) return;
  ctx.fillStyle = colour;
  ctx.fillRect(at - 2, y - BODY / 2, 4, BODY);
}

/** The sum at the end of each stack, in bold, so that it is not taken for a segment's. */
function drawTotals(chart: Drawn, direct: Direct, target: TargetLine | undefined): void {
  direct.totals.forEach((text, index) => {
    if (text === '') return;
    const ends = chart.data.datasets.map((_, dataset) => barsOf(chart, dataset)[index]).filter((bar) => bar !== undefined);
    const sized = ends.map((bar) => ({ bar, ...geometryOf(bar) })).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
    const end = sized.sort((a, b) => b.x - a.x || a.y - b.y)[0]?.bar ?? ends[0];
    if (end) drawAtEnd(chart, end, text, direct, 600, target);
  });
}
