/** What a person left in a modal's inputs, as plain values. */
import type { ViewOutput } from '@slack/bolt';
import type { FormValues } from '../../view/form.ts';
import { decoded } from './codes.ts';

export type Values = ViewOutput['state']['values'];
export type Left = Values[string][string];

/** The element of a toggle, whose one box gives a boolean; every other input has its own or `value`. */
export const TOGGLE = 'toggle';

/** The input's name of a block id, which has more behind it when the form was drawn again. */
export function nameOf(blockId: string): string {
  return blockId.split('~', 1)[0] ?? blockId;
}

/** The values of a view by input name; `coded` are those behind its options' codes. */
export function formValues(values: Values, coded: readonly string[] = []): FormValues {
  return Object.fromEntries(
    Object.entries(values).flatMap(([block, elements]) =>
      Object.entries(elements).map(([action, left]): [string, FormValues[string]] => [nameOf(block), valueOf(action, left, coded)]),
    ),
  );
}

function valueOf(action: string, left: Left, coded: readonly string[]): FormValues[string] {
  const several = (left.selected_options ?? []).map(({ value }) => decoded(value, coded));
  switch (left.type) {
    case 'checkboxes':
      return action === TOGGLE ? several.length > 0 : several;
    case 'multi_static_select':
      return several;
    case 'static_select':
    case 'external_select':
      return left.selected_option ? decoded(left.selected_option.value, coded) : null;
    case 'timepicker':
      return left.selected_time ?? null;
    case 'datepicker':
      return left.selected_date ?? null;
    case 'number_input':
      return numberOf(left.value ?? '');
    default:
      return left.value ?? null;
  }
}

function numberOf(text: string): number | string | null {
  if (text.trim() === '') return null;
  return Number.isNaN(Number(text)) ? text : Number(text);
}

/** What an input shows, as one text: to tell whether it would look the same. */
export function leftText(left: Left | undefined): string {
  if (!left) return '';
  const options = left.selected_options?.map(({ value }) => value).toSorted();
  return options?.join(',') ?? left.selected_option?.value ?? left.selected_time ?? left.selected_date ?? left.value ?? '';
}
