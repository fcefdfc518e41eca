/** A configuration as a file: what it says, how it is read back, and what is said of one that is wrong. */
import fc from 'fast-check';
import { parse } from 'yaml';
import { differenceLines } from '../../src/config-difference.ts';
import { configurationIn, fileOf } from '../../src/config-shape.ts';
import { configText, type Mistake, readConfigText, type ReadFile } from '../../src/config-text.ts';
import { type Configuration, EMPTY } from '../../src/domain/configuration.ts';
import { problemsOf } from '../../src/domain/problems.ts';
import { durationOf, exactDurationText } from '../../src/view/duration.ts';
import { configurations } from '../configurations.ts';

function readFile(text: string): ReadFile {
  const read = readConfigText(text);
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  return read;
}

function mistakesIn(text: string): Mistake[] {
  const read = readConfigText(text);
  return 'mistakes' in read ? read.mistakes : [];
}

const DESK: Configuration = {
  ...EMPTY,
  parameters: { idleMs: 300_000, handleTargetMs: 750_000, serviceLevelMs: 20_000, businessHours: 'mon-fri 08:00-18:00', routing: true },
  agents: [
    { id: '57', limit: null, person: null },
    { id: 'chatwoot:7', limit: 0, person: 'slack:U7' },
  ],
  departments: [{ id: 'd-1', active: true, limit: 3, members: ['57'] }],
  categories: [{ code: 10, title: 'Updates', type: 'protocol_update', active: true }],
  templates: [
    {
      id: 't1',
      title: 'Hello',
      category: 10,
      channels: ['whatsapp', 'telegram'],
      body: 'Hello {{contact.name}},\n\n  yours is {{protocol}}.',
      active: true,
    },
  ],
  people: [{ id: 'slack:U1', role: 'admin', language: 'en' }],
};

