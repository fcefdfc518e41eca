/** Chatwoot's webhooks, told as what happened on the desk. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type Conversation, conversationAt, timelineOf } from '../../src/domain/conversation.ts';
import type { ConversationEvent, HelpdeskEvent, MessageEvent } from '../../src/domain/events.ts';
import { createChatwoot } from '../../src/helpdesk/chatwoot/chatwoot.ts';
import { instantOf } from '../../src/helpdesk/chatwoot/instants.ts';
import { signatureOf } from '../../src/helpdesk/chatwoot/signature.ts';
import type { Received, WebhookRequest } from '../../src/helpdesk/connector.ts';
import {
  changed,
  delivered,
  type Payload,
  type Said,
  said,
  type Status,
  snapshotOf,
  type Talk,
  talk,
  type User,
} from '../fakes/chatwoot-webhooks.ts';

const SECRET = 'a secret of the webhook';
const URL = 'https://chat.example.com/';
const connector = createChatwoot({ webhookSecret: SECRET, accountId: '1', url: URL });
const T = Date.parse('2026-11-22T13:00:00.250Z');
const ana: User = { id: 2, name: 'Ana Lima' };
const bia: User = { id: 4, name: 'Bia Reis', availability: 'busy' };
const suporte = { id: 7, name: 'suporte' };

function fixture(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(`test/fixtures/chatwoot/${name}.json`, 'utf8')) as Record<string, unknown>;
}

function receive(payload: unknown, sentAt = T): Received {
  const result = connector.receive(delivered(payload, { secret: SECRET, sentAt }));
  if (result.kind === 'refused') throw new Error(result.message);
  return result;
}

const events = (...payloads: unknown[]): HelpdeskEvent[] => payloads.flatMap((payload) => receive(payload).events);
const typesOf = (told: readonly HelpdeskEvent[]) => told.map(({ type }) => type).filter((type) => type !== 'agent.presence');
const find = <Type extends HelpdeskEvent['type']>(told: readonly HelpdeskEvent[], type: Type) =>
  told.filter((event): event is Extract<HelpdeskEvent, { type: Type }> => event.type === type);

/** What the desk makes of events, each id once, as the store keeps them. */
function fold(told: readonly HelpdeskEvent[], at?: Date): Conversation {
  const known = new Map<string, ConversationEvent | MessageEvent>();
  for (const event of told) {
    if (!('conversation' in event)) continue;
    // Which of two arrivals came first must not matter, so one id says one thing.
    expect(known.get(event.id) ?? event).toEqual(event);
    known.set(event.id, event);
  }
  const conversation = conversationAt(timelineOf([...known.values()]), at);
  if (!conversation) throw new Error('nothing was told');
  return conversation;
}

describe('the sender', () => {
  const post = (part: Partial<WebhookRequest>, secret: string | undefined = SECRET) =>
    createChatwoot({ webhookSecret: secret, accountId: '1', url: URL }).receive({
      headers: {},
      rawBody: Buffer.from(JSON.stringify({ ...snapshotOf(talk()), event: 'conversation_created' })),
      path: '',
      receivedAt: new Date(T),
      ...part,
    });

  test('signs as the known vector shows', () => {
    const vector = fixture('signature_vector_COMPUTED_HERE');
    const { secret, raw_body: body } = vector as { secret: string; raw_body: string };
    expect(signatureOf(secret, String(vector['X-Chatwoot-Timestamp']), Buffer.from(body))).toBe(vector['X-Chatwoot-Signature']);
    const headers = {
      'x-chatwoot-timestamp': String(vector['X-Chatwoot-Timestamp']),
      'x-chatwoot-signature': String(vector['X-Chatwoot-Signature']),
    };
    const result = post({ headers, rawBody: Buffer.from(body), receivedAt: new Date(1_700_000_060_000) }, secret);
    expect(result).toMatchObject({ kind: 'events', events: [], rejected: [{ index: 0, reason: expect.stringContaining('conversation') }] });
  });

  test('of before 4.11.2 proves itself by the secret at the end of the address', () => {
    expect(post({ path: `/${SECRET.replaceAll(' ', '%20')}` })).toMatchObject({ kind: 'events', rejected: [] });
    expect(post({ path: '/guessed' })).toMatchObject({ kind: 'refused', status: 401 });
    expect(post({ path: '/%E0%A4%A' })).toMatchObject({ kind: 'refused', status: 401 });
    expect(post({ path: '' })).toMatchObject({ kind: 'refused', status: 401 });
  });

  test('with a bad signature is not saved by the secret in the address', () => {
    expect(
      post({ path: `/${SECRET}`, headers: { 'x-chatwoot-signature': 'sha256=00', 'x-chatwoot-timestamp': String(T / 1_000) } }),
    ).toMatchObject({ status: 401 });
  });

  test('of another account is not ours', () => {
    expect(receive({ ...snapshotOf(talk({ accountId: 2 })), event: 'conversation_created' })).toMatchObject({ events: [], ignored: 1 });
    const { account: _, ...older } = snapshotOf(talk({ accountId: 2, lastMessage: { id: 1, account_id: 2, message_type: 0 } }));
    expect(receive({ ...older, event: 'conversation_created' })).toMatchObject({ events: [], ignored: 1 });
  });
});

