/** Nothing is lost and nothing doubled: answers that never come, senders that die in the middle, several of them on one database. */
import type { Store } from '../../src/store/connect.ts';
import { type LaneStore, laneStore } from '../../src/store/queries/lanes.ts';
import { outboxStore } from '../../src/store/queries/outbox.ts';
import { type Chats, now, openChats, post, type Replica, seeded, startReplica, titlesIn, words } from '../outbox.ts';
import { until } from '../process.ts';
import { dropStore, openStore } from '../store.ts';

const TEAMS = 'teams:19:1@thread.tacv2';
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

function replica(part: Parameters<typeof startReplica>[2] = {}): Replica {
  const started = startReplica(store, chats.platforms, part);
  replicas.push(started);
  return started;
}

/** One that dies at a moment; nobody stops it. */
function mortal(dies: (lanes: LaneStore, die: () => void) => Partial<LaneStore>): Replica {
  let die = (): void => undefined;
  const lanes = laneStore(store);
  const started = startReplica(store, chats.platforms, { lanes: { ...lanes, ...dies(lanes, () => die()) } as never });
  die = started.kill;
  return started;
}

const never = new Promise<never>(() => undefined);
const state = async (key: string): Promise<string | undefined> => (await outboxStore(store).find([key]))[0]?.state;
const arrived = (...keys: string[]): Promise<void> =>
  until(
    async () => (await outboxStore(store).find(keys)).filter((one) => one.state === 'sent').length === keys.length,
    keys.join(', '),
    60_000,
  );
const inSlack = (channel = 'C1'): string[] => titlesIn(chats.slack, channel);
const inTeams = (conversation = '19:1@thread.tacv2'): (string | undefined)[] =>
  chats.teams.shown(conversation).map(({ summary }) => summary);
const doubtful = async (): Promise<number> => (await outboxStore(store).status(now())).doubtful;

describe('an answer that does not come', () => {
  test.each([
    ['is an error of Slack’s after it had taken the message', { status: 500, delivered: true }],
    ['never comes, though Slack has taken the message', { hang: true as const, delivered: true }],
    ['never comes, and Slack has not taken it', { hang: true as const }],
  ])('%s: it is looked for before it is sent again', async (_, fault) => {
    chats.slack.fail('chat.postMessage', fault);
    const { outbox, wake } = replica();
    await outbox.plan([post('a', 'slack:C1'), post('b', 'slack:C1'), post('dm', 'slack:U0ANA')], now());
    wake();
    await arrived('a', 'b', 'dm');
    expect(inSlack()).toEqual(['a', 'b']);
    expect(inSlack('D0ANA')).toEqual(['dm']);
    expect(await doubtful()).toBe(0);
    expect(chats.slack.calls('conversations.history').length).toBeGreaterThan(0);
  });

  test('a direct message and a reply are found where they are', async () => {
    const { outbox, wake } = replica();
    await outbox.plan([post('alert', 'slack:C1')], now());
    wake();
    await arrived('alert');
    chats.slack.fail('chat.postMessage', { status: 503, delivered: true }, { status: 503, delivered: true });
    await outbox.plan([post('reply', 'slack:C1', { kind: 'reply', parent: 'alert' }), post('dm', 'slack:U0ANA')], now());
    wake();
    await arrived('reply', 'dm');
    expect(inSlack()).toEqual(['alert', 'reply']);
    expect(inSlack('D0ANA')).toEqual(['dm']);
    expect(chats.slack.calls('conversations.replies')).toHaveLength(1);
  });

  test('while Slack cannot be asked, nothing is sent again', async () => {
    chats.slack.fail('chat.postMessage', { status: 500, delivered: true });
    chats.slack.fail('conversations.history', { status: 500 }, { status: 429, retryAfter: 1 });
    const { outbox, wake } = replica();
    await outbox.plan([post('a', 'slack:C1')], now());
    wake();
    await arrived('a');
    expect(inSlack()).toEqual(['a']);
    expect(chats.slack.calls('conversations.history')).toHaveLength(3);
  });

  test('without the scope to look, it comes twice rather than not at all, and that is counted', async () => {
    chats.slack.state.scopes = chats.slack.state.scopes.filter((scope) => scope !== 'channels:history');
    chats.slack.fail('chat.postMessage', { status: 500, delivered: true });
    const { outbox, wake, observed } = replica();
    await outbox.plan([post('a', 'slack:C1')], now());
    wake();
    await arrived('a');
    expect(inSlack()).toEqual(['a', 'a']);
    expect(await doubtful()).toBe(1);
    expect(observed.map(({ what }) => what)).toEqual(['retried', 'doubtful', 'sent']);
  });

  test('Teams lets no bot look: at least once', async () => {
    chats.teams.trouble({ status: 503, delivered: true, times: 1 });
    const { outbox, wake } = replica();
    await outbox.plan([post('a', TEAMS), post('b', TEAMS)], now());
    wake();
    await arrived('a', 'b');
    expect(inTeams()).toEqual(['a', 'a', 'b']);
    expect(await doubtful()).toBe(1);
  });

  test('of a change is no matter: changed twice is changed once', async () => {
    const { outbox, wake } = replica();
    await outbox.plan([post('a', TEAMS), post('s', 'slack:C1')], now());
    wake();
    await arrived('a', 's');
    chats.teams.trouble({ hang: true, delivered: true, times: 1 });
    chats.slack.fail('chat.update', { hang: true, delivered: true });
    for (const key of ['a', 's']) await outbox.edit(key, words('worse'), 1, now());
    wake();
    await arrived('a', 's');
    expect([inTeams(), inSlack()]).toEqual([['worse'], ['worse']]);
    expect(await doubtful()).toBe(0);
  });
});

