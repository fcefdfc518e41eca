import type { JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import type { Input } from '../../../view/form.ts';
import { Combobox } from './combobox.tsx';
import type { Ties } from './ties.ts';
import type { Looked } from './typed.ts';
import { useSay } from './words.ts';

interface Props {
  input: Extract<Input, { kind: 'search' }>;
  looked: Looked;
  onLook: (looked: Looked) => void;
  line: Ties;
}

/** One of many, found by typing. Words that name one of the list exactly pick it; others stay until it is picked or they are cleared. */
export function Lookup({ input, looked, onLook, line }: Props): JSX.Element {
  const say = useSay();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const typing = useRef<HTMLInputElement>(null);
  const { text, picked } = looked;
  return (
    <div ref={box} class="lookup">
      <Combobox
        id={id}
        label={input.label}
        action={input.action}
        options={input.options}
        text={text}
        sought={picked ? '' : text}
        onText={(typed) => onLook({ text: typed, picked: null })}
        onPick={(option) => onLook({ text: option.label, picked: option })}
        has={({ value }) => value === picked?.value}
        many={false}
        onLeave={(listed) => {
          const [named, another] = listed.filter(({ label }) => label.toLowerCase() === text.trim().toLowerCase());
          if (!picked && named && !another) onLook({ text: named.label, picked: named });
        }}
        box={box}
        input={typing}
        line={line}
      />
      {text !== '' && (
        <button
          type="button"
          class="clear"
          aria-label={say('search.remove', { name: text })}
          onClick={() => {
            onLook({ text: '', picked: null });
            typing.current?.focus();
          }}
        >
          <span aria-hidden="true">×</span>
        </button>
      )}
    </div>
  );
}
