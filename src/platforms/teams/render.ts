/** A card as an Adaptive Card 1.5: the newest version that every Teams client shows. Pure. */
import type { Translate } from '../../i18n/translate.ts';
import { type Block, type Card, type Chart, plain } from '../../view/card.ts';
import { controlElements } from './controls.ts';
import { type AdaptiveCard, colour, cut, type Element, paragraph, picture, textBlock, toned } from './element.ts';
import { escape, linesOf, strong } from './markdown.ts';
import { fieldElements, listElements, tableElements } from './rows.ts';

export interface Pictures {
  /** Addresses of the charts' pictures; a chart without one is left out. */
  links: ReadonlyMap<Chart, string>;
}

/** Teams cuts a notification far earlier; this keeps the plain text from weighing as much as the card. */
const LONGEST_SPEECH = 400;

/** The card with its title, blocks and pictures. Not yet held to the size of a message: see `fitting`. */
export function renderCard(card: Card, t: Translate, { links }: Pictures): AdaptiveCard {
  let inputs = 0;
  const nextId = (): string => `choice:${(inputs += 1)}`;
  const body: Element[] = [titleElement(card)];
  let separator = false;
  for (const block of card.blocks) {
    const elements = blockElements(block, t, links, nextId);
    const [first, ...others] = elements;
    if (first) body.push(separator ? { ...first, separator: true, spacing: 'Medium' } : first, ...others);
    separator = block.kind === 'divider' || (separator && !first);
  }
  return adaptive(body, spoken(card));
}

/** The envelope of every card of ours. */
export function adaptive(body: Element[], words: string): AdaptiveCard {
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: cut(words, LONGEST_SPEECH),
    speak: cut(words, LONGEST_SPEECH),
    msteams: { width: 'Full' },
    body,
  };
}

function titleElement(card: Card): Element {
  const scope = card.scope ? ` · ${escape(card.scope)}` : '';
  const [text = ''] = toned([`${strong(card.title)}${scope}`], card.tone);
  return textBlock(text || ' ', { style: 'heading', size: 'Medium', ...colour(card.tone) });
}

function blockElements(block: Block, t: Translate, links: ReadonlyMap<Chart, string>, nextId: () => string): Element[] {
  switch (block.kind) {
    case 'text':
      return paragraph(toned(linesOf(block.text), block.tone), colour(block.tone));
    case 'fields':
      return fieldElements(block.fields);
    case 'list':
      return listElements(block.rows);
    case 'table':
      return tableElements(block);
    case 'chart':
      return chartElements(block.chart, links);
    case 'image':
      return [picture(block.url, block.alt)];
    case 'actions':
      return controlElements(block.controls, t, nextId);
    case 'context':
      return paragraph(linesOf(block.text), { isSubtle: true, size: 'Small' });
    case 'divider':
      return [];
  }
}

function chartElements(chart: Chart, links: ReadonlyMap<Chart, string>): Element[] {
  const url = links.get(chart);
  return url === undefined ? [] : [picture(url, chart.alt)];
}

/** The title and the first words: what a notification and a screen reader say. */
function spoken(card: Card): string {
  const first = card.blocks.find((block) => block.kind === 'text');
  return [card.title, first && plain(first.text)].filter(Boolean).join('. ');
}
