/** `npm run bench`: every figure in one run, on an embedded engine of its own. Nothing is asserted. */
import { cpus } from 'node:os';
import { benchCharts } from './charts.ts';
import { type Figure, table } from './figures.ts';
import { benchImport } from './import.ts';
import { openPlace } from './place.ts';
import { benchQuestions } from './questions.ts';
import { benchStart } from './start.ts';
import { benchWebhooks } from './webhooks.ts';

const began = performance.now();
const place = await openPlace();
const figures: Figure[] = [];

function tell(part: string): void {
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${part}\n`);
}

try {
  tell('start to ready');
  figures.push(...(await benchStart(place)));
  tell('webhooks');
  figures.push(...(await benchWebhooks(place)));
  tell('import of the bank month');
  figures.push(...(await benchImport(place)));
  tell('now and today over a year');
  const { figures: questions, chart } = await benchQuestions(place);
  figures.push(...questions);
  tell('charts');
  figures.push(...(await benchCharts(chart)));
  tell('done');
} finally {
  await place.close();
}
process.stdout.write(`\n${table(figures)}\n\nNode ${process.versions.node}, ${cpus().length} cores, ${process.platform} ${process.arch}\n`);
