/**
 * A snapshot of a conversation as events. Delivery is at most once, doubled and unordered, so each snapshot asserts the
 * state it shows as of its own instant; the domain takes an assertion of what already is as no change.
 */
import type { ConversationEvent, EndedBy, Named } from '../../domain/events.ts';
import { factId, own, ownNamed } from './ids.ts';
import { isUser } from './messages.ts';
import type { Dated } from './opening.ts';
import type { Snapshot } from './schema.ts';

/** The team, as a department. */
export function departmentOf({ meta }: Snapshot): Named | undefined {
  return meta?.team ? ownNamed(meta.team) : undefined;
}

/** Who has it: an agent, a bot (then it waits for no agent), nobody, or undefined when the payload does not tell. */
function holderOf({ meta }: Snapshot): Named | 'nobody' | 'bot' | undefined {
  if (!meta || meta.assignee === undefined) return undefined;
  if (meta.assignee === null) return 'nobody';
  return meta.assignee_type === 'User' || (meta.assignee_type === undefined && isUser(meta.assignee)) ? ownNamed(meta.assignee) : 'bot';
}

/**
 * The state as of the snapshot's instant:
 * pending → nothing (bot or menu); open without assignee → queued; with an agent → assigned; snoozed → stays as it is,
 * with its agent; resolved → closed. Whatever is live is also reopened, 1 ms earlier, so that a conversation whose
 * reopening was lost comes back and then takes the state shown; for a live one that is no change.
 */
export function stateEvents(dated: Dated, by: EndedBy): ConversationEvent[] {
  const { status } = dated.snapshot;
  if (status === undefined) return [];
  const placed = placement(dated);
  if (status === 'resolved') return [...placed, closedEvent(dated, by)];
  return [...reopened(dated), ...placed];
}

function placement(dated: Dated): ConversationEvent[] {
  const { id, snapshot, at } = dated;
  const holder = holderOf(snapshot);
  if (holder === undefined || holder === 'bot' || snapshot.status === 'pending') return [];
  const department = departmentOf(snapshot);
  const of = { occurredAt: at, conversation: { id: own(id) }, department };
  if (holder !== 'nobody') {
    return [
      { ...of, id: factId(`conversation:${id}`, 'assigned', at, { holder, department }), type: 'conversation.assigned', agent: holder },
    ];
  }
  // Snoozed or resolved without an agent says nothing of a queue: a bot may have done it.
  return snapshot.status === 'open'
    ? [{ ...of, id: factId(`conversation:${id}`, 'queued', at, { department }), type: 'conversation.queued' }]
    : [];
}

function closedEvent({ id, at }: Dated, by: EndedBy): ConversationEvent {
  return {
    id: factId(`conversation:${id}`, 'closed', at, { by }),
    type: 'conversation.closed',
    occurredAt: at,
    conversation: { id: own(id) },
    by,
  };
}

/**
 * In the order of events queued and assigned stand before reopened at one instant, hence the millisecond. Without a
 * known creation it would come before the opening itself, so it keeps the instant and brings back the last state.
 */
function reopened({ id, snapshot, at }: Dated): ConversationEvent[] {
  const occurredAt = snapshot.created_at ? new Date(at.getTime() - 1) : at;
  if (snapshot.created_at && occurredAt < snapshot.created_at) return [];
  return [
    { id: factId(`conversation:${id}`, 'reopened', occurredAt), type: 'conversation.reopened', occurredAt, conversation: { id: own(id) } },
  ];
}
