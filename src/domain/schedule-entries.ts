/** What a schedule is made of: minutes of days of the week or of the month. */

/** A minute of a weekday, 0 (Monday) – 6, or of a day of the month, 1 – 31 (0: the last one). */
export interface Entry {
  kind: 'week' | 'month';
  day: number;
  /** Since midnight. */
  minute: number;
}

export const LAST_DAY = 0;
export const DAY_MINUTES = 1_440;

/** Each entry once, the week first, by day and minute; the last day of the month after the others. */
export function inOrder(entries: readonly Entry[]): Entry[] {
  const place = ({ kind, day }: Entry): number => (kind === 'week' ? day : day === LAST_DAY ? 100 : 10 + day);
  const unique = new Map(entries.map((entry) => [`${entry.kind} ${entry.day} ${entry.minute}`, entry]));
  return [...unique.values()].sort((a, b) => place(a) - place(b) || a.minute - b.minute);
}

/** Every minute on every day. */
export function entriesOf(days: readonly Pick<Entry, 'kind' | 'day'>[], minutes: readonly number[]): Entry[] {
  return days.flatMap(({ kind, day }) => minutes.map((minute) => ({ kind, day, minute })));
}

export const EVERY_DAY: readonly Pick<Entry, 'kind' | 'day'>[] = Array.from({ length: 7 }, (_, day) => ({ kind: 'week', day }));
