/** What an open form remembers on the server between its steps. */
import type { FormValue, FormValues, Input } from '../../view/form.ts';
import { UserError } from '../errors.ts';
import type { Author, Services } from '../services.ts';

/** A list that is searched and paged: what is typed, and what its page shows. */
export interface ListState {
  query: string;
  /** Place of the page's first row. */
  from: number;
  /** Values on the page. */
  page: string[];
}

export interface Draft {
  /** Which form it is. */
  form: string;
  /** Which item; empty for a new one. */
  key: string;
  /** The item when the form was opened; null for none. */
  item: unknown;
  /** The item's values as the form showed them then. */
  base: FormValues;
  /** What the person has made of them since. Of lists everything that is ticked, on every page. */
  values: FormValues;
  lists: Record<string, ListState>;
  /** The kinds of the inputs that were drawn, by name: whatever else comes back was not asked for. */
  asked?: Record<string, Input['kind']> | undefined;
  /** The draft of the form below a pushed one. */
  below?: string | undefined;
  depth: number;
  /** Whether it shows how it will look. */
  previewed?: boolean | undefined;
}

/** @throws UserError when the form was left open for too long, or is somebody else's */
export async function draftOf(state: string, by: Author, { drafts }: Services, form?: string): Promise<Draft> {
  const draft = state === '' ? null : ((await drafts.find(by.person, state)) as Draft | null);
  if (!draft || (form !== undefined && draft.form !== form)) throw new UserError('form.expired');
  return draft;
}

/** The draft with what is typed now; a list keeps what was ticked on its other pages. */
export function taken(draft: Draft, typed: FormValues): Draft {
  const values = { ...draft.values };
  const lists = { ...draft.lists };
  for (const [name, value] of Object.entries(typed)) {
    if (draft.asked && !(Object.hasOwn(draft.asked, name) && fits(draft.asked[name], value))) continue;
    const list = lists[name];
    if (list) {
      // Only what the page shows can be ticked on it.
      const elsewhere = listOf(values[name]).filter((one) => !list.page.includes(one));
      values[name] = [...elsewhere, ...listOf(value).filter((one) => list.page.includes(one))];
    } else if (!name.endsWith(QUERY)) values[name] = value;
  }
  return { ...draft, values, lists };
}

/** Whether an input of this kind gives back such a value; no person makes one that it does not, but a request can carry anything. */
function fits(kind: Input['kind'] | undefined, value: FormValue): boolean {
  if (kind === 'toggle') return typeof value === 'boolean' || value === 'true' || value === 'false';
  if (value === null || typeof value === 'string') return true;
  return kind === 'several' || kind === 'ticks' ? Array.isArray(value) : typeof value === 'number';
}

/** The inputs whose values are none of their kind, by name. */
export function misfits({ asked = {} }: Draft, typed: FormValues): string[] {
  return Object.keys(asked).filter((name) => typed[name] !== undefined && !fits(asked[name], typed[name]));
}

/** The name of a list's search words. */
export const QUERY = '.query';

/** A submitted value as text, without the blanks around it. */
export function textOf(value: FormValue | undefined): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

/** A submitted value as a list; a choice of one counts as one. */
export function listOf(value: FormValue | undefined): string[] {
  if (Array.isArray(value)) return [...new Set(value)].filter((one) => typeof one === 'string');
  return typeof value === 'string' && value !== '' ? [value] : [];
}

/** A submitted toggle. */
export function isOn(value: FormValue | undefined): boolean {
  return value === true || value === 'true';
}

/** Whether two values of an input say the same: platforms differ in how they give back what is empty, a number, a toggle or a list. */
export function alike(a: FormValue | undefined, b: FormValue | undefined): boolean {
  const plain = (value: FormValue | undefined): string => {
    if (Array.isArray(value)) return value.toSorted().join(',');
    return typeof value === 'boolean' ? String(value) : textOf(value);
  };
  return plain(a) === plain(b);
}

/** A whole number, or null for nothing; undefined for what is neither. */
export function wholeOf(value: FormValue | undefined): number | null | undefined {
  const text = textOf(value);
  if (text === '') return null;
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}
