/** Films of the last week, kept for a moment: whoever edits a rule or looks through presets asks for the same one again and again. */
import type { Store } from '../connect.ts';
import { type Film, filmOf } from './film.ts';

/** Not used for so long, a film is given up. */
const KEPT_MS = 30_000;

/** @returns the film of (start, until], the last one again where it is the same */
export function filmLibrary(store: Store): (start: Date, until: Date) => Promise<Film> {
  let last: { name: string; film: Promise<Film>; timer: NodeJS.Timeout } | undefined;
  return (start, until) => {
    const name = `${start.toISOString()} ${until.toISOString()}`;
    if (last) clearTimeout(last.timer);
    const film = last?.name === name ? last.film : filmOf(store, start, until);
    const kept = { name, film, timer: setTimeout(() => last === kept && (last = undefined), KEPT_MS) };
    kept.timer.unref();
    last = kept;
    film.catch(() => last === kept && (last = undefined));
    return film;
  };
}
