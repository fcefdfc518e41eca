/** What an open form remembers on the server between its steps. */
import type { FormValue, FormValues } from '../../view/form.ts';
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
    const list = lists[name];
    if (list) values[name] = [...listOf(values[name]).filter((one) => !list.page.includes(one)), ...listOf(value)];
    else if (!name.endsWith(QUERY)) values[name] = value;
  }
  return { ...draft, values, lists };
}

/** The name of a list's search words. */
export const QUERY = '.query';

/** A submitted value as text, without the blanks around it. */
export function textOf(value: FormValue | undefined): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

/** A submitted value as a list; a choice of one counts as one. */
export function listOf(value: FormValue | undefined): string[] {
  if (Array.isArray(value)) return [...new Set(value)];
  return typeof value === 'string' && value !== '' ? [value] : [];
}

/** A submitted toggle. */
export function isOn(value: FormValue | undefined): boolean {
  return value === true || value === 'true';
}

/** A whole number, or null for nothing; undefined for what is neither. */
export function wholeOf(value: FormValue | undefined): number | null | undefined {
  const text = textOf(value);
  if (text === '') return null;
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}
