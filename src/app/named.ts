/** Departments and agents by what people call them. */
import type { Named } from '../domain/events.ts';
import { fold } from './dispatch.ts';

/**
 * Whom a text names, accents and case aside: the one with that id, else with that name, else all whose names begin so.
 * @param text as it was typed; nothing for none
 */
export function fitting(known: readonly Named[], text: string): Named[] {
  const wanted = text.trim();
  const folded = fold(wanted);
  if (folded === '') return [];
  const exact = known.find(({ id }) => id === wanted) ?? known.find(({ name }) => fold(name ?? '') === folded);
  return exact ? [exact] : known.filter(({ name }) => fold(name ?? '').startsWith(folded));
}

/** What to call someone or something: the name, else the id. */
export function nameOf({ id, name }: Named): string {
  return name ?? id;
}
