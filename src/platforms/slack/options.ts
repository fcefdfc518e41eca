/** Labels and options as Block Kit takes them. */
import type { PlainTextElement, PlainTextOption, StaticSelect } from '@slack/types';
import type { Option } from '../../view/card.ts';
import { orDash, shorten } from './escape.ts';
import { LIMITS } from './limits.ts';

/** A label: one line, never empty, cut with an ellipsis, its `:colons:` left alone. */
export function label(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: shorten(orDash(text).replaceAll(/\s+/g, ' '), max), emoji: false };
}

function carriable(value: string): string | undefined {
  return value.trim() !== '' && value.length <= LIMITS.optionValue ? value : undefined;
}

/** Options of which Slack can carry the value, or what `code` gives for it; a value is never cut, as it would mean something else. */
export function plainOptions(options: Option[], code: (value: string) => string | undefined = carriable): PlainTextOption[] {
  return options.flatMap(({ value, label: text }) => {
    const carried = code(value);
    return carried === undefined ? [] : [{ text: label(text, LIMITS.optionText), value: carried }];
  });
}

type Groups = Pick<StaticSelect, 'options' | 'option_groups'>;

/** Options in groups where they are more than a hundred (named after their first and last). */
export function grouped(options: PlainTextOption[]): Groups {
  if (options.length <= LIMITS.selectOptions) return { options };
  const groups: NonNullable<StaticSelect['option_groups']> = [];
  for (let start = 0; start < options.length && groups.length < LIMITS.optionGroups; start += LIMITS.selectOptions) {
    const part = options.slice(start, start + LIMITS.selectOptions);
    const name = `${shorten(part[0]?.text.text ?? '', 30)} – ${shorten(part.at(-1)?.text.text ?? '', 30)}`;
    groups.push({ label: label(name, LIMITS.optionText), options: part });
  }
  return { option_groups: groups };
}

type Choices = Groups & Pick<StaticSelect, 'initial_option'>;

/** The options of a select, and the one that is chosen. */
export function choices(options: PlainTextOption[], selected: string | undefined): Choices {
  const initial = options.find((option) => option.value === selected);
  return { ...grouped(options), ...(initial ? { initial_option: initial } : {}) };
}
