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
