/** Holds a card to the size of a Teams message, cutting rows with a visible count before anything else. */
import type { Translate } from '../../i18n/translate.ts';
import type { Block, Card, Rich, Span } from '../../view/card.ts';
import { type AdaptiveCard, cut } from './element.ts';
import { type Pictures, renderCard } from './render.ts';

/** 40 KB of UTF-8 for the whole message ("Format cards in Microsoft Teams"), less its envelope. */
export const CARD_BUDGET = 40 * 1024 - 2 * 1024;
/** Texts are cut to these lengths in turn when no row is left to cut. */
const SHORTER = [2_000, 500, 120, 40];
const FEWEST_BLOCKS = 1;

/** UTF-8 bytes of a card as it travels. */
export function weight(content: object): number {
  return Buffer.byteLength(JSON.stringify(content));
}

/** The card rendered within `budget` bytes: fewer rows (with a count), then shorter texts, then fewer blocks. */
export function fitting(card: Card, t: Translate, pictures: Pictures, budget: number = CARD_BUDGET): AdaptiveCard {
  const render = (one: Card): AdaptiveCard => renderCard(one, t, pictures);
  const fits = (one: Card): boolean => weight(render(one)) <= budget;
  if (fits(card)) return render(card);
  const total = rowsOf(card);
  const kept = largest(total - 1, (count) => fits(withRows(card, count, total, t)));
  if (kept >= 1) return render(withRows(card, kept, total, t));
  const bare = total > 0 ? withRows(card, 1, total, t) : card;
  const short = SHORTER.map((length) => shortened(bare, length, t)).find(fits);
  if (short) return render(short);
  const least = shortened(bare, SHORTER.at(-1) ?? 40, t);
  const blocks = largest(least.blocks.length, (count) => fits({ ...least, blocks: ends(least.blocks, count) }));
  return render({ ...least, blocks: ends(least.blocks, Math.max(0, blocks)) });
}

/** The greatest count up to `most` that passes (it passes for all below it); -1 when none does. */
export function largest(most: number, passes: (count: number) => boolean): number {
  let low = -1;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (passes(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function rowsOf(card: Card): number {
  return card.blocks.reduce((sum, block) => sum + (block.kind === 'list' || block.kind === 'table' ? block.rows.length : 0), 0);
}

/** The first `count` rows over all lists and tables, and a line that says how many of how many. */
function withRows(card: Card, count: number, total: number, t: Translate): Card {
  let left = count;
  const take = <T>(rows: T[]): T[] => {
    const taken = rows.slice(0, left);
    left -= taken.length;
    return taken;
  };
  const blocks = card.blocks.flatMap((block): Block[] => {
    if (block.kind !== 'list' && block.kind !== 'table') return [block];
    const kept = block.kind === 'list' ? { ...block, rows: take(block.rows) } : { ...block, rows: take(block.rows) };
    return kept.rows.length > 0 ? [kept] : [];
  });
  return withNote({ ...card, blocks }, t('teams.cut', { shown: count, total }));
}

/** The note stands before the card's own foot. */
function withNote(card: Card, note: string): Card {
  const foot = card.blocks.at(-1)?.kind === 'context' ? -1 : card.blocks.length;
  return { ...card, blocks: [...card.blocks.slice(0, foot), { kind: 'context', text: note }, ...card.blocks.slice(foot)] };
}

function ends(blocks: Block[], count: number): Block[] {
  return count <= FEWEST_BLOCKS ? blocks.slice(0, count) : [...blocks.slice(0, count - FEWEST_BLOCKS), ...blocks.slice(-FEWEST_BLOCKS)];
}

function shortened(card: Card, length: number, t: Translate): Card {
  const short = (text: string): string => cut(text, length);
  const scope = card.scope === undefined ? {} : { scope: short(card.scope) };
  const blocks = card.blocks.map((block) => shorterBlock(block, short));
  return withNote({ ...card, ...scope, title: short(card.title), blocks }, t('teams.shortened'));
}

function shorterBlock(block: Block, short: (text: string) => string): Block {
  switch (block.kind) {
    case 'text':
    case 'context':
      return { ...block, text: shorterRich(block.text, short) };
    case 'fields':
      return {
        ...block,
        fields: block.fields.map((field) => ({ ...field, label: short(field.label), value: shorterRich(field.value, short) })),
      };
    case 'list':
      return {
        ...block,
        rows: block.rows.map((row) => ({
          ...row,
          facts: row.facts.slice(0, 5).map(short),
          lead: short(row.lead),
          detail: row.detail && shorterRich(row.detail, short),
        })),
      };
    case 'table':
      return { ...block, caption: short(block.caption), rows: block.rows.map((row) => row.map(short)) };
    case 'image':
      return { ...block, alt: short(block.alt) };
    case 'chart':
    case 'actions':
    case 'divider':
      return block;
  }
}

function shorterRich(text: Rich, short: (text: string) => string): Rich {
  if (!Array.isArray(text)) return shorterSpan(text, short);
  return text.slice(0, 20).map((span) => shorterSpan(span, short));
}

function shorterSpan(span: Span, short: (text: string) => string): Span {
  if (typeof span === 'string') return short(span);
  if ('bold' in span) return { bold: short(span.bold) };
  if ('link' in span) return { ...span, link: short(span.link) };
  if ('quote' in span) return { quote: short(span.quote) };
  return span;
}
