/** What is done after a request was answered, and which activities were taken already. */
import type { PlatformContext } from '../platform.ts';
import type { Spoken } from './activity.ts';

export interface Work {
  /** Goes on after the answer; what fails is logged as `what`. */
  background: (work: Promise<unknown>, what: string) => void;
  /** Teams sends an activity again when it got no answer in time. */
  isFirst: (activity: Spoken) => Promise<boolean>;
  /** Resolves when nothing begun is left. */
  idle: () => Promise<void>;
}

export function createWork({ first, log }: Pick<PlatformContext, 'first' | 'log'>): Work {
  const begun = new Set<Promise<void>>();
  return {
    background: (work, what) => {
      const done = work.then(
        () => undefined,
        (error: unknown) => log.error({ err: error }, what),
      );
      begun.add(done);
      void done.finally(() => begun.delete(done));
    },
    isFirst: async (activity) => {
      if (!activity.id) return true;
      try {
        return await first(`teams:${activity.conversation.id}:${activity.id}`);
      } catch (error) {
        // An answer given twice is better than none.
        log.warn({ err: error }, 'a Teams activity could not be checked for repetition');
        return true;
      }
    },
    idle: async () => {
      while (begun.size > 0) await Promise.all(begun);
    },
  };
}
