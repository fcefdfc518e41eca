/** What becomes of each conversation: the menu, the wait, the service, the end. */
import type { Channel, HelpdeskEvent } from '../../domain/events.ts';
import type { Agenda } from './agenda.ts';
import { CHANGE, DAY, type Day, MINUTE, SECOND } from './calendar.ts';
import type { Arrival } from './demand.ts';
import { dialogue } from './dialogue.ts';
import type { Floor, Seat } from './floor.ts';
import { DEPARTMENTS, type DepartmentId } from './staff.ts';
import { COMMENTS, GREETING, OUTBOUND, OUTBOUND_REPLIES, SELF_SERVICE } from './talk.ts';
import { agentOf, openJournal, type Ticket } from './ticket.ts';

export interface Surroundings {
  seed: number;
  day: Day;
  agenda: Agenda;
  floor: Floor;
  emit: (event: HelpdeskEvent) => void;
}

export interface Journeys {
  arrive: (arrival: Arrival) => void;
  /** An agent with room begins a conversation; when nobody has, nobody does. */
  outbound: (now: number) => void;
  /** Gives waiting conversations to agents with room, the longest wait first. */
  next: (now: number) => void;
}

/** Minutes half of the contacts wait; a site's visitor leaves sooner than someone with a messenger in the pocket. */
const PATIENCE: Record<Channel, number> = { whatsapp: 36, telegram: 34, facebook: 30, instagram: 30, livechat: 16, other: 30 };
const TRIAGE = { agent: 90, lost: 5, answered: 5 };
/** Conversations in service at any time, night or day. */
const FEWEST = 2;
const SCORES = { '5': 50, '4': 25, '3': 12, '2': 6, '1': 7 };

