import type { JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Option, Search } from '../../../view/card.ts';
import { Combobox } from './combobox.tsx';
import type { Pressing } from './conversation.ts';
import { useSay } from './words.ts';

/** After the last change a choice is applied this much later, ms: several picked in a row are one change. */
const SETTLE_MS = 700;

const keyOf = (options: Option[]): string => options.map(({ value }) => value).join(',');

/**
 * Several of many: a combobox with what is chosen as chips before it. A choice is applied by itself, a moment after the last change,
 * and the card's answer says what holds then.
 */
function useChoice({ label, action, state, chosen }: Search, { pressed, onPress }: Pressing) {
  const [picked, setPicked] = useState(chosen);
  /** What was applied last: a choice that did not get through is not sent over and over by itself. */
  const sent = useRef<string | null>(null);
  const [wanted, holds] = [keyOf(picked), keyOf(chosen)];
  useLayoutEffect(() => {
    if (sent.current === null || sent.current === wanted) setPicked(chosen);
    sent.current = null;
  }, [holds]);
  useEffect(() => {
    if (pressed !== undefined || wanted === holds || wanted === sent.current) return;
    const names = picked.map((option) => option.label).join(', ');
    const timer = setTimeout(() => {
      sent.current = wanted;
      onPress({ action, value: `${state}|${wanted}`, label: `${label}: ${names || '–'}` });
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [wanted, holds, pressed]);
  const has = ({ value }: Option): boolean => picked.some((option) => option.value === value);
  const toggle = (option: Option): void =>
    setPicked(has(option) ? picked.filter(({ value }) => value !== option.value) : [...picked, option]);
  return { picked, has, toggle };
}

export function SearchBox({ search, ...pressing }: { search: Search } & Pressing): JSX.Element {
  const say = useSay();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const { picked, has, toggle } = useChoice(search, pressing);
  const [text, setText] = useState('');
  const last = picked.at(-1);

  function pick(option: Option): void {
    toggle(option);
    // After words were typed the next search begins.
    setText('');
    input.current?.focus();
  }

  function take(key: string): boolean {
    if (key === 'Escape' && text !== '') setText('');
    else if (key === 'Backspace' && text === '' && last) toggle(last);
    else return key === 'Enter';
    return true;
  }

  return (
    <div ref={box} class="search" role="group" aria-labelledby={`${id}-label`} onClick={() => input.current?.focus()}>
      <span id={`${id}-label`} class="search-label">
        {search.label}
      </span>
      {picked.length > 0 && (
        <ul class="picked">
          {picked.map((option) => (
            <li key={option.value}>
              <span>{option.label}</span>
              <button type="button" aria-label={say('search.remove', { name: option.label })} onClick={() => pick(option)}>
                <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <Combobox
        id={id}
        label={search.label}
        action={search.action}
        options={search.options}
        text={text}
        sought={text}
        onText={setText}
        onPick={pick}
        has={has}
        many
        onKey={take}
        box={box}
        input={input}
        line={{ 'aria-label': search.label, 'data-key': search.action }}
      />
    </div>
  );
}
