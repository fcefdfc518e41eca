/** From the start of the process to `/readyz`, on a data directory that is empty and on one that was used before. */
import { type Figure, median, milliseconds } from './figures.ts';
import type { Place } from './place.ts';
import { startVigia } from './vigia.ts';

const TIMES = 5;

async function startOn(directory: string): Promise<number> {
  const vigia = await startVigia(directory);
  await vigia.stop();
  return vigia.readyMs;
}

export async function benchStart(place: Place): Promise<Figure[]> {
  const empty: number[] = [];
  const warm: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const directory = place.folder('start');
    empty.push(await startOn(directory));
    warm.push(await startOn(directory));
  }
  const figure = (what: string, values: number[]): Figure => ({
    what,
    result: `median ${milliseconds(median(values))}, worst ${milliseconds(Math.max(...values))}`,
    on: `${TIMES} starts, embedded engine`,
  });
  return [figure('start to ready, empty DATA_DIR', empty), figure('start to ready, used DATA_DIR', warm)];
}