describe('instants', () => {
  test.each([
    [1_705_412_400, '2024-01-16T13:40:00.000Z'],
    [1_705_412_400.123, '2024-01-16T13:40:00.123Z'],
    ['1705412400', '2024-01-16T13:40:00.000Z'],
    ['2020-08-30T15:43:04.000Z', '2020-08-30T15:43:04.000Z'],
    ['2020-08-30T12:43:04-03:00', '2020-08-30T15:43:04.000Z'],
    ['2020-03-03 13:05:57 UTC', '2020-03-03T13:05:57.000Z'],
  ])('%p is %s', (written, iso) => expect(instantOf(written)?.toISOString()).toBe(iso));

  test.each([0, -1, Number.NaN, 1e300, '', 'yesterday', '13:05', null, undefined, {}])('%p is none', (written) =>
    expect(instantOf(written)).toBeUndefined(),
  );
});

describe('the shapes of the documentation', () => {
  test('the message of 2020, with ids in words and no status, opens a conversation of its contact', () => {
    const told = events(fixture('webhook_message_created_doc_2020'));
    expect(typesOf(told)).toEqual(['conversation.opened', 'message.created']);
    expect(fold(told)).toMatchObject({
      protocol: '1',
      state: 'triage',
      contact: { id: 'chatwoot:1', name: 'contact-name' },
      lastMessageFrom: 'contact',
      openedAt: new Date('2020-03-03T13:05:57.000Z'),
    });
  });

  test('the message of the API channel, whose numbers are all 0', () => {
    const told = events(fixture('webhook_message_created_api_channel_doc'));
    expect(fold(told)).toMatchObject({
      protocol: '0',
      channel: 'other',
      state: 'triage',
      contact: { name: 'contact-name' },
      openedAt: new Date('2020-08-30T15:43:04.000Z'),
    });
  });

  test('a change without a conversation is said to be wrong, and refused by nobody', () => {
    const { conversation_updated } = fixture('webhook_changed_attributes_shapes');
    expect(receive(conversation_updated)).toMatchObject({
      events: [],
      rejected: [{ index: 0, reason: 'id: expected the display id of the conversation' }],
    });
  });

  test('a conversation as the API lists it reads the same in a webhook', () => {
    const index = fixture('api_conversations_index') as { data: { payload: object[] } };
    const told = events({ ...index.data.payload[0], event: 'conversation_updated' });
    const state = {
      state: 'in_service',
      channel: 'livechat',
      agent: { id: 'chatwoot:2', name: 'Jane Doe' },
      department: { id: 'chatwoot:1', name: 'Support' },
      lastMessageFrom: 'contact',
    };
    expect(fold(told)).toMatchObject({
      ...state,
      contact: { id: 'chatwoot:45', phone: '+1-555-0100', email: 'john@example.com' },
      firstAssignedAt: new Date(1_705_412_400_123),
    });
  });

  test.each(['created_pending', 'updated_assigned', 'status_resolved', 'message_incoming', 'message_agent'])(
    '%s, as Chatwoot 4 builds it, is taken whole',
    (name) => {
      const { events: told, rejected } = receive(fixture(`webhook_4x_${name}`));
      expect(rejected).toEqual([]);
      expect(find(told, 'conversation.opened')[0]?.conversation).toMatchObject({
        id: 'chatwoot:57',
        protocol: '57',
        channel: 'whatsapp',
        url: 'https://chat.example.com/app/accounts/1/conversations/57',
      });
    },
  );

  test.each(['contact_created', 'contact_updated', 'conversation_typing_on', 'conversation_typing_off', 'inbox_updated', 'something_new'])(
    '%s is counted and tells nothing',
    (event) => {
      expect(receive({ ...snapshotOf(talk()), event, conversation: snapshotOf(talk()) })).toEqual({
        kind: 'events',
        events: [],
        positions: [],
        rejected: [],
        ignored: 1,
      });
    },
  );

  test('the widget, opened by a visitor, tells of the conversation that it carries', () => {
    const widget = { event: 'webwidget_triggered', id: 9, account: { id: 1 }, contact: { id: 45 }, event_info: {} };
    expect(receive({ ...widget, current_conversation: null }).ignored).toBe(1);
    expect(fold(events({ ...widget, current_conversation: snapshotOf(talk({ status: 'open' })) }))).toMatchObject({ state: 'queued' });
  });
});

