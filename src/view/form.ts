/**
 * The platform-neutral form: a Slack modal, a Teams task module, a dialog of the console page. Pure data, a closed union of blocks.
 * What a form must remember between its steps stands on the server; `state` is the key to it.
 */
import type { Option, Rich } from './card.ts';

interface Asked {
  /** Unique in the form; the key of the submitted value and of its error. Letters, digits, dots and hyphens. */
  name: string;
  label: string;
  hint?: string | undefined;
  required?: boolean | undefined;
}

export type Input =
  | (Asked & {
      kind: 'text';
      value?: string | undefined;
      multiline?: boolean | undefined;
      maxLength?: number | undefined;
      /** What the Enter key presses in this line, where a platform knows the key; otherwise it submits the form. */
      enter?: FormButton | undefined;
    })
  | (Asked & {
      kind: 'number';
      value?: number | undefined;
      min?: number | undefined;
      max?: number | undefined;
      decimals?: boolean | undefined;
    })
  /** A stretch of time as people write it, `5 min`, `1 h 30`, `90 s`; text both ways, `domain/durations.ts` reads it. */
  | (Asked & { kind: 'duration'; value?: string | undefined })
  /** `14:30`, 24 hours. */
  | (Asked & { kind: 'time'; value?: string | undefined })
  /** `2026-12-25`. */
  | (Asked & { kind: 'date'; value?: string | undefined })
  | (Asked & { kind: 'select'; value?: string | undefined; options: Option[] })
  /** One of many, found by typing: the platform asks `dispatch.search(action, …)` for options. `options`: before anything is typed. */
  | (Asked & { kind: 'search'; action: string; value?: Option | undefined; options: Option[] })
  /** Several of some, as a menu. Values have no commas. */
  | (Asked & { kind: 'several'; value: string[]; options: Option[] })
  /** Several, as boxes to tick, ten at most: a page of more stands in a `buttons` block's reach, see app/forms/checklist.ts. */
  | (Asked & { kind: 'ticks'; value: string[]; options: Option[] })
  | (Asked & { kind: 'toggle'; value: boolean });

/** Calls the submit handler `action` with the values typed so far; it answers with a form (in place, or pushed on top) or errors. */
export interface FormButton {
  label: string;
  /** `<command>.<submit>`. */
  action: string;
  /** Small; comes back beside the values. */
  value?: string | undefined;
  style?: 'primary' | 'danger' | undefined;
}

export type FormBlock =
  | Input
  | { kind: 'section'; text: Rich }
  /** How something will look: a quoted piece under a label, lines broken as they are. */
  | { kind: 'preview'; label: string; text: Rich }
  | { kind: 'buttons'; buttons: FormButton[] };

export interface Form {
  title: string;
  /** The submit handler, `<command>.<submit>`. */
  submit: string;
  /** Carried through the form and given back to the handler, which validates it again. Small: 200 characters. */
  state?: string | undefined;
  submitLabel: string;
  cancelLabel: string;
  /** What submitting does cannot be taken back. */
  danger?: boolean | undefined;
  /** How many forms lie below: 0 opened from a card, 1 and 2 were pushed. Whoever cancels a pushed one comes back to the one below. */
  depth?: number | undefined;
  /** For platforms that do not keep the form below themselves: the submit handler that gives it back with what was typed there. */
  back?: string | undefined;
  blocks: FormBlock[];
}

/** How a form comes after the one it answers: in its place, on top of it, or as the one below, whose top is gone. */
export type FormStep = 'replace' | 'push' | 'back';

/** What came back: every value as the person left it, still unchecked. `several` and `ticks` give lists. */
export type FormValue = string | number | boolean | string[] | null;
export type FormValues = Record<string, FormValue>;

/** Errors by input name, in the person's language. */
export type FormErrors = Record<string, string>;

const INPUTS = new Set<string>(['text', 'number', 'duration', 'time', 'date', 'select', 'search', 'several', 'ticks', 'toggle']);

function isInput(block: FormBlock): block is Input {
  return INPUTS.has(block.kind);
}

/** The inputs of a form, without what stands between them. */
export function inputsOf(form: Form): Input[] {
  return form.blocks.filter(isInput);
}
