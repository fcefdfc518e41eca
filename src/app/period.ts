/** The words for a period: `month`, `ontem`, `2026-11`, `01/11..15/11`, … read and written. */
import { dateInstant, localDate, type Period, type PeriodName, periodAt, rangePeriod, slotsOf } from '../domain/periods.ts';
import { fold } from './dispatch.ts';
import { UserError } from './errors.ts';

const DAY_MS = 86_400_000;
/** Beyond ten years a range is a slip of the finger more often than a question. */
const MOST_DAYS = 3_653;
/** Nothing was stored before it, and years below it are slips too. */
const FIRST_YEAR = 1970;

/** Every word for a calendar period that may hold the present: which one, and how many before it. */
const NAMES: Readonly<Record<string, readonly [PeriodName, number]>> = {
  day: ['day', 0],
  dia: ['day', 0],
  today: ['day', 0],
  hoje: ['day', 0],
  yesterday: ['day', -1],
  ontem: ['day', -1],
  week: ['week', 0],
  semana: ['week', 0],
  month: ['month', 0],
  mes: ['month', 0],
  year: ['year', 0],
  ano: ['year', 0],
  lastweek: ['week', -1],
  lastmonth: ['month', -1],
  lastyear: ['year', -1],
};

/** Words that say a period beside its name: `this week`, `last month`, `semana passada`. */
const PRESENT = new Set(['this', 'este', 'esta', 'esse', 'essa', 'neste', 'nesta', 'deste', 'desta']);
const LAST = new Set(['last', 'previous']);
const PAST = new Set(['passado', 'passada', 'anterior']);
const BEFORE: Readonly<Record<PeriodName, string>> = { day: 'yesterday', week: 'lastweek', month: 'lastmonth', year: 'lastyear' };

/** A year, or digits with strokes between; other numbers may be somebody's id. */
const DATE_LIKE = /^(\d{4}|\d+[-/][\d/w-]*)$/;

/** What to offer to whoever mistypes one. */
export const PERIOD_WORDS: readonly string[] = Object.keys(NAMES).filter((name) => !name.startsWith('last'));

/** The same words with each phrase for a period as the one word that `periodOf` knows. */
export function periodPhrases(words: readonly string[]): string[] {
  const named = (word = ''): PeriodName | undefined => {
    const [name, steps] = (Object.hasOwn(NAMES, fold(word)) ? NAMES[fold(word)] : undefined) ?? [];
    return steps === 0 ? name : undefined;
  };
  const read: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [word = '', next] = words.slice(at, at + 2);
    const [own, following] = [named(word), named(next)];
    if (following && LAST.has(fold(word))) {
      read.push(BEFORE[following]);
      at += 1;
    } else if (own && next !== undefined && PAST.has(fold(next))) {
      read.push(BEFORE[own]);
      at += 1;
    } else if (!(following && PRESENT.has(fold(word)))) read.push(word);
  }
  return read;
}

/** Local dates, the first and the last one, and what calendar period they are. */
interface Dates {
  name: PeriodName;
  first: string;
  last: string;
}

/**
 * The period that a word means; undefined for a word that means none.
 * @param at the present: relative words count from it, and a date without a year is the latest that is not after it
 * @throws UserError for dates that do not exist, ranges that end before they begin or last over ten years, and the future
 */
export function periodOf(word: string, at: Date, timeZone: string): Period | undefined {
  const folded = fold(word);
  const named = Object.hasOwn(NAMES, folded) ? NAMES[folded] : undefined;
  if (named) return periodAt(named[0], at, timeZone, named[1]);
  if (!folded.includes('..') && !DATE_LIKE.test(folded)) return undefined;
  const today = localDate(at, timeZone);
  const [from = '', to, ...more] = folded.split('..');
  const first = datesOf(from, today, at, timeZone);
  const last = to === undefined ? first : datesOf(to, today, at, timeZone, first?.first);
  if (!first || !last || more.length > 0) throw new UserError('error.period.date', { word: word.slice(0, 40) });
  const period = to === undefined ? calendar(first, timeZone) : rangeOf(first.first, last.last, timeZone);
  if (period.from > at) throw new UserError('error.period.future', { word: word.slice(0, 40) });
  return period;
}

