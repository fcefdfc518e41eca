/** One event as JSON, from a webhook or a line of a file: the event, or what is wrong with it. */
import type { z } from 'zod';
import { EVENT_TYPES, type HelpdeskEvent } from '../../domain/events.ts';
import { eventSchema } from './schema.ts';

const DAY_MS = 86_400_000;
const EARLIEST = Date.UTC(1990, 0, 1);
/** More than these say nothing new to whoever mends the sender. */
const MAX_ISSUES = 3;

export type Parsed = { event: HelpdeskEvent; reason?: undefined } | { event?: undefined; reason: string };

/**
 * Checks and cleans one event of product.md §5. Names are trimmed, texts over LIMITS are cut, unknown fields are dropped.
 * @param now an event later than a day after it is a sender's clock gone wrong, and is refused
 */
export function parseEvent(json: unknown, now: Date = new Date()): Parsed {
  const result = eventSchema.safeParse(json);
  if (!result.success) return { reason: result.error.issues.slice(0, MAX_ISSUES).map(reasonOf).join('; ') };
  const event: HelpdeskEvent = result.data;
  const at = event.occurredAt.getTime();
  if (at < EARLIEST) return { reason: 'occurredAt: expected an instant of 1990 or later' };
  if (at > now.getTime() + DAY_MS) return { reason: 'occurredAt: expected an instant that is not more than a day in the future' };
  return { event };
}

/** `conversation.channel: expected one of whatsapp, …`; never the value, which may be a person's. */
function reasonOf(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.');
  return where ? `${where}: ${expectation(issue)}` : expectation(issue);
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') return `expected one of ${EVENT_TYPES.join(', ')}`;
  if (issue.message.startsWith('expected')) return issue.message;
  return issue.code === 'invalid_type' ? `expected ${EXPECTED[issue.expected] ?? issue.expected}` : issue.message;
}

const EXPECTED: Record<string, string> = { object: 'an object', array: 'an array', string: 'a text', boolean: 'true or false' };
