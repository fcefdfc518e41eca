/** The generic connector's event, as product.md §5 has it. */
import { Webhook } from 'standardwebhooks';
import { EVENT_TYPES } from '../../src/domain/events.ts';
import type { Received } from '../../src/helpdesk/connector.ts';
import { parseEvent } from '../../src/helpdesk/generic/event.ts';
import { createGeneric } from '../../src/helpdesk/generic/generic.ts';

const NOW = new Date('2026-11-22T14:00:00.000Z');
const parse = (json: unknown) => parseEvent(json, NOW);

/** The example of product.md, word for word. */
const EXAMPLE = `{"id":"evt-1","type":"conversation.opened","occurredAt":"2026-11-22T13:00:00.000Z",
 "conversation":{"id":"c-1","protocol":"20261122-000123","channel":"whatsapp","direction":"inbound",
  "contact":{"id":"k-9","name":"Maria Souza","phone":"+5511999990000"},"department":{"id":"d-1","name":"Suporte"},"subject":"…","url":"https://…"}}`;

const head = { id: 'e', occurredAt: '2026-11-22T13:00:00.000Z' };
const conversation = { id: 'c-1' };
const ONE_OF_EACH = [
  { ...head, type: 'conversation.opened', conversation: { id: 'c-1', channel: 'telegram' } },
  { ...head, type: 'conversation.queued', conversation, department: { id: 'd-1' } },
  { ...head, type: 'conversation.assigned', conversation, agent: { id: 'a-1', name: 'Ana' } },
  { ...head, type: 'conversation.closed', conversation, by: 'agent', reason: 'solved' },
  { ...head, type: 'conversation.cancelled', conversation, by: 'inactivity' },
  { ...head, type: 'conversation.reopened', conversation },
  { ...head, type: 'conversation.rated', conversation, score: 5, comment: 'great' },
  {
    ...head,
    type: 'message.created',
    conversation,
    agent: { id: 'a-1' },
    message: { id: 'm-1', from: 'agent', text: 'hi', attachments: [{ url: 'https://x.example/a.pdf', type: 'pdf', name: 'a.pdf' }] },
  },
  { ...head, type: 'agent.updated', agent: { id: 'a-1', name: 'Ana', email: 'ana@example.com', active: true } },
  { ...head, type: 'agent.presence', agent: { id: 'a-1' }, presence: 'away' },
  { ...head, type: 'department.updated', department: { id: 'd-1', name: 'Suporte', active: false } },
];

describe('an event', () => {
  test('of the contract page is taken whole', () => {
    expect(parse(JSON.parse(EXAMPLE)).event).toEqual({ ...JSON.parse(EXAMPLE), occurredAt: new Date('2026-11-22T13:00:00.000Z') });
  });

  test('of every type is taken as it stands', () => {
    expect(ONE_OF_EACH.map(({ type }) => type)).toEqual(EVENT_TYPES);
    for (const json of ONE_OF_EACH) expect(parse(json)).toEqual({ event: { ...json, occurredAt: new Date(json.occurredAt) } });
  });

  test('may say null where it has nothing to say', () => {
    const opened = {
      ...head,
      type: 'conversation.opened',
      conversation: { id: 'c', channel: 'other', contact: null, department: null, url: null, subject: null },
    };
    expect(parse(opened).event).toEqual({ ...opened, occurredAt: expect.any(Date), conversation: { id: 'c', channel: 'other' } });
  });

  test('has its names trimmed, its empty names dropped and its long texts cut', () => {
    const contact = { id: 'k', name: ` ${'n'.repeat(300)} `, phone: '  ' };
    const { event } = parse({
      ...head,
      type: 'conversation.opened',
      conversation: { id: 'c', channel: 'other', contact, subject: 's'.repeat(600) },
    });
    if (event?.type !== 'conversation.opened') throw new Error('not opened');
    expect(event.conversation.contact).toEqual({ id: 'k', name: `${'n'.repeat(199)}…` });
    expect(event.conversation.subject).toHaveLength(500);
    const { event: message } = parse({
      ...head,
      type: 'message.created',
      conversation,
      message: { id: 'm', from: 'contact', text: ` ${'😀'.repeat(15_000)}` },
    });
    if (message?.type !== 'message.created') throw new Error('not a message');
    expect(message.message.text).toHaveLength(20_000);
    expect(message.message.text).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
    expect(message.message.text?.startsWith(' 😀')).toBe(true);
  });

  test.each([
    [
      { ...ONE_OF_EACH[0], conversation: { id: 'c', channel: 'fax' } },
      'conversation.channel: expected one of whatsapp, telegram, facebook, instagram, livechat, other',
    ],
    [
      { id: 'x-2', type: 'conversation.opened' },
      'occurredAt: expected an ISO 8601 instant with its zone, such as 2026-11-22T13:00:00.000Z; conversation: expected an object',
    ],
    [{ ...head, type: 'no.such.type' }, `type: expected one of ${EVENT_TYPES.join(', ')}`],
    [{ ...head, type: 'conversation.reopened', conversation: { id: '' } }, 'conversation.id: expected a text of 1 to 200 characters'],
    [{ ...head, type: 'conversation.reopened', conversation: { id: 57 } }, 'conversation.id: expected a text of 1 to 200 characters'],
    [{ ...head, type: 'conversation.reopened', conversation, id: 'x'.repeat(201) }, 'id: expected a text of 1 to 200 characters'],
    [{ ...head, type: 'conversation.assigned', conversation }, 'agent: expected an object'],
    [{ ...head, type: 'conversation.closed', conversation, by: 'robot' }, 'by: expected one of agent, contact, system, inactivity'],
    [{ ...head, type: 'conversation.rated', conversation, score: 6 }, 'score: expected a number from 1 to 5'],
    [{ ...head, type: 'agent.updated', agent: { id: 'a', name: ' ' } }, 'agent.name: expected a text that is not empty'],
    [
      { ...ONE_OF_EACH[7], message: { id: 'm', from: 'agent', attachments: [{ url: 'javascript:alert(1)' }] } },
      'message.attachments.0.url: expected an http or https address of at most 2000 characters',
    ],
    [
      { ...ONE_OF_EACH[5], occurredAt: '2026-11-22 13:00:00' },
      'occurredAt: expected an ISO 8601 instant with its zone, such as 2026-11-22T13:00:00.000Z',
    ],
    [
      { ...ONE_OF_EACH[5], occurredAt: '2026-02-31T25:00:00Z' },
      'occurredAt: expected an ISO 8601 instant with its zone, such as 2026-11-22T13:00:00.000Z',
    ],
    [{ ...ONE_OF_EACH[5], occurredAt: '1970-01-01T00:00:00Z' }, 'occurredAt: expected an instant of 1990 or later'],
    [
      { ...ONE_OF_EACH[5], occurredAt: '2026-11-23T14:00:01Z' },
      'occurredAt: expected an instant that is not more than a day in the future',
    ],
    ['hello', 'expected an object'],
    [null, 'expected an object'],
  ])('that is wrong is refused in words: %#', (json, reason) => expect(parse(json)).toEqual({ reason }));

  test.each(['2026-11-22T13:00:00Z', '2026-11-22T10:00:00-03:00', '2026-11-22T10:00-0300', '2026-11-22T13:00:00.000000Z'])(
    'may write its instant as %s',
    (occurredAt) => {
      expect(parse({ ...ONE_OF_EACH[5], occurredAt }).event?.occurredAt).toEqual(new Date('2026-11-22T13:00:00.000Z'));
    },
  );
});

