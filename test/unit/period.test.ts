/** The words for a period, as a supervisor types them on a Sunday, 22 November 2026, 14:37 in São Paulo. */
import fc from 'fast-check';
import { UserError } from '../../src/app/errors.ts';
import { periodDates, periodOf, periodPhrases, periodWord } from '../../src/app/period.ts';
import { isoWithOffset, PERIODS, periodAt, rangePeriod, shiftPeriod } from '../../src/domain/periods.ts';

const ZONE = 'America/Sao_Paulo';
const AT = new Date('2026-11-22T17:37:00.000Z');

/** `day 2026-11-22..2026-11-23 by hour`; midnights of the zone, the end not included. */
function told(word: string, at = AT, zone = ZONE): string | undefined {
  const period = periodOf(word, at, zone);
  if (!period) return undefined;
  const [from, to] = [period.from, period.to].map((one) => isoWithOffset(one, zone).replace(/T00:00:00.*/, ''));
  return `${period.name} ${from}..${to} by ${period.bucket}`;
}

test.each([
  ['week last', 'week last'],
  ['last week', 'lastweek'],
  ['semana passada', 'lastweek'],
  ['mês anterior', 'lastmonth'],
  ['canais MES PASSADO suporte', 'canais lastmonth suporte'],
  ['previous year', 'lastyear'],
  ['este mês', 'mês'],
  ['nesta semana', 'semana'],
  ['this week', 'week'],
  ['dia passado', 'yesterday'],
  ['o este é longe', 'o este é longe'],
])('“%s” is read as “%s”', (typed, words) => {
  expect(periodPhrases(typed.split(' ')).join(' ')).toBe(words);
});

function refusal(word: string): string {
  try {
    return `taken: ${told(word)}`;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.key;
  }
}

test.each([
  [['day', 'dia', 'today', 'hoje', 'HOJE', '2026-11-22', '22/11', '22/11/2026'], 'day 2026-11-22..2026-11-23 by hour'],
  [['yesterday', 'ontem', '21/11', '2026-11-21', '21/11/2026'], 'day 2026-11-21..2026-11-22 by hour'],
  [['lastweek', '2026-W46'], 'week 2026-11-09..2026-11-16 by day'],
  [['lastmonth', '2026-10'], 'month 2026-10-01..2026-11-01 by day'],
  [['week', 'semana', 'Semana', '2026-W47', '2026-w47'], 'week 2026-11-16..2026-11-23 by day'],
  [['month', 'mes', 'mês', 'MÊS', '2026-11', '11/2026'], 'month 2026-11-01..2026-12-01 by day'],
  [['year', 'ano', '2026'], 'year 2026-01-01..2027-01-01 by month'],
  [['2026-11-01..2026-11-15', '01/11..15/11', '1/11/2026..15/11/2026', '1/11..15/11/2026'], 'range 2026-11-01..2026-11-16 by day'],
  [['2026-09..2026-10', '09/2026..10/2026'], 'range 2026-09-01..2026-11-01 by week'],
  [['2024..2025'], 'range 2024-01-01..2026-01-01 by month'],
  [['yesterday..today', 'ontem..hoje', '21/11..22/11'], 'range 2026-11-21..2026-11-23 by day'],
  [['2026-11-20..2026-11-20'], 'range 2026-11-20..2026-11-21 by hour'],
  [['2026-11-20..2026-12-20'], 'range 2026-11-20..2026-12-21 by day'],
])('%j', (words, period) => {
  expect(words.map((word) => told(word))).toEqual(words.map(() => period));
});

test('a day and month without a year is the latest one that has begun', () => {
  expect([told('23/11'), told('31/12'), told('29/02')]).toEqual([
    'day 2025-11-23..2025-11-24 by hour',
    'day 2025-12-31..2026-01-01 by hour',
    'day 2024-02-29..2024-03-01 by hour',
  ]);
});

test('a range without years goes over the turn of the year, and may end in the days to come', () => {
  const january = new Date('2027-01-05T12:00:00.000Z');
  expect(told('20/12..03/01', january)).toBe('range 2026-12-20..2027-01-04 by day');
  expect(told('01/11..30/11')).toBe('range 2026-11-01..2026-12-01 by day');
});

test.each(['suporte', 'channels', '', '57', 'd-1', 'chatwoot:57', '12a', 'constructor'])('%j is no period', (word) => {
  expect(refusal(word)).toBe('taken: undefined');
});

test.each([
  ['2026-13-01', 'error.period.date'],
  ['2026-02-30', 'error.period.date'],
  ['31/04', 'error.period.date'],
  ['2026-W54', 'error.period.date'],
  ['2025-W53', 'error.period.date'],
  ['0001', 'error.period.date'],
  ['1969-12-31', 'error.period.date'],
  ['2026-11-01..', 'error.period.date'],
  ['..2026-11-01', 'error.period.date'],
  ['a..b', 'error.period.date'],
  ['2026-11-01..2026-11-02..2026-11-03', 'error.period.date'],
  ['2026-11-15..2026-11-01', 'error.period.order'],
  ['2010..2020', 'error.period.long'],
  ['2026-11-23', 'error.period.future'],
  ['2027', 'error.period.future'],
  ['2026-12', 'error.period.future'],
])('%j is refused in words (%s)', (word, key) => {
  expect(refusal(word)).toBe(key);
});

test('ten years at once are the most', () => {
  expect([refusal('2016-11-22..2026-11-22'), refusal('2016-11-20..2026-11-22')]).toEqual([
    'taken: range 2016-11-22..2026-11-23 by month',
    'error.period.long',
  ]);
});

test('a button of a running period keeps running with the clock, one of the past stays there', () => {
  const week = periodAt('week', AT, ZONE);
  expect([periodWord(week, AT, ZONE), periodWord(shiftPeriod(week, -1, ZONE), AT, ZONE)]).toEqual(['week', '2026-W46']);
  expect(periodDates(week, ZONE)).toBe('2026-W47');
});

test('the word of any period means that period', () => {
  const instants = fc.date({ min: new Date('1990-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
  const zones = fc.constantFrom(ZONE, 'Asia/Jerusalem', 'Pacific/Apia', 'Australia/Lord_Howe', 'UTC');
  fc.assert(
    fc.property(
      instants,
      fc.constantFrom(...PERIODS, 'range' as const),
      zones,
      fc.integer({ min: 1, max: 3_000 }),
      (at, name, zone, days) => {
        const now = new Date('2036-01-01T00:00:00Z');
        const period = name === 'range' ? rangePeriod(at, new Date(at.getTime() + days * 86_400_000), zone) : periodAt(name, at, zone);
        expect(periodOf(periodDates(period, zone), now, zone)).toEqual(period);
      },
    ),
    { numRuns: 300 },
  );
});
