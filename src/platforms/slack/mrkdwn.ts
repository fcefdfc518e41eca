/** Lines of a card as Slack's `mrkdwn`, never longer than a limit and never with a cut markup. */
import type { Translate } from '../../i18n/translate.ts';
import type { Rich, Span, Tone } from '../../view/card.ts';
import { clean, escape, INVISIBLE, shorten } from './escape.ts';
import { LIMITS } from './limits.ts';

/** A span, or a tone's mark. */
export type Ink = Span | { mark: Tone };

const MARKS: Record<Tone, string> = { bad: ':red_circle:', warning: ':large_yellow_circle:', good: ':large_green_circle:' };

/** A piece that is never cut; `length` is that of the text a person reads. */
interface Piece {
  markup: string;
  length: number;
  bold?: boolean | undefined;
}

/** Pieces stay far below any limit even when every character needs an escape of five. */
const PIECE = 300;

/** The ink of a line. */
export function inks(text: Rich): Ink[] {
  return Array.isArray(text) ? text : [text];
}

/** A tone's mark before a line; nothing without a tone. */
export function marked(tone: Tone | undefined): Ink[] {
  return tone ? [{ mark: tone }, ' '] : [];
}

const SPLIT = new RegExp(`[^]{1,${PIECE}}(?=\\s|$)|[^]{1,${PIECE}}`, 'gu');

function split(text: string): string[] {
  return clean(text)
    .split(/(\n)/)
    .flatMap((line) => line.match(SPLIT) ?? []);
}

function boldPiece(text: string): Piece {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  if (!words) return { markup: text, length: text.length };
  return { markup: `${before}*${escape(words).replaceAll('*', '∗')}*${after}`, length: text.length, bold: true };
}

function linkPiece(label: string, url: string): Piece[] {
  const words = shorten(clean(label).replaceAll('\n', ' ').trim() || clean(url), PIECE);
  const address = /^(https?:\/\/|mailto:)[^\s<>|]+$/i.test(url) && url.length <= LIMITS.url / 2 ? url.replaceAll('&', '&amp;') : '';
  const markup = address ? `<${address}|${escape(words)}>` : escape(words);
  return [{ markup, length: words.length }];
}

function pieces(ink: Ink): Piece[] {
  if (typeof ink === 'string') return split(ink).map((text) => ({ markup: escape(text), length: text.length }));
  if ('mark' in ink) return [{ markup: MARKS[ink.mark], length: 1 }];
  if ('bold' in ink) return split(ink.bold).map(boldPiece);
  if ('link' in ink) return linkPiece(ink.link, ink.url);
  if ('quote' in ink) return pieces(`“${ink.quote.trim()}”`);
  if ('everyone' in ink) return [{ markup: '<!channel>', length: '@channel'.length }];
  const id = /^slack:([UW][A-Z0-9]{1,30})$/.exec(ink.person)?.[1];
  return id ? [{ markup: `<@${id}>`, length: id.length }] : pieces(ink.name ?? ink.person);
}

const LETTER = /[\p{L}\p{N}]/u;

/** Slack sees bold only where no letter touches it. */
function join(all: Piece[]): string {
  let last: Piece | undefined;
  return all
    .map((piece) => {
      const [before, after] = [last?.markup.slice(-1) ?? '', piece.markup.slice(0, 1)];
      const touches = (piece.bold && after === '*' && LETTER.test(before)) || (last?.bold && before === '*' && LETTER.test(after));
      last = piece;
      return touches ? INVISIBLE + piece.markup : piece.markup;
    })
    .join('');
}

/** The whole text in as many parts as it needs, each of at most `limit` characters of `mrkdwn`; none for an empty text. */
export function chunks(text: Ink[], limit: number): string[] {
  const parts: Piece[][] = [[]];
  let size = 0;
  for (const piece of text.flatMap(pieces)) {
    // One more for the invisible character that may stand before it.
    if (size + piece.markup.length + 1 > limit) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(piece);
    size += piece.markup.length + 1;
  }
  return parts.map((part) => join(part).trim()).filter(Boolean);
}

/** The text in at most `limit` characters; where it does not fit, the end says how much is shown (`300 of 5,200 characters`). */
export function clip(text: Ink[], limit: number, t: Translate): string {
  const all = text.flatMap(pieces);
  const whole = join(all).trim();
  if (whole.length <= limit) return whole;
  const kept: Piece[] = [];
  let room = limit - 80;
  for (const piece of all) {
    room -= piece.markup.length + 1;
    if (room < 0) break;
    kept.push(piece);
  }
  const shown = kept.reduce((sum, piece) => sum + piece.length, 0);
  const total = all.reduce((sum, piece) => sum + piece.length, 0);
  return `${join(kept).trimEnd()}… (${t('slack.cut.characters', { shown, total })})`;
}
