/** The search control in Teams: a filtered choice of several that asks the bot while a person types, with its own button. */
import { z } from 'zod';
import type { Translate } from '../../i18n/translate.ts';
import type { Option, Search } from '../../view/card.ts';
import { execute } from './actions.ts';
import { cut, type Element, textBlock } from './element.ts';
import { escape } from './markdown.ts';
import { namedValue } from './values.ts';

/** Teams shows 15 options of an answer at most ("Typeahead search in Adaptive Cards"). */
const MOST_FOUND = 15;
/** Options that travel in the card, for clients that do not ask; every one costs bytes. */
const MOST_OPTIONS = 60;
const MOST_CHOSEN = 100;
const LONGEST_LABEL = 60;
const LONGEST_NAMES = 300;

/** Several values come back in one text, parted by commas: one with a comma would become two. */
export function carried({ value }: Option): boolean {
  return value.trim() !== '' && !value.includes(',');
}

function choicesOf(options: Option[]): { title: string; value: string }[] {
  return options.filter(carried).map((one) => ({ title: titleOf(one), value: one.value }));
}

/** The schema wants a title; what has no name goes by its value. */
export function titleOf({ label, value }: Option): string {
  return cut(label.trim() === '' ? value : label, LONGEST_LABEL);
}

/** What is chosen stands in words too: phones do not always show it in the input. */
export function searchElements(search: Search, t: Translate, id: string): Element[] {
  const chosen = search.chosen.filter(carried).slice(0, MOST_CHOSEN);
  const values = new Set(chosen.map(({ value }) => value));
  const offered = search.options.filter(({ value }) => !values.has(value)).slice(0, MOST_OPTIONS);
  const names = cut(chosen.map(({ label }) => label).join(', '), LONGEST_NAMES);
  const lost = search.chosen.length - chosen.length;
  const choices = choicesOf([...chosen, ...offered]);
  // A choice among nothing is none, and the schema refuses it.
  if (choices.length === 0) return [];
  return [
    {
      type: 'Input.ChoiceSet',
      id,
      label: cut(search.label, LONGEST_LABEL),
      style: 'filtered',
      isMultiSelect: true,
      placeholder: t('teams.search.placeholder'),
      choices,
      'choices.data': { type: 'Data.Query', dataset: search.action },
      ...(chosen.length > 0 && { value: [...values].join(',') }),
    },
    ...(names === '' ? [] : [textBlock(escape(t('teams.search.chosen', { names })), { spacing: 'Small', size: 'Small', isSubtle: true })]),
    ...(lost > 0 ? [textBlock(escape(t('teams.search.lost', { count: lost })), { spacing: 'None', size: 'Small', isSubtle: true })] : []),
    {
      type: 'ActionSet',
      spacing: 'Small',
      actions: [
        execute(t('teams.apply', { label: search.label }), search.action, {
          vigia: 'act',
          action: search.action,
          value: search.state,
          several: id,
        }),
      ],
    },
  ];
}

/** `state|a-1,a-7`, as handlers take it, from what Teams sent for the input (`"a-1,a-7"`, or nothing at all). */
export function searchedValue(state: string, sent: unknown): string {
  const values = typeof sent === 'string' ? sent.split(',').map((value) => value.trim()) : [];
  return `${state}|${[...new Set(values.filter(Boolean))].slice(0, MOST_CHOSEN).join(',')}`;
}

/** An `application/search` invoke: which search, and what was typed so far. */
export const querySchema = z.looseObject({ dataset: z.string(), queryText: z.string().nullish() });

/** The search of a form asks so: its options carry their names (`namedValue`), as one of them is all that comes back. */
const NAMED = 'named:';

export function namedDataset(action: string): string {
  return `${NAMED}${action}`;
}

/** The action that a question's dataset stands for. */
export function searchedAction(dataset: string): string {
  return dataset.startsWith(NAMED) ? dataset.slice(NAMED.length) : dataset;
}

/** The options of an answer to a dataset, as Teams takes them. */
export function found(options: Option[], dataset: string): { title: string; value: string }[] {
  const named = dataset.startsWith(NAMED);
  const taken = named ? options.filter(({ value }) => value.trim() !== '') : options.filter(carried);
  return taken.slice(0, MOST_FOUND).map((one) => ({ title: titleOf(one), value: named ? namedValue(one) : one.value }));
}
