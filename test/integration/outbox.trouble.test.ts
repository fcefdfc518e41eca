/** Trouble that passes: messages wait for it, for as long as they are worth it, and whoever is not in trouble does not wait with them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTeams } from '../../src/platforms/teams/teams.ts';
import type { Store } from '../../src/store/connect.ts';
import type { DeliveryDoc } from '../../src/store/models/deliveries.ts';
import { laneStore } from '../../src/store/queries/lanes.ts';
import { leaseStore } from '../../src/store/queries/leases.ts';
import { outboxStore } from '../../src/store/queries/outbox.ts';
import { localConfig } from '../fakes/teams/bot.ts';
import { createDesk } from '../fakes/teams/desk.ts';
import { BOT } from '../fakes/teams/person.ts';
import { type Chats, now, openChats, post, type Replica, startReplica, titlesIn, words } from '../outbox.ts';
import { until } from '../process.ts';
import { dropStore, openStore } from '../store.ts';

const PLACE = '19:1@thread.tacv2';
const DAY_MS = 86_400_000;
let store: Store;
let chats: Chats;
let replicas: Replica[] = [];

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => dropStore(store));
beforeEach(async () => {
  for (const name of ['deliveries', 'pauses', 'leases'] as const) await store[name].deleteMany({});
  chats = await openChats();
});
afterEach(async () => {
  await Promise.all(replicas.map(({ stop }) => stop()));
  replicas = [];
  await chats.close();
});

function replica(part: Parameters<typeof startReplica>[2] = {}, platforms: Parameters<typeof startReplica>[1] = chats.platforms): Replica {
  const started = startReplica(store, platforms, part);
  replicas.push(started);
  return started;
}

/** What is to wait is tried again at once. */
function hasty(): never {
  const real = laneStore(store);
  return { ...real, leave: (one: never, left: object) => real.leave(one, { ...left, nextAt: now() } as never) } as never;
}

const known = async (key: string): Promise<DeliveryDoc> => {
  const found = await store.deliveries.findOne({ _id: key });
  if (!found) throw new Error(`no delivery ${key}`);
  return found;
};

/** Vigia in Teams, with a connector and a login server elsewhere. */
function teamsAt(part: { host?: string; loginUrl?: string }): ReturnType<typeof createTeams> {
  const serviceUrl = part.host ? `http://${part.host}/amer/` : chats.teams.serviceUrl;
  const conversation = { id: PLACE, conversationType: 'channel', tenantId: 'tenant' };
  const desk = createDesk(new Map([[`teams:${PLACE}`, { serviceUrl, conversation, bot: BOT, threadId: PLACE }]]));
  const hosts = part.host ? { serviceHosts: [part.host] } : {};
  return createTeams({ ...localConfig(chats.teams), ...hosts, ...(part.loginUrl && { loginUrl: part.loginUrl }), timeoutMs: 800 }, desk);
}

