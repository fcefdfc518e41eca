import type { Named } from '../domain/events.ts';
import type { MessageKey } from './command.ts';
import { fold } from './dispatch.ts';
import { UserError } from './errors.ts';
import type { Services } from './services.ts';

/**
 * The department that these words name, by id or by (the beginning of) its name, accents and case aside; undefined for no words.
 * @param unknown what is said of words that fit none
 * @throws UserError naming the departments there are, when none fits
 */
export async function departmentIn(
  words: readonly string[],
  { desk, format }: Services,
  unknown: MessageKey = 'error.department',
): Promise<Named | undefined> {
  if (words.length === 0) return undefined;
  const wanted = words.join(' ');
  const known = await desk.departments();
  const folded = fold(wanted);
  const named = (fits: (name: string) => boolean): Named | undefined => known.find(({ name }) => fits(fold(name ?? '')));
  const found = known.find(({ id }) => id === wanted) ?? named((name) => name === folded) ?? named((name) => name.startsWith(folded));
  if (found) return found;
  const names = known.map(({ name, id }) => name ?? id);
  throw new UserError(names.length > 0 ? unknown : 'error.department.none', {
    word: wanted.slice(0, 60),
    departments: format.join(names.slice(0, 20)),
  });
}

/** The department of a button's state; a department that is gone counts as none. */
export async function departmentOf(id: string | undefined, { desk }: Services): Promise<Named | undefined> {
  return id ? (await desk.departments()).find((one) => one.id === id) : undefined;
}
