/** What an administrator sets is one value: every change makes the next one, every difference is told, every rule has its words. */
import fc from 'fast-check';
import {
  type Change,
  type Configuration,
  differences,
  EMPTY,
  itemOf,
  keyOf,
  LISTS,
  type Lists,
  type ListName,
  same,
  SUBJECTS,
  withCategory,
  withItem,
  withoutItem,
} from '../../src/domain/configuration.ts';
import { defaultParameters, PARAMETERS } from '../../src/domain/parameters.ts';
import { changeProblems, LONGEST, MOST, type Problem, problemsOf } from '../../src/domain/problems.ts';
import { configurations } from '../configurations.ts';

const DEFAULTS = defaultParameters('America/Sao_Paulo', 'pt-BR');

const DESK: Configuration = {
  ...EMPTY,
  parameters: {},
  agents: [{ id: 'a-1', limit: null, person: null }],
  departments: [{ id: 'd-1', active: true, limit: null, members: ['a-1'] }],
  categories: [
    { code: 10, title: 'Updates', type: 'protocol_update', active: true },
    { code: 20, title: 'Farewells', type: 'protocol_update', active: true },
  ],
  templates: [{ id: 't-1', title: 'Hello', category: 10, channels: ['whatsapp'], body: 'Hello {{contact.name}}', active: true }],
  people: [{ id: 'slack:U1', role: 'admin', language: null }],
};

/** A configuration with one field of one item changed. */
function changed(list: ListName, part: object): Configuration {
  return { ...DESK, [list]: DESK[list].map((one, index) => (index === 0 ? { ...one, ...part } : one)) };
}

/** The problem as one reads it: where and what. */
function told({ list, item, field, key }: Problem): string {
  return [list, item, field, key].filter(Boolean).join(' ');
}

describe('a change', () => {
  test('adds an item in its place of the order, replaces one, moves one whose key changes, and leaves the value before alone', () => {
    const before = structuredClone(DESK);
    const added = withItem(DESK, 'categories', { code: 15, title: 'Between', type: 'protocol_update', active: true });
    expect(added.categories.map(({ code }) => code)).toEqual([10, 15, 20]);
    const renamed = withItem(DESK, 'categories', { code: 10, title: 'News', type: 'protocol_update', active: true });
    expect(renamed.categories.map(({ title }) => title)).toEqual(['News', 'Farewells']);
    const moved = withItem(DESK, 'categories', { code: 30, title: 'Updates', type: 'protocol_update', active: true }, '10');
    expect(moved.categories.map(({ code }) => code)).toEqual([20, 30]);
    expect(withoutItem(DESK, 'agents', 'a-1').agents).toEqual([]);
    expect(DESK).toEqual(before);
  });

  test('of a category’s code takes its templates along, and no others', () => {
    const more = withItem(DESK, 'templates', { ...DESK.templates[0]!, id: 't-2', category: 20 });
    const moved = withCategory(more, { code: 11, title: 'Updates', type: 'protocol_update', active: true }, 10);
    expect(moved.templates.map(({ category }) => category)).toEqual([11, 20]);
    expect(changeProblems(more, moved, [])).toEqual([]);
  });
});

