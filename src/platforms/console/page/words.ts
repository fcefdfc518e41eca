import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { MessageKey } from '../../../i18n/translate.ts';

/** A key of the page's own words, without the prefix that all of them share. */
export type Word = MessageKey extends infer Key ? (Key extends `console.page.${infer Rest}` ? Rest : never) : never;
export type Say = (word: Word, values?: Record<string, string>) => string;

/** Speaks with the words that the server sent, `{{placeholders}}` filled; `count` chooses the singular or the plural. */
export function sayer(words: Record<string, string>): Say {
  return (word, values = {}) => {
    const key = `console.page.${word}`;
    const text = words[key] ?? words[`${key}_${values['count'] === '1' ? 'one' : 'other'}`] ?? word;
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => values[name] ?? '');
  };
}

const Words = createContext<Say>((word) => word);
export const WordsProvider = Words.Provider;
/** The page's words in the language of the part that asks. */
export const useSay = (): Say => useContext(Words);
