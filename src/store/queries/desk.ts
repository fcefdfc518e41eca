/** The desk's figures and lists, each from one snapshot. */
import { type DepartmentQueue, departmentQueues, type LiveList, type LiveRow, type WaitingRow, waitingRows } from '../../domain/desk.ts';
import type { Named } from '../../domain/events.ts';
import { type AgentPresence, type DayCount, type Indicator, loads, nowIndicators, todayIndicators } from '../../domain/indicators.ts';
import { NO_RULES, type Rules } from '../../domain/limits.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { periodAt, startOfDay } from '../../domain/periods.ts';
import type { Store } from '../connect.ts';
import { agentNames, agentsAt, departments, membersOf, names, rulingOf } from './agents.ts';
import { type PeriodQueries, periodQueries } from './periods.ts';
import { dayAt, type Instant, type LiveSnapshot, liveAt } from './snapshot.ts';

/** The questions of `Desk` in app/services.ts. */
export interface DeskQueries {
  now: (at: Date, department?: string) => Promise<{ indicators: Indicator[]; queues: DepartmentQueue[]; closed: number }>;
  today: (at: Date) => Promise<{ indicators: Indicator[]; counts: DayCount[] }>;
  list: (list: LiveList, at: Date, page: Page) => Promise<{ total: number; rows: LiveRow[] }>;
  queue: (at: Date, page: Page) => Promise<{ total: number; rows: LiveRow[]; queues: DepartmentQueue[] }>;
  departments: () => Promise<Named[]>;
  agents: () => Promise<Named[]>;
}

interface Page {
  department?: string | undefined;
  offset: number;
  limit: number;
}

/** Answers over a store; `parameters` are read for each question, so that a change holds at once. */
export function deskQueries(
  store: Store,
  parameters: () => Promise<Parameters>,
  periods: Pick<PeriodQueries, 'measure'> = periodQueries(store, parameters),
  rulesNow: () => Promise<Rules> = async () => NO_RULES,
): DeskQueries {
  async function moment(at: Date): Promise<{ instant: Instant; current: Parameters }> {
    const current = await parameters();
    return { instant: { at, dayStart: startOfDay(at, current.timeZone) }, current };
  }

  /** Who waits within the scope, who could serve them, and how busy everybody is. */
  async function standing(live: LiveSnapshot[], at: Date, current: Parameters, department?: string): Promise<Standing> {
    const ruling = await rulingOf(store, await rulesNow(), current.defaultLimit);
    const [agents, known] = await Promise.all([agentsAt(store, at, ruling), names(store)]);
    const waiting = waitingRows(within(live, department), 'queue', current.idleMs, at).map((row) => named(row, known));
    const involved = new Set([...waiting.map((row) => row.department?.id), department].filter((id) => id !== undefined));
    const members = new Map(
      await Promise.all([...involved].map(async (id): Promise<[string, Set<string>]> => [id, await membersWith(live, id, ruling.rules)])),
    );
    const membersIn = (id: string | null): AgentPresence[] =>
      id === null
        ? agents
        : agents.filter((agent) => members.get(id)?.has(agent.id)).map((agent) => ({ ...agent, limit: ruling.limits.of(agent.id, id) }));
    // Where members were named, whoever else serves the department now takes nothing from its queue.
    const takersIn = (id: string | null): AgentPresence[] => {
      const named = ruling.rules.departments.find((one) => one.id === id)?.members;
      return membersIn(id).filter((agent) => !named || named.includes(agent.id));
    };
    const queues = departmentQueues(waiting, takersIn, loads(live), at, current.routing ? current.routingStrategy : undefined);
    return { waiting, load: loads(live), membersIn, queues: queues.map((queue) => nextNamed(queue, known.agents)) };
  }

  /** Those who have served the department, and those who serve it at the instant asked about. */
  async function membersWith(live: LiveSnapshot[], department: string, rules: Rules): Promise<Set<string>> {
    const serving = within(live, department).flatMap(({ agent }) => (agent ? [agent.id] : []));
    return new Set([...(await membersOf(store, department, rules)), ...serving]);
  }

  return {
    now: async (at, department) => {
      const { instant, current } = await moment(at);
      const { from, to } = periodAt('day', at, current.timeZone);
      const day = { from, to, at, department, percentiles: 'none' as const };
      const [live, { total }] = await Promise.all([liveAt(store, instant), periods.measure(day)]);
      const { load, membersIn, queues } = await standing(live, at, current, department);
      const handled = { n: total.handle.n, sumMs: total.handle.sum };
      return {
        indicators: nowIndicators(within(live, department), membersIn(department ?? null), load, handled, current, at),
        queues,
        closed: total.closed,
      };
    },
    today: async (at) => {
      const { instant } = await moment(at);
      const counts = await dayAt(store, instant);
      return { indicators: todayIndicators(counts), counts };
    },
    list: async (list, at, { department, offset, limit }) => {
      const { instant, current } = await moment(at);
      const rows = waitingRows(within(await liveAt(store, instant), department), list, current.idleMs, at);
      return { total: rows.length, rows: await described(store, rows.slice(offset, offset + limit)) };
    },
    queue: async (at, { department, offset, limit }) => {
      const { instant, current } = await moment(at);
      const { waiting, queues } = await standing(await liveAt(store, instant), at, current, department);
      const rows = await described(store, waiting.slice(offset, offset + limit));
      return { total: waiting.length, rows, queues };
    },
    departments: async () => departments(store, await rulesNow()),
    agents: async () => agentNames(store, await rulesNow()),
  };
}

interface Standing {
  waiting: WaitingRow[];
  load: Map<string, number>;
  membersIn: (department: string | null) => AgentPresence[];
  queues: DepartmentQueue[];
}

/** Whoever should take the next one, by name. */
function nextNamed(queue: DepartmentQueue, agents: Map<string, string>): DepartmentQueue {
  const { reason } = queue;
  return reason.kind === 'free' && reason.next ? { ...queue, reason: { ...reason, next: agents.get(reason.next) ?? reason.next } } : queue;
}

function within(live: LiveSnapshot[], department: string | undefined): LiveSnapshot[] {
  return department === undefined ? live : live.filter((one) => one.department?.id === department);
}

/** A row with the newest names of its agent and department. */
function named(row: WaitingRow, known: Awaited<ReturnType<typeof names>>): WaitingRow {
  const name = (one: Named | null, of: Map<string, string>): Named | null =>
    one && { id: one.id, name: of.get(one.id) ?? one.name ?? one.id };
  return { ...row, agent: name(row.agent, known.agents), department: name(row.department, known.departments) };
}

/** The rows of a page with what people read of each conversation. */
async function described(store: Store, rows: WaitingRow[]): Promise<LiveRow[]> {
  const projection = { protocol: 1, contact: 1, subject: 1, url: 1 } as const;
  const [documents, known] = await Promise.all([
    store.conversations.find({ _id: { $in: rows.map(({ id }) => id) } }, { projection }).toArray(),
    names(store),
  ]);
  const profiles = new Map(documents.map((document) => [document._id, document]));
  return rows.map((row) => {
    const { protocol, contact, subject, url } = profiles.get(row.id) ?? {};
    return { ...named(row, known), protocol, contact, subject, url };
  });
}
