/** Hours of the week as drawn: which of them a period has, where clocks change, and what is a zero and what is no data. */
import { heatmapChart } from '../../src/app/cards/chart/heatmap.ts';
import type { Told } from '../../src/app/cards/chart/told.ts';
import type { HourOfWeek, Services } from '../../src/app/services.ts';
import { type Measures, NOTHING } from '../../src/domain/measures.ts';
import { defaultParameters } from '../../src/domain/parameters.ts';
import { type PeriodName, periodAt } from '../../src/domain/periods.ts';
import { formatter } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/translate.ts';
import { chartsOf } from '../../src/view/card.ts';

const ZONE = 'America/New_York';

function told(name: PeriodName, local: string, at: string, measure: 'opened' | 'wait'): Told {
  const services = { t: translator('en'), format: formatter('en') } as Partial<Services> as Services;
  return {
    question: { chart: 'heatmap', period: periodAt(name, new Date(local), ZONE), department: undefined, agents: [], measure },
    at: new Date(at),
    parameters: defaultParameters(ZONE, 'en'),
    services,
    language: 'en',
    title: 'a day',
    against: 'the day before',
  };
}

/** Every hour of the week, nothing in any but those named `weekday:hour`. */
function heatOf(some: Record<string, Partial<Measures>>): HourOfWeek[] {
  return Array.from({ length: 7 * 24 }, (_, index) => {
    const [weekday, hour] = [Math.floor(index / 24) + 1, index % 24];
    return { weekday, hour, total: { ...NOTHING, ...some[`${weekday}:${hour}`] } };
  });
}

function drawn(heat: HourOfWeek[], asked: Told): { name: string; values: (number | null)[] }[] {
  const total = { ...NOTHING, opened: 1, answered: 1, wait: { ...NOTHING.wait, n: 1, sum: 1 } };
  const { shown } = heatmapChart(heat, { total, slots: [], parts: new Map() }, null, asked);
  return chartsOf({ title: '', blocks: shown }).flatMap(({ series }) => series);
}

test('the hour that the clocks jump over in spring is no data, not a zero', () => {
  const [sunday, ...others] = drawn(
    heatOf({ '7:3': { opened: 5 } }),
    told('day', '2026-03-08T12:00:00-04:00', '2026-06-01T00:00:00Z', 'opened'),
  );
  expect(others).toEqual([]);
  expect([sunday?.name, sunday?.values.slice(0, 5), sunday?.values.length]).toEqual(['Sun', [0, 0, null, 5, 0], 24]);
});

test('the hour that comes twice in autumn is one cell', () => {
  const [sunday] = drawn(heatOf({ '7:1': { opened: 8 } }), told('day', '2026-11-01T12:00:00-05:00', '2026-12-01T00:00:00Z', 'opened'));
  expect(sunday?.values.slice(0, 4)).toEqual([0, 8, 0, 0]);
});

test('a running week: the days to come are absent, the hours to come without data', () => {
  const rows = drawn(heatOf({ '1:9': { opened: 2 } }), told('week', '2026-06-10T12:00:00-04:00', '2026-06-09T14:30:00Z', 'opened'));
  expect(rows.map(({ name }) => name)).toEqual(['Mon', 'Tue']);
  expect(rows[1]?.values.slice(9, 13)).toEqual([0, 0, null, null]);
});

test('a month has every hour of the week; where nobody was answered, there is no wait', () => {
  const wait = { ...NOTHING.wait, n: 2, sum: 90_000 };
  const rows = drawn(heatOf({ '3:15': { wait } }), told('month', '2026-06-10T12:00:00-04:00', '2026-12-01T00:00:00Z', 'wait'));
  expect(rows).toHaveLength(7);
  expect(rows[2]?.values[15]).toBe(45_000);
  expect(rows.flatMap(({ values }) => values).filter((value) => value === null)).toHaveLength(7 * 24 - 1);
});
