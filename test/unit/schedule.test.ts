/** When digests come: people write it as they speak, and the clock changes twice a year. */
import fc from 'fast-check';
import { dueBetween, lastDue, nextDue } from '../../src/domain/due.ts';
import { isBusinessDay } from '../../src/domain/hours.ts';
import { readSchedule, type Schedule, scheduleOf, scheduleText, scheduleTold, type ScheduleWords } from '../../src/domain/schedule.ts';
import { type Entry, inOrder } from '../../src/domain/schedule-entries.ts';
import { formatter } from '../../src/i18n/format.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

function schedule(text: string): Schedule {
  const read = readSchedule(text);
  if (!read) throw new Error(`no schedule: ${text}`);
  return read;
}

const [english, portuguese] = [formatter('en'), formatter('pt-BR')];
const ENGLISH: ScheduleWords = {
  weekday: english.weekday,
  everyDay: 'every day',
  monthDay: (day) => `day ${day}`,
  lastDay: 'last day of the month',
  join: english.join,
};
const PORTUGUESE: ScheduleWords = {
  weekday: portuguese.weekday,
  everyDay: 'todo dia',
  monthDay: (day) => `dia ${day}`,
  lastDay: 'último dia do mês',
  join: portuguese.join,
};

describe('a schedule in words', () => {
  test.each([
    ['weekdays at 08:00 and 18:30', 'mon-fri 08:00, mon-fri 18:30'],
    ['seg-sex 08:00, 18:30', 'mon-fri 08:00, mon-fri 18:30'],
    ['de segunda a sexta às 8h e às 18h30', 'mon-fri 08:00, mon-fri 18:30'],
    ['08:00 and 18:30 on weekdays', 'mon-fri 08:00, mon-fri 18:30'],
    ['às 8h de segunda a sexta', 'mon-fri 08:00'],
    ['dias úteis às 8', 'mon-fri 08:00'],
    ['every day 07:00', 'every day 07:00'],
    ['todo dia às 7h', 'every day 07:00'],
    ['todos os dias, 7h', 'every day 07:00'],
    ['daily at 7 am', 'every day 07:00'],
    ['07:00', 'every day 07:00'],
    ['mon, wed 9:00', 'mon 09:00, wed 09:00'],
    ['todas as segundas-feiras e quartas-feiras às 9h', 'mon 09:00, wed 09:00'],
    ['every Monday at 9 am and 6:30 pm', 'mon 09:00, mon 18:30'],
    ['aos sábados às 9 horas', 'sat 09:00'],
    ['fim de semana 10h; seg 9h', 'mon 09:00, sat-sun 10:00'],
    ['fri-mon 10:00', 'mon 10:00, fri-sun 10:00'],
    ['mon-fri 08:00, 18:30, fri 12:00', 'mon-fri 08:00, mon-fri 18:30, fri 12:00'],
    ['every day at 7:00, weekdays at 18:00', 'every day 07:00, mon-fri 18:00'],
    ['day 1 08:00', 'day 1 08:00'],
    ['dia 1 às 8h', 'day 1 08:00'],
    ['todo dia 5 às 8h', 'day 5 08:00'],
    ['todo dia 5h', 'every day 05:00'],
    ['dias 1 e 15 às 8h30', 'day 1 08:30, day 15 08:30'],
    ['on the 1st and 15th at 9', 'day 1 09:00, day 15 09:00'],
    ['último dia do mês às 18h, dia 1 às 8h', 'day 1 08:00, last day 18:00'],
    ['mon at 12 am and 12 pm', 'mon 00:00, mon 12:00'],
    ['0 8,18 * * 1-5', 'mon-fri 08:00, mon-fri 18:00'],
    ['*/30 8-9 * * mon', 'mon 08:00, mon 08:30, mon 09:00, mon 09:30'],
    ['0 7 * * 0,7', 'sun 07:00'],
    ['0 8 1 * mon', 'mon 08:00, day 1 08:00'],
  ])('“%s” is %s', (text, canonical) => {
    expect(scheduleOf(text)).toBe(canonical);
  });

  test.each([
    '',
    '8',
    'mon',
    'every day',
    'luas 8h',
    'mon 25:00',
    'mon 8:60',
    'mon 13 pm',
    'mon 08:00-18:00',
    'mon 8-18',
    'day 32 08:00',
    'day 1 to 5 08:00',
    // The second number may be a day or an hour.
    'day 1 08:00, 15',
    '08:00 mon 18:30',
    '5º dia útil às 9h',
    '1st business day at 8',
    '1st monday of the month at 8',
    'last day friday 8',
    '0 8 1 2 *',
    '60 8 * * *',
    '0 8 * * 8',
    '*/0 8 * * *',
    '0 8 * *',
  ])('“%s” is none', (text) => {
    expect(scheduleOf(text)).toBeUndefined();
  });

  test('of any length is not looked at', () => {
    expect(scheduleOf(`mon 08:00${' '.repeat(1_000)}`)).toBeUndefined();
  });

  test('is told in the language of whoever reads it, times of the same days together', () => {
    const told = schedule('weekdays 8 and 18:30, sat 9, 1st 7:00, last day 7:00');
    expect(scheduleTold(told, ENGLISH)).toBe('Mon-Fri 08:00 and 18:30; Sat 09:00; day 1, last day of the month 07:00');
    expect(scheduleTold(told, PORTUGUESE)).toBe('seg-sex 08:00 e 18:30; sáb 09:00; dia 1, último dia do mês 07:00');
  });
});

