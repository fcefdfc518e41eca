/** Choices that a person makes one after another: Slack tells of each, only the last one counts. */
export interface Settling {
  /** Waits a moment; undefined when another choice came meanwhile, else a question whether it is still the last. */
  last: (key: string) => Promise<(() => boolean) | undefined>;
}

/** How long a choice waits for the next one, ms. */
const SETTLE_MS = 600;
const MOST = 1000;

/** Choices by key, in this process: Slack sends those of one person to wherever, and the last answer stands. */
export function settling(): Settling {
  const turns = new Map<string, symbol>();
  return {
    last: async (key) => {
      const turn = Symbol('choice');
      if (turns.size >= MOST) turns.clear();
      turns.set(key, turn);
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      const isLast = (): boolean => turns.get(key) === turn;
      return isLast() ? isLast : undefined;
    },
  };
}
