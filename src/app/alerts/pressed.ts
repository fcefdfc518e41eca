/** What buttons about alerts carry: where they stand, and what they are about; short, for menus that hold 75 characters. */
import { SNOOZES, type Snooze } from '../../domain/snooze.ts';

/**
 * Where a button stands. `message`: in a message of the outbox, which is made anew by itself, for everyone there. `list`: in `alerts`.
 * `shown`: on an incident that somebody asked to see.
 */
export const ORIGINS = { message: 'm', list: 'l', shown: 's' } as const;
export type Origin = keyof typeof ORIGINS;

export interface Pressed {
  origin: Origin;
  /** The id of an incident or a rule; came over the wire, so it is looked up. */
  about: string;
}

/** `m|<id>` */
export function packPressed(origin: Origin, about: string): string {
  return `${ORIGINS[origin]}|${about}`;
}

/** What none of ours packed stands in the list, about nothing. */
export function pressedOf(value: string): Pressed {
  const cut = value.indexOf('|');
  const origin = (Object.keys(ORIGINS) as Origin[]).find((one) => ORIGINS[one] === value.slice(0, cut));
  return { origin: origin ?? 'list', about: cut < 0 ? '' : value.slice(cut + 1) };
}

/** `m|1h|<incident>`; `again` ends a snooze. */
export function packSnooze(origin: Origin, snooze: Snooze | 'again', incident: string): string {
  return packPressed(origin, `${snooze}|${incident}`);
}

/** The snooze behind a value; undefined for none of ours. */
export function snoozeOf(value: string): (Pressed & { snooze: Snooze | 'again' }) | undefined {
  const { origin, about } = pressedOf(value);
  const cut = about.indexOf('|');
  const word = about.slice(0, Math.max(0, cut));
  const snooze = word === 'again' ? word : SNOOZES.find((one) => one === word);
  return snooze && { origin, about: about.slice(cut + 1), snooze };
}
