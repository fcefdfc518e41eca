/** Facts straight from the conversations, found by the hours they lie in. */
import { FACT_FIELDS, type Fact, type FactSource, factsOf } from '../../domain/facts.ts';
import type { Store } from '../connect.ts';
import { HOUR_MS } from './names.ts';

/** Hours read with one query. */
const CHUNK = 96;
const BATCH = 2_000;
const NAMED = new Set(['department', 'firstDepartment', 'agent', 'firstAgent', 'answeredIn', 'firstResponder', 'respondedIn']);

/** What facts need of a conversation; of agents and departments the id alone. */
export const FACT_PROJECTION: Record<string, 1> = Object.fromEntries(
  FACT_FIELDS.map((field) => [NAMED.has(field) ? `${field}.id` : field, 1]),
);

/** A stored conversation as facts want it: a projection leaves out what is null in a path. Field by field, as there are many of them. */
export function factSource(document: Partial<FactSource>): FactSource {
  return {
    channel: document.channel ?? 'other',
    direction: document.direction ?? 'inbound',
    openedAt: document.openedAt as Date,
    state: document.state ?? 'triage',
    department: document.department ?? null,
    firstDepartment: document.firstDepartment ?? null,
    agent: document.agent ?? null,
    firstQueuedAt: document.firstQueuedAt ?? null,
    firstAssignedAt: document.firstAssignedAt ?? null,
    firstAgent: document.firstAgent ?? null,
    answeredIn: document.answeredIn ?? null,
    firstAgentMessageAt: document.firstAgentMessageAt ?? null,
    firstResponder: document.firstResponder ?? null,
    respondedIn: document.respondedIn ?? null,
    endedAt: document.endedAt ?? null,
    endedBy: document.endedBy ?? null,
    endedFrom: document.endedFrom ?? null,
    transferred: document.transferred ?? [],
    rating: document.rating ?? null,
  };
}

/**
 * Visits every fact in these UTC hours (since 1970), in no order.
 * @param without conversations to pass over
 */
export async function eachFact(
  store: Store,
  hours: readonly number[],
  serviceLevelMs: number,
  visit: (fact: Fact, id: string) => void,
  without: readonly string[] = [],
): Promise<void> {
  for (let from = 0; from < hours.length; from += CHUNK) {
    const chunk = hours.slice(from, from + CHUNK);
    const wanted = new Set(chunk);
    const filter = { hours: { $in: chunk }, ...(without.length > 0 && { _id: { $nin: [...without] } }) };
    const cursor = store.conversations.find(filter, { projection: FACT_PROJECTION, hint: 'hours', batchSize: BATCH });
    for await (const document of cursor) {
      for (const fact of factsOf(factSource(document), serviceLevelMs)) {
        if (wanted.has(Math.floor(fact.at.getTime() / HOUR_MS))) visit(fact, document._id);
      }
    }
  }
}
