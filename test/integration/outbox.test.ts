/** Messages on their way: planned once, sent in order, changed in place, given up loudly; to a local Slack and a local Teams. */
import type { Store } from '../../src/store/connect.ts';
import { laneStore } from '../../src/store/queries/lanes.ts';
import { outboxStore } from '../../src/store/queries/outbox.ts';
import type { Card } from '../../src/view/card.ts';
import type { Message } from '../fakes/slack/slack.ts';
import { directOf } from '../fakes/slack/state.ts';
import { CHART } from '../fakes/teams/desk.ts';
import { type Chats, now, openChats, post, type Replica, startReplica, titleOf, titlesIn, words } from '../outbox.ts';
import { until } from '../process.ts';
import { dropStore, openStore } from '../store.ts';
import { clock } from '../told.ts';

const SECOND = 1_000;
const DAY = 86_400_000;
let store: Store;
let chats: Chats;
let replicas: Replica[] = [];

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => dropStore(store));
beforeEach(async () => {
  for (const name of ['deliveries', 'pauses', 'leases'] as const) await store.connection.collection(name).deleteMany({});
  chats = await openChats();
});
afterEach(async () => {
  await Promise.all(replicas.map(({ stop }) => stop()));
  replicas = [];
  await chats.close();
});

/** A replica that ends with the test. */
function replica(part: Parameters<typeof startReplica>[2] = {}): Replica {
  const started = startReplica(store, chats.platforms, part);
  replicas.push(started);
  return started;
}

const calls = (method: string): number => chats.slack.calls(method).length;
const desk = (channel = 'C1'): string[] => titlesIn(chats.slack, channel);
const state = async (key: string): Promise<string | undefined> => (await outboxStore(store).find([key]))[0]?.state;
const arrived = (...keys: string[]): Promise<void> =>
  until(async () => (await Promise.all(keys.map(state))).every((one) => one === 'sent'), `${keys.join(', ')} in the chat`);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const messageOf = (title: string): Message | undefined => chats.slack.state.messages.find((one) => titleOf(one) === title);

describe('what is planned', () => {
  const outbox = (): ReturnType<typeof outboxStore> => outboxStore(store);
  const cardOf = async (key: string): Promise<Card | undefined> => (await store.deliveries.findOne({ _id: key }))?.card as Card | undefined;

  test('is planned once: a known key stays as it is', async () => {
    await outbox().plan([post('a', 'slack:C1'), post('b', 'slack:C1')], clock('10:00'));
    await outbox().plan([post('c', 'slack:C1'), post('a', 'slack:C2', { card: words('another') })], clock('10:05'));
    expect(await outbox().find(['a', 'b', 'c', 'd'])).toHaveLength(3);
    expect(await outbox().find(['a'])).toMatchObject([{ target: 'slack:C1', title: 'a', state: 'waiting', plannedAt: clock('10:00') }]);
    expect(await outbox().status(clock('10:06'))).toEqual({ waiting: 3, oldest: clock('10:00'), failed: 0, doubtful: 0 });
  });

  test('takes newer words alone, whatever they begin with', async () => {
    await outbox().plan([post('a', 'slack:C1', { rev: 5 })], clock('10:00'));
    expect(await outbox().edit('a', words('$newer'), 7, clock('10:01'))).toBe(true);
    expect(await outbox().edit('a', words('older'), 6, clock('10:02'))).toBe(true);
    expect(await outbox().edit('a', words('the same age'), 7, clock('10:02'))).toBe(true);
    expect(await outbox().edit('nobody', words('x'), 9, clock('10:02'))).toBe(false);
    expect(await cardOf('a')).toEqual(words('$newer'));
    expect(await outbox().status(clock('10:06'))).toMatchObject({ waiting: 1, oldest: clock('10:00') });
  });

  test('is forgotten after a month, once it was sent or given up', async () => {
    await outbox().plan([post('sent', 'slack:C1'), post('waiting', 'slack:C1')], clock('10:00'));
    await store.deliveries.updateOne({ _id: 'sent' }, { $set: { state: 'sent' } });
    expect(await outbox().sweep(new Date(clock('10:00').getTime() + 31 * DAY))).toBe(0);
    expect(await outbox().sweep(new Date(clock('10:01').getTime() + 31 * DAY))).toBe(1);
    expect(await outbox().find(['sent', 'waiting'])).toMatchObject([{ key: 'waiting' }]);
  });
});

