/** What a rule reads from the desk: the values that people see, in the part of the desk that it is about. */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type AlertRule, USUAL_RULE } from '../../src/domain/alert-rule.ts';
import { dayWithin, type DayPart, type Measured, type Scene, type SceneConversation } from '../../src/domain/alert-scene.ts';
import { type Reading, step } from '../../src/domain/alert-state.ts';
import { readingOf, watches } from '../../src/domain/alert-value.ts';
import { windowOf, windowsBefore } from '../../src/domain/alert-windows.ts';
import { type Conversation, conversationAt, timelineOf } from '../../src/domain/conversation.ts';
import type { ConversationEvent, MessageEvent } from '../../src/domain/events.ts';
import { type AgentPresence, loads } from '../../src/domain/indicators.ts';
import { limitsOf } from '../../src/domain/limits.ts';
import { type Measures, NOTHING } from '../../src/domain/measures.ts';
import { defaultParameters } from '../../src/domain/parameters.ts';
import { weeksEarlier } from '../../src/domain/periods.ts';
import { WATCHED } from '../../src/domain/watched.ts';
import { ana, bia, clock, life, sales, support } from '../told.ts';

type Told = ConversationEvent | MessageEvent;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const parameters = defaultParameters('America/Sao_Paulo', 'en');
const NO_CHANNELS = { whatsapp: 0, telegram: 0, facebook: 0, instagram: 0, livechat: 0, other: 0 };

function ruleOf(part: Partial<AlertRule>): AlertRule {
  return { ...USUAL_RULE, id: 'r-1', title: 'A rule', indicator: 'now.queue.size', threshold: 1, ...part };
}

function measured(part: Partial<Measures>): Measured {
  return { measures: { ...NOTHING, ...part }, opened: NO_CHANNELS };
}

/** A desk at noon, with two agents and two departments, in which nothing happens but what is given. */
function sceneOf(part: Partial<Scene> = {}): Scene {
  const agents: AgentPresence[] = [ana, bia].map(({ id }) => ({ id, presence: 'online', limit: 3 }));
  const live = part.live ?? [];
  return {
    at: clock('12:00'),
    parameters,
    people: {
      agents,
      departments: new Set([support.id, sales.id]),
      members: (department) => new Set(department === support.id ? [ana.id] : []),
      limits: limitsOf({ agents: [], departments: [{ id: support.id, active: true, limit: 5, members: null }] }, 3, () => new Set()),
    },
    live,
    load: () => loads(live),
    day: () => [],
    since: new Date(0),
    measured: () => measured({}),
    course: () => [],
    heardAt: null,
    ranAt: () => null,
    ...part,
  };
}

/** Live conversations as their stories leave them. */
function desk(...stories: ((c: ReturnType<typeof life>) => Told[])[]): SceneConversation[] {
  return stories.map((story, index) => conversationAt(timelineOf(story(life(`c-${index}`)))) as Conversation);
}

function read(rule: Partial<AlertRule>, scene: Scene): Omit<Reading, 'at' | 'open'> | undefined {
  const reading = readingOf(ruleOf(rule), scene);
  if (!reading) return undefined;
  const { at: _at, open: _open, ...rest } = reading;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Omit<Reading, 'at' | 'open'>;
}

const waiting = desk(
  (c) => [c.opened('11:00'), c.queued('11:05', support)],
  (c) => [c.opened('11:20', { channel: 'telegram' }), c.queued('11:30', sales)],
  (c) => [c.opened('11:40'), c.queued('11:41', sales), c.assigned('11:45', ana)],
  (c) => [c.opened('11:50'), c.queued('11:51', support), c.assigned('11:52', bia)],
);

test('every indicator that can be watched reads something on a desk on which nothing happens, and no other one does', () => {
  for (const { id, unit, sampled } of WATCHED) {
    const reading = read({ indicator: id }, sceneOf());
    expect([id, reading !== undefined]).toEqual([id, true]);
    expect([id, reading?.n]).toEqual([id, sampled ? 0 : undefined]);
    expect([id, reading?.value === null || reading?.value === 0 || id.startsWith('now.agents') || id === 'now.capacity.free']).toEqual([
      id,
      true,
    ]);
    if (unit === 'count') expect([id, reading?.value]).not.toEqual([id, null]);
  }
  expect(read({ indicator: 'now.weather' }, sceneOf())).toBeUndefined();
  expect(read({ indicator: null }, sceneOf())).toBeUndefined();
  expect(read({ kind: 'change', indicator: 'now.queue.size' }, sceneOf())).toBeUndefined();
  expect(read({ kind: 'forecast', indicator: 'period.opened' }, sceneOf())).toBeUndefined();
});

