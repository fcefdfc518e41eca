/** The desk as it stood at an instant: live conversations one by one, and the day's counted. */
import { type Conversation, isLive } from '../../domain/conversation.ts';
import { belongsToDay, type DayCount, handleMs } from '../../domain/indicators.ts';
import type { Store } from '../connect.ts';
import { foldAt } from './asof.ts';

/**
 * Nothing here scans history at the present instant: live ones stand in a partial index, ended ones are those of the day, and
 * only documents with a step after `at` are folded again from their timeline (none now; more, the further back `at` lies).
 */
export interface Instant {
  at: Date;
  /** The first instant of the local day of `at`. */
  dayStart: Date;
}

/** What the real-time figures and lists need of a live conversation. */
const NEEDED = {
  channel: 1,
  direction: 1,
  state: 1,
  department: 1,
  agent: 1,
  openedAt: 1,
  queuedAt: 1,
  firstAgentMessageAt: 1,
  contactRepliedAt: 1,
  lastMessageAt: 1,
  lastMessageFrom: 1,
} as const;

export type LiveSnapshot = Pick<Conversation, keyof typeof NEEDED> & { id: string };

export type Moved = Conversation & { id: string };

/** Conversations of the day that look alike, with the handle time of the closed ones that had an agent. */
export interface Counted extends DayCount {
  handledN: number;
  handledMs: number;
}

/** Fewer round trips for a few thousand small documents. */
const BATCH = 5_000;

/** Every conversation that was live at the instant, of all departments, since agents' loads span them. */
export async function liveAt(
  store: Store,
  instant: Instant,
  since: Promise<Moved[]> = movedSince(store, instant),
): Promise<LiveSnapshot[]> {
  const [settled, moved] = await Promise.all([
    store.conversations
      .find(
        { live: true, startedAt: { $lte: instant.at }, lastAt: { $lte: instant.at } },
        { projection: NEEDED, hint: 'live', batchSize: BATCH },
      )
      .toArray(),
    since,
  ]);
  return [...settled.map(({ _id, ...conversation }) => ({ ...conversation, id: _id })), ...moved.filter(isLive)];
}

/** The conversations that had ended on the day by the instant, counted. */
export async function endedAt(store: Store, instant: Instant, since: Promise<Moved[]>, department?: string): Promise<Counted[]> {
  const { at, dayStart } = instant;
  const [settled, moved] = await Promise.all([
    counted(
      store,
      { endedAt: { $gte: dayStart }, startedAt: { $lte: at }, lastAt: { $lte: at }, ...ofDepartment(department) },
      'ended',
      dayStart,
    ),
    since,
  ]);
  const ended = moved.filter((one) => !isLive(one) && belongsToDay(one, dayStart) && (!department || one.department?.id === department));
  return [...settled, ...ended.map((one) => countOf(one, dayStart))];
}

/** The whole set of the day up to the instant, counted: live then, or ended on the day. */
export async function dayAt(store: Store, instant: Instant): Promise<Counted[]> {
  const { at, dayStart } = instant;
  const [live, ended, moved] = await Promise.all([
    counted(store, { live: true, startedAt: { $lte: at }, lastAt: { $lte: at } }, 'live', dayStart),
    counted(store, { endedAt: { $gte: dayStart }, startedAt: { $lte: at }, lastAt: { $lte: at } }, 'ended', dayStart),
    movedSince(store, instant),
  ]);
  return [...live, ...ended, ...moved.filter((one) => belongsToDay(one, dayStart)).map((one) => countOf(one, dayStart))];
}

function ofDepartment(department: string | undefined): object {
  return department === undefined ? {} : { 'department.id': department };
}

/** The pipeline counterpart of `countOf`; a property test holds them together. */
async function counted(store: Store, filter: object, hint: 'live' | 'ended', dayStart: Date): Promise<Counted[]> {
  const handled = { $and: [{ $eq: ['$state', 'closed'] }, { $ne: ['$firstAssignedAt', null] }] };
  const group = {
    _id: { channel: '$channel', state: '$state', opened: { $cond: [{ $gte: ['$openedAt', dayStart] }, 'new', 'carried'] } },
    count: { $sum: 1 },
    handledN: { $sum: { $cond: [handled, 1, 0] } },
    handledMs: { $sum: { $cond: [handled, { $max: [0, { $subtract: ['$endedAt', '$firstAssignedAt'] }] }, 0] } },
  };
  const groups = await store.conversations
    .aggregate<{ _id: Pick<Counted, 'channel' | 'state' | 'opened'> } & Omit<Counted, 'channel' | 'state' | 'opened'>>(
      [{ $match: filter }, { $group: group }],
      { hint },
    )
    .toArray();
  return groups.map(({ _id, ...counts }) => ({ ..._id, ...counts }));
}

/** Conversations with a step after the instant, as they stood at it. */
export async function movedSince(store: Store, { at, dayStart }: Instant): Promise<Moved[]> {
  const filter = { lastAt: { $gt: at }, startedAt: { $lte: at }, $or: [{ live: true }, { endedAt: { $gte: dayStart } }] };
  const documents = await store.conversations.find(filter, { projection: { timeline: 1, cut: 1 }, hint: 'moved' }).toArray();
  return foldAt(store, documents, at);
}

function countOf(conversation: Conversation, dayStart: Date): Counted {
  const handle = handleMs(conversation);
  return {
    channel: conversation.channel,
    state: conversation.state,
    opened: conversation.openedAt >= dayStart ? 'new' : 'carried',
    count: 1,
    handledN: handle === null ? 0 : 1,
    handledMs: handle ?? 0,
  };
}
