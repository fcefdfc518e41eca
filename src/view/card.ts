/**
 * The platform-neutral answer: pure data, a closed union. Renderers switch over `kind` with no default,
 * so the compiler names every platform that misses one.
 */

import type { Indicator } from '../domain/indicators.ts';
import type { Language } from '../domain/parameters.ts';

export type { Language };

/** What a mark says; words always say it too, colour is never alone. */
export type Tone = 'good' | 'warning' | 'bad';

/**
 * A piece of a line. `quote` is text from customers: renderers escape and quote it. `person` is an id such as
 * `slack:U123`, a mention on its own platform and the name (or the id) elsewhere. `everyone` calls whoever is in the channel, where a
 * platform can; elsewhere it is its words.
 */
export type Span =
  | string
  | { bold: string }
  | { link: string; url: string }
  | { quote: string }
  | { person: string; name?: string | undefined }
  | { everyone: string };
/** One line or more (`\n` breaks lines in any span). */
export type Rich = Span | Span[];

/** Calls `<command>.<action>` back with `value`: small state that the handler validates again. */
export interface Button {
  kind: 'button';
  label: string;
  action: string;
  value?: string | undefined;
  style?: 'primary' | 'danger' | undefined;
  /** What it opens is a form: platforms open its window at once, and Teams must know before the press. */
  opens?: 'form' | undefined;
}

export interface Option {
  label: string;
  value: string;
}

/** Calls `action` back with the chosen option's value. */
export interface Select {
  kind: 'select';
  label: string;
  action: string;
  options: Option[];
  selected?: string | undefined;
}

/**
 * Several of many, found by typing: calls `action` back with every chosen value, joined by commas (none: an empty text), behind
 * `state` and a `|`: `state|a-1,a-7`. While the person types, the platform asks `dispatch.search` with the same action.
 */
export interface Search {
  kind: 'search';
  label: string;
  action: string;
  /** Small state that comes back in front of the chosen values. */
  state: string;
  /** What is chosen now. Values have no commas. */
  chosen: Option[];
  /** What to offer before anything is typed. */
  options: Option[];
}

export type Control = Button | Select | Search;

export interface Field {
  label: string;
  value: Rich;
  tone?: Tone | undefined;
}

/** A row of three facts: how long (bold, marked), who and where, what it is about. */
export interface ListRow {
  tone?: Tone | undefined;
  lead: string;
  facts: string[];
  detail?: Rich | undefined;
  menu?: Button[] | undefined;
}

export interface Column {
  label: string;
  align?: 'start' | 'end' | undefined;
}

export type ChartType = 'bar' | 'horizontalBar' | 'line' | 'heatmap' | 'panels';

export interface ChartSeries {
  name: string;
  /** One value a category; null where there is no data. */
  values: (number | null)[];
  /** A fixed place in the palette, so that a channel or a state keeps its colour everywhere. */
  hue?: string | undefined;
}

/** One of several small charts below each other over the same categories, each with an axis, a unit and a target of its own. */
export interface Panel {
  title: string;
  type: 'bar' | 'line';
  series: ChartSeries[];
  stacked?: boolean | undefined;
  unit: 'count' | 'ms' | 'ratio';
  target?: { label: string; value: number } | undefined;
}

/**
 * What a chart shows. `alt` says the finding, not "chart". A heatmap has a column a category and a row a series (first on top);
 * `panels` has its series in its panels and none of its own.
 */
export interface Chart {
  type: ChartType;
  panels?: Panel[] | undefined;
  title: string;
  alt: string;
  categories: string[];
  series: ChartSeries[];
  stacked?: boolean | undefined;
  /** Durations are in ms and drawn in the language's words. */
  unit?: 'count' | 'ms' | 'ratio' | undefined;
  target?: { label: string; value: number } | undefined;
  /** The last bucket is not over yet and is drawn so. */
  unfinished?: boolean | undefined;
  language: Language;
}

export type Block =
  | { kind: 'text'; text: Rich; tone?: Tone | undefined }
  | { kind: 'fields'; fields: Field[] }
  | { kind: 'list'; rows: ListRow[] }
  | { kind: 'table'; caption: string; columns: Column[]; rows: string[][] }
  | { kind: 'chart'; chart: Chart }
  | { kind: 'image'; url: string; alt: string }
  | { kind: 'actions'; controls: Control[] }
  | { kind: 'context'; text: Rich }
  | { kind: 'divider' };

export type BlockKind = Block['kind'];

export interface Series {
  name: string;
  points: { bucket: string; value: number | null }[];
}

/** The raw values behind a card, as `ask --json` prints them (product.md §6). */
export interface Figures {
  indicators?: Indicator[] | undefined;
  table?: { columns: string[]; rows: (string | number | null)[][] } | undefined;
  series?: Series[] | undefined;
}

export interface Card {
  /** Short: the card's first words in bold, and the notification's text. */
  title: string;
  /** What the card is about, beside the title: a department, a period. */
  scope?: string | undefined;
  /** A mark before the title, which tells it in words too. */
  tone?: Tone | undefined;
  blocks: Block[];
  /** What the command adds to the foot; `dispatch` makes the foot, the last context block, of it. */
  foot?: string[] | undefined;
  figures?: Figures | undefined;
}

/** A line as plain text, for notifications, alt texts and terminals. */
export function plain(text: Rich): string {
  return (Array.isArray(text) ? text : [text]).map(plainSpan).join('');
}

function plainSpan(span: Span): string {
  if (typeof span === 'string') return span;
  if ('bold' in span) return span.bold;
  if ('link' in span) return span.link;
  if ('person' in span) return span.name ?? span.person;
  if ('everyone' in span) return span.everyone;
  return `“${span.quote}”`;
}

/** A card's charts, in order. */
export function chartsOf(card: Card): Chart[] {
  return card.blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : []));
}

/** The same card without its charts: what a platform sends before the images are ready. */
export function withoutCharts(card: Card): Card {
  return { ...card, blocks: card.blocks.filter((block) => block.kind !== 'chart') };
}
