/** A card's chart as a Chart.js configuration of plain JSON, which any QuickChart server can draw. */
import type { Chart } from '../view/card.ts';
import { barsAndLines } from './bars-and-lines.ts';
import type { Drawing } from './drawing.ts';
import { heatmap } from './heatmap.ts';
import type { Theme } from './palette.ts';
import { panels } from './panels.ts';

/** What to draw, as data: no functions, equal to itself after a JSON round trip. */
export function drawingOf(chart: Chart, theme: Theme): Drawing {
  switch (chart.type) {
    case 'bar':
    case 'horizontalBar':
    case 'line':
      return barsAndLines(chart, theme);
    case 'panels':
      return panels(chart, theme);
    case 'heatmap':
      return heatmap(chart, theme);
  }
}
