/** Who is live while a film plays. */
import type { SceneConversation } from '../../domain/alert-scene.ts';
import { isLive } from '../../domain/conversation.ts';
import type { Film, Watcher } from './film.ts';

export interface Floor {
  watch: Watcher;
  /** The live conversations now; the same array until one of them changes. */
  live: () => readonly SceneConversation[];
}

/** At first those that stand still; the film brings the others. */
export function floorOf({ still }: Pick<Film, 'still'>): Floor {
  const moving = new Map<number, SceneConversation>();
  let live: readonly SceneConversation[] | null = null;
  return {
    watch: (who, _before, after) => {
      if (isLive(after)) moving.set(who, after);
      else if (!moving.delete(who)) return;
      live = null;
    },
    live: () => (live ??= [...still, ...moving.values()]),
  };
}
