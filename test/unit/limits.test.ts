/** How much each agent takes at once, and who is next where a supervisor wants that said. */
import fc from 'fast-check';
import type { DepartmentSetting } from '../../src/domain/configuration.ts';
import type { AgentPresence } from '../../src/domain/indicators.ts';
import { limited, type Limits, limitsOf, NO_RULES, type Rules } from '../../src/domain/limits.ts';
import { STRATEGIES } from '../../src/domain/parameters.ts';
import { nextAgent, queueReason } from '../../src/domain/queue.ts';

const USUAL = 3;
const department = (id: string, limit: number | null, part: Partial<DepartmentSetting> = {}): DepartmentSetting => ({
  id,
  limit,
  active: true,
  members: null,
  ...part,
});
const rules = (agents: Record<string, number | null>, ...departments: DepartmentSetting[]): Rules => ({
  agents: Object.entries(agents).map(([id, limit]) => ({ id, limit, person: null })),
  departments,
});

/** Ana serves support and sales, Bia support alone, Caio nothing. */
const MEMBERS: Record<string, ReadonlySet<string>> = { support: new Set(['ana', 'bia']), sales: new Set(['ana']) };
const limits = (given: Rules): Limits => limitsOf(given, USUAL, (id) => MEMBERS[id] ?? new Set());

describe('an agent takes', () => {
  test('the default, where nothing is said', () => {
    const { of } = limits(NO_RULES);
    expect([of('ana', null), of('ana', 'support'), of('nobody', 'nothing')]).toEqual([USUAL, USUAL, USUAL]);
  });

  test('what the department says, in the department alone', () => {
    const { of } = limits(rules({}, department('support', 5)));
    expect([of('ana', 'support'), of('ana', 'sales'), of('caio', 'support')]).toEqual([5, USUAL, 5]);
  });

  test('what they have of their own, everywhere, be it more or less or nothing', () => {
    const { of } = limits(rules({ ana: 1, bia: 9, caio: 0 }, department('support', 5)));
    expect(['ana', 'bia', 'caio'].map((id) => [of(id, 'support'), of(id, 'sales'), of(id, null)])).toEqual([
      [1, 1, 1],
      [9, 9, 9],
      [0, 0, 0],
    ]);
  });

  test('over the whole desk the most that one of their departments says, those at the default too', () => {
    const both = limits(rules({}, department('support', 5), department('sales', 2)));
    expect(['ana', 'bia', 'caio'].map((id) => both.of(id, null))).toEqual([5, 5, USUAL]);
    const closed = limits(rules({}, department('support', 0), department('sales', null)));
    expect(['ana', 'bia', 'caio'].map((id) => closed.of(id, null))).toEqual([USUAL, 0, USUAL]);
    expect(closed.of('ana', 'support')).toBe(0);
  });

  test('nothing in a department that takes none, whatever they have of their own', () => {
    const { of } = limits(rules({ ana: 7 }, department('support', 0)));
    expect([of('ana', 'support'), of('ana', 'sales'), of('ana', null)]).toEqual([0, 7, 7]);
  });

  test('nothing of what a department that is not active says', () => {
    const { of } = limits(rules({}, department('support', 9, { active: false }), department('sales', 1)));
    expect([of('bia', 'support'), of('bia', null), of('ana', null)]).toEqual([USUAL, USUAL, 1]);
  });

  test('the same, whatever the members, where no department has a limit: then nobody asks for them', () => {
    const asked: string[] = [];
    const given = rules({ ana: 2 }, department('support', null), department('sales', 4, { active: false }));
    const { of } = limitsOf(given, USUAL, (id) => {
      asked.push(id);
      return new Set();
    });
    expect([of('ana', null), of('bia', null), of('bia', 'support')]).toEqual([2, USUAL, USUAL]);
    expect([asked, limited(given.departments)]).toEqual([[], []]);
  });
});

const agent = (id: string, limit: number, presence: AgentPresence['presence'] = 'online'): AgentPresence => ({ id, limit, presence });
const busy = (load: Record<string, number>): ReadonlyMap<string, number> => new Map(Object.entries(load));

describe('next is', () => {
  const team = [agent('ana', 5), agent('bia', 2), agent('caio', 3)];

  test('whoever has the fewest in service', () => {
    expect(nextAgent(team, busy({ ana: 2, bia: 1, caio: 2 }), 'least_busy')).toBe('bia');
  });

  test('whoever has the most room below their limit', () => {
    expect(nextAgent(team, busy({ ana: 2, bia: 1, caio: 2 }), 'most_free')).toBe('ana');
  });

  test.each(STRATEGIES)('the same one each time between equals, in whatever order they come (%s)', (strategy) => {
    const equal = [agent('caio', 3), agent('ana', 3), agent('bia', 3)];
    for (const order of [equal, equal.toReversed()]) expect(nextAgent(order, busy({}), strategy)).toBe('ana');
  });

  test.each(STRATEGIES)('nobody who is away, at the limit or takes none (%s)', (strategy) => {
    const all = [agent('ana', 3, 'away'), agent('bia', 1), agent('caio', 0), agent('davi', 3, null), agent('eva', 3, 'offline')];
    expect(nextAgent(all, busy({ bia: 1 }), strategy)).toBeUndefined();
    expect(nextAgent([...all, agent('zoe', 1)], busy({ bia: 1 }), strategy)).toBe('zoe');
  });

  test('an agent online with room whenever there is one, and never anybody else', () => {
    const someone = fc.record({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      limit: fc.nat(4),
      presence: fc.constantFrom('online', 'away', 'offline', null),
    });
    const team = fc.uniqueArray(someone, { selector: ({ id }) => id, maxLength: 6 }) as fc.Arbitrary<AgentPresence[]>;
    fc.assert(
      fc.property(team, fc.array(fc.nat(5), { minLength: 6, maxLength: 6 }), fc.constantFrom(...STRATEGIES), (agents, loads, strategy) => {
        const load = new Map(agents.map(({ id }, index) => [id, loads[index] ?? 0]));
        const able = agents.filter(({ id, limit, presence }) => presence === 'online' && (load.get(id) ?? 0) < limit);
        const reason = queueReason(agents, load, strategy);
        const next = reason.kind === 'free' ? reason.next : undefined;
        expect(able.map(({ id }) => id).includes(next ?? '')).toBe(able.length > 0);
        const rank = ({ id, limit }: AgentPresence): number =>
          strategy === 'least_busy' ? (load.get(id) ?? 0) : (load.get(id) ?? 0) - limit;
        const chosen = able.find(({ id }) => id === next);
        if (chosen) expect(rank(chosen)).toBe(Math.min(...able.map(rank)));
        expect(queueReason(agents, load)).not.toHaveProperty('next');
      }),
    );
  });
});
