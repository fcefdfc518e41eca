/** What our renderer draws over panels: their titles with the names beside, targets, last values, and a dash for no data. */
import { type Drawn, FONT, haloText } from './canvas.ts';
import type { Annotation, Direct, PanelWords } from './drawing.ts';
import { MARGIN } from './layout.ts';
import { drawTarget } from './target.ts';
import { BODY } from './text.ts';

const LINE = 34;
const GAP = 10;
const KEY_GAP = 20;
const BOX = 20;
const DASHES = 34;

/** About how wide the plots are: half a bucket stands between the last point and the right edge. */
const PLOT = 460;

/** Room at the right for the values at the lines' ends, in px. */
export function panelsRoom(panels: PanelWords[], buckets: number, context: Pick<CanvasRenderingContext2D, 'font' | 'measureText'>): number {
  context.font = `600 ${BODY}px ${FONT}`;
  const widest = Math.max(0, ...panels.map(({ end }) => context.measureText(end).width));
  return widest === 0 ? 0 : widest + 2 * GAP + 4 - PLOT / Math.max(1, buckets) / 2;
}

export function drawPanels(chart: Drawn, direct: Direct, annotations: Record<string, Annotation>): void {
  for (const [index, words] of (direct.panels ?? []).entries()) {
    const scale = chart.scales[`y${index}`];
    if (!scale) continue;
    drawHead(chart, words, scale.top, direct);
    const target = annotations[`target${index}`];
    if (target?.type === 'line') drawTarget(chart, target);
    if (words.empty) drawNothing(chart, (scale.top + words.head + scale.bottom) / 2, direct);
    else if (words.end) drawEnd(chart, words.end, `y${index}`, direct);
  }
}

/** The title at the left, the names at the right or on a line of their own. */
function drawHead({ ctx, width }: Drawn, { title, keys, apart }: PanelWords, top: number, { ink }: Direct): void {
  const y = top + 27;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = ink;
  ctx.font = `600 ${BODY}px ${FONT}`;
  ctx.fillText(title, MARGIN, y);
  ctx.font = `${BODY}px ${FONT}`;
  const widths = keys.map(({ mark, text }) => (mark === 'box' ? BOX : DASHES) + GAP + ctx.measureText(text).width);
  let x = apart ? MARGIN : width - MARGIN - widths.reduce((sum, one) => sum + one + KEY_GAP, -KEY_GAP);
  for (const [at, key] of keys.entries()) {
    drawKey(ctx, key, x, apart ? y + LINE : y, ink);
    x += (widths[at] ?? 0) + KEY_GAP;
  }
}

function drawKey(
  ctx: CanvasRenderingContext2D,
  { mark, colour, text }: PanelWords['keys'][number],
  x: number,
  y: number,
  ink: string,
): void {
  ctx.fillStyle = colour;
  if (mark === 'box') ctx.fillRect(x, y - BOX / 2, BOX, BOX);
  else for (const dash of [0, 13, 26]) ctx.fillRect(x + dash, y - 1, 8, 2);
  ctx.fillStyle = ink;
  ctx.fillText(text, x + (mark === 'box' ? BOX : DASHES) + GAP, y + 1);
}

/** The value of the last bucket that has one, beside its point. */
function drawEnd(chart: Drawn, text: string, axis: string, { ink, background }: Direct): void {
  const at = chart.data.datasets.findIndex((dataset) => 'yAxisID' in dataset && dataset.yAxisID === axis);
  const last = chart.data.datasets[at]?.data.findLastIndex((value) => value !== null) ?? -1;
  const point = chart.getDatasetMeta(at).data[last];
  const scale = chart.scales[axis];
  if (!point || !scale) return;
  const { ctx } = chart;
  ctx.font = `600 ${BODY}px ${FONT}`;
  ctx.fillStyle = ink;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  haloText(ctx, text, point.x + GAP + 2, Math.min(point.y, scale.bottom - BODY / 2) + 1, background);
}

function drawNothing({ ctx, chartArea }: Drawn, y: number, { ink }: Direct): void {
  ctx.font = `600 40px ${FONT}`;
  ctx.fillStyle = ink;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText('–', (chartArea.left + chartArea.right) / 2, y);
}
