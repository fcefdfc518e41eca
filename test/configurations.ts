/** Random configurations that every rule takes, with the texts that files and databases find hard. */
import fc from 'fast-check';
import { type AlertRule, NO_DATA, OPERATORS, SEVERITIES, USUAL_RULE } from '../src/domain/alert-rule.ts';
import { type Configuration, inOrder, type PersonSetting, ROLES, type Template } from '../src/domain/configuration.ts';
import { type Digest, DIGEST_PARTS } from '../src/domain/digest.ts';
import { CHANNELS } from '../src/domain/events.ts';
import { weekText } from '../src/domain/hours.ts';
import { type Parameters, STRATEGIES } from '../src/domain/parameters.ts';
import { hasLooseBraces, PLACEHOLDERS } from '../src/domain/template.ts';
import { WATCHED } from '../src/domain/watched.ts';

const HARD = [
  ' ',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  ': ',
  ' #',
  '- ',
  '? ',
  '"',
  "'",
  '\\',
  '---\n',
  '...\n',
  '%',
  '& *',
  '{',
  '[x]',
  '|',
  '>',
  '!',
  '@',
  '~',
  'null',
  '0x1f',
  '1e3',
  'ação',
  '😀',
  '\u2028',
  '\u0085',
  '\ufeff',
  '\u00a0',
  '\u0007',
];
const words = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof(fc.constantFrom(...HARD), fc.string({ unit: 'grapheme', maxLength: 12 })), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join('').slice(0, maxLength))
    // Half a character is none that a database keeps.
    .filter((text) => text.trim() !== '' && !/\p{Cs}/u.test(text));

const id = fc.oneof(fc.stringMatching(/^[a-z0-9:._-]{1,10}$/), words(40));
const person = fc.oneof(
  fc.stringMatching(/^slack:[UW][A-Z0-9]{2,8}$/),
  fc.uuid().map((one) => `teams:${one}`),
);
const limit = fc.option(fc.integer({ min: 0, max: 500 }));

