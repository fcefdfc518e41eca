/** A card as plain words: what is sent when Slack refuses its blocks. */
import type { Translate } from '../../i18n/translate.ts';
import type { Block, Card } from '../../view/card.ts';
import { orDash } from './escape.ts';
import { MESSAGE_TEXT } from './limits.ts';
import { clip, type Ink, inks, marked } from './mrkdwn.ts';

/** The whole card in one text, within what Slack takes. */
export function cardWords(card: Card, t: Translate): string {
  return clip(cardInks(card), MESSAGE_TEXT, t);
}

/** A card's words; buttons are left out, charts are their finding. */
export function cardInks(card: Card): Ink[] {
  const head: Ink[] = [...marked(card.tone), { bold: orDash(card.title) }, ...(card.scope ? [` · ${card.scope}`] : [])];
  return [...head, ...card.blocks.flatMap((block): Ink[] => ['\n', ...blockWords(block)])];
}

function blockWords(block: Block): Ink[] {
  switch (block.kind) {
    case 'text':
      return [...marked(block.tone), ...inks(block.text)];
    case 'context':
      return inks(block.text);
    case 'fields':
      return block.fields.flatMap(({ label, value, tone }): Ink[] => [`${label}: `, ...marked(tone), ...inks(value), '\n']);
    case 'list':
      return block.rows.flatMap(({ tone, lead, facts, detail }): Ink[] => [
        ...marked(tone),
        [lead, ...facts].join(' · '),
        ...(detail ? [' · ', ...inks(detail)] : []),
        '\n',
      ]);
    case 'table':
      return [block.caption, '\n', ...[block.columns.map(({ label }) => label), ...block.rows].map((row) => `${row.join(' · ')}\n`)];
    case 'chart':
      return [block.chart.alt];
    case 'image':
      return [block.alt];
    case 'actions':
    case 'divider':
      return [];
  }
}
