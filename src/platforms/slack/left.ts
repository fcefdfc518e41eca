/** A form's view as the person left it, with what has to be said about it: for answers that keep the form open. */
import type { ViewOutput, ViewResponseAction } from '@slack/bolt';
import type { InputBlock, InputBlockElement, KnownBlock, ModalView } from '@slack/types';
import type { Translate } from '../../i18n/translate.ts';
import type { FormErrors } from '../../view/form.ts';
import { isInput } from './drawings.ts';
import { shorten } from './escape.ts';
import { LIMITS } from './limits.ts';
import { clip, type Ink } from './mrkdwn.ts';
import { section } from './section.ts';
import { type Left, nameOf } from './values.ts';

/** Begins the ids of blocks that say what was wrong; the next answer takes them away. */
const SAID = '!';

/** The same view; what the person typed stands in it as if it had been there at first, and nothing is said about it. */
export function asLeft(view: ViewOutput): ModalView {
  const { title, submit, close, callback_id, private_metadata, state } = view;
  const blocks = (view.blocks as KnownBlock[]).filter(({ block_id: id = '' }) => !id.startsWith(SAID));
  return {
    type: 'modal',
    callback_id,
    private_metadata,
    title,
    ...(submit ? { submit } : {}),
    ...(close ? { close } : {}),
    blocks: blocks.map((block) => (isInput(block) ? { ...block, element: filled(block, state.values) } : block)),
  };
}

function filled({ element, block_id: id = '' }: InputBlock, values: ViewOutput['state']['values']): InputBlockElement {
  const left = values[id]?.[element.action_id ?? ''];
  if (!left) return element;
  const kept = Object.entries(element).filter(([key]) => !key.startsWith('initial_'));
  return { ...Object.fromEntries(kept), ...initial(element, left) } as InputBlockElement;
}

/** What was left, as the first value of an element that takes it. */
function initial(element: InputBlockElement, left: Left): object {
  if (left.selected_options) return left.selected_options.length > 0 ? { initial_options: left.selected_options } : {};
  if (left.selected_option) return { initial_option: left.selected_option };
  if (left.selected_time) return { initial_time: left.selected_time };
  if (left.selected_date) return { initial_date: left.selected_date };
  return left.value && fits(element, left.value) ? { initial_value: left.value } : {};
}

function fits(element: InputBlockElement, value: string): boolean {
  if (element.type !== 'number_input') return true;
  const number = Number(value);
  const { min_value: min = '-Infinity', max_value: max = 'Infinity', is_decimal_allowed: decimals } = element;
  return number >= Number(min) && number <= Number(max) && (decimals || Number.isInteger(number));
}

/**
 * The view with each error under its input, and under the block whose button was pressed (`pressed`) the inputs that it is about: after a
 * press Slack scrolls nowhere. Errors of inputs that are not there, or that find no room, stand on top.
 */
export function withErrors(view: ModalView, errors: FormErrors, t: Translate, pressed?: string): ModalView {
  const inputs = view.blocks.filter((block): block is InputBlock => isInput(block));
  const placed = new Map(inputs.map((block) => [block, errors[nameOf(block.block_id ?? '')]]));
  const wrong = inputs.filter((block) => placed.get(block) !== undefined);
  const names = new Set(inputs.map(({ block_id: id = '' }) => nameOf(id)));
  const homeless = Object.entries(errors).flatMap(([name, text]) => (names.has(name) ? [] : [text]));
  if (view.blocks.length + wrong.length + 2 > LIMITS.viewBlocks) {
    return withNotice(view, [t('slack.form.correct', { fields: '' }), ...Object.values(errors).map((text): Ink => `\n• ${text}`)], t);
  }
  const summary: Ink[] = [t('slack.form.correct', { fields: wrong.map(({ label }) => label.text).join(', ') })];
  const blocks = view.blocks.flatMap((block): KnownBlock[] => {
    const text = isInput(block) ? placed.get(block) : undefined;
    if (isInput(block) && text !== undefined) return [block, said(nameOf(block.block_id ?? ''), [text], t)];
    const here = pressed !== undefined && block.block_id === pressed && wrong.length > 0;
    return here ? [block as KnownBlock, said('', summary, t)] : [block as KnownBlock];
  });
  const shown = { ...view, blocks };
  return homeless.length > 0
    ? withNotice(
        shown,
        homeless.flatMap((text, index): Ink[] => (index > 0 ? ['\n', text] : [text])),
        t,
      )
    : shown;
}

/** The view with something said first: a refusal, an error of ours. */
export function withNotice(view: ModalView, words: Ink[], t: Translate): ModalView {
  return { ...view, blocks: [said('notice!', words, t), ...view.blocks].slice(0, LIMITS.viewBlocks) };
}

function said(name: string, words: Ink[], t: Translate): KnownBlock {
  return { ...section(clip([{ mark: 'bad' }, ' ', ...words], LIMITS.sectionText, t)), block_id: `${SAID}${name}` };
}

/** The answer to a submission with errors: at their inputs by Slack itself, or where it has no such place, in the view. */
export function refusal(view: ViewOutput, errors: FormErrors, t: Translate): ViewResponseAction {
  const ids = new Map(view.blocks.filter(isInput).map(({ block_id: id = '' }) => [nameOf(id), id]));
  const entries = Object.entries(errors);
  const saidBefore = view.blocks.some(({ block_id: id = '' }) => id.startsWith(SAID));
  if (saidBefore || entries.length === 0 || entries.some(([name]) => !ids.has(name))) {
    return { response_action: 'update', view: withErrors(asLeft(view), errors, t) };
  }
  const placed = entries.map(([name, text]) => [ids.get(name), shorten(text, LIMITS.inputLabel)]);
  return { response_action: 'errors', errors: Object.fromEntries(placed) };
}
