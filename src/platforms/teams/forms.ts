/** A form as an Adaptive Card: in a dialog, or in the chat where no dialog can be opened any more. */
import type { Translate } from '../../i18n/translate.ts';
import { type Form, type FormBlock, type FormButton, inputsOf } from '../../view/form.ts';
import { actionSets, execute, submit } from './actions.ts';
import { type AdaptiveCard, type Element, paragraph, textBlock } from './element.ts';
import { inputElements, type Refused } from './inputs.ts';
import { brokenLinesOf, escape, linesOf, strong } from './markdown.ts';
import { pack } from './packed.ts';
import type { Carried } from './payload.ts';
import { adaptive } from './render.ts';

/** Where a form stands. `on`: the pin of the message from which its dialog was opened. */
export type Place = { kind: 'chat' } | { kind: 'dialog'; on?: string | undefined };

export const CHAT: Place = { kind: 'chat' };

const STYLE = { primary: 'positive', danger: 'destructive' } as const;

/** The form as a card; with `refused`, what the person had typed and each error under its input. Not yet held to a size: see form-size.ts. */
export function renderForm(form: Form, t: Translate, place: Place, refused?: Refused): AdaptiveCard {
  const make = buttons(form, place);
  const body = [
    // A dialog has a title of its own.
    ...(place.kind === 'chat' ? [textBlock(strong(form.title) || ' ', { style: 'heading', size: 'Medium' })] : []),
    ...noticeElements(form, t, refused),
    ...form.blocks.flatMap((block) => blockElements(block, t, make, refused)),
    ...(inputsOf(form).some(({ required }) => required) ? [textBlock(t('teams.form.required'), { isSubtle: true, size: 'Small' })] : []),
    { type: 'ActionSet', separator: true, actions: make.last() },
  ];
  return adaptive(body, form.title);
}

interface Buttons {
  own: (button: FormButton) => Element;
  /** Submit, and what leaves the form. */
  last: () => Element[];
}

/** Each carries the form, so that its answer may be errors in it. */
function buttons(form: Form, place: Place): Buttons {
  const carried = { form: pack(form), ...(place.kind === 'dialog' && place.on !== undefined && { on: place.on }) };
  // A second copy of the action for old clients would weigh as much as the form.
  const action = (title: string, verb: string, data: Carried, more: Record<string, unknown>): Element =>
    place.kind === 'dialog' ? submit(title, data, more) : execute(title, verb, data, { ...more, fallback: 'drop' });
  const all = { associatedInputs: 'auto' };
  const none = { associatedInputs: 'none' };
  return {
    own: ({ label, action: verb, value, style }) =>
      action(
        label,
        verb,
        { vigia: 'press', action: verb, ...(value !== undefined && { value }), ...carried },
        { ...all, ...(style && { style: STYLE[style] }) },
      ),
    last: () => [
      action(form.submitLabel, form.submit, { vigia: 'submit', ...carried }, { ...all, style: form.danger ? 'destructive' : 'positive' }),
      form.back !== undefined && (form.depth ?? 0) > 0
        ? action(form.cancelLabel, form.back, { vigia: 'back', ...carried }, all)
        : action(form.cancelLabel, 'cancel', { vigia: 'cancel', title: form.title }, none),
    ],
  };
}

function blockElements(block: FormBlock, t: Translate, make: Buttons, refused: Refused | undefined): Element[] {
  switch (block.kind) {
    case 'section':
      return paragraph(linesOf(block.text));
    case 'preview':
      return [
        textBlock(escape(block.label), { isSubtle: true, size: 'Small' }),
        { type: 'Container', style: 'emphasis', spacing: 'Small', items: previewLines(block.text) },
      ];
    case 'buttons':
      return actionSets(block.buttons.map(make.own), { spacing: 'Small' });
    case 'text':
    case 'number':
    case 'duration':
    case 'time':
    case 'date':
    case 'select':
    case 'search':
    case 'several':
    case 'ticks':
    case 'toggle':
      return inputElements(block, t, refused);
  }
}

/** Lines as they are broken; an empty one is the space before the next. */
function previewLines(text: Extract<FormBlock, { kind: 'preview' }>['text']): Element[] {
  let gap = false;
  const items = brokenLinesOf(text).flatMap((line): Element[] => {
    const empty = line.trim() === '';
    const spacing = gap ? 'Medium' : 'None';
    gap = empty;
    return empty ? [] : [textBlock(line, { spacing })];
  });
  return items.length > 0 ? items : [textBlock('–', { isSubtle: true })];
}

/** What is wrong with the whole, at the top where it is seen first: the inputs that are marked may stand out of sight. */
function noticeElements(form: Form, t: Translate, refused: Refused | undefined): Element[] {
  if (!refused) return [];
  const names = new Set(inputsOf(form).map(({ name }) => name));
  const wrong = Object.entries(refused.errors);
  const marked = wrong.filter(([name]) => names.has(name)).length;
  const lines = [
    ...(refused.notice ?? []),
    ...wrong.filter(([name]) => !names.has(name)).map(([, error]) => escape(error)),
    ...(marked > 0 ? [escape(t('teams.form.fix', { count: marked }))] : []),
  ];
  if (lines.length === 0) return [];
  return [{ type: 'Container', style: 'attention', items: paragraph(lines) }];
}