describe('the part of the desk that a rule is about', () => {
  const scene = sceneOf({ live: waiting });

  test.each([
    ['the whole desk', {}, 2, 55],
    ['a department', { department: sales.id }, 1, 30],
    ['a channel', { channel: 'whatsapp' as const }, 1, 55],
    ['a department on a channel', { department: sales.id, channel: 'whatsapp' as const }, 0, null],
    ['agents, whose conversations do not wait', { agents: [ana.id] }, 0, null],
  ])('%s', (_, scope, size, longest) => {
    expect(read({ indicator: 'now.queue.size', ...scope }, scene)).toEqual({ value: size });
    expect(read({ indicator: 'now.queue.longest', ...scope }, scene)).toEqual({ value: longest === null ? null : longest * MINUTE });
  });

  test('conversations are those of their agent', () => {
    expect(read({ indicator: 'now.awaiting.agents' }, scene)).toEqual({ value: 4 });
    expect(read({ indicator: 'now.awaiting.agents', agents: [bia.id] }, scene)).toEqual({ value: 1 });
    expect(read({ indicator: 'now.idle.agents', agents: [ana.id, bia.id] }, scene)).toEqual({ value: 2 });
  });

  test('a department has its members and whoever serves it now, and its own limit; their load is that of the whole desk', () => {
    expect(read({ indicator: 'now.agents.online' }, scene)).toEqual({ value: 2 });
    expect(read({ indicator: 'now.agents.online', department: support.id }, scene)).toEqual({ value: 2 });
    expect(read({ indicator: 'now.agents.online', department: sales.id }, scene)).toEqual({ value: 1 });
    expect(read({ indicator: 'now.agents.serving', department: sales.id }, scene)).toEqual({ value: 1 });
    expect(read({ indicator: 'now.agents.online', agents: [bia.id] }, scene)).toEqual({ value: 1 });
    expect(read({ indicator: 'now.capacity.free' }, scene)).toEqual({ value: 2 * 3 - 2 });
    expect(read({ indicator: 'now.capacity.free', department: support.id }, scene)).toEqual({ value: 2 * 5 - 2 });
    expect(read({ indicator: 'now.capacity.free', department: support.id, agents: [ana.id] }, scene)).toEqual({ value: 4 });
  });

  test('what is not there has no data: a department that is gone, agents of whom nobody is left', () => {
    for (const indicator of ['now.queue.size', 'now.agents.online', 'today.total', 'period.opened']) {
      expect(read({ indicator, department: 'd-gone' }, scene)).toEqual({ value: null });
      expect(read({ indicator, agents: ['a-gone'] }, scene)).toEqual({ value: null });
      expect(read({ indicator, agents: ['a-gone', ana.id] }, scene)?.value).not.toBeNull();
    }
    expect(read({ indicator: 'now.weather', department: 'd-gone' }, scene)).toBeUndefined();
  });

  test('the day is counted in it too', () => {
    const part = { channel: 'whatsapp', state: 'closed', opened: 'new', department: support.id, agent: ana.id, count: 2 } as const;
    const day: DayPart[] = [
      part,
      { ...part, agent: bia.id, count: 3 },
      { ...part, channel: 'other', department: null, agent: null, state: 'queued', count: 4 },
    ];
    const scene = sceneOf({ day: (scope) => dayWithin(scope, day) });
    const value = (rule: Partial<AlertRule>): unknown => read(rule, scene)?.value;
    expect(value({ indicator: 'today.total' })).toBe(9);
    expect(value({ indicator: 'today.closed' })).toBe(5);
    expect(value({ indicator: 'today.total', department: support.id })).toBe(5);
    expect(value({ indicator: 'today.total', agents: [bia.id] })).toBe(3);
    expect(value({ indicator: 'today.total', channel: 'other' })).toBe(4);
    expect(value({ indicator: 'today.channel.whatsapp', agents: [ana.id] })).toBe(2);
  });
});

