/** The period measures come out the same from rollups and from the conversations, whatever arrives, in whatever order. */
import fc from 'fast-check';
import { conversationAt, timelineOf } from '../../src/domain/conversation.ts';
import type { ConversationEvent, HelpdeskEvent, MessageEvent } from '../../src/domain/events.ts';
import { type Fact, factsOf } from '../../src/domain/facts.ts';
import { DURATIONS, type Measures } from '../../src/domain/measures.ts';
import { defaultParameters, type Parameters } from '../../src/domain/parameters.ts';
import { type Bucket, localHour, slotsOf } from '../../src/domain/periods.ts';
import type { Store } from '../../src/store/connect.ts';
import { createIntake } from '../../src/store/intake.ts';
import { type PeriodQuestion, periodQueries } from '../../src/store/queries/periods.ts';
import { createRoller } from '../../src/store/rollups/roller.ts';
import { dropStore, openStore } from '../store.ts';
import { STREAM_END, STREAM_START, deliveries, streams } from '../streams.ts';

const ZONES = ['America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Asia/Kathmandu'];

let store: Store;
let parameters: Parameters = defaultParameters('America/Sao_Paulo', 'en');
const read = async (): Promise<Parameters> => parameters;
const now = (): Date => new Date(STREAM_END);

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => dropStore(store));
afterEach(async () => {
  for (const name of ['events', 'messages', 'conversations', 'rollups', 'stale', 'coverage', 'intake'] as const)
    await store[name].deleteMany({});
  parameters = defaultParameters('America/Sao_Paulo', 'en');
});

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Every fact of a set of events, as of an instant: the plain way, without a database. */
function allFacts(events: readonly HelpdeskEvent[], at: Date): Fact[] {
  const lives = grouped(
    events.filter((event): event is ConversationEvent | MessageEvent => 'conversation' in event),
    ({ conversation }) => conversation.id,
  );
  return [...lives.values()].flatMap((life) => {
    const conversation = conversationAt(timelineOf(life), at);
    return conversation ? factsOf(conversation, parameters.serviceLevelMs).filter((fact) => fact.at <= at) : [];
  });
}

/** The measures of some facts, summed the plain way. */
function plainly(facts: readonly Fact[]): Record<string, number | null> {
  const sum = (name: keyof Fact['counts']): number => facts.reduce((total, { counts }) => total + (counts[name] ?? 0), 0);
  const spreads = DURATIONS.flatMap((name) => {
    const values = facts.flatMap(({ durations }) => durations[name] ?? []).sort((a, b) => a - b);
    const rank = (share: number): number | null => values[Math.ceil(share * values.length - 1e-9) - 1] ?? null;
    return [
      [`${name}.n`, values.length],
      [`${name}.sum`, values.reduce((total, value) => total + value, 0)],
      [`${name}.p50`, rank(0.5)],
      [`${name}.p90`, rank(0.9)],
      [`${name}.max`, values.at(-1) ?? null],
    ] as const;
  });
  const counts = (
    [
      'opened',
      'outbound',
      'answered',
      'within',
      'abandonedByContact',
      'abandonedByInactivity',
      'closed',
      'cancelled',
      'transfers',
      'ratings',
      'scores',
    ] as const
  ).map((name) => [name, sum(name)] as const);
  return Object.fromEntries([...counts, ...spreads]);
}

function flat(measures: Measures, percentiles: boolean): Record<string, number | null> {
  const { wait, first_response, reaction, handle, ...counts } = measures;
  const spreads = Object.entries({ wait, first_response, reaction, handle }).flatMap(([name, spread]) =>
    Object.entries(spread)
      .filter(([part]) => percentiles || (part !== 'p50' && part !== 'p90'))
      .map(([part, value]) => [`${name}.${part}`, value] as const),
  );
  return { ...counts, ...Object.fromEntries(spreads) };
}

function withoutPercentiles(measures: Record<string, number | null>): Record<string, number | null> {
  return Object.fromEntries(Object.entries(measures).filter(([name]) => !/p50|p90/.test(name)));
}

