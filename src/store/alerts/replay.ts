/** What a rule would have done: the film of a week played minute by minute, judged by the rules' own code. */
import { setImmediate as breathe } from 'node:timers/promises';
import { type Point, worstOf } from '../../domain/alert-points.ts';
import type { AlertRule } from '../../domain/alert-rule.ts';
import { type Incident, type RuleState, step } from '../../domain/alert-state.ts';
import { readingOf } from '../../domain/alert-value.ts';
import { watchedOf } from '../../domain/watched.ts';
import type { Store } from '../connect.ts';
import type { Film } from './film.ts';
import { actingOf } from './acting.ts';
import type { Terms } from './scene.ts';

const MINUTE_MS = 60_000;
/** Minutes after which others may have the event loop. */
const AT_ONCE = 20;
const MOST_POINTS = 700;

export interface Replay {
  from: Date;
  to: Date;
  incidents: Incident[];
  points: Point[];
}

/**
 * Evaluates a rule at each whole minute from `from` on, up to the end of the film.
 * @param film from a day and some hours before `from`, which windows look back at
 */
export async function replay(store: Store, film: Film, rule: AlertRule, from: Date, terms: Terms): Promise<Replay> {
  const to = new Date(film.until);
  const points: Point[] = [];
  const incidents: Incident[] = [];
  // When jobs ran is not known minute by minute.
  if (rule.kind === 'job' || (rule.kind !== 'silence' && !watchedOf(rule.indicator))) return { from, to, incidents, points };
  const sceneAt = await actingOf(store, film, rule, from, terms);
  let state: RuleState | undefined;
  for (let at = from.getTime(); at <= film.until; at += MINUTE_MS) {
    const reading = readingOf(rule, sceneAt(at));
    if (!reading) continue;
    const stepped = step(state, rule, reading);
    state = stepped.state;
    if (stepped.ended) incidents.push(stepped.ended);
    points.push({ at: reading.at, value: reading.value });
    if (points.length % AT_ONCE === 0) await breathe();
  }
  if (state?.incident) incidents.push(state.incident);
  return { from, to, incidents, points: worstOf(points, rule, MOST_POINTS) };
}
