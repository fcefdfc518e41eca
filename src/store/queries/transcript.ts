/** One conversation as it stood: found by its protocol or id, its life, and what was said. */
import { conversationAt } from '../../domain/conversation.ts';
import { type Author, compareEvents, type Named } from '../../domain/events.ts';
import { compareRows, type HistoryRow, protocolSpellings } from '../../domain/history.ts';
import { type Details, milestones, type Spoken, type TranscriptPage } from '../../domain/transcript.ts';
import type { Store } from '../connect.ts';
import { timelinesFromJournal } from '../derive.ts';
import type { ConversationDoc, MessageDoc } from '../models/models.ts';
import { names } from './agents.ts';
import { foldAt } from './asof.ts';

export interface TranscriptQueries {
  /** The conversations of a protocol, else the one with this id; the newest first, 20 at most. */
  find: (typed: string, at: Date) => Promise<HistoryRow[]>;
  details: (id: string, at: Date) => Promise<Details | null>;
  /** Messages from `from` up to `to` (from 0, the oldest first); without them the last `limit`. */
  transcript: (
    id: string,
    at: Date,
    page: { from?: number | undefined; to?: number | undefined; limit: number },
  ) => Promise<TranscriptPage | null>;
}

const MOST_OF_A_PROTOCOL = 20;
/** What putting a conversation's messages in order takes of each. */
const MARK = { occurredAt: 1, type: 1, 'message.id': 1, 'message.from': 1 } as const;

type Naming = (one: Named | null | undefined) => Named | null;

export function transcriptQueries(store: Store): TranscriptQueries {
  async function naming(): Promise<{ agent: Naming; department: Naming }> {
    const known = await names(store);
    const of =
      (map: Map<string, string>): Naming =>
      (one) =>
        one ? { id: one.id, name: map.get(one.id) ?? one.name ?? one.id } : null;
    return { agent: of(known.agents), department: of(known.departments) };
  }

  async function rows(documents: ConversationDoc[], at: Date): Promise<HistoryRow[]> {
    const { agent, department } = await naming();
    const folded = await foldAt(store, documents, at);
    return folded.map((one) => ({ ...one, agent: agent(one.agent), department: department(one.department) })).sort(compareRows);
  }

  /** The document with its timeline, whole. */
  async function timeline(id: string): Promise<ConversationDoc | null> {
    const document = await store.conversations.findOne({ _id: id });
    if (!document || document.cut === 0) return document;
    return { ...document, timeline: (await timelinesFromJournal(store, [id])).get(id) ?? document.timeline, cut: 0 };
  }

  return {
    find: async (typed, at) => {
      const wanted = protocolSpellings(typed);
      if (wanted.length === 0) return [];
      const byProtocol = await store.conversations
        .find({ protocol: { $in: wanted } }, { hint: 'protocol' })
        .sort({ openedAt: -1, _id: -1 })
        .limit(MOST_OF_A_PROTOCOL)
        .toArray();
      if (byProtocol.length > 0) return rows(byProtocol, at);
      return rows(await store.conversations.find({ _id: { $in: wanted } }).toArray(), at);
    },
    details: async (id, at) => {
      const document = await timeline(id);
      const conversation = document && conversationAt(document.timeline, at);
      if (!conversation) return null;
      const [{ agent, department }, marks] = await Promise.all([naming(), marksOf(store, id, at)]);
      const messages: Record<Author, number> = { contact: 0, agent: 0, bot: 0 };
      for (const { message } of marks) messages[message.from] += 1;
      const steps = milestones(document.timeline, at).map(({ step, afterMs }) => {
        const known = {
          ...step,
          ...('agent' in step && { agent: agent(step.agent) }),
          ...('department' in step && step.department && { department: department(step.department) }),
        };
        return { step: known as typeof step, afterMs };
      });
      return {
        conversation: { ...conversation, id, agent: agent(conversation.agent), department: department(conversation.department) },
        milestones: steps,
        messages,
      };
    },
    transcript: async (id, at, { from, to, limit }) => {
      const document = await timeline(id);
      const conversation = document && conversationAt(document.timeline, at);
      if (!conversation) return null;
      const [{ agent, department }, marks] = await Promise.all([naming(), marksOf(store, id, at)]);
      const end = Math.min(to ?? (from === undefined ? marks.length : from + limit), marks.length);
      const start = Math.min(Math.max(from ?? end - limit, 0), Math.max(marks.length - 1, 0));
      const wanted = marks
        .slice(start, Math.max(end, start))
        .slice(0, limit)
        .map(({ _id }) => _id);
      const documents = await store.messages.find({ _id: { $in: wanted } }).toArray();
      const byId = new Map(documents.map((one) => [one._id, one]));
      const messages = wanted.flatMap((one): Spoken[] => {
        const found = byId.get(one);
        return found ? [spoken(found, agent)] : [];
      });
      return {
        conversation: { ...conversation, id, agent: agent(conversation.agent), department: department(conversation.department) },
        messages,
        from: start,
        total: marks.length,
      };
    },
  };
}

function spoken({ occurredAt, agent, message }: MessageDoc, named: Naming): Spoken {
  return { at: occurredAt, from: message.from, agent: named(agent), text: message.text, attachments: message.attachments ?? [] };
}

/** The conversation's messages up to `at` without their texts, in their one order, each message once. */
async function marksOf(store: Store, id: string, at: Date): Promise<Pick<MessageDoc, '_id' | 'occurredAt' | 'type' | 'message'>[]> {
  const marks = await store.messages
    .find({ 'conversation.id': id, occurredAt: { $lte: at } }, { projection: MARK, hint: 'by_conversation', batchSize: 5_000 })
    .toArray();
  const seen = new Set<string>();
  return marks
    .map((mark) => ({ ...mark, id: mark._id }))
    .sort(compareEvents)
    .filter(({ message }) => !seen.has(message.id) && seen.add(message.id));
}