/** An address at which nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}

test.each([
  ['the connector', async () => teamsAt({ host: await nowhere() })],
  ['the login server', async () => teamsAt({ loginUrl: `http://${await nowhere()}` })],
])('Teams cannot be reached, as %s is away: the message waits, however often it is tried', async (_what, teams) => {
  const { outbox, wake } = replica({ lanes: hasty() }, [await teams()]);
  await outbox.plan([post('a', `teams:${PLACE}`)], now());
  wake();
  await until(async () => (await known('a')).attempts > 10, 'eleven attempts');
  expect(await known('a')).toMatchObject({ refusals: 0, doubtful: 0 });
});

test.each([
  ['in the body of its answer', { error: 'rate_limited' }],
  ['without saying for how long', { status: 429 }],
])('Slack asks to wait %s: the message waits and arrives', async (_how, answer) => {
  chats.slack.fail('chat.postMessage', ...Array.from({ length: 9 }, () => answer));
  const { outbox, wake } = replica({ lanes: hasty() });
  await outbox.plan([post('a', 'slack:C1')], now());
  wake();
  await until(async () => (await store.pauses.deleteMany({})) && (await known('a')).state === 'sent', 'message', 25_000);
  expect(titlesIn(chats.slack, 'C1')).toEqual(['a']);
});

test('Teams takes a message and answers with what nobody can read: each further attempt is counted as doubtful', async () => {
  let taken = 0;
  const odd = createServer((request, response) => {
    request.resume().on('end', () => {
      taken += 1;
      response.writeHead(200, { 'content-type': 'application/json' }).end(taken > 2 ? '{"id":"1"}' : '<html>ok</html>');
    });
  });
  await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
  const teams = teamsAt({ host: `127.0.0.1:${(odd.address() as AddressInfo).port}` });
  const { outbox, wake } = replica({ lanes: hasty() }, [teams]);
  await outbox.plan([post('a', `teams:${PLACE}`)], now());
  wake();
  await until(async () => (await known('a')).state === 'sent', 'message');
  expect(await known('a')).toMatchObject({ doubtful: 2, refusals: 0 });
  await new Promise((resolve) => odd.close(resolve));
});

test('the look-up for a message that may have arrived waits for as long as Slack asks', async () => {
  chats.slack.fail('chat.postMessage', { status: 500, delivered: true });
  chats.slack.fail('conversations.history', { status: 429, retryAfter: 30 });
  const { outbox, wake } = replica();
  await outbox.plan([post('a', 'slack:C1')], now());
  wake();
  await until(async () => (await known('a')).state === 'sent', 'message', 25_000);
  const [first = 0, second = 0] = chats.slack.state.calls.flatMap(({ method, at }) => (method === 'conversations.history' ? [at] : []));
  expect(second - first).toBeGreaterThan(29_000);
  expect(titlesIn(chats.slack, 'C1')).toEqual(['a']);
});

test('a platform that hangs holds up none of the other’s messages', async () => {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms / 10));
  const hanging = { name: 'teams', post: () => wait(9_900).then(() => ({ ok: false as const, reason: 'no answer', unknown: true })) };
  const quick = { name: 'slack', post: async () => ({ ok: true as const, message: 'x' }) };
  const { outbox, wake } = replica({ timings: {} }, [hanging, quick]);
  await outbox.plan(
    Array.from({ length: 40 }, (_, index) => post(`t-${index}`, `teams:${index}`)),
    now(),
  );
  wake();
  await wait(15_000);
  const begun = now().getTime();
  await outbox.plan([post('s', 'slack:C1')], now());
  wake();
  await until(async () => (await known('s')).state === 'sent', 'message');
  expect(now().getTime() - begun).toBeLessThan(8_000);
});

test('what is still being changed is remembered, and its end is told after a month too', async () => {
  const { outbox, wake } = replica();
  await outbox.plan([post('alert', 'slack:C1', { rev: 1 })], new Date(now().getTime() - 31 * DAY_MS));
  await outbox.plan([post('old', 'slack:C2')], new Date(now().getTime() - 31 * DAY_MS));
  wake();
  await until(async () => (await store.deliveries.countDocuments({ state: 'sent' })) === 2, 'both messages');
  await store.deliveries.updateOne({ _id: 'old' }, { $set: { expiresAt: new Date(now().getTime() - 30.5 * DAY_MS) } });
  expect(await outboxStore(store).sweep(now())).toBe(1);
  expect(await outbox.edit('alert', words('over'), 2, now())).toBe(true);
  wake();
  await until(() => titlesIn(chats.slack, 'C1')[0] === 'over', 'end of it');
});

test('after a clock was set back by an hour nobody waits for that hour', async () => {
  const leases = leaseStore(store);
  const at = now();
  const inMs = (ms: number): Date => new Date(at.getTime() + ms);
  expect(await leases.take('lane:slack:C1', 'before', inMs(3_600_000 + 20_000), inMs(3_600_000))).toBe(true);
  expect(await leases.take('lane:slack:C1', 'after', inMs(20_000), at)).toBe(true);
  expect(await leases.take('lane:slack:C1', 'another', inMs(21_000), inMs(1_000))).toBe(false);
});
