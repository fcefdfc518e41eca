/** A helpdesk posts over real HTTP: what it is told, and what a supervisor then sees. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { createChatwoot } from '../../src/helpdesk/chatwoot/chatwoot.ts';
import { createGeneric } from '../../src/helpdesk/generic/generic.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { type HttpServer, startServer } from '../../src/http/server.ts';
import { isAway } from '../../src/store/away.ts';
import { connectStore, type Store } from '../../src/store/connect.ts';
import { type Files, fileStore } from '../../src/store/queries/files.ts';
import { type TestCore, testCore } from '../core.ts';
import { type Line, openLine } from '../fakes/line.ts';
import { dropStore, engineUri, openStore } from '../store.ts';

const SECRET = `whsec_${Buffer.from('a secret for the tests of hooks').toString('base64')}`;
const CHATWOOT_SECRET = 'a secret of the Chatwoot webhook';
const MINUTE = 60_000;

interface Desk {
  store: Store;
  core: TestCore;
  files: Files;
  server: HttpServer;
}

/** The product's server over a store, as main.ts starts it, without platforms. */
async function openDesk(store: Store): Promise<Desk> {
  const core = testCore(store);
  const files = await fileStore(store);
  const now = (): Date => new Date();
  const metrics = createMetrics();
  const log = { warn: () => undefined, error: () => undefined };
  const connectors = [
    createGeneric({ secret: SECRET }),
    createChatwoot({ webhookSecret: CHATWOOT_SECRET, accountId: '1', url: 'https://chat.example.com' }),
  ];
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    platforms: [],
    webhooks: { connectors, record: core.intake.record, isAway, metrics, now, log },
    files: (token) => files.open(token, now()),
    health: { database: store.ping, platforms: () => ({}) },
    metrics,
    log,
  });
  return { store, core, files, server };
}

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk(await openStore());
});
afterAll(async () => {
  await desk.server.close();
  await dropStore(desk.store);
});

let posts = 0;

interface How {
  secret?: string;
  sentAt?: number;
  unsigned?: boolean;
  to?: HttpServer;
}

