/** The small picture of an alert: the worst of each stretch, and what it tells. */
import fc from 'fast-check';
import { curveOf, gapIn, riseOf, type Sample } from '../../src/domain/alert-curve.ts';
import { minute } from '../rules.ts';

const UP = { operator: 'above' } as const;
const DOWN = { operator: 'below' } as const;
const samples = (...values: (number | null)[]): Sample[] => values.map((value, index) => ({ at: minute(index), value }));

test('each part of the time has its worst value, and none where nothing is known', () => {
  const window = { from: minute(0), to: minute(10), count: 5 };
  const values = samples(1, 9, 2, 3, null, null, 4, 8, 5, 7, 6);
  expect(curveOf(values, UP, window).map(({ value }) => value)).toEqual([9, 3, 4, 8, 7]);
  expect(curveOf(values, DOWN, window).map(({ value }) => value)).toEqual([1, 3, 4, 5, 6]);
  expect(curveOf(samples(null, 1), UP, { from: minute(4), to: minute(8), count: 2 }).map(({ value }) => value)).toEqual([null, null]);
});

test('no peak is lost, whatever the parts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 2, maxLength: 200 }),
      fc.integer({ min: 1, max: 40 }),
      (values, count) => {
        const curve = curveOf(samples(...values), UP, { from: minute(0), to: minute(values.length - 1), count });
        expect(Math.max(...curve.map(({ value }) => value ?? 0))).toBe(Math.max(...values));
      },
    ),
  );
});

test('how it came to what it is: from the best value to the worst one after it, and the last', () => {
  const told = (rise: ReturnType<typeof riseOf>): number[] | undefined => rise && [rise.best.value, rise.worst.value, rise.last.value];
  expect(told(riseOf(samples(5, 2, 7, 12, 9), UP))).toEqual([2, 12, 9]);
  expect(told(riseOf(samples(12, 2, 7), UP))).toEqual([12, 12, 7]);
  expect(told(riseOf(samples(0.9, 0.95, null, 0.7, 0.75), DOWN))).toEqual([0.95, 0.7, 0.75]);
  expect(riseOf(samples(3), UP)).toBeUndefined();
  expect(riseOf(samples(null, null), UP)).toBeUndefined();
});

test('a gap is told where it would show: before the first value, between them, after the last', () => {
  const at = (...minutes: number[]): Sample[] => minutes.map((number) => ({ at: minute(number), value: 1 }));
  const gap = (from: number, to: number, ...minutes: number[]) => gapIn(at(...minutes), minute(from), minute(to));
  const every = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
  expect(gap(0, 60, ...every(0, 60))).toBeNull();
  expect(gap(0, 60)).toEqual({ from: minute(0), to: minute(60) });
  expect(gap(0, 60, ...every(20, 60))).toEqual({ from: minute(0), to: minute(19) });
  expect(gap(0, 60, ...every(0, 30))).toEqual({ from: minute(31), to: minute(60) });
  // Nine missing minutes do not show, ten do.
  expect(gap(0, 60, ...every(0, 30), ...every(40, 60))).toBeNull();
  expect(gap(0, 60, ...every(0, 30), ...every(41, 60))).toEqual({ from: minute(31), to: minute(40) });
  expect(gap(0, 60, ...every(15, 30), ...every(50, 60))).toEqual({ from: minute(0), to: minute(49) });
  // Drawn in the middle of a minute, which no evaluation is at.
  expect(gapIn(at(...every(0, 60)), minute(0.5), minute(60.5))).toBeNull();
});
