/** The day's set of a scope while a film plays, counted as it changes. */
import { isConversationWithin, type SceneConversation, type Scope } from '../../domain/alert-scene.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { belongsToDay, type DayCount } from '../../domain/indicators.ts';
import { startOfDay } from '../../domain/periods.ts';
import type { Film, Watcher } from './film.ts';

const DAY_MS = 86_400_000;

export interface Day {
  watch: Watcher;
  /** Goes on to an instant (ms, never back). */
  at: (instant: number) => readonly DayCount[];
}

/** The day's set as the film goes on, of the local day of each instant. */
export function dayOf({ still, start }: Pick<Film, 'still' | 'start'>, scope: Scope, timeZone: string): Day {
  const current = new Map<number, Conversation>();
  const counts = new Map<string, DayCount>();
  let dayStart = startOfDay(new Date(start), timeZone);

  function add(one: SceneConversation & Pick<Conversation, 'endedAt'>, more: 1 | -1): void {
    if (!belongsToDay(one, dayStart) || !isConversationWithin(scope, one)) return;
    const { channel, state } = one;
    const opened = one.openedAt >= dayStart ? 'new' : 'carried';
    const key = `${channel} ${state} ${opened}`;
    counts.set(key, { channel, state, opened, count: (counts.get(key)?.count ?? 0) + more });
  }

  function begin(): void {
    counts.clear();
    for (const one of still) add({ ...one, endedAt: null }, 1);
    for (const one of current.values()) add(one, 1);
  }

  begin();
  return {
    watch: (who, before, after) => {
      if (before) add(before, -1);
      add(after, 1);
      current.set(who, after);
    },
    at: (instant) => {
      // No day begins within the first 20 hours of another.
      if (instant - dayStart.getTime() > 0.8 * DAY_MS) {
        const begun = startOfDay(new Date(instant), timeZone);
        if (begun > dayStart) {
          dayStart = begun;
          begin();
        }
      }
      return [...counts.values()];
    },
  };
}
