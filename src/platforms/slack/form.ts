/** A form as a Slack modal, within its limits, and back: what was typed as plain values. */
import type { ViewSubmitAction } from '@slack/bolt';
import type { Checkboxes, InputBlock, KnownBlock, ModalView, NumberInput, PlainTextInput, StaticSelect } from '@slack/types';
import type { Translate } from '../../i18n/translate.ts';
import type { Form, FormBlock, FormErrors, FormValues, Input } from '../../view/form.ts';
import { shorten } from './escape.ts';
import { LIMITS } from './limits.ts';
import { chunks, inks } from './mrkdwn.ts';
import { cutNote } from './notes.ts';
import { choices, label, plainOptions } from './options.ts';
import { section } from './section.ts';

/** Every input has one element. */
const ELEMENT = 'value';
const ON = 'on';

/** A form as a view; `metadata` comes back with its submission. */
export function renderForm(form: Form, t: Translate, metadata: string): ModalView {
  if (metadata.length > LIMITS.viewMetadata) {
    throw new Error(
      `The state of the form ${form.submit} has ${metadata.length} characters, of which Slack carries ${LIMITS.viewMetadata}`,
    );
  }
  const blocks = form.blocks.flatMap((block) => formBlock(block, t));
  const fits = blocks.length <= LIMITS.viewBlocks;
  const kept = fits
    ? blocks
    : [...blocks.slice(0, LIMITS.viewBlocks - 1), cutNote('slack.cut.parts', LIMITS.viewBlocks - 1, blocks.length, t)];
  return {
    type: 'modal',
    callback_id: form.submit,
    private_metadata: metadata,
    title: label(form.title, LIMITS.viewTitle),
    submit: label(form.submitLabel, LIMITS.viewTitle),
    close: label(form.cancelLabel, LIMITS.viewTitle),
    blocks: kept,
  };
}

function formBlock(block: FormBlock, t: Translate): KnownBlock[] {
  return block.kind === 'section' ? chunks(inks(block.text), LIMITS.sectionText).map(section) : inputBlock(block, t);
}

function inputBlock(input: Input, t: Translate): KnownBlock[] {
  const made = element(input, t);
  // A select without a single option is an input that nobody could fill, and Slack refuses it.
  if (!made) return chunks([{ bold: input.label }, '\n–'], LIMITS.sectionText).map(section);
  const block: InputBlock = {
    type: 'input',
    block_id: input.name,
    label: label(input.label, LIMITS.inputLabel),
    optional: input.kind === 'toggle' || !input.required,
    element: made,
    ...(input.hint ? { hint: label(input.hint, LIMITS.inputLabel) } : {}),
  };
  return [block, ...cut(input, t)];
}

/** What of a long value or a long list of options is not there, in words. */
function cut(input: Input, t: Translate): KnownBlock[] {
  if (input.kind === 'text' && (input.value ?? '').length > longest(input)) {
    return [cutNote('slack.cut.characters', longest(input), (input.value ?? '').length, t)];
  }
  if (input.kind !== 'select') return [];
  const shown = plainOptions(input.options).length;
  return shown < input.options.length ? [cutNote('slack.cut.options', shown, input.options.length, t)] : [];
}

function element(input: Input, t: Translate): InputBlock['element'] | undefined {
  switch (input.kind) {
    case 'text':
      return {
        type: 'plain_text_input',
        action_id: ELEMENT,
        multiline: input.multiline ?? false,
        max_length: longest(input),
        ...(input.value ? { initial_value: input.value.slice(0, longest(input)) } : {}),
      } satisfies PlainTextInput;
    case 'number':
      return {
        type: 'number_input',
        action_id: ELEMENT,
        is_decimal_allowed: input.decimals ?? false,
        ...(takes(input) ? { initial_value: String(input.value) } : {}),
        ...(input.min === undefined ? {} : { min_value: String(input.min) }),
        ...(input.max === undefined ? {} : { max_value: String(input.max) }),
      } satisfies NumberInput;
    case 'select': {
      const options = plainOptions(input.options).slice(0, LIMITS.selectOptions * LIMITS.optionGroups);
      return options.length > 0
        ? ({ type: 'static_select', action_id: ELEMENT, ...choices(options, input.value) } satisfies StaticSelect)
        : undefined;
    }
    case 'toggle': {
      const option = { text: label(t('slack.form.yes'), LIMITS.optionText), value: ON };
      return {
        type: 'checkboxes',
        action_id: ELEMENT,
        options: [option],
        ...(input.value ? { initial_options: [option] } : {}),
      } satisfies Checkboxes;
    }
  }
}

function longest(input: Extract<Input, { kind: 'text' }>): number {
  return Math.max(1, Math.min(input.maxLength ?? LIMITS.inputText, LIMITS.inputText));
}

/** Slack refuses the whole modal for a number that it would not let anybody type. */
function takes({ value, min = -Infinity, max = Infinity, decimals }: Extract<Input, { kind: 'number' }>): boolean {
  return value !== undefined && value >= min && value <= max && (decimals === true || Number.isInteger(value));
}

type Values = ViewSubmitAction['view']['state']['values'];

/** A submission's values by input name, as the person left them. */
export function formValues(values: Values): FormValues {
  return Object.fromEntries(Object.entries(values).map(([name, elements]) => [name, valueOf(Object.values(elements)[0])]));
}

function valueOf(state: Values[string][string] | undefined): FormValues[string] {
  switch (state?.type) {
    case 'checkboxes':
      return (state.selected_options ?? []).length > 0;
    case 'static_select':
      return state.selected_option?.value ?? null;
    case 'number_input':
      return state.value === null || state.value === undefined || state.value === '' ? null : Number(state.value);
    default:
      return state?.value ?? null;
  }
}

/** Errors as Slack takes them: each at an input of the view; one for an input that is not there goes to the first. */
export function viewErrors(errors: FormErrors, inputs: string[]): Record<string, string> {
  const [first] = inputs;
  const placed: Record<string, string> = {};
  for (const [name, text] of Object.entries(errors)) {
    const at = inputs.includes(name) ? name : first;
    if (at !== undefined) placed[at] = shorten(placed[at] ? `${placed[at]} ${text}` : text, LIMITS.inputLabel);
  }
  return placed;
}
