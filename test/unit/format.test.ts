/** Values as people read them, in both languages. A number and its unit are held together by a no-break space. */
import { formatter } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/translate.ts';

const en = formatter('en');
const pt = formatter('pt-BR');
const ZONE = 'America/Sao_Paulo';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const AT = new Date('2026-11-22T17:05:00.000Z');

/** With plain spaces, and proof that there was no plain one before. */
function spaced(text: string): string {
  expect(text).not.toContain(' ');
  return text.replaceAll('\u00a0', ' ');
}

test.each([
  [0, '0 s'],
  [999, '0 s'],
  [50 * SECOND, '50 s'],
  [MINUTE - 1, '59 s'],
  [MINUTE, '1 min'],
  [2 * MINUTE + 30 * SECOND, '2 min 30 s'],
  [9 * MINUTE + 59 * SECOND, '9 min 59 s'],
  [10 * MINUTE + 30 * SECOND, '10 min'],
  [12 * MINUTE, '12 min'],
  [HOUR - 1, '59 min'],
  [HOUR, '1 h 00'],
  [HOUR + 5 * MINUTE, '1 h 05'],
  [DAY - 1, '23 h 59'],
  [DAY, '1 d'],
  [2 * DAY + 3 * HOUR + 59 * MINUTE, '2 d 3 h'],
  [400 * DAY, '400 d'],
  [-5 * SECOND, '0 s'],
])('%d ms are %s, two units at most, in both languages', (ms, words) => {
  expect(spaced(en.duration(ms))).toBe(words);
  expect(pt.duration(ms)).toBe(en.duration(ms));
});

test('no data is a dash, never a zero', () => {
  for (const { number, percent, duration } of [en, pt]) {
    expect([number(null), percent(null), duration(null)]).toEqual(['–', '–', '–']);
    expect([number(0), percent(0)]).toEqual(['0', '0%']);
  }
});

test('numbers and shares stand in the language’s own format', () => {
  expect([en.number(1_234_567.89), en.percent(0.1234), en.percent(1)]).toEqual(['1,234,567.9', '12.3%', '100%']);
  expect([pt.number(1_234_567.89), pt.percent(0.1234), pt.percent(1)]).toEqual(['1.234.567,9', '12,3%', '100%']);
});

test('moments, days and clock times are those of the zone, without seconds', () => {
  expect([en.moment(AT, ZONE), en.day(AT, ZONE), en.clock(AT, ZONE)]).toEqual(['Sun, Nov 22, 14:05', 'Sun, Nov 22', '14:05']);
  expect([pt.moment(AT, ZONE), pt.day(AT, ZONE), pt.clock(AT, ZONE)]).toEqual(['dom., 22 de nov., 14:05', 'dom., 22 de nov.', '14:05']);
  expect([en.clock(AT, 'Asia/Tokyo'), en.day(AT, 'Asia/Tokyo')]).toEqual(['02:05', 'Mon, Nov 23']);
});

test('midnight is 00:00, not 24:00', () => {
  expect([en.clock(new Date('2026-11-22T03:00:00Z'), ZONE), pt.clock(new Date('2026-11-22T03:00:00Z'), ZONE)]).toEqual(['00:00', '00:00']);
});

test('zones are called by their place, lists by the language’s “and”', () => {
  expect([en.zone(ZONE), pt.zone('America/Argentina/Buenos_Aires'), en.zone('UTC')]).toEqual(['São Paulo', 'Buenos Aires', 'UTC']);
  expect(en.join(['Sales', 'Support', 'Billing'])).toBe('Sales, Support, and Billing');
  expect(pt.join(['Vendas', 'Suporte', 'Financeiro'])).toBe('Vendas, Suporte e Financeiro');
});

describe('counted words', () => {
  const said = (language: 'en' | 'pt-BR', count: number): string =>
    translator(language)('now.queued', { count }).replaceAll(/[.,](?=\d)/g, '');

  test.each([
    [0, '0 customers are waiting in the queue.'],
    [1, '1 customer is waiting in the queue.'],
    [2, '2 customers are waiting in the queue.'],
    [1_000_000, '1000000 customers are waiting in the queue.'],
  ])('%d in English', (count, words) => {
    expect(said('en', count)).toBe(words);
  });

  test('none and millions are plural in Portuguese too, one is not', () => {
    const [none, one, two, million] = [0, 1, 2, 1_000_000].map((count) => said('pt-BR', count));
    expect(one).not.toBe(two?.replace('2', '1'));
    expect(none).toBe(two?.replace('2', '0'));
    expect(million).toBe(two?.replace('2', '1000000'));
    expect(`${none}${one}${two}${million}`).not.toMatch(/now\.queued|\{\{/);
  });
});

describe('periods', () => {
  const day = (text: string): Date => new Date(`${text}T00:00:00-03:00`);
  const told = (name: 'day' | 'week' | 'month' | 'year' | 'range', from: string, to: string): string[] =>
    [en, pt].map((format) => format.period({ name, from: day(from), to: day(to) }, ZONE, AT));

  test('are named as people name them, with the year only where it is another', () => {
    expect(told('day', '2026-11-22', '2026-11-23')).toEqual(['Sunday, Nov 22', 'domingo, 22 de nov.']);
    expect(told('day', '2025-11-22', '2025-11-23')).toEqual(['Saturday, Nov 22, 2025', 'sábado, 22 de nov. de 2025']);
    expect(told('week', '2026-11-16', '2026-11-23')).toEqual(['Nov 16 – 22', '16 – 22 de nov.']);
    expect(told('range', '2025-12-29', '2026-01-05')).toEqual(['Dec 29, 2025 – Jan 4, 2026', '29 de dez. de 2025 – 4 de jan. de 2026']);
    expect(told('month', '2026-11-01', '2026-12-01')).toEqual(['November 2026', 'novembro de 2026']);
    expect(told('year', '2026-01-01', '2027-01-01')).toEqual(['2026', '2026']);
  });

  test.each([
    ['hour', 'day', '2026-11-22T14:00:00-03:00', '14h', '14h'],
    ['hour', 'day', '2026-11-22T00:00:00-03:00', '0h', '0h'],
    ['day', 'month', '2026-11-22T00:00:00-03:00', '22', '22'],
    ['day', 'week', '2026-11-16T00:00:00-03:00', 'Mon 16', 'seg 16'],
    ['day', 'range', '2026-11-22T00:00:00-03:00', 'Nov 22', '22/11'],
    ['week', 'range', '2026-11-16T00:00:00-03:00', 'Nov 16', '16/11'],
    ['month', 'year', '2026-11-01T00:00:00-03:00', 'Nov', 'nov'],
    ['month', 'range', '2025-12-01T00:00:00-03:00', 'Dec 25', 'dez 25'],
  ] as const)('a bucket of a %s in a %s', (bucket, period, from, english, portuguese) => {
    expect([en, pt].map((format) => format.bucket({ from: new Date(from) }, bucket, period, ZONE))).toEqual([english, portuguese]);
  });

  test('weekdays begin with Monday', () => {
    expect([en.weekday(1), pt.weekday(1), en.weekday(7), pt.weekday(6)]).toEqual(['Mon', 'seg', 'Sun', 'sáb']);
  });
});
