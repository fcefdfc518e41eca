/** A conversation as an export writes it: what is told of it, as it stood at an instant. */
import type { Conversation } from './conversation.ts';
import type { Named } from './events.ts';

/** Every field of `Conversation` that a record carries: also the projection it is read with. */
export const RECORD_FIELDS = [
  'protocol',
  'channel',
  'direction',
  'department',
  'agent',
  'state',
  'contact',
  'subject',
  'url',
  'openedAt',
  'firstQueuedAt',
  'firstAssignedAt',
  'firstAgentMessageAt',
  'contactRepliedAt',
  'endedAt',
  'endedBy',
  'endReason',
  'transfers',
  'rating',
] as const satisfies (keyof Conversation)[];

export type ConversationRecord = Pick<Conversation, (typeof RECORD_FIELDS)[number]> & {
  id: string;
  /** Whether the contact has ever written; told of outbound ones only. */
  replied?: boolean | undefined;
};

/** The record of a whole conversation. */
export function recordOf(conversation: Conversation & { id: string; replied: boolean }): ConversationRecord {
  const kept = Object.fromEntries(RECORD_FIELDS.map((name) => [name, conversation[name]])) as Omit<ConversationRecord, 'id'>;
  return { ...kept, id: conversation.id, replied: conversation.replied };
}

/** Someone under the newest name known of them. */
export function renamed(one: Named | null, names: ReadonlyMap<string, string>): Named | null {
  const name = one ? names.get(one.id) : undefined;
  return one && name !== undefined && name !== one.name ? { id: one.id, name } : one;
}
