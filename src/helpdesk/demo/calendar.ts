/** Days of the simulated desk, in São Paulo's time. */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** America/Sao_Paulo has kept UTC−3 since it gave up summer time in 2019; the demo never goes further back. */
const BEHIND_UTC = 3 * HOUR;

/** The desk never closes; its day, from one morning's change of shifts to the next, begins this long after midnight. */
export const CHANGE = 6 * HOUR;

/** A local calendar day. */
export interface Day {
  /** `20261122`. */
  label: string;
  /** Midnight, in ms since the epoch. */
  start: number;
  /** 0 Sunday … 6 Saturday. */
  weekday: number;
}

/** The local day that holds the instant, or one `later` days after it. */
export function dayOf(at: number, later = 0): Day {
  const local = new Date(Math.floor((at - BEHIND_UTC) / DAY) * DAY + later * DAY);
  return { label: local.toISOString().slice(0, 10).replaceAll('-', ''), start: local.getTime() + BEHIND_UTC, weekday: local.getUTCDay() };
}