describe('a file', () => {
  test('says everything in the words and units of the product, and no more than was set', () => {
    const text = configText(DESK);
    expect(text).toMatch(/^# Vigia's configuration/);
    expect(text.slice(text.indexOf('parameters:'))).toBe(`parameters:
  idleMinutes: 5
  handleTarget: 12 min 30 s
  serviceLevelSeconds: 20
  businessHours: mon-fri 08:00-18:00
  routing: true

agents:
  - id: "57"
  - id: chatwoot:7
    limit: 0
    person: slack:U7

departments:
  - id: d-1
    active: true
    limit: 3
    members:
      - "57"

categories:
  - code: 10
    title: Updates
    type: protocol_update
    active: true

templates:
  - id: t1
    title: Hello
    category: 10
    channels: [whatsapp, telegram]
    active: true
    body: |-
      Hello {{contact.name}},

        yours is {{protocol}}.

people:
  - id: slack:U1
    role: admin
    language: en

alerts: []

digests: []
`);
  });

  test('is plain YAML that any reader understands', () => {
    expect((parse(configText(DESK)) as { templates: { body: string }[] }).templates[0]?.body).toBe(DESK.templates[0]?.body);
  });

  test('gives back exactly what it was made of, whatever the texts are', () => {
    fc.assert(
      fc.property(configurations, (configuration) => {
        expect(problemsOf(configuration)).toEqual([]);
        const text = configText(configuration);
        const back = configurationIn(readFile(text).file, EMPTY);
        expect(back).toEqual(configuration);
        expect(configText(back)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  test.each(['a\n\u2028\n b  ', '  first\n\tsecond\n   ', '\n\n', 'a\r\nb', '- a\n# b\n...\n', 'x: \u0007\n\n  y', '\ufeffa\n'])(
    'keeps the text %j, which block text may not hold',
    (body) => {
      const configuration = { ...DESK, templates: DESK.templates.map((one) => ({ ...one, body })) };
      expect(configurationIn(readFile(configText(configuration)).file, EMPTY)).toEqual(configuration);
    },
  );

  test('of a part leaves the other parts as they are, and an empty list empties', () => {
    const { file } = readFile('people: []\nparameters: {idleMinutes: 9}\n');
    expect(configurationIn(file, DESK)).toEqual({ ...DESK, people: [], parameters: { idleMs: 540_000 } });
  });

  test('takes hours and times as people write them', () => {
    const { file } = readFile('parameters: {businessHours: "seg-sex 8-18", handleTarget: 1h30, holidays: "2027-01-01 2026-12-25"}');
    expect(configurationIn(file, EMPTY).parameters).toEqual({
      businessHours: 'mon-fri 08:00-18:00',
      handleTargetMs: 5_400_000,
      holidays: '2026-12-25, 2027-01-01',
    });
  });
});

describe('a file that is wrong', () => {
  test('is told of with every mistake, its line and its path', () => {
    const text = `parameters:
  idleMinuts: 7
  handleTarget: 20
  routing: yes
agent: []
agents:
  - id: 57
    persn: slack:U1
templates:
  - id: t1
people:
`;
    expect(mistakesIn(text).map(({ line, path, message }) => `${line} ${path} ${message}`)).toEqual([
      '2 parameters.idleMinuts is not known; did you mean idleMinutes?',
      '3 parameters.handleTarget expected a time in words, such as 20 min or 90 s',
      '4 parameters.routing expected true or false',
      '5 agent is not known; did you mean agents?',
      '7 agents[0].id expected text, in quotes where it looks like anything else',
      '8 agents[0].persn is not known; did you mean person?',
      '10 templates[0].title is missing: expected text, in quotes where it looks like anything else',
      '10 templates[0].category is missing: expected a number',
      '10 templates[0].channels is missing: expected a list of texts',
      '10 templates[0].body is missing: expected text, in quotes where it looks like anything else',
      '10 templates[0].active is missing: expected true or false',
      '11 people expected a list; [] for none',
    ]);
  });

  test.each([
    ['no YAML', 'agents: [1\npeople: []\n', 2],
    ['a name twice', 'agents: []\npeople: []\nagents: []\n', 3],
    ['a tag of a language', 'people: []\nagents: !!js/function "x"\n', 2],
    ['two documents', 'agents: []\n---\nagents: []\n', 2],
  ])('with %s says where', (_what, text, line) => {
    expect(mistakesIn(text)[0]?.line).toBe(line);
  });

  test.each(['', '[]', 'word', '# nothing\n', 'agents: *nobody\n', '{"__proto__": {"agents": []}}'])(
    'such as %j is refused whole',
    (text) => {
      expect(mistakesIn(text).length).toBeGreaterThan(0);
    },
  );

  test('cannot fill the memory with aliases of aliases', () => {
    const rows = Array.from(
      { length: 12 },
      (_, index) =>
        `a${index}: &a${index} [${Array(9)
          .fill(index > 0 ? `*a${index - 1}` : 'x')
          .join(', ')}]`,
    );
    expect(mistakesIn(rows.join('\n'))[0]?.message).toMatch(/alias/i);
  });
});

describe('the differences of two files', () => {
  test('are a line each: what comes, what goes, what changes', () => {
    const { routing: _routing, ...unrouted } = DESK.parameters;
    const after: Configuration = {
      ...DESK,
      parameters: { ...unrouted, idleMs: 360_000, defaultLimit: 4 },
      agents: [{ id: '57', limit: 2, person: null }],
      templates: DESK.templates.map((one) => ({ ...one, body: `Hi\n${'x'.repeat(100)}` })),
      people: [...DESK.people, { id: 'slack:U2', role: 'viewer', language: null }],
    };
    expect(differenceLines(fileOf(DESK), fileOf(after))).toEqual([
      '~ parameters.idleMinutes: 5 → 6',
      '- parameters.routing: true (its default holds)',
      '+ parameters.defaultLimit: 4',
      '~ agents.57.limit: none → 2',
      '- agents.chatwoot:7: limit 0, person slack:U7',
      `~ templates.t1.body: ${JSON.stringify(DESK.templates[0]?.body)} → "Hi\\n${'x'.repeat(66)}…"`,
      '+ people.slack:U2: role viewer',
    ]);
    expect(differenceLines(fileOf(DESK), fileOf(DESK))).toEqual([]);
  });
});

test('a duration is told to the second, and read back as it was', () => {
  expect(exactDurationText(750_000).replaceAll('\u00a0', ' ')).toBe('12 min 30 s');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 700_000 }), (seconds) => {
      expect(durationOf(exactDurationText(seconds * 1_000))).toBe(seconds * 1_000);
    }),
  );
});
