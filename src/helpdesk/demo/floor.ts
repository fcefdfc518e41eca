/** The agents on duty: who is there, who has room, and what the desk sees of it. */
import type { DirectoryEvent, Presence } from '../../domain/events.ts';
import type { Agenda } from './agenda.ts';
import { type Day, MINUTE } from './calendar.ts';
import { type DepartmentId, type Duty, LIMIT } from './staff.ts';

/** An agent on duty and the conversations held, those on their way included. */
export interface Seat {
  duty: Duty;
  load: number;
}

export interface Floor {
  /** Whoever of the department has room; else whoever helps it out; else, while none of these is there, anyone. */
  free: (department: DepartmentId, now: number) => Seat | undefined;
  /** Whoever has room for at least `places` conversations, of any department. */
  withRoom: (places: number, now: number) => Seat | undefined;
  take: (seat: Seat) => void;
  release: (seat: Seat, now: number) => void;
}

/** Nobody starts a conversation this short before a break or the end of the shift. */
const LAST_CALL = 8 * MINUTE;

/** Opens the floor: presence changes go to `emit`, and `roomAgain` is told whenever someone can take more. */
export function openFloor(
  day: Day,
  duties: readonly Duty[],
  agenda: Agenda,
  emit: (event: DirectoryEvent) => void,
  roomAgain: (now: number) => void,
): Floor {
  const seats = duties.map((duty): Seat => ({ duty, load: 0 }));
  const changes = new Map<Seat, number>();

  function presence(seat: Seat, at: number, value: Presence): void {
    const change = changes.get(seat) ?? 0;
    changes.set(seat, change + 1);
    const { id, name } = seat.duty.agent;
    emit({
      id: `demo-${day.label}-${id}-${change}`,
      type: 'agent.presence',
      occurredAt: new Date(at),
      agent: { id, name },
      presence: value,
    });
  }

  for (const seat of seats) {
    const { from, to, breaks } = seat.duty;
    const back = (now: number): void => {
      presence(seat, now, 'online');
      roomAgain(now);
    };
    agenda.at(from, back);
    for (const pause of breaks) {
      agenda.at(pause.from, (now) => presence(seat, now, 'away'));
      agenda.at(pause.to, back);
    }
    agenda.at(to, (now) => presence(seat, now, seat.load > 0 ? 'away' : 'offline'));
  }

  const least = (some: Seat[]): Seat | undefined =>
    some.reduce<Seat | undefined>((best, seat) => (best && best.load <= seat.load ? best : seat), undefined);
  const open = (now: number, places = 1): Seat[] => seats.filter((seat) => seat.load + places <= LIMIT && isThere(seat.duty, now));
  const covered = (department: DepartmentId, now: number): boolean =>
    seats.some(({ duty }) => isThere(duty, now) && duty.agent.skills.includes(department));
  return {
    free: (department, now) => {
      const able = open(now);
      const skilled = (rank: 0 | 1): Seat | undefined => least(able.filter(({ duty }) => duty.agent.skills[rank] === department));
      return skilled(0) ?? skilled(1) ?? (covered(department, now) ? undefined : least(able));
    },
    withRoom: (places, now) => least(open(now, places)),
    take: (seat) => {
      seat.load += 1;
    },
    release: (seat, now) => {
      seat.load -= 1;
      if (now >= seat.duty.to && seat.load === 0) presence(seat, now + 1000, 'offline');
      else roomAgain(now);
    },
  };
}

function isThere({ from, to, breaks }: Duty, now: number): boolean {
  return now >= from && now < to - LAST_CALL && !breaks.some((pause) => now >= pause.from - LAST_CALL && now < pause.to);
}
