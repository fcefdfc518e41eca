/** A form as a Slack modal, within its limits. A modal's submit button has no colour: what is dangerous stands in the form's words. */
import type { InputBlock, KnownBlock, ModalView, SectionBlock } from '@slack/types';
import type { Translate } from '../../i18n/translate.ts';
import type { Form, FormBlock, Input } from '../../view/form.ts';
import { type Codes, codesWithin } from './codes.ts';
import { actionRows } from './controls.ts';
import { type Drawing, first } from './drawings.ts';
import { orDash } from './escape.ts';
import { element, longest, optionsOf } from './inputs.ts';
import { LIMITS } from './limits.ts';
import { chunks, clip, type Ink, inks } from './mrkdwn.ts';
import { cutNote } from './notes.ts';
import { label } from './options.ts';
import { pack, type Place } from './place.ts';
import { section } from './section.ts';

/** What a form's view must know beside the form. */
export interface Stand {
  t: Translate;
  /** Where the form was opened: its answer goes there. */
  place: Place;
  /** What the person has before their eyes; nothing by default. */
  drawing?: Drawing | undefined;
}

/** A form as a view; its place, its state and the values of its options come back with its submission. */
export function renderForm(form: Form, { t, place, drawing = first }: Stand): ModalView {
  const carried = { place, state: form.state ?? '' };
  const codes = codesWithin(LIMITS.viewMetadata - pack(carried).length - ',"values":'.length);
  const blocks = form.blocks.flatMap((block) => formBlock(block, { t, codes, drawing }));
  const metadata = pack(codes.values.length > 0 ? { ...carried, values: codes.values } : carried);
  if (metadata.length > LIMITS.viewMetadata) {
    throw new Error(
      `The state of the form ${form.submit} has ${metadata.length} characters, of which Slack carries ${LIMITS.viewMetadata}`,
    );
  }
  const limit = LIMITS.formBlocks;
  const kept = blocks.length <= limit ? blocks : [...blocks.slice(0, limit - 1), cutNote('slack.cut.parts', limit - 1, blocks.length, t)];
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

interface Making {
  t: Translate;
  codes: Codes;
  drawing: Drawing;
}

function formBlock(block: FormBlock, making: Making): KnownBlock[] {
  switch (block.kind) {
    case 'section':
      return chunks(inks(block.text), LIMITS.sectionText).map(section);
    case 'preview':
      return preview(block.label, inks(block.text), making.t);
    case 'buttons':
      return actionRows(
        block.buttons.map((button) => ({ kind: 'button', ...button })),
        making.t,
      );
    default:
      return inputBlock(block, making);
  }
}

/** Characters of a preview's part: three times as many, its line marks included, and a label fit in a section. */
const PREVIEW = 700;

/** A quoted piece under its bold label, every line marked as a quote. */
function preview(name: string, text: Ink[], t: Translate): SectionBlock[] {
  const [start = '> –', ...rest] = chunks(text, PREVIEW).map((part) => part.replaceAll(/^/gm, '> '));
  return [section(`${clip([{ bold: orDash(name) }], PREVIEW, t)}\n${start}`), ...rest.map(section)];
}

function inputBlock(input: Input, making: Making): KnownBlock[] {
  const { t, codes, drawing } = making;
  const made = element(input, t, codes);
  // A select without a single option is an input that nobody could fill, and Slack refuses it.
  if (!made) return [...chunks([{ bold: input.label }, '\n–'], LIMITS.sectionText).map(section), ...cut(input, making)];
  const block: InputBlock = {
    type: 'input',
    block_id: drawing(input, made),
    label: label(input.label, LIMITS.inputLabel),
    optional: input.kind === 'toggle' || !input.required,
    element: made,
    ...(input.hint ? { hint: label(input.hint, LIMITS.inputLabel) } : {}),
  };
  return [block, ...cut(input, making)];
}

/** What of a long value or a long list of options is not there, in words. */
function cut(input: Input, { t, codes }: Making): KnownBlock[] {
  if (input.kind === 'text' && (input.value ?? '').length > longest(input)) {
    return [cutNote('slack.cut.characters', longest(input), (input.value ?? '').length, t)];
  }
  const options = 'options' in input && input.kind !== 'search' ? input.options : [];
  const shown = optionsOf(options, codes).length;
  return shown < options.length ? [cutNote('slack.cut.options', shown, options.length, t)] : [];
}
