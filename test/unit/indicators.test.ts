/** What each number of `now` and `today` counts, at its edges. */
import { shortName } from '../../src/domain/contact.ts';
import { type Conversation, conversationAt, timelineOf } from '../../src/domain/conversation.ts';
import { departmentQueues, type WaitingRow, waitingRows } from '../../src/domain/desk.ts';
import type { ConversationEvent, MessageEvent, Named } from '../../src/domain/events.ts';
import {
  type AgentPresence,
  belongsToDay,
  handleMs,
  type Handled,
  loads,
  nowIndicators,
  todayIndicators,
} from '../../src/domain/indicators.ts';
import { defaultParameters } from '../../src/domain/parameters.ts';
import { queueReason } from '../../src/domain/queue.ts';
import { ana, bia, clock, life, sales, support } from '../told.ts';

type Told = ConversationEvent | MessageEvent;
type Live = Conversation & { id: string };

const MINUTE = 60_000;
const parameters = defaultParameters('America/Sao_Paulo', 'en');
const nobody: Handled = { n: 0, sumMs: 0 };
let lives = 0;

/** A conversation as its story leaves it. */
function desk(...stories: ((c: ReturnType<typeof life>) => Told[])[]): Live[] {
  return stories.map((story) => {
    lives += 1;
    const id = `c-${String(lives).padStart(4, '0')}`;
    const conversation = conversationAt(timelineOf(story(life(id))));
    if (!conversation) throw new Error('an empty story');
    return { ...conversation, id };
  });
}

function now(live: Live[], time: string, agents: AgentPresence[] = [], handled = nobody): Record<string, number | null> {
  const all = nowIndicators(live, agents, loads(live), handled, parameters, clock(time));
  return Object.fromEntries(all.map(({ id, value }) => [id.slice('now.'.length), value]));
}

function agent(named: Named, presence: AgentPresence['presence'], limit = 2): AgentPresence {
  return { id: named.id, presence, limit };
}

test('every id of the contract is there, in its order, with its unit', () => {
  const ids = nowIndicators([], [], new Map(), nobody, parameters, clock('10:00')).map(({ id, unit }) => `${id} ${unit}`);
  expect(ids).toEqual([
    'now.awaiting.agents count',
    'now.awaiting.customers count',
    'now.idle.agents count',
    'now.idle.customers count',
    'now.agents.online count',
    'now.agents.away count',
    'now.agents.offline count',
    'now.agents.serving count',
    'now.handle.mean ms',
    'now.handle.target ms',
    'now.queue.size count',
    'now.queue.longest ms',
    'now.capacity.free count',
  ]);
});

test('an empty desk counts nothing, and says nothing of what has no data', () => {
  expect(now([], '10:00')).toMatchObject({
    'awaiting.agents': 0,
    'queue.size': 0,
    'capacity.free': 0,
    'queue.longest': null,
    'handle.mean': null,
  });
});

describe('waiting for agents', () => {
  test('is first contact that no agent has ever answered, in the menu, in a queue or in service', () => {
    const live = desk(
      (c) => [c.opened('10:00')],
      (c) => [c.opened('10:00'), c.queued('10:01'), c.customer('10:02')],
      (c) => [c.opened('10:00'), c.assigned('10:01', ana)],
    );
    expect(now(live, '10:03')['awaiting.agents']).toBe(3);
  });

  test('a bot’s answer is no agent’s, an agent’s is', () => {
    const live = desk(
      (c) => [c.opened('10:00'), c.bot('10:01')],
      (c) => [c.opened('10:00'), c.assigned('10:01', ana), c.agent('10:02', ana)],
    );
    expect(now(live, '10:03')['awaiting.agents']).toBe(1);
  });

  test('active messages and ended conversations wait for nobody', () => {
    const live = desk(
      (c) => [c.opened('10:00', { direction: 'outbound' })],
      (c) => [c.opened('10:00'), c.cancelled('10:02')],
    );
    expect(now(live, '10:03')['awaiting.agents']).toBe(0);
  });
});

