/** Wrong passwords counted by address: 10 in 10 minutes, then nothing is compared until the first of them is 10 minutes old. */
const ALLOWED = 10;
const WINDOW_MS = 10 * 60_000;
/** Above this many addresses the oldest are forgotten, so that a flood cannot fill the memory. */
const REMEMBERED = 10_000;

export interface Attempts {
  /** How long this address has to wait, in ms; 0 when it may try. */
  waitMs: (address: string, now: number) => number;
  /** Notes a wrong password. */
  wrong: (address: string, now: number) => void;
}

/** Counts wrong passwords in memory. */
export function createAttempts(): Attempts {
  const seen = new Map<string, number[]>();
  const recent = (address: string, now: number): number[] => (seen.get(address) ?? []).filter((at) => now - at < WINDOW_MS);
  return {
    waitMs: (address, now) => {
      const [first, ...more] = recent(address, now);
      return first !== undefined && more.length + 1 >= ALLOWED ? first + WINDOW_MS - now : 0;
    },
    wrong: (address, now) => {
      const times = [...recent(address, now), now].slice(-ALLOWED);
      seen.delete(address);
      seen.set(address, times);
      const [oldest] = seen.keys();
      if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
    },
  };
}
