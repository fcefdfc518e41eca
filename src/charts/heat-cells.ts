/** A heatmap's cells, drawn as the rectangles they are: as bars of Chart.js they would cost most of the picture's time. */
import type { ChartDataset, Plugin } from 'chart.js';
import type { Drawn } from './canvas.ts';
import type { Direct } from './drawing.ts';

interface Row {
  fills: string[];
  edges: string[];
}

/** Where a cell stands, in px. */
export interface Cell {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Takes the cells out of the datasets, and draws them where Chart.js would have put the bars. */
export function heatCells(
  datasets: ChartDataset<'bar' | 'line', (number | null)[]>[],
  { background, empty }: Direct,
): Plugin<'bar' | 'line'> {
  const rows = datasets.map((dataset): Row => {
    dataset.data = [];
    return { fills: textsOf(dataset.backgroundColor), edges: textsOf(dataset.borderColor) };
  });
  return {
    id: 'vigia-heat-cells',
    beforeDatasetsDraw(chart) {
      if (empty) return;
      for (const [row, { fills, edges }] of rows.entries())
        for (const [column, fill] of fills.entries()) drawCell(chart as unknown as Drawn, row, column, fill, edges[column] ?? background);
    },
  };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The edge stands in the gap between cells, which the surface's colour makes. */
function drawCell(chart: Drawn, row: number, column: number, fill: string, edge: string): void {
  const { x, y, width, height } = cellAt(chart, row, column);
  chart.ctx.fillStyle = edge;
  chart.ctx.fillRect(x, y, width, height);
  chart.ctx.fillStyle = fill;
  chart.ctx.fillRect(x + 0.75, y + 0.75, width - 1.5, height - 1.5);
}

export function cellAt({ chartArea: { left, right, top, bottom }, data }: Drawn, row: number, column: number): Cell {
  const width = (right - left) / Math.max(1, data.labels?.length ?? 0);
  const height = (bottom - top) / Math.max(1, data.datasets.length);
  return { x: left + column * width, y: top + row * height, width, height };
}
