/**
 * When a digest is due: `mon-fri 08:00, mon-fri 18:30`, in a zone. A time that does not exist on a day (clocks are set forward) is due at
 * the first moment after the gap; one that comes twice (clocks are set back) is due the first time alone.
 */
export const PLACEHOLDER = 'schedule';

/** The schedule that a text tells, in one wording; undefined for a text that is none. */
export function scheduleOf(text: string): string | undefined {
  return text.trim() === '' ? undefined : text;
}
