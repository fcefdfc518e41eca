/** The platform-neutral form: a Slack modal, a Teams task module, a dialog of the console page. */
import type { Option, Rich } from './card.ts';

interface Asked {
  /** Unique in the form; the key of the submitted value. */
  name: string;
  label: string;
  hint?: string | undefined;
  required?: boolean | undefined;
}

export type Input =
  | (Asked & { kind: 'text'; value?: string | undefined; multiline?: boolean | undefined; maxLength?: number | undefined })
  | (Asked & {
      kind: 'number';
      value?: number | undefined;
      min?: number | undefined;
      max?: number | undefined;
      decimals?: boolean | undefined;
    })
  | (Asked & { kind: 'select'; value?: string | undefined; options: Option[] })
  | (Asked & { kind: 'toggle'; value: boolean });

export type FormBlock = Input | { kind: 'section'; text: Rich };

export interface Form {
  title: string;
  /** The submit handler, `<command>.<submit>`. */
  submit: string;
  /** Carried through the form and given back to the handler, which validates it again. */
  state?: string | undefined;
  submitLabel: string;
  cancelLabel: string;
  blocks: FormBlock[];
}

/** What came back: every value as the person left it, still unchecked. */
export type FormValues = Record<string, string | number | boolean | null>;

/** Errors by input name, in the person's language. */
export type FormErrors = Record<string, string>;

/** The inputs of a form, without its sections. */
export function inputsOf(form: Form): Input[] {
  return form.blocks.filter((block) => block.kind !== 'section');
}
