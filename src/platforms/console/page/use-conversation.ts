import { useReducer, useRef } from 'preact/hooks';
import { type Language, plain } from '../../../view/card.ts';
import type { FormValues } from '../../../view/form.ts';
import type { CardAnswer, WireAnswer } from '../wire.ts';
import { call, type Call } from './api.ts';
import { after, type Conversation, type Entry, keyOf, type Press } from './conversation.ts';
import type { Say } from './words.ts';

export interface Talk {
  conversation: Conversation;
  ask: (text: string) => Promise<void>;
  press: (entry: Entry, press: Press) => Promise<void>;
  submit: (values: FormValues) => Promise<void>;
  closeForm: () => void;
  /** Makes the call of an entry again: after a failure, or in another language. */
  again: (entry: Entry, language?: Language) => Promise<void>;
}

/** The conversation and what a person can do in it. `announce` speaks to screen readers. */
export function useConversation(language: Language, say: Say, announce: (text: string) => void): Talk {
  const [conversation, happen] = useReducer(after, { entries: [], form: null });
  const count = useRef(0);
  /** Cards whose press is on its way; known at once, before the page is drawn again. */
  const busy = useRef(new Set<number>());

  function begin(question: string, asked: Call): number {
    count.current += 1;
    happen({ type: 'asked', id: count.current, question, call: asked });
    return count.current;
  }

  function show(id: number, answer: CardAnswer, updated: boolean, by?: Call): void {
    happen({ type: 'answered', id, answer, call: by });
    announce(updated ? say('announce.updated', { answer: spoken(answer) }) : spoken(answer));
  }

  /** Puts an answer to a button or a form where it belongs: over its card, under the conversation, or in the dialog. */
  function place(from: number, label: string, answer: WireAnswer, by: Call): void {
    happen({ type: 'released', id: from });
    if (answer.kind === 'form') happen({ type: 'form', entry: from, form: answer.form });
    else if (answer.kind === 'invalid') happen({ type: 'form refused', errors: answer.errors });
    else {
      if (by.kind === 'submit') happen({ type: 'form closed' });
      if (answer.replace) show(from, answer, true, by);
      else show(begin(label, by), answer, false);
    }
  }

  async function make(id: number, asked: Call, spokenIn: Language, updated: boolean): Promise<void> {
    const outcome = await call(asked, spokenIn);
    if (!outcome.ok) {
      happen({ type: 'away', id, reason: outcome.reason });
      announce(say('away.title'));
    } else if (outcome.answer.kind === 'card') show(id, outcome.answer, updated);
    else place(id, '', outcome.answer, asked);
  }

  return {
    conversation,
    ask: (text) => {
      const asked: Call = { kind: 'ask', text };
      return make(begin(text, asked), asked, language, false);
    },
    again: (entry, spokenIn = language) => {
      happen({ type: 'pressed', id: entry.id, key: '' });
      return make(entry.id, entry.call, spokenIn, entry.state === 'answered');
    },
    press: async (entry, press) => {
      if (busy.current.has(entry.id)) return;
      busy.current.add(entry.id);
      happen({ type: 'pressed', id: entry.id, key: keyOf(press.action, press.value) });
      const pressed: Call = { kind: 'act', action: press.action, value: press.value };
      const outcome = await call(pressed, language);
      busy.current.delete(entry.id);
      if (outcome.ok) return place(entry.id, press.label, outcome.answer, pressed);
      happen({ type: 'missed', id: entry.id, press, reason: outcome.reason });
      announce(say('away.title'));
    },
    submit: async (values) => {
      const open = conversation.form;
      if (!open || open.sending) return;
      happen({ type: 'form sent' });
      const sent: Call = { kind: 'submit', submit: open.form.submit, state: open.form.state ?? '', values };
      const outcome = await call(sent, language);
      if (outcome.ok) place(open.entry, open.form.title, outcome.answer, sent);
      else happen({ type: 'form lost', reason: outcome.reason });
    },
    closeForm: () => happen({ type: 'form closed' }),
  };
}

/** What a screen reader hears of an answer: the title and the first sentence; the rest is there to be read. */
function spoken({ card }: CardAnswer): string {
  const first = card.blocks.find((block) => block.kind === 'text');
  return [card.title, card.scope, first && plain(first.text)].filter(Boolean).join('. ');
}
