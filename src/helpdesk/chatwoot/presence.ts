/** Agents' availability, as it was when the webhook was sent. */
import type { HelpdeskEvent, Presence } from '../../domain/events.ts';
import { factId, own, ownNamed } from './ids.ts';
import type { ChatwootMessage, Person, Snapshot } from './schema.ts';
import type { Sender } from './signature.ts';

const PRESENCE: Record<string, Presence> = { online: 'online', available: 'online', busy: 'away', offline: 'offline' };

/** One event per agent that the payload shows with an availability; contacts have one too, which is not ours. */
export function presenceEvents(snapshot: Snapshot, message: ChatwootMessage | undefined, sender: Sender): HelpdeskEvent[] {
  const people = [snapshot.meta?.assignee, ...snapshot.messages.map((one) => one?.sender), message?.sender];
  const agents = new Map(people.filter((person) => isAgent(person)).map((agent) => [agent.id, agent]));
  return [...agents.values()].flatMap((agent) => presenceEvent(agent, sender));
}

function isAgent(person: Person | null | undefined): person is Person {
  return person?.type?.toLowerCase() === 'user';
}

/** A repeated attempt at one delivery is sent later but says the same, hence its id where there is one. */
function presenceEvent(agent: Person, { sentAt, delivery }: Sender): HelpdeskEvent[] {
  const presence = PRESENCE[agent.availability_status ?? ''];
  if (!presence) return [];
  const id = delivery ? `${own(`agent:${agent.id}`)}:presence:${delivery}` : factId(`agent:${agent.id}`, 'presence', sentAt, presence);
  return [{ id, type: 'agent.presence', occurredAt: sentAt, agent: ownNamed(agent), presence }];
}
