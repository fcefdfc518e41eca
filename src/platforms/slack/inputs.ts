/** A form's inputs as Block Kit elements. */
import type { Checkboxes, InputBlockElement, MultiStaticSelect, NumberInput, PlainTextInput, PlainTextOption } from '@slack/types';
import type { Translate } from '../../i18n/translate.ts';
import type { Option } from '../../view/card.ts';
import type { Input } from '../../view/form.ts';
import { type Codes, decoded } from './codes.ts';
import { LIMITS } from './limits.ts';
import { choices, grouped, label, plainOptions } from './options.ts';
import { TOGGLE } from './values.ts';

const ELEMENT = 'value';
const ON = 'on';

/** The element of an input; none for a choice without a single option, which nobody could fill and Slack refuses. */
export function element(input: Input, t: Translate, codes: Codes): InputBlockElement | undefined {
  switch (input.kind) {
    case 'text':
      return textInput(input.value, longest(input), input.multiline ?? false);
    case 'duration':
      return textInput(input.value, LIMITS.inputText, false);
    case 'number':
      return numberInput(input);
    case 'time':
      return { type: 'timepicker', action_id: ELEMENT, ...(isTime(input.value) ? { initial_time: input.value } : {}) };
    case 'date':
      return { type: 'datepicker', action_id: ELEMENT, ...(isDate(input.value) ? { initial_date: input.value } : {}) };
    case 'select': {
      const options = optionsOf(input.options, codes);
      if (options.length === 0) return undefined;
      const [chosen] = input.value === undefined ? [] : chosenOf(options, [input.value], codes);
      return { type: 'static_select', action_id: ELEMENT, ...choices(options, chosen?.value) };
    }
    case 'search':
      return searched(input, t, codes);
    case 'several':
      return menu(optionsOf(input.options, codes), input.value, codes, t);
    case 'ticks': {
      const options = optionsOf(input.options, codes);
      return options.length > LIMITS.boxes ? menu(options, input.value, codes, t) : boxes(options, input.value, codes);
    }
    case 'toggle': {
      const option = { text: label(t('slack.form.yes'), LIMITS.optionText), value: ON };
      return { type: 'checkboxes', action_id: TOGGLE, options: [option], ...(input.value ? { initial_options: [option] } : {}) };
    }
  }
}

/** How many characters of a text Slack and the form take. */
export function longest(input: Extract<Input, { kind: 'text' }>): number {
  return Math.max(1, Math.min(input.maxLength ?? LIMITS.inputText, LIMITS.inputText));
}

function textInput(value: string | undefined, max: number, multiline: boolean): PlainTextInput {
  return {
    type: 'plain_text_input',
    action_id: ELEMENT,
    multiline,
    max_length: max,
    ...(value ? { initial_value: value.slice(0, max) } : {}),
  };
}

function numberInput(input: Extract<Input, { kind: 'number' }>): NumberInput {
  return {
    type: 'number_input',
    action_id: ELEMENT,
    is_decimal_allowed: input.decimals ?? false,
    ...(takes(input) ? { initial_value: String(input.value) } : {}),
    ...(input.min === undefined ? {} : { min_value: String(input.min) }),
    ...(input.max === undefined ? {} : { max_value: String(input.max) }),
  };
}

/** Slack refuses the whole modal for a number that it would not let anybody type. */
function takes({ value, min = -Infinity, max = Infinity, decimals }: Extract<Input, { kind: 'number' }>): boolean {
  return value !== undefined && value >= min && value <= max && (decimals === true || Number.isInteger(value));
}

/** A menu that asks us for its options while a person types; its action is the search's. */
function searched(input: Extract<Input, { kind: 'search' }>, t: Translate, codes: Codes): InputBlockElement {
  const [chosen] = input.value ? plainOptions([input.value], codes.code) : [];
  return {
    type: 'external_select',
    action_id: input.action,
    placeholder: label(t('slack.search.placeholder'), LIMITS.placeholder),
    min_query_length: 0,
    ...(chosen ? { initial_option: chosen } : {}),
  };
}

function menu(options: PlainTextOption[], value: string[], codes: Codes, t: Translate): MultiStaticSelect | undefined {
  if (options.length === 0) return undefined;
  const chosen = chosenOf(options, value, codes).slice(0, LIMITS.initialOptions);
  return {
    type: 'multi_static_select',
    action_id: ELEMENT,
    placeholder: label(t('slack.form.choose'), LIMITS.placeholder),
    ...grouped(options),
    ...(chosen.length > 0 ? { initial_options: chosen } : {}),
  };
}

function boxes(options: PlainTextOption[], value: string[], codes: Codes): Checkboxes | undefined {
  if (options.length === 0) return undefined;
  const chosen = chosenOf(options, value, codes);
  return { type: 'checkboxes', action_id: ELEMENT, options, ...(chosen.length > 0 ? { initial_options: chosen } : {}) };
}

/** Options as Slack carries them, at most as many as it takes. */
export function optionsOf(options: Option[], codes: Codes): PlainTextOption[] {
  return plainOptions(options, codes.code).slice(0, LIMITS.selectOptions * LIMITS.optionGroups);
}

function chosenOf(options: PlainTextOption[], chosen: string[], { values }: Codes): PlainTextOption[] {
  return options.filter(({ value = '' }) => chosen.includes(decoded(value, values)));
}

function isTime(value: string | undefined): value is string {
  return value !== undefined && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
}

/** A day of the calendar: Slack refuses the whole modal for the 31st of April. */
function isDate(value: string | undefined): value is string {
  if (value === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
