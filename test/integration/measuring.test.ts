/** The values that rules watch are those that people see; a preview says what evaluating every minute would have said. */
import fc from 'fast-check';
import { FORECAST } from '../../src/domain/alert-problems.ts';
import type { AlertRule } from '../../src/domain/alert-rule.ts';
import type { Reading } from '../../src/domain/alert-state.ts';
import { readingOf } from '../../src/domain/alert-value.ts';
import { type Conversation, conversationAt, isLive, timelineOf } from '../../src/domain/conversation.ts';
import { CHANNELS, type Channel, type ConversationEvent, type HelpdeskEvent, type MessageEvent } from '../../src/domain/events.ts';
import { belongsToDay, type DayCount, type Indicator, nowIndicators, todayIndicators } from '../../src/domain/indicators.ts';
import { NO_RULES } from '../../src/domain/limits.ts';
import { periodIndicators } from '../../src/domain/measures.ts';
import { defaultParameters, type Parameters } from '../../src/domain/parameters.ts';
import { periodAt, startOfDay } from '../../src/domain/periods.ts';
import { WATCHED } from '../../src/domain/watched.ts';
import { actingOf } from '../../src/store/alerts/acting.ts';
import { filmOf } from '../../src/store/alerts/film.ts';
import { measuringQueries } from '../../src/store/alerts/measuring.ts';
import { type Remembering, rememberingFacts } from '../../src/store/alerts/remembered.ts';
import type { Store } from '../../src/store/connect.ts';
import { createIntake } from '../../src/store/intake.ts';
import { deskQueries } from '../../src/store/queries/desk.ts';
import { jobRunStore } from '../../src/store/queries/job-runs.ts';
import { type PeriodQuestion, periodQueries } from '../../src/store/queries/periods.ts';
import { rosterQueries } from '../../src/store/queries/roster.ts';
import { readCoverage } from '../../src/store/rollups/coverage.ts';
import { createRoller } from '../../src/store/rollups/roller.ts';
import { rule } from '../rules.ts';
import { dropStore, openStore } from '../store.ts';
import { deliveries, STREAM_END, STREAM_START, streams } from '../streams.ts';
import { ana, bia, clock, life, presence, sales, support } from '../told.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Quarter hours, and clocks that were set back on the first Sunday of November. */
const ZONES = ['America/Sao_Paulo', 'Asia/Kathmandu', 'America/New_York'];

let store: Store;
let parameters: Parameters = defaultParameters('America/Sao_Paulo', 'en');
const read = async (): Promise<Parameters> => parameters;
const ruled = async () => NO_RULES;
const measuring = () => measuringQueries(store, read, ruled);

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => dropStore(store));
beforeEach(empty);

async function empty(): Promise<void> {
  for (const name of ['events', 'messages', 'conversations', 'agents', 'departments', 'rollups', 'stale', 'coverage', 'openHours'] as const)
    await store[name].deleteMany({});
  for (const name of ['intake', 'samples', 'jobRuns'] as const) await store[name].deleteMany({});
}

type Scoped = Pick<AlertRule, 'department' | 'channel' | 'agents'>;

/** Every conversation as it stood, folded from its events alone. */
function conversationsAt(events: readonly HelpdeskEvent[], at: Date): Conversation[] {
  const lives = new Map<string, (ConversationEvent | MessageEvent)[]>();
  for (const event of events) {
    if ('conversation' in event) lives.set(event.conversation.id, [...(lives.get(event.conversation.id) ?? []), event]);
  }
  return [...lives.values()].flatMap((events) => conversationAt(timelineOf(events), at) ?? []);
}

const isIn = ({ department, channel, agents }: Scoped, one: Conversation): boolean =>
  (department === null || one.department?.id === department) &&
  (channel === null || one.channel === channel) &&
  (agents.length === 0 || agents.includes(one.agent?.id ?? ''));

const filtersOf = ({ department, channel, agents }: Scoped): Pick<PeriodQuestion, 'department' | 'channel' | 'agents'> => ({
  department: department ?? undefined,
  channel: channel ?? undefined,
  agents,
});

