import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Option } from '../../../view/card.ts';

/** Asks for what fits the words typed into the search of an action; null when nobody answers. */
export type Suggest = (action: string, typed: string) => Promise<Option[] | null>;

const Suggesting = createContext<Suggest>(async () => []);
export const SuggestProvider = Suggesting.Provider;

/** Something that is found by typing: the action that is asked, and what it offers before anything is typed. */
export interface Findable {
  action: string;
  options: Option[];
}

/** A pause in typing after which the server is asked, ms. */
const PAUSE_MS = 150;

/** What a search offers now: its own options before anything is typed; undefined while it looks, null when nobody answers. */
export function useOptions({ action, options }: Findable, text: string, open: boolean): Option[] | null | undefined {
  const suggest = useContext(Suggesting);
  const typed = text.trim();
  const [found, setFound] = useState<{ typed: string; options: Option[] | null }>({ typed: '', options });
  useEffect(() => {
    if (!open || typed === '') return;
    let current = true;
    const timer = setTimeout(() => {
      void suggest(action, typed).then((offered) => current && setFound({ typed, options: offered }));
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [typed, open]);
  if (typed === '') return options;
  // What fitted the words before stays until the next answer, so that the list does not flicker.
  if (found.typed === typed) return found.options;
  return found.options && found.typed !== '' && typed.startsWith(found.typed) ? found.options : undefined;
}
