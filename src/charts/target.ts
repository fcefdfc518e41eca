/** The target: a thin dashed line across the whole chart, with its name. */
import { type Drawn, FONT, haloText } from './canvas.ts';
import type { TargetLine } from './drawing.ts';

/** Under a horizontal chart, the room for the target's name, in px. */
export const NAME_ROOM = 36;
const GAP = 8;
const PLACES = 9;

/** Draws the line. */
export function drawTarget({ ctx, chartArea: area, scales }: Drawn, target: TargetLine): void {
  const at = scales[target.scaleID]?.getPixelForValue(target.value);
  if (at === undefined) return;
  const upright = target.scaleID === 'x';
  ctx.save();
  ctx.strokeStyle = target.borderColor;
  ctx.lineWidth = target.borderWidth;
  ctx.setLineDash(target.borderDash);
  ctx.beginPath();
  ctx.moveTo(upright ? at : area.left, upright ? area.top : at);
  ctx.lineTo(upright ? at : area.right, upright ? area.bottom + 6 : at);
  ctx.stroke();
  ctx.restore();
}

/** Draws the name: below the rows of a horizontal chart, else beside the line where the fewest values are near. */
export function drawTargetName(chart: Drawn, { scaleID, value, label }: TargetLine): void {
  const { ctx, chartArea: area, scales } = chart;
  const at = scales[scaleID]?.getPixelForValue(value) ?? area.top;
  ctx.font = `${label.font.size}px ${FONT}`;
  ctx.fillStyle = label.color;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  const width = ctx.measureText(label.content).width;
  const place =
    scaleID === 'x'
      ? { x: Math.max(area.left, Math.min(at - width / 2, chart.width - width - GAP)), y: chart.height - 22 }
      : freest(chart, at, width, label.font.size);
  haloText(ctx, label.content, place.x, place.y, label.backgroundColor);
}

interface Place {
  x: number;
  y: number;
}

/** Of the places along the line, above and below, the one whose nearest value is farthest. */
function freest(chart: Drawn, at: number, width: number, size: number): Place {
  const { left, right, top, bottom } = chart.chartArea;
  const starts = Array.from({ length: PLACES }, (_, index) => left + GAP + ((right - left - width - 2 * GAP) * index) / (PLACES - 1));
  const heights = [at - size * 0.75, at + size * 0.75].filter((y) => y > top + size / 2 - GAP && y < bottom - size / 2);
  const places = (heights.length > 0 ? heights : [at]).flatMap((y) => starts.map((x) => ({ x, y })));
  const room = (place: Place): number => Math.min(200, ...nearby(chart, place.x, place.x + width).map((y) => Math.abs(y - place.y)));
  return places.reduce((best, place) => (room(place) > room(best) + 1 ? place : best));
}

/** Heights of the values (and of the words on bars) between two x; lines are followed between their points. */
function nearby(chart: Drawn, from: number, to: number): number[] {
  const { bottom } = chart.chartArea;
  return chart.data.datasets.flatMap((dataset, index) => {
    const meta = chart.getDatasetMeta(index).data.map(({ x, y }) => ({ x, y }));
    if (dataset.type === 'bar')
      return meta.filter(({ x, y }) => x > from - 40 && x < to + 40 && Number.isFinite(y)).flatMap(({ y }) => body(y, bottom));
    return meta.flatMap((point, at) => between(point, meta[at + 1] ?? point, from - 12, to + 12));
  });
}

/** Heights from the words on a bar down to its foot. */
function body(y: number, foot: number): number[] {
  return Array.from({ length: Math.ceil((foot - y) / 20) + 1 }, (_, step) => y - 16 + step * 20);
}

/** Five heights along the segment from `a` to `b`, as far as it runs between `from` and `to`. */
function between(a: Place, b: Place, from: number, to: number): number[] {
  return [0, 0.25, 0.5, 0.75, 1]
    .map((part) => ({ x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part }))
    .filter(({ x, y }) => x > from && x < to && Number.isFinite(y))
    .map(({ y }) => y);
}
