/** What stands in a form's inputs while a person fills it in, and what is sent of it. */
import type { Language, Option } from '../../../view/card.ts';
import { type Form, type FormValue, type FormValues, type Input, inputsOf } from '../../../view/form.ts';
import { readNumber, shownNumber } from './typed-number.ts';

/** One found by typing: the words in the line, and what was picked; null while the words stand for nothing. */
export interface Looked {
  text: string;
  picked: Option | null;
}

export type Typed = string | boolean | string[] | Looked;
export type TypedForm = Record<string, Typed>;

export const textOf = (typed: Typed | undefined): string => (typeof typed === 'string' ? typed : '');
export const listOf = (typed: Typed | undefined): string[] => (Array.isArray(typed) ? typed : []);
export const lookedOf = (typed: Typed | undefined): Looked =>
  typeof typed === 'object' && !Array.isArray(typed) ? typed : { text: '', picked: null };

function offers(input: Input, value: string): boolean {
  return 'options' in input && input.options.some((option) => option.value === value);
}

/** What an input shows before anybody types. */
function firstOf(input: Input, language: Language): Typed {
  switch (input.kind) {
    case 'toggle':
      return input.value;
    case 'several':
    case 'ticks':
      return input.value.filter((value) => offers(input, value));
    case 'search':
      return { text: input.value?.label ?? '', picked: input.value ?? null };
    case 'number':
      return typeof input.value === 'number' ? shownNumber(input.value, language) : '';
    case 'select':
      return input.value !== undefined && offers(input, input.value) ? input.value : '';
    case 'text':
    case 'duration':
    case 'time':
    case 'date':
      return input.value ?? '';
  }
}

export function firstTyped(form: Form, language: Language): TypedForm {
  return Object.fromEntries(inputsOf(form).map((input) => [input.name, firstOf(input, language)]));
}

/** Whether what stands in an input now outlives the form's drawing anew. */
function outlives(input: Input, now: Typed, sent: Typed | undefined, language: Language): boolean {
  switch (input.kind) {
    // Other boxes may stand there now.
    case 'ticks':
      return false;
    case 'several':
      return now !== sent && listOf(now).every((value) => offers(input, value));
    case 'select':
      return now !== sent && offers(input, textOf(now));
    case 'number':
      return now !== sent || typeof readNumber(textOf(now), input.decimals === true, language) === 'string';
    case 'text':
    case 'duration':
    case 'time':
    case 'date':
    case 'search':
    case 'toggle':
      return now !== sent;
  }
}

/**
 * What stands in a form that was drawn anew: its values, but never in the place of what was typed after the button was pressed
 * (`sent`: what stood there then), nor of a number that nobody could read.
 */
export function typedAfter(form: Form, language: Language, typed: TypedForm, sent: TypedForm): TypedForm {
  const now = (input: Input): [string, Typed] => {
    const stands = typed[input.name];
    const kept = stands !== undefined && outlives(input, stands, sent[input.name], language);
    return [input.name, kept ? stands : firstOf(input, language)];
  };
  return Object.fromEntries(inputsOf(form).map(now));
}

function givenOf(input: Input, typed: Typed | undefined, language: Language): FormValue {
  switch (input.kind) {
    case 'toggle':
      return typed === true;
    case 'several':
    case 'ticks':
      return listOf(typed);
    case 'search':
      return lookedOf(typed).picked?.value ?? null;
    case 'number':
      return readNumber(textOf(typed), input.decimals === true, language);
    case 'select':
    case 'time':
    case 'date':
      return textOf(typed) || null;
    case 'text':
    case 'duration':
      return textOf(typed);
  }
}

/** Every value as the person left it. */
export function valuesOf(form: Form, typed: TypedForm, language: Language): FormValues {
  return Object.fromEntries(inputsOf(form).map((input) => [input.name, givenOf(input, typed[input.name], language)]));
}

/** Searches whose words were typed and nothing picked: to send nothing for them would lose the words silently. */
export function unpicked(form: Form, typed: TypedForm): string[] {
  return inputsOf(form).flatMap(({ kind, name }) => {
    const { text, picked } = lookedOf(typed[name]);
    return kind === 'search' && picked === null && text.trim() !== '' ? [name] : [];
  });
}
