import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Language } from '../../../view/card.ts';
import type { Input } from '../../../view/form.ts';
import { Boxes } from './boxes.tsx';
import { hintOf } from './hint.ts';
import { Lookup } from './lookup.tsx';
import type { Ties } from './ties.ts';
import { listOf, lookedOf, textOf, type Typed } from './typed.ts';
import { useSay } from './words.ts';

interface Props {
  input: Input;
  language: Language;
  typed: Typed | undefined;
  error: string | undefined;
  onType: (typed: Typed) => void;
}

/** An input with its label, its hint and its error, all tied to it for screen readers. Boxes are a group under its legend. */
export function InputField({ input, language, error, ...typing }: Props): JSX.Element {
  const say = useSay();
  const id = useId();
  const hint = hintOf(input, say, language);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const name = (
    <>
      {input.label}
      {input.required && <span class="required">{say('form.required')}</span>}
    </>
  );
  const said = (
    <>
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} class="error">
          {error}
        </p>
      )}
    </>
  );
  const kind = `input is-${input.kind} ${error ? 'wrong' : ''}`;
  if (input.kind === 'several' || input.kind === 'ticks')
    return (
      <fieldset class={kind} aria-describedby={described} data-list={input.name}>
        <legend>{name}</legend>
        {said}
        <Boxes input={input} chosen={listOf(typing.typed)} wrong={error !== undefined} onChoose={typing.onType} />
      </fieldset>
    );
  const ties: Ties = {
    id,
    name: input.name,
    'aria-describedby': described,
    'aria-invalid': error !== undefined,
    'aria-required': input.required === true,
  };
  return (
    <div class={kind}>
      <label for={id}>{name}</label>
      <Line input={input} ties={ties} {...typing} />
      {said}
    </div>
  );
}

interface LineProps {
  input: Exclude<Input, { kind: 'several' | 'ticks' }>;
  ties: Ties;
  typed: Typed | undefined;
  onType: (typed: Typed) => void;
}

/** Numbers are typed as text: a line for numbers loses what is none, and follows the wheel. */
function Line({ input, ties, typed, onType }: LineProps): JSX.Element {
  const say = useSay();
  const line = {
    ...ties,
    value: textOf(typed),
    autocomplete: 'off' as const,
    onInput: (event: { currentTarget: { value: string } }): void => onType(event.currentTarget.value),
  };
  switch (input.kind) {
    case 'text':
      return input.multiline ? (
        <textarea {...line} rows={4} maxLength={input.maxLength} />
      ) : (
        <input {...line} type="text" maxLength={input.maxLength} />
      );
    case 'number':
      return (
        <input {...line} type="text" inputMode={(input.min ?? -1) < 0 ? 'text' : input.decimals ? 'decimal' : 'numeric'} maxLength={40} />
      );
    case 'duration':
      return <input {...line} type="text" maxLength={40} />;
    case 'time':
    case 'date':
      return <input {...line} type={input.kind} />;
    case 'toggle':
      return <input {...ties} type="checkbox" checked={typed === true} onInput={(event) => onType(event.currentTarget.checked)} />;
    case 'search':
      return <Lookup input={input} looked={lookedOf(typed)} onLook={onType} line={ties} />;
    case 'select':
      return (
        <select {...line}>
          {(textOf(typed) === '' || !input.required) && <option value="">{say('choose')}</option>}
          {input.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      );
  }
}