describe('the hours in which a rule watches', () => {
  // Noon of this Sunday in UTC is 09:00 in São Paulo.
  const [sunday, monday] = [clock('12:00'), new Date(clock('12:00').getTime() + DAY)];
  const businesslike = { ...parameters, businessHours: 'mon-fri 08:00-18:00', holidays: '2026-11-23' };

  test.each([
    ['always', '', businesslike, true, true],
    ['business hours, on a weekend and a holiday', 'business', businesslike, false, false],
    ['business hours, on a weekend and a Monday', 'business', { ...businesslike, holidays: '' }, false, true],
    ['business hours of a desk that never closes', 'business', parameters, true, true],
    ['hours of its own, on a holiday too', 'sun-mon 09:00-10:00', businesslike, true, true],
    ['hours of its own that begin a minute later', 'sun-mon 09:01-10:00', parameters, false, false],
  ])('%s', (_, hours, known, onSunday, onMonday) => {
    expect([watches({ hours }, sunday, known), watches({ hours }, monday, known)]).toEqual([onSunday, onMonday]);
  });

  test('the value is told all the same', () => {
    const reading = readingOf(ruleOf({ hours: 'mon 08:00-09:00' }), sceneOf({ live: waiting }));
    expect(reading).toMatchObject({ value: 2, open: false, at: clock('12:00') });
  });
});

describe('windows', () => {
  test('reach back from now: what happened at this very instant is in, what happened at the other end is not', () => {
    const at = clock('12:00');
    expect(windowOf(ruleOf({ indicator: 'period.opened', windowMs: HOUR }), at, 'UTC')).toEqual({
      after: at.getTime() - HOUR,
      until: at.getTime(),
    });
    expect(windowOf(ruleOf({ indicator: 'now.handle.mean' }), at, 'UTC')).toEqual({
      after: clock('00:00').getTime() - 1,
      until: at.getTime(),
    });
    expect(windowOf(ruleOf({ indicator: 'now.queue.size' }), at, 'UTC')).toBeNull();
    expect(windowOf(ruleOf({ kind: 'silence', indicator: null }), at, 'UTC')).toBeNull();
  });

  test('of earlier weeks end when the clocks showed the same time, and are as long, whatever the clocks did meanwhile', () => {
    // Berlin sets its clocks back on 25 October 2026 and forward on 29 March.
    const zoned = { ...parameters, timeZone: 'Europe/Berlin' };
    const rule = ruleOf({ kind: 'change', indicator: 'period.opened', weeks: 3, windowMs: HOUR });
    const windows = (iso: string, since = new Date(0)): string[] =>
      windowsBefore(rule, { at: new Date(iso), parameters: zoned, since }).map(
        ({ after, until }) => `${new Date(after).toISOString().slice(0, 16)}..${new Date(until).toISOString().slice(0, 16)}`,
      );
    expect(windows('2026-10-28T09:00:00Z')).toEqual([
      '2026-10-21T07:00..2026-10-21T08:00',
      '2026-10-14T07:00..2026-10-14T08:00',
      '2026-10-07T07:00..2026-10-07T08:00',
    ]);
    expect(windows('2026-04-01T07:00:00Z')[0]).toBe('2026-03-25T07:00..2026-03-25T08:00');
    // 02:30 comes twice on the day of the change, and the first one counts; in spring it does not come at all, and 03:00 follows 02:00.
    expect(windows('2026-11-01T01:30:00Z')[0]).toBe('2026-10-24T23:30..2026-10-25T00:30');
    expect(windows('2026-04-05T00:30:00Z')[0]).toBe('2026-03-29T00:00..2026-03-29T01:00');
    // Of weeks of which not all is known there is nothing to compare with.
    expect(windows('2026-10-28T09:00:00Z', new Date('2026-10-14T07:00:00Z'))).toHaveLength(2);
    expect(windows('2026-10-28T09:00:00Z', new Date('2026-10-14T07:00:01Z'))).toHaveLength(1);
  });

  test('the same time of earlier weeks is the one that another library finds, wherever it is plain which one', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2019-01-01Z'), max: new Date('2030-01-01Z'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom('America/Sao_Paulo', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/New_York'),
        (at, weeks, zone) => {
          const now = DateTime.fromJSDate(at, { zone });
          const then = DateTime.fromObject({ ...now.minus({ weeks }).toObject(), ...timeOf(now) }, { zone });
          const skipped = then.hour !== now.hour || then.minute !== now.minute;
          const twice = then.getPossibleOffsets().length > 1;
          fc.pre(!skipped && !twice);
          expect(weeksEarlier(at, weeks, zone).toISOString()).toBe(then.toUTC().toISO());
        },
      ),
      { numRuns: 200 },
    );
  });
});