/** What people see of the rule's indicator: in `now`, `today` and charts where they show it, else counted here one by one. */
async function seen(
  { indicator, windowMs, ...scope }: AlertRule,
  events: readonly HelpdeskEvent[],
  at: Date,
): Promise<Indicator | undefined> {
  const [desk, periods] = [deskQueries(store, read), periodQueries(store, read)];
  const isWhole = scope.channel === null && scope.agents.length === 0;
  const of = (all: readonly Indicator[]): Indicator | undefined => all.find(({ id }) => id === indicator);
  const [family] = (indicator ?? '').split('.');
  if (family === 'period') {
    const question = { from: new Date(at.getTime() - windowMs + 1), to: new Date(at.getTime() + 1), at, ...filtersOf(scope) };
    const { total, parts } = await periods.measure({ ...question, by: 'channel' });
    const opened = Object.fromEntries(CHANNELS.map((channel) => [channel, parts.get(channel)?.opened ?? 0])) as Record<Channel, number>;
    return of(periodIndicators(total, opened));
  }
  if (family === 'now' && isWhole) return of((await desk.now(at, scope.department ?? undefined)).indicators);
  if (family === 'today' && isWhole && scope.department === null) return of((await desk.today(at)).indicators);
  const standing = conversationsAt(events, at).filter((one) => isIn(scope, one));
  const dayStart = startOfDay(at, parameters.timeZone);
  if (family === 'today') {
    const counts = standing
      .filter((one) => belongsToDay(one, dayStart))
      .map(({ channel, state, openedAt }): DayCount => ({ channel, state, opened: openedAt >= dayStart ? 'new' : 'carried', count: 1 }));
    return of(todayIndicators(counts));
  }
  const { from, to } = periodAt('day', at, parameters.timeZone);
  const { handle } = (await periods.measure({ from, to, at, ...filtersOf(scope) })).total;
  const rows = (await rosterQueries(store, read, periods).roster(at, scope.department ?? undefined)).filter(
    ({ id }) => scope.agents.length === 0 || scope.agents.includes(id),
  );
  const load = new Map(rows.map((row) => [row.id, row.load]));
  return of(nowIndicators(standing.filter(isLive), rows, load, { n: handle.n, sumMs: handle.sum }, parameters, at));
}

const scopes: fc.Arbitrary<Scoped> = fc.record({
  department: fc.constantFrom(null, null, 'd-1', 'd-2'),
  channel: fc.constantFrom<Channel | null>(null, null, 'whatsapp', 'other'),
  agents: fc.constantFrom([], [], ['a-1'], ['a-1', 'a-3']),
});

/** Rules of every indicator, each with a scope and a window. */
const everyRule: fc.Arbitrary<AlertRule[]> = fc.tuple(
  ...WATCHED.map(({ id, ofAgents }) =>
    fc
      .record({ scope: scopes, windowMs: fc.constantFrom(MINUTE, HOUR, 100 * MINUTE, DAY) })
      .map(({ scope, windowMs }) => rule({ id, indicator: id, windowMs, ...scope, ...(ofAgents && { channel: null }) })),
  ),
);

const instants = fc
  .oneof(
    fc.integer({ min: STREAM_START, max: STREAM_END }),
    // Instants at which something may have happened.
    fc.integer({ min: 0, max: 432 }).map((step) => STREAM_START + step * 10 * MINUTE),
    // The last moment of an hour: then an hour's window is that hour.
    fc.integer({ min: 1, max: 71 }).map((hour) => STREAM_START + hour * HOUR - 1),
    fc.constant(STREAM_END + HOUR),
  )
  .map((ms) => new Date(ms));

const pick = ({ value, n }: { value: number | null; n?: number | undefined }): unknown => ({ value, n: n ?? null });

