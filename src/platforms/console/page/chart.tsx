import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Chart } from '../../../view/card.ts';
import type { ChartLinks } from '../wire.ts';
import { numbersOf } from './numbers.ts';
import { DataTable } from './table.tsx';
import { useSay } from './words.ts';

/** A chart: its picture, described, and its numbers as a table for whoever wants them exact. */
export function ChartFigure({ chart, links, theme }: { chart: Chart; links: ChartLinks | null; theme: keyof ChartLinks }): JSX.Element {
  const say = useSay();
  const source = links?.[theme];
  const [broken, setBroken] = useState<string | null>(null);
  const { columns, rows } = numbersOf(chart, say('chart.target'));
  return (
    <figure class="chart">
      {source && broken !== source ? (
        <img src={source} alt={chart.alt} width={800} height={400} decoding="async" onError={() => setBroken(source)} />
      ) : (
        <p class="missing">
          {chart.alt} <span>{say('chart.missing')}</span>
        </p>
      )}
      <details>
        <summary>{say('chart.numbers')}</summary>
        <DataTable caption={chart.title} columns={columns} rows={rows} />
      </details>
    </figure>
  );
}
