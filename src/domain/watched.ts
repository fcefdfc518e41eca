/** The indicators that rules can watch: every id of product.md §2, with what it can be narrowed to. */
import { todayIndicators, type Unit } from './indicators.ts';
import { NOTHING, periodIndicators } from './measures.ts';
import { CHANNELS } from './events.ts';

export type Family = 'now' | 'today' | 'period';

export interface Watched {
  id: string;
  family: Family;
  unit: Unit;
  /** Whether conversations stand behind it as a sample. */
  sampled: boolean;
  /** Whether it counts agents, whom channels do not tell apart. */
  ofAgents: boolean;
}

const NOW: readonly [id: string, unit: Unit][] = [
  ['now.awaiting.agents', 'count'],
  ['now.awaiting.customers', 'count'],
  ['now.idle.agents', 'count'],
  ['now.idle.customers', 'count'],
  ['now.agents.online', 'count'],
  ['now.agents.away', 'count'],
  ['now.agents.offline', 'count'],
  ['now.agents.serving', 'count'],
  ['now.handle.mean', 'ms'],
  ['now.queue.size', 'count'],
  ['now.queue.longest', 'ms'],
  ['now.capacity.free', 'count'],
];

const isOfAgents = (id: string): boolean => id.startsWith('now.agents.') || id === 'now.capacity.free';
const NO_CHANNELS = Object.fromEntries(CHANNELS.map((channel) => [channel, 0])) as Record<(typeof CHANNELS)[number], number>;

/** In the order in which people read them. */
export const WATCHED: readonly Watched[] = [
  ...NOW.map(([id, unit]): Watched => ({ id, family: 'now', unit, sampled: id === 'now.handle.mean', ofAgents: isOfAgents(id) })),
  ...todayIndicators([]).map(({ id, unit }): Watched => ({ id, family: 'today', unit, sampled: false, ofAgents: false })),
  ...periodIndicators(NOTHING, NO_CHANNELS).map(
    ({ id, unit, n }): Watched => ({ id, family: 'period', unit, sampled: n !== undefined, ofAgents: false }),
  ),
];

const byId = new Map(WATCHED.map((one) => [one.id, one]));

/** Undefined for an id that no rule can watch. */
export function watchedOf(id: string | null): Watched | undefined {
  return id === null ? undefined : byId.get(id);
}
