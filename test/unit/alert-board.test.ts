/** What a channel hears of rules over a morning: once, soon, grouped, reminded, and told when it is over. */
import fc from 'fast-check';
import { acknowledge, advance, type Board, EMPTY_BOARD, release, snooze } from '../../src/domain/alert-board.ts';
import type { AlertRule } from '../../src/domain/alert-rule.ts';
import type { Incident } from '../../src/domain/alert-state.ts';
import type { Intent } from '../../src/domain/alert-telling.ts';
import { MINUTE, minute, reading, rule } from '../rules.ts';

interface Desk {
  board: Board;
  intents: Intent[];
}

const DAY = '2026-11-23';

/** A minute on the board: each rule's value in minutes. */
function at(board: Board, rules: readonly AlertRule[], number: number, values: Record<string, number | null>, day = DAY): Desk {
  const readings = new Map(Object.entries(values).map(([id, value]) => [id, reading(number, value)]));
  return advance(board, rules, readings, { at: minute(number), day });
}

/** Minutes in a row, from 0; what each of them wanted told. */
function morning(
  rules: readonly AlertRule[],
  values: readonly (Record<string, number | null> | number)[],
): { board: Board; told: string[][]; intents: Intent[] } {
  let board = EMPTY_BOARD;
  const intents: Intent[] = [];
  const told = values.map((given, index) => {
    const next = at(board, rules, index, typeof given === 'number' ? { wait: given } : given);
    board = next.board;
    intents.push(...next.intents);
    return said(next.intents);
  });
  return { board, told, intents };
}

/** What people would notice: messages and replies, and messages that change. */
function said(intents: readonly Intent[]): string[] {
  return intents.flatMap((intent) => {
    if (intent.kind === 'message')
      return [
        `${intent.escalated ? 'escalated to' : 'new in'} ${intent.target}: ${intent.incidents.map((id) => id.split('@')[0]).join(' + ')}`,
      ];
    if (intent.kind === 'reply') return [`${intent.what} in ${intent.target}`];
    return intent.kind === 'refresh' ? [`edit ${intent.key.split('|').at(-1)}`] : [];
  });
}

const openOf = (board: Board): Incident => {
  const [incident] = board.states.flatMap((state) => state.incident ?? []);
  if (!incident) throw new Error('nothing is open');
  return incident;
};

test('an incident is told once, shown anew when its value changes every five minutes, and closed in place', () => {
  const { told } = morning([rule()], [4, 11, 12, 13, 14, 15, 16, 17, 9]);
  expect(told).toEqual([[], ['new in slack:C0DESK: wait'], [], [], [], [], ['edit slack:C0DESK'], [], ['edit slack:C0DESK']]);
});

test('rules that fire together in a channel are one message, and each channel of a rule has its own', () => {
  const rules = [
    rule({ targets: ['slack:C0DESK', 'teams:19:ops'] }),
    rule({ id: 'idle', targets: ['slack:C0DESK'] }),
    rule({ id: 'later', targets: ['slack:C0DESK'] }),
  ];
  const { told } = morning(rules, [
    { wait: 11, idle: 12, later: 3 },
    { wait: 11, idle: 12, later: 11 },
  ]);
  expect(told[0]).toEqual(['new in slack:C0DESK: wait + idle', 'new in teams:19:ops: wait']);
  // What begins later is news, and an edit would tell nobody.
  expect(told[1]).toEqual(['new in slack:C0DESK: later']);
});

test('nobody acknowledges: it is repeated in the thread, and escalated once, to others too', () => {
  const patient = rule({ repeatMs: 2 * MINUTE, escalateMs: 3 * MINUTE, escalateTo: ['slack:UBOSS'] });
  const { told } = morning([patient], [11, 11, 11, 11, 11, 11]);
  expect(told).toEqual([
    ['new in slack:C0DESK: wait'],
    [],
    ['repeat in slack:C0DESK', 'edit slack:C0DESK'],
    ['escalated to slack:UBOSS: wait', 'escalated in slack:C0DESK', 'edit slack:C0DESK'],
    [],
    ['repeat in slack:C0DESK', 'edit slack:C0DESK', 'edit slack:UBOSS'],
  ]);
});

