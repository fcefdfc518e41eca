/**
 * What every helpdesk connector owes: it believes nobody without proof, says plainly what it expected, and never throws.
 * One with an API tells who is there, sends a text once or says that it does not know, and keeps its token to itself.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { createChatwoot } from '../../src/helpdesk/chatwoot/chatwoot.ts';
import { type Connector, type HelpdeskApi, HelpdeskError, type WebhookRequest } from '../../src/helpdesk/connector.ts';
import { createGeneric } from '../../src/helpdesk/generic/generic.ts';
import { startChatwootApi } from '../fakes/chatwoot-api.ts';
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
  /** A helpdesk whose API answers; absent where a connector has none. */
  open?: () => Promise<Helpdesk>;
}

/** A local helpdesk with two agents, Ana and Bruno, a team of both and one of nobody, and one conversation. */
interface Helpdesk {
  token: string;
  /** `token` null: none is configured. */
  connector: (part?: { token?: string | null; timeoutMs?: number }) => Connector;
  /** Our ids. */
  ids: { ana: string; bruno: string; both: string; nobody: string; conversation: string; noConversation: string };
  /** The texts that reached the contact, and how many times the helpdesk was told to send. */
  sent: () => string[];
  posts: () => number;
  /** What happens to the next text: `hang` and `cut` take it and do not answer; a status is answered instead of it. */
  failSending: (fault: 'hang' | 'cut' | number) => void;
  /** The next list of agents is answered with a status, or not at all. */
  failListing: (fault: 'hang' | number) => void;
  close: () => Promise<void>;
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
  async open() {
    const token = 'kept-to-itself-8c1f';
    const server = await startChatwootApi({ token });
    return {
      token,
      connector: ({ token: given = token, timeoutMs } = {}) =>
        createChatwoot({ webhookSecret: CHATWOOT_SECRET, accountId: '1', url: server.url, token: given ?? undefined, timeoutMs }),
      ids: {
        ana: 'chatwoot:2',
        bruno: 'chatwoot:3',
        both: 'chatwoot:7',
        nobody: 'chatwoot:8',
        conversation: 'chatwoot:57',
        noConversation: 'chatwoot:58',
      },
      sent: () => server.written.filter((one) => !one.private && one.messageType === 'outgoing').map(({ content }) => content),
      posts: () => server.asked.filter((one) => one.startsWith('POST')).length,
      failSending: (fault) => server.fail('POST messages', typeof fault === 'number' ? { status: fault } : fault),
      failListing: (fault) => server.fail('GET agents', typeof fault === 'number' ? { status: fault } : fault),
      close: server.close,
    };
  },
};

const SENDERS = { generic, chatwoot };

