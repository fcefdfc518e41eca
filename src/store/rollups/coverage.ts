/** What may be read from rollups: how far they reach back, and which of them are stale. */
import type { Parameters } from '../../domain/parameters.ts';
import type { Store } from '../connect.ts';
import { type Changes, changesOf } from './open.ts';
import { generationOf, HOUR_MS, type Level, LEVELS, type Span, spanOf } from './names.ts';

export const COVERAGE = 'rollups';
/** Before everything that can happen. */
export const BEGINNING = new Date(-8_640_000_000_000_000);
/** After everything: nothing is rolled up. */
const NEVER = new Date(8_640_000_000_000_000);

/** Instants in ms, as `CoverageDoc` has them. */
export interface Coverage {
  generation: string;
  hours: number;
  spans: Record<Level, number>;
  /** Before it hours are pruned, and their rollups hold whatever their generation. */
  frozenBefore: number;
  /** UTC hours since 1970, ascending. */
  staleHours: number[];
  staleSpans: Span[];
  changes: Changes;
}

/** As it stands now, for questions with these parameters. Read before the rollups themselves, so that no change falls between. */
export async function readCoverage(store: Store, parameters: Pick<Parameters, 'timeZone' | 'serviceLevelMs'>): Promise<Coverage> {
  const [known, stale] = await Promise.all([
    store.coverage.findOne({ _id: COVERAGE }),
    store.stale.find({}, { projection: { hours: 1, rollup: 1, conversations: 1 } }).toArray(),
  ]);
  const generation = generationOf(parameters);
  const at = (from: Date | undefined, usable: boolean): number => (usable && from ? from : NEVER).getTime();
  const current = known?.generation === generation;
  const inZone = current && known.timeZone === parameters.timeZone;
  return {
    generation,
    hours: at(known?.hours, current),
    spans: { day: at(known?.days, inZone), month: at(known?.months, inZone), year: at(known?.years, inZone) },
    frozenBefore: (known?.frozen?.to ?? BEGINNING).getTime(),
    staleHours: [...new Set(stale.flatMap(({ hours }) => hours ?? []))].sort((a, b) => a - b),
    changes: changesOf(stale),
    staleSpans: stale.flatMap(({ rollup }) => (rollup && spanOf(rollup, parameters.timeZone)) || []),
  };
}

/** Whether a stale hour touches [from, to), in ms. */
export function isTouched(staleHours: readonly number[], from: number, to: number): boolean {
  let [low, high] = [0, staleHours.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (((staleHours[middle] ?? 0) + 1) * HOUR_MS <= from) low = middle + 1;
    else high = middle;
  }
  const next = staleHours[low];
  return next !== undefined && next * HOUR_MS < to;
}

/**
 * Whether the rollups of a span may be read up to `to`: they are built, and nothing in there is to be computed again. Days wait for
 * their hours, months for their days too, years for all of them.
 */
export function isFresh({ spans, staleHours, staleSpans }: Coverage, { level, from }: Span, to: Date): boolean {
  const touches = (stale: Span): boolean => LEVELS.indexOf(stale.level) <= LEVELS.indexOf(level) && stale.from < to && stale.to > from;
  return from.getTime() >= spans[level] && !isTouched(staleHours, from.getTime(), to.getTime()) && !staleSpans.some(touches);
}
