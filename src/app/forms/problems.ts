/** What is wrong with a value, in words that say what was expected. */
import type { Problem } from '../../domain/problems.ts';
import type { Services } from '../services.ts';

/** The sentence for a problem; durations in words. */
export function problemText({ key, values = {} }: Problem, { t, format }: Pick<Services, 't' | 'format'>): string {
  if (key !== 'duration') return t(`problem.${key}`, values);
  const { min, max } = values;
  return t('problem.duration', { min: format.duration(Number(min)), max: format.duration(Number(max)) });
}
