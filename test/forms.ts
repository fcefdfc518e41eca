/** Forms as a person fills them in, through the product's own dispatch. */
import type { Answer } from '../src/app/command.ts';
import type { Origin, Reply } from '../src/app/dispatch.ts';
import { plain } from '../src/view/card.ts';
import { type Form, type FormErrors, type FormValue, type FormValues, inputsOf } from '../src/view/form.ts';
import type { TestCore } from './core.ts';

/** A form before somebody's eyes. */
export interface OpenForm {
  form: Form;
  /** What its inputs show. */
  values: FormValues;
  /** Every visible word. */
  words: string;
  /** The labels of its buttons. */
  buttons: string[];
  /** Submits it; every other input keeps what it shows. */
  submit: (given?: FormValues, by?: Origin) => Promise<Reply>;
  /** Presses a button of it, and gives the form that answers. */
  press: (label: string, given?: FormValues) => Promise<OpenForm>;
}

function shownValue(value: unknown): FormValue {
  return typeof value === 'object' && value !== null && 'value' in value ? String(value.value) : ((value ?? null) as FormValue);
}

/** The form that a reply has; throws when it has none. */
export function formOf({ answer }: { answer: Answer }, { dispatch }: Pick<TestCore, 'dispatch'>, by: Origin): OpenForm {
  if (answer.kind !== 'form') throw new Error(`a form was expected, not ${JSON.stringify(answer)}`);
  const { form } = answer;
  const values = Object.fromEntries(inputsOf(form).map((input) => [input.name, shownValue(input.value)]));
  const buttons = form.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
  const words = form.blocks.map((block) => {
    if (block.kind === 'buttons') return '';
    if (block.kind === 'section' || block.kind === 'preview') return plain(block.text);
    return [block.label, block.hint].filter(Boolean).join('\n');
  });
  const send = (id: string, given: FormValues, value: string, origin: Origin): Promise<Reply> =>
    dispatch.submit(id, { ...values, ...given }, form.state ?? '', origin, value);
  return {
    form,
    values,
    words: words.filter(Boolean).join('\n'),
    buttons: buttons.map(({ label }) => label),
    submit: (given = {}, origin = by) => send(form.submit, given, '', origin),
    press: async (label, given = {}) => {
      const button = buttons.find((one) => one.label === label);
      if (!button) throw new Error(`no button ${label} among ${buttons.map((one) => one.label).join(', ')}`);
      return formOf(await send(button.action, given, button.value ?? '', by), { dispatch }, by);
    },
  };
}

/** Opens a form by the button of a card. */
export async function openForm(core: Pick<TestCore, 'dispatch'>, action: string, value: string, by: Origin): Promise<OpenForm> {
  return formOf(await core.dispatch.act(action, value, by), core, by);
}

/** The errors that a reply has; throws when it has none. */
export function errorsOf({ answer }: { answer: Answer }): FormErrors {
  if (answer.kind !== 'invalid') throw new Error(`errors were expected, not ${JSON.stringify(answer).slice(0, 500)}`);
  return answer.errors;
}

/** Every word of the card that a reply has. */
export function cardWords({ answer }: { answer: Answer }): string {
  if (answer.kind !== 'card') throw new Error(`a card was expected, not ${JSON.stringify(answer).slice(0, 500)}`);
  const { title, blocks } = answer.card;
  const words = blocks.map((block) => {
    if (block.kind === 'text' || block.kind === 'context') return plain(block.text);
    if (block.kind === 'fields') return block.fields.map(({ label, value }) => `${label}: ${plain(value)}`).join('\n');
    if (block.kind === 'list') return block.rows.map(({ lead, facts }) => [lead, ...facts].join(' · ')).join('\n');
    return '';
  });
  return [title, ...words].filter(Boolean).join('\n');
}