const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ kind: fc.constant('week' as const), day: fc.nat(6), minute: fc.nat(1_439) }),
  fc.record({ kind: fc.constant('month' as const), day: fc.nat(31), minute: fc.nat(1_439) }),
);
const schedules = fc.array(entry, { minLength: 1, maxLength: 12 }).map(inOrder);

test('every wording of every schedule reads back as the same', () => {
  fc.assert(
    fc.property(schedules, (one) => {
      const canonical = scheduleText(one);
      expect(readSchedule(canonical)).toEqual(one);
      expect(scheduleOf(canonical)).toBe(canonical);
      for (const words of [ENGLISH, PORTUGUESE]) expect(readSchedule(scheduleTold(one, words))).toEqual(one);
    }),
  );
});

test('no text is too strange to be read or refused', () => {
  const words = fc.constantFrom(
    'mon',
    'dia',
    'day',
    '8h',
    '08:00',
    '-',
    'a',
    ',',
    'at',
    '31',
    '*',
    'every day',
    'às',
    '1st',
    '/',
    'ç',
    '9',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words, { maxLength: 8 }).map((all) => all.join(' ')),
      ),
      (text) => {
        const canonical = scheduleOf(text);
        if (canonical !== undefined) expect(scheduleOf(canonical)).toBe(canonical);
      },
    ),
    { numRuns: 300 },
  );
});

/** Around each: clocks change, by an hour, by half an hour, over midnight, by a whole day. */
const CHANGES = [
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2019-02-17'],
  ['Europe/Lisbon', '2026-03-29'],
  ['Europe/Lisbon', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Pacific/Apia', '2011-12-30'],
  ['Asia/Kathmandu', '2026-06-01'],
] as const;

/** The wall clock of each minute, as if it were UTC: asked of Intl for each, with nothing of ours between. */
function wallClocks(timeZone: string, from: number, to: number): Map<number, number> {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const walls = new Map<number, number>();
  for (let at = from; at <= to; at += MINUTE) walls.set(at, Date.parse(`${format.format(at).replace(' ', 'T')}Z`));
  return walls;
}

const holds = ({ kind, day }: Entry, date: Date): boolean => {
  if (kind === 'week') return (date.getUTCDay() || 7) - 1 === day;
  return day === 0 ? new Date(date.getTime() + DAY).getUTCDate() === 1 : date.getUTCDate() === day;
};

describe('a time', () => {
  const walls = new Map(
    CHANGES.map(([zone, day]) => [`${zone} ${day}`, wallClocks(zone, Date.parse(day) - 3 * DAY, Date.parse(day) + 3 * DAY)]),
  );

  test('is due at the first minute at which the wall clock has reached it, and never again: minute by minute, in every kind of zone', () => {
    const around = fc.integer({ min: -2 * 1_440, max: 2 * 1_440 });
    fc.assert(
      fc.property(fc.constantFrom(...CHANGES), schedules, around, around, ([timeZone, day], one, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)].map((minutes) => Date.parse(day) + minutes * MINUTE) as [number, number];
        const expected: number[] = [];
        let reached = Number.NEGATIVE_INFINITY;
        for (const [at, wall] of walls.get(`${timeZone} ${day}`) ?? []) {
          const begun = Number.isFinite(reached) ? reached : wall - MINUTE;
          for (let minute = begun + MINUTE; minute <= wall; minute += MINUTE) {
            const date = new Date(minute);
            const isDue = one.some((entry) => entry.minute === date.getUTCHours() * 60 + date.getUTCMinutes() && holds(entry, date));
            if (isDue && at > from && at <= to) expected.push(at);
          }
          reached = Math.max(begun, wall);
        }
        const due = dueBetween(one, new Date(from), new Date(to), { timeZone });
        expect(due.map((found) => found.toISOString())).toEqual([...new Set(expected)].map((found) => new Date(found).toISOString()));
      }),
      { numRuns: 60 },
    );
  });

  const halfPastTwo = schedule('every day 02:30');

  test.each([
    // Spring: 02:30 does not exist in New York and Lisbon's 01:30 neither; the first moment after the gap.
    ['America/New_York', 'every day 02:30', '2026-03-08', '2026-03-08T07:00:00.000Z'],
    ['America/New_York', 'every day 02:30', '2026-11-01', '2026-11-01T07:30:00.000Z'],
    ['America/New_York', 'every day 01:30', '2026-11-01', '2026-11-01T05:30:00.000Z'],
    ['America/Sao_Paulo', 'every day 00:30', '2018-11-04', '2018-11-04T03:00:00.000Z'],
    ['America/Sao_Paulo', 'every day 23:30', '2019-02-16', '2019-02-17T01:30:00.000Z'],
    ['Europe/Lisbon', 'every day 01:30', '2026-03-29', '2026-03-29T01:00:00.000Z'],
    ['Europe/Lisbon', 'every day 01:30', '2026-10-25', '2026-10-25T00:30:00.000Z'],
  ])('in %s, %s on %s is due once, at %s', (timeZone, text, day, at) => {
    const noon = Date.parse(`${day}T12:00:00Z`);
    const due = dueBetween(schedule(text), new Date(noon - DAY / 2), new Date(noon + DAY), { timeZone });
    const [first, ...more] = due.filter((one) => Math.abs(one.getTime() - Date.parse(at)) < 3 * 60 * MINUTE);
    expect([first?.toISOString(), more.length]).toEqual([at, 0]);
  });

  test('an hour that is skipped leaves one digest a day, and an hour that repeats too', () => {
    const calendar = { timeZone: 'America/New_York' };
    const days = (from: string, to: string): number => dueBetween(halfPastTwo, new Date(from), new Date(to), calendar).length;
    expect([days('2026-03-01T12:00Z', '2026-03-15T12:00Z'), days('2026-10-25T12:00Z', '2026-11-08T12:00Z')]).toEqual([14, 14]);
  });
});

