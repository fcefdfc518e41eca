/** A digest: what is told, when, to whom. */
import type { Calendar } from './due.ts';
import { isBusinessDay } from './hours.ts';
import type { Language, Parameters } from './parameters.ts';

export const DIGEST_PARTS = ['now', 'queue', 'today', 'yesterday', 'week', 'channels', 'metrics', 'agents', 'alerts'] as const;
/** `channels` and `metrics` are the charts of those names. */
export type DigestPart = (typeof DIGEST_PARTS)[number];

export interface Digest {
  id: string;
  title: string;
  active: boolean;
  /** As domain/schedule.ts writes it: `mon-fri 08:00, mon-fri 18:30`. */
  schedule: string;
  /** Null: the operation's. */
  timeZone: string | null;
  /** Not on holidays, nor on weekdays without business hours. */
  businessDays: boolean;
  /** In the order told; at least one. */
  parts: DigestPart[];
  department: string | null;
  /** Channels and people, `slack:C1`. */
  targets: string[];
  /** Null: a person's own, else the operation's. */
  language: Language | null;
}

/** Where its schedule holds: its own zone, else the operation's, without the days on which it rests. */
export function calendarOf({ timeZone, businessDays }: Pick<Digest, 'timeZone' | 'businessDays'>, parameters: Parameters): Calendar {
  return {
    timeZone: timeZone ?? parameters.timeZone,
    ...(businessDays && { rests: (date) => !isBusinessDay(parameters, date) }),
  };
}
