import type { JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { ConsoleCommand } from '../wire.ts';
import { type Suggestion, suggest } from './suggestions.ts';
import { SendIcon } from './icons.tsx';
import { useSay } from './words.ts';

interface Props {
  commands: ConsoleCommand[];
  /** What was asked before, the latest last. */
  asked: string[];
  onAsk: (text: string) => void;
}

/** The question's line: a combobox over the commands, with the earlier questions behind arrow-up. */
export function Composer({ commands, asked, onAsk }: Props): JSX.Element {
  const say = useSay();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  /** How many questions back; 0: a new one. */
  const [back, setBack] = useState(0);
  const listed = text.trim() === '' ? everything(commands) : suggest(text, commands);
  const shown = open && listed.length > 0;

  function write(next: string, steps = 0, opens = false): void {
    setText(next);
    setBack(steps);
    setActive(-1);
    setOpen(opens);
  }

  function send(question: string): void {
    if (question.trim() === '') return;
    write('');
    input.current?.focus();
    onAsk(question.trim());
  }

  /** Asks a suggestion; one with a place to fill in (`now <department>`) is written up to there instead. */
  function pick(suggested: string): void {
    const place = suggested.indexOf('<');
    if (place < 0) send(suggested);
    else write(suggested.slice(0, place));
  }

  /** Takes a key; false where the browser should. */
  function take(key: string): boolean {
    if (key === 'Escape' && shown) setOpen(false);
    else if (key === 'Escape' && text !== '') write('');
    else if (key === 'ArrowDown' && shown) setActive((active + 1) % listed.length);
    else if (key === 'ArrowUp' && shown) setActive(active <= 0 ? listed.length - 1 : active - 1);
    else if (key === 'ArrowUp' && back < asked.length) write(asked.at(-(back + 1)) ?? '', back + 1);
    else if (key === 'ArrowDown' && back > 0) write(asked.at(-(back - 1) || asked.length) ?? '', back - 1);
    else if (key === 'ArrowDown' && text === '') setOpen(true);
    else if (key === 'Tab' && shown && active >= 0) write(`${listed[active]?.text ?? ''} `, 0, true);
    else return false;
    return true;
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        const chosen = shown ? listed[active] : undefined;
        if (chosen) pick(chosen.text);
        else send(text);
      }}
    >
      {shown && <Listbox id={`${id}-list`} label={say('ask.suggestions')} listed={listed} active={active} onPick={pick} />}
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={say('ask.label')}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown && active >= 0 ? `${id}-list-${active}` : undefined}
        placeholder={say('ask.placeholder')}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        enterkeyhint="send"
        maxLength={2000}
        value={text}
        onInput={(event) => write(event.currentTarget.value, 0, event.currentTarget.value.trim() !== '')}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => !event.isComposing && take(event.key) && event.preventDefault()}
      />
      <button type="submit" class="send" aria-label={say('ask.send')} aria-disabled={text.trim() === ''}>
        <SendIcon />
      </button>
    </form>
  );
}

const everything = (commands: ConsoleCommand[]): Suggestion[] => commands.map(({ name, summary }) => ({ text: name, summary }));

interface ListboxProps {
  id: string;
  label: string;
  listed: Suggestion[];
  active: number;
  onPick: (text: string) => void;
}

function Listbox({ id, label, listed, active, onPick }: ListboxProps): JSX.Element {
  return (
    <ul id={id} role="listbox" aria-label={label}>
      {listed.map(({ text, summary }, index) => (
        <li
          key={text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          // The input keeps the focus, so that its leaving does not close the list under the pointer.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(text)}
        >
          <span>{text}</span>
          {summary && <span class="summary">{summary}</span>}
        </li>
      ))}
    </ul>
  );
}