describe('channels', () => {
  const channelOf = (part: object) => fold(events({ ...snapshotOf(talk()), ...part, event: 'conversation_created' })).channel;

  test.each([
    ['Channel::Whatsapp', 'whatsapp'],
    ['Channel::Telegram', 'telegram'],
    ['Channel::FacebookPage', 'facebook'],
    ['Channel::Instagram', 'instagram'],
    ['Channel::WebWidget', 'livechat'],
    ['Channel::Api', 'other'],
    ['Channel::Email', 'other'],
    ['Channel::Sms', 'other'],
    ['Channel::TwilioSms', 'other'],
    ['Channel::Tiktok', 'other'],
    [null, 'other'],
  ])('%s is %s', (channel, expected) => expect(channelOf({ channel })).toBe(expected));

  test('Twilio is WhatsApp where the contact has a WhatsApp address', () => {
    expect(channelOf({ channel: 'Channel::TwilioSms', contact_inbox: { source_id: 'whatsapp:+5511999990000' } })).toBe('whatsapp');
  });

  test('Instagram behind a Facebook page is Instagram', () => {
    expect(channelOf({ channel: 'Channel::FacebookPage', additional_attributes: { type: 'instagram_direct_message' } })).toBe('instagram');
  });

  test('an e-mail brings its subject', () => {
    const told = events({
      ...snapshotOf(talk({ channel: 'Channel::Email' })),
      additional_attributes: { mail_subject: ' Invoice 12 ' },
      event: 'conversation_created',
    });
    expect(fold(told).subject).toBe('Invoice 12');
  });
});

