/** The desk as a rule looks at it, from instant to instant while a film plays: only what the rule needs is followed. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { AlertRule } from '../../domain/alert-rule.ts';
import type { Moment, Scene } from '../../domain/alert-scene.ts';
import { windowOf } from '../../domain/alert-windows.ts';
import { courseInstants } from '../../domain/forecast.ts';
import { loads } from '../../domain/indicators.ts';
import { watchedOf } from '../../domain/watched.ts';
import type { Store } from '../connect.ts';
import { reportsBetween } from '../queries/agents.ts';
import { readCoverage } from '../rollups/coverage.ts';
import { castOf } from './cast.ts';
import { liveValue } from './courses.ts';
import { dayOf } from './day.ts';
import { type Film, playing } from './film.ts';
import { floorOf } from './floor.ts';
import { happenedIn } from './happened.ts';
import { heardAt } from './heard.ts';
import { knownSince, type Terms } from './scene.ts';

const MINUTE_MS = 60_000;
const AT_ONCE = 20;

/** @param from the first minute that is looked at; @returns the scene at an instant (ms, whole minutes, never back) */
export async function actingOf(store: Store, film: Film, rule: AlertRule, from: Date, terms: Terms): Promise<(at: number) => Scene> {
  const { parameters } = terms;
  const family = rule.kind === 'silence' ? undefined : watchedOf(rule.indicator)?.family;
  const since = rule.kind === 'change' ? await knownSince(store, await readCoverage(store, parameters)) : null;
  const cast = await castOf(store, film, rule, terms);
  const floor = floorOf(film);
  const day = dayOf(film, rule, parameters.timeZone);
  const looksBack = windowOf(rule, from, parameters.timeZone) !== null;
  const happened = looksBack ? await happenedIn(store, film, rule, { from, since, parameters }) : null;
  const heard = rule.kind === 'silence' ? await hearing(store, film) : () => null;
  const play = playing(film, [
    ...(family === 'now' ? [floor.watch] : []),
    ...(family === 'today' ? [day.watch] : []),
    ...(happened ? [happened.watch] : []),
  ]);
  const courses = new Map<number, Moment>();

  function follow(at: number): Moment[] {
    const [first = at] = courseInstants(rule.windowMs, at);
    const value = liveValue(rule, floor.live(), parameters, at);
    if (value !== null) courses.set(at, { at, value });
    courses.delete(first - MINUTE_MS);
    return courseInstants(rule.windowMs, at).flatMap((instant) => courses.get(instant) ?? []);
  }

  if (rule.kind === 'forecast') {
    const [first = 0] = courseInstants(rule.windowMs, from.getTime());
    for (let at = first; at < from.getTime(); at += MINUTE_MS) {
      play(at);
      follow(at);
      if ((at / MINUTE_MS) % AT_ONCE === 0) await breathe();
    }
  }
  return (at) => {
    const last = play(at);
    const course = rule.kind === 'forecast' ? follow(at) : [];
    return {
      at: new Date(at),
      parameters,
      people: cast(at),
      live: family === 'now' ? floor.live() : [],
      load: () => loads(floor.live()),
      day: () => day.at(at),
      since,
      measured: happened ? happened.measured(at) : neverAsked,
      course: () => course,
      heardAt: heard(at, last),
      ranAt: () => null,
    };
  };
}

const neverAsked: Scene['measured'] = () => {
  throw new Error('a rule without windows has looked at one');
};

/** When the helpdesk was last heard of by an instant; @param last the last step of a conversation by then, ms */
async function hearing(store: Store, { start, until }: Film): Promise<(at: number, last: number | null) => Date | null> {
  const [first, reports] = await Promise.all([
    heardAt(store, new Date(start)),
    reportsBetween(store, null, new Date(start), new Date(until)),
  ]);
  let next = 0;
  let known = first?.getTime() ?? null;
  return (at, last) => {
    for (let report = reports[next]; report && report.at.getTime() <= at; report = reports[next]) {
      known = report.at.getTime();
      next += 1;
    }
    const instants = [known, last].filter((one) => one !== null);
    return instants.length > 0 ? new Date(Math.max(...instants)) : null;
  };
}
