import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type Form, type FormButton, type FormErrors, type FormValues, inputsOf } from '../../../view/form.ts';
import { keyOf } from './conversation.ts';
import { FormBlocks } from './form-blocks.tsx';
import { FormFooter, SUBMIT } from './form-footer.tsx';
import type { OpenForm } from './forms.ts';
import { unpicked, valuesOf } from './typed.ts';
import { useModal, useRedrawn } from './use-dialog.ts';
import { useTyped } from './use-typed.ts';
import { useSay } from './words.ts';

/** What is sent: the form's own submit, or one of its buttons. */
export interface Sending {
  action: string;
  /** Of the button; absent for the form's own submit. */
  value?: string | undefined;
  values: FormValues;
  /** The button that waits for the answer. */
  key: string;
}

interface Props {
  open: OpenForm;
  onSend: (sending: Sending) => void;
  onClose: () => void;
}

const NONE: FormErrors = {};

/** A form in a modal dialog: the browser keeps the focus inside, Escape closes, and the focus goes back to where it came from. */
export function FormDialog({ open, onSend, onClose }: Props): JSX.Element {
  const { form, language, waits } = open;
  const say = useSay();
  const heading = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const fields = useRef<HTMLFormElement>(null);
  const { typed, type, sent } = useTyped(form, language);
  /** What the page itself sees to be unfinished: nothing was sent. */
  const [unfinished, setUnfinished] = useState(NONE);
  const errors = { ...open.errors, ...unfinished };
  useModal(dialog);
  const spoken = useRedrawn(dialog, form);
  const correct = (): void => dialog.current?.querySelector<HTMLElement>('.wrong :is(input, select, textarea)')?.focus();
  useEffect(correct, [open.errors]);
  useEffect(() => {
    if (unfinished !== NONE) correct();
  }, [unfinished]);

  function send(key: string, action: string, value?: string): void {
    if (waits !== null) return;
    const half = [...halfTyped(fields.current)].map((name) => [name, say('form.incomplete')]);
    const found = Object.fromEntries([...half, ...unpicked(form, typed()).map((name) => [name, say('form.pick')])]) as FormErrors;
    const whole = Object.keys(found).length === 0;
    setUnfinished(whole ? NONE : found);
    if (!whole) return;
    sent();
    onSend({ key, action, value, values: valuesOf(form, typed(), language) });
  }

  const press = ({ action, value }: FormButton): void => send(keyOf(action, value), action, value ?? '');

  /** The Enter key of a line that has a button of its own. */
  function onKey(event: KeyboardEvent): void {
    const { target } = event;
    const button = event.key === 'Enter' && !event.isComposing && target instanceof HTMLInputElement && enterOf(form, target.name);
    if (!button) return;
    event.preventDefault();
    press(button);
  }

  return (
    <dialog
      ref={dialog}
      lang={language}
      aria-labelledby={heading}
      aria-describedby={asks(form) ? undefined : `${heading}-what`}
      onClose={onClose}
    >
      <form
        ref={fields}
        method="dialog"
        noValidate
        aria-busy={waits !== null}
        onKeyDown={onKey}
        onSubmit={(event) => {
          event.preventDefault();
          send(SUBMIT, form.submit);
        }}
      >
        <h2 id={heading}>{form.title}</h2>
        <div class="inputs" id={`${heading}-what`}>
          <FormBlocks
            blocks={form.blocks}
            language={language}
            typed={typed()}
            errors={errors}
            waits={waits}
            onType={type}
            onPress={press}
          />
        </div>
        <FormFooter open={open} errors={errors} onClose={onClose} />
        <p role="status" class="unseen">
          {spoken}
        </p>
      </form>
    </dialog>
  );
}

function enterOf(form: Form, name: string): FormButton | undefined {
  const line = inputsOf(form).find((input) => input.name === name);
  return line?.kind === 'text' ? line.enter : undefined;
}

/** Whether it asks for anything; what only tells something is read out whole. */
const asks = (form: Form): boolean => inputsOf(form).length > 0;

/** Names of times and dates of which only a part was typed: their value is empty, though not to the eye. */
function halfTyped(form: HTMLFormElement | null): string[] {
  return [...(form?.elements ?? [])].flatMap((one) => (one instanceof HTMLInputElement && one.validity.badInput ? [one.name] : []));
}
