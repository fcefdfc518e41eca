/** The four ways in which Chatwoot writes an instant, by version and by field. */

/** Later than any epoch in seconds that is meant (the year 5138), earlier than any in milliseconds (1973). */
const MOST_SECONDS = 1e11;
const RAILS_UTC = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) UTC$/;
const ISO = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/;

/** Epoch seconds (whole or not, number or text), ISO 8601, or `2020-03-03 13:05:57 UTC`; 0 and the rest mean none. */
export function instantOf(value: unknown): Date | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return fromEpoch(Number(value));
  const iso = value.replace(RAILS_UTC, '$1T$2Z');
  return ISO.test(iso) ? valid(new Date(iso)) : undefined;
}

function fromEpoch(seconds: number): Date | undefined {
  return seconds > 0 && seconds < MOST_SECONDS ? valid(new Date(Math.floor(seconds * 1_000))) : undefined;
}

function valid(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1990 ? undefined : date;
}