test('acknowledged, it is silent until it gets clearly worse', () => {
  const watched = rule({ repeatMs: 2 * MINUTE, escalateMs: 3 * MINUTE, escalateTo: ['slack:UBOSS'] });
  const first = at(EMPTY_BOARD, [watched], 0, { wait: 12 });
  const taken = acknowledge(first.board, openOf(first.board).id, 'slack:UANA', minute(0));
  expect(said(taken?.intents ?? [])).toEqual(['edit slack:C0DESK']);
  let board = taken?.board ?? EMPTY_BOARD;
  const told = [12, 14, 15, 17, 18].map((value, index) => {
    const next = at(board, [watched], index + 1, { wait: value });
    board = next.board;
    return said(next.intents);
  });
  expect(told).toEqual([[], [], [], [], ['worse in slack:C0DESK', 'edit slack:C0DESK']]);
  expect(openOf(board).acknowledged).toBeNull();
});

test('what was given back is reminded of again; what is over cannot be taken', () => {
  const watched = rule({ repeatMs: 2 * MINUTE });
  const first = at(EMPTY_BOARD, [watched], 0, { wait: 12 });
  const { id } = openOf(first.board);
  const taken = acknowledge(first.board, id, 'slack:UANA', minute(0));
  const back = release(taken?.board ?? EMPTY_BOARD, id);
  expect(said(at(back?.board ?? EMPTY_BOARD, [watched], 2, { wait: 12 }).intents)).toContain('repeat in slack:C0DESK');
  const over = at(first.board, [watched], 1, { wait: 3 });
  expect(acknowledge(over.board, id, 'slack:UANA', minute(1))).toBeNull();
  expect(release(over.board, id)).toBeNull();
});

test('snoozed, nothing is told; what still fires when the snooze ends is told then', () => {
  const watched = rule({ repeatMs: MINUTE });
  const calm = at(EMPTY_BOARD, [watched], 0, { wait: 3 });
  const asleep = snooze(calm.board, 'wait', minute(3));
  let board = asleep?.board ?? EMPTY_BOARD;
  const told = [11, 11, 11, 11].map((value, index) => {
    const next = at(board, [watched], index + 1, { wait: value });
    board = next.board;
    return said(next.intents);
  });
  expect(told).toEqual([[], [], ['new in slack:C0DESK: wait'], ['repeat in slack:C0DESK', 'edit slack:C0DESK']]);
  expect(snooze(board, 'nothing', null)).toBeNull();
});

test('one whose value does not move is shown anew every ten minutes, for it tells for how long', () => {
  const { told } = morning(
    [rule({ repeatMs: 0 })],
    Array.from({ length: 22 }, () => 11),
  );
  const edited = told.flatMap((said, number) => (said.length > 0 ? [`${number}: ${said.join()}`] : []));
  expect(edited).toEqual(['0: new in slack:C0DESK: wait', '10: edit slack:C0DESK', '20: edit slack:C0DESK']);
});

test('what stood in the chat when its rule was snoozed says so no longer when the snooze ends', () => {
  const watched = rule({ repeatMs: 0 });
  const fired = at(EMPTY_BOARD, [watched], 0, { wait: 11 });
  let board = snooze(fired.board, 'wait', minute(2))?.board ?? EMPTY_BOARD;
  const told = [1, 2, 3].map((number) => {
    const next = at(board, [watched], number, { wait: 11 });
    board = next.board;
    return said(next.intents);
  });
  expect(told).toEqual([[], ['edit slack:C0DESK'], []]);
});

