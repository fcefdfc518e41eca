/** Days as a time zone has them, DST included. Intl is the only source of zone rules. */

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Offsets are whole quarters of an hour, since local mean times ended. */
const QUARTER_MS = 900_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}

/** Offsets by zone and quarter of an hour: Intl is slow, and the same days are asked about again and again. */
const offsets = new Map<string, Map<number, number>>();
const MOST_QUARTERS = 20_000;

/** The wall clock of a zone at an instant, written as if it were UTC (ms, whole seconds). */
function wallClock(at: number, timeZone: string): number {
  const second = Math.floor(at / 1000) * 1000;
  // Before standard time, clocks changed at any moment.
  if (at < 0) return askedWallClock(at, timeZone);
  const known = offsets.get(timeZone) ?? new Map<number, number>();
  const quarter = Math.floor(at / QUARTER_MS);
  const offset = known.get(quarter) ?? askedWallClock(second, timeZone) - second;
  if (known.size > MOST_QUARTERS) known.clear();
  known.set(quarter, offset);
  offsets.set(timeZone, known);
  return second + offset;
}

function askedWallClock(at: number, timeZone: string): number {
  const parts = Object.fromEntries(
    format(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The first instant whose wall clock is `wall` or later (ms, both): the wall time itself, or the end of the gap that swallows it. */
export function instantOf(wall: number, timeZone: string): number {
  const offsets = [wall - DAY_MS, wall + DAY_MS].map((near) => wallClock(near, timeZone) - near);
  const candidates = offsets.map((offset) => wall - offset).sort((a, b) => a - b);
  const exact = candidates.find((at) => wallClock(at, timeZone) === wall);
  if (exact !== undefined) return exact;
  // The wall time does not exist: the clocks jump over it, at an instant between the two candidates.
  let [before, after] = [candidates[0] ?? wall, candidates.at(-1) ?? wall];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallClock(middle, timeZone) >= wall) after = middle;
    else before = middle;
  }
  return after;
}

/** The first instant of the local day that holds `at`. */
export function startOfDay(at: Date, timeZone: string): Date {
  const midnight = Math.floor(wallClock(at.getTime(), timeZone) / DAY_MS) * DAY_MS;
  return new Date(instantOf(midnight, timeZone));
}

/** The local date of an instant, `2026-11-22`. */
export function localDate(at: Date, timeZone: string): string {
  return new Date(wallClock(at.getTime(), timeZone)).toISOString().slice(0, 10);
}

export const BUCKETS = ['hour', 'day', 'week', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];
export const PERIODS = ['day', 'week', 'month', 'year'] as const;
export type PeriodName = (typeof PERIODS)[number];

/** A calendar period of a time zone, [from, to), and the buckets it is shown in. */
export interface Period {
  name: PeriodName | 'range';
  from: Date;
  to: Date;
  bucket: Bucket;
}

/** A part of a period. `key`: `2026-11-22T14:00-03:00` (hour), `2026-11-22` (day), `2026-W47` (ISO week), `2026-11` (month). */
export interface Slot {
  key: string;
  from: Date;
  to: Date;
}

/** Local dates as if they were UTC: `days` are whole ones since 1970. */
function localDay(at: Date, timeZone: string): number {
  return Math.floor(wallClock(at.getTime(), timeZone) / DAY_MS);
}

function dayInstant(day: number, timeZone: string): Date {
  return new Date(instantOf(day * DAY_MS, timeZone));
}

function firstOfMonth(day: number, months = 0): number {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / DAY_MS;
}

function monday(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7);
}

/** The first local day (as days since 1970) of the calendar unit that holds `day`, `steps` units later. */
function unitStart(unit: PeriodName, day: number, steps = 0): number {
  switch (unit) {
    case 'day':
      return day + steps;
    case 'week':
      return monday(day) + 7 * steps;
    case 'month':
      return firstOfMonth(day, steps);
    case 'year':
      return Date.UTC(new Date(day * DAY_MS).getUTCFullYear() + steps, 0, 1) / DAY_MS;
  }
}

const SHOWN_IN: Record<PeriodName, Bucket> = { day: 'hour', week: 'day', month: 'day', year: 'month' };

/** The calendar day, ISO week, month or year that holds `at`; `steps` of them later (negative: earlier). */
export function periodAt(name: PeriodName, at: Date, timeZone: string, steps = 0): Period {
  const day = localDay(at, timeZone);
  const [from, to] = [unitStart(name, day, steps), unitStart(name, day, steps + 1)];
  return { name, from: dayInstant(from, timeZone), to: dayInstant(to, timeZone), bucket: SHOWN_IN[name] };
}

/** Whole local days, the last one included. One day by hour, up to 31 days by day, 26 weeks by week, else by month. */
export function rangePeriod(from: Date, last: Date, timeZone: string): Period {
  const [first, end] = [localDay(from, timeZone), localDay(last, timeZone) + 1];
  const days = end - first;
  const bucket: Bucket = days <= 1 ? 'hour' : days <= 31 ? 'day' : days <= 26 * 7 ? 'week' : 'month';
  return { name: 'range', from: dayInstant(first, timeZone), to: dayInstant(end, timeZone), bucket };
}

