import { createContext, type JSX } from 'preact';
import { useContext, useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Option, Search } from '../../../view/card.ts';
import type { Pressing } from './conversation.ts';
import { type Suggest, useOptions } from './options.ts';
import { useSay } from './words.ts';

const Suggesting = createContext<Suggest>(async () => []);
export const SuggestProvider = Suggesting.Provider;

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
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { picked, has, toggle } = useChoice(search, pressing);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const found = useOptions(useContext(Suggesting), search, text, open);
  const listed = found ?? [];
  const last = picked.at(-1);
  const shown = open && (listed.length > 0 || text.trim() !== '');
  useEffect(() => {
    if (shown) list.current?.scrollIntoView({ block: 'nearest' });
  }, [shown, listed.length]);
  useEffect(() => {
    if (active >= 0) list.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function write(next: string, opens: boolean): void {
    setText(next);
    setActive(-1);
    setOpen(opens);
  }

  function pick(option: Option): void {
    toggle(option);
    // After words were typed the next search begins; without, the list stays for more.
    if (text !== '') write('', true);
    input.current?.focus();
  }

  /** Takes a key; false where the browser should. */
  function take(key: string): boolean {
    const chosen = open ? (listed[active] ?? (text !== '' && listed.length === 1 ? listed[0] : undefined)) : undefined;
    if (key === 'Escape' && open) setOpen(false);
    else if (key === 'Escape' && text !== '') write('', false);
    else if (key === 'ArrowDown' && !open) setOpen(true);
    else if (key === 'ArrowDown' && listed.length > 0) setActive((active + 1) % listed.length);
    else if (key === 'ArrowUp' && open && listed.length > 0) setActive(active <= 0 ? listed.length - 1 : active - 1);
    else if (key === 'Enter' && chosen) pick(chosen);
    else if (key === 'Backspace' && text === '' && last) toggle(last);
    else return key === 'Enter';
    return true;
  }

  return (
    <div class="search" role="group" aria-labelledby={`${id}-label`} onClick={() => input.current?.focus()}>
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
      <input
        ref={input}
        type="text"
        role="combobox"
        data-key={search.action}
        aria-label={search.label}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
        placeholder={say('search.placeholder')}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={200}
        value={text}
        onInput={(event) => write(event.currentTarget.value, true)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => !event.isComposing && take(event.key) && event.preventDefault()}
      />
      {shown && (
        <div ref={list} class="offers">
          <ul id={`${id}-list`} role="listbox" aria-multiselectable="true" aria-label={say('search.list', { label: search.label })}>
            {listed.map((option, index) => (
              <li
                key={option.value}
                id={`${id}-${index}`}
                role="option"
                aria-selected={has(option)}
                class={index === active ? 'active' : ''}
                // The input keeps the focus, so that its leaving does not close the list under the pointer.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => pick(option)}
              >
                <span>{option.label}</span>
              </li>
            ))}
          </ul>
          {listed.length === 0 && (
            <p role="status" class="nothing">
              {found === null ? say('away.title') : found === undefined ? say('search.looking') : say('search.nothing', { typed: text })}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
