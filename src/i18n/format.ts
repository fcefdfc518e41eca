/** Values as people read them, in the language's own format; raw values stay raw until here. */
import type { Language } from '../domain/parameters.ts';

export interface Format {
  /** A whole or decimal number; a dash for null. */
  number: (value: number | null) => string;
  /** A ratio as a percentage with one decimal; a dash for null. */
  percent: (ratio: number | null) => string;
  /** A duration in ms with two units at most: `50 s`, `12 min`, `1 h 05`, `2 d 3 h`; a dash for null. */
  duration: (ms: number | null) => string;
  /** Weekday, day, month and clock time without seconds: `dom., 22 de nov., 14:37`. */
  moment: (at: Date, timeZone: string) => string;
  /** Weekday, day and month. */
  day: (at: Date, timeZone: string) => string;
  /** `14:37`. */
  clock: (at: Date, timeZone: string) => string;
  /** `Suporte, Vendas e Financeiro`. */
  join: (items: string[]) => string;
  /** The place that a zone is named after: `São Paulo`. */
  zone: (timeZone: string) => string;
}

const DASH = '–';
/** A number and its unit stay on one line. */
const NBSP = '\u00a0';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** IANA names have no accents; places that our people read often get theirs. */
const PLACES: Record<string, string> = {
  'America/Sao_Paulo': 'São Paulo',
  'America/Belem': 'Belém',
  'America/Cuiaba': 'Cuiabá',
  'America/Maceio': 'Maceió',
};

function duration(ms: number): string {
  const join = (...parts: (number | string)[]): string => parts.join(NBSP);
  const seconds = Math.floor(ms / SECOND);
  if (ms < MINUTE) return join(seconds, 's');
  if (ms < 10 * MINUTE && seconds % 60 > 0) return join(Math.floor(ms / MINUTE), 'min', seconds % 60, 's');
  if (ms < HOUR) return join(Math.floor(ms / MINUTE), 'min');
  if (ms < DAY) return join(Math.floor(ms / HOUR), 'h', String(Math.floor((ms % HOUR) / MINUTE)).padStart(2, '0'));
  const hours = Math.floor((ms % DAY) / HOUR);
  return hours > 0 ? join(Math.floor(ms / DAY), 'd', hours, 'h') : join(Math.floor(ms / DAY), 'd');
}

/** The formatters of a language, by Intl. */
export function formatter(language: Language): Format {
  const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const percentage = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const date = (at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language, { ...options, timeZone }).format(at);
  const dayParts: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };
  const clockParts: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  return {
    number: (value) => (value === null ? DASH : decimal.format(value)),
    percent: (ratio) => (ratio === null ? DASH : percentage.format(ratio)),
    duration: (ms) => (ms === null ? DASH : duration(Math.max(0, ms))),
    moment: (at, timeZone) => date(at, timeZone, { ...dayParts, ...clockParts }),
    day: (at, timeZone) => date(at, timeZone, dayParts),
    clock: (at, timeZone) => date(at, timeZone, clockParts),
    join: (items) => list.format(items),
    zone: (timeZone) => PLACES[timeZone] ?? (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' '),
  };
}
