/** What a snapshot says of a conversation as a whole: told again with every webhook, since the one that told it first may be lost. */
import type { Contact, ConversationEvent, Named, Opening } from '../../domain/events.ts';
import { LIMITS, named } from '../connector.ts';
import { channelOf } from './channel.ts';
import { factId, own } from './ids.ts';
import type { Person, Snapshot } from './schema.ts';

export interface Desk {
  /** The account's number, as text. */
  accountId: string;
  /** Where agents open Chatwoot, without a slash at the end. */
  url: string;
}

/** A snapshot with the ids and instants that its events are built from. */
export interface Dated {
  /** The display id, which people see. */
  id: string;
  snapshot: Snapshot;
  /** Since when the snapshot is known to be true. */
  at: Date;
  desk: Desk;
}

/**
 * The opening. Of several openings at one instant the last by id completes the earlier ones, so the hour of the snapshot
 * stands in front of the hash: the newest facts win, and the same facts are kept once an hour.
 * @param department where it waits in the menu; once queued or assigned, those events say it
 */
export function openedEvent({ id, snapshot, at, desk }: Dated, contact: Person | undefined, department?: Named): ConversationEvent {
  const occurredAt = snapshot.created_at ?? at;
  const conversation: Opening = {
    id: own(id),
    channel: channelOf(snapshot),
    contact: contactOf(snapshot.meta?.sender ?? contact),
    protocol: id,
    department,
    subject: subjectOf(snapshot),
    url: `${desk.url}/app/accounts/${desk.accountId}/conversations/${encodeURIComponent(id)}`,
  };
  const hour = at.toISOString().slice(0, 13);
  return {
    id: factId(`conversation:${id}`, `opened:${hour}`, occurredAt, conversation),
    type: 'conversation.opened',
    occurredAt,
    conversation,
  };
}

/** Told apart from the opening, with an id that sorts behind it, so that no later snapshot takes it back. */
export function outboundEvent({ id, snapshot, at }: Dated): ConversationEvent {
  const occurredAt = snapshot.created_at ?? at;
  const conversation: Opening = { id: own(id), channel: channelOf(snapshot), direction: 'outbound' };
  return { id: factId(`conversation:${id}`, 'outbound', occurredAt, conversation), type: 'conversation.opened', occurredAt, conversation };
}

function contactOf(person: Person | undefined): Contact | undefined {
  if (!person) return undefined;
  const { id, name, phone_number, email } = person;
  return { id: own(id), name: named(name), phone: named(phone_number, LIMITS.contact), email: named(email, LIMITS.contact) };
}

/** Only e-mail has one. */
function subjectOf({ additional_attributes }: Snapshot): string | undefined {
  const subject = additional_attributes['mail_subject'];
  return typeof subject === 'string' ? named(subject, LIMITS.subject) : undefined;
}
