/** Checks the rollups against the conversations, in the terminal's words. */
import type { Parameters } from './domain/parameters.ts';
import { dateInstant, periodAt } from './domain/periods.ts';
import type { Store } from './store/connect.ts';
import { verifyRollups } from './store/rollups/verify.ts';

const TOLD_EVERY_MS = 500;

/**
 * @param range `2026-11-01..2026-11-30`, local days, the last one included; absent: everything
 * @throws Error when the range is none
 */
export async function verify(
  store: Store,
  parameters: () => Promise<Parameters>,
  range: string | undefined,
  progress: (line: string) => void,
): Promise<{ lines: string[]; differences: number }> {
  const current = await parameters();
  let told = 0;
  const tell = (done: number, of: number): void => {
    if (performance.now() - told < TOLD_EVERY_MS) return;
    told = performance.now();
    progress(`\r${done} of ${of} hours `);
  };
  const { compared, skipped, differences } = await verifyRollups(store, current, rangeOf(range, current.timeZone), tell);
  progress('\r');
  const summary = `${compared} rollups compared, ${differences.length} differences, ${skipped} skipped (stale, being built or pruned)`;
  return { lines: [...differences, summary], differences: differences.length };
}

function rangeOf(range: string | undefined, timeZone: string): { from?: Date; to?: Date } {
  if (range === undefined) return {};
  const [first = '', last = first] = range.split('..');
  const [from, end] = [dateInstant(first, timeZone), dateInstant(last, timeZone)];
  if (!from || !end || from > end) throw new Error(`verify: expected local days such as 2026-11-01..2026-11-30, not ${range}`);
  return { from, to: periodAt('day', end, timeZone).to };
}
