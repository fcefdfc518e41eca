/** A form as a card in the chat: it opens after any button, on a phone too, and stays when a value is refused. */
import type { Translate } from '../../i18n/translate.ts';
import { type Form, type FormBlock, type FormErrors, type FormValues, type Input, inputsOf } from '../../view/form.ts';
import { execute } from './actions.ts';
import { type AdaptiveCard, type Element, paragraph, textBlock } from './element.ts';
import { escape, linesOf, strong } from './markdown.ts';
import { adaptive } from './render.ts';

/** What a refused form shows again: why, and what the person had typed. */
export interface Refused {
  errors: FormErrors;
  values: FormValues;
}

/** Our inputs' ids have a prefix, as they come back beside the button's own fields. */
function idOf(name: string): string {
  return `input:${name}`;
}

/** The form as a card; with `refused`, each error as text under its input and the values kept. */
export function renderForm(form: Form, t: Translate, refused?: Refused): AdaptiveCard {
  const body = [
    textBlock(strong(form.title) || ' ', { style: 'heading', size: 'Medium' }),
    ...form.blocks.flatMap((block) => formElements(block, t, refused)),
    {
      type: 'ActionSet',
      actions: [
        execute(form.submitLabel, form.submit, { vigia: 'submit', form }, { style: 'positive', fallback: 'drop' }),
        execute(form.cancelLabel, 'cancel', { vigia: 'cancel', title: form.title }, { associatedInputs: 'none' }),
      ],
    },
  ];
  return adaptive(body, form.title);
}

function formElements(block: FormBlock, t: Translate, refused: Refused | undefined): Element[] {
  if (block.kind === 'section') return paragraph(linesOf(block.text));
  const error = refused?.errors[block.name];
  const value = refused ? refused.values[block.name] : undefined;
  const hint = block.hint ? [textBlock(escape(block.hint), { isSubtle: true, size: 'Small', spacing: 'None' })] : [];
  const wrong = error ? [textBlock(`🔴 ${escape(error)}`, { id: `error:${block.name}`, color: 'Attention', spacing: 'None' })] : [];
  return [inputElement(block, t, value ?? undefined), ...hint, ...wrong];
}

/** `typed`: what the person had left there, in place of the form's own value. */
function inputElement(input: Input, t: Translate, typed: string | number | boolean | undefined): Element {
  const common = {
    id: idOf(input.name),
    label: input.label,
    ...(input.required && { isRequired: true, errorMessage: t('teams.required') }),
  };
  switch (input.kind) {
    case 'text':
      return {
        type: 'Input.Text',
        ...common,
        ...given(typed ?? input.value),
        isMultiline: input.multiline ?? false,
        ...maxLength(input.maxLength),
      };
    case 'number':
      return {
        type: 'Input.Number',
        ...common,
        errorMessage: t('teams.invalid'),
        ...given(numeric(typed) ?? input.value),
        ...bounds(input.min, input.max),
      };
    case 'select': {
      const choices = input.options.map(({ label, value }) => ({ title: label, value }));
      return { type: 'Input.ChoiceSet', ...common, style: 'compact', choices, ...given(typed ?? input.value) };
    }
    case 'toggle':
      return { type: 'Input.Toggle', id: common.id, title: input.label, value: String(typed ?? input.value) };
  }
}

function given(value: string | number | boolean | undefined): Record<string, unknown> {
  return value === undefined ? {} : { value: typeof value === 'boolean' ? String(value) : value };
}

function numeric(value: string | number | boolean | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function maxLength(length: number | undefined): Record<string, unknown> {
  return length === undefined ? {} : { maxLength: length };
}

function bounds(min: number | undefined, max: number | undefined): Record<string, unknown> {
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

/** The values as our handlers read them: Teams sends every one as a string. An empty one is null; what is no number stays text. */
export function valuesOf(form: Form, inputs: Record<string, unknown>): FormValues {
  return Object.fromEntries(inputsOf(form).map((input) => [input.name, valueOf(input, inputs[idOf(input.name)])]));
}

function valueOf(input: Input, sent: unknown): string | number | boolean | null {
  if (input.kind === 'toggle') return sent === true || sent === 'true';
  if (typeof sent === 'number') return input.kind === 'number' ? sent : String(sent);
  if (typeof sent !== 'string' || sent.trim() === '') return null;
  if (input.kind !== 'number') return sent;
  const parsed = Number(sent.trim().replace(',', '.'));
  return Number.isFinite(parsed) ? parsed : sent;
}
