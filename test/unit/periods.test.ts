import fc from 'fast-check';
import { DateTime } from 'luxon';
import { localDate, startOfDay } from '../../src/domain/periods.ts';

const ZONES = [
  'America/Sao_Paulo',
  'Asia/Jerusalem',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'UTC',
  'America/Havana',
  'Asia/Beirut',
];

test('the day begins where luxon says it begins, in every zone and over every clock change', () => {
  const instants = fc.date({ min: new Date('1995-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), instants, (zone, at) => {
      const local = DateTime.fromJSDate(at, { zone });
      // Where the clocks go back over midnight there are two; luxon takes either, the day begins with the first.
      const midnights = local.startOf('day').getPossibleOffsets();
      expect(startOfDay(at, zone).getTime()).toBe(Math.min(...midnights.map((one) => one.toMillis())));
      expect(localDate(at, zone)).toBe(local.toISODate());
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['Brazil’s last spring change swallowed midnight', '2018-11-04T12:00:00Z', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  [
    'Brazil’s autumn change repeats the last hour of the day before',
    '2018-02-18T12:00:00Z',
    'America/Sao_Paulo',
    '2018-02-18T03:00:00.000Z',
  ],
  ['Israel’s autumn change of 2004 repeats midnight', '2004-09-21T23:00:00Z', 'Asia/Jerusalem', '2004-09-21T21:00:00.000Z'],
  ['Samoa skipped 30 December 2011', '2011-12-31T00:00:00Z', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
])('%s', (_story, at, zone, expected) => {
  expect(startOfDay(new Date(at), zone).toISOString()).toBe(expected);
});