describe('a post', () => {
  const secret = Buffer.from('twenty-four bytes or so.').toString('base64');
  const post = (body: unknown, connector = createGeneric({ secret })) => {
    const rawBody = Buffer.from(JSON.stringify(body));
    const at = new Date();
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', at, rawBody),
    };
    return connector.receive({ headers, rawBody, path: '', receivedAt: at });
  };
  const opened = { ...ONE_OF_EACH[0], occurredAt: new Date().toISOString() };

  test('keeps the good events of a batch and names the bad ones by their place', () => {
    const result = post([opened, { id: 'x-2', type: 'conversation.opened' }, { ...opened, id: 'e-3' }, 7]) as Received;
    expect(result.events.map(({ id }) => id)).toEqual(['e', 'e-3']);
    expect(result.positions).toEqual([0, 2]);
    expect(result.rejected).toEqual([
      { index: 1, reason: expect.stringContaining('occurredAt') },
      { index: 3, reason: 'expected an object' },
    ]);
  });

  test('may be a single event, and an empty batch is a batch', () => {
    expect(post(opened)).toMatchObject({ events: [{ id: 'e' }], positions: [0] });
    expect(post([])).toEqual({ kind: 'events', events: [], positions: [], rejected: [], ignored: 0 });
  });

  test('holds a thousand events and not one more', () => {
    expect(post(Array.from({ length: 1_000 }, () => opened))).toMatchObject({ kind: 'events' });
    expect(post(Array.from({ length: 1_001 }, () => opened))).toMatchObject({
      kind: 'refused',
      status: 413,
      message: expect.stringContaining('1000'),
    });
  });

  test('is signed with the secret with or without whsec_', () => {
    expect(post(opened, createGeneric({ secret: `whsec_${secret}` }))).toMatchObject({ kind: 'events' });
  });

  test('a secret that is not base64 stops the start and is named, not shown', () => {
    expect(() => createGeneric({ secret: 'not base64!' })).toThrow(/^GENERIC_WEBHOOK_SECRET: expected base64/);
  });
});

test('165,000 events are parsed within the time of an import: far under 250 µs each, even on a busy machine', () => {
  const lines = Array.from({ length: 5_000 }, (_, index) =>
    JSON.stringify({ ...ONE_OF_EACH[index % ONE_OF_EACH.length], id: `e-${index}` }),
  );
  const from = process.cpuUsage().user;
  for (const line of lines) if (!parse(JSON.parse(line)).event) throw new Error(line);
  expect((process.cpuUsage().user - from) / lines.length).toBeLessThan(250);
});