test('every indicator reads as people see it, in any scope, at any instant, whatever arrived in whatever order', async () => {
  const roller = createRoller(store, read, () => new Date(STREAM_END));
  const lasting = measuring();
  await fc.assert(
    fc.asyncProperty(
      streams(4, 'm').chain((events) => fc.tuple(fc.constant(events), deliveries(events))),
      everyRule,
      instants,
      fc.constantFrom(...ZONES),
      fc.boolean(),
      async ([events, batches], all, at, timeZone, rolled) => {
        await empty();
        const rules = all.filter((_, index) => (index + events.length) % 2 === 0);
        parameters = { ...parameters, timeZone };
        const intake = createIntake(store, () => new Date(STREAM_END));
        const half = Math.ceil(batches.length / 2);
        for (const batch of batches.slice(0, half)) await intake.record(batch);
        await roller.roll();
        // What it remembers from here on may not be good any more.
        await lasting.readings(rules, at);
        for (const batch of batches.slice(half)) await intake.record(batch);
        if (rolled) await roller.roll();
        const readings = await lasting.readings(rules, at);
        expect(await lasting.readings(rules, at)).toEqual(readings);
        const [departments, agents] = [
          await deskQueries(store, read).departments(),
          await rosterQueries(store, read, periodQueries(store, read)).roster(at),
        ];
        for (const one of rules) {
          const isThere = one.department === null || departments.some(({ id }) => id === one.department);
          const isStaffed = one.agents.length === 0 || agents.some(({ id }) => one.agents.includes(id));
          const expected = isThere && isStaffed ? await seen(one, events, at) : { value: null };
          const { indicator, department, channel, agents: chosen } = one;
          expect({ indicator, department, channel, chosen, ...(pick(readings.get(one.id) as Reading) as object) }).toEqual({
            indicator,
            department,
            channel,
            chosen,
            ...(pick(expected as Indicator) as object),
          });
        }
      },
    ),
    { numRuns: Number(process.env['VIGIA_RUNS'] ?? 6) },
  );
}, 120_000);

test('a memory that holds less than is asked for still tells everything, and reads nothing again that it holds', async () => {
  const lives = ['08', '09', '10', '11'].flatMap((hour) => {
    const c = life(`c-${hour}`);
    return [c.opened(`${hour}:00`), c.queued(`${hour}:10`, support), c.assigned(`${hour}:20`, ana), c.closed(`${hour}:30`)];
  });
  await createIntake(store).record(lives);
  await createRoller(store, read, () => new Date(clock('12:00').getTime() + DAY)).roll();
  const hours = [8, 9, 10, 11].map((hour) => clock('00:00').getTime() / HOUR + hour);
  const told = async (remembering: Remembering, asked: readonly number[]): Promise<string[]> => {
    const coverage = await readCoverage(store, parameters);
    const found: string[] = [];
    await remembering(
      coverage,
      { ids: [], facts: [], hours: [] },
      parameters,
    )(asked, ({ at }, id) => found.push(`${id} ${at.toISOString()}`));
    return found.sort();
  };
  // Opened, answered and closed, each.
  const everything = await told(rememberingFacts(store), hours);
  expect(everything).toHaveLength(12);
  const [small, large] = [rememberingFacts(store, 7), rememberingFacts(store)];
  for (const asked of [hours, hours.toReversed(), hours.slice(1, 3), hours, hours]) {
    const expected = everything.filter((fact) => asked.some((hour) => fact.includes(new Date(hour * HOUR).toISOString().slice(0, 13))));
    expect([await told(small, asked), await told(large, asked)]).toEqual([expected, expected]);
  }
  // What has changed since is read, whether it is rolled up yet or not.
  const late = life('c-late');
  await createIntake(store).record([late.opened('10:40')]);
  expect(await told(large, hours)).toEqual([...everything, `c-late ${clock('10:40').toISOString()}`].sort());
  await createRoller(store, read, () => new Date(clock('12:00').getTime() + DAY)).roll();
  expect(await told(large, hours)).toHaveLength(13);
  await store.conversations.deleteMany({});
  expect(await told(large, hours)).toHaveLength(13);
  expect((await told(small, hours)).length).toBeLessThan(12);
});

/** Rules of every kind that looks at more than an instant, and some of those that do not. */
const changesAndForecasts: fc.Arbitrary<AlertRule[]> = fc
  .tuple(scopes, scopes, fc.constantFrom(1, 2), fc.constantFrom(HOUR, 5 * HOUR, DAY))
  .map(([scope, other, weeks, windowMs]) => [
    ...['period.opened', 'period.wait.mean', 'period.abandonment', 'period.handle.p90', 'period.csat'].map((indicator) =>
      rule({ id: `change ${indicator}`, kind: 'change', indicator, weeks, windowMs, minSample: 1, ...scope }),
    ),
    ...FORECAST.map((indicator, index) =>
      rule({ id: `forecast ${indicator}`, kind: 'forecast', indicator, windowMs: index % 2 === 0 ? HOUR : 3 * HOUR, ...other }),
    ),
    rule({ id: 'silence', kind: 'silence', indicator: null }),
  ]);

