/** What Vigia asks of Chatwoot and does there, against a local Chatwoot: what only Chatwoot has; the rest is the connectors' contract. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createChatwoot } from '../../src/helpdesk/chatwoot/chatwoot.ts';
import { type HelpdeskApi, HelpdeskError } from '../../src/helpdesk/connector.ts';
import { type ChatwootApi, startChatwootApi } from '../fakes/chatwoot-api.ts';

const TOKEN = 'a-users-access-token';
const MARIA = 'chatwoot:57';

let chatwoot: ChatwootApi;
beforeEach(async () => {
  chatwoot = await startChatwootApi({ token: TOKEN });
});
const others: Server[] = [];
afterEach(async () => {
  await chatwoot.close();
  for (const other of others.splice(0)) {
    other.close();
    other.closeAllConnections();
  }
});

function apiAt(url: string, part: { accountId?: string; timeoutMs?: number } = {}): HelpdeskApi {
  const { api } = createChatwoot({ webhookSecret: undefined, accountId: '1', url, token: TOKEN, ...part });
  if (!api) throw new Error('expected an API');
  return api;
}

/** A server that is no Chatwoot: answers everything alike, and remembers the headers that it got. */
async function startOther(status: number, body: string, headers: Record<string, string> = {}): Promise<{ url: string; got: object[] }> {
  const got: object[] = [];
  const server = createServer((request, response) => {
    got.push(request.headers);
    response.writeHead(status, headers).end(body);
  });
  others.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, got };
}

describe('a text to a contact', () => {
  test('goes out under the number that people see, as a message and never as a private note', async () => {
    expect(await apiAt(chatwoot.url).send(MARIA, 'Bom dia! *Tudo* certo?\nAté já 👋')).toEqual({ ok: true, message: 'chatwoot:501' });
    expect(chatwoot.asked).toEqual(['GET /conversations/57', 'POST /conversations/57/messages']);
    expect(chatwoot.written).toEqual([
      { conversation: 57, content: 'Bom dia! *Tudo* certo?\nAté já 👋', messageType: 'outgoing', private: false },
    ]);
  });

  test('gets through an nginx that drops headers with underscores', async () => {
    expect(await apiAt(`${chatwoot.url}/`).send(MARIA, 'Oi')).toMatchObject({ ok: true });
  });

  test('is not sent 24 hours after the contact’s last WhatsApp message: Chatwoot would take it and fail later', async () => {
    chatwoot.conversations.set(57, { canReply: false });
    expect(await apiAt(chatwoot.url).send(MARIA, 'Oi')).toEqual({
      ok: false,
      reason: 'refused',
      windowClosed: true,
      detail: expect.stringContaining('24 hours'),
    });
    expect(chatwoot.written).toEqual([]);
  });

  test.each(['Olá {{contact.name}}', 'Olá {% if agent %}Ana{% endif %}', 'Protocolo {{protocol}}'])(
    'is not sent with what Chatwoot would fill in itself: %s',
    async (text) => {
      expect(await apiAt(chatwoot.url).send(MARIA, text)).toMatchObject({
        ok: false,
        reason: 'refused',
        detail: expect.stringContaining('{{'),
      });
      expect(chatwoot.written).toEqual([]);
    },
  );

  test('braces that Chatwoot leaves alone go out as they are', async () => {
    expect(await apiAt(chatwoot.url).send(MARIA, 'use {chaves} e 100%')).toMatchObject({ ok: true });
    expect(chatwoot.written[0]?.content).toBe('use {chaves} e 100%');
  });

  test('that Chatwoot finds too long is refused in its words', async () => {
    const sent = await apiAt(chatwoot.url).send(MARIA, 'x'.repeat(150_001));
    expect(sent).toEqual({
      ok: false,
      reason: 'refused',
      detail: expect.stringContaining('Content is too long (maximum is 150000 characters)'),
    });
  });

  test('whatever Chatwoot says takes one short line', async () => {
    chatwoot.fail('POST messages', { status: 422, body: JSON.stringify({ error: `no\n\n${'x'.repeat(5_000)}` }) });
    const sent = await apiAt(chatwoot.url).send(MARIA, 'Oi');
    expect(!sent.ok && sent.detail).toMatch(/^Chatwoot answered 422: no x{100,}…$/);
    expect(!sent.ok && sent.detail?.length).toBeLessThan(250);
  });

  test('that the channel failed at once is refused in the channel’s words', async () => {
    const failed = { id: 9, status: 'failed', content_attributes: { external_error: '131047: Re-engagement message' } };
    chatwoot.fail('POST messages', { status: 200, body: JSON.stringify(failed) });
    expect(await apiAt(chatwoot.url).send(MARIA, 'Oi')).toEqual({ ok: false, reason: 'refused', detail: '131047: Re-engagement message' });
  });

  test('is known not to be sent when Chatwoot hangs before it was posted', async () => {
    chatwoot.fail('GET conversation', 'slow');
    expect(await apiAt(chatwoot.url, { timeoutMs: 500 }).send(MARIA, 'Oi')).toMatchObject({ ok: false, reason: 'unreachable' });
    expect(chatwoot.asked).toEqual(['GET /conversations/57']);
  });

  test('may have been sent when its answer cannot be read', async () => {
    chatwoot.fail('POST messages', { status: 200, body: '<html>login</html>' });
    expect(await apiAt(chatwoot.url).send(MARIA, 'Oi')).toMatchObject({ ok: false, reason: 'unknown' });
  });

  test.each([
    ['2', 2_000, 2_000],
    [undefined, 60_000, 60_000],
    ['soon', 60_000, 60_000],
    [new Date(Date.now() + 90_000).toUTCString(), 60_000, 90_000],
  ])('after too many requests waits as told, or a minute (Retry-After: %s)', async (header, least, most) => {
    chatwoot.fail('GET conversation', { status: 429, body: 'Retry later\n', ...(header && { headers: { 'retry-after': header } }) });
    const sent = await apiAt(chatwoot.url).send(MARIA, 'Oi');
    expect(sent).toMatchObject({ ok: false, reason: 'refused' });
    const wait = sent.ok ? undefined : sent.retryAfterMs;
    expect(wait).toBeGreaterThanOrEqual(least);
    expect(wait).toBeLessThanOrEqual(most);
  });
});