describe.each(Object.entries(SENDERS))('%s', (name, sender) => {
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

  test('knows the conversations it told of as its own, and no other connector does', () => {
    const result = receive(sender.request(sender.good()));
    if (result.kind !== 'events') throw new Error('refused');
    const ids = result.events.flatMap((event) => ('conversation' in event ? [event.conversation.id] : []));
    expect(ids).not.toHaveLength(0);
    for (const id of ids) {
      const owners = Object.values(SENDERS).map((one) => one.connector(undefined));
      expect(owners.filter((one) => one.owns(id)).map((one) => one.name)).toEqual([name]);
    }
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

const TEXT = 'Olá Maria, o seu protocolo é 57.';
const WITH_API = Object.entries(SENDERS).flatMap(([name, { open }]) => (open ? [[name, open] as const] : []));

test('the generic connector has no API: it can only be told', () => {
  expect(generic.connector(GENERIC_SECRET).api).toBeUndefined();
});

describe.each(WITH_API)('the API of %s', (_, open) => {
  let helpdesk: Helpdesk;
  let api: HelpdeskApi;
  const apiOf = (part?: Parameters<Helpdesk['connector']>[0]): HelpdeskApi => {
    const found = helpdesk.connector(part).api;
    if (!found) throw new Error('expected an API');
    return found;
  };
  /** What the rejection of a list says; a list that comes fails the test. */
  const complaint = async (given: HelpdeskApi): Promise<HelpdeskError> => {
    const error: unknown = await given.directory().then(
      () => new Error('expected no list'),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof HelpdeskError)) throw error;
    return error;
  };

  beforeEach(async () => {
    helpdesk = await open();
    api = apiOf();
  });
  afterEach(() => helpdesk.close());

  test('is not there without a token', () => expect(helpdesk.connector({ token: null }).api).toBeUndefined());

  test('tells everyone and every team, by the ids that events carry', async () => {
    const { ana, bruno, both, nobody } = helpdesk.ids;
    const { agents, departments } = await api.directory();
    expect(agents).toEqual([
      { id: ana, name: 'Ana Lima', email: 'ana.lima@example.com' },
      { id: bruno, name: 'Bruno Reis', email: 'bruno.reis@example.com' },
    ]);
    expect(departments).toEqual([
      { id: both, name: 'suporte', members: [ana, bruno] },
      { id: nobody, name: 'vendas', members: [] },
    ]);
  });

  test('sends a text to the contact, once, and tells the message', async () => {
    const sent = await api.send(helpdesk.ids.conversation, TEXT);
    expect(sent).toEqual({ ok: true, message: expect.stringMatching(/\S/) });
    expect(helpdesk.sent()).toEqual([TEXT]);
    expect(helpdesk.posts()).toBe(1);
  });

  test('two sends are two messages', async () => {
    const [first, second] = [await api.send(helpdesk.ids.conversation, TEXT), await api.send(helpdesk.ids.conversation, TEXT)];
    expect(first.ok && second.ok && first.message !== second.message).toBe(true);
    expect(helpdesk.sent()).toHaveLength(2);
  });

  test.each(['hang', 'cut', 500, 502, 503] as const)('does not know, and does not send again, when sending ends in %s', async (fault) => {
    helpdesk.failSending(fault);
    expect(await apiOf({ timeoutMs: 600 }).send(helpdesk.ids.conversation, TEXT)).toMatchObject({ ok: false, reason: 'unknown' });
    expect(helpdesk.posts()).toBe(1);
  });

  test.each([
    [401, 'forbidden'],
    [403, 'forbidden'],
    [422, 'refused'],
    [429, 'refused'],
    [302, 'unreachable'],
  ])('a %d while sending is %s, and not tried again', async (status, reason) => {
    helpdesk.failSending(status);
    expect(await api.send(helpdesk.ids.conversation, TEXT)).toMatchObject({ ok: false, reason });
    expect(helpdesk.posts()).toBe(1);
    expect(helpdesk.sent()).toEqual([]);
  });

  test('tells when to try again where too much was asked', async () => {
    helpdesk.failSending(429);
    const sent = await api.send(helpdesk.ids.conversation, TEXT);
    expect(!sent.ok && sent.retryAfterMs).toBeGreaterThan(0);
  });

  test('a conversation that is not there is gone, whatever its id is made of', async () => {
    for (const id of [helpdesk.ids.noConversation, 'x', '', `${helpdesk.ids.conversation}/../..`, '../agents?']) {
      expect(await api.send(id, TEXT)).toMatchObject({ ok: false, reason: 'gone' });
    }
    expect(helpdesk.posts()).toBe(0);
  });

  test.each(['', ' \n'])('does not send a text of nothing (%j)', async (text) => {
    expect(await api.send(helpdesk.ids.conversation, text)).toMatchObject({ ok: false, reason: 'refused' });
    expect(helpdesk.posts()).toBe(0);
  });

  test('without a helpdesk at the other end nothing is sent and nobody listed', async () => {
    await helpdesk.close();
    expect(await api.send(helpdesk.ids.conversation, TEXT)).toMatchObject({ ok: false, reason: 'unreachable' });
    expect((await complaint(api)).fault).toMatchObject({ reason: 'unreachable' });
  });

  test.each([
    [401, 'forbidden'],
    [404, 'unreachable'],
    [429, 'refused'],
    [500, 'unreachable'],
    ['hang', 'unreachable'],
  ] as const)('a list that ends in %s is %s', async (fault, reason) => {
    helpdesk.failListing(fault);
    expect((await complaint(apiOf({ timeoutMs: 600 }))).fault).toMatchObject({ reason });
  });

  test('whoever gives up before it was sent sends nothing; while it is sent, nobody knows', async () => {
    expect(await api.send(helpdesk.ids.conversation, TEXT, AbortSignal.abort())).toMatchObject({ ok: false, reason: 'unreachable' });
    expect(helpdesk.posts()).toBe(0);

    helpdesk.failSending('hang');
    const asker = new AbortController();
    const sending = api.send(helpdesk.ids.conversation, TEXT, asker.signal);
    while (helpdesk.sent().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    asker.abort();
    expect(await sending).toMatchObject({ ok: false, reason: 'unknown' });
  });

  test('a wrong token is refused', async () => {
    const wrong = apiOf({ token: 'another' });
    expect(await wrong.send(helpdesk.ids.conversation, TEXT)).toMatchObject({ ok: false, reason: 'forbidden' });
    expect((await complaint(wrong)).fault).toMatchObject({ reason: 'forbidden' });
    expect(helpdesk.sent()).toEqual([]);
  });

  test('the token stands in no error', async () => {
    const said: unknown[] = [];
    for (const fault of ['hang', 'cut', 302, 400, 401, 403, 404, 422, 429, 500] as const) {
      helpdesk.failSending(fault);
      said.push(await apiOf({ timeoutMs: 100 }).send(helpdesk.ids.conversation, TEXT));
    }
    for (const fault of ['hang', 302, 401, 404, 500] as const) {
      helpdesk.failListing(fault);
      said.push(await complaint(apiOf({ timeoutMs: 100 })));
    }
    await helpdesk.close();
    said.push(await api.send(helpdesk.ids.conversation, TEXT), await complaint(api));
    for (const odd of [`${helpdesk.token}\n`, `${helpdesk.token} `, `${helpdesk.token}\u{1f511}`]) {
      expect(() => helpdesk.connector({ token: odd })).toThrow(/^[A-Z_]+: expected /);
      try {
        helpdesk.connector({ token: odd });
      } catch (error) {
        said.push(error);
      }
    }
    expect(said).toHaveLength(20);
    expect(inspect(said, { depth: 10, showHidden: true })).not.toContain(helpdesk.token);
  });
});
