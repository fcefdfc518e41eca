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

export interface ShownForm {
  title: string;
  /** Labels of its inputs, in order, with the values that they show. */
  inputs: { name: string; label: string; value: string }[];
  /** Errors at their inputs, by input name. */
  errors: Record<string, string>;
  /** Submits; the form again when values were refused, else what is shown after it closed. */
  submit: (values: Record<string, string>) => Promise<Shown>;
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
