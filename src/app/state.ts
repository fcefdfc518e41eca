/** The small state that a button carries: text in, text out, checked again by whoever reads it. */
export function packState(state: Record<string, string | number | undefined>): string {
  const given = Object.entries(state).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}

export function unpackState(value: string): Record<string, string | undefined> {
  return Object.fromEntries(new URLSearchParams(value));
}

/** A whole number from a button's state, at least 0; 0 for anything else. */
export function offsetOf(value: string | undefined): number {
  const number = Number(value ?? 0);
  return Number.isInteger(number) && number >= 0 ? number : 0;
}

/** The instant (ms) of a button's state, never later than `now`; `now` for anything else. */
export function instantOf(value: string | undefined, now: Date): Date {
  const at = new Date(Number(value || Number.NaN));
  return at < now ? at : now;
}
