/** Values as people read them, in the language's own format; raw values stay raw until here. */
import type { Language } from '../domain/parameters.ts';
import { durationText } from '../view/duration.ts';

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
/** IANA names have no accents; places that our people read often get theirs. */
const PLACES: Record<string, string> = {
  'America/Sao_Paulo': 'São Paulo',
  'America/Belem': 'Belém',
  'America/Cuiaba': 'Cuiabá',
  'America/Maceio': 'Maceió',
};

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
    duration: (ms) => (ms === null ? DASH : durationText(Math.max(0, ms))),
    moment: (at, timeZone) => date(at, timeZone, { ...dayParts, ...clockParts }),
    day: (at, timeZone) => date(at, timeZone, dayParts),
    clock: (at, timeZone) => date(at, timeZone, clockParts),
    join: (items) => list.format(items),
    zone: (timeZone) => PLACES[timeZone] ?? (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' '),
  };
}
