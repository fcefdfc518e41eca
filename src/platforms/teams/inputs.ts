/**
 * The inputs of a form. None is `isRequired` and numbers have no bounds in the card: Teams would then hold back every button of the
 * form, also Next, Search or Back, until all is filled in. The server says what is wrong, at each input.
 */
import type { Translate } from '../../i18n/translate.ts';
import type { Option } from '../../view/card.ts';
import type { FormErrors, FormValue, FormValues, Input } from '../../view/form.ts';
import { type Element, textBlock } from './element.ts';
import { escape } from './markdown.ts';
import { carried, namedDataset, titleOf } from './searches.ts';
import { idOf, namedValue } from './values.ts';

/** What a refused form shows again: why, and what the person had typed. */
export interface Refused {
  errors: FormErrors;
  values: FormValues;
  /** The choices of searches, with their names. */
  chosen: Record<string, Option>;
  /** Why nothing was done, where that is no input's fault. */
  notice?: string[] | undefined;
}

const REQUIRED_MARK = ' *';
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The input with its hint and its error under it. */
export function inputElements(input: Input, t: Translate, refused?: Refused): Element[] {
  const error = refused?.errors[input.name];
  const hint = input.hint ? [textBlock(escape(input.hint), { isSubtle: true, size: 'Small', spacing: 'None' })] : [];
  const wrong = error ? [textBlock(`🔴 ${escape(error)}`, { id: `error:${input.name}`, color: 'Attention', spacing: 'None' })] : [];
  return [inputElement(input, t, refused), ...hint, ...wrong];
}

function inputElement(input: Input, t: Translate, refused: Refused | undefined): Element {
  const label = `${input.label}${input.required ? REQUIRED_MARK : ''}`;
  const common = { id: idOf(input.name), label };
  // What was typed counts, also where that is nothing.
  const typed = <T>(own: T): T | FormValue => (refused ? (refused.values[input.name] ?? null) : own);
  switch (input.kind) {
    case 'text':
      return {
        type: 'Input.Text',
        ...common,
        isMultiline: input.multiline ?? false,
        ...(input.maxLength !== undefined && { maxLength: input.maxLength }),
        ...filled(text(typed(input.value))),
      };
    case 'duration':
      return { type: 'Input.Text', ...common, placeholder: t('teams.form.duration'), ...filled(text(typed(input.value))) };
    case 'number': {
      const value = typed(input.value);
      return { type: 'Input.Number', ...common, ...(typeof value === 'number' && { value }) };
    }
    case 'time':
      return { type: 'Input.Time', ...common, ...filled(matching(typed(input.value), TIME)) };
    case 'date':
      return { type: 'Input.Date', ...common, ...filled(matching(typed(input.value), DATE)) };
    case 'select':
      return choices({ ...common, style: 'compact', placeholder: t('teams.form.choose') }, input.options, [text(typed(input.value))], t);
    case 'search': {
      const chosen = refused ? refused.chosen[input.name] : input.value;
      return searched({ ...common, placeholder: t('teams.search.placeholder') }, input, chosen, t);
    }
    case 'several':
      return choices({ ...common, style: 'compact', isMultiSelect: true }, input.options.filter(carried), list(typed(input.value)), t);
    case 'ticks':
      return choices({ ...common, style: 'expanded', isMultiSelect: true }, input.options.filter(carried), list(typed(input.value)), t);
    case 'toggle':
      return { type: 'Input.Toggle', id: common.id, title: label, wrap: true, value: String(typed(input.value) === true) };
  }
}

interface Labelled {
  id: string;
  label: string;
  [property: string]: unknown;
}

function choices(more: Labelled, options: Option[], chosen: string[], t: Translate): Element {
  const known = chosen.filter((value) => options.some((one) => one.value === value));
  return choiceSet(more, options.map(titled), known, t);
}

/** One of many: the card holds a few, Teams asks for more while a person types. */
function searched(more: Labelled, input: Extract<Input, { kind: 'search' }>, chosen: Option | undefined, t: Translate): Element {
  const others = input.options.filter(({ value }) => value !== chosen?.value);
  const offered = (chosen ? [chosen, ...others] : others).map((one) => ({ ...titled(one), value: namedValue(one) }));
  const query = { style: 'filtered', 'choices.data': { type: 'Data.Query', dataset: namedDataset(input.action) } };
  return choiceSet({ ...more, ...query }, offered, chosen ? [namedValue(chosen)] : [], t);
}

function choiceSet(more: Labelled, choices: { title: string; value: string }[], chosen: string[], t: Translate): Element {
  if (choices.length > 0 || 'choices.data' in more)
    return { type: 'Input.ChoiceSet', ...more, choices, ...(chosen.length > 0 && { value: chosen.join(',') }) };
  // A choice among nothing is none, and the schema refuses it.
  return {
    type: 'Container',
    items: [textBlock(escape(more.label)), textBlock(t('teams.form.nothing'), { isSubtle: true, spacing: 'None' })],
  };
}

function titled(option: Option): { title: string; value: string } {
  return { title: titleOf(option), value: option.value };
}

function filled(value: string): { value?: string } {
  return value === '' ? {} : { value };
}

function text(value: FormValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A value that the client's own picker can show. */
function matching(value: FormValue | undefined, pattern: RegExp): string {
  const given = text(value);
  return pattern.test(given) ? given : '';
}

function list(value: FormValue | undefined): string[] {
  return Array.isArray(value) ? value : [];
}
