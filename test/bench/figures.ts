/** Small statistics, and the table that a run prints. */

/** A line of the table: what was measured, what came out, and what it was measured on. */
export interface Figure {
  what: string;
  result: string;
  on: string;
}

/** The value with at least `share` of the values at or below it (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** How long `run` takes, in ms. */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

export function rate(count: number, ms: number): string {
  return `${Math.round((count / ms) * 1000).toLocaleString('en')}/s`;
}

/** One digit below 100 ms, none above: what the clock of a shared machine is good for. */
export function milliseconds(ms: number): string {
  return `${ms < 100 ? ms.toFixed(1) : Math.round(ms).toLocaleString('en')} ms`;
}

/** `p50 3.1 ms, p95 4.0 ms` of durations in ms. */
export function spread(values: readonly number[], high: 0.95 | 0.99): string {
  return `p50 ${milliseconds(median(values))}, p${high * 100} ${milliseconds(percentile(values, high))}`;
}

export function ratio(a: number, b: number): string {
  return `${(a / b).toFixed(2)} ×`;
}

/** The figures as aligned columns, which Markdown reads as a table too. */
export function table(figures: readonly Figure[]): string {
  const rows = [['measured', 'result', 'on'], ...figures.map(({ what, result, on }) => [what, result, on])];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n');
}
