/** What will happen, in order of time. */

export interface Agenda {
  /** Runs `act` at the instant (ms); at the same instant, what was put in first comes first. */
  at: (instant: number, act: (now: number) => void) => void;
  /** Runs everything, also what is put in meanwhile. */
  run: () => void;
}

interface Entry {
  instant: number;
  act: (now: number) => void;
}

/** An empty agenda: a list kept in order by binary insertion, quick enough for a day's few thousand entries. */
export function createAgenda(): Agenda {
  /** Latest first, so that the next one is taken off the end. */
  const entries: Entry[] = [];
  return {
    at(instant, act) {
      let [low, high] = [0, entries.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((entries[middle]?.instant ?? 0) > instant) low = middle + 1;
        else high = middle;
      }
      entries.splice(low, 0, { instant, act });
    },
    run() {
      for (let entry = entries.pop(); entry; entry = entries.pop()) entry.act(entry.instant);
    },
  };
}
