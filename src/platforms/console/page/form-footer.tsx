import type { JSX } from 'preact';
import { type FormErrors, inputsOf } from '../../../view/form.ts';
import type { OpenForm } from './forms.ts';
import { RichText } from './rich.tsx';
import { useSay } from './words.ts';

/** The key of the form's own submit among its buttons. */
export const SUBMIT = 'submit';

/** Always in sight below the inputs: why the form is still open, the way out, and the submit. */
export function FormFooter({ open, errors, onClose }: { open: OpenForm; errors: FormErrors; onClose: () => void }): JSX.Element {
  const { form, waits } = open;
  return (
    <footer>
      <p role="alert" class="problem">
        <Problem open={open} errors={errors} />
      </p>
      <button type="button" class="button" onClick={onClose}>
        {form.cancelLabel}
      </button>
      <button
        type="submit"
        class={form.danger ? 'button danger filled' : 'button primary'}
        data-key={SUBMIT}
        aria-disabled={waits !== null}
        aria-busy={waits === SUBMIT}
      >
        {form.submitLabel}
      </button>
    </footer>
  );
}

/** Why the form is still open, in a line: how many inputs are wrong, what Vigia refused, or that it was not reached. */
function Problem({ open, errors }: { open: OpenForm; errors: FormErrors }): JSX.Element | null {
  const say = useSay();
  const { form, refused, lost } = open;
  if (lost) return <>{lost.reason ?? say('away.form')}</>;
  if (refused)
    return (
      <>
        <strong>{refused.title}</strong>
        {refused.blocks.map((block, index) =>
          block.kind === 'text' ? (
            <span key={index}>
              {' '}
              <RichText text={block.text} />
            </span>
          ) : null,
        )}
      </>
    );
  const names = Object.keys(errors);
  if (names.length === 0) return null;
  const shown = inputsOf(form).map(({ name }) => name);
  // An error of what is not shown now (a page of a list that is empty) is told here.
  const others = names.filter((name) => !shown.includes(name)).map((name) => errors[name]);
  return <>{[say('form.fix', { count: String(names.length) }), ...others].join(' ')}</>;
}
