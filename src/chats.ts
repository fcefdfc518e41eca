/** The chat platforms as forms and announcements see them: who is there, where one can post, and the way there. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './app/outbox/reasons.ts';
import type { Chats, Listed } from './app/services.ts';
import type { Outbox } from './app/watching.ts';
import { partsOf } from './domain/targets.ts';
import type { Directory, Platform } from './platforms/platform.ts';

export interface ChatsOptions {
  /** Those that are connected, also later. */
  platforms: () => readonly Pick<Platform, 'name' | 'directory' | 'post' | 'edit' | 'find'>[];
  outbox: Pick<Outbox, 'plan' | 'find'>;
  now: () => Date;
}

/** Whoever announces something waits so long for its arrival, ms; it goes on its way all the same. */
const PATIENCE_MS = 3_000;
const LOOK_MS = 100;

export function createChats({ platforms, outbox, now }: ChatsOptions): Chats {
  /** The asker's own platform; where that has no directory, all of them. */
  function listing(platform: string): { name: string; directory: Directory }[] {
    const able = platforms().flatMap(({ name, directory }) => (directory ? [{ name, directory }] : []));
    const own = able.filter(({ name }) => name === platform);
    return own.length > 0 ? own : able;
  }

  async function arrived(key: string): ReturnType<Chats['post']> {
    for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await sleep(LOOK_MS)) {
      const [found] = await outbox.find([key]);
      if (found?.sentAt) return { ok: true };
      if (found?.state === 'failed') return { ok: false, reason: codeOf(found.error ?? 'unknown') };
    }
    return { ok: true, underWay: true };
  }

  return {
    people: async (typed, platform) => (await Promise.all(listing(platform).map(({ directory }) => directory.people(typed)))).flat(),
    channels: async (typed, platform) => {
      const found = listing(platform).map(async ({ name, directory }) =>
        (await directory.channels(typed)).map((one): Listed => ({ ...one, id: `${name}:${one.id}` })),
      );
      return (await Promise.all(found)).flat();
    },
    post: async (target, card, language) => {
      const platform = platforms().find(({ name }) => name === partsOf(target).platform);
      if (!platform?.post) return { ok: false, reason: 'none' };
      const key = `announcement|${randomUUID()}`;
      await outbox.plan([{ key, kind: 'announcement', target, card, language }], now());
      return arrived(key);
    },
  };
}
