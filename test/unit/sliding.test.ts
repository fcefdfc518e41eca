/** Facts in a window that moves on are at each place what summing them anew gives. */
import fc from 'fast-check';
import { partsOf } from '../../src/domain/alert-parts.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { slidingFacts } from '../../src/store/alerts/sliding.ts';
import { addFact, emptyTally, measuresOf } from '../../src/store/rollups/tally.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

const facts = fc.record({ at: fc.integer({ min: 0, max: 4 * 360 }), wait: fc.nat(900) }).map(
  ({ at, wait }): Fact => ({
    at: new Date(at * 10 * SECOND),
    channel: wait % 2 === 0 ? 'whatsapp' : 'other',
    department: '',
    agent: '',
    counts: { opened: 1 },
    durations: { wait: wait * SECOND },
  }),
);

type Deed = { put: Fact } | { take: number } | { move: { after: number; until: number } };

const deeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: facts.map((put): Deed => ({ put })) },
    fc.nat(20).map((take): Deed => ({ take })),
    // Mostly on, sometimes back: the clocks of an earlier week may have been set back.
    fc
      .record({ until: fc.integer({ min: 0, max: 4 * 60 }), ms: fc.constantFrom(HOUR, 90 * SECOND) })
      .map(({ until, ms }): Deed => ({ move: { after: until * 60 * SECOND - ms, until: until * 60 * SECOND } })),
  ),
  { maxLength: 40 },
);

test('whatever is put, taken and looked at in whatever order', () => {
  fc.assert(
    fc.property(deeds, (story) => {
      const sliding = slidingFacts({ ...partsOf('period.wait.p90'), counts: ['opened'] });
      const known: Fact[] = [];
      for (const deed of story) {
        if ('put' in deed) known.push(deed.put);
        if ('put' in deed) sliding.put(deed.put);
        const [taken] = 'take' in deed ? known.splice(deed.take % Math.max(1, known.length), 1) : [];
        if (taken) sliding.take(taken);
        if (!('move' in deed)) continue;
        sliding.move(deed.move);
        const inside = known.filter(({ at }) => at.getTime() > deed.move.after && at.getTime() <= deed.move.until);
        const anew = emptyTally();
        for (const fact of inside) addFact(anew, fact);
        expect(measuresOf(sliding.tally(true), true)).toEqual(measuresOf(anew, true));
        expect(measuresOf(sliding.tally(false), false)).toMatchObject({ opened: inside.length, wait: { n: inside.length } });
        expect(sliding.opened().other).toBe(inside.filter(({ channel }) => channel === 'other').length);
      }
    }),
    { numRuns: 300 },
  );
});
