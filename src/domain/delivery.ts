/** Messages on their way to chats, as everyone sees them: the store that keeps them, the sender that takes them, whoever asks. */

export type DeliveryKind = 'alert' | 'reply' | 'digest' | 'announcement' | 'notice';

/** `waiting`: something is to be sent; `sending`: somebody is at it, or went away without saying what came of it. */
export type DeliveryState = 'waiting' | 'sending' | 'sent' | 'failed';

/** A new message goes before changes of others. */
export type Step = 'post' | 'edit';

/** What became of a message. */
export interface Delivery {
  key: string;
  kind: DeliveryKind;
  target: string;
  title: string;
  state: DeliveryState;
  attempts: number;
  error: string | null;
  plannedAt: Date;
  sentAt: Date | null;
}

/** How far sending has come. */
export interface OutboxStatus {
  /** Messages that are not sent yet, edits too. */
  waiting: number;
  /** When the oldest new one of them was planned. */
  oldest: Date | null;
  /** Given up in the last seven days. */
  failed: number;
  /** Perhaps sent more than once, in the last seven days: nobody could tell whether they had arrived. */
  doubtful: number;
}

/** A delivery with something left to do. */
export interface Queued {
  key: string;
  kind: DeliveryKind;
  target: string;
  step: Step;
  /** Grows with every claim. */
  turn: number;
  /** In a row without success; `refusals`: for what was sent. */
  attempts: number;
  refusals: number;
  /** Not tried before. */
  nextAt: Date;
  /** Since when it may stand in the chat although nobody was told so; null: it does not. */
  uncertain: Date | null;
  /** The key of the message in whose thread it goes. */
  parent: string | null;
  expiresAt: Date;
}

/** How a delivery is left for later. */
export interface Left {
  nextAt: Date;
  attempts: number;
  refusals: number;
  error: string | null;
  uncertain: Date | null;
}
