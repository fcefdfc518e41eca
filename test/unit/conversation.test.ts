/** The life of a conversation, as a supervisor would tell it. */
import fc from 'fast-check';
import { type Conversation, conversationAt, isLive, timelineOf } from '../../src/domain/conversation.ts';
import type { ConversationEvent, HelpdeskEvent, MessageEvent } from '../../src/domain/events.ts';
import { STREAM_END, STREAM_START, streams } from '../streams.ts';
import { ana, bia, clock, life, sales, support } from '../told.ts';

type Told = ConversationEvent | MessageEvent;

function after(told: readonly Told[], time?: string): Conversation {
  const conversation = conversationAt(timelineOf(told), time === undefined ? undefined : clock(time));
  if (!conversation) throw new Error('nothing was told');
  return conversation;
}

let c = life('c-1');
beforeEach(() => {
  c = life('c-1');
});

test('from the menu to the queue to an agent to the end', () => {
  const day = [
    c.opened('10:00', { direction: 'inbound', protocol: '20261122-000123' }),
    c.queued('10:01', support),
    c.assigned('10:05', ana),
    c.closed('10:30', 'agent', 'solved'),
  ];
  const states = ['10:00', '10:01', '10:05', '10:30'].map((time) => after(day, time).state);
  expect(states).toEqual(['triage', 'queued', 'in_service', 'closed']);
  expect(conversationAt(timelineOf(day), clock('09:59'))).toBeUndefined();
  expect(after(day)).toMatchObject({
    channel: 'whatsapp',
    protocol: '20261122-000123',
    openedAt: clock('10:00'),
    firstQueuedAt: clock('10:01'),
    queuedAt: null,
    department: support,
    agent: ana,
    firstAssignedAt: clock('10:05'),
    firstAgent: ana,
    endedAt: clock('10:30'),
    endedBy: 'agent',
    endReason: 'solved',
    endedFrom: 'in_service',
    transfers: 0,
  });
});

test('a step happens at its very instant, not a millisecond earlier', () => {
  const timeline = timelineOf([c.opened('10:00'), c.queued('10:01')]);
  expect(conversationAt(timeline, clock('10:01'))?.state).toBe('queued');
  expect(conversationAt(timeline, new Date(clock('10:01').getTime() - 1))?.state).toBe('triage');
});

describe('given up', () => {
  test.each([
    ['triage', []],
    ['queued', ['queued']],
    ['in_service', ['queued', 'assigned']],
  ] as const)('in %s', (from, steps) => {
    const lived: Told[] = [c.opened('10:00')];
    for (const step of steps) lived.push(step === 'queued' ? c.queued('10:01', support) : c.assigned('10:02', ana));
    expect(after([...lived, c.cancelled('10:09', 'inactivity')])).toMatchObject({
      state: 'cancelled',
      endedFrom: from,
      endedBy: 'inactivity',
      endedAt: clock('10:09'),
      queuedAt: null,
    });
  });

  test('and what comes after the end changes nothing of it: the first end counts', () => {
    const ended = [c.opened('10:00'), c.queued('10:01'), c.cancelled('10:09', 'contact')];
    expect(after([...ended, c.closed('10:10', 'agent'), c.queued('10:11'), c.assigned('10:12', ana)])).toEqual(after(ended));
  });
});

describe('transferred', () => {
  const served = (): Told[] => [c.opened('10:00'), c.queued('10:01', support), c.assigned('10:02', ana)];

  test('to another agent, who serves it from then on', () => {
    expect(after([...served(), c.assigned('10:10', bia)])).toMatchObject({
      state: 'in_service',
      agent: bia,
      firstAgent: ana,
      transfers: 1,
    });
  });

  test('to another department’s queue, where a new wait begins', () => {
    const back = [...served(), c.queued('10:10', sales)];
    expect(after(back)).toMatchObject({
      state: 'queued',
      department: sales,
      agent: null,
      firstQueuedAt: clock('10:01'),
      queuedAt: clock('10:10'),
      firstAssignedAt: clock('10:02'),
      transfers: 1,
    });
    expect(after([...back, c.assigned('10:20', bia)])).toMatchObject({ agent: bia, firstAgent: ana, transfers: 1 });
  });

  test('is not what an agent does who is told of twice, nor a wait that goes on', () => {
    expect(after([...served(), c.assigned('10:10', ana)]).transfers).toBe(0);
    const waiting = [c.opened('11:00'), c.queued('11:01', support), c.queued('11:09', sales)];
    expect(after(waiting)).toMatchObject({ queuedAt: clock('11:01'), department: sales, transfers: 0 });
  });
});