describe('messages', () => {
  const tell = (what: Said, one = talk({ status: 'open', assignee: ana })) => find(events(said(one, T + 90_000, what)), 'message.created');
  const speaker = (what: Said) => tell(what)[0]?.message.from;

  test('come from the contact, an agent or a bot', () => {
    expect(tell({ from: 'contact', text: 'Oi' })[0]).toMatchObject({
      message: { id: 'chatwoot:500', from: 'contact', text: 'Oi' },
      occurredAt: new Date(T + 90_000),
      conversation: { id: 'chatwoot:57' },
    });
    expect(tell({ from: ana, text: 'Olá' })[0]).toMatchObject({
      agent: { id: 'chatwoot:2', name: 'Ana Lima' },
      message: { from: 'agent' },
    });
    expect(tell({ from: 'bot', text: 'Digite 1' })[0]).toMatchObject({ agent: undefined, message: { from: 'bot' } });
  });

  test('of templates, rules and campaigns are a bot’s, and of the channel’s own app an agent’s', () => {
    expect(speaker({ from: ana, text: 'Olá!', type: 'template' })).toBe('bot');
    expect(speaker({ from: ana, text: 'Olá!', part: { content_attributes: { automation_rule_id: 4 } } })).toBe('bot');
    expect(speaker({ from: ana, text: 'Olá!', part: { additional_attributes: { campaign_id: 4 } } })).toBe('bot');
    expect(speaker({ from: 'bot', text: 'Oi', part: { sender: null, content_attributes: { external_echo: true } } })).toBe('agent');
  });

  test('are not private notes or activities', () => {
    expect(tell({ from: ana, text: 'VIP!', private: true })).toEqual([]);
    expect(tell({ from: ana, text: 'Ana resolved', type: 'activity' })).toEqual([]);
  });

  test('bring their attachments, without those that no browser should open', () => {
    const attachments = [
      { data_url: 'https://chat.example.com/a.jpg', file_type: 'image' },
      { file_type: 'location' },
      { data_url: 'javascript:alert(1)' },
      null,
    ];
    expect(tell({ from: 'contact', text: '', part: { content: null, attachments } })[0]?.message).toEqual({
      id: 'chatwoot:500',
      from: 'contact',
      text: undefined,
      attachments: [{ url: 'https://chat.example.com/a.jpg', type: 'image', name: undefined }],
    });
  });

  test('that were edited or deleted stay one message, and the change stands whatever came first', () => {
    const one = talk({ status: 'open' });
    const sent = said(one, T + 1_000, { from: 'contact', text: 'my card is 4111…' });
    const edited = { ...sent, event: 'message_updated', content: 'my card' };
    const deleted = { ...sent, event: 'message_updated', content: 'This message was deleted', content_attributes: { deleted: true } };
    for (const order of [
      [sent, edited, deleted],
      [deleted, edited, sent],
      [edited, sent, deleted],
    ]) {
      const told = find(events(...order), 'message.created').sort((a, b) => (a.id < b.id ? -1 : 1));
      expect(timelineOf(told).filter(({ type }) => type === 'message')).toHaveLength(1);
      expect(told.map(({ message }) => message.text)).toEqual(['This message was deleted', 'my card', 'my card is 4111…']);
    }
  });

  test('that were lost are known from the conversation’s next webhook, once', () => {
    const one = talk({ status: 'open' });
    const lost = said(one, T + 1_400, { from: 'contact', text: 'Oi' });
    const later = changed(one, T + 9_000, { assignee: ana });
    const known = fold(events(later));
    expect(known).toMatchObject({ lastMessageFrom: 'contact', lastMessageAt: new Date(T - 250 + 1_999) });
    expect(fold(events(later, lost))).toMatchObject({ lastMessageAt: new Date(T + 1_400) });
    expect(timelineOf(find(events(later, lost), 'message.created'))).toHaveLength(1);
  });

  test('that answer the survey rate the conversation', () => {
    const one = talk({ status: 'resolved' });
    const survey = said(one, T + 5_000, { from: 'bot', text: 'How was it?', type: 'template', part: { content_type: 'input_csat' } });
    const answer = {
      ...survey,
      event: 'message_updated',
      content_attributes: { submitted_values: { csat_survey_response: { rating: 4, feedback_message: 'ok' } } },
    };
    expect(fold(events(survey)).rating).toBeNull();
    expect(fold(events(survey, answer)).rating).toMatchObject({ score: 4, comment: 'ok' });
  });
});

describe('who began', () => {
  const direction = (part: Partial<Talk>, first: Said, after = 400) =>
    fold(events(said(talk({ status: 'open', ...part }), T + after, first))).direction;

  test('the company, where an agent or a campaign writes as the conversation is created', () => {
    expect(direction({ assignee: ana }, { from: ana, text: 'Olá Maria' })).toBe('outbound');
    expect(direction({}, { from: 'bot', text: 'Promo', part: { additional_attributes: { campaign_id: 3 } } })).toBe('outbound');
  });

  test('the contact, where a bot or later an agent answers', () => {
    expect(direction({}, { from: 'contact', text: 'Oi' })).toBe('inbound');
    expect(direction({}, { from: 'bot', text: 'Digite 1' })).toBe('inbound');
    expect(direction({ assignee: ana }, { from: ana, text: 'Olá Maria' }, 60_000)).toBe('inbound');
  });

  test('and no later webhook takes it back, in any order', () => {
    const one = talk({ status: 'open', assignee: ana });
    const first = said(one, T + 400, { from: ana, text: 'Olá Maria' });
    const answer = said(one, T + 7_200_000, { from: 'contact', text: 'Oi' });
    expect(fold(events(first, answer)).direction).toBe('outbound');
    expect(fold(events(answer, first)).direction).toBe('outbound');
  });
});

