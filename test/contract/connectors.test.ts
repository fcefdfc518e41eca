/** What every helpdesk connector owes: it believes nobody without proof, says plainly what it expected, and never throws. */
import { createHmac, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { createChatwoot } from '../../src/helpdesk/chatwoot/chatwoot.ts';
import type { Connector, WebhookRequest } from '../../src/helpdesk/connector.ts';
import { createGeneric } from '../../src/helpdesk/generic/generic.ts';
import { delivered, snapshotOf, talk } from '../fakes/chatwoot-webhooks.ts';

const MINUTE = 60_000;

interface Sender {
  connector: (secret: string | undefined) => Connector;
  secret: string;
  otherSecret: string;
  variable: string;
  /** A request as the helpdesk would sign it. */
  request: (body: string, how?: { secret?: string; sentAt?: number }) => WebhookRequest;
  unsigned: (request: WebhookRequest) => WebhookRequest;
  /** A good event, with fields nobody knows when asked. */
  good: (more?: object) => string;
  unknownType: string;
}

const key = (text: string) => Buffer.from(text.padEnd(24, '.')).toString('base64');

const GENERIC_SECRET = `whsec_${key('the right one')}`;
const CHATWOOT_SECRET = 'the right one';

const generic: Sender = {
  connector: (secret) => createGeneric({ secret }),
  secret: GENERIC_SECRET,
  otherSecret: `whsec_${key('another')}`,
  variable: 'GENERIC_WEBHOOK_SECRET',
  request(body, { secret = GENERIC_SECRET, sentAt = Date.now() } = {}) {
    const id = randomUUID();
    const timestamp = String(Math.floor(sentAt / 1_000));
    const bytes = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const signature = createHmac('sha256', bytes).update(`${id}.${timestamp}.${body}`).digest('base64');
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
    return { headers, rawBody: Buffer.from(body), path: '', receivedAt: new Date() };
  },
  unsigned: (request) => ({ ...request, headers: { ...request.headers, 'webhook-signature': undefined } }),
  good: (more = {}) =>
    JSON.stringify({
      id: 'evt-1',
      type: 'conversation.opened',
      occurredAt: new Date().toISOString(),
      conversation: { id: 'c-1', channel: 'whatsapp', ...more },
      ...more,
    }),
  unknownType: JSON.stringify({ id: 'evt-2', type: 'no.such.type', occurredAt: new Date().toISOString() }),
};

const chatwoot: Sender = {
  connector: (webhookSecret) => createChatwoot({ webhookSecret, accountId: '1', url: 'https://chat.example.com' }),
  secret: CHATWOOT_SECRET,
  otherSecret: 'another',
  variable: 'CHATWOOT_WEBHOOK_SECRET',
  request(body, { secret = CHATWOOT_SECRET, sentAt = Date.now() } = {}) {
    return { ...delivered(body, { secret, sentAt }), receivedAt: new Date() };
  },
  unsigned: (request) => ({ ...request, headers: { ...request.headers, 'x-chatwoot-signature': undefined } }),
  good: (more = {}) => JSON.stringify({ ...snapshotOf(talk()), ...more, event: 'conversation_created' }),
  unknownType: JSON.stringify({ event: 'conversation_taught_to_sing', account: { id: 1 }, id: 57 }),
};

describe.each([
  ['generic', generic],
  ['chatwoot', chatwoot],
])('%s', (name, sender) => {
  const connector = sender.connector(sender.secret);
  const receive = (request: WebhookRequest) => connector.receive(request);

  test('is called by its name in the address', () => expect(connector.name).toBe(name));

  test('takes what is signed with the right secret, each event with its place in the post', () => {
    const result = receive(sender.request(sender.good()));
    expect(result).toMatchObject({ kind: 'events', rejected: [], ignored: 0 });
    if (result.kind !== 'events') throw new Error('refused');
    expect(result.events[0]).toMatchObject({ type: 'conversation.opened', conversation: { channel: 'whatsapp' } });
    expect(result.positions).toEqual(result.events.map(() => 0));
  });

  test('does not mind fields it does not know', () => {
    const plain = receive(sender.request(sender.good()));
    const more = receive(sender.request(sender.good({ never_seen: { deep: [1, null] }, group_contacts: [] })));
    expect(more).toMatchObject({ kind: 'events', rejected: [] });
    expect(JSON.stringify(more)).not.toContain('never_seen');
    expect(more.kind === 'events' && more.events.length).toBe(plain.kind === 'events' && plain.events.length);
  });

  test.each([
    ['signed with another secret', () => sender.request(sender.good(), { secret: sender.otherSecret })],
    ['not signed', () => sender.unsigned(sender.request(sender.good()))],
    ['changed on the way', () => ({ ...sender.request(sender.good()), rawBody: Buffer.from(sender.good({ subject: 'x' })) })],
    ['sent an hour ago', () => sender.request(sender.good(), { sentAt: Date.now() - 60 * MINUTE })],
    ['sent an hour from now', () => sender.request(sender.good(), { sentAt: Date.now() + 60 * MINUTE })],
  ])('refuses with 401 what is %s', (_, request) => {
    const result = receive(request());
    expect(result).toMatchObject({ kind: 'refused', status: 401, message: expect.stringMatching(/^.{20,200}$/) });
    expect(JSON.stringify(result)).not.toContain(sender.secret);
  });

  test.each([-4, 4])('takes a clock that is %d minutes off', (minutes) => {
    expect(receive(sender.request(sender.good(), { sentAt: Date.now() + minutes * MINUTE }))).toMatchObject({ kind: 'events' });
  });

  test('without a secret refuses everybody and names the variable to set', () => {
    const result = sender.connector(undefined).receive(sender.request(sender.good()));
    expect(result).toMatchObject({ kind: 'refused', status: 401, message: expect.stringContaining(sender.variable) });
  });

  test.each([
    ['no JSON', '{"event":'],
    ['empty', ''],
    ['a word', '"hello"'],
    ['nothing', 'null'],
  ])('refuses with 400 a signed body that is %s', (_, body) => {
    expect(receive(sender.request(body))).toMatchObject({ kind: 'refused', status: 400, message: expect.stringContaining('expected') });
  });

  test('keeps going at a type it does not know, and counts it', () => {
    const result = receive(sender.request(sender.unknownType));
    expect(result).toMatchObject({ kind: 'events', events: [] });
    expect(result.kind === 'events' && result.ignored + result.rejected.length).toBe(1);
  });

  test('throws at nothing that can be signed', () => {
    const shapes = fc.oneof(
      fc.json(),
      fc.json().map((json) => sender.good({ conversation: JSON.parse(json), id: JSON.parse(json), meta: JSON.parse(json) })),
    );
    fc.assert(
      fc.property(shapes, (body) => {
        expect(['events', 'refused']).toContain(receive(sender.request(body)).kind);
      }),
    );
  });

  test('throws at no headers, whatever they hold', () => {
    const request = sender.request(sender.good());
    const headers = fc.record(
      Object.fromEntries(Object.keys(request.headers).map((header) => [header, fc.option(fc.string(), { nil: undefined })])),
    );
    fc.assert(fc.property(headers, (odd) => expect(receive({ ...request, headers: odd })).toMatchObject({ kind: 'refused', status: 401 })));
  });
});
