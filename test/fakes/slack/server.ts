/** The HTTP side of the local Slack: Web API, uploads, response_urls. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { content, METHODS } from './api.ts';
import { Refusal } from './arguments.ts';
import type { Json } from './blocks.ts';
import { bytes, methodArguments } from './read.ts';
import { type Fault, next, type State, timestamp } from './state.ts';

/** Five uses within half an hour (docs.slack.dev). */
const RESPONSE_USES = 5;

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/** Plays a fault; true when the request has had its answer (or never gets one). */
async function played(fault: Fault | undefined, response: ServerResponse): Promise<boolean> {
  if (!fault) return false;
  if ('hang' in fault) return true;
  if ('slowMs' in fault) {
    await new Promise((resolve) => setTimeout(resolve, fault.slowMs));
    return false;
  }
  if ('error' in fault) send(response, 200, { ok: false, error: fault.error, response_metadata: { messages: fault.messages ?? [] } });
  else
    send(
      response,
      fault.status,
      { ok: false, error: fault.status === 429 ? 'ratelimited' : 'internal_error' },
      retryHeader(fault.retryAfter),
    );
  return true;
}

function retryHeader(seconds: number | undefined): Record<string, string> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
}

/** About one new message a second in a conversation (docs.slack.dev, rate limits of chat.postMessage). */
function tooSoon({ paceMs, messages, now }: State, method: string, { channel }: Json): Fault | undefined {
  if (paceMs === 0 || method !== 'chat.postMessage') return undefined;
  const last = messages.findLast((one) => [one.channel, `U${one.channel.slice(1)}`].includes(String(channel)));
  return last && now() - last.at < paceMs ? { status: 429, retryAfter: 1 } : undefined;
}

async function api(state: State, base: string, method: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await bytes(request)).toString();
  try {
    const args = methodArguments(request.headers['content-type'] ?? '', body);
    state.calls.push({ method, args, at: state.now() });
    const fault = state.faults.get(method)?.shift() ?? state.disturbance?.(method) ?? tooSoon(state, method, args);
    const delivered = fault !== undefined && 'delivered' in fault && fault.delivered;
    if (!delivered && (await played(fault, response))) return;
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? (typeof args['token'] === 'string' ? args['token'] : '');
    if (!token) throw new Refusal('not_authed');
    if (token !== state.token) throw new Refusal('invalid_auth');
    const run = METHODS[method];
    if (!run) throw new Refusal('unknown_method');
    const done = { ok: true, ...run(args, state, base) };
    if (delivered && (await played(fault, response))) return;
    send(response, 200, done, { 'x-oauth-scopes': state.scopes.join(',') });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    send(response, 200, { ok: false, error: error.message, errors: error.messages, response_metadata: { messages: error.messages } });
  }
}

async function upload(state: State, id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const file = state.files.get(id);
  const sent = await bytes(request);
  if (await played(state.faults.get('upload')?.shift(), response)) return;
  if (!file || sent.length !== file.bytes) return send(response, 400, { ok: false, error: 'wrong_length' });
  // Uploaded, not completed: completeUploadExternal sets the moment from which it can be shown.
  file.readyAt = -1;
  file.content = sent;
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.end(`OK - ${sent.length}`);
}

async function respond(state: State, id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await bytes(request)).toString();
  const url = state.responses.get(id);
  if (await played(state.faults.get('response_url')?.shift(), response)) return;
  if (!url || state.now() > url.until) return send(response, 404, { ok: false, error: 'expired_url' });
  if (url.uses >= RESPONSE_USES) return send(response, 404, { ok: false, error: 'used_url' });
  try {
    const args = methodArguments(request.headers['content-type'] ?? '', body);
    const shown = content(args, state);
    url.uses += 1;
    state.calls.push({ method: 'response_url', args, at: state.now() });
    if (args['replace_original'] === true && url.message) Object.assign(url.message, shown, { edits: url.message.edits + 1 });
    else show(state, url.channel, args['response_type'] === 'in_channel' ? undefined : url.user, shown);
    response.writeHead(200).end('ok');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    send(response, 400, { ok: false, error: error.message });
  }
}

function show(state: State, channel: string, onlyFor: string | undefined, shown: ReturnType<typeof content>): void {
  state.messages.push({ id: `M${next(state)}`, channel, ts: timestamp(state), onlyFor, ...shown, edits: 0, at: state.now() });
}

/** Starts the server on a free port of 127.0.0.1. */
export async function startServer(state: State, socketUrl: () => string): Promise<{ server: Server; base: string }> {
  const server = createServer((request, response) => {
    const [, room = '', name = ''] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    const address = server.address();
    const base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const handled = (): Promise<void> => {
      if (request.method === 'POST' && room === 'api' && name === 'apps.connections.open')
        return connections(state, socketUrl(), request, response);
      if (request.method === 'POST' && room === 'api') return api(state, base, name, request, response);
      if (request.method === 'POST' && room === 'upload') return upload(state, name, request, response);
      if (request.method === 'POST' && room === 'response') return respond(state, name, request, response);
      send(response, 404, { ok: false, error: 'unknown_method' });
      return Promise.resolve();
    };
    handled().catch((error: unknown) => {
      state.troubles.push(`the local Slack broke: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, base: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}

/** Socket Mode's door takes the app's token, not the bot's. */
async function connections(state: State, url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await bytes(request);
  if (await played(state.faults.get('apps.connections.open')?.shift(), response)) return;
  const good = (request.headers.authorization ?? '').startsWith('Bearer xapp-');
  send(response, 200, good ? { ok: true, url } : { ok: false, error: 'not_allowed_token_type' });
}
