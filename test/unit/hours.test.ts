/** A desk tells its hours as people write them, and knows when it is closed and when it opens again. */
import { holidaysOf, isBusinessDay, isOpen, nextOpening, weekOf, weekText } from '../../src/domain/hours.ts';

const ZONE = 'America/Sao_Paulo';
const HOURS = { businessHours: 'mon-fri 08:00-18:00, sat 09:00-13:00', holidays: '2026-12-25' };
/** A local instant in São Paulo. */
const local = (text: string): Date => new Date(`${text}:00-03:00`);

describe('the text', () => {
  it.each([
    ['mon-fri 08:00-18:00, sat 09:00-13:00', 'mon-fri 08:00-18:00, sat 09:00-13:00'],
    ['seg–sex 8h–18h; sáb 9h às 13h', 'mon-fri 08:00-18:00, sat 09:00-13:00'],
    ['segunda a sexta 8:00 a 18:00', 'mon-fri 08:00-18:00'],
    ['Segunda-feira a sexta-feira das 8h30 às 17h', 'mon-fri 08:30-17:00'],
    ['mon-sun 0-24', 'mon-sun 00:00-24:00'],
    ['mon 13:00-18:00, mon 8-12', 'mon 08:00-12:00, mon 13:00-18:00'],
    ['fri-mon 10-11', 'mon 10:00-11:00, fri-sun 10:00-11:00'],
    ['fri 22:00-02:00', 'fri 22:00-24:00, sat 00:00-02:00'],
  ])('%s means %s', (typed, canonical) => {
    const week = weekOf(typed);
    expect(week && weekText(week)).toBe(canonical);
  });

  it.each(['', 'always', 'mon', 'mon 25-26', 'mon 8:70-9', 'mon 8-8', 'mun 8-18', 'mon-fri 8-18, sat'])('%j is none', (typed) => {
    expect(weekOf(typed)).toBeUndefined();
  });

  it('is said in other words', () => {
    const names = ['seg', 'ter', 'qua', 'qui', 'sex', 'sáb', 'dom'];
    expect(weekText(weekOf(HOURS.businessHours) ?? [], (day) => names[day - 1] ?? '')).toBe('seg-sex 08:00-18:00, sáb 09:00-13:00');
  });

  it('of holidays takes dates alone', () => {
    expect(holidaysOf('2027-01-01, 2026-12-25 2026-12-25')).toEqual(['2026-12-25', '2027-01-01']);
    expect(holidaysOf('')).toEqual([]);
    expect(holidaysOf('2026-02-30')).toBeUndefined();
    expect(holidaysOf('25/12')).toBeUndefined();
  });
});

describe('the desk', () => {
  it.each([
    ['2026-11-23T08:00', true],
    ['2026-11-23T07:59', false],
    ['2026-11-23T17:59', true],
    ['2026-11-23T18:00', false],
    ['2026-11-21T12:59', true],
    ['2026-11-22T12:00', false],
    ['2026-12-25T10:00', false],
  ])('at %s is open: %s', (at, open) => {
    expect(isOpen(HOURS, local(at), ZONE)).toBe(open);
  });

  it('without hours never closes', () => {
    expect(isOpen({ businessHours: '', holidays: '2026-11-22' }, local('2026-11-22T03:00'), ZONE)).toBe(true);
    expect(nextOpening({ businessHours: '', holidays: '' }, local('2026-11-22T03:00'), ZONE)).toBeUndefined();
  });

  it.each([
    ['2026-11-23T06:00', '2026-11-23T08:00'],
    ['2026-11-20T19:00', '2026-11-21T09:00'],
    ['2026-11-22T12:00', '2026-11-23T08:00'],
    ['2026-12-24T19:00', '2026-12-26T09:00'],
  ])('closed at %s opens at %s', (at, opens) => {
    expect(nextOpening(HOURS, local(at), ZONE)).toEqual(local(opens));
  });

  it('opens at its local time on the day the clocks change', () => {
    const hours = { businessHours: 'sun 09:00-12:00', holidays: '' };
    expect(nextOpening(hours, new Date('2026-03-29T00:30:00Z'), 'Europe/Lisbon')).toEqual(new Date('2026-03-29T08:00:00Z'));
    expect(isOpen(hours, new Date('2026-03-29T08:00:00Z'), 'Europe/Lisbon')).toBe(true);
    expect(isOpen(hours, new Date('2026-03-29T07:59:00Z'), 'Europe/Lisbon')).toBe(false);
  });

  describe('over midnight', () => {
    const night = { businessHours: 'mon-fri 18:00-24:00, tue-sat 00:00-02:00', holidays: '2026-11-26' };

    it.each([
      ['in the shift', '2026-11-23T20:00', '2026-11-24T18:00'],
      ['after midnight', '2026-11-24T01:00', '2026-11-24T18:00'],
      // Nobody works on the evening of the 26th; what is left of the 27th's night begins at midnight.
      ['before a holiday', '2026-11-25T20:00', '2026-11-27T00:00'],
      ['on a Friday', '2026-11-27T20:00', '2026-11-30T18:00'],
    ])('%s the next opening is the next evening’s', (_when, at, opens) => {
      expect(nextOpening(night, local(at), ZONE)).toEqual(local(opens));
    });

    it('the end of Friday’s night makes Saturday no business day; a whole day does', () => {
      expect(['2026-11-23', '2026-11-27', '2026-11-28', '2026-11-29'].map((date) => isBusinessDay(night, date))).toEqual([
        true,
        true,
        false,
        false,
      ]);
      expect(isBusinessDay({ businessHours: 'mon-sun 00:00-24:00', holidays: '' }, '2026-11-28')).toBe(true);
    });

    it('a desk that is open day and night never opens', () => {
      expect(nextOpening({ businessHours: 'mon-sun 00:00-24:00', holidays: '' }, local('2026-11-23T20:00'), ZONE)).toBeUndefined();
    });
  });
});