/** A post as the Standard Webhooks scheme has it. */
function post(body: string, { secret = SECRET, sentAt = Date.now(), unsigned = false, to = desk.server }: How = {}): Promise<Response> {
  posts += 1;
  const id = `msg-${posts}`;
  const sent = new Date(sentAt);
  const signature = new Webhook(secret).sign(id, sent, body);
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(sentAt / 1_000)), 'webhook-signature': signature };
  return fetch(`${to.url}/helpdesk/generic/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(unsigned ? {} : headers) },
    body,
  });
}

function opened(id: string): object {
  return {
    id: `${id}-opened`,
    type: 'conversation.opened',
    occurredAt: new Date().toISOString(),
    conversation: { id, channel: 'whatsapp', direction: 'inbound', contact: { id: 'k', name: 'Maria Souza' } },
  };
}

const told = (answer: Response): Promise<unknown> => answer.json();
const known = (id: string): Promise<number> => desk.store.conversations.countDocuments({ _id: id });

describe('the generic webhook', () => {
  test('takes an event or a batch, and answers once they are there', async () => {
    const one = await post(JSON.stringify(opened('one')));
    expect([one.status, await told(one)]).toEqual([202, { accepted: 1, duplicates: 0, rejected: [] }]);
    expect(await known('one')).toBe(1);
    const batch = await post(JSON.stringify([opened('two'), opened('three')]));
    expect(await told(batch)).toEqual({ accepted: 2, duplicates: 0, rejected: [] });
  });

  test('keeps the good ones of a batch, and says which were not and why', async () => {
    const answer = await post(JSON.stringify([opened('good-1'), { id: 'bad', type: 'conversation.sung' }, opened('good-2'), 7]));
    expect(answer.status).toBe(202);
    expect(await told(answer)).toMatchObject({
      accepted: 2,
      duplicates: 0,
      rejected: [
        { index: 1, reason: expect.stringContaining('expected') },
        { index: 3, reason: expect.stringContaining('expected') },
      ],
    });
    expect([await known('good-1'), await known('good-2')]).toEqual([1, 1]);
  });

  test('takes a repeated batch as repetitions, also inside one post', async () => {
    const batch = JSON.stringify([opened('again-1'), opened('again-2'), opened('again-1')]);
    expect(await told(await post(batch))).toEqual({ accepted: 2, duplicates: 1, rejected: [] });
    expect(await told(await post(batch))).toEqual({ accepted: 0, duplicates: 3, rejected: [] });
  });

  test.each<[string, How]>([
    ['signed with another secret', { secret: `whsec_${Buffer.from('somebody else’s secret').toString('base64')}` }],
    ['not signed', { unsigned: true }],
    ['too old', { sentAt: Date.now() - 6 * MINUTE }],
    ['from the future', { sentAt: Date.now() + 6 * MINUTE }],
  ])('refuses what is %s, and nothing changes', async (what, how) => {
    const id = `refused ${what}`;
    const answer = await post(JSON.stringify(opened(id)), how);
    expect(answer.status).toBe(401);
    expect(await told(answer)).toEqual({ error: expect.stringContaining('expected') });
    expect(await known(id)).toBe(0);
  });

  test('a signature is for its body alone', async () => {
    const body = JSON.stringify(opened('tampered'));
    const sent = new Date();
    const answer = await fetch(`${desk.server.url}/helpdesk/generic/webhook`, {
      method: 'POST',
      headers: {
        'webhook-id': 'msg',
        'webhook-timestamp': String(Math.floor(sent.getTime() / 1_000)),
        'webhook-signature': new Webhook(SECRET).sign('msg', sent, body),
      },
      body: body.replace('Maria', 'Mario'),
    });
    expect(answer.status).toBe(401);
  });

  test.each(['{"id":', '', '"event"', 'null'])('answers 400 to %j', async (body) => {
    expect((await post(body)).status).toBe(400);
  });

  test('answers 413 to more than 1 MiB, and takes exactly that much', async () => {
    const event = { ...opened('large'), padding: '' };
    const room = 1_048_576 - JSON.stringify(event).length;
    const fits = JSON.stringify({ ...event, padding: 'x'.repeat(room) });
    expect((await post(`${fits} `)).status).toBe(413);
    expect(await known('large')).toBe(0);
    expect((await post(fits)).status).toBe(202);
  });

  test('twelve posts at once, of batches that overlap, count each event once', async () => {
    const all = Array.from({ length: 60 }, (_, index) => opened(`burst-${index}`));
    const answers = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const answer = await post(JSON.stringify(all.slice((index % 6) * 5, (index % 6) * 5 + 35)));
        return (await told(answer)) as { accepted: number; duplicates: number };
      }),
    );
    expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(60);
    expect(answers.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(12 * 35 - 60);
    expect(await desk.store.conversations.countDocuments({ _id: /^burst-/ })).toBe(60);
  });
});

test('a connector that is not there is named as such, with those that are', async () => {
  const answer = await fetch(`${desk.server.url}/helpdesk/zendesk/webhook`, { method: 'POST', body: '{}' });
  expect([answer.status, await told(answer)]).toEqual([404, { error: expect.stringContaining('generic, chatwoot') }]);
});

test('what Chatwoot posts shows in today', async () => {
  const body = readFileSync(join(__dirname, '..', 'fixtures', 'chatwoot', 'webhook_4x_created_pending.json'), 'utf8');
  const post = (secret: string): Promise<Response> => {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    return fetch(`${desk.server.url}/helpdesk/chatwoot/webhook`, {
      method: 'POST',
      headers: { 'x-chatwoot-timestamp': timestamp, 'x-chatwoot-signature': `sha256=${digest}`, 'x-chatwoot-delivery': 'd-1' },
      body,
    });
  };
  expect((await post('another secret')).status).toBe(401);
  const answer = await post(CHATWOOT_SECRET);
  expect([answer.status, await told(answer)]).toMatchObject([200, { duplicates: 0, rejected: [] }]);
  const conversation = await desk.store.conversations.findOne({ _id: /^chatwoot:/ });
  const openedAt = conversation?.openedAt ?? new Date(0);
  const asked = { platform: 'terminal', person: { id: 'terminal:admin' } };
  const total = async (at: Date): Promise<unknown> => {
    const { answer } = await desk.core.dispatch.ask('today', { ...asked, at });
    return answer.kind === 'card' && answer.card.figures?.indicators?.find(({ id }) => id === 'today.total')?.value;
  };
  expect([await total(new Date(openedAt.getTime() - 1)), await total(openedAt)]).toEqual([0, 1]);
  expect(await told(await post(CHATWOOT_SECRET))).toMatchObject({ accepted: 0 });
});

describe('files', () => {
  const get = (token: string): Promise<Response> => fetch(`${desk.server.url}/files/${token}`);
  const keep = (lifeMs: number): Promise<string> => desk.files.keep('image/png', Buffer.from('a picture'), new Date(Date.now() + lifeMs));

  test('are served while their link is good', async () => {
    const answer = await get(await keep(MINUTE));
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'image/png', 'a picture']);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('are not there when the link has expired, is forged, stretched or nonsense', async () => {
    const [id, expiry, signature] = (await keep(MINUTE)).split('.');
    const links = [
      await keep(-1),
      `${id}.${Number(expiry) + MINUTE}.${signature}`,
      `${(await keep(MINUTE)).split('.')[0]}.${expiry}.${signature}`,
      `${id}.${expiry}.${signature?.slice(0, -2)}`,
      `${id}.${expiry}`,
      'nonsense',
    ];
    expect(await Promise.all(links.map(async (link) => (await get(link)).status))).toEqual(links.map(() => 404));
  });
});

test('health, readiness and metrics', async () => {
  const get = async (path: string): Promise<[number, string]> => {
    const answer = await fetch(desk.server.url + path);
    return [answer.status, await answer.text()];
  };
  expect(await get('/healthz')).toEqual([200, '{"status":"ok"}']);
  expect(await get('/readyz')).toEqual([200, '{"status":"ready","database":true}']);
  const [status, metrics] = await get('/metrics');
  expect(status).toBe(200);
  expect(metrics).toMatch(/vigia_events_total\{connector="generic",result="accepted"\} \d+/);
  expect(metrics).toMatch(/vigia_events_total\{connector="generic",result="duplicate"\} \d+/);
  expect(metrics).toMatch(/vigia_events_total\{connector="generic",result="rejected"\} 2\n/);
  expect(metrics).toMatch(/vigia_webhooks_total\{connector="generic",status="401"\} 5\n/);
  expect((await get('/nowhere'))[0]).toBe(404);
});

describe('while the database is away', () => {
  let line: Line;
  let far: Desk;
  beforeAll(async () => {
    line = await openLine(engineUri());
    far = await openDesk(await connectStore(line.uri, desk.store.connection.name, { serverSelectionTimeoutMS: 300 }));
  });
  afterAll(async () => {
    await far.server.close();
    await far.store.close();
    await line.close();
  });

  test('a post is held for some seconds, then the sender is asked to come back, and the same post is taken later', async () => {
    const body = JSON.stringify(opened('patient'));
    line.cut();
    const posted = post(body, { to: far.server });
    const [alive, ready] = await Promise.all([fetch(`${far.server.url}/healthz`), fetch(`${far.server.url}/readyz`)]);
    expect([alive.status, ready.status]).toEqual([200, 503]);
    const answer = await posted;
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await known('patient')).toBe(0);
    line.mend();
    expect(await told(await post(body, { to: far.server }))).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    expect(await known('patient')).toBe(1);
  }, 20_000);
});
