/** The values that alert rules watch, from the conversations; kept minute by minute for charts of the last days. */
import { setImmediate as breathe } from 'node:timers/promises';
import { gapIn, type Sample } from '../../domain/alert-curve.ts';
import type { AlertRule } from '../../domain/alert-rule.ts';
import type { Incident, Reading } from '../../domain/alert-state.ts';
import { readingOf } from '../../domain/alert-value.ts';
import type { Rules } from '../../domain/limits.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Store } from '../connect.ts';
import { filmOf } from './film.ts';
import { filmLibrary } from './films.ts';
import { rememberingFacts } from './remembered.ts';
import { replay } from './replay.ts';
import { type Samples, sampleStore } from './samples.ts';
import { sceneAt } from './scene.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A preview is of seven days; older minutes are not played again. */
const PREVIEWED_MS = 7 * 24 * HOUR_MS;
/** The longest window, and the day on which clocks are set back, begin no longer than this before the first minute. */
const LOOKS_BACK_MS = 26 * HOUR_MS;

/** Rules after which others may have the event loop. */
const AT_ONCE = 10;

/** As `Measuring` of app/watching.ts. */
export interface MeasuringQueries {
  readings: (rules: readonly AlertRule[], at: Date) => Promise<Map<string, Reading>>;
  preview: (
    rule: AlertRule,
    at: Date,
  ) => Promise<{ from: Date; to: Date; incidents: Incident[]; points: { at: Date; value: number | null }[] }>;
  keep: Samples['keep'];
  samples: (rule: AlertRule, span: { from: Date; to: Date; at: Date }) => Promise<Sample[]>;
  sweep: (before: Date) => Promise<number>;
}

/** Answers over a store; `parameters` and `rules` are read for each question, so that a change holds at once. */
export function measuringQueries(store: Store, parameters: () => Promise<Parameters>, rules: () => Promise<Rules>): MeasuringQueries {
  const terms = async (): Promise<{ parameters: Parameters; rules: Rules }> => {
    const [now, known] = await Promise.all([parameters(), rules()]);
    return { parameters: now, rules: known };
  };
  const films = filmLibrary(store);
  const remembering = rememberingFacts(store);
  const { keep, kept, fill, sweep } = sampleStore(store);
  return {
    readings: async (watching, at) => {
      if (watching.length === 0) return new Map();
      const scene = await sceneAt(store, at, watching, { ...(await terms()), remembering });
      const readings = new Map<string, Reading>();
      for (const [index, rule] of watching.entries()) {
        const reading = readingOf(rule, scene);
        if (reading) readings.set(rule.id, reading);
        if (index % AT_ONCE === AT_ONCE - 1) await breathe();
      }
      return readings;
    },
    preview: async (rule, at) => {
      const to = new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
      const from = new Date(to.getTime() - PREVIEWED_MS);
      return replay(store, await films(new Date(from.getTime() - LOOKS_BACK_MS), to), rule, from, await terms());
    },
    keep,
    samples: async (rule, { from, to, at }) => {
      const known = await kept(rule, from, to);
      const gap = gapIn(known, from, to);
      if (!gap || gap.from.getTime() < at.getTime() - PREVIEWED_MS) return known;
      const film = await filmOf(store, new Date(gap.from.getTime() - LOOKS_BACK_MS), gap.to);
      const { points } = await replay(store, film, rule, gap.from, await terms());
      const had = new Set(known.map(({ at }) => at.getTime()));
      await fill(
        rule,
        points.filter(({ at }) => !had.has(at.getTime())),
      );
      return kept(rule, from, to);
    },
    sweep,
  };
}
