/** Durations as people say them, the same words in both languages and in pictures. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A number and its unit stay on one line. */
const NBSP = '\u00a0';

/** A duration in ms with two units at most: `50 s`, `4 min 10 s` (below 10 min), `12 min`, `1 h 05`, `2 d 3 h`. */
export function durationText(ms: number): string {
  const join = (...parts: (number | string)[]): string => parts.join(NBSP);
  const [seconds, minutes, hours] = [Math.floor(ms / SECOND), Math.floor(ms / MINUTE), Math.floor(ms / HOUR)];
  if (ms < MINUTE) return join(seconds, 's');
  if (ms < 10 * MINUTE && seconds % 60 > 0) return join(minutes, 'min', seconds % 60, 's');
  if (ms < HOUR) return join(minutes, 'min');
  if (ms < DAY) return join(hours, 'h', String(minutes % 60).padStart(2, '0'));
  return hours % 24 > 0 ? join(Math.floor(ms / DAY), 'd', hours % 24, 'h') : join(Math.floor(ms / DAY), 'd');
}
