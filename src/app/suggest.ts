import { closest as nearest, distance } from 'fastest-levenshtein';

/** The known word nearest to a mistyped one; undefined where none is near (more than about a third differs). */
export function closest(word: string, known: string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = nearest(word, known);
  return distance(word, candidate) <= Math.max(1, Math.ceil(Math.max(word.length, candidate.length) / 3)) ? candidate : undefined;
}
