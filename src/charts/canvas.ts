/** Text on a drawn chart. */
import type { Chart } from 'chart.js';

export type Drawn = Chart<'bar' | 'line', (number | null)[], string | string[]>;

/** The family under which the worker registers the shipped fonts. */
export const FONT = 'Inter';

/** Text that stays readable where it crosses a line. */
export function haloText(ctx: CanvasRenderingContext2D, text: string, x: number, y: number, halo: string): void {
  ctx.lineJoin = 'round';
  ctx.lineWidth = 8;
  ctx.strokeStyle = halo;
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}
