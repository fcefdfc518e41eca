/** Every linked agent at an instant: presence, load, and what they did on the day. */
import { isIdle } from '../../domain/indicators.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { startOfDay } from '../../domain/periods.ts';
import type { Presence } from '../../domain/events.ts';
import { type AgentDay, NO_DAY, type RosterRow } from '../../domain/roster.ts';
import type { Store } from '../connect.ts';
import { agentNames, agentsAt, membersOf } from './agents.ts';
import type { PeriodQueries } from './periods.ts';
import { type Instant, liveAt } from './snapshot.ts';

export interface RosterQueries {
  roster: (at: Date, department?: string) => Promise<RosterRow[]>;
  /** Since when these agents have been online, away or offline without a change; nothing for those of whom nothing is known. */
  presentSince: (agents: readonly { id: string; presence: Presence | null }[], at: Date) => Promise<Map<string, Date>>;
}

export function rosterQueries(store: Store, parameters: () => Promise<Parameters>, periods: Pick<PeriodQueries, 'measure'>): RosterQueries {
  return {
    roster: async (at, department) => {
      const current = await parameters();
      const instant = { at, dayStart: startOfDay(at, current.timeZone) };
      const [agents, names, live, days, served] = await Promise.all([
        agentsAt(store, at, current.defaultLimit),
        agentNames(store),
        liveAt(store, instant),
        daysOf(periods, instant),
        department === undefined ? null : membersOf(store, department),
      ]);
      const serves = (id: string): boolean => live.some(({ agent, department: its }) => agent?.id === id && its?.id === department);
      const nameOf = new Map(names.map(({ id, name }) => [id, name]));
      return agents
        .filter(({ id }) => served === null || served.has(id) || serves(id))
        .map((agent) => {
          const own = live.filter((one) => one.agent?.id === agent.id && one.state === 'in_service');
          const idle = own.filter((one) => isIdle(one, 'agents', current.idleMs, at)).length;
          return { ...agent, name: nameOf.get(agent.id) ?? agent.id, load: own.length, idle, ...(days.get(agent.id) ?? NO_DAY) };
        });
    },
    presentSince: async (agents, at) => {
      const found = await Promise.all(
        agents.map(async ({ id, presence }) => [id, presence && (await since(store, id, presence, at))] as const),
      );
      return new Map(found.flatMap(([id, instant]) => (instant ? [[id, instant] as const] : [])));
    },
  };
}

/** Helpdesks repeat what they know: the first report of this presence after the last one of another. */
async function since(store: Store, id: string, presence: Presence, at: Date): Promise<Date | undefined> {
  const reports = (of: object, order: 1 | -1): Promise<{ occurredAt: Date }[]> =>
    store.events
      .find({ type: 'agent.presence', 'agent.id': id, ...of } as never, { projection: { occurredAt: 1 }, hint: 'presence_kinds' })
      .sort({ occurredAt: order })
      .limit(1)
      .toArray();
  const others = (['online', 'away', 'offline'] as const).filter((one) => one !== presence);
  const last = await Promise.all(others.map((other) => reports({ presence: other, occurredAt: { $lte: at } }, -1)));
  const changes = last.flat().map(({ occurredAt }) => occurredAt.getTime());
  const [first] = await reports({ presence, occurredAt: { $gte: new Date(Math.max(0, ...changes)), $lte: at } }, 1);
  return first?.occurredAt;
}

/** What each agent did from the day's first instant to `at`. */
async function daysOf(periods: Pick<PeriodQueries, 'measure'>, { at, dayStart }: Instant): Promise<Map<string, AgentDay>> {
  const { parts } = await periods.measure({ from: dayStart, to: new Date(at.getTime() + 1), at, by: 'agent', percentiles: 'none' });
  return new Map(
    [...parts].map(([agent, { closed, cancelled, transfers, handle }]) => [
      agent,
      { closed, cancelled, transfers, handledN: handle.n, handledMs: handle.sum },
    ]),
  );
}
