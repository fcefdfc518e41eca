/** What is under way, so that a stop can wait for it. */
export interface Work {
  /** Runs a piece of work to its end whoever waits; errors go to `failed`. */
  run: (piece: () => Promise<void>, failed: (error: unknown) => Promise<void>) => Promise<void>;
  /** Resolves when nothing is under way. */
  idle: () => Promise<void>;
}

/** An empty list of work. */
export function startWork(): Work {
  const pieces = new Set<Promise<void>>();
  return {
    run: async (piece, failed) => {
      const running = piece().catch(failed);
      pieces.add(running);
      try {
        await running;
      } finally {
        pieces.delete(running);
      }
    },
    idle: async () => {
      while (pieces.size > 0) await Promise.allSettled(pieces);
    },
  };
}
