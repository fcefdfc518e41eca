/** The measures of a period (product.md §2): what they are made of, and the indicators they give. */
import { CHANNELS, type Channel } from './events.ts';
import type { Indicator } from './indicators.ts';

export const DURATIONS = ['wait', 'first_response', 'reaction', 'handle'] as const;
export type DurationName = (typeof DURATIONS)[number];

/** Durations of n conversations, in ms. Percentiles are by nearest rank; null where there are none or nobody asked for them. */
export interface Spread {
  n: number;
  sum: number;
  max: number | null;
  p50: number | null;
  p90: number | null;
}

/** What happened in a period, or in a part of it. */
export interface Measures {
  opened: number;
  /** Of the opened ones, those that the company started. */
  outbound: number;
  answered: number;
  /** Answered within the service level's time. */
  within: number;
  abandonedByContact: number;
  abandonedByInactivity: number;
  closed: number;
  cancelled: number;
  transfers: number;
  ratings: number;
  /** Sum of the scores, 1–5 each. */
  scores: number;
  wait: Spread;
  first_response: Spread;
  reaction: Spread;
  handle: Spread;
}

const NO_SPREAD: Spread = { n: 0, sum: 0, max: null, p50: null, p90: null };

/** A period in which nothing happened. */
export const NOTHING: Measures = {
  opened: 0,
  outbound: 0,
  answered: 0,
  within: 0,
  abandonedByContact: 0,
  abandonedByInactivity: 0,
  closed: 0,
  cancelled: 0,
  transfers: 0,
  ratings: 0,
  scores: 0,
  wait: NO_SPREAD,
  first_response: NO_SPREAD,
  reaction: NO_SPREAD,
  handle: NO_SPREAD,
};

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** Ended in the queue, by the contact or by inactivity. */
export function abandoned({ abandonedByContact, abandonedByInactivity }: Measures): number {
  return abandonedByContact + abandonedByInactivity;
}

/** abandoned / (answered + abandoned); null without either. */
export function abandonment(measures: Measures): number | null {
  return ratio(abandoned(measures), measures.answered + abandoned(measures));
}

/** answered within T / (answered + abandoned); null without either. */
export function serviceLevel(measures: Measures): number | null {
  return ratio(measures.within, measures.answered + abandoned(measures));
}

/** Sum over conversations, never a mean of means; null without any, ms. */
export function mean({ n, sum }: Spread): number | null {
  return ratio(sum, n);
}

/** Mean score, 1–5; null without ratings. */
export function csat({ ratings, scores }: Measures): number | null {
  return ratio(scores, ratings);
}

/** Ratings for each ended conversation; null where none ended. */
export function responseRate({ ratings, closed, cancelled }: Measures): number | null {
  return ratio(ratings, closed + cancelled);
}

type Value = (measures: Measures) => number | null;
/** `n`: how many conversations stand behind the value. */
type Row = readonly [id: string, unit: Indicator['unit'], value: Value, n?: (measures: Measures) => number];

function durationRows(name: DurationName): Row[] {
  const n = (measures: Measures): number => measures[name].n;
  return [
    [`period.${name}.n`, 'count', n],
    [`period.${name}.mean`, 'ms', (measures) => mean(measures[name]), n],
    [`period.${name}.p50`, 'ms', (measures) => measures[name].p50, n],
    [`period.${name}.p90`, 'ms', (measures) => measures[name].p90, n],
    [`period.${name}.max`, 'ms', (measures) => measures[name].max, n],
  ];
}

const reached = (measures: Measures): number => measures.answered + abandoned(measures);

/** In the contract's order; between these two come the opened ones by channel. */
const OPENED: readonly Row[] = [
  ['period.opened', 'count', ({ opened }) => opened],
  ['period.opened.inbound', 'count', ({ opened, outbound }) => opened - outbound],
  ['period.opened.outbound', 'count', ({ outbound }) => outbound],
];
const OTHERS: readonly Row[] = [
  ['period.answered', 'count', ({ answered }) => answered],
  ...durationRows('wait'),
  ['period.abandoned', 'count', abandoned],
  ['period.abandoned.contact', 'count', ({ abandonedByContact }) => abandonedByContact],
  ['period.abandoned.inactivity', 'count', ({ abandonedByInactivity }) => abandonedByInactivity],
  ['period.abandonment', 'ratio', abandonment, reached],
  ['period.service_level', 'ratio', serviceLevel, reached],
  ...durationRows('first_response'),
  ...durationRows('reaction'),
  ...durationRows('handle'),
  ['period.closed', 'count', ({ closed }) => closed],
  ['period.cancelled', 'count', ({ cancelled }) => cancelled],
  ['period.transfers', 'count', ({ transfers }) => transfers],
  ['period.csat', 'score', csat, ({ ratings }) => ratings],
  ['period.csat.n', 'count', ({ ratings }) => ratings],
  ['period.csat.response_rate', 'ratio', responseRate, ({ closed, cancelled }) => closed + cancelled],
];

const rowById = new Map([...OPENED, ...OTHERS].map((row) => [row[0], row]));
const channelById = new Map(CHANNELS.map((channel) => [`period.opened.${channel}`, channel]));

function told([id, unit, value, n]: Row, measures: Measures): Indicator {
  return { id, value: value(measures), unit, ...(n && { n: n(measures) }) };
}

/** Every `period.*` indicator, in the contract's order; `channels`: the opened ones by channel, where they are known. */
export function periodIndicators(measures: Measures, channels?: Readonly<Record<Channel, number>>): Indicator[] {
  const indicators = (rows: readonly Row[]): Indicator[] => rows.map((row) => told(row, measures));
  const byChannel = [...(channels ? channelById : [])].map(
    ([id, channel]): Indicator => ({ id, value: channels?.[channel] ?? 0, unit: 'count' }),
  );
  return [...indicators(OPENED), ...byChannel, ...indicators(OTHERS)];
}

/** One of them; undefined for an id that is none. */
export function periodIndicator(id: string, measures: Measures, channels: Readonly<Record<Channel, number>>): Indicator | undefined {
  const row = rowById.get(id);
  if (row) return told(row, measures);
  const channel = channelById.get(id);
  return channel && { id, value: channels[channel], unit: 'count' };
}
