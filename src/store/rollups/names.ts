/** What rollups are called, and the stretches of time they are of. */
import { hourUnit, localDate, type Period, type PeriodName, periodAt, startOfDay } from '../../domain/periods.ts';
import type { Parameters } from '../../domain/parameters.ts';

export const HOUR_MS = 3_600_000;

/**
 * What cells tell apart beside the department: `people` channel and agent, `agents` the agent, `places` the channel, `week` the
 * channel and the hour of the week.
 */
export type Kind = 'people' | 'agents' | 'places' | 'week';

/** A stretch of UTC: an hour, or the part of one that the time zone needs. */
export interface Unit {
  from: number;
  to: number;
}

/** From the finest to the coarsest; each is made of rollups of the one before it, days of units. */
export const LEVELS = ['day', 'month', 'year'] as const satisfies readonly PeriodName[];
export type Level = (typeof LEVELS)[number];

/** A local day, month or year. */
export interface Span {
  level: Level;
  from: Date;
  to: Date;
  /** What its rollups' ids have in common. */
  name: string;
}

/** The layout of rollups: documents of another one are built anew. */
const LAYOUT = 4;

/** What sums depend on beside the facts: their layout, the length of units, and the service level's time. */
export function generationOf({ timeZone, serviceLevelMs }: Pick<Parameters, 'timeZone' | 'serviceLevelMs'>): string {
  return `${LAYOUT}/${hourUnit(timeZone) / 60_000}/${serviceLevelMs}`;
}

/**
 * The kinds that are stored, of hours and of spans. In hours and days agents have few enough cells with their channels, and a single
 * hour is one of the week.
 */
export const UNIT_KINDS = ['people', 'places'] as const satisfies readonly Kind[];
export const SPAN_KINDS = {
  day: ['people', 'places', 'week'],
  month: ['people', 'agents', 'places', 'week'],
  year: ['people', 'agents', 'places', 'week'],
} as const satisfies Record<Level, readonly Kind[]>;

export function unitId(from: number, kind: Kind): string {
  return `hour:${from}:${kind === 'people' || kind === 'agents' ? 'people' : 'places'}`;
}

/** The first instant (ms) of an hour's rollup by its id; undefined for others. */
export function unitStart(id: string): number | undefined {
  const [word, from] = id.split(':');
  return word === 'hour' ? Number(from) : undefined;
}

export function spanId({ name, level }: Pick<Span, 'name' | 'level'>, kind: Kind): string {
  return `${name}:${kind === 'agents' && level === 'day' ? 'people' : kind}`;
}

/** The units that lie in [from, to), whole. */
export function unitsIn(from: number, to: number, unitMs: number): Unit[] {
  const units: Unit[] = [];
  for (let at = Math.ceil(from / unitMs) * unitMs; at + unitMs <= to; at += unitMs) units.push({ from: at, to: at + unitMs });
  return units;
}

/** How much of a local date names a span of each level. */
const KEY_LENGTH: Record<Level, number> = { day: 10, month: 7, year: 4 };

function spanAt(level: Level, { from, to }: Pick<Period, 'from' | 'to'>, timeZone: string): Span {
  return { level, from, to, name: `${level}:${timeZone}:${localDate(from, timeZone).slice(0, KEY_LENGTH[level])}` };
}

/** Local days, months or years in order, of which any part lies in [from, to). */
export function spansIn(level: Level, from: Date, to: Date, timeZone: string): Span[] {
  const spans: Span[] = [];
  for (let at = from; at < to; ) {
    const period = periodAt(level, at, timeZone);
    spans.push(spanAt(level, period, timeZone));
    at = period.to;
  }
  return spans;
}

/** The span of a name that `spansIn` gave; undefined when it is of another zone. */
export function spanOf(name: string, timeZone: string): Span | undefined {
  const [word = '', zone, key = ''] = name.split(':');
  const level = LEVELS.find((one) => one === word);
  if (!level || zone !== timeZone) return undefined;
  const noon = new Date(`${key}${'-01-15'.slice(key.length - 4)}T12:00:00Z`);
  if (Number.isNaN(noon.getTime())) return undefined;
  return [-1, 0, 1].map((steps) => spanAt(level, periodAt(level, noon, timeZone, steps), timeZone)).find((span) => span.name === name);
}

/** Up to where a span's days are over: what its rollups are of. Undefined while none of them is. */
export function reachOf({ from, to }: Pick<Span, 'from' | 'to'>, now: Date, timeZone: string): Date | undefined {
  const today = startOfDay(now, timeZone);
  if (to <= today) return to;
  return today > from ? today : undefined;
}

/** Whether a span is made of whole units; before standard time some are not, and come from the conversations. */
export function isWhole({ from, to }: Pick<Span, 'from' | 'to'>, unitMs: number): boolean {
  return from.getTime() % unitMs === 0 && to.getTime() % unitMs === 0;
}
