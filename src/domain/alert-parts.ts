/** What of the facts an indicator is made of: whoever sums facts for one indicator can leave out the rest. */
import type { CountName, Fact } from './facts.ts';
import { type DurationName, DURATIONS } from './measures.ts';

export interface Parts {
  counts: readonly CountName[];
  durations: readonly DurationName[];
  /** The durations that are needed one by one, for a maximum or a percentile. */
  spread: DurationName | null;
}

const ABANDONED = ['abandonedByContact', 'abandonedByInactivity'] as const;

/** By the word after `period.`; durations have their own. */
const COUNTED: Readonly<Record<string, readonly CountName[]>> = {
  opened: ['opened', 'outbound'],
  answered: ['answered'],
  abandoned: ABANDONED,
  abandonment: ['answered', ...ABANDONED],
  service_level: ['answered', 'within', ...ABANDONED],
  closed: ['closed'],
  cancelled: ['cancelled'],
  transfers: ['transfers'],
  csat: ['ratings', 'scores', 'closed', 'cancelled'],
};

/** @param indicator of the periods, or the day's mean handle time; others are made of no facts */
export function partsOf(indicator: string | null): Parts {
  const [, name = '', part = ''] = /^(?:period|now)\.(\w+)\.?(\w*)/.exec(indicator ?? '') ?? [];
  const duration = DURATIONS.find((one) => one === name);
  if (!duration) return { counts: COUNTED[name] ?? [], durations: [], spread: null };
  return { counts: [], durations: [duration], spread: /^(max|p\d+)$/.test(part) ? duration : null };
}

/** Whether a fact adds anything to them. */
export function addsTo({ counts, durations }: Parts, fact: Pick<Fact, 'counts' | 'durations'>): boolean {
  return counts.some((name) => fact.counts[name] !== undefined) || durations.some((name) => fact.durations[name] !== undefined);
}
