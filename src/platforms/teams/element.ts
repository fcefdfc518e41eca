/** The few Adaptive Card 1.5 elements that look right on Teams' desktop, web and phone clients. */
import type { Tone } from '../../view/card.ts';

export interface Element {
  type: string;
  [property: string]: unknown;
}

export interface AdaptiveCard {
  $schema: string;
  type: 'AdaptiveCard';
  version: '1.5';
  fallbackText: string;
  speak: string;
  msteams: { width: 'Full' };
  body: Element[];
}

const COLOUR: Record<Tone, string> = { good: 'Good', warning: 'Warning', bad: 'Attention' };
const MARK: Record<Tone, string> = { good: '🟢', warning: '🟡', bad: '🔴' };

/** A wrapping TextBlock of markdown that is escaped already. */
export function textBlock(text: string, more: Record<string, unknown> = {}): Element {
  return { type: 'TextBlock', text, wrap: true, ...more };
}

/** Lines close under one another. */
export function paragraph(lines: string[], more: Record<string, unknown> = {}): Element[] {
  return lines.map((line, index) => textBlock(line, { ...more, ...(index > 0 && { spacing: 'None' }) }));
}

/** The mark stands before the first line; the colour is on all of them. */
export function toned(lines: string[], tone: Tone | undefined): string[] {
  if (!tone) return lines;
  const [first = '', ...others] = lines;
  return [`${MARK[tone]} ${first}`, ...others];
}

export function colour(tone: Tone | undefined): Record<string, unknown> {
  return tone ? { color: COLOUR[tone] } : {};
}

export function column(items: Element[], width: string | number = 'stretch'): Element {
  return { type: 'Column', width, items };
}

export function columnSet(columns: Element[], more: Record<string, unknown> = {}): Element {
  return { type: 'ColumnSet', columns, ...more };
}

/** A picture that a person can enlarge. */
export function picture(url: string, alt: string): Element {
  return { type: 'Image', url, altText: alt, size: 'Stretch', msteams: { allowExpand: true } };
}

/** A text cut at a word, with an ellipsis. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = text.slice(0, length - 1);
  const space = head.lastIndexOf(' ');
  return `${(space > length / 2 ? head.slice(0, space) : head).trimEnd().replace(/[\ud800-\udbff]$/, '')}…`;
}