test('a film of the week tells at any minute what the desk would have told then', async () => {
  await fc.assert(
    fc.asyncProperty(
      streams(5, 'f'),
      fc.infiniteStream(fc.constantFrom(0, 0, 7, 21)),
      everyRule,
      changesAndForecasts,
      fc.uniqueArray(fc.integer({ min: -60, max: (STREAM_END - STREAM_START) / MINUTE }), { minLength: 3, maxLength: 4 }),
      fc.constantFrom(...ZONES),
      async (events, shifts, plain, others, minutes, timeZone) => {
        await empty();
        parameters = { ...parameters, timeZone };
        // Some of what happens to a conversation, or all of it, was weeks ago.
        const told = events.map((event) => ({
          ...event,
          occurredAt: new Date(event.occurredAt.getTime() - (shifts.next().value as number) * DAY),
        }));
        await createIntake(store, () => new Date(STREAM_END)).record(told);
        const rules = [...plain.filter((_, index) => index % 4 === minutes.length % 4), ...others];
        const film = await filmOf(store, new Date(STREAM_START - 26 * HOUR), new Date(STREAM_END));
        const terms = { parameters, rules: NO_RULES };
        const queries = measuring();
        const ordered = minutes.sort((a, b) => a - b).map((minute) => new Date(STREAM_START + minute * MINUTE));
        const expected = await Promise.all(ordered.map((at) => queries.readings(rules, at)));
        for (const one of rules) {
          const sceneAt = await actingOf(store, film, one, new Date(STREAM_START - HOUR), terms);
          const played = new Map<number, Reading | undefined>();
          for (let at = STREAM_START - HOUR; at <= STREAM_END; at += MINUTE) {
            // Forecasts want every minute of their window, as they come.
            const isWanted = (minute: Date): boolean =>
              minute.getTime() === at || (one.kind === 'forecast' && minute.getTime() > at && minute.getTime() - at <= one.windowMs);
            if (ordered.some(isWanted)) played.set(at, readingOf(one, sceneAt(at)));
          }
          for (const [index, at] of ordered.entries()) {
            const [film, desk] = [played.get(at.getTime()), expected[index]?.get(one.id)];
            expect([one.id, at, film]).toEqual([one.id, at, desk]);
          }
        }
      },
    ),
    { numRuns: Number(process.env['VIGIA_RUNS'] ?? 6) },
  );
}, 120_000);

describe('a sign of life', () => {
  const silence = rule({ kind: 'silence', indicator: null });
  const sweeping = rule({ kind: 'job', indicator: null, job: 'sweep' });
  const value = async (one: AlertRule, at: Date): Promise<number | null | undefined> =>
    (await measuring().readings([one], at)).get(one.id)?.value;

  test('of the helpdesk is the last step of a conversation or report of presence, as of the instant', async () => {
    expect(await value(silence, clock('12:00'))).toBeNull();
    const c = life('c-1');
    await createIntake(store).record([
      c.opened('10:00'),
      c.queued('10:05', support),
      presence('10:20', ana, 'online'),
      c.assigned('10:50', ana),
    ]);
    expect(await value(silence, clock('11:00'))).toBe(10 * MINUTE);
    expect(await value(silence, clock('10:45'))).toBe(25 * MINUTE);
    expect(await value(silence, clock('10:15'))).toBe(10 * MINUTE);
    expect(await value(silence, clock('09:59'))).toBeNull();
  });

  test('of a job is its last finished run; one that has none counts from when the first of all jobs was seen', async () => {
    const runs = jobRunStore(store);
    expect(await value(sweeping, clock('12:00'))).toBeNull();
    await runs.began('alerts', clock('10:00'));
    await runs.began('alerts', clock('10:30'));
    expect(await value(sweeping, clock('12:00'))).toBe(2 * HOUR);
    await runs.began('sweep', clock('11:00'));
    await runs.ended('sweep', 'failed', clock('11:01'), 1);
    expect(await value(sweeping, clock('12:00'))).toBe(2 * HOUR);
    await runs.ended('sweep', 'finished', clock('11:30'), 1);
    expect(await value(sweeping, clock('12:00'))).toBe(30 * MINUTE);
  });
});

