import { useReducer, useRef } from 'preact/hooks';
import { type Language, plain } from '../../../view/card.ts';
import type { CardAnswer, WireAnswer } from '../wire.ts';
import { call, type Call, type Outcome } from './api.ts';
import { after, type Conversation, type Entry, keyOf, type Press } from './conversation.ts';
import type { Sending } from './form.tsx';
import type { OpenForm } from './forms.ts';
import type { Say } from './words.ts';

type Answered = Extract<Outcome, { ok: true }>;
type FormAnswer = Extract<WireAnswer, { kind: 'form' }>;

export interface Talk {
  conversation: Conversation;
  ask: (text: string) => Promise<void>;
  press: (entry: Entry, press: Press) => Promise<void>;
  /** Submits a form, or presses one of its buttons. */
  send: (open: OpenForm, sending: Sending) => Promise<void>;
  /** Closes a form; the one below is there again, as it was left. */
  close: (open: OpenForm) => void;
  /** Makes the call of an entry again: after a failure, or in another language. */
  again: (entry: Entry, language?: Language) => Promise<void>;
}

/** The conversation and what a person can do in it. `announce` speaks to screen readers. */
export function useConversation(language: Language, say: Say, announce: (text: string) => void): Talk {
  const [conversation, happen] = useReducer(after, { entries: [], forms: [] });
  const count = useRef(0);
  /** Cards whose press is on its way; known at once, before the page is drawn again. */
  const busy = useRef(new Set<number>());
  /** Forms whose answer is on its way, and those that are open. */
  const sending = useRef(new Set<number>());
  const open = useRef<OpenForm[]>([]);
  open.current = conversation.forms;
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

  /** Puts an answer to a button where it belongs: over its card, under the conversation, or in a dialog. */
  function place(from: number, label: string, { answer, more }: Answered, by: Call): void {
    happen({ type: 'released', id: from });
    if (answer.kind === 'invalid') return;
    if (answer.kind === 'form') return opened(from, null, answer);
    const at = answer.replace ? from : begin(label, by);
    show(at, answer, answer.replace, by);
    if (more) void follow(at, more);
  }

  function opened(entry: number, by: number | null, { form, step, language }: FormAnswer): void {
    count.current += 1;
    happen({ type: 'form', id: count.current, entry, by, step, form, language });
  }

  /** Puts the answer to a form into its dialog, or closes all forms and puts it where it belongs. */
  function answered({ id, entry, form }: OpenForm, outcome: Answered, by: Call): void {
    const { answer } = outcome;
    const stands = open.current.some((one) => one.id === id);
    if (answer.kind === 'invalid') happen({ type: 'form invalid', id, errors: answer.errors });
    else if (answer.kind === 'form') opened(entry, id, answer);
    else if (answer.failed && stands) happen({ type: 'form refused', id, card: answer.card });
    else {
      if (stands) happen({ type: 'forms closed' });
      place(entry, form.title, outcome, by);
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
    send: async (form, { action, value, values, key }) => {
      if (sending.current.has(form.id)) return;
      sending.current.add(form.id);
      happen({ type: 'form sent', id: form.id, key });
      const sent: Call = { kind: 'submit', submit: action, state: form.form.state ?? '', values, ...(value !== undefined && { value }) };
      const outcome = await call(sent, language);
      sending.current.delete(form.id);
      if (outcome.ok) answered(form, outcome, sent);
      else happen({ type: 'form lost', id: form.id, reason: outcome.reason });
    },
    close: ({ id }) => happen({ type: 'form closed', id }),
  };
}

/** What a screen reader hears of an answer: the title and the first sentence; the rest is there to be read. */
function spoken({ card }: CardAnswer): string {
  const first = card.blocks.find((block) => block.kind === 'text');
  return [card.title, card.scope, first && plain(first.text)].filter(Boolean).join('. ');
}