describe('a channel hears', () => {
  test('what was planned in its order, at about one message a second, and no channel waits for another', async () => {
    chats.slack.state.paceMs = SECOND;
    const { outbox, wake } = replica();
    const keys = (channel: string): string[] => Array.from({ length: 5 }, (_, index) => `${channel}-${index + 1}`);
    await outbox.plan(
      keys('C1').flatMap((key, index) => [post(key, 'slack:C1'), post(keys('C2')[index] ?? '', 'slack:C2')]),
      now(),
    );
    wake();
    await arrived(...keys('C1'), ...keys('C2'));
    expect(desk('C1')).toEqual(keys('C1'));
    expect(desk('C2')).toEqual(keys('C2'));
    // Slack never had to ask for patience.
    expect(calls('chat.postMessage')).toBe(10);
  });

  test('nothing while Slack asks for patience there, and others hear theirs', async () => {
    chats.slack.fail('chat.postMessage', { status: 429, retryAfter: 6 });
    const { outbox, wake, observed } = replica();
    await outbox.plan([post('a', 'slack:C1'), post('b', 'slack:C1')], now());
    wake();
    await until(() => observed.length > 0, 'a refusal');
    const asked = now().getTime();
    await outbox.plan([post('c', 'slack:C2')], now());
    wake();
    await arrived('c');
    expect(desk('C1')).toEqual([]);
    await arrived('a', 'b');
    expect(desk('C1')).toEqual(['a', 'b']);
    expect((messageOf('a')?.at ?? 0) - asked).toBeGreaterThan(5.5 * SECOND);
    expect(observed.map(({ what }) => what)).toEqual(['retried', 'sent', 'sent', 'sent']);
  });

  test('nothing anywhere in the workspace when several channels are asked for patience at once', async () => {
    chats.slack.fail('chat.postMessage', ...Array.from({ length: 3 }, () => ({ status: 429, retryAfter: 5 })));
    const first = replica();
    await first.outbox.plan(
      ['C1', 'C2', 'C3'].map((channel) => post(channel, `slack:${channel}`)),
      now(),
    );
    await until(() => first.observed.length === 3, 'three refusals');
    const asked = now().getTime();
    await first.outbox.plan([post('C4', 'slack:C4'), post('teams', 'teams:19:1@thread.tacv2')], now());
    // Teams is another matter.
    await arrived('teams');
    expect(calls('chat.postMessage')).toBe(3);
    await arrived('C1', 'C2', 'C3', 'C4');
    expect(Math.min(...chats.slack.state.messages.map(({ at }) => at)) - asked).toBeGreaterThan(4.5 * SECOND);
  });

  test('a reply in its message’s thread, once that is there', async () => {
    const { outbox, wake } = replica();
    await outbox.plan([post('reply', 'slack:C1', { kind: 'reply', parent: 'alert' })], now());
    await outbox.plan([post('alert', 'slack:C1')], now());
    // Planned before it, but it is the answer to something.
    await store.deliveries.updateOne({ _id: 'reply' }, { $set: { order: '0' } });
    wake();
    await arrived('alert', 'reply');
    expect(desk()).toEqual(['alert', 'reply']);
    expect(messageOf('reply')?.thread).toBe(messageOf('alert')?.ts);
  });

  test('a reply on its own when its message was given up', async () => {
    const { outbox, wake } = replica();
    await outbox.plan([post('alert', 'slack:C1', { worthMs: -1 }), post('reply', 'slack:C1', { kind: 'reply', parent: 'alert' })], now());
    wake();
    await arrived('reply');
    expect(desk()).toEqual(['reply']);
    expect(messageOf('reply')?.thread).toBeUndefined();
    expect(await state('alert')).toBe('failed');
  });

  test('the words first and the picture after them, in the same message', async () => {
    const { outbox, wake, observed } = replica();
    const card: Card = { ...words('charted'), blocks: [...words('charted').blocks, { kind: 'chart', chart: CHART }] };
    await outbox.plan([post('charted', 'slack:C1', { card }), post('next', 'slack:C1')], now());
    wake();
    await arrived('charted', 'next');
    // A new message is news, a picture is not.
    expect(desk()).toEqual(['charted', 'next']);
    expect(observed.map(({ what }) => what)).toEqual(['sent', 'sent', 'edited']);
    expect(messageOf('charted')?.blocks).toContainEqual(expect.objectContaining({ type: 'image', alt_text: CHART.alt }));
  });
});