describe('waiting for customers', () => {
  test('from the agent’s first message until the customer’s next word, however much the agent adds', () => {
    const asked = (c: ReturnType<typeof life>): Told[] => [
      c.opened('10:00'),
      c.customer('10:00'),
      c.assigned('10:01', ana),
      c.agent('10:02', ana),
      c.agent('10:03', ana),
    ];
    const live = desk(
      asked,
      (c) => [...asked(c), c.customer('10:04')],
      (c) => [...asked(c), c.customer('10:04'), c.agent('10:05', ana)],
      (c) => [...asked(c), c.bot('10:04')],
    );
    expect(now(live, '10:06')['awaiting.customers']).toBe(2);
  });

  test('also for an active message that the customer has not answered', () => {
    expect(
      now(
        desk((c) => [c.opened('10:00', { direction: 'outbound' }), c.agent('10:00', ana)]),
        '10:01',
      )['awaiting.customers'],
    ).toBe(1);
  });
});

describe('idle', () => {
  const waiting = (c: ReturnType<typeof life>): Told[] => [c.opened('10:00'), c.queued('10:00'), c.customer('10:00')];

  test('means longer than the limit: exactly at it nobody is late yet', () => {
    const live = desk(waiting);
    expect(now(live, '10:05')['idle.agents']).toBe(0);
    const late = new Date(clock('10:05').getTime() + 1);
    expect(nowIndicators(live, [], new Map(), nobody, parameters, late).find(({ id }) => id === 'now.idle.agents')?.value).toBe(1);
  });

  test('the team owes an answer to whoever wrote last, or has been silent since an inbound opening', () => {
    const live = desk(
      waiting,
      (c) => [c.opened('10:00'), c.queued('10:01')],
      (c) => [c.opened('10:00'), c.assigned('10:01', ana), c.agent('10:02', ana), c.customer('10:03')],
    );
    expect(now(live, '10:09')).toMatchObject({ 'idle.agents': 3, 'idle.customers': 0 });
  });

  test('the customer owes one after an agent’s last word, wherever the conversation stands', () => {
    const live = desk(
      (c) => [c.opened('10:00'), c.assigned('10:01', ana), c.customer('10:01'), c.agent('10:02', ana)],
      (c) => [c.opened('10:00', { direction: 'outbound' }), c.agent('10:00', ana)],
    );
    expect(now(live, '10:09')).toMatchObject({ 'idle.agents': 0, 'idle.customers': 2 });
  });

  test('in the menu the team owes nothing, nor to an active message without an answer; a bot settles no debt', () => {
    const live = desk(
      (c) => [c.opened('10:00'), c.customer('10:01')],
      (c) => [c.opened('10:00', { direction: 'outbound' }), c.queued('10:00')],
      (c) => [...waiting(c), c.bot('10:08')],
    );
    expect(now(live, '10:09')['idle.agents']).toBe(1);
  });
});

describe('agents', () => {
  test('whose presence was never told count as offline', () => {
    const agents = [agent(ana, 'online'), agent(bia, null), { id: 'a-3', presence: 'away' as const, limit: 2 }];
    expect(now([], '10:00', agents)).toMatchObject({ 'agents.online': 1, 'agents.away': 1, 'agents.offline': 1 });
  });

  test('serve with at least one conversation in service, and only linked ones are counted', () => {
    const live = desk(
      (c) => [c.opened('10:00'), c.assigned('10:01', ana)],
      (c) => [c.opened('10:00'), c.assigned('10:01', ana)],
      (c) => [c.opened('10:00'), c.assigned('10:01', { id: 'a-unlinked' })],
    );
    expect(now(live, '10:02', [agent(ana, 'offline'), agent(bia, 'online')])['agents.serving']).toBe(1);
  });

  test('have room up to the limit while online; over it there is none, never less', () => {
    const three = desk(...Array.from({ length: 3 }, () => (c: ReturnType<typeof life>) => [c.opened('10:00'), c.assigned('10:01', ana)]));
    const room = (agents: AgentPresence[]): number | null | undefined => now(three, '10:02', agents)['capacity.free'];
    expect(room([agent(ana, 'online', 5)])).toBe(2);
    expect(room([agent(ana, 'online', 3)])).toBe(0);
    expect(room([agent(ana, 'online', 2), agent(bia, 'online', 2)])).toBe(2);
    expect(room([agent(ana, 'online', 2), agent(bia, 'away', 2)])).toBe(0);
  });
});

