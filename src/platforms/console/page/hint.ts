import type { Language } from '../../../view/card.ts';
import type { Input } from '../../../view/form.ts';
import type { Say } from './words.ts';

/** What an input takes, in a line: the form's own words, else what its kind and range say. */
export function hintOf(input: Input, say: Say, language: Language): string | undefined {
  if (input.hint) return input.hint;
  if (input.kind === 'duration') return say('form.duration');
  if (input.kind !== 'number') return undefined;
  const shown = (value: number | undefined): string | undefined => value?.toLocaleString(language);
  const [min, max] = [shown(input.min), shown(input.max)];
  if (min !== undefined && max !== undefined) return say('form.range', { min, max });
  if (min !== undefined) return say('form.atLeast', { min });
  return max === undefined ? undefined : say('form.atMost', { max });
}
