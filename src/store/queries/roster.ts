/** Every linked agent at an instant: presence, load, and what they did on the day. */
import { type Conversation, isLive } from '../../domain/conversation.ts';
import { belongsToDay, handleMs, isIdle } from '../../domain/indicators.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { startOfDay } from '../../domain/periods.ts';
import type { Presence } from '../../domain/events.ts';
import { type AgentDay, NO_DAY, type RosterRow } from '../../domain/roster.ts';
import type { Store } from '../connect.ts';
import { agentNames, agentsAt, membersOf } from './agents.ts';
import { type Instant, liveAt, type Moved, movedSince } from './snapshot.ts';

type Days = Map<string, AgentDay>;

export interface RosterQueries {
  roster: (at: Date, department?: string) => Promise<RosterRow[]>;
  /** Since when these agents have been online, away or offline without a change; nothing for those of whom nothing is known. */
  presentSince: (agents: readonly { id: string; presence: Presence | null }[], at: Date) => Promise<Map<string, Date>>;
}

export function rosterQueries(store: Store, parameters: () => Promise<Parameters>): RosterQueries {
  return {
    roster: async (at, department) => {
      const current = await parameters();
      const instant = { at, dayStart: startOfDay(at, current.timeZone) };
      const moved = movedSince(store, instant);
      const [agents, names, live, days, served] = await Promise.all([
        agentsAt(store, at, current.defaultLimit),
        agentNames(store),
        liveAt(store, instant, moved),
        daysOf(store, instant, moved),
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

/** What each agent did from the day's first instant to `at`: counted in the database, and the moved ones here. */
async function daysOf(store: Store, instant: Instant, since: Promise<Moved[]>): Promise<Days> {
  const { at, dayStart } = instant;
  const settled = { startedAt: { $lte: at }, lastAt: { $lte: at } };
  const [ended, handedByLive, moved] = await Promise.all([
    endedOn(store, { endedAt: { $gte: dayStart }, ...settled }, dayStart),
    store.conversations.aggregate<Handed>([{ $match: { live: true, ...settled } }, ...handedOver(dayStart)], { hint: 'live' }).toArray(),
    since,
  ]);
  const days: Days = new Map();
  const add = (id: string, part: Partial<AgentDay>): void => {
    const known = days.get(id) ?? NO_DAY;
    const sum = (name: keyof AgentDay): number => known[name] + (part[name] ?? 0);
    days.set(id, {
      closed: sum('closed'),
      cancelled: sum('cancelled'),
      transfers: sum('transfers'),
      handledN: sum('handledN'),
      handledMs: sum('handledMs'),
    });
  };
  for (const { _id, ...part } of ended.done) add(_id, part);
  for (const { _id, transfers } of [...ended.handed, ...handedByLive]) add(_id, { transfers });
  for (const one of moved.filter((conversation) => belongsToDay(conversation, dayStart))) addMoved(one, dayStart, add);
  return days;
}

function addMoved(one: Conversation, dayStart: Date, add: (id: string, part: Partial<AgentDay>) => void): void {
  if (one.agent && !isLive(one)) {
    const handle = handleMs(one);
    add(one.agent.id, { [one.state]: 1, handledN: handle === null ? 0 : 1, handledMs: handle ?? 0 });
  }
  for (const { at, agent } of one.transferred) if (agent && at >= dayStart) add(agent.id, { transfers: 1 });
}

type Done = { _id: string } & Omit<AgentDay, 'transfers'>;
type Handed = { _id: string } & Pick<AgentDay, 'transfers'>;

/** The day's ended ones, read once: by the agent at the end, and their transfers. The pipeline counterpart of `addMoved`. */
async function endedOn(store: Store, filter: object, dayStart: Date): Promise<{ done: Done[]; handed: Handed[] }> {
  const isState = (state: string): object => ({ $sum: { $cond: [{ $eq: ['$state', state] }, 1, 0] } });
  const handled = { $and: [{ $eq: ['$state', 'closed'] }, { $ne: ['$firstAssignedAt', null] }] };
  const group = {
    _id: '$agent.id',
    closed: isState('closed'),
    cancelled: isState('cancelled'),
    handledN: { $sum: { $cond: [handled, 1, 0] } },
    handledMs: { $sum: { $cond: [handled, { $max: [0, { $subtract: ['$endedAt', '$firstAssignedAt'] }] }, 0] } },
  };
  const [found] = await store.conversations
    .aggregate<{ done: Done[]; handed: Handed[] }>(
      [{ $match: filter }, { $facet: { done: [{ $match: { agent: { $ne: null } } }, { $group: group }], handed: handedOver(dayStart) } }],
      { hint: 'ended' },
    )
    .toArray();
  return found ?? { done: [], handed: [] };
}

/** Transfers of the day by the agent who had the conversation before. */
function handedOver(dayStart: Date): object[] {
  return [
    { $match: { transfers: { $gt: 0 } } },
    { $unwind: '$transferred' },
    { $match: { 'transferred.at': { $gte: dayStart }, 'transferred.agent': { $ne: null } } },
    { $group: { _id: '$transferred.agent.id', transfers: { $sum: 1 } } },
  ];
}
