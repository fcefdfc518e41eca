/** A card as a Slack message: pure, within every limit, nothing cut silently. */
import type { ImageBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { Translate } from '../../i18n/translate.ts';
import { type Block, type Card, type Chart, type Field, type ListRow, plain } from '../../view/card.ts';
import { actionRows, rowMenu } from './controls.ts';
import { clean, escape, orDash, shorten } from './escape.ts';
import { fit, type Part } from './fit.ts';
import { LIMITS, NOTIFICATION } from './limits.ts';
import { chunks, clip, type Ink, inks, marked } from './mrkdwn.ts';
import { note } from './notes.ts';
import { label } from './options.ts';
import { distinctIds } from './searches.ts';
import { section } from './section.ts';
import { tableBlocks } from './table.ts';
import { cardWords } from './words.ts';

export interface Rendered {
  /** The notification's words, and what is read where blocks are not shown. */
  text: string;
  blocks: KnownBlock[];
  /** The whole message as words, for the case that Slack refuses its blocks. */
  words: string;
}

/** Slack's file ids of the charts that are ready to be shown. */
export type Pictures = ReadonlyMap<Chart, string>;

/** A card as `chat.postMessage` takes it. A chart shows only where its picture is given. */
export function renderCard(card: Card, t: Translate, pictures: Pictures = new Map()): Rendered {
  return { text: notification(card), blocks: cardBlocks(card, t, LIMITS.messageBlocks, pictures), words: cardWords(card, t) };
}

/** A card as at most `limit` blocks. */
export function cardBlocks(card: Card, t: Translate, limit: number, pictures: Pictures = new Map()): KnownBlock[] {
  const [first, ...others] = card.blocks;
  const lead = first?.kind === 'text' ? first : undefined;
  const rest = lead ? others : card.blocks;
  const parts = [whole(headline(card, lead)), ...rest.map((block) => part(block, t, pictures))];
  return distinctIds(fit(parts, limit, t));
}

/** The card's first words as plain text: its title, its scope and its first sentence or a chart's finding. */
export function notification(card: Card): string {
  const [first] = card.blocks;
  const head = [card.title, card.scope].filter(Boolean).join(' · ');
  const finding = first?.kind === 'text' ? plain(first.text) : first?.kind === 'chart' ? first.chart.alt : '';
  const words = finding ? `${head}: ${finding}` : head;
  return escape(shorten(orDash(words.replaceAll(/\s+/g, ' ')), NOTIFICATION));
}

/** The mark, title and scope, alone. */
export function titleInk(card: Card): Ink[] {
  return [...marked(card.tone), { bold: orDash(card.title) }, ...(card.scope ? [` · ${card.scope}`] : [])];
}

function headline(card: Card, lead: Extract<Block, { kind: 'text' }> | undefined): SectionBlock[] {
  const text: Ink[] = lead ? ['\n', ...marked(lead.tone), ...inks(lead.text)] : [];
  return chunks([...titleInk(card), ...text], LIMITS.sectionText).map(section);
}

function whole(blocks: KnownBlock[]): Part {
  return { rows: [blocks], list: false };
}

function part(block: Block, t: Translate, pictures: Pictures): Part {
  switch (block.kind) {
    case 'text':
      return whole(chunks([...marked(block.tone), ...inks(block.text)], LIMITS.sectionText).map(section));
    case 'fields':
      return whole(fieldSections(block.fields, t));
    case 'list':
      return { rows: block.rows.map((row) => listRow(row, t)), list: true };
    case 'table':
      return whole(tableBlocks(block, t));
    case 'chart':
      return whole(picture(block.chart, pictures.get(block.chart)));
    case 'image':
      return whole([webImage(block.url, block.alt, t)]);
    case 'actions':
      return whole(actionRows(block.controls, t));
    case 'context':
      return whole(clip(inks(block.text), LIMITS.contextText, t) ? [note(inks(block.text), t)] : []);
    case 'divider':
      return whole([{ type: 'divider' }]);
  }
}

function fieldSections(fields: Field[], t: Translate): SectionBlock[] {
  const texts = fields.map(({ label: name, value, tone }) => {
    const ink: Ink[] = [{ bold: orDash(name) }, '\n', ...marked(tone), ...(clean(plain(value)).trim() ? inks(value) : ['–'])];
    return { type: 'mrkdwn' as const, text: clip(ink, LIMITS.fieldText, t), verbatim: true };
  });
  const sections: SectionBlock[] = [];
  for (let start = 0; start < texts.length; start += LIMITS.sectionFields) {
    sections.push({ type: 'section', fields: texts.slice(start, start + LIMITS.sectionFields) });
  }
  return sections;
}

function listRow(row: ListRow, t: Translate): KnownBlock[] {
  const facts = row.facts.filter((fact) => fact.trim()).map((fact) => ` · ${fact}`);
  const detail: Ink[] = row.detail ? ['\n', ...inks(row.detail)] : [];
  const block = section(clip([...marked(row.tone), { bold: orDash(row.lead) }, ...facts, ...detail], LIMITS.sectionText, t));
  if (!row.menu || row.menu.length === 0) return [block];
  const accessory = rowMenu(row.menu);
  return accessory ? [{ ...block, accessory }] : [block, ...actionRows(row.menu, t)];
}

/** An image block of an uploaded chart; none without a picture, as the words never depend on it. */
export function picture(chart: Chart, file: string | undefined): ImageBlock[] {
  if (!file) return [];
  const alt = shorten(orDash(chart.alt.trim() || chart.title), LIMITS.altText);
  return [{ type: 'image', slack_file: { id: file }, alt_text: alt, title: label(chart.title, LIMITS.imageTitle) }];
}

/** Slack fetches https addresses only, and one that it cannot fetch loses the message: the others become their words. */
function webImage(url: string, alt: string, t: Translate): KnownBlock {
  const words = shorten(orDash(alt), LIMITS.altText);
  const reachable = /^https:\/\/[^\s]+$/i.test(url) && url.length <= LIMITS.url;
  return reachable ? { type: 'image', image_url: url, alt_text: words } : note([words], t);
}
