/** How the platform contract suite drives any platform: as a person would, through the platform's own wire. */
import type { PlatformContext } from '../../src/platforms/platform.ts';

/** What the person sees after a question or a click. */
export interface Shown {
  /** Every visible word of the message, in order. */
  text: string;
  /** Alternative texts of the pictures that arrived (waits for late ones). */
  images: string[];
  /** It took the place of the message whose button was pressed. */
  replaced: boolean;
  buttons: { label: string; press: () => Promise<Shown> }[];
  selects: { label: string; options: string[]; choose: (option: string) => Promise<Shown> }[];
  searches: {
    label: string;
    /** Labels of what is chosen now. */
    chosen: string[];
    /** The labels that are offered after this was typed. */
    type: (text: string) => Promise<string[]>;
    /** Leaves exactly these, by label: each chosen already or offered before. */
    choose: (labels: string[]) => Promise<Shown>;
  }[];
  /** A modal, task module or dialog that opened. */
  form?: ShownForm | undefined;
}

/** An input as the person sees it. */
export interface ShownInput {
  name: string;
  label: string;
  /** The value shown, as text; of a choice the value, not its label; of several, values joined by commas. */
  value: string;
  /** Labels of what is offered before anything is typed. */
  options: string[];
}

/** What a person leaves in inputs, by name: text, a choice by its label or value, `true` and `false`, several by labels or values. */
export type Given = Record<string, string | string[]>;

export interface ShownForm {
  title: string;
  /** Every visible word: sections, previews, labels, hints. */
  text: string;
  /** Forms below it. */
  depth: number;
  inputs: ShownInput[];
  /** Errors at their inputs, by input name. */
  errors: Record<string, string>;
  /** The labels that a searched input offers after this was typed. */
  type: (name: string, text: string) => Promise<string[]>;
  /** Presses a button of the form after leaving these values; every other input keeps what it shows. */
  press: (label: string, given?: Given) => Promise<Shown>;
  buttons: string[];
  /** Submits; the form again when values were refused, the form below when this one was pushed, else what is shown after it closed. */
  submit: (given: Given) => Promise<Shown>;
  /** Cancels: the form below when this one was pushed; nothing is shown otherwise (`text` is empty then). */
  cancel: () => Promise<Shown>;
}

/** A file that a person asked for and took, as their platform hands files over. */
export interface TakenFile {
  name: string;
  content: string;
  /** The words of the message that told how far it was, as it stands at the end. */
  said: string;
}

export interface PlatformDriver {
  name: string;
  /** Starts the platform against its fake. */
  open: (context: PlatformContext) => Promise<void>;
  close: () => Promise<void>;
  /** The person's id with the platform's prefix is `<name>:<person>`. */
  ask: (text: string, person: string, locale?: string) => Promise<Shown>;
  /** Asks for an export and takes its file. */
  take: (text: string, person: string, locale?: string) => Promise<TakenFile>;
}
