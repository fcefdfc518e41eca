/** What a person left in a form's inputs: Teams sends every value as a string, and several as one with commas. */
import type { Option } from '../../view/card.ts';
import { type Form, type FormValue, type FormValues, type Input, inputsOf } from '../../view/form.ts';

const NAMED = /^(.*) \[([^[\]]*)\]$/s;
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;
const LONGEST_LABEL = 60;

/** Our inputs' ids have a prefix, as they come back beside the button's own fields. */
export function idOf(name: string): string {
  return `input:${name}`;
}

/**
 * A choice that was found by typing is not in the card: its name travels with it, so that a refused form can show it again. The name
 * comes first, as some clients show the value of a choice: `Ana Lima [teams:a-1]`.
 */
export function namedValue({ label, value }: Option): string {
  return `${label.slice(0, LONGEST_LABEL)} [${value.replaceAll(/[%[\]]/g, (sign) => encodeURIComponent(sign))}]`;
}

/** The choice behind a value that carries its name; what carries none is its own name. */
export function optionOf(sent: string): Option {
  const [, label, id] = NAMED.exec(sent) ?? [];
  if (label === undefined || id === undefined) return { value: sent, label: sent };
  return { value: id.replaceAll(/%(25|5B|5D)/g, (code) => decodeURIComponent(code)), label };
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
