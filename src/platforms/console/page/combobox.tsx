import type { JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Option } from '../../../view/card.ts';
import { useAnchored } from './anchor.ts';
import { type Findable, useOptions } from './options.ts';
import type { Ties } from './ties.ts';
import { useSay } from './words.ts';

interface Props extends Findable {
  id: string;
  label: string;
  /** What stands in the line. */
  text: string;
  /** What is searched for; less than the text where that names what was picked. */
  sought: string;
  onText: (text: string) => void;
  onPick: (option: Option) => void;
  has: (option: Option) => boolean;
  /** Several can be picked: the list stays for more. */
  many: boolean;
  /** A key that the list has no use for; false where the browser should take it. */
  onKey?: ((key: string) => boolean) | undefined;
  onLeave?: ((listed: Option[]) => void) | undefined;
  /** What the list stands at, as wide as it. */
  box: RefObject<HTMLElement | null>;
  input: RefObject<HTMLInputElement | null>;
  /** How the line is known: by its ties in a form, by its words and its action in a card. */
  line: Ties | { 'aria-label': string; 'data-key': string };
}

/** A line to type in with a list of what fits (the combobox with a listbox of the WAI-ARIA practices, nothing picked by itself). */
export function Combobox(props: Props): JSX.Element {
  const { id, label, text, sought, onText, onPick, has, many, box, input } = props;
  const say = useSay();
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const found = useOptions(props, sought, open);
  const listed = found ?? [];
  const shown = open && (listed.length > 0 || sought.trim() !== '');
  useAnchored(list, box, shown);
  useEffect(() => {
    if (active >= 0) list.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function turn(opens: boolean): void {
    setOpen(opens);
    setActive(-1);
  }

  function pick(option: Option): void {
    onPick(option);
    if (!many || sought !== '') turn(many);
    input.current?.focus();
  }

  /** Takes a key; false where the browser should. */
  function take(key: string): boolean {
    const chosen = open ? (listed[active] ?? (sought.trim() !== '' && listed.length === 1 ? listed[0] : undefined)) : undefined;
    if (key === 'Escape' && shown) turn(false);
    else if (key === 'ArrowDown' && !open) setOpen(true);
    else if (key === 'ArrowDown' && listed.length > 0) setActive((active + 1) % listed.length);
    else if (key === 'ArrowUp' && open && listed.length > 0) setActive(active <= 0 ? listed.length - 1 : active - 1);
    else if (key === 'Enter' && chosen) pick(chosen);
    else return props.onKey?.(key) ?? false;
    return true;
  }

  return (
    <>
      <input
        {...props.line}
        ref={input}
        type="text"
        role="combobox"
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
        onInput={(event) => {
          onText(event.currentTarget.value);
          turn(true);
        }}
        // In a card whoever comes here wants the list; a form's first line has the focus before anybody wants anything.
        onFocus={() => many && setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={() => {
          turn(false);
          props.onLeave?.(listed);
        }}
        onKeyDown={(event) => !event.isComposing && take(event.key) && event.preventDefault()}
      />
      {shown && (
        // The line keeps the focus, so that its leaving does not close the list under the pointer.
        <div ref={list} class={many ? 'offers many' : 'offers'} popover="manual" onPointerDown={(event) => event.preventDefault()}>
          <ul id={`${id}-list`} role="listbox" aria-multiselectable={many} aria-label={say('search.list', { label })}>
            {listed.map((option, index) => (
              <li
                key={option.value}
                id={`${id}-${index}`}
                role="option"
                aria-selected={has(option)}
                class={index === active ? 'active' : ''}
                onClick={() => pick(option)}
              >
                <span>{option.label}</span>
              </li>
            ))}
          </ul>
          {listed.length === 0 && (
            <p role="status" class="nothing">
              {found === null ? say('away.title') : found === undefined ? say('search.looking') : say('search.nothing', { typed: sought })}
            </p>
          )}
        </div>
      )}
    </>
  );
}
