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

const PARTS: readonly [number, string][] = [
  [DAY, 'd'],
  [HOUR, 'h'],
  [MINUTE, 'min'],
  [SECOND, 's'],
];

/** A duration in ms, whole seconds, to the second, however many units that takes: `12 min 30 s`, `1 h 05`. `durationOf` reads it back. */
export function exactDurationText(ms: number): string {
  const short = durationText(ms);
  if (durationOf(short) === ms) return short;
  const parts = PARTS.map(([unit, word], index) => [Math.floor((ms % (PARTS[index - 1]?.[0] ?? Infinity)) / unit), word] as const);
  return parts.flatMap(([count, word]) => (count > 0 ? [count, word] : [])).join(NBSP);
}

const UNITS: readonly [RegExp, number][] = [
  [/^(?:s|seg|segs|sec|secs|seconds?|segundos?)$/, SECOND],
  [/^(?:m|min|mins|minutes?|minutos?)$/, MINUTE],
  [/^(?:h|hs|hr|hrs|hours?|horas?)$/, HOUR],
  [/^(?:d|days?|dias?)$/, DAY],
];

/** The unit of a word, ms; of a bare number after another unit the next smaller: `1 h 30`. */
function unitOf(word: string, before: number | undefined): number | undefined {
  if (word !== '') return UNITS.find(([words]) => words.test(word))?.[1];
  const next = { [DAY]: HOUR, [HOUR]: MINUTE, [MINUTE]: SECOND };
  return before === undefined ? undefined : next[before];
}

const PART = /(\d+(?:[.,]\d+)?) ?([a-z]*)/g;

/**
 * The ms of a duration as people write it, in either language: `5 min`, `1h30`, `1 h 30 min`, `90 s`, `2 dias`, `1,5 h`.
 * A number alone counts in `bare` ms. Undefined for a text that is none, and for one whose units do not get smaller.
 */
export function durationOf(text: string, bare: number = MINUTE): number | undefined {
  const plainText = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s\u00a0]+/g, ' ');
  if (/^\d+(?:[.,]\d+)?$/.test(plainText)) return whole(Number(plainText.replace(',', '.')) * bare);
  if (plainText === '' || plainText.replaceAll(PART, '').trim() !== '') return undefined;
  let total = 0;
  let before: number | undefined;
  for (const [, number = '', word = ''] of plainText.matchAll(PART)) {
    const unit = unitOf(word, before);
    if (unit === undefined || (before !== undefined && unit >= before)) return undefined;
    total += Number(number.replace(',', '.')) * unit;
    before = unit;
  }
  return whole(total);
}

/** Parts of a second are nothing that a desk measures by. */
function whole(ms: number): number {
  return Math.round(ms / SECOND) * SECOND;
}
