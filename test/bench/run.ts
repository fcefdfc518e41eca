/**
 * `npm run bench`: every figure in one run, on an embedded engine of its own. Nothing is asserted.
 * `npm run bench -- import charts` measures these parts alone; `seed` only writes what the dashboard is measured on.
 */
import { cpus } from 'node:os';
import { benchAlerts } from './alerts.ts';
import { benchCharts } from './charts.ts';
import { benchCsv } from './csv.ts';
import { benchDashboard, seedDesks } from './dashboard.ts';
import { type Figure, table } from './figures.ts';
import { benchImport } from './import.ts';
import { openPlace, type Place } from './place.ts';
import { benchQuestions } from './questions.ts';
import { benchStart } from './start.ts';
import { benchWebhooks } from './webhooks.ts';

const began = performance.now();

function tell(part: string): void {
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${part}\n`);
}

async function answersAndCharts(place: Place): Promise<Figure[]> {
  const { figures, chart } = await benchQuestions(place);
  tell('charts');
  return [...figures, ...(await benchCharts(chart))];
}

const PARTS: Record<string, (place: Place) => Promise<Figure[]>> = {
  start: benchStart,
  webhooks: benchWebhooks,
  import: benchImport,
  charts: answersAndCharts,
  csv: benchCsv,
  alerts: (place) => benchAlerts(place, tell),
  dashboard: (place) => benchDashboard(place, tell),
};

const [...wanted] = process.argv.slice(2);
const place = await openPlace();
const figures: Figure[] = [];
try {
  if (wanted.includes('seed')) await seedDesks(place, tell);
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    tell(name);
    figures.push(...(await part(place)));
  }
  tell('done');
} finally {
  await place.close();
}
process.stdout.write(`\n${table(figures)}\n\nNode ${process.versions.node}, ${cpus().length} cores, ${process.platform} ${process.arch}\n`);
