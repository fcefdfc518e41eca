/** The outbox's documents. */
import type { DeliveryKind, DeliveryState, Step } from '../../domain/delivery.ts';

/** A message that is to stand in a chat: planned once, sent until it stands, changed when what it says changes. */
export interface DeliveryDoc {
  /** The idempotency key. */
  _id: string;
  kind: DeliveryKind;
  /** `slack:C1` */
  target: string;
  /** The order in its target: those planned earlier go first. */
  order: string;
  card: unknown;
  language: 'pt-BR' | 'en';
  /** Which description the card is; a newer one is an edit. */
  rev: number;
  /** The description that stands in the chat; null: none yet. */
  sentRev: number | null;
  /** The key of the message in whose thread it goes. */
  parent: string | null;
  state: DeliveryState;
  step: Step;
  /** Grows with every claim: whoever comes late with what came of an earlier one changes nothing. */
  turn: number;
  /** In a row without success; those that the platform refused for what was sent count apart. */
  attempts: number;
  refusals: number;
  nextAt: Date;
  /** Since when it may stand there although nobody was told so; null: it does not. */
  uncertain: Date | null;
  /** The description that was sent then. */
  uncertainRev: number | null;
  /** The platform's own id of the message, once it stands. */
  message: string | null;
  /** Why it failed, or failed last. */
  error: string | null;
  plannedAt: Date;
  sentAt: Date | null;
  failedAt: Date | null;
  /** Not worth sending any more after this. */
  expiresAt: Date;
  /** How often it was sent again although nobody could tell whether it had arrived. */
  doubtful: number;
}

/** Nothing of a step goes to a target (`slack:C1`) or to a whole platform (`slack`) before `until`: it asked to wait. */
export interface PauseDoc {
  _id: string;
  platform: string;
  /** Null: the whole platform. */
  target: string | null;
  step: DeliveryDoc['step'];
  /** When it was asked. */
  at: Date;
  until: Date;
}