describe('the next and the last', () => {
  const zone = { timeZone: 'America/Sao_Paulo' };

  test('are what a year of instants says', () => {
    fc.assert(
      fc.property(schedules, fc.integer({ min: 0, max: 300 * 1_440 }), (one, minutes) => {
        const at = new Date(Date.parse('2026-01-01T00:00Z') + minutes * MINUTE);
        const timeZone = 'America/New_York';
        const later = dueBetween(one, at, new Date(at.getTime() + 200 * DAY), { timeZone });
        expect(nextDue(one, at, 3, { timeZone })).toEqual(later.slice(0, 3));
        const earlier = dueBetween(one, new Date(at.getTime() - 200 * DAY), new Date(at.getTime() - 1), { timeZone });
        expect(lastDue(one, at, { timeZone })).toEqual(earlier.at(-1));
      }),
      { numRuns: 40 },
    );
  });

  test('an instant itself is neither its own next nor its own last', () => {
    const [first = new Date(0)] = nextDue(schedule('mon 08:00'), new Date('2026-11-22T00:00Z'), 1, zone);
    expect(first.toISOString()).toBe('2026-11-23T11:00:00.000Z');
    expect(nextDue(schedule('mon 08:00'), first, 1, zone)[0]?.toISOString()).toBe('2026-11-30T11:00:00.000Z');
    expect(lastDue(schedule('mon 08:00'), first, zone)?.toISOString()).toBe('2026-11-16T11:00:00.000Z');
  });

  test('a day that short months do not have is left out of them; the last day is in each', () => {
    const dates = (text: string): string[] =>
      nextDue(schedule(text), new Date('2027-01-30T12:00Z'), 3, zone).map((at) => at.toISOString().slice(0, 10));
    expect(dates('day 31 09:00')).toEqual(['2027-01-31', '2027-03-31', '2027-05-31']);
    expect(dates('last day 09:00')).toEqual(['2027-01-31', '2027-02-28', '2027-03-31']);
  });

  test('on business days alone, holidays and days without hours are skipped', () => {
    const hours = { businessHours: 'mon-fri 08:00-18:00', holidays: '2026-12-25, 2027-01-01' };
    const calendar = { ...zone, rests: (date: string): boolean => !isBusinessDay(hours, date) };
    const next = nextDue(schedule('every day 08:00'), new Date('2026-12-24T12:00Z'), 3, calendar);
    expect(next.map((at) => at.toISOString().slice(0, 10))).toEqual(['2026-12-28', '2026-12-29', '2026-12-30']);
    const always = { businessHours: '', holidays: '2026-12-25' };
    expect(['2026-12-25', '2026-12-26'].map((date) => isBusinessDay(always, date))).toEqual([false, true]);
  });

  test('what never comes has no next and no last', () => {
    const never = { ...zone, rests: () => true };
    expect(nextDue(schedule('every day 08:00'), new Date('2026-12-24T12:00Z'), 3, never)).toEqual([]);
    expect(lastDue(schedule('every day 08:00'), new Date('2026-12-24T12:00Z'), never)).toBeUndefined();
  });
});
