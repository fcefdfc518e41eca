import type { MessageKey } from '../i18n/translate.ts';
import type { Card, Language, Option } from '../view/card.ts';
import type { Form, FormErrors, FormStep, FormValues } from '../view/form.ts';
import type { Role } from './access.ts';
import type { Services } from './services.ts';

export type { MessageKey };

/** Who asks, as Vigia knows them; `role` null: unknown here. */
export interface Person {
  /** `<platform>:<id there>`. */
  id: string;
  name?: string | undefined;
  role: Role | null;
  language: Language;
}

/** A question, an action or a submitted form on its way to its handler. */
export interface Request {
  /** The words after the command's name. */
  args: string[];
  /** The instant the question is about. */
  at: Date;
  person: Person;
  platform: string;
}

export interface ActionRequest extends Request {
  /** The button's value or the chosen option; came over the wire, so it is checked again. */
  value: string;
}

export interface SubmitRequest extends Request {
  values: FormValues;
  state: string;
  /** Of the form's button that was pressed; empty for the form's own submit. */
  value: string;
}

/** How far an export has come. `link`: an expiring address of the file, on platforms that cannot hold it themselves. */
export type ExportState =
  | { phase: 'running'; rows: number }
  | { phase: 'done'; rows: number; size: number; link?: string | undefined }
  | { phase: 'cancelled'; rows: number }
  | { phase: 'failed'; reference: string };

/** Rows on their way to a file. */
export interface Export {
  /** Unique; the cancel button of the running card carries it. */
  id: string;
  /** `vigia-history-2026-11-22.csv` */
  fileName: string;
  /** Rows there will be, where it is known before. */
  total: number | null;
  /** The file, row by row, with flat memory; `progress` is told how many rows there are so far. Throws when the signal says stop. */
  bytes: (signal: AbortSignal, progress: (rows: number) => void) => AsyncIterable<Uint8Array>;
  /** The message for each state; a running one has a cancel button. */
  card: (state: ExportState) => Card;
}

/** What a handler gives back: a card (in place of the one it came from, or new), a form, or a form's errors. */
export type Answer =
  /** `alone`: for nobody else in the conversation. */
  | { kind: 'card'; card: Card; replace: boolean; alone?: true | undefined }
  | { kind: 'export'; export: Export }
  /** `step` tells how it comes after the form whose submit or button it answers; from a card it is the first. */
  | { kind: 'form'; form: Form; step?: FormStep | undefined }
  /** The form stays as the person left it, with these errors. */
  | { kind: 'invalid'; errors: FormErrors };

export type Exported = Extract<Answer, { kind: 'export' }>;

export interface Action {
  role?: Role | undefined;
  run: (request: ActionRequest, services: Services) => Promise<Answer>;
  /** The options that fit what a person has typed so far into the search of this action; the best first, some 20 at most. */
  search?: ((typed: string, services: Services, by: Pick<Request, 'person' | 'platform' | 'at'>) => Promise<Option[]>) | undefined;
}

export interface Submit {
  role?: Role | undefined;
  run: (request: SubmitRequest, services: Services) => Promise<Answer>;
}

/** One chat command: its answer, its buttons (`<name>.<action>`) and its forms (`<name>.<submit>`). */
export interface Command {
  name: string;
  aliases: string[];
  role: Role;
  summary: MessageKey;
  /** Examples for `help`, without the leading `/vigia`. */
  examples: MessageKey[];
  /** A card, or an export: what a platform then carries out. */
  run: (request: Request, services: Services) => Promise<Card | Exported>;
  actions?: Record<string, Action> | undefined;
  submits?: Record<string, Submit> | undefined;
}

/** The new card takes the place of the one its button stands on. */
export function replaced(card: Card): Answer {
  return { kind: 'card', card, replace: true };
}

/** The card is an answer of its own, under the one its button stands on. */
export function opened(card: Card): Answer {
  return { kind: 'card', card, replace: false };
}

/** A word to whoever pressed: what it changes is a message for all, which is made anew by itself. */
export function noted(title: string, text: string): Answer {
  return { kind: 'card', card: { title, blocks: [{ kind: 'text', text }] }, replace: false, alone: true };
}
