/** Days as a time zone has them, DST included. Intl is the only source of zone rules. */

const DAY_MS = 86_400_000;
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

/** The wall clock of a zone at an instant, written as if it were UTC (ms). */
function wallClock(at: number, timeZone: string): number {
  const parts = Object.fromEntries(
    format(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The first instant whose wall clock is `wall` or later: midnight itself, or the end of the gap that swallows it. */
function instantOf(wall: number, timeZone: string): number {
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
