import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../../view/card.ts';
import type { ConsoleState } from '../wire.ts';
import { fetchOptions, fetchState } from './api.ts';
import { Commands } from './commands.tsx';
import { Composer } from './composer.tsx';
import { FormDialog } from './form.tsx';
import { Header } from './header.tsx';
import { SuggestProvider } from './options.ts';
import { keep, useScheme } from './preferences.ts';
import { Turn } from './turn.tsx';
import { useConversation } from './use-conversation.ts';
import { sayer, WordsProvider } from './words.ts';

/** The whole page. */
export function App({ first }: { first: ConsoleState }): JSX.Element {
  const [{ language, commands, words, startCommand }, setState] = useState(first);
  const { scheme, theme, choose } = useScheme();
  const [spoken, setSpoken] = useState('');
  const [away, setAway] = useState(false);
  const say = sayer(words);
  // The same words twice are two announcements: the second one differs by a space nobody hears.
  const announce = (text: string): void => setSpoken((before) => (before === text ? `${text}\u00a0` : text));
  const talk = useConversation(language, say, announce);
  const { entries, forms } = talk.conversation;
  const asked = entries.flatMap(({ call }) => (call.kind === 'ask' ? [call.text] : []));

  useEffect(() => {
    void talk.ask(new URLSearchParams(location.search).get('ask') || startCommand);
  }, []);

  async function speak(chosen: Language): Promise<void> {
    const next = await fetchState(chosen);
    setAway(next === null);
    if (!next) return;
    keep('language', chosen);
    document.documentElement.lang = chosen;
    setState(next);
    const last = entries.at(-1);
    // An export is not made again for another language: its file stays what it was.
    if (last?.state === 'answered' && last.call.kind === 'ask' && !last.answer?.export) await talk.again(last, chosen);
  }

  const ask = (text: string): void => void talk.ask(text);
  return (
    <WordsProvider value={say}>
      <SuggestProvider value={(action, typed) => fetchOptions(action, typed, language)}>
        <Header language={language} scheme={scheme} onLanguage={(chosen) => void speak(chosen)} onScheme={choose} />
        <div class="desk">
          <Commands place="rail" commands={commands} onAsk={ask} />
          <main>
            <div class="welcome">
              <p class="greeting">{say('welcome.title')}</p>
              <p>{say('welcome.text')}</p>
            </div>
            {/* A whole card read out is noise: the status below says each answer's first sentence, the log is there to be read. */}
            <div class="log" role="log" aria-live="off" aria-label={say('log')}>
              <ol>
                {entries.map((entry) => (
                  <Turn
                    key={entry.id}
                    entry={entry}
                    theme={theme}
                    onPress={(press) => void talk.press(entry, press)}
                    onAgain={() => void talk.again(entry)}
                  />
                ))}
              </ol>
            </div>
            <p role="status" class="unseen">
              {spoken}
            </p>
            <div class="foot">
              {away && (
                <p role="alert" class="notice">
                  {say('away.title')} {say('away.text')}
                </p>
              )}
              <Commands place="chips" commands={commands} onAsk={ask} />
              <Composer commands={commands} asked={asked} onAsk={ask} />
            </div>
          </main>
        </div>
        {forms.map((open) => (
          <FormDialog key={open.id} open={open} onSend={(sending) => void talk.send(open, sending)} onClose={() => talk.close(open)} />
        ))}
      </SuggestProvider>
    </WordsProvider>
  );
}
