/** A local Bot Connector with its login server and OpenID keys: real HTTP, real tokens, Microsoft's limits. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultsOf } from './lint.ts';
import { createSigner, type Signer } from './tokens.ts';

export const APP = { id: '11111111-2222-3333-4444-555555555555', password: 'fake-secret', tenant: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee' };
export const ISSUER = 'https://api.botframework.com';

const CONSENT = 'application/vnd.microsoft.teams.card.file.consent';
/** OneDrive takes fragments of multiples of this, below 60 MiB; only the last may be any size. */
const STEP = 320 * 1024;
const LARGEST_FRAGMENT = 60 * 1024 * 1024;

/** Our own limit of a message, UTF-8 bytes: the documented one of cards is 40 KB, the platform's real one looser. */
const LARGEST = 40 * 1024;

export interface Activity {
  id?: string;
  type: string;
  text?: string;
  summary?: string;
  replyToId?: string;
  attachments?: { contentType: string; name?: string; contentUrl?: string; content: Record<string, unknown> }[];
}

export interface Call {
  method: string;
  conversation: string;
  activityId: string | undefined;
  activity: Activity;
  status: number;
  at: number;
  bytes: number;
}

/** The next `times` calls go wrong: with a status (and its Retry-After in seconds), or by never answering. */
export interface Trouble {
  status?: number;
  retryAfter?: number;
  hang?: boolean;
  /** It happens after the message was taken, as a 503 of a gateway may. */
  delivered?: boolean;
  times: number;
  /** Only these calls. */
  when?: (activity: Activity) => boolean;
}

export interface FakeConnector {
  url: string;
  /** What activities name as their serviceUrl. */
  serviceUrl: string;
  host: string;
  signer: Signer;
  /** Every call to the connector, refused ones too. */
  calls: Call[];
  tokensGiven: number;
  /** An upload session as a person's OneDrive opens it; what arrived in it, and the bearer tokens that it should not have seen. */
  session: () => { url: string; bytes: () => Buffer; done: () => boolean; tokens: string[] };
  /** Messages that people see, by conversation, as they are now. */
  shown: (conversation: string) => Activity[];
  trouble: (trouble: Trouble) => void;
  /** From now on a share of the calls that send or change goes wrong, by `random` in [0, 1); a share of 0 ends it. */
  disturb: (share: number, random: () => number) => void;
  /** A person deletes a message. */
  remove: (id: string) => void;
  /** People of a conversation by its id, and channels of a team by its own. */
  members: Map<string, { objectId: string; name: string }[]>;
  teams: Map<string, { name: string; channels: { id: string; name?: string }[] }>;
  /** Reading calls: members, teams and channels, refused ones too. */
  reads: { path: string; status: number }[];
  /** The bot was taken out of a conversation: 403 from now on. */
  removeFrom: (conversation: string) => void;
  /** Resolves with the first call that passes, done or yet to come. */
  until: (passes: (call: Call) => boolean) => Promise<Call>;
  close: () => Promise<void>;
}

/** What goes wrong by chance: before the work was done, and after it. */
const CHANCES: readonly Omit<Trouble, 'times'>[] = [
  { status: 429, retryAfter: 1 },
  { status: 500 },
  { status: 503, delivered: true },
  { hang: true },
  { hang: true, delivered: true },
];

type Reply = { status: number; body?: unknown; headers?: Record<string, string> };
const fault = (status: number, code: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { error: { code, message: code } },
});