describe('a change', () => {
  test('of what stands is made in place; many at once are one, and new messages go first', async () => {
    const { outbox, wake, stop } = replica();
    await outbox.plan([post('alert', 'slack:C1')], now());
    wake();
    await arrived('alert');
    await stop();
    for (let rev = 1; rev <= 20; rev += 1) await outbox.edit('alert', words(`state ${rev}`), rev, now());
    await outbox.plan([post('news', 'slack:C1')], now());
    expect(await state('alert')).toBe('waiting');
    replica();
    await arrived('alert', 'news');
    expect(desk()).toEqual(['state 20', 'news']);
    expect(calls('chat.update')).toBe(1);
    expect(chats.slack.state.calls.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.postMessage', 'chat.update']);
  });

  test('that comes while a message is being sent is made after it', async () => {
    chats.slack.fail('chat.postMessage', { slowMs: 200 });
    const { outbox, wake } = replica();
    await outbox.plan([post('alert', 'slack:C1')], now());
    wake();
    await until(() => calls('chat.postMessage') === 1, 'the call');
    await outbox.edit('alert', words('worse'), 1, now());
    await until(() => desk()[0] === 'worse', 'the change');
    await arrived('alert');
    expect(calls('chat.postMessage')).toBe(1);
  });

  test('is given up without a word when a person has deleted the message, and what follows goes on', async () => {
    const { outbox, wake, logged } = replica();
    await outbox.plan([post('alert', 'slack:C1')], now());
    wake();
    await arrived('alert');
    chats.slack.remove(chats.slack.state.messages[0] as Message);
    await outbox.edit('alert', words('worse'), 1, now());
    await outbox.plan([post('reply', 'slack:C1', { kind: 'reply', parent: 'alert' })], now());
    await arrived('alert', 'reply');
    expect(desk()).toEqual(['reply']);
    expect(logged.filter(({ level }) => level !== 'info')).toEqual([]);
    expect(await outbox.failed(10)).toEqual([]);
  });

  test('with which Slack asks to wait holds up no new message', async () => {
    const { outbox, wake } = replica();
    await outbox.plan([post('alert', 'slack:C1')], now());
    wake();
    await arrived('alert');
    chats.slack.fail('chat.update', { status: 429, retryAfter: 20 });
    await outbox.edit('alert', words('worse'), 1, now());
    await until(() => calls('chat.update') === 1, 'the refused change');
    await outbox.plan([post('news', 'slack:C1')], now());
    await arrived('news');
    expect(calls('chat.update')).toBe(1);
    await arrived('alert');
    expect(desk()).toEqual(['worse', 'news']);
  });
});

describe('a message that cannot be sent', () => {
  const told = (): string => JSON.stringify(chats.slack.seen('U0ANA', directOf('U0ANA')).map(({ blocks }) => blocks));

  test('is given up at once when the channel will never take it; an administrator is told why, once a day; it is sent again when asked', async () => {
    (chats.slack.state.channels.get('C1') as { member: boolean }).member = false;
    const { outbox, wake, logged, observed } = replica();
    await outbox.plan([post('a', 'slack:C1'), post('b', 'slack:C1')], now());
    wake();
    await until(async () => (await outbox.failed(10)).length === 2, 'both given up');
    await until(() => told().includes('could not be posted to'), 'a message to Ana');
    expect(told()).toMatch(/A message did not arrive.*The alert “a” could not be posted to \*slack:C1\*.*invite it there/);
    expect(await outbox.failed(10)).toMatchObject([
      { key: 'b', title: 'b', error: expect.stringMatching(/^not_in_channel: invite Vigia/) },
      { key: 'a' },
    ]);
    await until(() => observed.filter(({ what }) => what === 'failed').length === 2, 'both counted');
    expect(logged.filter(({ level }) => level === 'error')).toHaveLength(2);
    await sleep(200);
    expect(chats.slack.seen('U0ANA', directOf('U0ANA'))).toHaveLength(1);

    (chats.slack.state.channels.get('C1') as { member: boolean }).member = true;
    expect(await outbox.again('a', now())).toBe(true);
    expect(await outbox.again('a', now())).toBe(false);
    await arrived('a');
    expect(desk()).toEqual(['a']);
    expect(await outbox.status(now())).toMatchObject({ failed: 1, waiting: 0 });
  });

  test('is tried again with growing pauses while Slack is in trouble', async () => {
    chats.slack.fail('chat.postMessage', { error: 'fatal_error' }, { status: 500 }, { status: 502 });
    const { outbox, wake } = replica({ random: () => 0.5 });
    await outbox.plan([post('a', 'slack:C1'), post('b', 'slack:C1')], now());
    wake();
    await arrived('a', 'b');
    expect(desk()).toEqual(['a', 'b']);
    const times = chats.slack.state.calls.filter(({ method }) => method === 'chat.postMessage').map(({ at }) => at / SECOND);
    const pauses = times.slice(1, 4).map((at, index) => at - (times[index] ?? 0));
    for (const [index, least] of [1.5, 3, 6].entries()) expect(pauses[index]).toBeGreaterThanOrEqual(least - 0.1);
  });

  test('holds up its channel no longer when Slack has refused it itself eight times', async () => {
    chats.slack.fail('chat.postMessage', ...Array.from({ length: 8 }, () => ({ error: 'odd_new_word' })));
    // The pauses between are of no concern here.
    const hasty = laneStore(store);
    const lanes = { ...hasty, leave: (one: never, left: { nextAt: Date }) => hasty.leave(one, { ...left, nextAt: now() } as never) };
    const { outbox, wake } = replica({ lanes: lanes as never });
    await outbox.plan([post('a', 'slack:C1'), post('b', 'slack:C1')], now());
    wake();
    await arrived('b');
    expect(await outbox.failed(1)).toMatchObject([{ key: 'a', error: expect.stringMatching(/^odd_new_word/) }]);
    await until(() => told().includes('Slack refused it: odd_new_word.'), 'a message to Ana');
  });

  test('is given up when it is worth nothing any more', async () => {
    const { outbox, wake } = replica();
    await outbox.plan([post('late', 'slack:C1', { worthMs: -1 }), post('b', 'slack:C1')], now());
    wake();
    await arrived('b');
    expect(await outbox.failed(1)).toMatchObject([{ key: 'late', error: 'expired' }]);
  });

  test('a platform that is no longer connected: told after a while, as another replica may know it', async () => {
    const { outbox, wake } = replica();
    await outbox.plan([post('a', 'mattermost:x')], now());
    await outbox.plan([post('b', 'mattermost:x')], now());
    await store.deliveries.updateOne({ _id: 'a' }, { $set: { nextAt: new Date(now().getTime() - 6 * 60 * SECOND) } });
    wake();
    await until(async () => (await state('a')) === 'failed', 'a given up');
    expect(await outbox.failed(5)).toMatchObject([{ key: 'a', error: 'unconfigured' }]);
    expect(await state('b')).toBe('waiting');
  });

  test('a notice that cannot be sent makes no notice', async () => {
    chats.slack.state.token = 'another';
    const { outbox, wake, logged } = replica();
    await outbox.plan([post('a', 'slack:C1')], now());
    wake();
    await until(() => logged.filter(({ level }) => level === 'error').length === 2, 'both given up');
    await sleep(200);
    expect(await store.deliveries.countDocuments({})).toBe(2);
    expect((await outbox.failed(5)).map(({ kind }) => kind).toSorted((a, b) => a.localeCompare(b))).toEqual(['alert', 'notice']);
  });
});
