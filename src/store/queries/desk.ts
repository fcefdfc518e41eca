/** The desk's figures and lists, each from one snapshot. */
import { type DepartmentQueue, departmentQueues, type LiveList, type LiveRow, liveRows } from '../../domain/desk.ts';
import type { Named } from '../../domain/events.ts';
import { type AgentPresence, type DayCount, type Indicator, loads, nowIndicators, todayIndicators } from '../../domain/indicators.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { startOfDay } from '../../domain/periods.ts';
import type { Store } from '../connect.ts';
import { agentsAt, departments, membersOf, names } from './agents.ts';
import { type LiveSnapshot, type Snapshot, snapshot } from './snapshot.ts';

/** The questions of `Desk` in app/services.ts. */
export interface DeskQueries {
  now: (at: Date, department?: string) => Promise<{ indicators: Indicator[]; queues: DepartmentQueue[] }>;
  today: (at: Date) => Promise<{ indicators: Indicator[]; counts: DayCount[] }>;
  list: (
    list: LiveList,
    at: Date,
    page: { department?: string | undefined; offset: number; limit: number },
  ) => Promise<{ total: number; rows: LiveRow[] }>;
  queues: (at: Date, department?: string) => Promise<DepartmentQueue[]>;
  departments: () => Promise<Named[]>;
}

/** Answers over a store; `parameters` are read for each question, so that a change holds at once. */
export function deskQueries(store: Store, parameters: () => Promise<Parameters>): DeskQueries {
  async function take(at: Date, department?: string): Promise<{ taken: Snapshot; current: Parameters; dayStart: Date }> {
    const current = await parameters();
    const dayStart = startOfDay(at, current.timeZone);
    return { taken: await snapshot(store, at, dayStart, department), current, dayStart };
  }

  async function standing(live: LiveSnapshot[], at: Date, current: Parameters, department?: string): Promise<Standing> {
    const agents = await agentsAt(store, at, current.defaultLimit);
    const waiting = await named(store, liveRows(within(live, department), 'queue', current.idleMs, at));
    const involved = new Set([...waiting.map((row) => row.department?.id), department].filter((id) => id !== undefined));
    const members = new Map(
      await Promise.all([...involved].map(async (id): Promise<[string, Set<string>]> => [id, await membersWith(live, id)])),
    );
    const membersIn = (id: string | null): AgentPresence[] =>
      id === null ? agents : agents.filter((agent) => members.get(id)?.has(agent.id));
    return { waiting, load: loads(live), membersIn };
  }

  /** Those who have served the department, and those who serve it at the instant asked about. */
  async function membersWith(live: LiveSnapshot[], department: string): Promise<Set<string>> {
    const serving = within(live, department).flatMap(({ agent }) => (agent ? [agent.id] : []));
    return new Set([...(await membersOf(store, department)), ...serving]);
  }

  return {
    now: async (at, department) => {
      const { taken, current } = await take(at, department);
      const { waiting, load, membersIn } = await standing(taken.live, at, current, department);
      const handled = { n: sum(taken.ended, 'handledN'), sumMs: sum(taken.ended, 'handledMs') };
      const agents = membersIn(department ?? null);
      return {
        indicators: nowIndicators(within(taken.live, department), agents, load, handled, current, at),
        queues: departmentQueues(waiting, membersIn, load, at),
      };
    },
    today: async (at) => {
      const { taken, dayStart } = await take(at);
      const live = taken.live.map(
        ({ channel, state, openedAt }): DayCount => ({ channel, state, opened: openedAt >= dayStart ? 'new' : 'carried', count: 1 }),
      );
      const counts = [...live, ...taken.ended];
      return { indicators: todayIndicators(counts), counts };
    },
    list: async (list, at, { department, offset, limit }) => {
      const { taken, current } = await take(at, department);
      const rows = liveRows(within(taken.live, department), list, current.idleMs, at);
      return { total: rows.length, rows: await named(store, rows.slice(offset, offset + limit)) };
    },
    queues: async (at, department) => {
      const { taken, current } = await take(at, department);
      const { waiting, load, membersIn } = await standing(taken.live, at, current, department);
      return departmentQueues(waiting, membersIn, load, at);
    },
    departments: () => departments(store),
  };
}

interface Standing {
  waiting: LiveRow[];
  load: Map<string, number>;
  membersIn: (department: string | null) => AgentPresence[];
}

function within(live: LiveSnapshot[], department: string | undefined): LiveSnapshot[] {
  return department === undefined ? live : live.filter((one) => one.department?.id === department);
}

function sum(counts: Snapshot['ended'], field: 'handledN' | 'handledMs'): number {
  return counts.reduce((total, one) => total + one[field], 0);
}

/** Rows with the newest names of their agents and departments. */
async function named(store: Store, rows: LiveRow[]): Promise<LiveRow[]> {
  if (rows.length === 0) return rows;
  const known = await names(store);
  const name = (one: Named | null, of: Map<string, string>): Named | null =>
    one && { id: one.id, name: of.get(one.id) ?? one.name ?? one.id };
  return rows.map((row) => ({ ...row, agent: name(row.agent, known.agents), department: name(row.department, known.departments) }));
}
