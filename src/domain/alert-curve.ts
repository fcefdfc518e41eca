/** A rule's values over some hours, as a small chart shows them, and what they tell. */
import { type AlertRule, isUpward } from './alert-rule.ts';

export interface Sample {
  at: Date;
  value: number | null;
}

type Upward = Pick<AlertRule, 'operator'>;

/** Of two values the worse one; null is worse than nothing. */
function worseOf({ operator }: Upward, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return isUpward(operator) ? Math.max(a, b) : Math.min(a, b);
}

/** The stretch [from, to] in `count` equal parts, each with its worst value and named by its end; null where nothing is known. */
export function curveOf(samples: readonly Sample[], rule: Upward, { from, to, count }: { from: Date; to: Date; count: number }): Sample[] {
  const width = (to.getTime() - from.getTime()) / count;
  const parts = Array.from({ length: count }, (_, index): Sample => ({ at: new Date(from.getTime() + (index + 1) * width), value: null }));
  for (const { at, value } of samples) {
    const index = Math.min(count - 1, Math.max(0, Math.ceil((at.getTime() - from.getTime()) / width) - 1));
    const part = parts[index];
    if (part && at >= from && at <= to) part.value = worseOf(rule, part.value, value);
  }
  return parts;
}

const MINUTE_MS = 60_000;
/** A part of a chart is no shorter than some minutes: fewer that are missing do not show. */
const UNSEEN_MS = 10 * MINUTE_MS;

/** The stretch of whole minutes in [from, to] from the first gap among samples to the end of the last one; null where none would show. */
export function gapIn(samples: readonly Sample[], from: Date, to: Date): { from: Date; to: Date } | null {
  const first = Math.ceil(from.getTime() / MINUTE_MS) * MINUTE_MS;
  const last = Math.floor(to.getTime() / MINUTE_MS) * MINUTE_MS;
  const minutes = samples.map(({ at }) => Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
  const known = [first - MINUTE_MS, ...minutes, last + MINUTE_MS];
  const gaps = known.flatMap((at, index) => {
    const next = known[index + 1] ?? at;
    return next - at > UNSEEN_MS ? [{ from: new Date(at + MINUTE_MS), to: new Date(next - MINUTE_MS) }] : [];
  });
  const [begin, end] = [gaps[0], gaps.at(-1)];
  return begin && end ? { from: begin.from, to: end.to } : null;
}

/** How it came to what it is: the best value, the worst one after it, and the last. Undefined with fewer than two values. */
export function riseOf(
  samples: readonly Sample[],
  rule: Upward,
): { best: Sample & { value: number }; worst: Sample & { value: number }; last: Sample & { value: number } } | undefined {
  const known = samples.filter((one): one is Sample & { value: number } => one.value !== null);
  const last = known.at(-1);
  const isWorse = (one: number, than: number): boolean => (isUpward(rule.operator) ? one > than : one < than);
  let [worst] = known;
  if (!last || !worst || known.length < 2) return undefined;
  for (const one of known) if (!isWorse(worst.value, one.value)) worst = one;
  const before = known.slice(0, known.indexOf(worst) + 1);
  let [best = worst] = before;
  for (const one of before) if (!isWorse(one.value, best.value)) best = one;
  return { best, worst, last };
}
