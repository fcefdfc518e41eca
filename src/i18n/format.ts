/** Values as people read them, in the language's own format; raw values stay raw until here. */
import type { Language } from '../domain/parameters.ts';
import type { Bucket, Period, Slot } from '../domain/periods.ts';
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
  /** `Sunday, Nov 22`, `Nov 16 – 22`, `November 2026`, `2026`; days of another year than that of `at` name theirs. */
  period: (period: Pick<Period, 'name' | 'from' | 'to'>, timeZone: string, at: Date) => string;
  /** The axis label of a bucket of a period, as short as its neighbours allow: `14h`, `22`, `Mon 16`, `Nov 22` (`22/11`), `nov`, `nov 26`. */
  bucket: (slot: Pick<Slot, 'from'>, bucket: Bucket, period: Period['name'], timeZone: string) => string;
  /** The short name of an ISO weekday, 1 (Monday) – 7: `Mon`, `seg`. */
  weekday: (weekday: number) => string;
  /** `Suporte, Vendas e Financeiro`. */
  join: (items: string[]) => string;
  /** The place that a zone is named after: `São Paulo`. */
  zone: (timeZone: string) => string;
}

const DASH = '–';
/** A Monday; weekdays are counted from it. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
/** IANA names have no accents; places that our people read often get theirs. */
const PLACES: Record<string, string> = {
  'America/Sao_Paulo': 'São Paulo',
  'America/Belem': 'Belém',
  'America/Cuiaba': 'Cuiabá',
  'America/Maceio': 'Maceió',
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once each: that takes Intl a hundred times longer than a format of a date. */
function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, known);
  return known;
}

/** The formatters of a language, by Intl. */
export function formatter(language: Language): Format {
  const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const percentage = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const date = (at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
    dateFormat(language, { ...options, timeZone }).format(at);
  const dayParts: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };
  const clockParts: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  /** Portuguese ends its short names with a dot, which an axis does not need. */
  const short = (at: Date, timeZone: string, part: 'weekday' | 'month'): string =>
    date(at, timeZone, { [part]: 'short' }).replaceAll('.', '');
  return {
    number: (value) => (value === null ? DASH : decimal.format(value)),
    percent: (ratio) => (ratio === null ? DASH : percentage.format(ratio)),
    duration: (ms) => (ms === null ? DASH : durationText(Math.max(0, ms))),
    moment: (at, timeZone) => date(at, timeZone, { ...dayParts, ...clockParts }),
    day: (at, timeZone) => date(at, timeZone, dayParts),
    clock: (at, timeZone) => date(at, timeZone, clockParts),
    period: (period, timeZone, at) => periodText(language, period, timeZone, at),
    bucket: ({ from }, bucket, period, timeZone) => {
      const day = date(from, timeZone, { day: 'numeric' });
      if (bucket === 'hour') return `${Number(date(from, timeZone, { hour: 'numeric', hourCycle: 'h23' }))}h`;
      if (bucket === 'month') {
        const year = period === 'year' ? '' : ` ${date(from, timeZone, { year: '2-digit' })}`;
        return `${short(from, timeZone, 'month')}${year}`;
      }
      if (bucket === 'day' && period === 'month') return day;
      if (bucket === 'day' && period === 'week') return `${short(from, timeZone, 'weekday')} ${day}`;
      // `11/3` is another day to each half of those who read English.
      return date(from, timeZone, { day: 'numeric', month: language === 'en' ? 'short' : 'numeric' });
    },
    weekday: (weekday) => short(new Date(MONDAY + (weekday - 1) * DAY_MS), 'UTC', 'weekday'),
    join: (items) => list.format(items),
    zone: (timeZone) => PLACES[timeZone] ?? (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' '),
  };
}

const PERIOD_PARTS: Record<Period['name'], Intl.DateTimeFormatOptions> = {
  day: { weekday: 'long', day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  range: { day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric' },
  year: { year: 'numeric' },
};

function periodText(language: Language, { name, from, to }: Pick<Period, 'name' | 'from' | 'to'>, timeZone: string, at: Date): string {
  const last = new Date(to.getTime() - 1);
  const year = dateFormat('en', { timeZone, year: 'numeric' });
  const sameYear = [from, last].every((one) => year.format(one) === year.format(at));
  const parts = { ...PERIOD_PARTS[name], ...(!sameYear && ({ year: 'numeric' } as const)), timeZone };
  const format = dateFormat(language, parts);
  // Intl sets thin spaces, which some fonts of charts and terminals lack.
  return (name === 'week' || name === 'range' ? format.formatRange(from, last) : format.format(from)).replaceAll('\u2009', ' ');
}
