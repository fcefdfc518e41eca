/** The desk as it stood at an instant: live conversations one by one, ended ones of the day counted. */
import { type Conversation, conversationAt, isLive, type State } from '../../domain/conversation.ts';
import type { Channel } from '../../domain/events.ts';
import { belongsToDay, handleMs } from '../../domain/indicators.ts';
import type { Store } from '../connect.ts';
import { timelinesFromJournal } from '../derive.ts';
import type { ConversationDoc } from '../models/models.ts';

export type LiveSnapshot = Conversation & { id: string };

/** Ended conversations of the day that look alike, with the handle time of the closed ones that had an agent. */
export interface EndedCount {
  channel: Channel;
  state: State;
  opened: 'new' | 'carried';
  count: number;
  handledN: number;
  handledMs: number;
}

export interface Snapshot {
  live: LiveSnapshot[];
  ended: EndedCount[];
}

/**
 * Nothing here scans history at the present instant: live ones stand in a partial index, ended ones are those of the day, and
 * only documents with a step after `at` are folded again from their timeline (none now; more, the further back `at` lies).
 * @param department limits the ended counts; live ones come for all departments, since agents' loads span them
 */
export async function snapshot(store: Store, at: Date, dayStart: Date, department?: string): Promise<Snapshot> {
  const [live, ended, moved] = await Promise.all([
    settledLive(store, at),
    settledEnded(store, at, dayStart, department),
    movedSince(store, at, dayStart),
  ]);
  const endedThen = moved.filter(
    (one) => !isLive(one) && belongsToDay(one, dayStart) && (!department || one.department?.id === department),
  );
  return { live: [...live, ...moved.filter(isLive)], ended: [...ended, ...endedThen.map((one) => countOf(one, dayStart))] };
}

const NARROW = { timeline: 0, rev: 0, live: 0, startedAt: 0, lastAt: 0, cut: 0 } as const;

async function settledLive(store: Store, at: Date): Promise<LiveSnapshot[]> {
  const filter = { live: true, startedAt: { $lte: at }, lastAt: { $lte: at } };
  const documents = await store.conversations.find(filter, { projection: NARROW, hint: 'live' }).toArray();
  return documents.map(({ _id, ...conversation }) => ({ ...conversation, id: _id }));
}

/** The pipeline counterpart of `countOf`; a property test holds them together. */
async function settledEnded(store: Store, at: Date, dayStart: Date, department?: string): Promise<EndedCount[]> {
  const handled = { $and: [{ $eq: ['$state', 'closed'] }, { $ne: ['$firstAssignedAt', null] }] };
  const groups = await store.conversations
    .aggregate<{ _id: Pick<EndedCount, 'channel' | 'state' | 'opened'> } & Omit<EndedCount, 'channel' | 'state' | 'opened'>>(
      [
        {
          $match: {
            endedAt: { $gte: dayStart },
            startedAt: { $lte: at },
            lastAt: { $lte: at },
            ...(department && { 'department.id': department }),
          },
        },
        {
          $group: {
            _id: { channel: '$channel', state: '$state', opened: { $cond: [{ $gte: ['$openedAt', dayStart] }, 'new', 'carried'] } },
            count: { $sum: 1 },
            handledN: { $sum: { $cond: [handled, 1, 0] } },
            handledMs: { $sum: { $cond: [handled, { $max: [0, { $subtract: ['$endedAt', '$firstAssignedAt'] }] }, 0] } },
          },
        },
      ],
      { hint: 'ended' },
    )
    .toArray();
  return groups.map(({ _id, ...counts }) => ({ ..._id, ...counts }));
}

/** Conversations with a step after `at`, as they stood at `at`. */
async function movedSince(store: Store, at: Date, dayStart: Date): Promise<LiveSnapshot[]> {
  const filter = { lastAt: { $gt: at }, startedAt: { $lte: at }, $or: [{ live: true }, { endedAt: { $gte: dayStart } }] };
  const documents = await store.conversations.find(filter, { projection: { timeline: 1, cut: 1 }, hint: 'moved' }).toArray();
  const whole = await timelinesFromJournal(
    store,
    documents.filter(({ cut }) => cut > 0).map(({ _id }) => _id),
  );
  return documents.flatMap(({ _id, timeline }: Pick<ConversationDoc, '_id' | 'timeline'>) => {
    const conversation = conversationAt(whole.get(_id) ?? timeline, at);
    return conversation ? [{ ...conversation, id: _id }] : [];
  });
}

function countOf(conversation: Conversation, dayStart: Date): EndedCount {
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