describe('reopened', () => {
  test('goes back to its agent', () => {
    const again = [c.opened('10:00'), c.queued('10:01'), c.assigned('10:02', ana), c.closed('10:30'), c.reopened('11:00')];
    expect(after(again)).toMatchObject({ state: 'in_service', agent: ana, endedAt: null, endedBy: null, endedFrom: null, transfers: 0 });
    expect(after([...again, c.closed('11:20', 'contact')])).toMatchObject({ endedAt: clock('11:20'), endedBy: 'contact' });
  });

  test('goes back to the queue it has been in, and waits anew', () => {
    const again = [c.opened('10:00'), c.queued('10:01', support), c.cancelled('10:30'), c.reopened('11:00')];
    expect(after(again)).toMatchObject({ state: 'queued', queuedAt: clock('11:00'), firstQueuedAt: clock('10:01'), department: support });
  });

  test('goes back to the menu when it never left it', () => {
    expect(after([c.opened('10:00'), c.cancelled('10:30'), c.reopened('11:00')])).toMatchObject({ state: 'triage', queuedAt: null });
  });

  test('changes nothing of a live one', () => {
    const live = [c.opened('10:00'), c.queued('10:01')];
    expect(after([...live, c.reopened('10:05')])).toEqual(after(live));
  });
});

describe('told late or not at all', () => {
  test('a message before the opening counts, and the conversation began with it until the opening is known', () => {
    const told = [c.customer('09:58'), c.opened('10:00', { channel: 'telegram' })];
    expect(after(told, '09:59')).toMatchObject({ openedAt: clock('09:58'), announced: false, channel: 'other' });
    expect(after(told)).toMatchObject({ openedAt: clock('10:00'), announced: true, channel: 'telegram', lastMessageAt: clock('09:58') });
  });

  test('a late opening keeps what has happened meanwhile', () => {
    const told = [c.queued('10:00', sales), c.assigned('10:05', ana), c.opened('10:06', { department: support, agent: bia })];
    expect(after(told)).toMatchObject({ state: 'in_service', agent: ana, department: sales, openedAt: clock('10:06'), transfers: 0 });
  });

  test('a second opening completes what is known and does not move the first', () => {
    const told = [c.opened('10:00', { subject: 'Fatura' }), c.opened('10:05', { protocol: '7', channel: 'telegram' })];
    expect(after(told)).toMatchObject({ openedAt: clock('10:00'), subject: 'Fatura', protocol: '7', channel: 'telegram' });
  });

  test('never opened, it began at its earliest event, whichever arrived first', () => {
    const told = [c.assigned('10:05', ana), c.queued('10:01'), c.customer('10:03')];
    expect(after(told)).toMatchObject({ openedAt: clock('10:01'), announced: false, state: 'in_service', direction: 'inbound' });
  });

  test('an opening that names its agent assigns it', () => {
    expect(after([c.opened('10:00', { agent: ana, department: support })])).toMatchObject({
      state: 'in_service',
      agent: ana,
      department: support,
      firstAssignedAt: clock('10:00'),
    });
  });
});

describe('who wrote', () => {
  test('the first word of an agent, the customer’s reply to it, and the last word', () => {
    const talk = [
      c.opened('10:00'),
      c.customer('10:00:10'),
      c.assigned('10:01', ana),
      c.agent('10:02', bia),
      c.agent('10:03', ana),
      c.customer('10:04'),
      c.customer('10:05'),
    ];
    expect(after(talk)).toMatchObject({
      firstAgentMessageAt: clock('10:02'),
      firstResponder: bia,
      contactRepliedAt: clock('10:04'),
      lastMessageAt: clock('10:05'),
      lastMessageFrom: 'contact',
    });
  });

  test('an agent’s message without a name comes from the assigned one', () => {
    expect(after([c.opened('10:00'), c.assigned('10:01', ana), c.agent('10:02')]).firstResponder).toEqual(ana);
  });

  test('bots do not count', () => {
    const talk = [c.opened('10:00'), c.customer('10:01'), c.bot('10:02'), c.bot('10:03')];
    expect(after(talk)).toMatchObject({ lastMessageAt: clock('10:01'), lastMessageFrom: 'contact', firstAgentMessageAt: null });
  });

  test('a message told twice was said once, when it was first said', () => {
    const once = [c.opened('10:00'), c.agent('10:01', ana, 'm-1'), c.customer('10:02', undefined, 'm-2')];
    const twice = [...once, c.agent('10:09', ana, 'm-1')];
    expect(timelineOf(twice)).toEqual(timelineOf(once));
    expect(after(twice)).toMatchObject({ lastMessageFrom: 'contact', lastMessageAt: clock('10:02') });
  });
});