describe('a sender that dies', () => {
  test('after Slack had taken the message and before it wrote that down: the next one finds it there', async () => {
    const first = mortal((_, die) => ({
      stands: () => {
        die();
        return never;
      },
    }));
    await first.outbox.plan([post('a', 'slack:C1'), post('b', 'slack:C1')], now());
    first.wake();
    await until(() => inSlack().length === 1, 'the message');
    replica();
    await arrived('a', 'b');
    expect(inSlack()).toEqual(['a', 'b']);
    expect(await doubtful()).toBe(0);
  });

  test('after it had said that it sends and before it did: the next one sends it', async () => {
    const first = mortal((lanes, die) => ({
      claim: async (...claim) => {
        await lanes.claim(...claim);
        die();
        return never;
      },
    }));
    await first.outbox.plan([post('a', 'slack:C1'), post('t', TEAMS)], now());
    await until(async () => (await state('a')) === 'sending' || (await state('t')) === 'sending', 'a claim');
    replica();
    await arrived('a', 't');
    expect([inSlack(), inTeams()]).toEqual([['a'], ['t']]);
  });

  test('before it had told an administrator of what it gave up: the next one does both', async () => {
    const first = mortal((_, die) => ({
      fail: () => {
        die();
        return never;
      },
    }));
    await first.outbox.plan([post('a', 'slack:C0OTHER')], now());
    await until(
      async () => (await state('notice|slack:C0OTHER|not_in_channel|' + now().toISOString().slice(0, 10) + '|slack:U0ANA')) !== undefined,
      'a notice',
    );
    replica();
    await until(async () => (await state('a')) === 'failed', 'a given up');
    await until(() => inSlack('D0ANA').length === 1, 'the notice');
  });

  test('with a newer description while it was sending: what stands is changed, not sent again', async () => {
    const first = mortal((_, die) => ({
      stands: () => {
        die();
        return never;
      },
    }));
    await first.outbox.plan([post('a', 'slack:C1')], now());
    await until(() => inSlack().length === 1, 'the message');
    await first.outbox.edit('a', words('worse'), 1, now());
    replica();
    await arrived('a');
    expect(inSlack()).toEqual(['worse']);
  });

  test('is only slow: somebody else has sent it meanwhile, and what it says then changes nothing', async () => {
    let goOn = (): void => undefined;
    const waits = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const lanes = laneStore(store);
    // It stands still for longer than it holds the channel, with its message sent.
    const slow = replica({
      lanes: {
        ...lanes,
        stands: async (one: never, how: never) => {
          await waits;
          return lanes.stands(one, how);
        },
      } as never,
    });
    await slow.outbox.plan([post('a', 'slack:C1')], now());
    await until(() => inSlack().length === 1, 'the message');
    const { outbox } = replica();
    await arrived('a');
    await outbox.edit('a', words('worse'), 1, now());
    await until(() => inSlack()[0] === 'worse', 'the change');
    await arrived('a');
    const before = await store.deliveries.findOne({ _id: 'a' });
    goOn();
    await until(() => slow.logged.some(({ message }) => message.includes('so slowly')), 'its late word');
    expect(await store.deliveries.findOne({ _id: 'a' })).toEqual({ ...before, doubtful: 1 });
    expect(inSlack()).toEqual(['worse']);
  });
});

