/** The Web API methods that the product uses, with the errors of the real ones. */
import { need, refuse, Refusal, structured } from './arguments.ts';
import { blockFaults, type Json } from './blocks.ts';
import { HISTORY_METHODS } from './history.ts';
import { LIST_METHODS, memberOf } from './lists.ts';
import { directOf, fileReady, type Message, next, type State, timestamp } from './state.ts';
import { VIEW_METHODS } from './views.ts';

type Method = (args: Json, state: State, base: string) => Json;

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
  const open = !channel.private && state.scopes.includes('chat:write.public');
  if (!channel.member && !open) refuse(channel.private ? 'channel_not_found' : 'not_in_channel');
  if (channel.archived) refuse('is_archived');
  return id;
}

/** Where the message was deleted, Slack posts as if no thread had been named (slack-go#1571). People's own messages are not kept here. */
function threadOf(args: Json, channel: string, state: State): string | undefined {
  const thread = args['thread_ts'];
  if (thread === undefined) return undefined;
  if (typeof thread !== 'string' || !/^\d+\.\d+$/.test(thread)) return refuse('invalid_thread_ts');
  return state.deleted.has(`${channel}:${thread}`) ? undefined : thread;
}

/** docs.slack.dev/messaging/message-metadata: a type in words, a payload of values. */
function metadataOf(args: Json): Json | undefined {
  const metadata = structured(args, 'metadata') as Json | undefined;
  if (metadata === undefined) return undefined;
  if (typeof metadata['event_type'] !== 'string' || !/^\w+$/.test(metadata['event_type'])) refuse('invalid_metadata_format');
  if (typeof metadata['event_payload'] !== 'object' || metadata['event_payload'] === null) refuse('invalid_metadata_format');
  return metadata;
}

function post(args: Json, state: State, onlyFor?: string): Message {
  const channel = conversation(args, state);
  const shown = content(args, state);
  const metadata = metadataOf(args);
  const ts = timestamp(state);
  const thread = threadOf(args, channel, state);
  const message: Message = { id: `M${next(state)}`, channel, ts, thread, onlyFor, ...shown, metadata, edits: 0, at: state.now() };
  state.messages.push(message);
  return message;
}

/** A file that is completed with a conversation appears there as a message for everybody in it. */
function share(state: State, channel: string, files: { id: string; title?: string }[]): void {
  const text = files.map(({ id, title }) => title ?? state.files.get(id)?.name ?? '').join(' ');
  const shared = { text, blocks: [], files: files.map(({ id }) => id) };
  state.messages.push({ id: `M${next(state)}`, channel, ts: timestamp(state), ...shared, edits: 0, at: state.now() });
}

/** Every method by name. */
export const METHODS: Record<string, Method> = {
  'auth.test': (_, __, base) => ({ url: base, team: 'Desk', user: 'vigia', team_id: 'T0DESK', user_id: 'U0VIGIA', bot_id: 'B0VIGIA' }),
  'users.info': (args, state) => {
    const id = need(args, 'user');
    const member = state.people.get(id) ?? refuse('user_not_found');
    const located = args['include_locale'] === 'true' || args['include_locale'] === true ? { locale: member.locale } : {};
    return { user: { ...memberOf(id, member), ...located } };
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
  ...HISTORY_METHODS,
  ...VIEW_METHODS,
  ...LIST_METHODS,
};
