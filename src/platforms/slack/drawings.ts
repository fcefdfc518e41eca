/**
 * The block ids of a form's inputs. Slack's client keeps what a person typed for as long as an input's ids stay, whatever the new view
 * says; where a form is drawn again with another value, the input gets an id of its own. One that looks the same keeps its id, and with
 * it the cursor and what is typed in the meantime.
 */
import { randomBytes } from 'node:crypto';
import type { ViewOutput } from '@slack/bolt';
import type { InputBlock, InputBlockElement } from '@slack/types';
import type { Input } from '../../view/form.ts';
import { leftText, nameOf } from './values.ts';

/** Gives an input's block its id. */
export type Drawing = (input: Input, made: InputBlockElement) => string;

/** For a view that shows no inputs yet. */
export const first: Drawing = (input) => input.name;

/** For a view below, of which nothing is known: every value is the server's. */
export const anew: Drawing = (input) => `${input.name}~${randomBytes(6).toString('base64url')}`;

/** For a view that a person looks at. */
export function over(view: Pick<ViewOutput, 'blocks' | 'state'>): Drawing {
  return (input, made) => {
    const block = view.blocks.filter(isInput).find(({ block_id: id = '' }) => nameOf(id) === input.name);
    const left = view.state.values[block?.block_id ?? '']?.[made.action_id ?? ''];
    const same = block?.block_id !== undefined && alike(block.element, made) && leftText(left) === wanted(input, made);
    return same ? (block.block_id ?? input.name) : anew(input, made);
  };
}

export function isInput(block: { type: string }): block is InputBlock {
  return block.type === 'input';
}

/** Of the same kind, with the same options. */
function alike(one: InputBlockElement, other: InputBlockElement): boolean {
  return one.type === other.type && one.action_id === other.action_id && valuesOf(one) === valuesOf(other);
}

interface Choice {
  text: { text: string };
  value?: string | undefined;
}

function valuesOf(element: InputBlockElement): string {
  const single = 'options' in element ? (element.options as Choice[] | undefined) : undefined;
  const groups = 'option_groups' in element ? (element.option_groups as { options: Choice[] }[] | undefined) : undefined;
  const all = single ?? groups?.flatMap(({ options }) => options) ?? [];
  return JSON.stringify(all.map(({ text, value }) => [text.text, value]));
}

/** The text of what an element shows at first. A number out of its range cannot stand in an element, but in what was typed. */
function wanted(input: Input, made: InputBlockElement): string {
  if (input.kind === 'number') return input.value === undefined ? '' : String(input.value);
  return shownBy(made);
}

function shownBy(made: InputBlockElement): string {
  const { initial_value: text, initial_time: time, initial_date: date, initial_option: option, initial_options: options } = made as Initial;
  const several = options?.map(({ value = '' }) => value).toSorted();
  return several?.join(',') ?? option?.value ?? time ?? date ?? text ?? '';
}

interface Initial {
  initial_value?: string;
  initial_time?: string;
  initial_date?: string;
  initial_option?: Choice;
  initial_options?: Choice[];
}
