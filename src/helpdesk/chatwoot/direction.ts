/** Whether the company began: Chatwoot has no such field, so it is read off the first message. */
import { authorOf, typeOf } from './messages.ts';
import type { ChatwootMessage, Snapshot } from './schema.ts';

/** An agent who starts a conversation writes within this of its creation; nobody reads and answers a contact as fast. */
const STARTED_WITH_S = 2;

/**
 * True when the messages of this payload are outgoing only, and the first is an agent's or a campaign's and was written
 * as the conversation was created. Otherwise nothing is known, and the domain takes the conversation as inbound.
 */
export function isOutbound({ created_at, messages }: Snapshot, message?: ChatwootMessage): boolean {
  const told = [message, ...messages].filter((one) => one !== undefined).filter((one) => authorOf(one) !== undefined);
  if (!created_at || told.some((one) => typeOf(one) === 'incoming')) return false;
  return told.some((one) => isStarter(one) && secondsBetween(created_at, one.created_at) <= STARTED_WITH_S);
}

function isStarter(message: ChatwootMessage): boolean {
  return authorOf(message) === 'agent' || Boolean(message.additional_attributes['campaign_id']);
}

/** Whole seconds, since conversations have no others. */
function secondsBetween(from: Date, to: Date | undefined): number {
  return to ? Math.abs(Math.floor(to.getTime() / 1_000) - Math.floor(from.getTime() / 1_000)) : Infinity;
}
