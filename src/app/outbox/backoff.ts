/** How long a message waits before it is tried again. */

const FIRST_MS = 2_000;
const LONGEST_MS = 5 * 60_000;

/**
 * Doubling from 2 s to 5 min, and of that between half and all, so that what failed together is not tried together.
 * @param attempt which attempt has just failed, from 1
 * @param random in [0, 1)
 * @returns ms
 */
export function backOff(attempt: number, random: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * random);
}
