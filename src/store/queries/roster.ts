/** Every linked agent at an instant: presence, load, and what they did on the day. */
import { isIdle } from '../../domain/indicators.ts';
import { NO_RULES, type Rules } from '../../domain/limits.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { type Period, periodAt, startOfDay } from '../../domain/periods.ts';
import type { Presence } from '../../domain/events.ts';
import { type AgentDay, NO_DAY, type RosterRow } from '../../domain/roster.ts';
import type { Store } from '../connect.ts';
import { agentNames, agentsAt, membersOf, rulingOf } from './agents.ts';
import type { PeriodQueries } from './periods.ts';
import { liveAt } from './snapshot.ts';

export interface RosterQueries {
  roster: (at: Date, department?: string) => Promise<RosterRow[]>;
  /** Since when these agents have been online, away or offline without a change; nothing for those of whom nothing is known. */
  presentSince: (agents: readonly { id: string; presence: Presence | null }[], at: Date) => Promise<Map<string, Date>>;
}

export function rosterQueries(
  store: Store,
  parameters: () => Promise<Parameters>,
  periods: Pick<PeriodQueries, 'measure'>,
  rulesNow: () => Promise<Rules> = async () => NO_RULES,
): RosterQueries {
  return {
    roster: async (at, department) => {
      const [current, rules] = await Promise.all([parameters(), rulesNow()]);
      const ruling = await rulingOf(store, rules, current.defaultLimit);
      const instant = { at, dayStart: startOfDay(at, current.timeZone) };
      const [agents, names, live, days, served] = await Promise.all([
        agentsAt(store, at, ruling),
        agentNames(store, rules),
        liveAt(store, instant),
        daysOf(periods, periodAt('day', at, current.timeZone), at),
        department === undefined ? null : membersOf(store, department, rules),
      ]);
      const serves = (id: string): boolean => live.some(({ agent, department: its }) => agent?.id === id && its?.id === department);
      const nameOf = new Map(names.map(({ id, name }) => [id, name]));
      return agents
        .filter(({ id }) => served === null || served.has(id) || serves(id))
        .map((agent) => {
          const own = live.filter((one) => one.agent?.id === agent.id && one.state === 'in_service');
          const idle = own.filter((one) => isIdle(one, 'agents', current.idleMs, at)).length;
          const serving = own.some((one) => department === undefined || one.department?.id === department);
          const limit = department === undefined ? agent.limit : ruling.limits.of(agent.id, department);
          return {
            ...agent,
            limit,
            name: nameOf.get(agent.id) ?? agent.id,
            load: own.length,
            serving,
            idle,
            ...(days.get(agent.id) ?? NO_DAY),
          };
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

/** So many of the latest reports most often hold the last change of presence. */
const LATEST = 10;

/** Helpdesks repeat what they know: the first report of this presence after the last one of another. */
async function since(store: Store, id: string, presence: Presence, at: Date): Promise<Date | undefined> {
  const reports = (hint: string, of: object, order: 1 | -1, limit: number): Promise<{ occurredAt: Date; presence: Presence }[]> =>
    store.events
      .find({ type: 'agent.presence', 'agent.id': id, ...of } as never, { projection: { occurredAt: 1, presence: 1 }, hint })
      .sort({ occurredAt: order })
      .limit(limit)
      .toArray() as Promise<never>;
  const latest = await reports('presence', { occurredAt: { $lte: at } }, -1, LATEST);
  const change = latest.findIndex((report) => report.presence !== presence);
  if (change > 0) return latest[change - 1]?.occurredAt;
  if (change === -1 && latest.length < LATEST) return latest.at(-1)?.occurredAt;
  const others = (['online', 'away', 'offline'] as const).filter((one) => one !== presence);
  const last = await Promise.all(others.map((other) => reports('presence_kinds', { presence: other, occurredAt: { $lte: at } }, -1, 1)));
  const changes = last.flat().map(({ occurredAt }) => occurredAt.getTime());
  const [first] = await reports('presence_kinds', { presence, occurredAt: { $gte: new Date(Math.max(0, ...changes)), $lte: at } }, 1, 1);
  return first?.occurredAt;
}

/** What each agent did on the day up to `at`. */
async function daysOf(periods: Pick<PeriodQueries, 'measure'>, { from, to }: Period, at: Date): Promise<Map<string, AgentDay>> {
  const { parts } = await periods.measure({ from, to, at, by: 'agent', percentiles: 'none' });
  return new Map(
    [...parts].map(([agent, { closed, cancelled, transfers, handle }]) => [
      agent,
      { closed, cancelled, transfers, handledN: handle.n, handledMs: handle.sum },
    ]),
  );
}
