/** What rollups are called, and the stretches of time they are of. */
import { hourUnit, type Period, periodAt, slotsOf } from '../../domain/periods.ts';
import type { Parameters } from '../../domain/parameters.ts';

export const HOUR_MS = 3_600_000;

/** `people` tells agents apart, `places` does not; `week` is by hour of the week, without agents. */
export type Kind = 'people' | 'places' | 'week';

/** A stretch of UTC: an hour, or the part of one that the time zone needs. Always with agents. */
export interface Unit {
  from: number;
  to: number;
}

/** A local day or month whose edges are edges of units. */
export interface Span {
  from: Date;
  to: Date;
  /** What its rollups' ids have in common. */
  name: string;
}

/** What sums depend on beside the facts: the length of units, and the service level's time. */
export function generationOf({ timeZone, serviceLevelMs }: Pick<Parameters, 'timeZone' | 'serviceLevelMs'>): string {
  return `${hourUnit(timeZone) / 60_000}/${serviceLevelMs}`;
}

export function unitId(from: number): string {
  return `hour:${from}`;
}

/** The first instant (ms) of an hour's rollup by its id; undefined for a day or month. */
export function unitStart(id: string): number | undefined {
  return id.startsWith('hour:') ? Number(id.slice(5)) : undefined;
}

export function spanId({ name }: Pick<Span, 'name'>, kind: Kind): string {
  return `${name}:${kind}`;
}

/** The units that lie in [from, to), whole. */
export function unitsIn(from: number, to: number, unitMs: number): Unit[] {
  const units: Unit[] = [];
  for (let at = Math.ceil(from / unitMs) * unitMs; at + unitMs <= to; at += unitMs) units.push({ from: at, to: at + unitMs });
  return units;
}

/** Local days or months in order, of which any part lies in [from, to). */
export function spansIn(level: 'day' | 'month', from: Date, to: Date, timeZone: string): Span[] {
  const slots = slotsOf({ from: periodAt(level, from, timeZone).from, to, bucket: level }, timeZone);
  const last = slots.at(-1);
  if (last) last.to = periodAt(level, last.from, timeZone).to;
  return slots.map((slot) => ({ from: slot.from, to: slot.to, name: `${level}:${timeZone}:${slot.key}` }));
}

/** The day or month of a name that `spansIn` gave; undefined when it is of another zone. */
export function spanOf(name: string, timeZone: string): (Span & { level: 'day' | 'month' }) | undefined {
  const [level = '', zone, key = ''] = name.split(':');
  if ((level !== 'day' && level !== 'month') || zone !== timeZone) return undefined;
  const noon = new Date(`${level === 'day' ? key : `${key}-15`}T12:00:00Z`);
  if (Number.isNaN(noon.getTime())) return undefined;
  const periods = [-1, 0, 1].map((steps): Period => periodAt(level, noon, timeZone, steps));
  const found = periods
    .flatMap((period) => spansIn(level, period.from, new Date(period.from.getTime() + 1), timeZone))
    .find((span) => span.name === name);
  return found && { ...found, level };
}

/** Whether a span is made of whole units; before standard time some are not, and come from the conversations. */
export function isWhole({ from, to }: Pick<Span, 'from' | 'to'>, unitMs: number): boolean {
  return from.getTime() % unitMs === 0 && to.getTime() % unitMs === 0;
}