describe('a conversation’s life', () => {
  test('from the bot to the queue, to an agent, to another, to the end', () => {
    const one = talk();
    const opened = { ...snapshotOf(one), event: 'conversation_created' };
    const queued = changed(one, T + 60_000, { status: 'open', team: suporte });
    const assigned = changed(one, T + 90_000, { assignee: ana });
    const transferred = changed(one, T + 120_000, { assignee: bia });
    const closed = changed(one, T + 300_000, { status: 'resolved' });
    const told = events(opened, queued, assigned, transferred, closed);
    const at = (ms: number) => fold(told, new Date(T + ms));
    expect(at(0)).toMatchObject({
      state: 'triage',
      openedAt: new Date(T - 250),
      contact: { name: 'Maria Souza', phone: '+5511999990000' },
    });
    expect(at(60_000)).toMatchObject({
      state: 'queued',
      department: { id: 'chatwoot:7', name: 'suporte' },
      firstQueuedAt: new Date(T + 60_000),
    });
    expect(at(90_000)).toMatchObject({
      state: 'in_service',
      agent: { id: 'chatwoot:2' },
      firstAssignedAt: new Date(T + 90_000),
      transfers: 0,
    });
    expect(at(120_000)).toMatchObject({ agent: { id: 'chatwoot:4' }, transfers: 1 });
    expect(at(300_000)).toMatchObject({
      state: 'closed',
      endedBy: 'agent',
      endedAt: new Date(T + 300_000),
      endedFrom: 'in_service',
      agent: { id: 'chatwoot:4' },
    });
  });

  test('pending to open by auto-assignment, told by conversation_updated alone (chatwoot#9277)', () => {
    const one = talk();
    const opened = { ...snapshotOf(one), event: 'conversation_created' };
    const auto = { ...changed(one, T + 5_000, { status: 'open', assignee: ana }), event: 'conversation_updated' };
    expect(fold(events(opened, auto))).toMatchObject({ state: 'in_service', agent: { id: 'chatwoot:2' } });
  });

  test.each<[Partial<Talk>, string]>([
    [{ status: 'open', assignee: ana }, 'in_service'],
    [{ status: 'open', assignee: null }, 'queued'],
    [{ status: 'snoozed', assignee: ana }, 'in_service'],
  ])('is live again by any later webhook, though the reopening was lost: %#', (part, state) => {
    const one = talk({ status: 'open', assignee: bia });
    const told = events({ ...snapshotOf(one), event: 'conversation_created' }, changed(one, T + 10_000, { status: 'resolved' }));
    expect(fold(told).state).toBe('closed');
    Object.assign(one, part);
    const later = fold([...told, ...events(said(one, T + 50_000, { from: 'contact', text: 'Ainda aí?' }))]);
    expect(later).toMatchObject({ state, endedAt: null, agent: part.assignee ? { id: 'chatwoot:2' } : null });
  });

  test('stays closed when an older open snapshot comes late', () => {
    const one = talk({ status: 'open', assignee: ana });
    const before = said(one, T + 9_999, { from: 'contact', text: 'Obrigada' });
    const closed = changed(one, T + 10_000, { status: 'resolved' });
    expect(fold(events(closed, before))).toMatchObject({ state: 'closed', endedAt: new Date(T + 10_000) });
  });

  test('resolved while a bot had it was ended by the system', () => {
    const payload = changed(talk(), T + 10_000, { status: 'resolved' });
    const meta = { ...(payload['meta'] as object), assignee: { id: 3, name: 'Robo', type: 'agent_bot' }, assignee_type: 'AgentBot' };
    expect(fold(events({ ...payload, meta }))).toMatchObject({
      state: 'closed',
      endedBy: 'system',
      firstAssignedAt: null,
      endedFrom: 'triage',
    });
  });

  test('agents’ availability is as of the sending, once for a delivery however often it is tried', () => {
    const payload = changed(talk({ status: 'open' }), T, { assignee: bia });
    const told = (sentAt: number) =>
      connector.receive(delivered(payload, { secret: SECRET, sentAt, delivery: '4f1c8d0e-aaaa-bbbb-cccc-000000000001' })) as Received;
    const [first] = find(told(T).events, 'agent.presence');
    expect(first).toMatchObject({ agent: { id: 'chatwoot:4', name: 'Bia Reis' }, presence: 'away', occurredAt: new Date(T - 250) });
    expect(find(told(T + 60_000).events, 'agent.presence')[0]?.id).toBe(first?.id);
  });
});

