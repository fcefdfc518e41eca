/** What a person left in a form's inputs: Teams sends every value as a string, and several as one with commas. */
import type { Option } from '../../view/card.ts';
import { type Form, type FormValue, type FormValues, type Input, inputsOf } from '../../view/form.ts';

const NUMBER = /^[+-]?\d+([.,]\d+)?$/;
const LONGEST_LABEL = 60;

/** Our inputs' ids have a prefix, as they come back beside the button's own fields. */
export function idOf(name: string): string {
  return `input:${name}`;
}

/** A choice that was found by typing is not in the card: its name travels with it, so that a refused form can show it again. */
export function namedValue({ label, value }: Option): string {
  return `${encodeURIComponent(value)} ${label.slice(0, LONGEST_LABEL)}`;
}

/** The choice behind a value that carries its name. */
export function optionOf(sent: string): Option {
  const space = sent.indexOf(' ');
  const id = space < 0 ? sent : sent.slice(0, space);
  const value = decoded(id);
  return { value, label: space < 0 ? value : sent.slice(space + 1) };
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    // Not written by us; the handler that gets it finds nothing by it.
    return id;
  }
}

/** The values as handlers read them. What is empty is null; what is no number stays text. */
export function valuesOf(form: Form, inputs: Record<string, unknown>): FormValues {
  return Object.fromEntries(inputsOf(form).map((input) => [input.name, valueOf(input, textOf(inputs[idOf(input.name)]))]));
}

/** The chosen options of the searches of a form, by input name. */
export function chosenOf(form: Form, inputs: Record<string, unknown>): Record<string, Option> {
  const searches = inputsOf(form).filter(({ kind }) => kind === 'search');
  return Object.fromEntries(
    searches.flatMap(({ name }) => {
      const sent = textOf(inputs[idOf(name)]).trim();
      return sent === '' ? [] : [[name, optionOf(sent)]];
    }),
  );
}

function textOf(sent: unknown): string {
  return typeof sent === 'string' || typeof sent === 'number' || typeof sent === 'boolean' ? String(sent) : '';
}

function valueOf({ kind }: Input, sent: string): FormValue {
  const trimmed = sent.trim();
  switch (kind) {
    case 'toggle':
      return trimmed === 'true';
    case 'several':
    case 'ticks': {
      const chosen = trimmed.split(',').map((value) => value.trim());
      return [...new Set(chosen.filter(Boolean))];
    }
    case 'number':
      if (trimmed === '') return null;
      return NUMBER.test(trimmed) ? Number(trimmed.replace(',', '.')) : sent;
    case 'search':
      return trimmed === '' ? null : optionOf(trimmed).value;
    case 'text':
    case 'duration':
    case 'time':
    case 'date':
    case 'select':
      return trimmed === '' ? null : sent;
  }
}