describe('the differences', () => {
  test('are told against the defaults, parameters first, each item by what it is and its key', () => {
    const after: Configuration = {
      ...withItem(DESK, 'people', { id: 'slack:U2', role: 'viewer', language: 'en' }),
      parameters: { idleMs: 360_000, defaultLimit: DEFAULTS.defaultLimit },
      agents: [],
    };
    expect(differences(DESK, after, DEFAULTS)).toEqual([
      { what: 'parameter.idleMinutes', from: 300_000, to: 360_000 },
      { what: 'agent.a-1', from: DESK.agents[0], to: null },
      { what: 'person.slack:U2', from: null, to: { id: 'slack:U2', role: 'viewer', language: 'en' } },
    ]);
  });

  /** Makes the changes that were told. */
  function applied(before: Configuration, changes: readonly Change[]): Configuration {
    return changes.reduce((next, { what, to }): Configuration => {
      const [kind, key] = [what.slice(0, what.indexOf('.')), what.slice(what.indexOf('.') + 1)];
      const spec = PARAMETERS.find(({ id }) => kind === 'parameter' && id === key);
      if (spec) return { ...next, parameters: { ...next.parameters, [spec.name]: to } };
      const list = LISTS.find((one) => SUBJECTS[one] === kind);
      if (!list) throw new Error(`no list of ${kind}`);
      return to === null ? withoutItem(next, list, key) : withItem(next, list, to as Lists[typeof list], key);
    }, before);
  }

  test('leave nothing out: whoever makes them all has the same configuration', () => {
    fc.assert(
      fc.property(configurations, configurations, (before, after) => {
        const changes = differences(before, after, DEFAULTS);
        const made = applied(before, changes);
        expect(differences(made, after, DEFAULTS)).toEqual([]);
        for (const list of LISTS) expect(made[list]).toEqual(after[list]);
        expect(differences(before, before, DEFAULTS)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('do not mind the order of fields', () => {
    expect(same({ a: 1, b: { c: 2, d: null } }, { b: { d: null, c: 2 }, a: 1 })).toBe(true);
    expect(same([1, 2], [2, 1])).toBe(false);
    expect(same(null, {})).toBe(false);
  });
});

describe('the rules', () => {
  test('take the desk of these tests, and one where nothing is set', () => {
    expect(problemsOf(DESK)).toEqual([]);
    expect(problemsOf(EMPTY)).toEqual([]);
  });

  test.each<[string, Configuration, string[]]>([
    ['a zone that is an offset', { ...DESK, parameters: { timeZone: '+03:00' } }, ['parameters timeZone zone']],
    ['an unknown language', { ...DESK, parameters: { language: 'fr' as never } }, ['parameters language language']],
    ['half a minute', { ...DESK, parameters: { idleMs: 30_000 } }, ['parameters idleMinutes range']],
    ['no number', { ...DESK, parameters: { defaultLimit: Number.NaN } }, ['parameters defaultLimit range']],
    ['a target of nothing', { ...DESK, parameters: { handleTargetMs: 0 } }, ['parameters handleTarget duration']],
    ['hours that are none', { ...DESK, parameters: { businessHours: 'always' } }, ['parameters businessHours hours']],
    ['a day that is none', { ...DESK, parameters: { holidays: '2026-02-30' } }, ['parameters holidays holidays']],
    ['an unknown strategy', { ...DESK, parameters: { routingStrategy: 'random' as never } }, ['parameters routingStrategy strategy']],
    ['yes for true', { ...DESK, parameters: { routing: 'yes' as never } }, ['parameters routing toggle']],
    ['an id of blanks', changed('departments', { id: ' ', members: null }), ['departments   id id']],
    ['a limit below 0', changed('agents', { limit: -1 }), ['agents a-1 limit limit']],
    ['a limit of half a conversation', changed('departments', { limit: 0.5 }), ['departments d-1 limit limit']],
    ['a person of no chat', changed('agents', { person: 'ana' }), ['agents a-1 person person']],
    ['a member twice', changed('departments', { members: ['a-1', 'a-1'] }), ['departments d-1 members members']],
    ['a code of 0', { ...changed('categories', { code: 0 }), templates: [] }, ['categories 0 code code']],
    ['an unknown type', changed('categories', { type: 'joke' }), ['categories 10 type type']],
    ['a title of blanks', changed('categories', { title: '  ' }), ['categories 10 title required']],
    ['a title that is too long', changed('templates', { title: 'x'.repeat(LONGEST.title + 1) }), ['templates t-1 title long']],
    ['no such category', changed('templates', { category: 99 }), ['templates t-1 category category']],
    ['no channel', changed('templates', { channels: [] }), ['templates t-1 channels channels']],
    ['an unknown channel', changed('templates', { channels: ['fax'] }), ['templates t-1 channels channels']],
    ['an unknown placeholder', changed('templates', { body: '{{agent.salary}}' }), ['templates t-1 body placeholder']],
    ['braces that do not close', changed('templates', { body: 'Hello {{protocol}' }), ['templates t-1 body braces']],
    ['a text that is too long', changed('templates', { body: 'x'.repeat(LONGEST.body + 1) }), ['templates t-1 body long']],
    ['an unknown role', changed('people', { role: 'boss' }), ['people slack:U1 role role']],
    ['an unknown language of a person', changed('people', { language: 'fr' }), ['people slack:U1 language language']],
    ['a person without a platform', changed('people', { id: 'U1' }), ['people U1 id person']],
  ])('refuse %s, at its field', (_what, configuration, expected) => {
    expect(problemsOf(configuration).map(told)).toEqual(expected);
  });

  test('refuse what stands there twice, and a title that two templates of a category share', () => {
    const twice = { ...DESK, people: [...DESK.people, ...DESK.people], categories: [...DESK.categories, DESK.categories[1]!] };
    expect(problemsOf(twice).map(told)).toEqual(['categories 20 code code.taken', 'people slack:U1 id twice']);
    const shared = withItem(DESK, 'templates', { ...DESK.templates[0]!, id: 't-2', title: ' HELLO ' });
    expect(problemsOf(shared).map(told)).toEqual(['templates t-1 title title.taken', 'templates t-2 title title.taken']);
    expect(problemsOf(withItem(DESK, 'templates', { ...DESK.templates[0]!, id: 't-2', category: 20 }))).toEqual([]);
  });

  test('let one person be one agent', () => {
    const agents = ['a-1', 'a-2'].map((id) => ({ id, limit: null, person: 'slack:U9' }));
    expect(problemsOf({ ...DESK, agents }).map(told)).toEqual(['agents a-1 person person.taken', 'agents a-2 person person.taken']);
  });

  test('know how much there is room for', () => {
    const agents = Array.from({ length: MOST.agents + 1 }, (_, index) => ({ id: `a-${index}`, limit: null, person: null }));
    expect(problemsOf({ ...EMPTY, agents }).map(told)).toEqual(['agents most']);
  });
});

describe('a change is refused', () => {
  const nobody = withoutItem(DESK, 'people', 'slack:U1');

  test('that leaves no administrator, unless the installation names one', () => {
    expect(changeProblems(DESK, nobody, []).map(told)).toEqual(['people slack:U1 role admin.last']);
    const demoted = withItem(DESK, 'people', { id: 'slack:U1', role: 'supervisor', language: null });
    expect(changeProblems(DESK, demoted, []).map(told)).toEqual(['people slack:U1 role admin.last']);
    expect(changeProblems(DESK, nobody, ['teams:x'])).toEqual([]);
    expect(changeProblems(nobody, nobody, [])).toEqual([]);
    const handedOver = withItem(nobody, 'people', { id: 'slack:U2', role: 'admin', language: null });
    expect(changeProblems(DESK, handedOver, [])).toEqual([]);
  });

  test('that removes a category in use, with how many templates use it; one that goes with its templates may', () => {
    const [problem, ...others] = changeProblems(DESK, withoutItem(DESK, 'categories', '10'), []);
    expect(problem).toMatchObject({ list: 'categories', item: '10', key: 'category.used', values: { count: 1 } });
    expect(others).toEqual([]);
    expect(changeProblems(DESK, withoutItem(withoutItem(DESK, 'templates', 't-1'), 'categories', '10'), [])).toEqual([]);
  });

  test('for what it makes wrong, not for what was wrong before', () => {
    const wrong = changed('templates', { body: '{{old.rule}}' });
    const added = withItem(wrong, 'people', { id: 'slack:U9', role: 'viewer', language: null });
    expect(changeProblems(wrong, added, [])).toEqual([]);
    expect(changeProblems(DESK, wrong, []).map(told)).toEqual(['templates t-1 body placeholder']);
  });

  test('that puts a template where no category ever was', () => {
    expect(changeProblems(DESK, changed('templates', { category: 99 }), []).map(told)).toEqual(['templates t-1 category category']);
  });
});

test('an item is found by what tells it apart', () => {
  expect(itemOf(DESK, 'categories', '20')?.title).toBe('Farewells');
  expect(itemOf(DESK, 'people', 'slack:U2')).toBeUndefined();
  expect(LISTS.map((list) => DESK[list].map((one) => keyOf(list, one)))).toEqual([
    ['a-1'],
    ['d-1'],
    ['10', '20'],
    ['t-1'],
    ['slack:U1'],
    [],
    [],
  ]);
});