test('one that begins and ends while its rule is snoozed disturbs nobody, and has its record', () => {
  const calm = at(EMPTY_BOARD, [rule()], 0, { wait: 3 });
  const asleep = snooze(calm.board, 'wait', minute(10))?.board ?? EMPTY_BOARD;
  const fired = at(asleep, [rule()], 1, { wait: 11 });
  const over = at(fired.board, [rule()], 2, { wait: 3 });
  expect([said(fired.intents), said(over.intents)]).toEqual([[], []]);
  expect(over.intents).toMatchObject([{ kind: 'incident', incident: { ending: 'recovered', toldAt: null, messages: [] } }]);
});

test('a rule that floods is told so often a day, the last one says so, and the next day counts anew', () => {
  const flood = rule({ dailyCap: 2 });
  const { board, told, intents } = morning([flood], [11, 3, 11, 3, 11, 3]);
  expect(told.flat().filter((one) => one.startsWith('new'))).toHaveLength(2);
  const started = intents.flatMap((intent) => (intent.kind === 'incident' && !intent.incident.endedAt ? [intent.incident.capped] : []));
  expect(started).toEqual([false, true, false]);
  const next = at(board, [flood], 6, { wait: 11 }, '2026-11-24');
  expect(said(next.intents)).toEqual(['new in slack:C0DESK: wait']);
});

test('without targets an incident has its record, and nobody is told', () => {
  const { intents } = morning([rule({ targets: [] })], [11, 3]);
  expect(intents.map(({ kind }) => kind)).toEqual(['incident', 'incident']);
});

test('a rule that is paused or removed while it fires closes its incident and says why', () => {
  const fired = at(EMPTY_BOARD, [rule()], 0, { wait: 11 });
  for (const [rules, ending] of [
    [[rule({ active: false })], 'paused'],
    [[], 'removed'],
  ] as const) {
    const over = at(fired.board, rules, 1, {});
    expect(over.intents).toMatchObject([{ kind: 'incident', incident: { ending, endedAt: minute(1) } }, { kind: 'refresh' }]);
    expect(over.board.states).toEqual([]);
  }
});

test('a rule that could not be read stays as it is', () => {
  const fired = at(EMPTY_BOARD, [rule()], 0, { wait: 11 });
  const blind = at(fired.board, [rule()], 1, {});
  expect(blind.intents).toEqual([]);
  expect(blind.board.states).toEqual(fired.board.states);
});

test('evaluated again for the same minute, the board and what is told stay as they are', () => {
  const fired = at(EMPTY_BOARD, [rule()], 5, { wait: 11 });
  for (const number of [5, 4]) expect(at(fired.board, [rule()], number, { wait: 30 })).toEqual({ board: fired.board, intents: [] });
});