test('a rating comes after the end and may be corrected', () => {
  const told = [c.opened('10:00'), c.closed('10:30'), c.rated('10:40', 2, 'slow'), c.rated('10:41', 4)];
  expect(after(told, '10:40').rating).toEqual({ score: 2, comment: 'slow', at: clock('10:40') });
  expect(after(told)).toMatchObject({ state: 'closed', rating: { score: 4, comment: undefined, at: clock('10:41') } });
});

describe('at one and the same instant', () => {
  test('the contract’s order holds whatever the ids: opened, queued, assigned, closed, reopened, rated, message', () => {
    const t = '10:00';
    const all = [c.customer(t), c.rated(t, 5), c.reopened(t), c.closed(t), c.assigned(t, ana), c.queued(t, support), c.opened(t)];
    expect(timelineOf(all).map(({ type }) => type)).toEqual(['opened', 'queued', 'assigned', 'closed', 'reopened', 'rated', 'message']);
  });

  test('of two ends the lower id counts', () => {
    const [first, second] = [c.cancelled('10:05'), c.closed('10:05')];
    expect(after([c.opened('10:00'), second, first]).state).toBe('cancelled');
    expect(after([c.opened('10:00'), { ...first, id: 'z' }, second]).state).toBe('closed');
  });
});

test('a helpdesk that repeats what it knows with every webhook leaves the timeline short', () => {
  const told: Told[] = [];
  for (let minute = 10; minute < 50; minute += 1) {
    const time = `10:${minute}`;
    told.push(c.opened(time, { subject: 'Fatura', department: support }), c.queued(time, support), c.assigned(time, ana, support));
  }
  const quiet = told.filter((event, index) => index < 3 || event.type !== 'conversation.queued');
  expect(timelineOf(quiet).map(({ type }) => type)).toEqual(['opened', 'queued', 'assigned']);
  const closing = Array.from({ length: 20 }, (_, index) => c.closed(`11:${index + 10}`));
  expect(timelineOf([...quiet, ...closing])).toHaveLength(4);
  expect(after([...quiet, ...closing]).endedAt).toEqual(clock('11:10'));
});

test('as of any instant it is what the events up to then make of it', () => {
  const moments = fc.array(fc.integer({ min: STREAM_START - 1, max: STREAM_END }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(streams(1, ''), moments, (events: HelpdeskEvent[], instants) => {
      const told = events.filter((event): event is Told => 'conversation' in event);
      const timeline = timelineOf(told);
      for (const instant of [...instants, ...told.map(({ occurredAt }) => occurredAt.getTime())]) {
        const at = new Date(instant);
        const known = told.filter(({ occurredAt }) => occurredAt <= at);
        expect(conversationAt(timeline, at)).toEqual(conversationAt(timelineOf(known)));
      }
    }),
    { numRuns: 250 },
  );
});

test('an ended one tells when and from where, a live one neither', () => {
  fc.assert(
    fc.property(streams(1, ''), (events) => {
      const conversation = conversationAt(timelineOf(events.filter((event): event is Told => 'conversation' in event)));
      if (!conversation) throw new Error('nothing was told');
      expect(conversation.endedAt === null).toBe(isLive(conversation));
      expect(conversation.endedFrom === null).toBe(isLive(conversation));
      expect(conversation.queuedAt !== null).toBe(conversation.state === 'queued');
      if (conversation.state === 'in_service') expect(conversation.agent).not.toBeNull();
    }),
    { numRuns: 250 },
  );
});
