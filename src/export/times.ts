/** Instants in ISO 8601 with a zone's offset, fast enough for millions: Intl is asked twice for a day, not for each of them. */
import { isoWithOffset, offsetAt } from '../domain/periods.ts';

const DAY_MS = 86_400_000;
/** Offsets change at whole quarters of an hour. */
const QUARTER_MS = 900_000;
/** Some thirty years of days; beyond them memory matters more. */
const MOST_KNOWN = 10_000;

interface Stretch {
  /** ms */
  offset: number;
  /** `-03:00` */
  text: string;
}

/** The same text as `isoWithOffset`, to the second: `2026-11-22T14:37:05-03:00`. */
export function isoTimes(timeZone: string): (at: Date) => string {
  const days = new Map<number, Stretch | null>();
  const quarters = new Map<number, Stretch>();
  const stretchAt = (time: number): Stretch => {
    const at = new Date(time);
    return { offset: offsetAt(at, timeZone), text: isoWithOffset(at, timeZone).slice(19) };
  };

  /** The stretch of a UTC day on which no clock changes; null for others. */
  function ofDay(day: number): Stretch | null {
    const known = days.get(day);
    if (known !== undefined) return known;
    if (days.size >= MOST_KNOWN) days.clear();
    const start = stretchAt(day * DAY_MS);
    const whole = start.offset === offsetAt(new Date((day + 1) * DAY_MS), timeZone) ? start : null;
    days.set(day, whole);
    return whole;
  }

  function ofQuarter(quarter: number): Stretch {
    const known = quarters.get(quarter);
    if (known) return known;
    if (quarters.size >= MOST_KNOWN) quarters.clear();
    const found = stretchAt(quarter * QUARTER_MS);
    quarters.set(quarter, found);
    return found;
  }

  const wallText = wallTexts();
  return (at) => {
    const time = at.getTime();
    const { offset, text } = ofDay(Math.floor(time / DAY_MS)) ?? ofQuarter(Math.floor(time / QUARTER_MS));
    return wallText(time + offset) + text;
  };
}

const TWO = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

/** Wall clocks' instants, as if they were UTC, without an offset: `2026-11-22T14:37:05`. */
function wallTexts(): (wall: number) => string {
  // The day written last: rows come in order, so that the next one is often the same.
  let written = Number.NaN;
  let date = '';
  return (wall) => {
    const day = Math.floor(wall / DAY_MS);
    if (day !== written) [written, date] = [day, new Date(day * DAY_MS).toISOString().slice(0, 11)];
    const seconds = Math.floor((wall - day * DAY_MS) / 1000);
    return `${date}${TWO[Math.floor(seconds / 3600)]}:${TWO[Math.floor(seconds / 60) % 60]}:${TWO[seconds % 60]}`;
  };
}
