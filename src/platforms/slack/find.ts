/** Looks for a post by the key that it carries: whether it arrived although nobody was told so. */
import type { WebClient } from '@slack/web-api';
import type { Log, Platform } from '../platform.ts';
import { faultOf } from './errors.ts';
import { KEYED } from './post.ts';
import { messageIdOf, standingOf } from './standing.ts';

/** Slack's clock may be so far from ours, s. */
const CLOCKS_S = 300;
/** Messages of a page, and pages at most: in a busier channel nobody can tell. */
const PAGE = 200;
const PAGES = 5;

interface Page {
  messages?: { ts?: string; metadata?: { event_type?: string; event_payload?: object } }[];
  response_metadata?: { next_cursor?: string };
}

/** Needs the scopes channels:history, groups:history and im:history; without them it does not say. */
export function finder(client: WebClient, log: Log): NonNullable<Platform['find']> {
  async function channelOf(target: string): Promise<string> {
    if (!/^[UW]/.test(target)) return target;
    const { channel } = await client.conversations.open({ users: target });
    return channel?.id ?? target;
  }

  async function search(
    channel: string,
    key: string,
    read: (cursor: string | undefined) => Promise<Page>,
  ): Promise<string | null | undefined> {
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const { messages = [], response_metadata: meta } = await read(cursor);
      const found = messages.find(({ metadata }) => metadata?.event_type === KEYED && keyOf(metadata.event_payload) === key);
      if (found?.ts) return messageIdOf({ channel, ts: found.ts });
      cursor = meta?.next_cursor;
      if (!cursor) return null;
    }
    return undefined;
  }

  async function find(channel: string, key: string, since: Date, thread: string | undefined): Promise<string | null | undefined> {
    const asked = { channel, oldest: String(since.getTime() / 1000 - CLOCKS_S), limit: PAGE, include_all_metadata: true };
    const from = (cursor: string | undefined): object => (cursor ? { cursor } : {});
    const inChannel = (): ReturnType<typeof search> =>
      search(channel, key, async (cursor) => client.conversations.history({ ...asked, ...from(cursor) }));
    if (thread === undefined) return inChannel();
    const { ts } = standingOf(thread);
    return search(channel, key, async (cursor) => client.conversations.replies({ ...asked, ts, ...from(cursor) })).catch(
      (error: unknown) => {
        // Into a thread whose first message was deleted Slack posts as if there were none.
        if (faultOf(error).code !== 'thread_not_found') throw error;
        return inChannel();
      },
    );
  }

  return async (target, key, since, thread) => {
    try {
      return await find(await channelOf(target), key, since, thread);
    } catch (error) {
      const { code, hint, unknown, retryAfterMs } = faultOf(error);
      if (retryAfterMs !== undefined) return { retryAfterMs };
      if (unknown) throw error;
      log.warn({ code, hint, target }, 'Slack does not say whether a post arrived; it is sent again');
      return undefined;
    }
  };
}

function keyOf(payload: object | undefined): unknown {
  return payload && Reflect.get(payload, 'key');
}