/** The conversations of one day. */
export function createJourneys({ seed, day, agenda, floor, emit }: Surroundings): Journeys {
  const waiting: Ticket[] = [];
  /** The next morning's change of shifts. */
  const change = day.start + CHANGE + DAY;
  let serving = 0;
  const { open, tell, say, end } = openJournal(seed, day, emit);

  function arrive({ at, channel, department }: Arrival): void {
    const ticket = open(at, channel, department);
    const { draw } = ticket;
    say(ticket, at + Math.round(draw.between(0.3, 2) * SECOND), 'contact', ticket.topic.opening);
    const greeted = at + Math.round(draw.between(2.5, 6) * SECOND);
    if (draw.chance(0.25)) say(ticket, greeted, 'bot', GREETING);
    const thought = greeted + Math.round(Math.min(6 * MINUTE, draw.lognormal(50 * SECOND, 0.8)));
    const fate = draw.weighted(TRIAGE);
    if (fate === 'lost') {
      const by = draw.chance(0.8) ? 'inactivity' : 'contact';
      return end(ticket, thought + Math.round(draw.between(6, 15) * MINUTE), 'conversation.cancelled', by);
    }
    if (fate === 'answered') {
      say(ticket, thought, 'bot', SELF_SERVICE);
      return end(ticket, thought + Math.round(draw.between(20, 120) * SECOND), 'conversation.closed', 'system');
    }
    agenda.at(thought, (now) => queue(ticket, now, 1));
  }

  function queue(ticket: Ticket, now: number, calm: number): void {
    ticket.assigned = false;
    ticket.waits += 1;
    const { waits } = ticket;
    tell(ticket, now, { type: 'conversation.queued', department: DEPARTMENTS[ticket.department] });
    waiting.push(ticket);
    const patience = Math.min(100, Math.max(1.5, ticket.draw.lognormal(PATIENCE[ticket.channel] * calm, 0.8))) * MINUTE;
    agenda.at(Math.min(now + Math.round(patience), Math.max(now, change + 40 * MINUTE)), (at) => {
      if (ticket.waits === waits) abandon(ticket, at);
    });
    next(now);
  }

  /** Whoever is served again, or has gone, is not waiting any more. */
  function abandon(ticket: Ticket, now: number): void {
    if (ticket.assigned || ticket.over) return;
    const place = waiting.indexOf(ticket);
    if (place >= 0) waiting.splice(place, 1);
    end(ticket, now, 'conversation.cancelled', ticket.draw.chance(0.6) ? 'contact' : 'inactivity');
  }

  function next(now: number): void {
    for (const ticket of waiting.slice()) {
      const seat = floor.free(ticket.department, now);
      if (!seat) continue;
      waiting.splice(waiting.indexOf(ticket), 1);
      floor.take(seat);
      // People pick a conversation up; they do not get it the instant it comes.
      const noticed = now + Math.round(Math.max(2 * SECOND, ticket.draw.exponential(ticket.draw.chance(0.6) ? 620 * SECOND : 30 * SECOND)));
      agenda.at(noticed, (at) => (ticket.over ? floor.release(seat, at) : serve(ticket, seat, at, ticket.draw.chance(0.09))));
    }
  }

  /** With next to nothing to do nobody hurries to end a conversation, until the next shift has begun to serve. */
  function leave(ticket: Ticket, seat: Seat, now: number, act: (now: number) => void): void {
    if (serving <= FEWEST && now < change + 15 * MINUTE) {
      return agenda.at(now + Math.round(ticket.draw.between(0.5, 2) * MINUTE), (at) => leave(ticket, seat, at, act));
    }
    serving -= 1;
    act(now);
    floor.release(seat, now);
  }

  function serve(ticket: Ticket, seat: Seat, now: number, handover: boolean): void {
    ticket.assigned = true;
    serving += 1;
    tell(ticket, now, { type: 'conversation.assigned', agent: agentOf(seat), department: DEPARTMENTS[ticket.department] });
    const { lines, end: last } = dialogue(seat.duty, ticket.topic, now, handover, ticket.draw);
    for (const { at, from, text } of lines) say(ticket, at, from, text, from === 'agent' ? seat : undefined);
    const how = last.how;
    agenda.at(last.at, (due) => {
      leave(ticket, seat, due, (at) => (how === 'handover' ? handOver(ticket, at, seat) : finish(ticket, at, how, seat)));
    });
  }

  /** To a colleague with room, else into another department's queue; after the night nobody is left to take it. */
  function handOver(ticket: Ticket, now: number, from: Seat): void {
    if (now > change) return finish(ticket, now, 'done', from);
    const colleague = ticket.draw.chance(0.4) ? floor.free(ticket.department, now) : undefined;
    if (colleague && colleague !== from) {
      floor.take(colleague);
      return serve(ticket, colleague, now, false);
    }
    const others = (Object.keys(DEPARTMENTS) as DepartmentId[]).filter((id) => id !== ticket.department);
    ticket.department = ticket.draw.pick(others as [DepartmentId, ...DepartmentId[]]);
    queue(ticket, now, 2);
  }

  function finish(ticket: Ticket, now: number, how: 'done' | 'gone' | 'quit', seat: Seat): void {
    const { draw } = ticket;
    if (how === 'quit') return end(ticket, now, 'conversation.cancelled', 'contact');
    if (how === 'gone') return end(ticket, now, draw.chance(0.5) ? 'conversation.closed' : 'conversation.cancelled', 'inactivity');
    end(ticket, now, 'conversation.closed', 'agent');
    if (now < seat.duty.to && draw.chance(0.34)) rate(ticket, now + Math.round(draw.between(15, 500) * SECOND));
  }

  function rate(ticket: Ticket, at: number): void {
    const score = Number(ticket.draw.weighted(SCORES));
    const words = COMMENTS[score];
    const comment = words && ticket.draw.chance(0.25) ? { comment: ticket.draw.pick(words) } : {};
    tell(ticket, at, { type: 'conversation.rated', score, ...comment });
  }

  function outbound(now: number): void {
    const seat = floor.withRoom(2, now);
    if (!seat) return;
    floor.take(seat);
    serving += 1;
    const ticket = open(now, 'whatsapp', seat.duty.agent.skills[0], seat);
    const { draw } = ticket;
    const written = now + Math.round(draw.between(5, 40) * SECOND);
    say(ticket, written, 'agent', draw.pick(OUTBOUND), seat);
    const answered = draw.chance(0.6);
    const reply = written + Math.round(Math.min(40, draw.lognormal(9, 0.8)) * MINUTE);
    if (answered) say(ticket, reply, 'contact', draw.pick(OUTBOUND_REPLIES));
    const last = answered ? reply + Math.round(draw.between(2, 9) * MINUTE) : written + Math.round(draw.between(35, 60) * MINUTE);
    agenda.at(Math.min(last, Math.max(reply + MINUTE, seat.duty.to + 20 * MINUTE)), (due) => {
      leave(ticket, seat, due, (at) =>
        answered ? end(ticket, at, 'conversation.closed', 'agent') : end(ticket, at, 'conversation.cancelled', 'inactivity'),
      );
    });
  }

  return { arrive, outbound, next };
}