describe('handle time', () => {
  test('is the mean by conversation, beside its target and the number behind it', () => {
    const all = nowIndicators([], [], new Map(), { n: 4, sumMs: 10 * MINUTE }, parameters, clock('10:00'));
    expect(all.find(({ id }) => id === 'now.handle.mean')).toEqual({ id: 'now.handle.mean', value: 150_000, unit: 'ms', n: 4 });
    expect(all.find(({ id }) => id === 'now.handle.target')?.value).toBe(5 * MINUTE);
  });

  test('runs from the first agent to the end, over transfers and a reopening', () => {
    const [plain, reopened, again] = desk(
      (c) => [c.opened('10:00'), c.assigned('10:05', ana), c.assigned('10:10', bia), c.closed('10:20')],
      (c) => [c.opened('10:00'), c.assigned('10:05', ana), c.closed('10:20'), c.reopened('10:30')],
      (c) => [c.opened('10:00'), c.assigned('10:05', ana), c.closed('10:20'), c.reopened('10:30'), c.closed('10:45')],
    );
    expect([plain, reopened, again].map((one) => one && handleMs(one))).toEqual([15 * MINUTE, null, 40 * MINUTE]);
  });

  test('there is none without an agent, nor for a cancelled conversation', () => {
    const ended = desk(
      (c) => [c.opened('10:00'), c.queued('10:01'), c.closed('10:20')],
      (c) => [c.opened('10:00'), c.assigned('10:05', ana), c.cancelled('10:20')],
    );
    expect(ended.map(handleMs)).toEqual([null, null]);
  });
});

test('the queue is as long as its oldest wait, counted from the last time it was queued', () => {
  const live = desk(
    (c) => [c.opened('09:00'), c.queued('09:00'), c.assigned('09:10', ana), c.queued('10:00')],
    (c) => [c.opened('10:01'), c.queued('10:02')],
    (c) => [c.opened('08:00')],
  );
  expect(now(live, '10:10')).toMatchObject({ 'queue.size': 2, 'queue.longest': 10 * MINUTE });
});

describe('today', () => {
  test('adds up in every direction', () => {
    const value = Object.fromEntries(
      todayIndicators([
        { channel: 'whatsapp', state: 'closed', opened: 'new', count: 3 },
        { channel: 'whatsapp', state: 'queued', opened: 'carried', count: 2 },
        { channel: 'other', state: 'cancelled', opened: 'new', count: 1 },
        { channel: 'telegram', state: 'triage', opened: 'new', count: 4 },
        { channel: 'telegram', state: 'in_service', opened: 'carried', count: 5 },
      ]).map(({ id, value }) => [id.slice('today.'.length), value]),
    );
    expect(value).toEqual({
      total: 15,
      new: 8,
      carried: 7,
      triage: 4,
      queued: 2,
      in_service: 5,
      closed: 3,
      cancelled: 1,
      'channel.whatsapp': 5,
      'channel.telegram': 9,
      'channel.facebook': 0,
      'channel.instagram': 0,
      'channel.livechat': 0,
      'channel.other': 1,
    });
  });

  test('holds what was live at any moment of the day: also what ended at its first instant, not what ended before', () => {
    const dayStart = clock('03:00');
    const [atMidnight, before, live] = desk(
      (c) => [c.opened('01:00'), c.closed('03:00')],
      (c) => [c.opened('01:00'), c.closed('02:59:59')],
      (c) => [c.opened('01:00')],
    );
    expect([atMidnight, before, live].map((one) => one && belongsToDay(one, dayStart))).toEqual([true, false, true]);
  });
});

