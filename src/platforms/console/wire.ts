/** What the page and the server say to each other: JSON, the cards and forms of `view/` inside. */
import type { Card, Language, Option } from '../../view/card.ts';
import type { Form, FormErrors, FormStep } from '../../view/form.ts';

/** A command as the page offers it, in one language. */
export interface ConsoleCommand {
  /** The word that the page shows and sends. */
  name: string;
  /** Every other word that works. */
  aliases: string[];
  summary: string;
  /** Whole questions, as a person would type them. */
  examples: string[];
}

/** The paths of one chart's PNG on this origin, for either theme. */
export interface ChartLinks {
  light: string;
  dark: string;
}

export interface CardAnswer {
  kind: 'card';
  title: string;
  /** Without its raw figures. */
  card: Card;
  /** By the chart's place among the card's charts; null where the picture cannot be had. */
  charts: (ChartLinks | null)[];
  /** It takes the place of the card whose button or form it answers. */
  replace: boolean;
  /** It tells of an error or a refusal. */
  failed: boolean;
  language: Language;
  /** It tells of an export: while that runs, more answers follow, a line each, every one in the place of the one before. */
  export?: { running: boolean; download?: Download | undefined } | undefined;
}

/** A file to fetch from this origin. */
export interface Download {
  path: string;
  name: string;
}

/** The content type of answers that follow one another, a JSON line each. */
export const LINES = 'application/x-ndjson';

/** What fits the words typed so far into a search. */
export interface WireOptions {
  options: Option[];
}

export type WireAnswer =
  | CardAnswer
  | { kind: 'form'; title: string; form: Form; step: FormStep; language: Language }
  | { kind: 'invalid'; title: string; errors: FormErrors; language: Language };

/** What the page needs to know before it can work. */
export interface ConsoleState {
  language: Language;
  commands: ConsoleCommand[];
  /** The question that the page asks by itself when it opens. */
  startCommand: string;
  /** The page's own words by catalogue key, their `{{placeholders}}` still in them. */
  words: Record<string, string>;
}

/** Every answer of the console's JSON routes that is not a 200. */
export interface WireError {
  error: string;
}
