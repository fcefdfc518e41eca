/** People of the chats in forms: found by typing, and called what the search called them. */
import type { Option } from '../../view/card.ts';
import type { FormValue, Input } from '../../view/form.ts';
import { textOf } from '../forms/draft.ts';
import type { Services } from '../services.ts';

/** Between an id and its name, in a choice's value: what somebody is called comes back with the choice. */
const CUT = '|';
/** What every platform takes as the value of a choice. */
const LONGEST_VALUE = 75;
/** Who is not found by name can be named by id. */
const TYPED = /^(slack|teams):[\w.-]+$/;

export interface Chosen {
  id: string;
  /** Absent where nothing was chosen anew. */
  name?: string | undefined;
}

/** The members of the workspace whom the words fit; a typed id stands for itself. */
export async function personOptions(typed: string, { chats }: Pick<Services, 'chats'>, platform: string): Promise<Option[]> {
  const found = await chats.people(typed, platform);
  const id = typed.trim();
  const itself = TYPED.test(id) && !found.some((one) => one.id === id) ? [{ label: id, value: id }] : [];
  return [...itself, ...found.map(({ id, name }): Option => ({ label: name, value: valueOf(id, name) }))];
}

function valueOf(id: string, name: string): string {
  const plain = name.replaceAll(/[,|\s]+/g, ' ').trim();
  const value = `${id}${CUT}${plain}`.slice(0, Math.max(LONGEST_VALUE, id.length));
  // Half of a character is none.
  return value.replace(/\p{Cs}$/u, '').trimEnd();
}

/** Whom a submitted search names. */
export function chosenPerson(value: FormValue | undefined): Chosen {
  const text = textOf(value);
  const cut = text.indexOf(CUT);
  return cut < 0 ? { id: text } : { id: text.slice(0, cut), name: text.slice(cut + 1) || undefined };
}

/** The input that searches; `called`: what the one with an id alone is called. */
export function personInput(
  asked: { name: string; label: string; hint: string; required?: boolean },
  value: FormValue | undefined,
  called: string | undefined,
): Input {
  const { id, name } = chosenPerson(value);
  const chosen: Option | undefined = id === '' ? undefined : { label: name ?? called ?? id, value: textOf(value) };
  return { kind: 'search', ...asked, action: 'settings.person', options: chosen ? [chosen] : [], value: chosen };
}

/** Keeps what somebody is called, once they stand in the configuration. */
export async function rememberChosen({ id, name }: Chosen, { people }: Pick<Services, 'people'>): Promise<void> {
  if (name !== undefined) await people.remember(id, name);
}
