/** What was said in a conversation, and what happened to it. */
import type { Conversation, Step } from './conversation.ts';
import type { Attachment, Author, Named } from './events.ts';

/** A message as it was written. */
export interface Spoken {
  at: Date;
  from: Author;
  agent: Named | null;
  text: string | undefined;
  attachments: Attachment[];
}

/** Messages [from, to) of `total`, the oldest first. */
export interface TranscriptPage {
  conversation: Conversation & { id: string };
  messages: Spoken[];
  from: number;
  total: number;
}

/** A step of a timeline as people read it, and how long after the one before it, ms (null for the first). */
export interface Milestone {
  step: Exclude<Step, { type: 'message' }> | { at: Date; type: 'responded'; agent: Named | null };
  afterMs: number | null;
}

export interface Details {
  conversation: Conversation & { id: string };
  milestones: Milestone[];
  /** Messages by author, each counted once. */
  messages: Record<Author, number>;
}

/** The life of a conversation up to an instant: its lifecycle, and the agent's first message of all that was said. */
export function milestones(timeline: readonly Step[], at: Date): Milestone[] {
  let responded = false;
  let before: Date | null = null;
  return timeline.flatMap((step): Milestone[] => {
    if (step.at > at) return [];
    if (step.type === 'message' && (responded || step.from !== 'agent')) return [];
    if (step.type === 'message') responded = true;
    const shown: Milestone['step'] = step.type === 'message' ? { at: step.at, type: 'responded', agent: step.agent ?? null } : step;
    const afterMs = before ? step.at.getTime() - before.getTime() : null;
    before = step.at;
    return [{ step: shown, afterMs }];
  });
}