test('whatever comes, each told incident has one new message in each target and one record of its end', () => {
  const rules = [
    rule({ targets: ['slack:C0DESK', 'teams:19:ops'], repeatMs: 3 * MINUTE, dailyCap: 3 }),
    rule({ id: 'idle', forMs: 2 * MINUTE, keepMs: MINUTE }),
  ];
  const values = fc.array(fc.record({ wait: fc.option(fc.nat({ max: 20 })), idle: fc.option(fc.nat({ max: 20 })) }), { maxLength: 60 });
  fc.assert(
    fc.property(values, (stream) => {
      const { intents, board } = morning(rules, stream);
      const news = intents.flatMap((intent) => (intent.kind === 'message' ? intent.incidents.map((id) => `${intent.target} ${id}`) : []));
      expect(new Set(news).size).toBe(news.length);
      const ends = intents.flatMap((intent) => (intent.kind === 'incident' && intent.incident.endedAt ? [intent.incident.id] : []));
      expect(new Set(ends).size).toBe(ends.length);
      const open = board.states.flatMap(({ incident }) => incident?.id ?? []);
      const begun = new Set(intents.flatMap((intent) => (intent.kind === 'incident' ? [intent.incident.id] : [])));
      expect([...ends, ...open].sort()).toEqual([...begun].sort());
      const keys = intents.flatMap((intent) => (intent.kind === 'message' || intent.kind === 'reply' ? [intent.key] : []));
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
});

describe('what a tired supervisor would not forgive', () => {
  /** Goes on from a board, minute by minute. */
  function go(board: Board, one: AlertRule, from: number, values: readonly (number | null)[], day = DAY): { board: Board; told: string[] } {
    let current = board;
    const told = values.flatMap((value, index) => {
      const next = at(current, [one], from + index, { [one.id]: value }, day);
      current = next.board;
      return said(next.intents).filter((what) => !what.startsWith('edit'));
    });
    return { board: current, told };
  }
  const taken = (board: Board, number: number): Board => acknowledge(board, openOf(board).id, 'slack:UANA', minute(number))?.board ?? board;

  test('taken in a minute without data, it is not worse when the same value comes back', () => {
    const one = rule({ noData: 'keep', repeatMs: 0 });
    const { board } = go(EMPTY_BOARD, one, 0, [12, null]);
    const next = go(taken(board, 1), one, 2, [12]);
    expect([next.told, openOf(next.board).acknowledged?.by]).toEqual([[], 'slack:UANA']);
  });

  test('taken while nothing was known, it is worse only beyond its limit', () => {
    const one = rule({ noData: 'alert', clear: 5 * MINUTE, repeatMs: 0 });
    const { board } = go(EMPTY_BOARD, one, 0, [null]);
    const next = go(taken(board, 0), one, 1, [6]);
    expect([next.told, openOf(next.board).acknowledged?.by]).toEqual([[], 'slack:UANA']);
    expect(openOf(go(next.board, one, 2, [11]).board).acknowledged).toBeNull();
  });

  test('a rule that is moved to another channel while it fires is told there, and the old channel hears no more', () => {
    const old = rule({ targets: ['slack:COLD'], repeatMs: 5 * MINUTE });
    const { board } = go(EMPTY_BOARD, old, 0, [12]);
    const moved = go(
      board,
      { ...old, targets: ['slack:CNEW'] },
      1,
      Array.from({ length: 11 }, () => 12),
    );
    expect(moved.told.filter((what) => what.includes('COLD'))).toEqual([]);
    expect(moved.told.filter((what) => what.includes('CNEW'))).toHaveLength(3);
    const silenced = go(
      board,
      { ...old, targets: [] },
      1,
      Array.from({ length: 11 }, () => 12),
    );
    expect(silenced.told).toEqual([]);
  });

  test('when a snooze ends, or the day’s cap, nobody is called to what recovers or is taken', () => {
    const slow = rule({ keepMs: 30 * MINUTE });
    const first = snooze(go(EMPTY_BOARD, slow, 0, [1]).board, 'wait', minute(15))?.board ?? EMPTY_BOARD;
    expect(go(first, slow, 1, [12, ...Array.from({ length: 35 }, () => 1)]).told).toEqual([]);

    const capped = rule({ dailyCap: 1, repeatMs: 0 });
    const second = go(go(EMPTY_BOARD, capped, 0, [12, 1]).board, capped, 2, [12]).board;
    expect(go(taken(second, 2), capped, 3, [12], 'the next day').told).toEqual([]);
    expect(go(second, capped, 3, [12], 'the next day').told).toHaveLength(1);
  });

  test('a rule that tells nobody at first still goes on to whom it is escalated to, and no more often than its cap', () => {
    const one = rule({ targets: [], escalateMs: 5 * MINUTE, escalateTo: ['slack:UBOSS'], dailyCap: 1, repeatMs: 0 });
    const long = Array.from({ length: 10 }, () => 12);
    const { board, told } = go(EMPTY_BOARD, one, 0, long);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('UBOSS');
    expect(go(board, one, 10, [1, ...long]).told).toEqual([]);
  });

  test('taken from the list, it is no longer when it gets clearly worse, told or not', () => {
    const one = rule({ targets: [] });
    const board = taken(go(EMPTY_BOARD, one, 0, [12]).board, 0);
    expect(openOf(go(board, one, 1, [13]).board).acknowledged?.by).toBe('slack:UANA');
    expect(openOf(go(board, one, 1, [120]).board).acknowledged).toBeNull();
  });
});
