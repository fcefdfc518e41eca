/** When a desk is open, in its own zone: `mon-fri 08:00-18:00, sat 09:00-13:00`, and the dates on which it is not. */
import { dateInstant, localDate, offsetAt } from './periods.ts';

/** Minutes of the local day, [from, to). */
export interface Stretch {
  from: number;
  to: number;
}

/** The stretches of each weekday, Monday first, in order. */
export type Week = readonly (readonly Stretch[])[];

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
/** Whoever is closed for longer than this has no next opening worth naming. */
const DAYS_AHEAD = 30;

const DAYS = [
  ['mon', 'monday', 'seg', 'segunda'],
  ['tue', 'tuesday', 'ter', 'terca'],
  ['wed', 'wednesday', 'qua', 'quarta'],
  ['thu', 'thursday', 'qui', 'quinta'],
  ['fri', 'friday', 'sex', 'sexta'],
  ['sat', 'saturday', 'sab', 'sabado'],
  ['sun', 'sunday', 'dom', 'domingo'],
] as const;

const TIME = String.raw`(\d{1,2})(?:[:h](\d{2})?)?`;
const LINE = new RegExp(String.raw`^(\p{L}+)(?:\s*(?:-|to|a|ate)\s*(\p{L}+))?\s+(?:das\s+)?${TIME}\s*(?:-|to|a|as|ate)\s*${TIME}$`, 'u');

/** Lower case, no accents, one kind of dash. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .replaceAll(/[–—]/g, '-')
    .replaceAll('-feira', '')
    .trim();
}

/** The weekday that a word names, 0 (Monday) – 6; −1 for none. */
export function dayOf(word: string | undefined): number {
  return DAYS.findIndex((names) => (names as readonly string[]).includes(word ?? ''));
}

function minutesOf(hour: string | undefined, minute = '0'): number | undefined {
  const minutes = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && minutes <= DAY_MINUTES ? minutes : undefined;
}

/** From the first to the last weekday, also over the end of the week. */
export function daysBetween(first: number, last: number): number[] {
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, step) => (first + step) % 7);
}

/** The week that a text tells, in English or Portuguese words; undefined for a text that is none. Hours over midnight go on the day after. */
export function weekOf(text: string): Week | undefined {
  const week: Stretch[][] = DAYS.map(() => []);
  for (const line of plain(text).split(/[,;\n]/)) {
    const [, first, last, fromHour, fromMinute, toHour, toMinute] = LINE.exec(line.trim()) ?? [];
    const [from, to] = [minutesOf(fromHour, fromMinute), minutesOf(toHour, toMinute)];
    const [begin, end] = [dayOf(first), dayOf(last ?? first)];
    if (begin < 0 || end < 0 || from === undefined || to === undefined || from === to) return undefined;
    for (const day of daysBetween(begin, end)) {
      week[day]?.push({ from, to: to > from ? to : DAY_MINUTES });
      if (to < from && to > 0) week[(day + 1) % 7]?.push({ from: 0, to });
    }
  }
  return week.map((stretches) => stretches.sort((a, b) => a.from - b.from));
}

/** `08:30` of the minutes since midnight. */
export function clock(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The text of a week, days with the same hours together; `name` gives the word of an ISO weekday, 1 (Monday) – 7. */
export function weekText(week: Week, name: (weekday: number) => string = (weekday) => DAYS[weekday - 1]?.[0] ?? ''): string {
  const hours = week.map((stretches) => stretches.map(({ from, to }) => `${clock(from)}-${clock(to)}`));
  const parts: string[] = [];
  for (let day = 0; day < hours.length; ) {
    let last = day;
    while (last + 1 < hours.length && String(hours[last + 1]) === String(hours[day])) last += 1;
    const days = last > day ? `${name(day + 1)}-${name(last + 1)}` : name(day + 1);
    parts.push(...(hours[day] ?? []).map((one) => `${days} ${one}`));
    day = last + 1;
  }
  return parts.join(', ');
}

/** The dates of a text, `2026-12-25, 2027-01-01`, in order and each once; undefined for a text with anything else. */
export function holidaysOf(text: string): string[] | undefined {
  const dates = text.split(/[\s,;]+/).filter(Boolean);
  return dates.every((date) => dateInstant(date, 'UTC')) ? [...new Set(dates)].sort() : undefined;
}

/** As the parameters keep it: texts as `weekText` and `holidaysOf` know them; without hours a desk never closes. */
export interface Hours {
  businessHours: string;
  holidays: string;
}

function stretchesOn(date: string, week: Week, holidays: string): readonly Stretch[] {
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return holidays.includes(date) ? [] : (week[weekday] ?? []);
}

/** Whether a stretch of a local date goes on from the evening before. */
function goesOn({ from }: Stretch, date: string, week: Week, holidays: string): boolean {
  const eve = new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
  return from === 0 && stretchesOn(eve, week, holidays).some(({ to }) => to === DAY_MINUTES);
}

/**
 * Whether a local date is a working day: no holiday, and with hours; without any business hours every weekday has some. The end of a
 * night that began the evening before makes none.
 */
export function isBusinessDay({ businessHours, holidays }: Hours, date: string): boolean {
  const week = businessHours === '' ? undefined : weekOf(businessHours);
  if (!week) return !holidays.includes(date);
  return stretchesOn(date, week, holidays).some((one) => one.to === DAY_MINUTES || !goesOn(one, date, week, holidays));
}

function minuteOfDay(at: Date, timeZone: string): number {
  return Math.floor(((((at.getTime() + offsetAt(at, timeZone)) % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);
}

/** Whether the desk is open at an instant. */
export function isOpen({ businessHours, holidays }: Hours, at: Date, timeZone: string): boolean {
  const week = businessHours === '' ? undefined : weekOf(businessHours);
  if (!week) return true;
  const minute = minuteOfDay(at, timeZone);
  return stretchesOn(localDate(at, timeZone), week, holidays).some(({ from, to }) => from <= minute && minute < to);
}

/** The next instant after `at` at which the desk opens; undefined when there is none within a month, as where it never closes. */
export function nextOpening({ businessHours, holidays }: Hours, at: Date, timeZone: string): Date | undefined {
  const week = businessHours === '' ? undefined : weekOf(businessHours);
  const today = Date.parse(`${localDate(at, timeZone)}T00:00:00Z`);
  for (let day = 0; week && day <= DAYS_AHEAD; day += 1) {
    const midnight = today + day * DAY_MS;
    const date = new Date(midnight).toISOString().slice(0, 10);
    for (const stretch of stretchesOn(date, week, holidays)) {
      if (goesOn(stretch, date, week, holidays)) continue;
      const wall = midnight + stretch.from * MINUTE_MS;
      const instant = new Date(wall - offsetAt(new Date(wall - offsetAt(new Date(wall), timeZone)), timeZone));
      if (instant > at) return instant;
    }
  }
  return undefined;
}
