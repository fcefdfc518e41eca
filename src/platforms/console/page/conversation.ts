/** The conversation as data: what was asked, what came back, and the forms that are open. */
import type { CardAnswer } from '../wire.ts';
import type { Call } from './api.ts';
import { type FormHappening, formsAfter, type OpenForm } from './forms.ts';

export interface Entry {
  id: number;
  /** What the person asked, or the words of the button that was pressed. */
  question: string;
  call: Call;
  state: 'waiting' | 'answered' | 'away';
  answer?: CardAnswer | undefined;
  /** The button or select of this card that waits for its answer. */
  pressed?: string | undefined;
  /** A press on this card that did not get through, to be tried again. */
  missed?: Press | undefined;
  /** In the server's words, where it gave any. */
  reason?: string | undefined;
  /** Counts the answers that stood here: a card updated in place shows it. */
  version: number;
}

/** A pressed button or a changed select, by the words it bears. */
export interface Press {
  action: string;
  value: string;
  label: string;
}

export interface Pressing {
  /** The control that waits for its answer; undefined while none does. */
  pressed?: string | undefined;
  onPress: (press: Press) => void;
}

export interface Conversation {
  entries: Entry[];
  /** The one on top last. */
  forms: OpenForm[];
}

export type Happening =
  | { type: 'asked'; id: number; question: string; call: Call }
  | { type: 'pressed'; id: number; key: string }
  | { type: 'released'; id: number }
  | { type: 'answered'; id: number; answer: CardAnswer; call?: Call | undefined }
  | { type: 'progress'; id: number; answer: CardAnswer }
  | { type: 'away'; id: number; reason?: string | undefined }
  | { type: 'missed'; id: number; press: Press; reason?: string | undefined }
  | FormHappening;

/** What identifies a control inside its card, before and after an update in place. */
export const keyOf = (action: string, value: string | undefined): string => `${action} ${value ?? ''}`;

/** The conversation after something happened. */
export function after(conversation: Conversation, happening: Happening): Conversation {
  switch (happening.type) {
    case 'asked': {
      const { id, question, call } = happening;
      return { ...conversation, entries: [...conversation.entries, { id, question, call, state: 'waiting', version: 0 }] };
    }
    case 'pressed':
    case 'released':
    case 'answered':
    case 'progress':
    case 'away':
    case 'missed':
      return {
        ...conversation,
        entries: conversation.entries.map((entry) => (entry.id === happening.id ? changed(entry, happening) : entry)),
      };
    default:
      return { ...conversation, forms: formsAfter(conversation.forms, happening) };
  }
}

type OfEntry = Extract<Happening, { type: 'pressed' | 'released' | 'answered' | 'progress' | 'away' | 'missed' }>;

function changed(entry: Entry, happening: OfEntry): Entry {
  const calm = { ...entry, pressed: undefined, missed: undefined, reason: undefined };
  switch (happening.type) {
    case 'pressed':
      return { ...calm, pressed: happening.key };
    case 'released':
      return calm;
    case 'answered':
      return { ...calm, state: 'answered', answer: happening.answer, call: happening.call ?? entry.call, version: entry.version + 1 };
    // The same answer, further on: a press on it still waits.
    case 'progress':
      return { ...entry, answer: happening.answer };
    case 'away':
      return { ...calm, state: 'away', reason: happening.reason };
    case 'missed':
      return { ...calm, missed: happening.press, reason: happening.reason };
  }
}