/** What can happen to a conversation, `after` ms since the last. */
type Act = { after: number; status?: Status; assignee?: User | null; says?: Said['from']; note?: boolean; late: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    after: fc.integer({ min: 2, max: 90_000 }),
    late: fc.nat(2),
    status: fc.constantFrom<Status>('open', 'pending', 'resolved', 'snoozed'),
  }),
  fc.record({ after: fc.integer({ min: 2, max: 90_000 }), late: fc.nat(2), assignee: fc.constantFrom(ana, bia, null) }),
  fc.record({
    after: fc.integer({ min: 2, max: 90_000 }),
    late: fc.nat(2),
    says: fc.constantFrom<Said['from']>('contact', 'bot', ana, bia),
    note: fc.boolean(),
  }),
);

/** A life, the webhooks of it, and how it ended. Webhooks are built by jobs, so a message may carry a later conversation. */
function live(acts: readonly Act[]): { payloads: Payload[]; end: Talk; lastFrom: 'contact' | 'agent' | null } {
  const one = talk();
  const payloads: Payload[] = [{ ...snapshotOf(one), event: 'conversation_created' }];
  const snapshots = [snapshotOf(one)];
  let at = one.createdAt;
  let lastFrom: 'contact' | 'agent' | null = null;
  for (const { after, status, assignee, says, note = false } of acts) {
    at += after;
    if (says === undefined) payloads.push(changed(one, at, { ...(status && { status }), ...(assignee !== undefined && { assignee }) }));
    else payloads.push(said(one, at, { from: says, text: `at ${at}`, private: note && says !== 'contact' }));
    if (says === 'contact') lastFrom = 'contact';
    else if (says !== undefined && says !== 'bot' && !note) lastFrom = 'agent';
    snapshots.push(snapshotOf(one));
  }
  const built = payloads.map((payload, index) => {
    const late = snapshots[Math.min(index + (acts[index - 1]?.late ?? 0), snapshots.length - 1)];
    return payload.event === 'message_created' ? { ...payload, conversation: late } : payload;
  });
  return { payloads: built, end: one, lastFrom };
}

test('any order and any doubling of a conversation’s webhooks ends in the same conversation, in the state Chatwoot shows', () => {
  const lives = fc.array(act, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(lives, fc.infiniteStream(fc.nat()), (acts, chance) => {
      const { payloads, end, lastFrom } = live(acts);
      const pick = (most: number) => (chance.next().value as number) % most;
      const doubled = [...payloads, ...payloads.filter(() => pick(3) === 0)].map((payload) => ({ payload, key: pick(1_000_000) }));
      const shuffled = doubled.sort((a, b) => a.key - b.key).map(({ payload }) => payload);
      const straight = fold(events(...payloads));
      expect(fold(events(...shuffled))).toEqual(straight);
      expect(straight.lastMessageFrom).toBe(lastFrom);
      expect(straight.openedAt).toEqual(new Date(T - 250));
      if (end.status === 'resolved') expect(straight.state).toBe('closed');
      else expect(['triage', 'queued', 'in_service']).toContain(straight.state);
      if (end.status === 'open')
        expect(straight).toMatchObject(
          end.assignee ? { state: 'in_service', agent: { id: `chatwoot:${end.assignee.id}` } } : { state: 'queued', agent: null },
        );
    }),
    { numRuns: 500 },
  );
});

test('and whatever was lost, the next webhook that arrives puts the state right', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 12 }), fc.array(fc.boolean(), { minLength: 13, maxLength: 13 }), (acts, kept) => {
      const { payloads, end } = live([...acts, { after: 50, late: 0, says: 'contact' }]);
      const arrived = payloads.filter((_, index) => kept[index]);
      const told = fold(events(...arrived, payloads.at(-1)));
      if (end.status === 'resolved') expect(told.state).toBe('closed');
      if (end.status === 'open') expect(told.state).toBe(end.assignee ? 'in_service' : 'queued');
      expect(told.lastMessageFrom).toBe('contact');
    }),
    { numRuns: 300 },
  );
});
