/** Reading conversations back: channels, direct messages and threads, by cursor, with what apps attached. */
import { need, refuse } from './arguments.ts';
import type { Json } from './blocks.ts';
import { paged, scope } from './lists.ts';
import { directOf, type Message, type State } from './state.ts';

/** Each kind of conversation has a scope of its own; the app must be in it. */
function readable(args: Json, state: State): string {
  const id = need(args, 'channel');
  if (id.startsWith('D') && [...state.people.keys()].some((user) => directOf(user) === id)) {
    scope(state, 'im:history');
    return id;
  }
  const room = state.channels.get(id) ?? refuse('channel_not_found');
  scope(state, room.private ? 'groups:history' : 'channels:history');
  if (!room.member) refuse(room.private ? 'channel_not_found' : 'not_in_channel');
  return id;
}

function told({ ts, text, thread, metadata }: Message, args: Json): Json {
  const whole = String(args['include_all_metadata']) === 'true';
  return { type: 'message', ts, text, ...(thread && { thread_ts: thread }), ...(metadata && whole && { metadata }) };
}

function since(messages: Message[], args: Json): Message[] {
  const oldest = Number(args['oldest'] ?? 0);
  return messages.filter(({ ts, onlyFor }) => onlyFor === undefined && Number(ts) > oldest);
}

export const HISTORY_METHODS: Record<string, (args: Json, state: State) => Json> = {
  'conversations.history': (args, state) => {
    const channel = readable(args, state);
    const there = state.messages.filter((one) => one.channel === channel && one.thread === undefined);
    const newest = since(there, args).toReversed();
    const { page, meta } = paged(
      newest.map((one) => told(one, args)),
      args,
    );
    return { messages: page, has_more: meta['next_cursor'] !== '', response_metadata: meta };
  },
  'conversations.replies': (args, state) => {
    const channel = readable(args, state);
    const ts = need(args, 'ts');
    const root = state.messages.find((one) => one.channel === channel && one.ts === ts) ?? refuse('thread_not_found');
    const replies = since(
      state.messages.filter((one) => one.channel === channel && one.thread === ts),
      args,
    );
    const { page, meta } = paged(
      [root, ...replies].map((one) => told(one, args)),
      args,
    );
    return { messages: page, has_more: meta['next_cursor'] !== '', response_metadata: meta };
  },
};
