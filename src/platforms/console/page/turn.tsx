import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ChartLinks } from '../wire.ts';
import { CardView } from './card.tsx';
import type { Entry, Press } from './conversation.ts';
import { useKeptFocus } from './focus.ts';
import { useSay } from './words.ts';

interface Props {
  entry: Entry;
  theme: keyof ChartLinks;
  onPress: (press: Press) => void;
  onAgain: () => void;
}

/** A question and what became of it. */
export function Turn({ entry, theme, onPress, onAgain }: Props): JSX.Element {
  const say = useSay();
  const turn = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (entry.id > 1) turn.current?.scrollIntoView({ block: 'start' });
  }, [entry.state]);
  const { answer, missed, pressed } = entry;
  useKeptFocus(turn, entry.version, pressed);
  return (
    <li ref={turn} class="turn">
      <p class="question">
        <span class="unseen">{`${say('asked')}: `}</span>
        {entry.question}
      </p>
      {entry.state === 'waiting' && (
        <p class="waiting">
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {say('waiting')}
        </p>
      )}
      {answer && (
        <div class={entry.version > 1 ? `answer updated-${entry.version % 2}` : 'answer'}>
          <CardView answer={answer} theme={theme} pressed={pressed} onPress={onPress} />
        </div>
      )}
      {(entry.state === 'away' || missed) && (
        <div class="away">
          <p>
            <strong>{entry.reason ? say('refused.title') : say('away.title')}</strong> {entry.reason ?? say('away.text')}
          </p>
          <button type="button" class="button" onClick={() => (missed ? onPress(missed) : onAgain())}>
            {say('again')}
          </button>
        </div>
      )}
    </li>
  );
}
