/** The Web API methods that the product uses, with the errors of the real ones. */
import { blockFaults, type Json, viewFaults } from './blocks.ts';
import { directOf, fileReady, type Message, next, type State, timestamp, type View } from './state.ts';

/** An answer with `ok: false`. */
export class Refusal extends Error {
  readonly messages: string[];

  constructor(code: string, messages: string[] = []) {
    super(code);
    this.messages = messages;
  }
}

type Method = (args: Json, state: State, base: string) => Json;

function need(args: Json, name: string): string {
  const value = args[name];
  if (typeof value !== 'string' || value === '') throw new Refusal('invalid_arguments', [`[ERROR] missing required field: ${name}`]);
  return value;
}

/** A structured argument: JSON in a string, or JSON itself. */
function structured(args: Json, name: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new Refusal('invalid_arguments', [`[ERROR] ${name} is not JSON`]);
  }
}

/** Text and blocks that Slack would show. */
export function content(args: Json, state: State): { text: string; blocks: Json[] } {
  const blocks = structured(args, 'blocks');
  const text = typeof args['text'] === 'string' ? args['text'] : '';
  if (text.length > 40_000) throw new Refusal('msg_too_long');
  if (blocks === undefined && !text.trim()) throw new Refusal('no_text');
  if (blocks === undefined) return { text, blocks: [] };
  const faults = blockFaults(blocks, { surface: 'message', fileReady: (id) => fileReady(state, id) });
  if (faults.length > 0)
    throw new Refusal(
      'invalid_blocks',
      faults.map((fault) => `[ERROR] ${fault}`),
    );
  return { text, blocks: blocks as Json[] };
}

/** A conversation that the app may write to. */
function conversation(args: Json, state: State): string {
  const id = need(args, 'channel');
  if (id.startsWith('U')) return state.people.has(id) ? directOf(id) : refuse('channel_not_found');
  if (id.startsWith('D')) return [...state.people.keys()].some((user) => directOf(user) === id) ? id : refuse('channel_not_found');
  const channel = state.channels.get(id) ?? refuse('channel_not_found');
  if (!channel.member) refuse('not_in_channel');
  if (channel.archived) refuse('is_archived');
  return id;
}

function refuse(code: string): never {
  throw new Refusal(code);
}

function post(args: Json, state: State, onlyFor?: string): Message {
  const channel = conversation(args, state);
  const shown = content(args, state);
  const ts = timestamp(state);
  const thread = typeof args['thread_ts'] === 'string' ? args['thread_ts'] : undefined;
  const message: Message = { id: `M${next(state)}`, channel, ts, thread, onlyFor, ...shown, edits: 0, at: state.now() };
  state.messages.push(message);
  return message;
}

/** A file that is completed with a conversation appears there as a message for everybody in it. */
function share(state: State, channel: string, files: { id: string; title?: string }[]): void {
  const text = files.map(({ id, title }) => title ?? state.files.get(id)?.name ?? '').join(' ');
  const shared = { text, blocks: [], files: files.map(({ id }) => id) };
  state.messages.push({ id: `M${next(state)}`, channel, ts: timestamp(state), ...shared, edits: 0, at: state.now() });
}

function view(args: Json, state: State): Json {
  const value = structured(args, 'view');
  const faults = viewFaults(value, { surface: 'view', fileReady: (id) => fileReady(state, id) });
  if (faults.length > 0)
    throw new Refusal(
      'invalid_arguments',
      faults.map((fault) => `[ERROR] ${fault}`),
    );
  return value as Json;
}

function openView(args: Json, state: State): Json {
  const trigger = state.triggers.get(need(args, 'trigger_id')) ?? refuse('invalid_trigger_id');
  if (trigger.used) refuse('exchanged_trigger_id');
  if (state.now() - trigger.at > 3000) refuse('expired_trigger_id');
  const shown = view(args, state);
  trigger.used = true;
  const opened: View = { id: `V${next(state)}`, hash: String(next(state)), user: trigger.user, view: shown, open: true, errors: {} };
  state.views.set(opened.id, opened);
  return { view: { ...shown, id: opened.id, hash: opened.hash } };
}

function updateView(args: Json, state: State): Json {
  const shown = state.views.get(need(args, 'view_id')) ?? refuse('not_found');
  if (!shown.open) refuse('not_found');
  if (typeof args['hash'] === 'string' && args['hash'] !== shown.hash) refuse('hash_conflict');
  Object.assign(shown, { view: view(args, state), hash: String(next(state)), errors: {} });
  return { view: { ...shown.view, id: shown.id, hash: shown.hash } };
}

/** Every method by name. */
export const METHODS: Record<string, Method> = {
  'auth.test': (_, __, base) => ({ url: base, team: 'Desk', user: 'vigia', team_id: 'T0DESK', user_id: 'U0VIGIA', bot_id: 'B0VIGIA' }),
  'users.info': (args, state) => {
    const id = need(args, 'user');
    const { name, locale } = state.people.get(id) ?? refuse('user_not_found');
    const located = args['include_locale'] === 'true' || args['include_locale'] === true ? { locale } : {};
    return { user: { id, name: name.toLowerCase(), real_name: name, profile: { real_name: name, display_name: '' }, ...located } };
  },
  'chat.postMessage': (args, state) => {
    const { channel, ts, text, blocks } = post(args, state);
    return { channel, ts, message: { text, blocks } };
  },
  'chat.postEphemeral': (args, state) => ({ message_ts: post(args, state, need(args, 'user')).ts }),
  'chat.update': (args, state) => {
    const channel = conversation(args, state);
    const ts = need(args, 'ts');
    const message =
      state.messages.find((one) => one.channel === channel && one.ts === ts && one.onlyFor === undefined) ?? refuse('message_not_found');
    Object.assign(message, content(args, state), { edits: message.edits + 1 });
    return { channel, ts, text: message.text };
  },
  'conversations.open': (args, state) => {
    const user = need(args, 'users');
    if (!state.people.has(user)) refuse('user_not_found');
    return { channel: { id: directOf(user) } };
  },
  'files.getUploadURLExternal': (args, state, base) => {
    const name = need(args, 'filename');
    const bytes = Number(need(args, 'length'));
    if (!(bytes > 0)) refuse('invalid_arguments');
    const id = `F0FILE${String(next(state)).padStart(5, '0')}`;
    state.files.set(id, { id, name, bytes, completed: false, readyAt: Number.POSITIVE_INFINITY, looks: 0 });
    return { upload_url: `${base}/upload/${id}`, file_id: id };
  },
  'files.completeUploadExternal': (args, state) => {
    const files = structured(args, 'files') as { id: string; title?: string }[];
    const channel = args['channel_id'] === undefined ? undefined : conversation({ channel: args['channel_id'] }, state);
    for (const { id } of files) {
      const file = state.files.get(id) ?? refuse('file_not_found');
      if (file.readyAt !== -1) refuse('file_upload_not_finished');
      Object.assign(file, { completed: true, readyAt: state.now() + state.fileDelayMs });
    }
    if (channel !== undefined) share(state, channel, files);
    return { files: files.map(({ id, title }) => ({ id, title, mimetype: '', filetype: '' })) };
  },
  'files.info': (args, state) => {
    const file = state.files.get(need(args, 'file')) ?? refuse('file_not_found');
    file.looks += 1;
    return {
      file: { id: file.id, mimetype: fileReady(state, file.id) ? 'image/png' : '', filetype: fileReady(state, file.id) ? 'png' : '' },
    };
  },
  'views.open': openView,
  'views.update': updateView,
};