describe('the list of people and teams', () => {
  test('has every team of many, with its members', async () => {
    chatwoot.teams.splice(
      0,
      2,
      ...Array.from({ length: 23 }, (_, index) => ({ id: 10 + index, name: `time ${index}`, members: index % 2 ? [2] : [3] })),
    );
    const { departments } = await apiAt(chatwoot.url).directory();
    expect(departments.map(({ id }) => id)).toEqual(Array.from({ length: 23 }, (_, index) => `chatwoot:${10 + index}`));
    expect(departments[0]?.members).toEqual(['chatwoot:3']);
    expect(departments[1]?.members).toEqual(['chatwoot:2']);
  });

  test('takes people without a name or an address as they are', async () => {
    const people = [
      { id: 4, name: '  ', email: null },
      { id: '5', name: null, email: 'caio@example.com', group_role: 'of a fork' },
      { id: 6 },
    ];
    chatwoot.fail('GET agents', { status: 200, body: JSON.stringify(people) });
    const { agents } = await apiAt(chatwoot.url).directory();
    expect(agents).toEqual([{ id: 'chatwoot:4' }, { id: 'chatwoot:5', email: 'caio@example.com' }, { id: 'chatwoot:6' }]);
  });

  test('is empty where there is nobody', async () => {
    chatwoot.people.splice(0);
    chatwoot.teams.splice(0);
    expect(await apiAt(chatwoot.url).directory()).toEqual({ agents: [], departments: [] });
  });

  test('another account’s is forbidden', async () => {
    await expect(apiAt(chatwoot.url, { accountId: '2' }).directory()).rejects.toMatchObject({ fault: { reason: 'forbidden' } });
  });
});

describe('an address that is not Chatwoot’s', () => {
  test.each([
    ['a page that is not there', 404, '<html>Not found</html>', 'CHATWOOT_URL'],
    ['a login page', 200, '<html>Log in</html>', 'CHATWOOT_URL'],
    ['something else in JSON', 200, '{"hello":"world"}', 'CHATWOOT_URL'],
  ])('%s says so, and names the variable', async (_, status, body, named) => {
    const other = await startOther(status, body);
    const api = apiAt(other.url);
    await expect(api.directory()).rejects.toMatchObject({ fault: { reason: 'unreachable', detail: expect.stringContaining(named) } });
    await expect(api.directory()).rejects.toBeInstanceOf(HelpdeskError);
  });

  test('a redirect is not followed: the token stays here', async () => {
    const elsewhere = await startOther(200, '[]');
    const other = await startOther(301, '', { location: elsewhere.url });
    await expect(apiAt(other.url).directory()).rejects.toMatchObject({
      fault: { reason: 'unreachable', detail: expect.stringContaining('redirect') },
    });
    expect(await apiAt(other.url).send(MARIA, 'Oi')).toMatchObject({ ok: false, reason: 'unreachable' });
    expect(other.got).toHaveLength(3);
    expect(elsewhere.got).toEqual([]);
  });
});

test('the limit of time holds though memory is cleaned up meanwhile', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  chatwoot.fail('GET agents', 'slow');
  const listing = apiAt(chatwoot.url, { timeoutMs: 300 })
    .directory()
    .catch((error: unknown) => error);
  const collecting = setInterval(collect, 20);
  let patience: NodeJS.Timeout | undefined;
  const waited = new Promise((resolve) => {
    patience = setTimeout(resolve, 4_000, 'still waiting');
  });
  const ended = await Promise.race([listing, waited]);
  clearInterval(collecting);
  clearTimeout(patience);
  expect(ended).toMatchObject({ fault: { reason: 'unreachable', detail: 'Chatwoot did not answer in time' } });
});
