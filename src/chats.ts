/** The chat platforms as forms and announcements see them: who is there, where one can post, and the way there. */
import type { Chats, Listed } from './app/services.ts';
import type { Directory, Platform } from './platforms/platform.ts';

export interface ChatsOptions {
  /** Those that are connected, also later. */
  platforms: () => readonly Pick<Platform, 'name' | 'directory' | 'post'>[];
  log: { warn: (fields: object, message: string) => void };
}

export function createChats({ platforms, log }: ChatsOptions): Chats {
  /** The asker's own platform; where that has no directory, all of them. */
  function listing(platform: string): { name: string; directory: Directory }[] {
    const able = platforms().flatMap(({ name, directory }) => (directory ? [{ name, directory }] : []));
    const own = able.filter(({ name }) => name === platform);
    return own.length > 0 ? own : able;
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
      const cut = target.indexOf(':');
      const platform = platforms().find(({ name }) => name === target.slice(0, cut));
      if (!platform?.post) return { ok: false, reason: 'none' };
      const posted = await platform.post(target.slice(cut + 1), card, language);
      if (posted.ok) return { ok: true };
      log.warn({ platform: platform.name, reason: posted.reason }, 'an announcement could not be posted');
      return { ok: false, reason: posted.reason };
    },
  };
}
