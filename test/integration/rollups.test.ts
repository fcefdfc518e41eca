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
import { prune } from '../../src/store/rollups/prune.ts';
import { createRoller, type Progress } from '../../src/store/rollups/roller.ts';
import { verifyRollups } from '../../src/store/rollups/verify.ts';
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
  for (const name of ['events', 'messages', 'conversations', 'rollups', 'stale', 'coverage', 'openHours', 'intake'] as const)
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

/** Exactly, but for percentiles that come from sketches: those within 1 %. */
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
  asked: Omit<PeriodQuestion, 'from' | 'to'> & { span: readonly number[] },
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
  // A busy desk's days are read as sketches, a quiet one's value by value.
  const [exactly, roughly] = [periodQueries(store, read), periodQueries(store, read, -1)];
  for (const percentiles of ['all', 'total'] as const)
    expectMeasures((await roughly.measure({ ...question, percentiles })).total, mine, true);
  expectMeasures((await exactly.measure({ ...question, percentiles: 'total' })).total, mine, to - from > 62);
  const queries = exactly;
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
  // Early on, all hours are still open; late, most are not.
  let clock = STREAM_END;
  const roller = createRoller(store, read, () => new Date(clock));
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      streams(4, 'r').chain((events) => fc.tuple(fc.constant(events), deliveries(events))),
      fc.array(questions, { minLength: 2, maxLength: 3 }),
      fc.constantFrom(...ZONES),
      fc.constantFrom(0, 1, 2),
      async ([events, batches], asked, timeZone, when) => {
        run += 1;
        for (const name of ['events', 'messages', 'conversations', 'rollups', 'stale', 'openHours', 'intake'] as const)
          await store[name].deleteMany({});
        if (run % 3 === 0) await store.coverage.deleteMany({});
        clock = run % 4 < 2 ? STREAM_START : STREAM_END;
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
    { numRuns: Number(process.env['VIGIA_RUNS'] ?? 15) },
  );
}, 120_000);

test('percentiles of a long range with buckets count what is not rolled up yet once', async () => {
  for (const name of ['events', 'messages', 'conversations', 'rollups', 'stale', 'openHours', 'intake', 'coverage'] as const)
    await store[name].deleteMany({});
  parameters = { ...parameters, timeZone: 'America/Sao_Paulo', serviceLevelMs: 20_000 };
  const roller = createRoller(store, read, now);
  await roller.roll();
  const waited = (id: string, day: string, minutes: number): HelpdeskEvent[] => {
    const at = (minute: number): Date => new Date(Date.parse(`${day}T12:00:00Z`) + minute * 60_000);
    const of = { conversation: { id } };
    return [
      { id: `${id}-0`, type: 'conversation.opened', occurredAt: at(0), conversation: { id, channel: 'whatsapp' } },
      { id: `${id}-1`, type: 'conversation.queued', occurredAt: at(0), ...of },
      { id: `${id}-2`, type: 'conversation.assigned', occurredAt: at(minutes), ...of, agent: { id: 'a-1' } },
    ];
  };
  const intake = createIntake(store, now);
  await intake.record(waited('short', '2026-11-18', 0));
  await roller.roll();
  await intake.record(waited('long', '2026-11-19', 30));
  const range = { from: new Date('2026-08-01T03:00:00Z'), to: new Date('2026-11-22T03:00:00Z'), at: now() };
  const { total } = await periodQueries(store, read, -1).measure({ ...range, bucket: 'week', percentiles: 'total' });
  expect([total.wait.n, total.wait.p50]).toEqual([2, 0]);
});

/** A day of a small desk, hour by hour: one conversation opened, answered and closed in each. */
function dayOfEvents(day: string, count = 24): HelpdeskEvent[] {
  return Array.from({ length: count }, (_, hour) => {
    const id = `${day}-${hour}`;
    const at = (minute: number): Date => new Date(Date.parse(`${day}T00:00:00Z`) + (hour * 60 + minute) * 60_000);
    const of = { conversation: { id } };
    const agent = { id: `a-${hour % 3}`, name: `Agent ${hour % 3}` };
    return [
      {
        id: `${id}-0`,
        type: 'conversation.opened',
        occurredAt: at(0),
        conversation: { id, channel: 'whatsapp', department: { id: 'd-1' } },
      },
      { id: `${id}-1`, type: 'conversation.queued', occurredAt: at(1), ...of },
      { id: `${id}-2`, type: 'conversation.assigned', occurredAt: at(1 + (hour % 7)), ...of, agent },
      { id: `${id}-3`, type: 'conversation.closed', occurredAt: at(20 + hour), ...of, by: 'agent' },
    ] as HelpdeskEvent[];
  }).flat();
}

