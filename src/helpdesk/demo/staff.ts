/** Who works at the simulated desk, and when. */
import type { Named } from '../../domain/events.ts';
import { type Day, HOUR, MINUTE } from './calendar.ts';
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

type Shift = 'early' | 'late';

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

export const AGENTS: readonly Agent[] = [
  agent('Ana Beatriz Ramos', 'early', 'd-suporte', 'd-vendas'),
  agent('Bruno Carvalho', 'early', 'd-suporte', 'd-cancelamento'),
  agent('Camila Nogueira', 'early', 'd-suporte', 'd-financeiro'),
  agent('Diego Fontes', 'early', 'd-financeiro', 'd-suporte'),
  agent('Érica Moura', 'early', 'd-financeiro', 'd-cancelamento'),
  agent('Felipe Antunes', 'early', 'd-vendas', 'd-suporte'),
  agent('Gabriela Queiroz', 'early', 'd-cancelamento', 'd-financeiro'),
  agent('Henrique Sales', 'late', 'd-suporte', 'd-financeiro'),
  agent('Isabela Tavares', 'late', 'd-suporte', 'd-vendas'),
  agent('João Victor Prado', 'late', 'd-suporte', 'd-cancelamento'),
  agent('Larissa Conceição', 'late', 'd-financeiro', 'd-suporte'),
  agent('Marcelo Brandão', 'late', 'd-vendas', 'd-suporte'),
  agent('Natália Seixas', 'late', 'd-vendas', 'd-cancelamento'),
  agent('Otávio Lacerda', 'late', 'd-cancelamento', 'd-financeiro'),
];

const SHIFTS: Record<Shift, { from: number; to: number; lunch: number }> = {
  early: { from: 8 * HOUR, to: 18 * HOUR, lunch: 12 * HOUR },
  late: { from: 12 * HOUR, to: 22 * HOUR, lunch: 16.5 * HOUR },
};

/** How many of a shift come, by weekday from Sunday. */
const ON_DUTY: Record<Shift, readonly number[]> = { early: [2, 5, 4, 4, 4, 4, 3], late: [2, 3, 3, 3, 3, 3, 2] };

export interface Duty {
  agent: Agent;
  from: number;
  to: number;
  /** Away, in order, within the shift. */
  breaks: readonly { from: number; to: number }[];
}

/** The day's duties: a few minutes early or late, a lunch and two short breaks each. Instants in ms. */
export function roster(day: Day, random: Random): Duty[] {
  return (['early', 'late'] as const).flatMap((shift) => {
    const people = shuffled(
      AGENTS.filter((one) => one.shift === shift),
      random,
    );
    return people.slice(0, ON_DUTY[shift][day.weekday]).map((one, index) => duty(one, day, index, random));
  });
}

function duty(one: Agent, day: Day, index: number, random: Random): Duty {
  const { from, to, lunch } = SHIFTS[one.shift];
  const at = (offset: number): number => Math.round(day.start + offset);
  const short = (middle: number): { from: number; to: number } => {
    const start = at(middle + random.between(-40, 40) * MINUTE);
    return { from: start, to: start + Math.round(random.between(9, 18) * MINUTE) };
  };
  const meal = at(lunch + (index % 3) * 40 * MINUTE + random.between(0, 10) * MINUTE);
  const breaks = [short(from + 2.2 * HOUR), { from: meal, to: meal + Math.round(random.between(35, 50) * MINUTE) }, short(to - 1.8 * HOUR)];
  return { agent: one, from: at(from + random.between(-6, 4) * MINUTE), to: at(to), breaks };
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
