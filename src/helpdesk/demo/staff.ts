/** Who works at the simulated desk, and when. */
import type { Named } from '../../domain/events.ts';
import { CHANGE, DAY, type Day, HOUR, MINUTE } from './calendar.ts';
import type { Random } from './random.ts';

export type DepartmentId = 'd-suporte' | 'd-financeiro' | 'd-vendas' | 'd-cancelamento';

export const DEPARTMENTS: Record<DepartmentId, Named> = {
  'd-suporte': { id: 'd-suporte', name: 'Suporte' },
  'd-financeiro': { id: 'd-financeiro', name: 'Financeiro' },
  'd-vendas': { id: 'd-vendas', name: 'Vendas' },
  'd-cancelamento': { id: 'd-cancelamento', name: 'Cancelamento' },
};

/** Conversations an agent serves at once; Vigia's own default limit. */
export const LIMIT = 3;

type Shift = 'early' | 'day' | 'late' | 'night';

export interface Agent {
  id: string;
  name: string;
  email: string;
  shift: Shift;
  /** The own department first; the other one when its people are busy. */
  skills: readonly [DepartmentId, DepartmentId];
}

function agent(name: string, shift: Shift, ...skills: [DepartmentId, DepartmentId]): Agent {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const [first = '', last = ''] = plain.split(' ');
  return { id: `a-${first}-${last}`, name, email: `${first}.${last}@example.com`, shift, skills };
}

/** Within a shift the pairs of departments form a ring, so that no single day off leaves a department without anyone. */
export const AGENTS: readonly Agent[] = [
  agent('Ana Beatriz Ramos', 'early', 'd-suporte', 'd-vendas'),
  agent('Diego Fontes', 'early', 'd-financeiro', 'd-suporte'),
  agent('Felipe Antunes', 'early', 'd-vendas', 'd-cancelamento'),
  agent('Gabriela Queiroz', 'early', 'd-cancelamento', 'd-financeiro'),
  agent('Bruno Carvalho', 'day', 'd-suporte', 'd-cancelamento'),
  agent('Camila Nogueira', 'day', 'd-suporte', 'd-financeiro'),
  agent('Érica Moura', 'day', 'd-financeiro', 'd-vendas'),
  agent('Isabela Tavares', 'late', 'd-suporte', 'd-vendas'),
  agent('Larissa Conceição', 'late', 'd-financeiro', 'd-suporte'),
  agent('Marcelo Brandão', 'late', 'd-vendas', 'd-cancelamento'),
  agent('Otávio Lacerda', 'late', 'd-cancelamento', 'd-financeiro'),
  agent('Henrique Sales', 'night', 'd-suporte', 'd-financeiro'),
  agent('João Victor Prado', 'night', 'd-vendas', 'd-suporte'),
  agent('Natália Seixas', 'night', 'd-financeiro', 'd-cancelamento'),
];

/** Offsets from midnight. Each shift comes some minutes before the last one goes; the night's overlaps the next desk's day. */
const SHIFTS: Record<Shift, { from: number; to: number; meal: number }> = {
  early: { from: CHANGE, to: 14 * HOUR, meal: 9.5 * HOUR },
  day: { from: 10 * HOUR, to: 18 * HOUR, meal: 12.5 * HOUR },
  late: { from: 14 * HOUR, to: 22 * HOUR, meal: 17.5 * HOUR },
  night: { from: 22 * HOUR, to: DAY + CHANGE + 30 * MINUTE, meal: DAY + 1 * HOUR },
};

/** How many of a shift come, by weekday from Sunday. */
const ON_DUTY: Record<Shift, readonly number[]> = {
  early: [3, 3, 3, 3, 3, 3, 3],
  day: [1, 3, 3, 2, 2, 3, 1],
  late: [3, 3, 3, 3, 3, 3, 3],
  night: [2, 2, 2, 2, 2, 3, 3],
};

export interface Duty {
  agent: Agent;
  from: number;
  to: number;
  /** How long this person takes today, against 1 as usual. */
  pace: number;
  /** Away, in order, within the shift. */
  breaks: readonly { from: number; to: number }[];
}

/** The day's duties: a few minutes early, a meal and a short break each; some days go better than others. Instants in ms. */
export function roster(day: Day, random: Random): Duty[] {
  const pace = random.between(0.6, 1);
  return (Object.keys(SHIFTS) as Shift[]).flatMap((shift) => {
    const people = shuffled(
      AGENTS.filter((one) => one.shift === shift),
      random,
    );
    return people.slice(0, ON_DUTY[shift][day.weekday]).map((one, index) => duty(one, day, index, pace, random));
  });
}

/** Colleagues take their breaks one after the other: `index` is the place among them. */
function duty(one: Agent, day: Day, index: number, usual: number, random: Random): Duty {
  const { from, to, meal } = SHIFTS[one.shift];
  const pause = (offset: number, shortest: number, longest: number): { from: number; to: number } => {
    const start = Math.round(day.start + offset + random.between(0, 5) * MINUTE);
    return { from: start, to: start + Math.round(random.between(shortest, longest) * MINUTE) };
  };
  const breaks = [pause(meal + index * HOUR, 32, 45), pause(to - 2 * HOUR + index * 30 * MINUTE, 9, 18)];
  const pace = usual * random.between(0.9, 1.1);
  return { agent: one, pace, from: Math.round(day.start + from - random.between(2, 12) * MINUTE), to: day.start + to, breaks };
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
