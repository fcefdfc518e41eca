import { useReducer, useRef } from 'preact/hooks';
import { type Language, plain } from '../../../view/card.ts';
import type { FormValues } from '../../../view/form.ts';
import type { CardAnswer } from '../wire.ts';
import { call, type Call, type Outcome } from './api.ts';
import { after, type Conversation, type Entry, keyOf, type Press } from './conversation.ts';
import type { Say } from './words.ts';

type Answered = Extract<Outcome, { ok: true }>;

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
  /** Entries whose export is under way. */
  const exporting = useRef(new Set<number>());

  function begin(question: string, asked: Call): number {
    count.current += 1;
    happen({ type: 'asked', id: count.current, question, call: asked });
    return count.current;
  }

  function show(id: number, answer: CardAnswer, updated: boolean, by?: Call): void {
    happen({ type: 'answered', id, answer, call: by });
    announce(updated ? say('announce.updated', { answer: spoken(answer) }) : spoken(answer));
  }

  /** Shows the answers of an export, each in the place of the one before. */
  async function follow(id: number, more: AsyncIterable<CardAnswer>): Promise<void> {
    exporting.current.add(id);
    let whole = false;
    try {
      for await (const answer of more) {
        if (answer.export?.running) happen({ type: 'progress', id, answer });
        else {
          whole = true;
          exporting.current.delete(id);
          show(id, answer, true);
        }
      }
    } catch {
      // Broken off: told below, like an end without a last answer.
    }
    exporting.current.delete(id);
    if (whole) return;
    happen({ type: 'away', id });
    announce(say('away.title'));
  }

  /** Puts an answer to a button or a form where it belongs: over its card, under the conversation, or in the dialog. */
  function place(from: number, label: string, { answer, more }: Answered, by: Call): void {
    happen({ type: 'released', id: from });
    if (answer.kind === 'form') happen({ type: 'form', entry: from, form: answer.form });
    else if (answer.kind === 'invalid') happen({ type: 'form refused', errors: answer.errors });
    else {
      if (by.kind === 'submit') happen({ type: 'form closed' });
      const at = answer.replace ? from : begin(label, by);
      show(at, answer, answer.replace, by);
      if (more) void follow(at, more);
    }
  }

  async function make(id: number, asked: Call, spokenIn: Language, updated: boolean): Promise<void> {
    const outcome = await call(asked, spokenIn);
    if (!outcome.ok) {
      happen({ type: 'away', id, reason: outcome.reason });
      announce(say('away.title'));
    } else if (outcome.answer.kind === 'card') {
      show(id, outcome.answer, updated);
      if (outcome.more) await follow(id, outcome.more);
    } else place(id, '', outcome, asked);
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
      const running = exporting.current.has(entry.id);
      const outcome = await call(pressed, language);
      busy.current.delete(entry.id);
      // The answer to a button of a running export (cancel) does not take the place of the export's last word.
      const over = running && !exporting.current.has(entry.id);
      if (outcome.ok && over && outcome.answer.kind === 'card' && outcome.answer.replace) return;
      if (outcome.ok) return place(entry.id, press.label, outcome, pressed);
      happen({ type: 'missed', id: entry.id, press, reason: outcome.reason });
      announce(say('away.title'));
    },
    submit: async (values) => {
      const open = conversation.form;
      if (!open || open.sending) return;
      happen({ type: 'form sent' });
      const sent: Call = { kind: 'submit', submit: open.form.submit, state: open.form.state ?? '', values };
      const outcome = await call(sent, language);
      if (outcome.ok) place(open.entry, open.form.title, outcome, sent);
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
