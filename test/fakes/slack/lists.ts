/** Lists by cursor: people and channels. */
import { refuse } from './arguments.ts';
import type { Json } from './blocks.ts';
import type { Member, State } from './state.ts';

/** A person as `users.*` tells of them. */
export function memberOf(id: string, { name, display = '', bot = false, deleted = false }: Member): Json {
  const handle = name.toLowerCase().replaceAll(/\s+/g, '.');
  return { id, name: handle, real_name: name, is_bot: bot, deleted, profile: { real_name: name, display_name: display } };
}

/** Refuses what the app was not given. */
export function scope(state: State, name: string): void {
  if (!state.scopes.includes(name)) refuse('missing_scope');
}

/** A page of a list, and the cursor of the next one. */
export function paged(all: Json[], args: Json): { page: Json[]; meta: Json } {
  const limit = Number(args['limit'] ?? 100);
  if (!(limit > 0 && limit < 1000)) refuse('invalid_limit');
  const cursor = typeof args['cursor'] === 'string' ? args['cursor'] : '';
  const from = cursor === '' ? 0 : Number(/^c(\d+)$/.exec(cursor)?.[1] ?? refuse('invalid_cursor'));
  const page = all.slice(from, from + limit);
  return { page, meta: { next_cursor: from + limit < all.length ? `c${from + limit}` : '' } };
}

export const LIST_METHODS: Record<string, (args: Json, state: State) => Json> = {
  'users.list': (args, state) => {
    scope(state, 'users:read');
    const slackbot = {
      id: 'USLACKBOT',
      name: 'slackbot',
      real_name: 'Slackbot',
      is_bot: false,
      deleted: false,
      profile: { real_name: 'Slackbot' },
    };
    const { page, meta } = paged([slackbot, ...[...state.people].map(([id, member]) => memberOf(id, member))], args);
    return { members: page, response_metadata: meta };
  },
  'conversations.list': (args, state) => {
    const types = (typeof args['types'] === 'string' ? args['types'] : 'public_channel').split(',');
    if (types.includes('public_channel')) scope(state, 'channels:read');
    if (types.includes('private_channel')) scope(state, 'groups:read');
    const hidden = args['exclude_archived'] === true || args['exclude_archived'] === 'true';
    const there = [...state.channels].filter(([, room]) => {
      const typed = types.includes(room.private ? 'private_channel' : 'public_channel');
      // Slack tells a bot of the private channels that it is in, and of no other.
      return typed && (room.member || !room.private) && !(hidden && room.archived);
    });
    const all = there.map(([id, { name, member, private: closed = false, archived = false }]) => ({
      id,
      name,
      is_member: member,
      is_private: closed,
      is_archived: archived,
    }));
    const { page, meta } = paged(all, args);
    return { channels: page, response_metadata: meta };
  },
};
