/**
 * A local Chatwoot: the part of its API that Vigia asks, over real HTTP, behind an nginx with its defaults (headers with
 * an underscore do not get through). It answers in the shapes of test/fixtures/chatwoot (sources in SOURCES.md there).
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface Person {
  id: number;
  name: string;
  email: string;
}

export interface Team {
  id: number;
  name: string;
  /** Ids of people. */
  members: number[];
}

/** A message as it went into the conversation's history. */
export interface Written {
  conversation: number;
  content: string;
  messageType: string;
  private: boolean;
}

/** `hang`: taken and done, but never answered; `cut`: taken and done, then the connection breaks; `slow`: hangs before anything is done. */
export type Fault = 'hang' | 'cut' | 'slow' | { status: number; body?: string; headers?: Record<string, string> };

export interface ChatwootApi extends State {
  url: string;
  close: () => Promise<void>;
}

interface State {
  people: Person[];
  teams: Team[];
  /** By display id. `canReply`: whether the channel's answering window is open. */
  conversations: Map<number, { canReply: boolean }>;
  /** What agents see in Chatwoot; more than one for one call is a text sent twice. */
  written: Written[];
  /** Every request that came, `GET /agents`. */
  asked: string[];
  /** What happens to the next request that is `what`, such as `POST messages`. */
  fail: (what: What, fault: Fault) => void;
}

export type What = 'GET agents' | 'GET teams' | 'GET team_members' | 'GET conversation' | 'POST messages';
type Shape = Record<string, unknown>;

const fixture = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, '../fixtures/chatwoot', name), 'utf8'));
const [AGENT] = fixture('api_agents_index.json') as [Shape];
const [TEAM] = fixture('api_teams_index.json') as [Shape];
const MESSAGE = fixture('api_message_created.json') as Shape;
const [CONVERSATION] = (fixture('api_conversations_index.json') as { data: { payload: [Shape] } }).data.payload;

/** Message: `validates :content, length: { maximum: 150_000 }`. */
const LONGEST = 150_000;
const NOT_FOUND = { error: 'Resource could not be found' };

/** Chatwoot's answer to a request; a text is no JSON. */
interface Reply {
  status: number;
  body: unknown;
}

const ok = (body: unknown): Reply => ({ status: 200, body });
const refused = (status: number, error: string): Reply => ({ status, body: { error } });

/** Starts on a free port of 127.0.0.1, with two people and two teams. */
export async function startChatwootApi({ token, accountId = '1' }: { token: string; accountId?: string }): Promise<ChatwootApi> {
  const faults = new Map<string, Fault[]>();
  const fake: State = {
    people: [
      { id: 2, name: 'Ana Lima', email: 'ana.lima@example.com' },
      { id: 3, name: 'Bruno Reis', email: 'bruno.reis@example.com' },
    ],
    teams: [
      { id: 7, name: 'suporte', members: [2, 3] },
      { id: 8, name: 'vendas', members: [] },
    ],
    conversations: new Map([[57, { canReply: true }]]),
    written: [],
    asked: [],
    fail: (what, fault) => void faults.set(what, [...(faults.get(what) ?? []), fault]),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const [, account, path] = /^\/api\/v1\/accounts\/(\d+)(\/.*)$/.exec(request.url ?? '') ?? [];
    if (path === undefined) return send(response, { status: 404, body: '<html>The page you were looking for doesn’t exist.</html>' });
    if (account !== accountId) return send(response, refused(401, 'You are not authorized to access this account'));
    fake.asked.push(`${request.method} ${path}`);
    const what = whatOf(request.method ?? '', path);
    const fault = what && faults.get(what)?.shift();
    if (fault === 'slow') return;
    if (typeof fault === 'object') {
      response.writeHead(fault.status, { 'content-type': 'text/plain', ...fault.headers }).end(fault.body ?? '');
      return;
    }
    const reply = answer(fake, token, { what, path, body, headers: throughNginx(request) });
    if (fault === 'cut') request.socket.destroy();
    else if (fault !== 'hang') send(response, reply);
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...fake,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** nginx: `underscores_in_headers off`. */
function throughNginx({ headers }: IncomingMessage): Record<string, string | string[] | undefined> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.includes('_')));
}

function whatOf(method: string, path: string): What | undefined {
  const routes: [What, RegExp][] = [
    ['GET agents', /^GET \/agents$/],
    ['GET teams', /^GET \/teams$/],
    ['GET team_members', /^GET \/teams\/\d+\/team_members$/],
    ['GET conversation', /^GET \/conversations\/\d+$/],
    ['POST messages', /^POST \/conversations\/\d+\/messages$/],
  ];
  return routes.find(([, pattern]) => pattern.test(`${method} ${path}`))?.[0];
}

interface Taken {
  what: What | undefined;
  path: string;
  body: string;
  headers: Record<string, string | string[] | undefined>;
}

function answer(fake: State, token: string, { what, path, body, headers }: Taken): Reply {
  const given = headers['api-access-token'];
  if (given === undefined) return { status: 401, body: { errors: ['You need to sign in or sign up before continuing.'] } };
  if (given !== token) return refused(401, 'Invalid Access Token');
  const id = Number(/\d+/.exec(path)?.[0]);
  switch (what) {
    case 'GET agents':
      return ok(fake.people.map(agent));
    case 'GET teams':
      return ok(fake.teams.map(({ id: team, name }) => ({ ...TEAM, id: team, name })));
    case 'GET team_members': {
      const team = fake.teams.find((one) => one.id === id);
      return team ? ok(fake.people.filter((one) => team.members.includes(one.id)).map(agent)) : { status: 404, body: NOT_FOUND };
    }
    case 'GET conversation':
    case 'POST messages': {
      const conversation = fake.conversations.get(id);
      if (!conversation) return { status: 404, body: NOT_FOUND };
      if (what === 'POST messages') return write(fake, id, body, headers);
      return ok({ ...CONVERSATION, id, can_reply: conversation.canReply });
    }
    case undefined:
      return { status: 404, body: 'Not found' };
  }
}

/** Messages::MessageBuilder. A closed window is no obstacle here: the message is kept, and its job fails later. */
function write(fake: State, conversation: number, body: string, headers: Taken['headers']): Reply {
  if (!String(headers['content-type']).startsWith('application/json')) return refused(422, 'param is missing or the value is empty');
  const { content = '', message_type: messageType = 'outgoing', private: note = false } = JSON.parse(body) as Shape;
  if (messageType === 'incoming') return refused(422, 'Incoming messages are only allowed in Api inboxes');
  if (messageType !== 'outgoing') return refused(422, `'${String(messageType)}' is not a valid message_type`);
  if (String(content).length > LONGEST) {
    return refused(422, `Validation failed: Content is too long (maximum is ${LONGEST} characters)`);
  }
  // Liquidable: whatever stands in braces is filled in, and what is not known becomes nothing.
  const filled = String(content).replace(/\{\{.*?\}\}/g, '');
  fake.written.push({ conversation, content: filled, messageType, private: note === true });
  return ok({ ...MESSAGE, id: 500 + fake.written.length, content: filled, conversation_id: conversation, private: note });
}

function agent(person: Person): Shape {
  return { ...AGENT, ...person, available_name: person.name };
}

function send(response: ServerResponse, { status, body }: Reply): void {
  const json = typeof body !== 'string';
  response.writeHead(status, { 'content-type': json ? 'application/json; charset=utf-8' : 'text/html' });
  response.end(json ? JSON.stringify(body) : body);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
