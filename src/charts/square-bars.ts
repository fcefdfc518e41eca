/** Bars without corners and borders in one stroke a series: Chart.js saves, fills and restores for each of hundreds. */
import type { BarElement, Plugin } from 'chart.js';
import type { Drawn } from './canvas.ts';

interface Bar extends BarElement {
  inflateAmount?: number;
}

/** Draws the square bars of each dataset itself, and leaves the others, such as that of an unfinished bucket, to Chart.js. */
export const squareBars: Plugin<'bar' | 'line'> = {
  id: 'vigia-square-bars',
  beforeDatasetDraw(chart, { meta }) {
    if (meta.type !== 'bar') return true;
    const { ctx } = chart as unknown as Drawn;
    const bars = meta.data as unknown as Bar[];
    const square = bars.filter(({ options }) => options.borderWidth === 0 && options.borderRadius === 0);
    if (square.length === 0) return true;
    ctx.fillStyle = square[0]?.options.backgroundColor as string;
    ctx.beginPath();
    for (const bar of square) addBar(ctx, bar);
    ctx.fill();
    for (const bar of bars) if (!square.includes(bar)) bar.draw(ctx);
    return false;
  },
};

function addBar(ctx: CanvasRenderingContext2D, bar: Bar): void {
  const { x, y, base, width, height, horizontal } = bar as unknown as Record<'x' | 'y' | 'base' | 'width' | 'height', number> & {
    horizontal: boolean;
  };
  const [left, top] = horizontal ? [Math.min(x, base), y - height / 2] : [x - width / 2, Math.min(y, base)];
  const [wide, high] = horizontal ? [Math.abs(x - base), height] : [width, Math.abs(y - base)];
  const more = bar.inflateAmount ?? 0;
  // A segment thinner than its gap keeps half a pixel.
  if (wide > 0 && high > 0) ctx.rect(left - more, top - more, Math.max(0.5, wide + 2 * more), Math.max(0.5, high + 2 * more));
}
