/** The desk as it stood at an instant: live conversations one by one, and the day's counted. */
import type { DayPart } from '../../domain/alert-scene.ts';
import { type Conversation, isLive } from '../../domain/conversation.ts';
import { belongsToDay, type DayCount } from '../../domain/indicators.ts';
import type { Store } from '../connect.ts';
import { type Standing, unpackStanding } from '../standing.ts';
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

export type LiveSnapshot = Standing;

export type Moved = Conversation & { id: string };

/** Some dozens of long documents are read faster than thousands of short ones; each is far below the 16 MiB of a document. */
const TOGETHER = { $group: { _id: { $second: '$startedAt' }, standing: { $push: '$standing' } } };

/** Every conversation that was live at the instant, of all departments, since agents' loads span them. */
export async function liveAt(store: Store, instant: Instant): Promise<LiveSnapshot[]> {
  const [settled, moved] = await Promise.all([settledLive(store, instant.at), movedSince(store, instant)]);
  return [...settled, ...moved.filter(isLive)];
}

/** Those that are live and have had no step since the instant. */
export async function settledLive(store: Store, at: Date): Promise<LiveSnapshot[]> {
  const filter = { live: true, startedAt: { $lte: at }, lastAt: { $lte: at } };
  const found = store.conversations.aggregate<{ standing: string[] }>([{ $match: filter }, TOGETHER], { hint: 'live_standing' });
  return (await found.toArray()).flatMap(({ standing }) => standing.map(unpackStanding));
}

/** The whole set of the day up to the instant, counted: live then, or ended on the day. */
export async function dayAt(store: Store, instant: Instant): Promise<DayCount[]> {
  const { at, dayStart } = instant;
  const [live, ended, moved] = await Promise.all([
    counted(store, { live: true, startedAt: { $lte: at }, lastAt: { $lte: at } }, 'live_standing', dayStart),
    counted(store, { endedAt: { $gte: dayStart }, startedAt: { $lte: at }, lastAt: { $lte: at } }, 'ended_on', dayStart),
    movedSince(store, instant),
  ]);
  return [...live, ...ended, ...moved.filter((one) => belongsToDay(one, dayStart)).map((one) => countOf(one, dayStart))];
}

/** Those of the day that ended on it and have had no step since. @param apart told apart by department and agent too */
export async function endedOn(store: Store, { at, dayStart }: Instant, apart: boolean): Promise<DayPart[]> {
  const filter = { endedAt: { $gte: dayStart }, startedAt: { $lte: at }, lastAt: { $lte: at } };
  const parts: Partial<DayPart>[] = await counted(store, filter, 'ended_on', dayStart, apart ? PLACES : {});
  return parts.map((part) => ({ department: null, agent: null, ...part }) as DayPart);
}

const PLACES = { department: '$department.id', agent: '$agent.id' };

/** The pipeline counterpart of `countOf`; a property test holds them together. @param by beside channel, state and origin */
async function counted(
  store: Store,
  filter: object,
  hint: 'live_standing' | 'ended_on',
  dayStart: Date,
  by: Readonly<Record<string, string>> = {},
): Promise<DayCount[]> {
  const opened = { $cond: [{ $gte: ['$openedAt', dayStart] }, 'new', 'carried'] };
  const groups = await store.conversations
    .aggregate<{ _id: Omit<DayCount, 'count'>; count: number }>(
      [{ $match: filter }, { $group: { _id: { channel: '$channel', state: '$state', opened, ...by }, count: { $sum: 1 } } }],
      { hint },
    )
    .toArray();
  return groups.map(({ _id, count }) => ({ ..._id, count }));
}

/** Conversations with a step after the instant, as they stood at it. */
export async function movedSince(store: Store, { at, dayStart }: Instant): Promise<Moved[]> {
  const filter = { lastAt: { $gt: at }, startedAt: { $lte: at }, $or: [{ live: true }, { endedAt: { $gte: dayStart } }] };
  const documents = await store.conversations.find(filter, { projection: { timeline: 1, cut: 1 }, hint: 'moved' }).toArray();
  return foldAt(store, documents, at);
}

function countOf({ channel, state, openedAt }: Conversation, dayStart: Date): DayCount {
  return { channel, state, opened: openedAt >= dayStart ? 'new' : 'carried', count: 1 };
}