const DAYS = ['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-20'];

async function month(zone = parameters.timeZone): Promise<unknown> {
  parameters = { ...parameters, timeZone: zone };
  const question = {
    from: new Date('2026-10-20T03:00:00Z'),
    to: new Date('2026-11-22T03:00:00Z'),
    at: now(),
    bucket: 'day' as const,
    by: 'agent' as const,
  };
  return periodQueries(store, read).measure(question);
}

test.each([
  ['long past', now],
  ['still open', (): Date => new Date('2026-10-30T00:00:00Z')],
])('several replicas roll up hours that are %s while several write, and in the end every sum is right', async (_, clock) => {
  const intakes = [createIntake(store, now), createIntake(store, now), createIntake(store, now)];
  const rollers = [createRoller(store, read, clock), createRoller(store, read, clock)];
  const events = DAYS.flatMap((day) => dayOfEvents(day));
  let writing = true;
  const rolling = rollers.map(async (roller) => {
    // Losing a race five times in a row is an error that the next round makes good.
    while (writing) await roller.roll().catch((error: unknown) => expect(String(error)).toMatch(/kept changing/));
  });
  await Promise.all(
    intakes.map(async (intake, writer) => {
      const mine = events.filter((_, index) => index % intakes.length === writer);
      for (let from = 0; from < mine.length; from += 7) await intake.record(mine.slice(from, from + 7));
    }),
  );
  writing = false;
  await Promise.all(rolling);
  await rollers[0]?.roll();
  const before = await verifyRollups(store, parameters, {});
  // The days that are not over are hours alone.
  expect([before.differences, before.compared > 500]).toEqual([[], true]);
  await createRoller(store, read, now).roll();
  expect(await verifyRollups(store, parameters, {})).toMatchObject({ differences: [], skipped: 0 });
  // Today's sums are its hours'; the day is summed once it is over.
  expect((await store.stale.find().toArray()).flatMap(({ rollup }) => rollup ?? [])).toEqual(clock === now ? [TODAY] : []);
  expect(await store.openHours.countDocuments({ _id: { $lt: (STREAM_END - 4 * 3_600_000) / 3_600_000 } })).toBe(0);
});

const TODAY = 'day:America/Sao_Paulo:2026-11-23';

