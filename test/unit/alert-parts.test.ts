/** What indicators are made of, and how many points of a value a chart gets. */
import fc from 'fast-check';
import { addsTo, partsOf } from '../../src/domain/alert-parts.ts';
import { worstOf } from '../../src/domain/alert-points.ts';
import { CHANNELS } from '../../src/domain/events.ts';
import { COUNTS, type Fact } from '../../src/domain/facts.ts';
import { DURATIONS, periodIndicator } from '../../src/domain/measures.ts';
import { WATCHED } from '../../src/domain/watched.ts';
import { addFact, emptyTally, measuresOf } from '../../src/store/rollups/tally.ts';

const facts: fc.Arbitrary<Fact> = fc.record({
  at: fc.constant(new Date(0)),
  channel: fc.constantFrom(...CHANNELS),
  department: fc.constant(''),
  agent: fc.constant(''),
  counts: fc.dictionary(fc.constantFrom(...COUNTS), fc.integer({ min: 1, max: 5 })) as fc.Arbitrary<Fact['counts']>,
  durations: fc.dictionary(fc.constantFrom(...DURATIONS), fc.integer({ min: 0, max: 9_000 })) as fc.Arbitrary<Fact['durations']>,
});

function indicatorOf(id: string, of: readonly Fact[]): unknown {
  const tally = emptyTally();
  for (const fact of of) addFact(tally, fact);
  const opened = Object.fromEntries(
    CHANNELS.map((channel) => [channel, of.reduce((sum, fact) => sum + (fact.channel === channel ? (fact.counts.opened ?? 0) : 0), 0)]),
  ) as Record<(typeof CHANNELS)[number], number>;
  return periodIndicator(id, measuresOf(tally, true), opened);
}

test.each(WATCHED.filter(({ family }) => family === 'period').map(({ id }) => id))('%s is made of its parts alone', (id) => {
  const parts = partsOf(id);
  const named = (fact: Fact): Fact => ({
    ...fact,
    counts: Object.fromEntries(Object.entries(fact.counts).filter(([name]) => parts.counts.some((one) => one === name))),
    durations: Object.fromEntries(Object.entries(fact.durations).filter(([name]) => parts.durations.some((one) => one === name))),
  });
  fc.assert(
    fc.property(fc.array(facts, { maxLength: 8 }), (all) => {
      const left = all.filter((fact) => addsTo(parts, fact)).map(named);
      expect(indicatorOf(id, left)).toEqual(indicatorOf(id, all));
    }),
    { numRuns: 40 },
  );
});

test('maxima and percentiles need every duration, means do not', () => {
  expect(partsOf('period.wait.p90').spread).toBe('wait');
  expect(partsOf('period.first_response.max').spread).toBe('first_response');
  expect(partsOf('period.wait.mean').spread).toBeNull();
  expect(partsOf('now.handle.mean')).toEqual({ counts: [], durations: ['handle'], spread: null });
  expect(partsOf('now.queue.size')).toEqual({ counts: [], durations: [], spread: null });
});

describe('points for a chart', () => {
  const points = [3, 9, null, 1, null, null, 4, 2].map((value, index) => ({ at: new Date(index), value }));
  const shown = (operator: 'above' | 'below', most: number): [number, number | null][] =>
    worstOf(points, { operator }, most).map(({ at, value }) => [at.getTime(), value]);

  test('are the worst of each stretch, at their own instants', () => {
    expect(shown('above', 4)).toEqual([
      [1, 9],
      [3, 1],
      [4, null],
      [6, 4],
    ]);
    expect(shown('below', 4)).toEqual([
      [0, 3],
      [3, 1],
      [4, null],
      [7, 2],
    ]);
  });

  test('are all of them where they are few', () => {
    expect(shown('above', 8)).toHaveLength(8);
    expect(worstOf([], { operator: 'above' }, 8)).toEqual([]);
  });
});
