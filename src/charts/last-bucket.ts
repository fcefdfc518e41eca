/**
 * Bars and points whose options are lists, which only say that the last bucket looks otherwise: Chart.js resolves every option of
 * every element then, which takes longer than all the drawing. Here one set is shared and the last element gets its own.
 */
import type { Chart, Plugin } from 'chart.js';

type Options = Record<string, unknown>;

/** Takes the lists out of the datasets; the plugin gives the last elements their options back before they are drawn. */
export function sharedOptions(datasets: object[]): Plugin<'bar' | 'line'> {
  const last = datasets.map((dataset) => takeLast(dataset as Options));
  return {
    id: 'vigia-last-bucket',
    beforeDatasetsDraw(chart) {
      for (const [index, own] of last.entries()) giveOwn(chart, index, own);
    },
  };
}

/** Replaces each list by its first value when only its last differs; gives what differs. */
function takeLast(dataset: Options): Options {
  const own: Options = {};
  for (const [name, list] of Object.entries(dataset)) {
    if (name === 'data' || !Array.isArray(list) || list.length < 2) continue;
    const [usual] = list as unknown[];
    if (!list.slice(0, -1).every((one) => one === usual)) continue;
    own[ELEMENT_OPTIONS[name] ?? name] = list.at(-1);
    dataset[name] = usual;
  }
  return own;
}

/** A point's options are named after the point in a dataset, and plainly in the element. */
const ELEMENT_OPTIONS: Record<string, string> = { pointBackgroundColor: 'backgroundColor' };

function giveOwn(chart: Pick<Chart, 'getDatasetMeta'>, dataset: number, own: Options): void {
  const element = chart.getDatasetMeta(dataset).data.at(-1) as { options?: Options; inflateAmount?: unknown } | undefined;
  if (!element || Object.keys(own).length === 0) return;
  element.options = { ...element.options, ...own };
  // Chart.js has copied this one into the bar already.
  if ('inflateAmount' in own) element.inflateAmount = own['inflateAmount'];
}