/** The word that means this period: `week` while it holds `at`, else its dates, `2026-W47`. Ranges always are their dates. */
export function periodWord(period: Period, at: Date, timeZone: string): string {
  return period.name !== 'range' && period.from <= at && at < period.to ? period.name : periodDates(period, timeZone);
}

/** The word that means this period at any time: `2026-11-22`, `2026-W47`, `2026-11`, `2026`, `2026-11-01..2026-11-15`. */
export function periodDates({ name, from, to }: Period, timeZone: string): string {
  const first = localDate(from, timeZone);
  if (name === 'range') return `${first}..${localDate(new Date(to.getTime() - 1), timeZone)}`;
  if (name === 'year') return first.slice(0, 4);
  return slotsOf({ from, to, bucket: name }, timeZone)[0]?.key ?? first;
}

function instant(date: string, timeZone: string): Date {
  const found = dateInstant(date, timeZone);
  if (!found || Number(date.slice(0, 4)) < FIRST_YEAR) throw new UserError('error.period.date', { word: date });
  return found;
}

function calendar({ name, first }: Dates, timeZone: string): Period {
  return periodAt(name, instant(first, timeZone), timeZone);
}

function rangeOf(first: string, last: string, timeZone: string): Period {
  const [from, to] = [instant(first, timeZone), instant(last, timeZone)];
  if (from > to) throw new UserError('error.period.order', { from: first, to: last });
  if ((to.getTime() - from.getTime()) / DAY_MS > MOST_DAYS) throw new UserError('error.period.long', { years: 10 });
  return rangePeriod(from, to, timeZone);
}

/** A date, month, week or year as local dates; `after`: of dates without a year, the first that is not before it. */
function datesOf(text: string, today: string, at: Date, timeZone: string, after?: string): Dates | undefined {
  const named = Object.hasOwn(NAMES, text) ? NAMES[text] : undefined;
  if (named) return whole(periodAt(named[0], at, timeZone, named[1]), named[0], timeZone);
  const [, isoYear, week] = /^(\d{4})-w(\d{2})$/.exec(text) ?? [];
  if (isoYear && week) return weekOf(isoYear, Number(week), timeZone);
  const [, year = '', month, day] = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text) ?? [];
  if (year) return unitOf(year, month, day, timeZone);
  const [, ownDay = '', ownMonth = '', ownYear] = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?$/.exec(text) ?? [];
  if (ownDay) return unitOf(ownYear ?? yearFor(ownMonth, ownDay, today, after), ownMonth, ownDay, timeZone);
  const [, onlyMonth, itsYear] = /^(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  return onlyMonth && itsYear ? unitOf(itsYear, onlyMonth, undefined, timeZone) : undefined;
}

function whole({ from, to }: Pick<Period, 'from' | 'to'>, name: PeriodName, timeZone: string): Dates {
  return { name, first: localDate(from, timeZone), last: localDate(new Date(to.getTime() - 1), timeZone) };
}

function unitOf(year: string, month: string | undefined, day: string | undefined, timeZone: string): Dates | undefined {
  const name = day ? 'day' : month ? 'month' : 'year';
  const begin = dateInstant(`${year}-${twoDigits(month ?? '1')}-${twoDigits(day ?? '1')}`, timeZone);
  return begin && whole(periodAt(name, begin, timeZone), name, timeZone);
}

/** The ISO week of a year; 4 January always is in the first. */
function weekOf(year: string, week: number, timeZone: string): Dates | undefined {
  const first = dateInstant(`${year}-01-04`, timeZone);
  const period = first && periodAt('week', first, timeZone, week - 1);
  return period && periodDates(period, timeZone) === `${year}-W${twoDigits(String(week))}` ? whole(period, 'week', timeZone) : undefined;
}

/** The latest year in which this day and month exist and are not after today, or the earliest in which they are not before `after`. */
function yearFor(month: string, day: string, today: string, after: string | undefined): string {
  const start = Number((after ?? today).slice(0, 4));
  const step = after ? 1 : -1;
  // 29 February may be eight years away.
  const years = Array.from({ length: 9 }, (_, index) => String(start + index * step));
  const fits = (year: string): boolean => {
    const date = `${year}-${twoDigits(month)}-${twoDigits(day)}`;
    return dateInstant(date, 'UTC') !== undefined && (after ? date >= after : date <= today);
  };
  return years.find(fits) ?? String(start);
}

function twoDigits(text: string): string {
  return text.padStart(2, '0');
}