export async function startConnector(): Promise<FakeConnector> {
  const signer = createSigner();
  const bearer = `fake-bearer-${randomUUID()}`;
  const messages = new Map<string, { conversation: string; activity: Activity }>();
  const gone = new Set<string>();
  const troubles: Trouble[] = [];
  let chance: (() => Omit<Trouble, 'times'> | undefined) | undefined;
  const waiting = new Set<() => void>();
  const sessions = new Map<string, { parts: Buffer[]; total: number; tokens: string[] }>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `http://${host}`;
  const fake: FakeConnector = {
    url,
    serviceUrl: `${url}/amer/`,
    host,
    signer,
    calls: [],
    members: new Map(),
    teams: new Map(),
    reads: [],
    tokensGiven: 0,
    session: () => {
      const id = randomUUID();
      const session = { parts: new Array<Buffer>(), total: -1, tokens: new Array<string>() };
      sessions.set(id, session);
      const bytes = (): Buffer => Buffer.concat(session.parts);
      return { url: `${url}/upload/${id}`, bytes, done: () => bytes().length === session.total, tokens: session.tokens };
    },
    shown: (conversation) => [...messages.values()].filter((one) => one.conversation === conversation).map((one) => one.activity),
    trouble: (trouble) => void troubles.push({ ...trouble }),
    disturb: (share, random) => {
      chance = share > 0 ? () => (random() < share ? CHANCES[Math.floor(random() * CHANCES.length)] : undefined) : undefined;
    },
    remove: (id) => void messages.delete(id),
    removeFrom: (conversation) => void gone.add(conversation),
    until,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;

  function until(passes: (call: Call) => boolean): Promise<Call> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(
          new Error(
            `no such call to Teams within 10 s; seen: ${fake.calls.map((call) => `${call.method} ${call.status}`).join(', ') || 'none'}`,
          ),
        );
      }, 10_000);
      const look = (): void => {
        const found = fake.calls.find(passes);
        if (!found) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'PUT' && request.url?.startsWith('/upload/')) {
      const parts: Buffer[] = [];
      for await (const chunk of request) parts.push(chunk as Buffer);
      const status = uploaded(request, Buffer.concat(parts));
      return void response.writeHead(status).end();
    }
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const reply = route(request, body);
    if (!reply) return;
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.body === undefined ? '' : JSON.stringify(reply.body));
  }

  /** "Upload bytes to the upload session": fragments in order, each but the last a multiple of 320 KiB. */
  function uploaded({ url: path = '', headers }: IncomingMessage, bytes: Buffer): number {
    const session = sessions.get(path.slice('/upload/'.length));
    if (!session) return 404;
    if (headers.authorization) session.tokens.push(headers.authorization);
    const [, from = '', to = '', total = ''] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
    const held = session.parts.reduce((sum, part) => sum + part.length, 0);
    if (from === '' || Number(from) !== held || Number(to) - Number(from) + 1 !== bytes.length) return 416;
    const last = Number(to) + 1 === Number(total);
    if (bytes.length >= LARGEST_FRAGMENT || (!last && bytes.length % STEP !== 0)) return 400;
    session.parts.push(bytes);
    session.total = Number(total);
    return last ? 201 : 202;
  }

  /** Undefined: no answer is ever given. */
  function route(request: IncomingMessage, body: string): Reply | undefined {
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
    if (path === '/openid') return { status: 200, body: { issuer: ISSUER, jwks_uri: `${url}/keys` } };
    if (path === '/keys') return { status: 200, body: { keys: [signer.jwk] } };
    if (path === `/login/${APP.tenant}/oauth2/v2.0/token`) return login(new URLSearchParams(body));
    if (request.method === 'GET' && path.startsWith('/amer/v3/')) return read(request, path.slice('/amer/v3/'.length));
    if (path.startsWith('/amer/v3/conversations')) return connector(request, path.slice('/amer/v3/conversations'.length), body);
    return { status: 404 };
  }

  function login(form: URLSearchParams): Reply {
    const good = form.get('grant_type') === 'client_credentials' && form.get('scope') === `${ISSUER}/.default`;
    if (!good || form.get('client_id') !== APP.id) return { status: 400, body: { error: 'invalid_request' } };
    if (form.get('client_secret') !== APP.password) return { status: 401, body: { error: 'invalid_client' } };
    fake.tokensGiven += 1;
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: bearer } };
  }

  function connector(request: IncomingMessage, rest: string, body: string): Reply | undefined {
    const [, conversation = '', kind, activityId] = rest.split('/');
    const activity = (body ? JSON.parse(body) : {}) as Activity;
    const method = request.method ?? 'GET';
    const call: Call = { method, conversation, activityId, activity, status: 0, at: Date.now(), bytes: Buffer.byteLength(body) };
    const reply = troubled(call) ?? refused(request, call) ?? done(method, conversation, kind, activityId, activity);
    call.status = reply === 'hang' ? 0 : reply.status;
    fake.calls.push(call);
    for (const look of waiting) look();
    return reply === 'hang' ? undefined : reply;
  }

  /** Members by pages of at most 500, teams and their channels. */
  function read(request: IncomingMessage, path: string): Reply {
    const [kind, id = '', what] = path.split('/');
    const reply =
      unreadable(request, id) ?? (kind === 'teams' ? team(id, what) : paged(id, what, new URL(request.url ?? '', url).searchParams));
    fake.reads.push({ path, status: reply.status });
    return reply;
  }

  function unreadable(request: IncomingMessage, id: string): Reply | undefined {
    const trouble = troubles[0];
    if (request.headers.authorization !== `Bearer ${bearer}`) return fault(401, 'Unauthorized');
    if (gone.has(id)) return fault(403, 'BotNotInConversationRoster');
    if (!trouble || trouble.when) return undefined;
    trouble.times -= 1;
    if (trouble.times <= 0) troubles.shift();
    return fault(trouble.status ?? 500, 'Troubled', trouble.retryAfter === undefined ? {} : { 'retry-after': String(trouble.retryAfter) });
  }

  function paged(id: string, what: string | undefined, query: URLSearchParams): Reply {
    const all = fake.members.get(id);
    const size = Number(query.get('pageSize') ?? 200);
    if (what !== 'pagedmembers' || !all) return fault(404, 'ConversationNotFound');
    if (!Number.isInteger(size) || size < 50 || size > 500) return fault(400, 'BadArgument');
    const from = Number(query.get('continuationToken') ?? 0);
    const members = all
      .slice(from, from + size)
      .map((one) => ({ id: `29:${one.objectId}`, ...one, tenantId: APP.tenant, userRole: 'user' }));
    return { status: 200, body: { members, ...(from + size < all.length && { continuationToken: String(from + size) }) } };
  }

  function team(id: string, what: string | undefined): Reply {
    const known = fake.teams.get(id);
    if (!known) return fault(404, 'TeamNotFound');
    // The General channel has no name in this answer.
    return { status: 200, body: what === 'conversations' ? { conversations: known.channels } : { id, name: known.name } };
  }

  function troubled({ method, conversation, activityId, activity }: Call): Reply | 'hang' | undefined {
    const trouble = asked(activity) ?? chance?.();
    if (!trouble) return undefined;
    if (trouble.delivered) done(method, conversation, 'activities', activityId, activity);
    if (trouble.hang) return 'hang';
    return fault(trouble.status ?? 500, 'Troubled', trouble.retryAfter === undefined ? {} : { 'retry-after': String(trouble.retryAfter) });
  }

  /** The trouble that was asked for. */
  function asked(activity: Activity): Trouble | undefined {
    const trouble = troubles[0];
    if (!trouble || trouble.when?.(activity) === false) return undefined;
    trouble.times -= 1;
    if (trouble.times <= 0) troubles.shift();
    return trouble;
  }

  function refused(request: IncomingMessage, { conversation, activity, bytes }: Call): Reply | undefined {
    if (request.headers.authorization !== `Bearer ${bearer}`) return fault(401, 'Unauthorized');
    const [place = '', root] = conversation.split(';messageid=');
    if (gone.has(place)) return fault(403, 'BotNotInConversationRoster');
    // People's messages are not kept here: their ids are times.
    if (root?.startsWith('m-') && !messages.has(root)) return fault(404, 'ThreadNotFound');
    if (bytes > LARGEST) return fault(413, 'MessageSizeTooBig');
    const cards = (activity.attachments ?? []).filter((one) => one.contentType === 'application/vnd.microsoft.card.adaptive');
    const consents = (activity.attachments ?? []).filter((one) => one.contentType === CONSENT);
    // Files are a matter of personal chats.
    if (consents.length > 0 && !conversation.startsWith('a:')) return fault(400, 'BadRequest');
    const faults = [
      ...cards.flatMap((one) => faultsOf(one.content)),
      ...consents.flatMap(({ name, content }) =>
        name && typeof content['sizeInBytes'] === 'number' && content['description']
          ? []
          : ['a consent card without name, size or description'],
      ),
    ];
    return faults.length > 0 ? { status: 400, body: { error: { code: 'BadSyntax', message: faults.join('; ') } } } : undefined;
  }

  function done(method: string, conversation: string, kind: string | undefined, activityId: string | undefined, activity: Activity): Reply {
    if (method === 'POST' && !conversation) return { status: 201, body: { id: `a:${randomUUID()}` } };
    if (kind !== 'activities') return fault(404, 'NotFound');
    if (method === 'POST') {
      const id = `m-${randomUUID()}`;
      messages.set(id, { conversation, activity: { ...activity, id } });
      return { status: 201, body: { id } };
    }
    const standing = activityId === undefined ? undefined : messages.get(activityId);
    if (!activityId || !standing) return fault(404, 'ActivityNotFoundInConversation');
    if (method === 'DELETE') messages.delete(activityId);
    else messages.set(activityId, { ...standing, activity: { ...activity, id: activityId } });
    return { status: 200, body: { id: activityId } };
  }
}