test('a sender that looks for a message for so long that somebody else has taken the channel over sends nothing any more', async () => {
  const [slack, ...others] = chats.platforms;
  if (!slack?.find) throw new Error('Slack can be searched');
  const { find } = slack;
  let looked = false;
  const slowly: typeof find = async (...asked) => {
    const found = await find(...asked);
    // Longer than a channel is held.
    await new Promise((resolve) => setTimeout(resolve, 2_600));
    looked = true;
    return found;
  };
  chats.slack.fail('chat.postMessage', { status: 500 });
  const slow = startReplica(store, [{ ...slack, find: slowly }, ...others]);
  replicas.push(slow);
  await slow.outbox.plan([post('a', 'slack:C1')], now());
  await until(() => chats.slack.calls('conversations.history').length === 1, 'a look');
  const { observed } = replica();
  await arrived('a');
  await until(() => looked, 'the slow one has looked');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(inSlack()).toEqual(['a']);
  expect(observed).toEqual([{ what: 'sent', platform: 'slack' }]);
  expect(slow.observed.map(({ what }) => what)).toEqual(['retried']);
});

describe('several senders on one database', () => {
  test('double nothing, lose nothing, and keep every channel’s order', async () => {
    chats.slack.state.paceMs = 1_000;
    const three = [replica(), replica(), replica()];
    const channels = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6'];
    const keys = (channel: string): string[] => Array.from({ length: 6 }, (_, index) => `${channel}-${index + 1}`);
    for (let index = 0; index < 6; index += 1) {
      const planner = three[index % 3] as Replica;
      await planner.outbox.plan(
        channels.map((channel) => post(keys(channel)[index] ?? '', `slack:${channel}`)),
        now(),
      );
      planner.wake();
    }
    await arrived(...channels.flatMap(keys));
    for (const channel of channels) expect(inSlack(channel)).toEqual(keys(channel));
    expect(three.flatMap(({ observed }) => observed).filter(({ what }) => what === 'sent')).toHaveLength(36);
    // Between them they kept Slack's pace.
    expect(chats.slack.calls('chat.postMessage')).toHaveLength(36);
  });

  test.each([1, 2])('with one that dies every moment and a fifth of all calls going wrong, nothing is lost (%i)', async (seed) => {
    const random = seeded(seed);
    const channels = ['slack:C1', 'slack:C2', 'slack:C3', 'slack:C4', TEAMS, 'teams:19:2@thread.tacv2'];
    const keys = Array.from({ length: 24 }, (_, index) => `m${index}`);
    const targetOf = (index: number): string => channels[index % channels.length] ?? '';
    chats.slack.disturb(0.2, random);
    chats.teams.disturb(0.2, random);
    const outbox = outboxStore(store, now);
    let victims = [startReplica(store, chats.platforms, { random })];
    replica({ random });
    for (const [index, key] of keys.entries()) {
      await outbox.plan([post(key, targetOf(index))], now());
      if (index % 9 === 0) await outbox.edit(key, words(`${key} edited`), 1, now());
      if (index % 6 !== 5) continue;
      await new Promise((resolve) => setTimeout(resolve, 150));
      victims[0]?.kill();
      victims = [startReplica(store, chats.platforms, { random })];
    }
    victims[0]?.kill();
    await arrived(...keys);
    chats.slack.disturb(0, random);
    const shown = (index: number): number => {
      const place = targetOf(index).slice(targetOf(index).indexOf(':') + 1);
      const said = targetOf(index).startsWith('slack') ? inSlack(place) : inTeams(place);
      return said.filter((one) => one === keys[index] || one === `${keys[index]} edited`).length;
    };
    const times = keys.map((_, index) => shown(index));
    expect(Math.min(...times)).toBe(1);
    const doubled = (platform: string): number => times.filter((count, index) => targetOf(index).startsWith(platform) && count > 1).length;
    expect(doubled('slack')).toBe(0);
    const more = times.reduce((sum, count) => sum + count - 1, 0);
    expect(more).toBeLessThanOrEqual(await doubtful());
  });
});
