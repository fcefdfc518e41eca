/** A day of the simulated desk, from one morning's change of shifts until the night shift has gone home after the next. */
import type { HelpdeskEvent } from '../../domain/events.ts';
import { createAgenda } from './agenda.ts';
import { CHANGE, type Day, HOUR, MINUTE } from './calendar.ts';
import { arrivals } from './demand.ts';
import { openFloor } from './floor.ts';
import { createJourneys } from './journey.ts';
import { random } from './random.ts';
import { AGENTS, DEPARTMENTS, roster } from './staff.ts';

/** Conversations that agents begin over the day, for each that a contact begins. */
const OUTBOUND = 0.03;
/** Minutes after the change of shifts at which the new one calls someone back, so that it serves before the old one stops. */
const CALL_BACKS = [2, 5, 8];

/** All events of the day's conversations and of its agents, unsorted; those after midnight lie on the next calendar day. */
export function deskDay(seed: number, day: Day): HelpdeskEvent[] {
  const draw = random(`${seed}|${day.label}`);
  const events: HelpdeskEvent[] = directory(day);
  const emit = (event: HelpdeskEvent): void => {
    events.push(event);
  };
  const agenda = createAgenda();
  const duties = roster(day, draw);
  const floor = openFloor(day, duties, agenda, emit, (now) => journeys.next(now));
  const journeys = createJourneys({ seed, day, agenda, floor, emit });
  const expected = arrivals(day, draw);
  for (const arrival of expected) agenda.at(arrival.at, () => journeys.arrive(arrival));
  for (const minutes of CALL_BACKS) agenda.at(day.start + CHANGE + minutes * MINUTE, (now) => journeys.outbound(now));
  for (let left = expected.length * OUTBOUND; left > 0; left -= 1) {
    agenda.at(Math.round(day.start + draw.between(9 * HOUR, 19 * HOUR)), (now) => journeys.outbound(now));
  }
  agenda.run();
  return events;
}

/** Before the early shift comes: who belongs to the desk, and that nobody is there but the night shift. */
function directory(day: Day): HelpdeskEvent[] {
  const occurredAt = new Date(day.start + CHANGE - 20 * MINUTE);
  return [
    ...Object.values(DEPARTMENTS).map((department): HelpdeskEvent => {
      return {
        id: `demo-${day.label}-${department.id}`,
        type: 'department.updated',
        occurredAt,
        department: { ...department, active: true },
      };
    }),
    ...AGENTS.map(({ id, name, email }): HelpdeskEvent => {
      return { id: `demo-${day.label}-${id}`, type: 'agent.updated', occurredAt, agent: { id, name, email, active: true } };
    }),
    ...AGENTS.filter(({ shift }) => shift !== 'night').map(({ id, name }): HelpdeskEvent => {
      return { id: `demo-${day.label}-${id}-home`, type: 'agent.presence', occurredAt, agent: { id, name }, presence: 'offline' };
    }),
  ];
}
