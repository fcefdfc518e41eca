/** A day of the simulated desk, from the evening before (the bot takes messages) until the last agent goes home. */
import type { HelpdeskEvent } from '../../domain/events.ts';
import { createAgenda } from './agenda.ts';
import { type Day, HOUR, MINUTE } from './calendar.ts';
import { arrivals } from './demand.ts';
import { openFloor } from './floor.ts';
import { createJourneys } from './journey.ts';
import { random } from './random.ts';
import { AGENTS, DEPARTMENTS, roster } from './staff.ts';

/** Conversations that agents begin, for each that a contact begins. */
const OUTBOUND = 0.06;

/** All events of the day's conversations and of its agents, unsorted; they lie between the evening before and midnight. */
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
  for (let left = expected.length * OUTBOUND; left > 0; left -= 1) {
    agenda.at(Math.round(day.start + draw.between(9 * HOUR, 19 * HOUR)), (now) => journeys.outbound(now));
  }
  agenda.run();
  return events;
}

/** Just after midnight, every day: who belongs to the desk, and that nobody is there. */
function directory(day: Day): HelpdeskEvent[] {
  const occurredAt = new Date(day.start + MINUTE);
  return [
    ...Object.values(DEPARTMENTS).map((department): HelpdeskEvent => {
      return {
        id: `demo-${day.label}-${department.id}`,
        type: 'department.updated',
        occurredAt,
        department: { ...department, active: true },
      };
    }),
    ...AGENTS.flatMap(({ id, name, email }): HelpdeskEvent[] => [
      { id: `demo-${day.label}-${id}`, type: 'agent.updated', occurredAt, agent: { id, name, email, active: true } },
      { id: `demo-${day.label}-${id}-night`, type: 'agent.presence', occurredAt, agent: { id, name }, presence: 'offline' },
    ]),
  ];
}
