/** How values came to be what they are: indicators at each of the last minutes, for forecasts. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { AlertRule } from '../../domain/alert-rule.ts';
import { liveWithin, type Moment, type Scene } from '../../domain/alert-scene.ts';
import { courseInstants } from '../../domain/forecast.ts';
import { nowIndicator } from '../../domain/indicators.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Store } from '../connect.ts';
import { filmOf, playing } from './film.ts';
import { floorOf } from './floor.ts';

/** Instants after which others may have the event loop. */
const AT_ONCE = 5;

/** The courses of all rules that forecast, from one film of the widest of their windows. */
export async function coursesAt(store: Store, at: Date, rules: readonly AlertRule[], parameters: Parameters): Promise<Scene['course']> {
  const wanted = rules
    .filter(({ kind }) => kind === 'forecast')
    .map((rule) => ({ rule, instants: new Set(courseInstants(rule.windowMs, at.getTime())) }));
  const instants = [...new Set(wanted.flatMap((one) => [...one.instants]))].sort((a, b) => a - b);
  const courses = new Map<AlertRule, Moment[]>(wanted.map(({ rule }) => [rule, []]));
  const [first] = instants;
  if (first === undefined) return () => [];
  const film = await filmOf(store, new Date(first), at);
  const floor = floorOf(film);
  const play = playing(film, [floor.watch]);
  for (const [index, instant] of instants.entries()) {
    play(instant);
    for (const { rule } of wanted.filter((one) => one.instants.has(instant))) {
      const value = liveValue(rule, floor.live(), parameters, instant);
      if (value !== null) courses.get(rule)?.push({ at: instant, value });
    }
    if (index % AT_ONCE === 0) await breathe();
  }
  return (rule) => courses.get(rule) ?? [];
}

/** An indicator that live conversations alone make: those that can be forecast. */
export function liveValue(rule: AlertRule, live: Scene['live'], parameters: Parameters, instant: number): number | null {
  const nobody = { agents: [], load: new Map<string, number>(), handled: { n: 0, sumMs: 0 } };
  const desk = { live: liveWithin(rule, { live }), ...nobody, parameters, at: new Date(instant) };
  return nowIndicator(rule.indicator ?? '', desk)?.value ?? null;
}
