/** The three durations with a target: which is missed, and where it was worst. */
import { mean, type Measures } from '../../../domain/measures.ts';
import type { Parameters } from '../../../domain/parameters.ts';
import type { Slot } from '../../../domain/periods.ts';
import type { Services } from '../../services.ts';
import { targetTone } from './comparison.ts';
import { bucketText, type Drawn, type Told } from './told.ts';

export const TIMED = ['wait', 'first_response', 'handle'] as const;
export type Timed = (typeof TIMED)[number];

/** ms; a mean wait is held against the service level's time. */
export function targetOf(name: Timed, parameters: Parameters): number {
  const targets: Record<Timed, number> = {
    wait: parameters.serviceLevelMs,
    first_response: parameters.firstResponseTargetMs,
    handle: parameters.handleTargetMs,
  };
  return targets[name];
}

/** `target 5 min`; of the wait, the service level's name. */
export function targetText(name: Timed, parameters: Parameters, { t, format }: Services): string {
  const target = format.duration(targetOf(name, parameters));
  return name === 'wait' ? t('chart.target.wait', { target }) : t('chart.target', { target });
}

type Slots = readonly (Slot & { total: Measures })[];

/** The bucket with the longest mean; none where all are in one bucket. */
function worst(name: Timed, slots: Slots): { slot: Slot; value: number } | undefined {
  const means = slots.flatMap((slot) => {
    const value = mean(slot.total[name]);
    return value === null ? [] : [{ slot, value }];
  });
  return means.length > 1 ? means.sort((a, b) => b.value - a.value)[0] : undefined;
}

/** One sentence: the targets that are missed, the farthest first, and its worst bucket; or that all are met. */
export function targetsHeadline(total: Measures, slots: Slots, told: Told): Drawn['headline'] {
  const { parameters, services } = told;
  const { t, format } = services;
  const known = TIMED.flatMap((name) => {
    const value = mean(total[name]);
    const target = targetOf(name, parameters);
    return value === null ? [] : [{ name, value, target, over: value / target }];
  });
  if (known.length === 0) return { text: t('chart.metrics.empty') };
  const missed = known.filter(({ value, target }) => value > target).sort((a, b) => b.over - a.over);
  const words = (list: typeof known): string =>
    format.join(
      list.map(({ name, value }) => `${t(`chart.mean.${name}`)} ${format.duration(value)} (${targetText(name, parameters, services)})`),
    );
  const [first] = missed;
  if (!first) return { tone: 'good', text: t('chart.metrics.met', { list: words(known) }) };
  const peak = worst(first.name, slots);
  const where = peak && { bucket: bucketText(peak.slot, told), value: format.duration(peak.value), measure: t(`chart.mean.${first.name}`) };
  return {
    tone: targetTone(first.value, first.target),
    text: [
      { bold: t('chart.metrics.missed', { count: missed.length, total: known.length, list: words(missed) }) },
      ...(where ? [` ${t('chart.metrics.worst', where)}`] : []),
    ],
  };
}
