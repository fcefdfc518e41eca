/** The boundary of product.md §5: what the generic connector takes, checked and cleaned. */
import { z } from 'zod';
import { CHANNELS, ENDED_BY, PRESENCES } from '../../domain/events.ts';
import { cut, LIMITS, MAX_ATTACHMENTS, named } from '../connector.ts';

/** ISO 8601 with a zone; seconds and their fraction may be missing. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;
const ADDRESS = /^https?:\/\/\S+$/i;

const ID = `expected a text of 1 to ${LIMITS.id} characters`;
const NAME = 'expected a text that is not empty';
const URL_EXPECTED = `expected an http or https address of at most ${LIMITS.url} characters`;
const ISO = 'expected an ISO 8601 instant with its zone, such as 2026-11-22T13:00:00.000Z';

const id = z.string(ID).min(1, ID).max(LIMITS.id, ID);
const url = z.string(URL_EXPECTED).max(LIMITS.url, URL_EXPECTED).regex(ADDRESS, URL_EXPECTED);
const score = z.number('expected a number from 1 to 5').min(1, 'expected a number from 1 to 5').max(5, 'expected a number from 1 to 5');

/** Null says the same as nothing. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined);
const text = (max: number) =>
  z
    .string()
    .nullish()
    .transform((value) => named(value, max));
/** What people wrote keeps its spaces and lines. */
const written = (max: number) =>
  z
    .string()
    .nullish()
    .transform((value) => (value ? cut(value, max) : undefined));
const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) => z.enum(words, `expected one of ${words.join(', ')}`);

const occurredAt = z
  .string(ISO)
  .regex(INSTANT, ISO)
  .transform((value, context) => {
    const at = new Date(value);
    if (!Number.isNaN(at.getTime())) return at;
    context.addIssue({ code: 'custom', message: ISO });
    return z.NEVER;
  });

const someone = z.object({ id, name: text(LIMITS.name) });
const requiredName = z
  .string(NAME)
  .regex(/\S/, NAME)
  .transform((value) => named(value) as string);
const contact = z.object({ id, name: text(LIMITS.name), phone: text(LIMITS.contact), email: text(LIMITS.contact) });

const opening = z.object({
  id,
  channel: oneOf(CHANNELS),
  direction: maybe(oneOf(['inbound', 'outbound'])),
  contact: maybe(contact),
  protocol: text(LIMITS.name),
  department: maybe(someone),
  agent: maybe(someone),
  subject: text(LIMITS.subject),
  url: maybe(url),
});

const attachment = z.object({ url, type: text(LIMITS.name), name: text(LIMITS.name) });
const message = z.object({
  id,
  from: oneOf(['contact', 'agent', 'bot']),
  text: written(LIMITS.text),
  attachments: maybe(z.array(attachment)).transform((list) => list?.slice(0, MAX_ATTACHMENTS)),
});

const base = { id, occurredAt };
const ofConversation = { ...base, conversation: z.object({ id }) };
const ended = { ...ofConversation, by: oneOf(ENDED_BY), reason: text(LIMITS.reason) };
const active = maybe(z.boolean());

/** One event of product.md §5; what is unknown is dropped. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('conversation.opened'), conversation: opening }),
  z.object({ ...ofConversation, type: z.literal('conversation.queued'), department: maybe(someone) }),
  z.object({ ...ofConversation, type: z.literal('conversation.assigned'), agent: someone, department: maybe(someone) }),
  z.object({ ...ended, type: z.literal('conversation.closed') }),
  z.object({ ...ended, type: z.literal('conversation.cancelled') }),
  z.object({ ...ofConversation, type: z.literal('conversation.reopened') }),
  z.object({ ...ofConversation, type: z.literal('conversation.rated'), score, comment: written(LIMITS.comment) }),
  z.object({ ...ofConversation, type: z.literal('message.created'), agent: maybe(someone), message }),
  z.object({
    ...base,
    type: z.literal('agent.updated'),
    agent: z.object({ id, name: requiredName, email: text(LIMITS.contact), active }),
  }),
  z.object({ ...base, type: z.literal('agent.presence'), agent: someone, presence: oneOf(PRESENCES) }),
  z.object({ ...base, type: z.literal('department.updated'), department: z.object({ id, name: requiredName, active }) }),
]);
