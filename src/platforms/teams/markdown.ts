/** Our lines as the markdown of a TextBlock: bold, italic, lists and links are all it knows, so customers' text is escaped. */
import type { Rich, Span } from '../../view/card.ts';

const INLINE = /[\\*_[\]`~<>&]/g;
const LIST_OR_HEADING = /^(#{1,6}|[-+]|\d+[.)])(?=\s|$)/;
const RULE = /^(?:-\s*){3,}$/;
/** `{{DATE(…)}}` and `{{TIME(…)}}` are functions in cards; a zero-width space keeps them words. */
const CARD_FUNCTION = /\{\{/g;

/** One line of text that shows in a TextBlock exactly as it is. */
export function escape(line: string): string {
  const trimmed = line.trimStart();
  const escaped = trimmed.replaceAll(INLINE, '\\$&').replaceAll(CARD_FUNCTION, '{\u200b{');
  if (RULE.test(escaped)) return `\\${escaped}`;
  return escaped.replace(LIST_OR_HEADING, (mark) => `${mark.slice(0, -1)}\\${mark.slice(-1)}`);
}

/** The markdown of a text, a TextBlock a line: a line break inside one is a space on some clients. */
export function linesOf(text: Rich): string[] {
  return brokenLinesOf(text).filter((line) => line.trim() !== '');
}

/** The same with its empty lines. */
export function brokenLinesOf(text: Rich): string[] {
  return join((Array.isArray(text) ? text : [text]).map(spanLines));
}

/** The lines of each span, the last of one and the first of the next on the same line. */
function join(spans: string[][]): string[] {
  const lines = [''];
  for (const [first = '', ...others] of spans) {
    lines[lines.length - 1] += first;
    lines.push(...others);
  }
  return lines;
}

function spanLines(span: Span): string[] {
  if (typeof span === 'string') return eachLine(span, escapeInside);
  if ('bold' in span) return eachLine(span.bold, strong);
  if ('link' in span) return eachLine(span.link, (line) => link(line, span.url));
  if ('person' in span) return eachLine(span.name ?? span.person.replace(/^teams:/, ''), strong);
  if ('everyone' in span) return eachLine(span.everyone, strong);
  return eachLine(`“${span.quote}”`, escapeInside);
}

function eachLine(text: string, write: (line: string) => string): string[] {
  return text.split(/\r\n|\r|\n/).map((line) => (line.trim() === '' ? line : write(line)));
}

/** As `escape`, but keeping the spaces at the ends, which part one span from the next. */
function escapeInside(line: string): string {
  const lead = line.length - line.trimStart().length;
  return (lead > 0 ? ' ' : '') + escape(line);
}

/** Bold; the marks have to touch the words. */
export function strong(line: string): string {
  const words = escape(line.trim());
  return words === '' ? '' : `**${words}**`;
}

function link(label: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol)) return escape(label);
  return `[${escape(label)}](${url.href.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}