const stretch = fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 701, max: 1_440 })).map(([from, to]) => ({ from, to }));
const businessHours = fc.array(fc.array(stretch, { maxLength: 1 }), { minLength: 7, maxLength: 7 }).map((week) => weekText(week));
const holidays = fc
  .uniqueArray(fc.date({ min: new Date('2026-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }), {
    maxLength: 5,
    selector: (day) => day.toISOString().slice(0, 10),
  })
  .map((days) =>
    days
      .map((day) => day.toISOString().slice(0, 10))
      .sort()
      .join(', '),
  );

const parameters: fc.Arbitrary<Partial<Parameters>> = fc.record(
  {
    timeZone: fc.constantFrom('America/Sao_Paulo', 'Europe/Lisbon', 'UTC'),
    language: fc.constantFrom('pt-BR' as const, 'en' as const),
    idleMs: fc.integer({ min: 1, max: 1_440 }).map((minutes) => minutes * 60_000),
    handleTargetMs: fc.integer({ min: 10, max: 604_800 }).map((seconds) => seconds * 1_000),
    firstResponseTargetMs: fc.integer({ min: 1, max: 86_400 }).map((seconds) => seconds * 1_000),
    serviceLevelMs: fc.integer({ min: 1, max: 86_400 }).map((seconds) => seconds * 1_000),
    businessHours,
    holidays,
    defaultLimit: fc.integer({ min: 0, max: 500 }),
    routing: fc.boolean(),
    routingStrategy: fc.constantFrom(...STRATEGIES),
    maskContacts: fc.boolean(),
    retentionDays: fc.integer({ min: 0, max: 36_500 }),
  },
  { requiredKeys: [] },
);

const title = words(60);
const body = fc
  .array(
    fc.oneof(
      words(60),
      fc.constantFrom(...PLACEHOLDERS).map((name) => `{{${name}}}`),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(' '))
  .filter((text) => !hasLooseBraces(text.replaceAll(/\{\{(protocol|contact\.name|agent\.name|department\.name|status)\}\}/g, '')))
  .filter((text) => !/\{\{|\}\}/.test(text.replaceAll(/\{\{[a-z.]+\}\}/g, '')) && !/\{\{\{|\}\}\}/.test(text));

const agents = fc
  .uniqueArray(fc.record({ id, limit, person: fc.option(person) }), { maxLength: 5, selector: (one) => one.id })
  .map((list) =>
    list.map((one, index) => ({ ...one, person: list.findIndex((other) => other.person === one.person) === index ? one.person : null })),
  );

const departments = fc.uniqueArray(
  fc.record({ id, active: fc.boolean(), limit, members: fc.option(fc.uniqueArray(id, { minLength: 1, maxLength: 4 })) }),
  { maxLength: 4, selector: (one) => one.id },
);

const categories = fc.uniqueArray(
  fc.record({ code: fc.integer({ min: 1, max: 9_999 }), title, type: fc.constant('protocol_update' as const), active: fc.boolean() }),
  { minLength: 1, maxLength: 4, selector: (one) => one.code },
);

const templates = fc.uniqueArray(
  fc.record({ id, title, place: fc.nat(), channels: fc.subarray([...CHANNELS], { minLength: 1 }), body, active: fc.boolean() }),
  { maxLength: 4, selector: (one) => one.id },
);

const people = fc.uniqueArray(
  fc.record({ id: person, role: fc.constantFrom(...ROLES), language: fc.option(fc.constantFrom('pt-BR' as const, 'en' as const)) }),
  { maxLength: 4, selector: (one) => one.id },
);

const target = fc
  .tuple(fc.constantFrom('slack:C', 'slack:U', 'teams:19'), fc.nat({ max: 999 }))
  .map(([place, number]) => `${place}${number}`);
const targets = fc.uniqueArray(target, { maxLength: 3 });
const span = (most: number) => fc.integer({ min: 1, max: most }).map((minutes) => minutes * 60_000);

/** Durations of whole seconds, counts, ratios and scores, each with a point where it is over. */
const watched = fc.constantFrom(...WATCHED).chain(({ id: indicator, unit, ofAgents }) =>
  fc.record({
    indicator: fc.constant(indicator),
    threshold:
      unit === 'ms'
        ? fc.integer({ min: 0, max: 90_000 }).map((seconds) => seconds * 1_000)
        : unit === 'ratio'
          ? fc.constantFrom(0.05, 0.8)
          : fc.nat({ max: unit === 'score' ? 5 : 500 }),
    channel: ofAgents ? fc.constant(null) : fc.option(fc.constantFrom(...CHANNELS)),
  }),
);

const alert: fc.Arbitrary<AlertRule> = fc
  .record({
    id,
    title,
    active: fc.boolean(),
    watched,
    operator: fc.constantFrom(...OPERATORS),
    severity: fc.constantFrom(...SEVERITIES),
    noData: fc.constantFrom(...NO_DATA),
    spans: fc.record({ windowMs: span(1_440), forMs: span(60), keepMs: span(60), repeatMs: span(600) }),
    cleared: fc.boolean(),
    targets,
    escalateTo: targets,
    agents: fc.uniqueArray(id, { maxLength: 3 }),
    hours: fc.oneof(fc.constantFrom('', 'business'), businessHours),
    minSample: fc.nat({ max: 100 }),
    dailyCap: fc.integer({ min: 1, max: 500 }),
    mention: fc.option(fc.constantFrom('channel', 'slack:U1')),
  })
  .map(({ watched: looked, spans, cleared, ...one }) => ({
    ...USUAL_RULE,
    ...one,
    ...looked,
    ...spans,
    clear: cleared ? looked.threshold : null,
    escalateMs: one.escalateTo.length > 0 ? 600_000 : 0,
  }));
const alerts = fc.uniqueArray(alert, { maxLength: 4, selector: (one) => one.id });

const digest: fc.Arbitrary<Digest> = fc.record({
  id,
  title,
  active: fc.boolean(),
  schedule: fc.constantFrom('mon-fri 08:00', 'mon-fri 08:00, mon-fri 18:30', 'sat 09:15'),
  timeZone: fc.option(fc.constantFrom('America/Sao_Paulo', 'Europe/Lisbon')),
  businessDays: fc.boolean(),
  parts: fc.subarray([...DIGEST_PARTS], { minLength: 1 }),
  department: fc.option(id),
  targets,
  language: fc.option(fc.constantFrom('pt-BR' as const, 'en' as const)),
});
const digests = fc.uniqueArray(digest, { maxLength: 3, selector: (one) => one.id });

/** With at least one administrator, so that none can be the last one who goes. */
const ADMIN: PersonSetting = { id: 'slack:UADMIN', role: 'admin', language: null };

/** A configuration in its order, without a problem. */
export const configurations: fc.Arbitrary<Configuration> = fc
  .record({ parameters, agents, departments, categories, templates, people, alerts, digests })
  .map(({ templates: drawn, ...rest }) => {
    const placed = drawn.map(
      ({ place, ...one }): Template => ({ ...one, category: rest.categories[place % rest.categories.length]?.code ?? 0 }),
    );
    const plain = (one: Template): string => `${one.category} ${one.title.trim().toLowerCase()}`;
    const apart = placed.filter((one, index) => placed.findIndex((other) => plain(other) === plain(one)) === index);
    return {
      parameters: rest.parameters,
      agents: inOrder('agents', rest.agents),
      departments: inOrder('departments', rest.departments),
      categories: inOrder('categories', rest.categories),
      templates: inOrder('templates', apart),
      people: inOrder('people', [...rest.people.filter((one) => one.id !== ADMIN.id), ADMIN]),
      alerts: inOrder('alerts', rest.alerts),
      digests: inOrder('digests', rest.digests),
    };
  });
