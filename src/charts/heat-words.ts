/** What our renderer draws over a heatmap: the ring around the largest value, and the scale of the colours. */
import { type Drawn, FONT } from './canvas.ts';
import type { Direct, HeatWords } from './drawing.ts';
import { type Cell, cellAt } from './heat-cells.ts';
import { MARGIN } from './layout.ts';
import { BODY } from './text.ts';

const STRIP = { width: 168, height: 22 };
const GAP = 10;

export function drawHeat(chart: Drawn, direct: Direct, heat: HeatWords): void {
  drawRing(chart, direct, heat);
  drawScale(chart, direct, heat);
}

/** A dark ring with a pale line inside, so that it stands out from the darkest cell and from the palest. */
function drawRing(chart: Drawn, { ink, background }: Direct, { peak: [row, column] }: HeatWords): void {
  if (row >= 0) ring(chart.ctx, cellAt(chart, row, column), ink, background);
}

function ring(ctx: CanvasRenderingContext2D, { x, y, width, height }: Cell, ink: string, background: string): void {
  ctx.strokeStyle = ink;
  ctx.lineWidth = 4;
  ctx.strokeRect(x + 2, y + 2, width - 4, height - 4);
  ctx.strokeStyle = background;
  ctx.lineWidth = 2;
  ctx.strokeRect(x + 5, y + 5, width - 10, height - 10);
}

/** `▯ –  0 ▭▭▭▭▭▣ 128` above the cells at the right: the strip ends in the ring that marks the largest. */
function drawScale({ ctx, width, chartArea }: Drawn, { ink, background }: Direct, heat: HeatWords): void {
  const y = chartArea.top - 22;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  let x = width - MARGIN;
  const write = (text: string, weight: number, colour: string): void => {
    ctx.font = `${weight} ${BODY}px ${FONT}`;
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y + 1);
    x -= ctx.measureText(text).width + GAP;
  };
  if (heat.ramp.length > 0) {
    write(heat.most, 600, ink);
    drawStrip(ctx, heat.ramp, (x -= STRIP.width), y - STRIP.height / 2, ink, background);
    x -= GAP;
  }
  write(heat.zero, 400, heat.soft);
  if (heat.gaps) {
    x -= 2 * GAP;
    write('–', 400, heat.soft);
    x = drawBox(ctx, x, y, heat.soft);
  }
  x -= GAP;
  if (heat.shown) write(heat.shown, 400, heat.soft);
}

/** A cell without data, as a sample; gives the x left of it. */
function drawBox(ctx: CanvasRenderingContext2D, x: number, y: number, colour: string): number {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.strokeRect(x - STRIP.height, y - STRIP.height / 2, STRIP.height, STRIP.height);
  return x - STRIP.height - GAP;
}

function drawStrip(ctx: CanvasRenderingContext2D, ramp: string[], x: number, y: number, ink: string, background: string): void {
  const step = STRIP.width / ramp.length;
  for (const [at, colour] of ramp.entries()) {
    ctx.fillStyle = colour;
    ctx.fillRect(x + at * step, y, Math.ceil(step), STRIP.height);
  }
  ring(ctx, { x: x + STRIP.width - STRIP.height, y, width: STRIP.height, height: STRIP.height }, ink, background);
}