test('a department that is linked counts its members and whoever serves it, and takes what its limit says', async () => {
  await createIntake(store).record([
    presence('08:00', ana, 'online'),
    presence('08:00', bia, 'online'),
    { id: 'sales', type: 'department.updated', occurredAt: clock('08:00'), department: { id: sales.id, name: 'Vendas' } },
    ...[1, 2].flatMap((index) => {
      const c = life(`c-${index}`);
      return [c.opened('09:00'), c.queued('09:01', support), c.assigned('09:02', bia)];
    }),
  ]);
  const departments = [{ id: support.id, active: true, limit: 5, members: [ana.id] }];
  const linked = measuringQueries(store, read, async () => ({ agents: [], departments }));
  const rules = ['now.agents.online', 'now.capacity.free'].flatMap((indicator) =>
    [null, support.id, sales.id].map((department) => rule({ id: `${indicator} ${department ?? 'all'}`, indicator, department })),
  );
  const readings = await linked.readings(rules, clock('09:30'));
  expect(Object.fromEntries([...readings].map(([id, { value }]) => [id, value]))).toEqual({
    'now.agents.online all': 2,
    [`now.agents.online ${support.id}`]: 2,
    // Another one is linked, and so this one is not.
    [`now.agents.online ${sales.id}`]: null,
    'now.capacity.free all': 5 + 3 - 2,
    [`now.capacity.free ${support.id}`]: 5 + 5 - 2,
    [`now.capacity.free ${sales.id}`]: null,
  });
});

describe('the values of each minute', () => {
  const queue = rule({ id: 'queue', indicator: 'now.queue.size', threshold: 5 });
  const reading = (value: number | null): ReadonlyMap<string, Reading> => new Map([['queue', { at: clock('10:00'), value, open: true }]]);
  const told = (from: string, to: string, one = queue) => measuring().samples(one, { from: clock(from), to: clock(to), at: clock(to) });

  test('are kept, told oldest first, and swept', async () => {
    const { keep, sweep } = measuring();
    for (const [index, value] of [3, null, 5].entries()) {
      const at = clock(`10:0${index}`);
      await Promise.all([keep(at, [queue], reading(value)), keep(at, [queue], reading(value))]);
    }
    await keep(clock('10:03'), [queue], new Map());
    expect(await told('10:00', '10:05')).toEqual([
      { at: clock('10:00'), value: 3 },
      { at: clock('10:01'), value: null },
      { at: clock('10:02'), value: 5 },
    ]);
    expect(await told('10:01', '10:01')).toEqual([{ at: clock('10:01'), value: null }]);
    expect(await sweep(clock('10:02'))).toBe(2);
    expect(await told('10:00', '10:05')).toEqual([{ at: clock('10:02'), value: 5 }]);
  });

  test('stay when a rule’s limits are edited; a rule that watches something else now has a past of its own', async () => {
    await measuring().keep(clock('10:00'), [queue], reading(3));
    expect(await told('10:00', '10:05', { ...queue, id: 'other', threshold: 9, operator: 'at_least', forMs: 1 })).toHaveLength(1);
    const others: Partial<AlertRule>[] = [
      { indicator: 'now.queue.longest' },
      { channel: 'telegram' },
      { agents: [ana.id] },
      { kind: 'forecast', horizonMs: HOUR },
    ];
    for (const part of others) expect(await told('10:00', '10:05', { ...queue, ...part })).toEqual([]);
  });

  test('before a rule was there, or while Vigia was down, are those that it would have read; they are found out once', async () => {
    const [c, d] = [life('c-1'), life('c-2')];
    await createIntake(store).record([
      c.opened('09:00'),
      c.queued('09:10:30', support),
      c.assigned('09:40', ana),
      d.opened('10:00'),
      d.queued('10:20'),
    ]);
    // Whatever was kept stands, also where the desk would say otherwise today.
    for (const time of ['09:30', '09:31', '09:35']) await measuring().keep(clock(time), [queue], reading(7));
    const values = await told('09:00', '10:30');
    expect(values).toHaveLength(91);
    for (const { at, value } of values) {
      const isKept = /09:3[015]/.test(at.toISOString());
      const now = (await measuring().readings([queue], at)).get('queue')?.value;
      expect([at, value]).toEqual([at, isKept ? 7 : now]);
    }
    await store.conversations.deleteMany({});
    expect(await told('09:00', '10:30')).toEqual(values);
  });

  test('of longer ago than a week are told as far as they were kept', async () => {
    await measuring().keep(clock('10:00'), [queue], reading(3));
    const at = new Date(clock('10:00').getTime() + 8 * DAY);
    expect(await measuring().samples(queue, { from: clock('09:00'), to: clock('11:00'), at })).toEqual([{ at: clock('10:00'), value: 3 }]);
  });
});
