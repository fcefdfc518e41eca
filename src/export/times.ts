/** Instants in ISO 8601 with a zone's offset, fast enough for millions: Intl is asked once for each quarter of an hour. */
import { isoWithOffset } from '../domain/periods.ts';

/** Offsets change at whole quarters of an hour, so that within one only minutes and seconds differ. */
const QUARTER_MS = 900_000;
/** A year has 35,040 quarters; beyond some years of them memory matters more. */
const MOST_KNOWN = 150_000;

const TWO = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

interface Quarter {
  /** `2026-11-22T14:` */
  hour: string;
  /** The minute it begins at. */
  minute: number;
  /** `-03:00` */
  offset: string;
}

function quarterOf(start: number, timeZone: string): Quarter {
  const text = isoWithOffset(new Date(start), timeZone);
  return { hour: text.slice(0, 14), minute: Number(text.slice(14, 16)), offset: text.slice(19) };
}

/** The same text as `isoWithOffset`, to the second: `2026-11-22T14:37:05-03:00`. */
export function isoTimes(timeZone: string): (at: Date) => string {
  const known = new Map<number, Quarter>();
  return (at) => {
    const time = at.getTime();
    const start = Math.floor(time / QUARTER_MS) * QUARTER_MS;
    let quarter = known.get(start);
    if (!quarter) {
      if (known.size >= MOST_KNOWN) known.clear();
      quarter = quarterOf(start, timeZone);
      known.set(start, quarter);
    }
    const seconds = Math.floor((time - start) / 1000);
    const minute = quarter.minute + Math.floor(seconds / 60);
    return `${quarter.hour}${TWO[minute]}:${TWO[seconds % 60]}${quarter.offset}`;
  };
}
