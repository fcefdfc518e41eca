/** Conversations that have moved on since an instant, as they stood at it. */
import { type Conversation, conversationAt } from '../../domain/conversation.ts';
import type { Store } from '../connect.ts';
import { timelinesFromJournal } from '../derive.ts';
import type { ConversationDoc } from '../models/models.ts';

export type Folded = Conversation & {
  id: string;
  /** Whether the contact had ever written. */
  replied: boolean;
};

/** Every conversation begun by `at` with a step after it. At the present there is none; the further back, the more. */
export async function foldedSince(store: Store, at: Date): Promise<Folded[]> {
  const filter = { lastAt: { $gt: at }, startedAt: { $lte: at } };
  const documents = await store.conversations.find(filter, { projection: { timeline: 1, cut: 1 }, hint: 'moved' }).toArray();
  return foldAt(store, documents, at);
}

/** Documents as they stood at `at`; those that had not begun are left out. */
export async function foldAt(
  store: Store,
  documents: readonly Pick<ConversationDoc, '_id' | 'timeline' | 'cut'>[],
  at: Date,
): Promise<Folded[]> {
  const cut = documents.filter((one) => one.cut > 0).map(({ _id }) => _id);
  const whole = cut.length > 0 ? await timelinesFromJournal(store, cut) : new Map<string, ConversationDoc['timeline']>();
  return documents.flatMap(({ _id, timeline }) => {
    const steps = whole.get(_id) ?? timeline;
    const conversation = conversationAt(steps, at);
    const replied = steps.some((step) => step.type === 'message' && step.from === 'contact' && step.at <= at);
    return conversation ? [{ ...conversation, id: _id, replied }] : [];
  });
}
