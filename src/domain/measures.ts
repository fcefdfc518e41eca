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

function durationIndicators(name: DurationName, spread: Spread): Indicator[] {
  const { n } = spread;
  const id = (part: string): string => `period.${name}.${part}`;
  return [
    { id: id('n'), value: n, unit: 'count' },
    { id: id('mean'), value: mean(spread), unit: 'ms', n },
    { id: id('p50'), value: spread.p50, unit: 'ms', n },
    { id: id('p90'), value: spread.p90, unit: 'ms', n },
    { id: id('max'), value: spread.max, unit: 'ms', n },
  ];
}

/** Every `period.*` indicator, in the contract's order; `channels`: the opened ones by channel, where they are known. */
export function periodIndicators(measures: Measures, channels?: Readonly<Record<Channel, number>>): Indicator[] {
  const count = (id: string, value: number): Indicator => ({ id: `period.${id}`, value, unit: 'count' });
  const reached = measures.answered + abandoned(measures);
  return [
    count('opened', measures.opened),
    count('opened.inbound', measures.opened - measures.outbound),
    count('opened.outbound', measures.outbound),
    ...(channels ? CHANNELS.map((channel) => count(`opened.${channel}`, channels[channel])) : []),
    count('answered', measures.answered),
    ...durationIndicators('wait', measures.wait),
    count('abandoned', abandoned(measures)),
    count('abandoned.contact', measures.abandonedByContact),
    count('abandoned.inactivity', measures.abandonedByInactivity),
    { id: 'period.abandonment', value: abandonment(measures), unit: 'ratio', n: reached },
    { id: 'period.service_level', value: serviceLevel(measures), unit: 'ratio', n: reached },
    ...durationIndicators('first_response', measures.first_response),
    ...durationIndicators('reaction', measures.reaction),
    ...durationIndicators('handle', measures.handle),
    count('closed', measures.closed),
    count('cancelled', measures.cancelled),
    count('transfers', measures.transfers),
    { id: 'period.csat', value: csat(measures), unit: 'score', n: measures.ratings },
    { id: 'period.csat.n', value: measures.ratings, unit: 'count' },
    { id: 'period.csat.response_rate', value: responseRate(measures), unit: 'ratio', n: measures.closed + measures.cancelled },
  ];
}
