/** A search over conversations as buttons carry it and as the store understands it. */
import { STATES, type State } from '../domain/conversation.ts';
import { CHANNELS, type Channel } from '../domain/events.ts';
import { type Cursor, type HistoryFilter, OUTCOMES, type Outcome, type Total } from '../domain/history.ts';
import { periodAt, startOfDay } from '../domain/periods.ts';
import { UserError } from './errors.ts';
import { periodOf } from './period.ts';
import type { Services } from './services.ts';
import { packState } from './state.ts';

/** What is searched for; everything absent is not filtered. Relative words stay words, so that a button means today tomorrow too. */
export interface Asked {
  /** A word of src/app/period.ts, `7d`, an open range (`2026-11-01..`), or the day's set: `set`, `set.carried`. */
  when?: string | undefined;
  state?: State | undefined;
  channel?: Channel | undefined;
  department?: string | undefined;
  agents?: string[] | undefined;
  find?: string | undefined;
  text?: string | undefined;
  outcome?: Outcome | undefined;
}

const DAY_MS = 86_400_000;
const LONGEST_TEXT = 100;
const MOST_AGENTS = 50;

/** The least that a choice may carry on every platform; a longer state goes with buttons only. */
const CHOICE = 75;

/** One letter a filter: platforms give buttons and choices little room. */
export function packAsked(asked: Asked, more: Record<string, string | undefined> = {}): string {
  const { when, state, channel, department, agents, find, text, outcome } = asked;
  const people = agents && agents.length > 0 ? agents.join(',') : undefined;
  return packState({ p: when, s: state, c: channel, d: department, a: people, f: find, q: text, o: outcome, ...more });
}

/** Whether every one of these states can stand behind a choice. */
export function choosable(values: readonly string[]): boolean {
  return values.every((value) => value.length <= CHOICE);
}

function oneOf<Word extends string>(words: readonly Word[], value: string | undefined): Word | undefined {
  return words.find((word) => word === value);
}

/** What came back over the wire, checked: a part that is not understood is dropped. */
export function askedOf(state: Record<string, string | undefined>): Asked {
  const text = (value: string | undefined): string | undefined => value?.trim().slice(0, LONGEST_TEXT) || undefined;
  const agents = state['a']?.split(',').filter(Boolean).slice(0, MOST_AGENTS);
  return {
    when: text(state['p']),
    state: oneOf(STATES, state['s']),
    channel: oneOf(CHANNELS, state['c']),
    department: state['d'],
    agents: agents && agents.length > 0 ? agents : undefined,
    find: text(state['f']),
    text: text(state['q']),
    outcome: oneOf(OUTCOMES, state['o']),
  };
}

/** `7d` and the like: the last n days, today included. */
function lastDays(word: string): number | undefined {
  const days = Number(/^(\d{1,4})d$/.exec(word)?.[1] ?? 0);
  return days >= 1 && days <= 3_660 ? days : undefined;
}

/** What `when` means at an instant. @throws UserError for dates that do not exist */
export function spanOf(when: string | undefined, at: Date, timeZone: string): Pick<HistoryFilter, 'from' | 'to' | 'day'> {
  if (!when) return {};
  if (when === 'set') return { day: 'all' };
  if (when === 'set.carried') return { day: 'carried' };
  const days = lastDays(when);
  // Counted at noon: a day may have 23 or 25 hours.
  if (days) return { from: startOfDay(new Date(startOfDay(at, timeZone).getTime() + DAY_MS / 2 - (days - 1) * DAY_MS), timeZone) };
  const since = when.endsWith('..') ? periodOf(when.slice(0, -2), at, timeZone) : undefined;
  if (since) return { from: since.from };
  const until = when.startsWith('..') ? periodOf(when.slice(2), at, timeZone) : undefined;
  if (until) return { to: until.to };
  const period = periodOf(when, at, timeZone);
  if (!period) throw new UserError('history.error.when', { word: when.slice(0, 40) });
  return { from: period.from, to: period.to };
}

/** The search for the store. @throws UserError for dates that do not exist */
export function filterOf({ when, ...asked }: Asked, at: Date, timeZone: string): HistoryFilter {
  return { ...asked, ...spanOf(when, at, timeZone) };
}

/** The period in a person's words, for the card's scope; undefined for any time. */
export function whenText(
  when: string | undefined,
  at: Date,
  timeZone: string,
  { t, format }: Pick<Services, 't' | 'format'>,
): string | undefined {
  if (!when) return undefined;
  if (when === 'set') return t('history.set');
  if (when === 'set.carried') return t('history.set.carried');
  const days = lastDays(when);
  if (days) return t('history.days', { count: days });
  const { from, to } = spanOf(when, at, timeZone);
  const day = (one: Date): string => format.period(periodAt('day', one, timeZone), timeZone, at);
  if (from && to) {
    const period = periodOf(when, at, timeZone);
    return period && format.period(period, timeZone, at);
  }
  if (from) return t('history.since', { day: day(from) });
  return to && t('history.until', { day: day(new Date(to.getTime() - 1)) });
}

/** A place between rows as a button carries it: `o` (older) or `n` (newer), the instant in ms, the id. */
export function packCursor({ side, openedAt, id }: Cursor): string {
  return `${side === 'older' ? 'o' : 'n'}${openedAt.getTime()}_${id}`;
}

/** Undefined for none, and for one that is not of ours. */
export function cursorOf(value: string | undefined): Cursor | undefined {
  const [, side, ms, id] = /^([on])(-?\d{1,15})_(.+)$/s.exec(value ?? '') ?? [];
  return side && ms && id ? { side: side === 'o' ? 'older' : 'newer', openedAt: new Date(Number(ms)), id } : undefined;
}

/** What a page button remembers of the search: how many there are, and the position of the row it begins with. */
export interface Remembered {
  total: Total;
  first: number | null;
}

const KINDS: Record<Total['kind'], string> = { exact: 'e', over: 'o', least: 'l' };

/** `e34-11`: 34 exactly, beginning with the 11th; nothing after the stroke where the position is not known. */
export function packRemembered({ total, first }: Remembered): string {
  return `${KINDS[total.kind]}${total.count}-${first ?? ''}`;
}

/** Undefined for none, and for what is not of ours: then it is counted again. */
export function rememberedOf(value: string | undefined): Remembered | undefined {
  const [, letter, count, first] = /^([eol])(\d{1,9})-(\d{0,9})$/.exec(value ?? '') ?? [];
  const kind = (Object.keys(KINDS) as Total['kind'][]).find((one) => KINDS[one] === letter);
  return kind ? { total: { count: Number(count), kind }, first: first ? Math.max(1, Number(first)) : null } : undefined;
}
