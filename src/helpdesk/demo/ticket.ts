/** One conversation of the simulated desk, and how its events are written down. */
import type { Channel, ConversationEvent, EndedBy, HelpdeskEvent, MessageEvent } from '../../domain/events.ts';
import { DAY, type Day, dayOf } from './calendar.ts';
import { contactOf } from './contacts.ts';
import type { Seat } from './floor.ts';
import { type Random, random } from './random.ts';
import { DEPARTMENTS, type DepartmentId } from './staff.ts';
import { TOPICS, type Topic } from './talk.ts';

/** A conversation on its way; `draw` is its own, so that no other's fate changes its words. */
export interface Ticket {
  id: string;
  draw: Random;
  channel: Channel;
  department: DepartmentId;
  topic: Topic;
  assigned: boolean;
  over: boolean;
  /** How often it has been queued: an older wait's patience says nothing about this one. */
  waits: number;
  /** Written so far; event and message ids count on from here. */
  events: number;
  messages: number;
}

type Told<Event> = Event extends HelpdeskEvent ? Omit<Event, 'id' | 'occurredAt' | 'conversation'> : never;
type Step = Told<Exclude<ConversationEvent, { type: 'conversation.opened' }> | MessageEvent>;

/** Writes the events of a day's conversations; instants in ms. */
export interface Journal {
  /** `by`: the agent who begins an outbound conversation. */
  open: (at: number, channel: Channel, department: DepartmentId, by?: Seat) => Ticket;
  tell: (ticket: Ticket, at: number, step: Step) => void;
  say: (ticket: Ticket, at: number, from: 'contact' | 'agent' | 'bot', text: string, seat?: Seat) => void;
  end: (ticket: Ticket, at: number, type: 'conversation.closed' | 'conversation.cancelled', by: EndedBy) => void;
}

/** An empty journal of the day. */
export function openJournal(seed: number, day: Day, emit: (event: HelpdeskEvent) => void): Journal {
  let opened = 0;

  function open(at: number, channel: Channel, department: DepartmentId, by?: Seat): Ticket {
    opened += 1;
    const number = String(opened).padStart(4, '0');
    const id = `demo-${day.label}-${number}`;
    const draw = random(`${seed}|${id}`);
    const topic = draw.pick(TOPICS[department]);
    // What comes after midnight still belongs to this desk's day: 8… keeps its protocols apart from the next day's own.
    const protocol = `${dayOf(at).label}-${at >= day.start + DAY ? '80' : '00'}${number}`;
    const direction = by ? ('outbound' as const) : ('inbound' as const);
    const from = by ? { department: DEPARTMENTS[department], agent: agentOf(by) } : {};
    const conversation = { id, channel, direction, contact: contactOf(seed, channel, draw), protocol, subject: topic.subject, ...from };
    emit({ id: `${id}-0`, type: 'conversation.opened', occurredAt: new Date(at), conversation });
    return { id, draw, channel, department, topic, assigned: by !== undefined, over: false, waits: 0, events: 0, messages: 0 };
  }

  function tell(ticket: Ticket, at: number, step: Step): void {
    ticket.events += 1;
    emit({ ...step, id: `${ticket.id}-${ticket.events}`, occurredAt: new Date(at), conversation: { id: ticket.id } });
  }

  function say(ticket: Ticket, at: number, from: 'contact' | 'agent' | 'bot', text: string, seat?: Seat): void {
    ticket.messages += 1;
    const message = { id: `${ticket.id}-m${ticket.messages}`, from, text };
    tell(ticket, at, { type: 'message.created', message, ...(seat && { agent: agentOf(seat) }) });
  }

  function end(ticket: Ticket, at: number, type: 'conversation.closed' | 'conversation.cancelled', by: EndedBy): void {
    ticket.over = true;
    tell(ticket, at, { type, by });
  }

  return { open, tell, say, end };
}

/** An agent as events name them. */
export function agentOf({ duty }: Seat): { id: string; name: string } {
  return { id: duty.agent.id, name: duty.agent.name };
}
