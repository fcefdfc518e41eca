/** Option values that Slack cannot carry (over 75 characters, or nothing): `~0`, `~1`, … in their place, the values in the view's metadata. */
import { LIMITS } from './limits.ts';

const CODED = '~';

export interface Codes {
  /** What stands for a value in an option; undefined when there is no room for it any more. */
  code: (value: string) => string | undefined;
  /** The values behind the codes, by number. */
  values: string[];
}

/** Codes whose values, as JSON, take at most `room` characters. */
export function codesWithin(room: number): Codes {
  const values: string[] = [];
  return {
    values,
    code: (value) => {
      if (value.trim() !== '' && value.length <= LIMITS.optionValue && !value.startsWith(CODED)) return value;
      const known = values.indexOf(value);
      if (known >= 0) return `${CODED}${known}`;
      if (JSON.stringify([...values, value]).length > room) return undefined;
      values.push(value);
      return `${CODED}${values.length - 1}`;
    },
  };
}

/** The value behind what an option carried. */
export function decoded(value: string, values: readonly string[]): string {
  return value.startsWith(CODED) ? (values[Number(value.slice(CODED.length))] ?? value) : value;
}