function timeOf({ hour, minute, second, millisecond }: DateTime): object {
  return { hour, minute, second, millisecond };
}

describe('against the same hour of earlier weeks', () => {
  const change = { kind: 'change' as const, indicator: 'period.opened', weeks: 4, threshold: 0.5, minSample: 10 };
  /** So many opened now, and so many in the earlier windows together. */
  const opened = (now: number, before: number): Scene =>
    sceneOf({ measured: (_scope, windows) => measured({ opened: windows.length === 1 ? now : before }) });

  test('counts are compared with their mean a week', () => {
    expect(read(change, opened(31, 80))).toEqual({ value: 31, limit: 30 });
    expect(read({ ...change, operator: 'below', threshold: 0.25 }, opened(14, 80))).toEqual({ value: 14, limit: 15 });
  });

  test('means are those of all conversations of those weeks together, and tell how many are behind them now', () => {
    const wait = (n: number, sum: number): Partial<Measures> => ({ wait: { n, sum, max: null, p50: null, p90: null } });
    const scene = sceneOf({ measured: (_scope, windows) => measured(windows.length === 1 ? wait(4, 240_000) : wait(20, 400_000)) });
    expect(read({ ...change, indicator: 'period.wait.mean' }, scene)).toEqual({ value: 60_000, n: 4, limit: 30_000 });
  });

  test('there is no value with too few events or conversations in the earlier weeks, nor without any week', () => {
    expect(read(change, opened(31, 9))).toEqual({ value: null });
    expect(read(change, opened(31, 10))).toEqual({ value: 31, limit: 3.75 });
    expect(read(change, { ...opened(31, 80), since: null })).toEqual({ value: null });
    expect(read(change, { ...opened(31, 80), since: clock('11:00') })).toEqual({ value: null });
    // With a desk that is three weeks old, the mean is of three weeks.
    expect(read(change, { ...opened(31, 90), since: new Date(clock('10:00').getTime() - 21 * DAY) })).toEqual({ value: 31, limit: 45 });
  });

  test('where both now and then are below the floor nothing is wrong, also where no data would be', () => {
    expect(read({ ...change, floor: 20 }, opened(19, 76))).toEqual({ value: 19, limit: Infinity });
    expect(read({ ...change, floor: 20, operator: 'below' }, opened(2, 76))).toEqual({ value: 2, limit: -Infinity });
    const quiet = { ...change, floor: 20, noData: 'alert' as const };
    expect(step(undefined, ruleOf(quiet), readingOf(ruleOf(quiet), opened(19, 4)) as Reading).started).not.toBeNull();
    expect(step(undefined, ruleOf(quiet), readingOf(ruleOf(quiet), opened(19, 20)) as Reading).started).toBeNull();
    expect(read({ ...change, floor: 20 }, opened(20, 40))).toEqual({ value: 20, limit: 15 });
    expect(read({ ...change, floor: 20, operator: 'below' }, opened(0, 80))).toEqual({ value: 0, limit: 10 });
  });
});

test('a forecast tells the value that the course of the last minutes leads to', () => {
  const at = clock('12:00').getTime();
  const course = Array.from({ length: 16 }, (_, minute) => ({ at: at - (15 - minute) * MINUTE, value: minute }));
  const { value } = read({ kind: 'forecast', horizonMs: 15 * MINUTE }, sceneOf({ course: () => course })) ?? {};
  expect(value).toBeCloseTo(15 + 15 * (1 - Math.exp(-1)), 6);
});

describe('time without a sign of life', () => {
  test('since the helpdesk last told anything', () => {
    expect(read({ kind: 'silence', indicator: null }, sceneOf({ heardAt: clock('11:48') }))).toEqual({ value: 12 * MINUTE });
    expect(read({ kind: 'silence', indicator: null }, sceneOf())).toEqual({ value: null });
  });

  test('since a job last finished, whatever the rule’s scope', () => {
    const ranAt = (job: string): Date | null => (job === 'sweep' ? clock('11:00') : null);
    expect(read({ kind: 'job', indicator: null, job: 'sweep', department: 'd-gone' }, sceneOf({ ranAt }))).toEqual({ value: HOUR });
    expect(read({ kind: 'job', indicator: null, job: 'prune' }, sceneOf({ ranAt }))).toEqual({ value: null });
    // It has finished since the planned minute.
    expect(read({ kind: 'job', indicator: null, job: 'sweep' }, sceneOf({ ranAt: () => clock('12:01') }))).toEqual({ value: 0 });
  });
});
