/** What stands in a dialog: a form, or words. */
import type { Translate } from '../../i18n/translate.ts';
import type { Block, Card } from '../../view/card.ts';
import type { Form, FormBlock } from '../../view/form.ts';
import { fitting } from './budget.ts';
import { cut } from './element.ts';
import { fittingForm } from './form-size.ts';
import type { Place } from './forms.ts';
import type { Refused } from './inputs.ts';
import { type DialogSize, dialogCard, type InvokeAnswer } from './invoke.ts';
import { linesOf, strong } from './markdown.ts';

const LONGEST_TITLE = 60;
/** A form with more rows than these does not fit a small or a medium dialog without scrolling. */
const SMALL = 2.5;
const MEDIUM = 5.5;

/** The form, or with `refused` the same form again. */
export function formDialog(form: Form, t: Translate, place: Place, refused?: Refused): InvokeAnswer {
  return dialogCard(titleOf(form.title), fittingForm(form, t, place, refused), sizeOf(form));
}

/** A card's words: a dialog cannot press the buttons of a chat. */
export function wordsDialog(card: Card, t: Translate): InvokeAnswer {
  const content = fitting(bareCard(card), t, { links: new Map() });
  // The dialog has the title; a card that is nothing but its title keeps it.
  const body = content.body.length > 1 ? content.body.slice(1) : content.body;
  return dialogCard(titleOf(card.title), { ...content, body }, 'small');
}

/** The card without what can be pressed; the same card where there is nothing. */
export function bareCard(card: Card): Card {
  const pressable = (block: Block): boolean => block.kind === 'actions' || (block.kind === 'list' && block.rows.some(({ menu }) => menu));
  if (!card.blocks.some(pressable)) return card;
  const blocks = card.blocks.flatMap((block): Block[] => {
    if (block.kind === 'actions') return [];
    return block.kind === 'list' ? [{ ...block, rows: block.rows.map(({ menu: _menu, ...row }) => row) }] : [block];
  });
  return { ...card, blocks };
}

/** The texts of a card as lines above a form. */
export function noticeOf({ title, blocks }: Card): string[] {
  const lines = blocks.flatMap((block) => (block.kind === 'text' || block.kind === 'context' ? linesOf(block.text) : []));
  return lines.length > 0 ? lines : [strong(title)];
}

function titleOf(title: string): string {
  return cut(title.trim(), LONGEST_TITLE) || ' ';
}

function sizeOf(form: Form): DialogSize {
  const rows = form.blocks.reduce((sum, block) => sum + rowsOf(block), 0);
  if (rows <= SMALL) return 'small';
  return rows <= MEDIUM ? 'medium' : 'large';
}

/** How many single inputs are about as high. */
function rowsOf(block: FormBlock): number {
  switch (block.kind) {
    case 'text':
      return block.multiline ? 2 : 1;
    case 'ticks':
      return 1 + block.options.length / 3;
    case 'preview':
      return 3;
    case 'section':
    case 'buttons':
      return 0.5;
    default:
      return 1;
  }
}