const questions = fc.record({
  at: fc.oneof(fc.integer({ min: STREAM_START, max: STREAM_END }), fc.constant(STREAM_END + 3_600_000)).map((ms) => new Date(ms)),
  bucket: fc.constantFrom<Bucket | undefined>('hour', 'day', 'week', 'month', undefined),
  channel: fc.constantFrom(undefined, undefined, 'whatsapp' as const, 'other' as const),
  department: fc.constantFrom(undefined, undefined, 'd-1', ''),
  agents: fc.constantFrom(undefined, undefined, ['a-1'], ['a-1', 'a-3']),
  by: fc.constantFrom(undefined, 'channel' as const, 'department' as const, 'agent' as const),
  span: fc.constantFrom([0, 4], [1, 2], [-40, 40], [0, 1.3], [1.51, 2.2]),
});

/** Exactly, but for percentiles of ranges that are read month by month: those within 1 %. */
function expectMeasures(measured: Measures | undefined, facts: readonly Fact[], long: boolean): void {
  const [given, plain] = [measured ? flat(measured, true) : {}, plainly(facts)];
  expect(withoutPercentiles(given)).toEqual(withoutPercentiles(plain));
  for (const [name, value] of Object.entries(plain).filter(([id]) => /p50|p90/.test(id))) {
    if (!long || value === null) expect([name, given[name]]).toEqual([name, value]);
    else expect(Math.abs((given[name] ?? Number.NaN) - value)).toBeLessThanOrEqual(0.01 * value);
  }
}

/** Asks, and compares with the plain sums of the plain facts. */
async function checkAnswers(
  events: readonly HelpdeskEvent[],
  asked: Omit<PeriodQuestion, 'from' | 'to'> & { span: number[] },
): Promise<void> {
  const { span, ...rest } = asked;
  const [from = 0, to = 1] = span;
  const question = { ...rest, from: new Date(STREAM_START + from * 86_400_000), to: new Date(STREAM_START + to * 86_400_000) };
  const mine = allFacts(events, question.at).filter(
    (fact) =>
      fact.at >= question.from &&
      fact.at < question.to &&
      (question.channel === undefined || fact.channel === question.channel) &&
      (question.department === undefined || fact.department === question.department) &&
      (question.agents === undefined || question.agents.includes(fact.agent)),
  );
  const queries = periodQueries(store, read);
  const answer = await queries.measure(question);
  const long = to - from > 62;
  expectMeasures(answer.total, mine, long);
  if (question.by) {
    const parts = grouped(mine, (fact) => fact[question.by ?? 'channel']);
    for (const [part, facts] of parts) expectMeasures(answer.parts.get(part), facts, long);
  }
  if (question.bucket) {
    const slots = slotsOf({ ...question, bucket: question.bucket }, parameters.timeZone).filter((slot) => slot.from <= question.at);
    expect(answer.slots.map(({ key }) => key)).toEqual(slots.map(({ key }) => key));
    for (const [index, slot] of slots.entries()) {
      const facts = mine.filter(({ at }) => at >= slot.from && at < slot.to);
      expect(flat(answer.slots[index]?.total as Measures, false)).toEqual(withoutPercentiles(plainly(facts)));
    }
  }
  const heat = await queries.heat(question);
  for (const { weekday, hour, total } of heat) {
    const facts = mine.filter(({ at }) => {
      const local = localHour(at, parameters.timeZone);
      return local.weekday === weekday && local.hour === hour;
    });
    expect(flat(total, false)).toEqual(withoutPercentiles(plainly(facts)));
  }
}

test('any question has the same answer before, while and after it is rolled up, with late and repeated events', async () => {
  const intake = createIntake(store, now);
  const roller = createRoller(store, read, now);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      streams(4, 'r').chain((events) => fc.tuple(fc.constant(events), deliveries(events))),
      fc.array(questions, { minLength: 2, maxLength: 3 }),
      fc.constantFrom(...ZONES),
      fc.constantFrom(0, 1, 2),
      async ([events, batches], asked, timeZone, when) => {
        run += 1;
        for (const name of ['events', 'messages', 'conversations', 'rollups', 'stale', 'intake'] as const) await store[name].deleteMany({});
        if (run % 3 === 0) await store.coverage.deleteMany({});
        parameters = { ...parameters, timeZone, serviceLevelMs: run % 2 === 0 ? 20_000 : 1_800_000 };
        await roller.roll();
        const half = Math.ceil(batches.length / 2);
        for (const batch of batches.slice(0, half)) await intake.record(batch);
        if (when > 0) await roller.roll();
        for (const batch of batches.slice(half)) await intake.record(batch);
        if (when > 1) await roller.roll();
        for (const question of asked) await checkAnswers(events, question);
      },
    ),
    { numRuns: Number(process.env['VIGIA_RUNS'] ?? 40) },
  );
}, 120_000);
