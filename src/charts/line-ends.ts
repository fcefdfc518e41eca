/** Words at the ends of lines: names in place of a legend, or the last value of the only line. */
import type { PointElement } from 'chart.js';
import { type Drawn, FONT } from './canvas.ts';
import type { Direct } from './drawing.ts';
import { BODY } from './text.ts';

const LINE = 30;
const KEY = 18;
const GAP = 12;

interface End {
  text: string;
  colour: string;
  y: number;
}

/** Room beside the plot for words `width` px wide, with a key of the line's colour where there are several lines. */
export function endRoom(width: number, keyed: boolean): number {
  return 2 * GAP + (keyed ? KEY + GAP : 0) + width;
}

/** The words at the height where each line ends, moved apart where they would overlap. */
export function drawEnds(chart: Drawn, { ends, ink }: Direct): void {
  const { ctx, chartArea: area } = chart;
  const keyed = ends.length > 1;
  ctx.font = `${keyed ? 400 : 600} ${BODY}px ${FONT}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  for (const { text, colour, y } of apart(placed(chart, ends), area.top, area.bottom)) {
    const x = area.right + GAP;
    ctx.fillStyle = colour;
    if (keyed) ctx.fillRect(x, y - 3, KEY, 6);
    ctx.fillStyle = ink;
    ctx.fillText(text, keyed ? x + KEY + GAP : x, y + 1);
  }
}

/** Where the last value of each line stands; a line without any has no end. */
function placed(chart: Drawn, ends: string[]): End[] {
  return ends.flatMap((text, index) => {
    const line = chart.data.datasets[index];
    const points = chart.getDatasetMeta(index).data as unknown as PointElement[];
    const point = line && points[line.data.findLastIndex((value) => value !== null)];
    return point ? [{ text, colour: typeof line.borderColor === 'string' ? line.borderColor : '', y: point.y }] : [];
  });
}

/** The same ends at least a line apart, within [top, bottom] where they fit. */
export function apart(ends: readonly End[], top: number, bottom: number): End[] {
  const sorted = ends.map((end) => ({ ...end })).sort((a, b) => a.y - b.y);
  let floor = top;
  for (const end of sorted) {
    end.y = Math.max(end.y, floor);
    floor = end.y + LINE;
  }
  let ceiling = bottom;
  for (const end of sorted.toReversed()) {
    end.y = Math.min(end.y, ceiling);
    ceiling = end.y - LINE;
  }
  return sorted;
}