describe('an hour that still changes', () => {
  const at = new Date('2026-11-20T12:30:00Z');
  const opened = async (): Promise<number> => {
    const day = { from: new Date('2026-11-20T03:00:00Z'), to: new Date('2026-11-21T03:00:00Z'), at };
    return (await periodQueries(store, read).measure(day)).total.opened;
  };
  const event = (id: string, clock: string, type: string, more: object = {}): HelpdeskEvent =>
    ({ id: `${id} ${type}`, type, occurredAt: new Date(`2026-11-20T${clock}:00Z`), conversation: { id, ...more } }) as HelpdeskEvent;

  test('is answered from what has changed in it, not by reading it again', async () => {
    const [intake, roller] = [createIntake(store, () => at), createRoller(store, read, () => at)];
    await intake.record(dayOfEvents('2026-11-20', 12));
    await roller.roll();
    await intake.record([event('new', '11:40', 'conversation.opened', { channel: 'telegram' })]);
    const find = jest.spyOn(store.conversations, 'find');
    expect(await opened()).toBe(10);
    const hours = find.mock.calls.flatMap(([filter]) => (filter as { hours?: { $in: number[] } }).hours?.$in ?? []);
    find.mockRestore();
    expect(hours).not.toContain(Date.parse('2026-11-20T11:00:00Z') / 3_600_000);
    await roller.roll();
    expect([await opened(), (await verifyRollups(store, parameters, {})).differences]).toEqual([10, []]);
  });

  test('counts a conversation once that has changed in another such hour', async () => {
    const [intake, roller] = [createIntake(store, () => at), createRoller(store, read, () => at)];
    await intake.record([
      event('first', '10:50', 'conversation.opened', { channel: 'telegram' }),
      event('second', '11:01', 'conversation.opened', { channel: 'telegram' }),
    ]);
    await roller.roll();
    await intake.record([event('first', '11:05', 'conversation.closed')]);
    await intake.record([event('third', '10:10', 'conversation.opened', { channel: 'telegram' })]);
    expect(await opened()).toBe(3);
    await roller.roll();
    expect([await opened(), (await verifyRollups(store, parameters, {})).differences]).toEqual([3, []]);
  });

  test('is read again where nobody knows which of its conversations have changed', async () => {
    const [intake, roller] = [createIntake(store, () => at), createRoller(store, read, () => at)];
    await intake.record(dayOfEvents('2026-11-20', 12));
    await roller.roll();
    await store.stale.insertOne({ _id: 'imported', rev: '1', hours: [Date.parse('2026-11-20T11:00:00Z') / 3_600_000] });
    await store.conversations.deleteOne({ _id: '2026-11-20-11' });
    expect(await opened()).toBe(8);
    await roller.roll();
    expect([await opened(), (await verifyRollups(store, parameters, {})).differences]).toEqual([8, []]);
  });

  test('is forgotten once it is long past, and then summed from its conversations', async () => {
    let clock = at;
    const [intake, roller] = [createIntake(store, () => clock), createRoller(store, read, () => clock)];
    await intake.record(dayOfEvents('2026-11-20', 12));
    await roller.roll();
    expect(await store.openHours.countDocuments({})).toBeGreaterThan(0);
    clock = new Date('2026-11-20T23:00:00Z');
    await intake.record([event('late', '11:40', 'conversation.opened', { channel: 'telegram' })]);
    await roller.roll();
    expect([await opened(), await store.openHours.countDocuments({})]).toEqual([10, 0]);
  });
});

test('what happens today leaves the sums of month and year alone, and goes into them when the day is over', async () => {
  let at = new Date('2026-11-20T20:00:00Z');
  const [intake, roller] = [createIntake(store, () => at), createRoller(store, read, () => at)];
  const opened = async (): Promise<number> => {
    const year = { from: new Date('2026-01-01T03:00:00Z'), to: new Date('2027-01-01T03:00:00Z'), at };
    return (await periodQueries(store, read).measure(year)).total.opened;
  };
  const sums = async (): Promise<string[]> => {
    const found = await store.rollups.find({ _id: /^(month|year):.*places/ }).toArray();
    return found.map(({ _id, rev, to }) => `${_id} ${rev} up to ${to?.toISOString()}`).sort();
  };
  await intake.record(dayOfEvents('2026-11-19'));
  await intake.record(dayOfEvents('2026-11-20', 5));
  await roller.roll();
  const before = await sums();
  expect(before).toHaveLength(2);
  await intake.record(dayOfEvents('2026-11-20', 20));
  await roller.roll();
  expect([await sums(), await opened(), await roller.hasWork()]).toEqual([before, 44, false]);
  at = new Date('2026-11-21T04:00:00Z');
  expect([await opened(), await roller.hasWork()]).toEqual([44, true]);
  await roller.roll();
  expect((await sums()).filter((one) => one.endsWith('up to 2026-11-21T03:00:00.000Z'))).toHaveLength(2);
  expect([await opened(), await store.stale.countDocuments({})]).toEqual([44, 0]);
  // A correction of yesterday is in every answer at once, rolled up or not.
  await intake.record(dayOfEvents('2026-11-20', 22));
  expect(await opened()).toBe(46);
  await roller.roll();
  expect([await opened(), (await verifyRollups(store, parameters, {})).differences]).toEqual([46, []]);
});

test('a writing that is not done is not rolled up, and its hours are read from the conversations', async () => {
  const roller = createRoller(store, read, now);
  await roller.roll();
  await store.intake.insertOne({ _id: 'half done', at: now(), conversations: [], directory: [] });
  await createIntake(store, now).record(dayOfEvents('2026-11-20', 2));
  await store.stale.updateMany({}, { $set: { note: 'half done' } });
  await roller.roll();
  expect(await store.rollups.countDocuments({})).toBe(0);
  expect(await month()).toMatchObject({ total: { opened: 2, closed: 2 } });
  await store.intake.deleteMany({});
  await roller.roll();
  expect(await store.stale.countDocuments({})).toBe(0);
  expect(await month()).toMatchObject({ total: { opened: 2, closed: 2 } });
});

