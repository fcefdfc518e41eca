import type { JSX } from 'preact';
import type { ConsoleCommand } from '../wire.ts';
import { useSay } from './words.ts';

interface Props {
  /** Beside the conversation where there is room, else a row above the question's line. */
  place: 'rail' | 'chips';
  commands: ConsoleCommand[];
  onAsk: (text: string) => void;
}

/** The commands to pick from. */
export function Commands({ place, commands, onAsk }: Props): JSX.Element {
  const say = useSay();
  return (
    <nav class={place} aria-label={say('commands')}>
      {place === 'rail' && <h2>{say('commands')}</h2>}
      <ul>
        {commands.map(({ name, summary }) => (
          <li key={name}>
            <button type="button" onClick={() => onAsk(name)}>
              <span class="name">{name}</span>
              {place === 'rail' && <span class="summary">{summary}</span>}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