/** The period as long as this one, right before (`steps` −1) or after it. */
export function shiftPeriod(period: Period, steps: number, timeZone: string): Period {
  if (period.name !== 'range') return periodAt(period.name, period.from, timeZone, steps);
  const first = localDay(period.from, timeZone);
  const days = localDay(new Date(period.to.getTime() - 1), timeZone) + 1 - first;
  const from = first + steps * days;
  return { ...period, from: dayInstant(from, timeZone), to: dayInstant(from + days, timeZone) };
}

/** The first instant of the local hour that holds `at`; where clocks are set back, each of the two equal hours has its own. */
export function startOfHour(at: Date, timeZone: string): Date {
  const offset = wallClock(at.getTime(), timeZone) - Math.floor(at.getTime() / 1000) * 1000;
  const start = Math.floor((at.getTime() + offset) / HOUR_MS) * HOUR_MS - offset;
  // A change of offset within the hour (Lord Howe's half hours) begins an hour of its own.
  return new Date(wallClock(start, timeZone) - start === offset ? start : at.getTime() - (at.getTime() % QUARTER_MS));
}

/** Offset from UTC at an instant, ms. */
export function offsetAt(at: Date, timeZone: string): number {
  const seconds = Math.floor(at.getTime() / 1000) * 1000;
  return wallClock(seconds, timeZone) - seconds;
}

/** The buckets of a range in order, none of them empty; the first and the last may be cut by the range. */
export function slotsOf({ from, to, bucket }: Pick<Period, 'from' | 'to' | 'bucket'>, timeZone: string): Slot[] {
  const slots: Slot[] = [];
  for (let at = from; at < to; ) {
    const next = bucket === 'hour' ? nextHour(at, timeZone) : dayInstant(unitStart(bucket, localDay(at, timeZone), 1), timeZone);
    const end = next < to ? next : to;
    slots.push({ key: slotKey(bucket, at, timeZone), from: at, to: end });
    at = end;
  }
  return slots;
}

/** An hour later, or where the offset changes to a part of an hour before that. */
function nextHour(at: Date, timeZone: string): Date {
  const start = startOfHour(at, timeZone).getTime();
  for (let step = start + QUARTER_MS; step < start + HOUR_MS; step += QUARTER_MS) {
    if (step > at.getTime() && startOfHour(new Date(step), timeZone).getTime() !== start) return new Date(step);
  }
  return new Date(start + HOUR_MS);
}

function slotKey(bucket: Bucket, at: Date, timeZone: string): string {
  const date = localDate(at, timeZone);
  if (bucket === 'day') return date;
  if (bucket === 'month') return date.slice(0, 7);
  if (bucket === 'week') return isoWeek(localDay(at, timeZone));
  const wall = new Date(wallClock(startOfHour(at, timeZone).getTime(), timeZone)).toISOString();
  return `${wall.slice(0, 16)}${offsetText(offsetAt(at, timeZone))}`;
}

/** ISO 8601: the week's year is that of its Thursday. */
function isoWeek(day: number): string {
  const thursday = monday(day) + 3;
  const year = new Date(thursday * DAY_MS).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1) / DAY_MS) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** `-03:00`. */
function offsetText(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${ms < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** ISO 8601 with the zone's offset, to the second: `2026-11-22T14:37:05-03:00`. */
export function isoWithOffset(at: Date, timeZone: string): string {
  const wall = new Date(wallClock(at.getTime(), timeZone)).toISOString();
  return `${wall.slice(0, 19)}${offsetText(offsetAt(at, timeZone))}`;
}

/** The local hour, 0–23, and ISO weekday, 1 (Monday) – 7, of an instant. */
export function localHour(at: Date, timeZone: string): { hour: number; weekday: number } {
  const wall = wallClock(at.getTime(), timeZone);
  const day = Math.floor(wall / DAY_MS);
  return { hour: Math.floor(wall / HOUR_MS) - day * 24, weekday: day - monday(day) + 1 };
}

/**
 * The instant at which a local date begins; undefined for text that is no date.
 * @param date `2026-11-22`
 */
export function dateInstant(date: string, timeZone: string): Date | undefined {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  // 31 April would become 1 May.
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== date) return undefined;
  return new Date(instantOf(day, timeZone));
}

/**
 * So many weeks before an instant, when the zone's clocks showed the same time: of a time that came twice the first, of one that the
 * clocks skipped the first moment after it.
 */
export function weeksEarlier(at: Date, weeks: number, timeZone: string): Date {
  const second = Math.floor(at.getTime() / 1000) * 1000;
  const wall = wallClock(second, timeZone) - weeks * 7 * DAY_MS;
  return new Date(instantOf(wall, timeZone) + at.getTime() - second);
}

const units = new Map<string, number>();
const YEARS_LOOKED_AT = [1970, 2040] as const;

/** The longest stretch of UTC, in ms, of which every local hour is made: an hour for most zones, else half or a quarter of one. */
export function hourUnit(timeZone: string): number {
  const known = units.get(timeZone);
  if (known) return known;
  const [first, last] = YEARS_LOOKED_AT;
  const months = Array.from({ length: 12 * (last - first) }, (_, month) => Date.UTC(first, month, 1));
  const offsets = new Set(months.map((month) => Math.abs(offsetAt(new Date(month), timeZone)) % HOUR_MS));
  const fits = (unit: number): boolean => [...offsets].every((offset) => offset % unit === 0);
  const unit = [HOUR_MS, HOUR_MS / 2].find(fits) ?? QUARTER_MS;
  units.set(timeZone, unit);
  return unit;
}