describe('the lists behind the counts', () => {
  const live = desk(
    (c) => [c.opened('10:00', { contact: { id: 'k', name: 'Maria' } }), c.queued('10:02', support), c.customer('10:03')],
    (c) => [c.opened('09:00'), c.queued('10:01', sales)],
    (c) => [c.opened('09:30'), c.assigned('09:31', ana), c.agent('09:40', ana)],
    (c) => [c.opened('09:50'), c.cancelled('09:55')],
  );
  const since = (list: Parameters<typeof waitingRows>[1]): string[] =>
    waitingRows(live, list, parameters.idleMs, clock('10:09')).map((row) => row.since.toISOString().slice(11, 16));

  test('have as many rows as the panel counts, the longest wait first', () => {
    expect(since('queue')).toEqual(['10:01', '10:02']);
    expect(since('awaiting.agents')).toEqual(['09:00', '10:00']);
    expect(since('awaiting.customers')).toEqual(['09:40']);
    expect(since('idle.agents')).toEqual(['09:00', '10:03']);
    expect(since('idle.customers')).toEqual(['09:40']);
    const panel = now(live, '10:09');
    for (const list of ['awaiting.agents', 'awaiting.customers', 'idle.agents', 'idle.customers'] as const) {
      expect(since(list)).toHaveLength(panel[list] ?? Number.NaN);
    }
  });

  test('queues stand by department, the longest wait first, each with its reason', () => {
    const rows: WaitingRow[] = waitingRows(live, 'queue', parameters.idleMs, clock('10:09'));
    const members = (id: string | null): AgentPresence[] => (id === sales.id ? [agent(ana, 'online', 1)] : [agent(bia, 'away')]);
    const queues = departmentQueues([...rows, ...rows.slice(1)], members, loads(live), clock('10:09'));
    expect(queues).toEqual([
      { department: sales, size: 1, longest: 8 * MINUTE, reason: { kind: 'at_limit', agents: 1, limit: 1 } },
      { department: support, size: 2, longest: 7 * MINUTE, reason: { kind: 'nobody_online' } },
    ]);
  });
});

describe('why a queue stands', () => {
  const load = new Map([
    [ana.id, 2],
    [bia.id, 5],
  ]);

  test.each<[string, AgentPresence[], object]>([
    ['nobody is there', [agent(ana, 'away'), agent(bia, 'offline'), { id: 'x', presence: null, limit: 2 }], { kind: 'nobody_online' }],
    ['nobody has ever said who is there', [agent(ana, null)], { kind: 'unknown' }],
    ['no agent is known', [], { kind: 'nobody_online' }],
    ['all are at one limit', [agent(ana, 'online', 2), agent(bia, 'online', 2)], { kind: 'at_limit', agents: 2, limit: 2 }],
    ['all are at limits of their own', [agent(ana, 'online', 2), agent(bia, 'online', 5)], { kind: 'at_limit', agents: 2, limit: null }],
    ['someone has room', [agent(ana, 'online', 4), agent(bia, 'online', 2)], { kind: 'free', agents: 1, places: 2 }],
    ['whoever is away has no room', [agent(ana, 'online', 2), agent(bia, 'away', 9)], { kind: 'at_limit', agents: 1, limit: 2 }],
  ])('%s', (_, agents, reason) => {
    expect(queueReason(agents, load)).toEqual(reason);
  });
});

test.each([
  ['Maria Souza', 'Maria S.'],
  ['Maria da Silva Souza', 'Maria S.'],
  ['  maria   souza ', 'maria S.'],
  ['Maria', 'Maria'],
  ['João Ávila', 'João Á.'],
  ['Zoë 𝒮mith', 'Zoë 𝒮.'],
  ['   ', ''],
])('in lists, %j is %j', (name, short) => {
  expect(shortName(name)).toBe(short);
});
