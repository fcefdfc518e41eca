import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Input } from '../../../view/form.ts';
import { useSay } from './words.ts';

/** An input with its label, its hint and its error, all tied to it for screen readers. */
export function InputField({ input, error }: { input: Input; error?: string | undefined }): JSX.Element {
  const say = useSay();
  const id = useId();
  const shared: Shared = {
    id,
    name: input.name,
    'aria-describedby': [input.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined,
    'aria-invalid': error !== undefined,
    'aria-required': input.required === true,
  };
  return (
    <div class={`input is-${input.kind}`}>
      <label for={id}>
        {input.label}
        {input.required && <span class="required">{say('form.required')}</span>}
      </label>
      <Box input={input} shared={shared} />
      {input.hint && (
        <p id={`${id}-hint`} class="hint">
          {input.hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} class="error">
          {error}
        </p>
      )}
    </div>
  );
}

/** What every kind of input has: its name, and its ties to label, hint and error. */
interface Shared {
  id: string;
  name: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean;
  'aria-required': boolean;
}

function Box({ input, shared }: { input: Input; shared: Shared }): JSX.Element {
  const say = useSay();
  switch (input.kind) {
    case 'text':
      return input.multiline ? (
        <textarea {...shared} rows={4} maxLength={input.maxLength} defaultValue={input.value} />
      ) : (
        <input {...shared} type="text" autocomplete="off" maxLength={input.maxLength} defaultValue={input.value} />
      );
    case 'number':
      return (
        <input
          {...shared}
          type="number"
          inputMode={input.decimals ? 'decimal' : 'numeric'}
          min={input.min}
          max={input.max}
          step={input.decimals ? 'any' : 1}
          defaultValue={input.value?.toString()}
        />
      );
    case 'toggle':
      return <input {...shared} type="checkbox" defaultChecked={input.value} />;
    case 'select':
      return (
        <select {...shared}>
          {(input.value === undefined || !input.required) && <option value="">{say('choose')}</option>}
          {input.options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === input.value}>
              {option.label}
            </option>
          ))}
        </select>
      );
  }
}
