/** Who and what there is in the workspace, remembered for a while: Slack has no search of its own for bots. */
import type { WebClient } from '@slack/web-api';
import type { Directory, Listed, Log } from '../platform.ts';
import { patiently } from './clients.ts';
import { faultOf } from './errors.ts';
import { later } from './later.ts';

/** Entries of a page; Slack advises a few hundred. */
const PAGE = 400;
/** Pages at most: 10,000 people or channels. */
const PAGES = 25;
const PEOPLE_KEEP_MS = 10 * 60_000;
/** Whoever has just invited Vigia to a channel looks for it soon. */
const CHANNELS_KEEP_MS = 60_000;
/** After an error: soon again, but not at every key. */
const RETRY_MS = 30_000;
/** The longest that a first search waits; what is there by then is searched. */
const WAIT_MS = 2000;
const SHOWN = 20;

interface Entry extends Listed {
  /** Every name there is, folded. */
  words: string;
  /** What tells two of the same name apart. */
  more: string;
}

interface Page {
  entries: Entry[];
  next: string | undefined;
}

/** `publicToo`: whether Vigia may post to public channels without being in them. */
export function slackDirectory(client: WebClient, log: Log, publicToo: () => boolean, now: () => number = Date.now): Directory {
  const people = remembered((cursor) => membersPage(client, cursor), { keepMs: PEOPLE_KEEP_MS, what: 'people', log, now });
  const channels = remembered((cursor) => channelsPage(client, cursor, publicToo()), {
    keepMs: CHANNELS_KEEP_MS,
    what: 'channels',
    log,
    now,
  });
  return { people: async (typed) => fitting(await people(), typed), channels: async (typed) => fitting(await channels(), typed) };
}

async function membersPage(client: WebClient, cursor: string | undefined): Promise<Page> {
  const { members = [], response_metadata: meta } = await client.users.list({ limit: PAGE, ...(cursor ? { cursor } : {}) });
  const entries = members.flatMap(({ id, name: handle = '', deleted, is_bot: bot, real_name: real = '', profile }): Entry[] => {
    if (!id || deleted || bot || id === 'USLACKBOT') return [];
    const whole = profile?.real_name || real;
    const name = profile?.display_name || whole || handle;
    return [
      {
        id: `slack:${id}`,
        name,
        words: fold(name === whole ? name : `${name} ${whole}`),
        more: whole && whole !== name ? whole : `@${handle}`,
      },
    ];
  });
  return { entries, next: meta?.next_cursor };
}

async function channelsPage(client: WebClient, cursor: string | undefined, publicToo: boolean): Promise<Page> {
  const asked = { types: 'public_channel,private_channel', exclude_archived: true, limit: PAGE };
  const { channels = [], response_metadata: meta } = await client.conversations.list({ ...asked, ...(cursor ? { cursor } : {}) });
  const entries = channels.flatMap(({ id, name, is_member: member, is_private: closed, is_archived: archived }): Entry[] => {
    if (!id || !name || archived || !(member || (publicToo && !closed))) return [];
    return [{ id, name: `#${name}`, words: fold(name), more: id }];
  });
  return { entries, next: meta?.next_cursor };
}

/** A list that is loaded when it is first asked for, and again in the background once it is old. */
function remembered(
  page: (cursor: string | undefined) => Promise<Page>,
  { keepMs, what, log, now }: { keepMs: number; what: string; log: Log; now: () => number },
): () => Promise<Entry[]> {
  let known: Entry[] | undefined;
  let coming: Entry[] = [];
  let until = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | undefined;

  async function load(): Promise<void> {
    coming = [];
    let cursor: string | undefined;
    for (let count = 0; count < PAGES; count += 1) {
      const from = cursor;
      const { entries, next } = await patiently(() => page(from));
      coming.push(...entries);
      if (!next) break;
      cursor = next;
    }
    known = coming;
    until = now() + keepMs;
  }

  function refresh(): Promise<void> {
    return load()
      .catch((error: unknown) => {
        const { code, hint } = faultOf(error);
        log.warn({ code, hint, what }, 'Slack did not give a list; searches in forms find nothing there');
        coming = [];
        until = now() + RETRY_MS;
      })
      .finally(() => {
        loading = undefined;
      });
  }

  return async () => {
    if (now() >= until) loading ??= refresh();
    if (known) return known;
    const patience = later(WAIT_MS, undefined);
    await Promise.race([loading, patience.promise]).finally(patience.stop);
    return known ?? coming;
  };
}

/** Names of which a word begins with each word typed; the whole name first, then those that begin so; the same names told apart. */
function fitting(entries: Entry[], typed: string): Listed[] {
  const asked = fold(typed);
  const words = asked.split(' ').filter(Boolean);
  const ranked = entries
    .filter((entry) => words.every((word) => ` ${entry.words}`.includes(` ${word}`)))
    .map((entry) => ({ entry, rank: entry.words === asked ? 0 : entry.words.startsWith(asked) ? 1 : 2 }))
    .toSorted((a, b) => a.rank - b.rank || a.entry.words.localeCompare(b.entry.words))
    .slice(0, SHOWN)
    .map(({ entry }) => entry);
  const names = ranked.map(({ name }) => name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return ranked.map(({ id, name, more }) => ({ id, name: twice.has(name) ? `${name} (${more})` : name }));
}

/** Words in lower case, without accents and marks. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
