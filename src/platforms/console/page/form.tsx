import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { type FormValues, type Input, inputsOf } from '../../../view/form.ts';
import type { OpenForm } from './conversation.ts';
import { InputField } from './input.tsx';
import { RichText } from './rich.tsx';
import { useSay } from './words.ts';

interface Props {
  open: OpenForm;
  onSubmit: (values: FormValues) => void;
  onClose: () => void;
}

/** A form in a modal dialog: the browser keeps the focus inside, Escape closes, and the focus goes back to where it came from. */
export function FormDialog({ open, onSubmit, onClose }: Props): JSX.Element {
  const { form, errors, sending, lost } = open;
  const say = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const opener = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      shown?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  useEffect(() => {
    dialog.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);

  const problem = lost ? (lost.reason ?? say('away.form')) : Object.keys(errors).length > 0 ? say('form.fix') : null;
  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={onClose}>
      <form
        method="dialog"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(valuesOf(event.currentTarget, inputsOf(form)));
        }}
      >
        <h2 id={heading}>{form.title}</h2>
        <div class="inputs">
          {form.blocks.map((block, index) =>
            block.kind === 'section' ? (
              <p key={index} class="section">
                <RichText text={block.text} />
              </p>
            ) : (
              <InputField key={block.name} input={block} error={errors[block.name]} />
            ),
          )}
        </div>
        <footer>
          <p role="alert" class="problem">
            {problem}
          </p>
          <button type="button" class="button" onClick={onClose}>
            {form.cancelLabel}
          </button>
          <button type="submit" class="button primary" aria-disabled={sending} aria-busy={sending}>
            {form.submitLabel}
          </button>
        </footer>
      </form>
    </dialog>
  );
}

/** Every value as the person left it; an empty number or an open choice is null. */
function valuesOf(form: HTMLFormElement, inputs: Input[]): FormValues {
  const given = new FormData(form);
  return Object.fromEntries(
    inputs.map((input) => {
      const text = given.get(input.name);
      if (input.kind === 'toggle') return [input.name, text !== null];
      const value = typeof text === 'string' ? text : '';
      if (input.kind === 'text') return [input.name, value];
      if (input.kind === 'select') return [input.name, value === '' ? null : value];
      return [input.name, value === '' || Number.isNaN(Number(value)) ? null : Number(value)];
    }),
  );
}
