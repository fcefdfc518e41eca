/** What a conversation adds to the period measures, each at its own moment (product.md §2). */
import type { Conversation } from './conversation.ts';
import type { Channel } from './events.ts';
import type { DurationName } from './measures.ts';

/** Everything that facts are made of. */
export const FACT_FIELDS = [
  'channel',
  'direction',
  'openedAt',
  'state',
  'department',
  'firstDepartment',
  'agent',
  'firstQueuedAt',
  'firstAssignedAt',
  'firstAgent',
  'answeredIn',
  'firstAgentMessageAt',
  'firstResponder',
  'respondedIn',
  'endedAt',
  'endedBy',
  'endedFrom',
  'transferred',
  'rating',
] as const satisfies (keyof Conversation)[];

export type FactSource = Pick<Conversation, (typeof FACT_FIELDS)[number]>;

/** The counts of `Measures`, in the order of stored columns. */
export const COUNTS = [
  'opened',
  'outbound',
  'answered',
  'within',
  'abandonedByContact',
  'abandonedByInactivity',
  'closed',
  'cancelled',
  'transfers',
  'ratings',
  'scores',
] as const;
export type CountName = (typeof COUNTS)[number];

/** Something that happened to a conversation, with what it adds. Ids; an empty text for none. */
export interface Fact {
  at: Date;
  channel: Channel;
  department: string;
  agent: string;
  counts: Partial<Record<CountName, number>>;
  /** ms */
  durations: Partial<Record<DurationName, number>>;
}

interface Where {
  department: { id: string } | null;
  agent: { id: string } | null;
}

/**
 * The facts of a conversation. Each counts for the department it was in then (else the first it came to), and for the agent whose
 * it is: opened and answered for the first assigned, responses for who wrote, the end for who had it, a transfer for who gave it away.
 * @param serviceLevelMs an answer within it counts for the service level
 */
export function factsOf(one: FactSource, serviceLevelMs: number): Fact[] {
  const fact = (at: Date, where: Where, counts: Fact['counts'], durations: Fact['durations'] = {}): Fact => ({
    at,
    channel: one.channel,
    department: (where.department ?? one.firstDepartment)?.id ?? '',
    agent: where.agent?.id ?? '',
    counts,
    durations,
  });
  const facts = [fact(one.openedAt, { department: one.firstDepartment, agent: one.firstAgent }, opening(one))];
  if (one.firstAssignedAt) {
    const wait = since(one.firstQueuedAt ?? one.firstAssignedAt, one.firstAssignedAt);
    const counts = { answered: 1, ...(wait <= serviceLevelMs && { within: 1 }) };
    facts.push(fact(one.firstAssignedAt, { department: one.answeredIn, agent: one.firstAgent }, counts, { wait }));
  }
  if (one.firstAgentMessageAt) {
    const durations = responses(one, one.firstAgentMessageAt);
    facts.push(fact(one.firstAgentMessageAt, { department: one.respondedIn, agent: one.firstResponder }, {}, durations));
  }
  if (one.endedAt) facts.push(fact(one.endedAt, one, ending(one), handling(one, one.endedAt)));
  for (const { at, ...where } of one.transferred) facts.push(fact(at, where, { transfers: 1 }));
  if (one.rating) facts.push(fact(one.rating.at, one, { ratings: 1, scores: one.rating.score }));
  return facts;
}

/** ms, never below 0. */
function since(start: Date, end: Date): number {
  return Math.max(0, end.getTime() - start.getTime());
}

function opening({ direction }: FactSource): Fact['counts'] {
  return direction === 'outbound' ? { opened: 1, outbound: 1 } : { opened: 1 };
}

/** What had not happened by the message (a queue after it) is no start of the wait for it. */
function responses(one: FactSource, at: Date): Fact['durations'] {
  const start = [one.firstQueuedAt, one.firstAssignedAt].find((moment) => moment !== null && moment <= at) ?? one.openedAt;
  return {
    ...(one.direction === 'inbound' && { first_response: since(start, at) }),
    ...(one.firstAssignedAt && { reaction: since(one.firstAssignedAt, at) }),
  };
}

function ending({ state, endedBy, endedFrom, firstAssignedAt }: FactSource): Fact['counts'] {
  const lost = endedFrom === 'queued' && firstAssignedAt === null;
  return {
    ...(state === 'closed' ? { closed: 1 } : { cancelled: 1 }),
    ...(lost && endedBy === 'contact' && { abandonedByContact: 1 }),
    ...(lost && endedBy === 'inactivity' && { abandonedByInactivity: 1 }),
  };
}

function handling({ state, firstAssignedAt }: FactSource, at: Date): Fact['durations'] {
  return state === 'closed' && firstAssignedAt ? { handle: since(firstAssignedAt, at) } : {};
}

const HOUR_MS = 3_600_000;

/** The UTC hours (since 1970) in which anything of these facts lies, ascending: how the facts of an hour are found. */
export function hoursOf(facts: readonly Fact[]): number[] {
  return [...new Set(facts.map(({ at }) => Math.floor(at.getTime() / HOUR_MS)))].sort((a, b) => a - b);
}

/** The UTC hours whose measures differ between two sets of facts, ascending. */
export function hoursBetween(before: readonly Fact[], after: readonly Fact[]): number[] {
  const [left, right] = [byHour(before), byHour(after)];
  const hours = [...new Set([...left.keys(), ...right.keys()])];
  return hours.filter((hour) => left.get(hour) !== right.get(hour)).sort((a, b) => a - b);
}

/** All that is said of each hour, as a text that is equal for equal facts. */
function byHour(facts: readonly Fact[]): Map<number, string> {
  const said = new Map<number, string[]>();
  for (const fact of facts) {
    const hour = Math.floor(fact.at.getTime() / HOUR_MS);
    said.set(hour, [...(said.get(hour) ?? []), JSON.stringify(fact)]);
  }
  return new Map([...said].map(([hour, texts]) => [hour, texts.sort().join()]));
}