test('verify names the rollup, the cell and both sums of a wrong one', async () => {
  await createIntake(store, now).record(dayOfEvents('2026-11-20', 3));
  await createRoller(store, read, now).roll();
  const wrong = `hour:${Date.parse('2026-11-20T01:00:00Z')}:people`;
  await store.rollups.updateOne({ _id: wrong }, { $set: { 'table.counts.opened': Buffer.from([9]) } });
  const { differences } = await verifyRollups(store, parameters, {});
  expect(differences).toContainEqual(expect.stringMatching(new RegExp(`^${wrong} whatsapp/d-1/a-1/0: .*opened 9.*expected opened 1`)));
  expect((await verifyRollups(store, parameters, { to: new Date('2026-11-20T01:00:00Z') })).compared).toBeLessThan(30);
});

test('another time zone is built with progress while answers stay right, and the hours are kept where they fit', async () => {
  await createIntake(store, now).record(DAYS.flatMap((day) => dayOfEvents(day)));
  const roller = createRoller(store, read, now);
  await roller.roll();
  const hour = `hour:${Date.parse('2026-11-20T01:00:00Z')}:people`;
  const before = await store.rollups.findOne({ _id: hour });
  parameters = { ...parameters, timeZone: 'Europe/Lisbon' };
  const unbuilt = await month();
  const told: Progress[] = [];
  await roller.roll({ progress: (progress) => told.push(progress) });
  expect(await month()).toEqual(unbuilt);
  expect(new Set(told.map(({ level }) => level))).toEqual(new Set(['days', 'months', 'years']));
  expect((await store.rollups.findOne({ _id: hour }))?.rev).toBe(before?.rev);
  expect((await verifyRollups(store, parameters, {})).differences).toEqual([]);
});

test('what the retention removes is gone from the conversations and stays in the sums, also in another zone', async () => {
  const [intake, roller] = [createIntake(store, now), createRoller(store, read, now)];
  await intake.record(DAYS.flatMap((day) => dayOfEvents(day)));
  await intake.record([
    {
      id: 'open',
      type: 'conversation.opened',
      occurredAt: new Date('2026-10-30T05:00:00Z'),
      conversation: { id: 'still-open', channel: 'telegram' },
    },
  ]);
  const [here, there] = [await month('America/Sao_Paulo'), await month('Europe/Lisbon')];
  parameters = { ...parameters, timeZone: 'America/Sao_Paulo' };
  expect(await prune(store, roller, { retentionDays: 0 }, now())).toEqual({ conversations: 0, messages: 0, events: 0 });
  const pruned = await prune(store, roller, { retentionDays: 20 }, now());
  expect(pruned).toEqual({ conversations: 72, messages: 0, events: 288 });
  expect(await store.conversations.countDocuments({})).toBe(25);
  expect(await store.conversations.countDocuments({ _id: 'still-open' })).toBe(1);
  expect(await month()).toEqual(here);
  await intake.record([
    {
      id: 'late',
      type: 'conversation.opened',
      occurredAt: new Date('2026-10-30T06:00:00Z'),
      conversation: { id: 'too-late', channel: 'telegram' },
    },
  ]);
  await roller.roll();
  expect(await month()).toEqual(here);
  parameters = { ...parameters, timeZone: 'Europe/Lisbon' };
  await roller.roll();
  expect(await month()).toEqual(there);
  expect((await verifyRollups(store, parameters, {})).differences).toEqual([]);
});

test('conversations of an earlier version are brought up to date before they are summed', async () => {
  const [intake, roller] = [createIntake(store, now), createRoller(store, read, now)];
  await intake.record(DAYS.flatMap((day) => dayOfEvents(day)));
  const right = await month();
  await store.conversations.updateMany({}, { $unset: { hours: 1, firstDepartment: 1, answeredIn: 1 } as never });
  await Promise.all([store.stale.deleteMany({}), store.coverage.deleteMany({})]);
  expect(await intake.renew()).toBe(96);
  expect(await intake.renew()).toBe(0);
  await roller.roll();
  expect(await month()).toEqual(right);
});
