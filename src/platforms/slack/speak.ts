/** Puts a rendered message where it belongs, by the next way that works when one does not. */
import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../platform.ts';
import { patiently } from './clients.ts';
import { faultOf, refusedContent, refusedPlaces } from './errors.ts';
import type { Place } from './place.ts';
import type { Rendered } from './render.ts';
import { respond } from './respond.ts';
import type { Standing } from './standing.ts';

/** A message as sent. */
interface Message {
  text: string;
  blocks?: Rendered['blocks'];
}

export interface Speaker {
  /** Sends, or with `replace` takes the place of `place.message`; undefined where the message cannot be changed later. */
  say: (place: Place, message: Rendered, replace?: boolean) => Promise<Standing | undefined>;
  /** Changes a standing message. */
  change: (standing: Standing, message: Rendered) => Promise<void>;
  /** The conversation between a person and Vigia. */
  direct: (user: string) => Promise<string>;
}

function isPicture(block: KnownBlock): boolean {
  return block.type === 'image' && 'slack_file' in block;
}

const QUIET = { unfurl_links: false, unfurl_media: false };
const MOST = 5000;

/** A speaker on one client. */
export function speaker(client: WebClient, log: Log): Speaker {
  const conversations = new Map<string, string>();

  /** Sends with blocks, then without images from the web, then words alone: nothing around them costs the words. */
  async function withWords<T>({ text, blocks, words }: Rendered, send: (message: Message) => Promise<T>): Promise<T> {
    const plainer = blocks.filter((block) => block.type !== 'image');
    const messages: Message[] = [{ text, blocks }, ...(plainer.length < blocks.length ? [{ text, blocks: plainer }] : []), { text: words }];
    for (;;) {
      const [message = { text: words }] = messages.splice(0, 1);
      try {
        return await patiently(() => send(message));
      } catch (error) {
        // A picture of ours may only not be ready yet: whoever sent it knows what to do.
        if (!refusedContent(error) || messages.length === 0 || message.blocks?.some(isPicture)) throw error;
        const { code, hint } = faultOf(error);
        log.error({ code, hint, places: refusedPlaces(error) }, 'Slack refused a message; it is sent again with less');
      }
    }
  }

  async function post(channel: string, thread: string | undefined, message: Rendered): Promise<Standing> {
    const at = thread ? { thread_ts: thread } : {};
    const sent = await withWords(message, (one) => client.chat.postMessage({ channel, ...one, ...QUIET, ...at }));
    return { channel: sent.channel ?? channel, ts: sent.ts ?? '' };
  }

  async function change({ channel, ts }: Standing, message: Rendered): Promise<void> {
    // Without `blocks: []` the old blocks would stay above new words.
    await withWords(message, ({ text, blocks = [] }) => client.chat.update({ channel, ts, text, blocks }));
  }

  async function direct(user: string): Promise<string> {
    const known = conversations.get(user);
    if (known) return known;
    const { channel } = await patiently(() => client.conversations.open({ users: user }));
    const id = channel?.id ?? user;
    if (conversations.size >= MOST) conversations.clear();
    conversations.set(user, id);
    return id;
  }

  /** Tries the ways one after another; the last one's error is the caller's. */
  async function firstThatWorks<T>(ways: [name: string, way: () => Promise<T>][]): Promise<T> {
    const [[name, way] = ['', undefined], ...rest] = ways;
    if (!way) throw new Error('There is no way to send a message');
    try {
      return await way();
    } catch (error) {
      if (rest.length === 0) throw error;
      const { code, hint } = faultOf(error);
      log.warn({ code, hint, way: name }, 'A way to answer in Slack is closed; trying the next');
      return firstThatWorks(rest);
    }
  }

  async function privately(place: Place, message: Rendered, replace: boolean): Promise<Standing | undefined> {
    const { responseUrl: url, channel, user, thread } = place;
    const at = thread ? { thread_ts: thread } : {};
    return firstThatWorks<Standing | undefined>([
      ...(url
        ? [
            ['response_url', () => withWords(message, (one) => respond(url, { ...one, replace_original: replace }))] as [
              string,
              () => Promise<undefined>,
            ],
          ]
        : []),
      [
        'chat.postEphemeral',
        () => withWords(message, (one) => client.chat.postEphemeral({ channel, user, ...one, ...at })).then(() => undefined),
      ],
      ['direct message', async () => post(await direct(user), undefined, message)],
    ]);
  }

  async function openly(place: Place, message: Rendered, replace: boolean): Promise<Standing | undefined> {
    const { channel, message: ts, thread } = place;
    const anew: [string, () => Promise<Standing>] = ['chat.postMessage', () => post(channel, thread, message)];
    if (!replace || !ts) return anew[1]();
    return firstThatWorks([['chat.update', () => change({ channel, ts }, message).then(() => ({ channel, ts }))], anew]);
  }

  return {
    say: (place, message, replace = false) => (place.kind === 'private' ? privately : openly)(place, message, replace),
    change,
    direct,
  };
}
