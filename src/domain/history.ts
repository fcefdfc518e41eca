/** Searching conversations of the past and the present: what is asked, what comes back, newest first. */
import type { Conversation, State } from './conversation.ts';
import type { Channel, Direction, Named } from './events.ts';

/** Where a conversation of our own stands: not answered yet by the customer, answered, with an agent, or over. */
export const OUTCOMES = ['waiting', 'answered', 'in_service', 'closed', 'cancelled'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Everything absent is not filtered. */
export interface HistoryFilter {
  /** Opened in [from, to). */
  from?: Date | undefined;
  to?: Date | undefined;
  /** The set behind the `today.*` counts instead: live at any moment of the local day, all or those opened before it. */
  day?: 'all' | 'carried' | undefined;
  state?: State | undefined;
  channel?: Channel | undefined;
  /** Id. */
  department?: string | undefined;
  /** Ids of the agents assigned now or at the end; empty: any. */
  agents?: readonly string[] | undefined;
  /** A protocol, a contact's telephone, e-mail or id, or a conversation's id. */
  find?: string | undefined;
  /** Words that the subject or the contact's name has, each of them, accents and case aside. */
  text?: string | undefined;
  direction?: Direction | undefined;
  outcome?: Outcome | undefined;
}

/** A place between two rows: before (newer than) or after (older than) the row named. */
export interface Cursor {
  side: 'older' | 'newer';
  openedAt: Date;
  id: string;
}

export interface HistoryQuestion {
  filter: HistoryFilter;
  /** Conversations opened by then, as they were then. */
  at: Date;
  cursor?: Cursor | undefined;
  /** Rows a page. */
  limit: number;
  /** Also how many there are in all; whoever turns pages knows it already. */
  count: boolean;
}

/** A conversation in a list. */
export interface HistoryRow
  extends Pick<
    Conversation,
    | 'channel'
    | 'direction'
    | 'state'
    | 'department'
    | 'agent'
    | 'protocol'
    | 'contact'
    | 'subject'
    | 'url'
    | 'openedAt'
    | 'firstAssignedAt'
    | 'endedAt'
  > {
  id: string;
}

/** How many there are: exactly, more than that (counting stopped), or at least that (what is further back was not looked at). */
export interface Total {
  count: number;
  kind: 'exact' | 'over' | 'least';
}

export interface HistoryPage {
  rows: HistoryRow[];
  /** Null where nobody asked. */
  total: Total | null;
  /** The neighbouring pages begin there; null where there is none. */
  newer: Cursor | null;
  older: Cursor | null;
  /** The search has stopped here for now and can go on (`older`, or `newer` on the way back). */
  searched: Date | null;
  /** Nothing is newer than these rows: the page is the first. */
  top: boolean;
}

/** Keys of the order: newest first, then by id downwards. */
type Keyed = Pick<HistoryRow, 'openedAt' | 'id'>;

/** By code point, as the database orders texts. */
function compareIds(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Newest first; those opened at the same instant by id, the greatest first. */
export function compareRows(a: Keyed, b: Keyed): number {
  return b.openedAt.getTime() - a.openedAt.getTime() || compareIds(b.id, a.id);
}

/** Whether a row stands on the cursor's side of it. */
export function beyond(row: Keyed, cursor: Cursor | undefined): boolean {
  if (!cursor) return true;
  const order = compareRows(row, cursor);
  return cursor.side === 'older' ? order > 0 : order < 0;
}

/** Lower case, without accents. */
function plainWords(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '');
}

/** The words of a search, at most eight. */
export function wordsOf(text: string): string[] {
  return plainWords(text).split(/\s+/).filter(Boolean).slice(0, 8);
}

function hasWords(text: string, row: Pick<HistoryRow, 'subject' | 'contact'>): boolean {
  const hay = [plainWords(row.subject ?? ''), plainWords(row.contact?.name ?? '')];
  return wordsOf(text).every((word) => hay.some((one) => one.includes(word)));
}

/** Whether a conversation as it stood fits everything but the set, `find` and the outcome. */
export function fits(row: HistoryRow, filter: HistoryFilter): boolean {
  const { from, to, state, channel, department, agents, text, direction } = filter;
  const isAgent = (agent: Named | null): boolean => !agents || agents.length === 0 || (agent !== null && agents.includes(agent.id));
  return (
    (!from || row.openedAt >= from) &&
    (!to || row.openedAt < to) &&
    (!state || row.state === state) &&
    (!channel || row.channel === channel) &&
    (department === undefined || row.department?.id === department) &&
    (!direction || row.direction === direction) &&
    isAgent(row.agent) &&
    (!text || hasWords(text, row))
  );
}

/** Where a conversation of our own stands; @param replied whether the contact has ever written */
export function outcomeOf({ state }: Pick<Conversation, 'state'>, replied: boolean): Outcome {
  if (state === 'closed' || state === 'cancelled') return state;
  if (!replied) return 'waiting';
  return state === 'in_service' ? 'in_service' : 'answered';
}

/** Area code and number of a Brazilian telephone, without the country's code or a long-distance 0. */
const BRAZILIAN = /^(?:55|0)?([1-9]\d)(9?\d{4})(\d{4})$/;
const COUNTRY = ['', '0', '55', '55 ', '+55', '+55 ', '+55-', '+55.'] as const;
const BETWEEN = ['', ' ', '-', '.'] as const;

/** A Brazilian number in the ways that people and helpdesks write it; empty for other numbers. */
function brazilianSpellings(digits: string): string[] {
  const [, area = '', first = '', last = ''] = BRAZILIAN.exec(digits) ?? [];
  if (area === '') return [];
  const split = first.length === 5 ? [first, `${first[0]} ${first.slice(1)}`, `${first[0]}.${first.slice(1)}`] : [first];
  const numbers = split.flatMap((one) => BETWEEN.map((mark) => `${one}${mark}${last}`));
  const areas = [area, `(${area})`].flatMap((one) => COUNTRY.map((country) => `${country}${one}`));
  return [...areas, `(0${area})`].flatMap((one) => BETWEEN.flatMap((mark) => numbers.map((number) => `${one}${mark}${number}`)));
}

/**
 * The spellings under which a telephone may be stored: as typed, its digits, in international form, with and without Brazil's
 * code, and Brazilian numbers grouped in every usual way. Some hundred texts, each one seek in an index; no stored field is needed.
 */
export function phoneSpellings(typed: string): string[] {
  const digits = typed.replaceAll(/\D/g, '');
  if (digits.length < 8) return [];
  const local = digits.startsWith('55') && digits.length > 11 ? [digits.slice(2)] : [];
  const plain = [digits, `55${digits}`, ...local].flatMap((one) => [one, `+${one}`]);
  return [...new Set([typed.trim(), ...plain, ...brazilianSpellings(digits)])];
}

/** The spellings of a protocol or an id as people type them: with a `#` before it, in other letters, with blanks. */
export function protocolSpellings(typed: string): string[] {
  const bare = typed.trim().replace(/^#/, '').trim();
  const ones = [bare, bare.replaceAll(/\s+/g, ''), bare.replaceAll(/\s+/g, '-')];
  return [...new Set(ones.flatMap((one) => [one, one.toUpperCase(), one.toLowerCase()]))].filter(Boolean);
}
