/** Pictures of the last minute: an identical one is not drawn twice, and whoever asks for one being drawn waits for the same. */

/** How long a picture may be shown again, in ms. */
const KEPT_MS = 60_000;
/** Together, in bytes: about a hundred pictures. The oldest leave first. */
const MOST_BYTES = 16 * 1024 * 1024;

export interface RecentPictures {
  /** The picture of `key`, drawn by `draw` only when there is none of the last minute and none on its way. Nobody may change it. */
  get: (key: string, draw: () => Promise<Buffer>) => Promise<Buffer>;
}

export interface RecentOptions {
  /** A clock in ms that never goes back. */
  now: () => number;
  mostBytes?: number | undefined;
}

/** A failed drawing is not kept: the next request tries again. */
export function recentPictures({ now, mostBytes = MOST_BYTES }: RecentOptions): RecentPictures {
  const kept = new Map<string, { png: Buffer; drawnAt: number }>();
  const coming = new Map<string, Promise<Buffer>>();
  let bytes = 0;

  function drop(key: string): void {
    bytes -= kept.get(key)?.png.length ?? 0;
    kept.delete(key);
  }

  /** Entries stand in the order in which they were drawn. */
  function keep(key: string, png: Buffer): void {
    drop(key);
    kept.set(key, { png, drawnAt: now() });
    bytes += png.length;
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes) return;
      drop(oldest);
    }
  }

  function dropOld(): void {
    for (const [key, { drawnAt }] of kept) {
      if (now() - drawnAt < KEPT_MS) return;
      drop(key);
    }
  }

  return {
    get(key, draw) {
      dropOld();
      const ready = kept.get(key);
      if (ready) return Promise.resolve(ready.png);
      const underWay = coming.get(key);
      if (underWay) return underWay;
      const drawing = draw()
        .then((png) => {
          keep(key, png);
          return png;
        })
        .finally(() => coming.delete(key));
      coming.set(key, drawing);
      return drawing;
    },
  };
}
