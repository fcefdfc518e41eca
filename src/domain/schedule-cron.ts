/** Five-field cron expressions as schedules: those that are days of the week or of the month at some minutes. */
import { dayOf } from './hours.ts';
import { EVERY_DAY, entriesOf, type Entry } from './schedule-entries.ts';

const FIELD = /^[\w*,/-]+$/;

/** One part of a field: `*`, `5`, `1-5`, `mon-fri`, each with `/2` behind it. */
const PART = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d{1,2}))?$/;

interface Range {
  least: number;
  most: number;
  named?: (word: string) => number;
}

/** cron counts from Sunday, 0 or 7. */
const WEEKDAYS: Range = { least: 0, most: 7, named: (word) => (dayOf(word) < 0 ? -1 : (dayOf(word) + 1) % 7) };

/** The numbers of a field; undefined for what is none. */
function numbersOf(field: string, { least, most, named }: Range): number[] | undefined {
  const number = (text: string): number => (/^\d{1,2}$/.test(text) ? Number(text) : (named?.(text) ?? -1));
  const found: number[] = [];
  for (const part of field.split(',')) {
    const [, all, first = '', last, step] = PART.exec(part) ?? [];
    const from = all ? least : number(first);
    const to = all ? most : last !== undefined ? number(last) : step === undefined ? from : most;
    if (from < least || to > most || from > to || step === '0') return undefined;
    for (let one = from; one <= to; one += Number(step ?? 1)) found.push(one);
  }
  return found;
}

/**
 * The entries of an expression such as `0 8,18 * * 1-5`; undefined for a text that is none, and for what names months. As in every cron,
 * a day of the month and a weekday together mean either.
 */
export function cronEntries(text: string): Entry[] | undefined {
  const fields = text.trim().toLowerCase().split(/\s+/);
  const [minute = '', hour = '', date = '', month = '', weekday = ''] = fields;
  if (fields.length !== 5 || !fields.every((field) => FIELD.test(field)) || month !== '*') return undefined;
  const minutes = numbersOf(minute, { least: 0, most: 59 });
  const hours = numbersOf(hour, { least: 0, most: 23 });
  const dates = date === '*' ? [] : numbersOf(date, { least: 1, most: 31 });
  const weekdays = weekday === '*' ? [] : numbersOf(weekday, WEEKDAYS);
  if (!minutes || !hours || !dates || !weekdays) return undefined;
  const days = [
    ...dates.map((day) => ({ kind: 'month' as const, day })),
    ...weekdays.map((day) => ({ kind: 'week' as const, day: (day + 6) % 7 })),
  ];
  const times = hours.flatMap((one) => minutes.map((other) => one * 60 + other));
  return entriesOf(days.length > 0 ? days : EVERY_DAY, times);
}
