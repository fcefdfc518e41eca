/** What the sender takes deliveries by, and the chats as it sees them. A target is a lane: what goes to it goes in order. */
import type { Left, Queued, Step } from '../../domain/delivery.ts';
import type { Card, Language } from '../../view/card.ts';

/** One that this sender is at; `uncertain` as it was before. */
export interface Claimed extends Queued {
  card: Card;
  /** Which description the card is, and which one may stand in the chat since `uncertain`. */
  rev: number;
  uncertainRev: number | null;
  language: Language;
  /** The platform's id of it, once it stands. */
  message: string | null;
}

export interface Parent {
  target: string;
  failed: boolean;
  /** Null: not there yet. */
  message: string | null;
}

type Claim = Pick<Claimed, 'key' | 'turn'>;

/** What came of a claim changes nothing once somebody else has claimed: false then. */
export interface Lanes {
  /** Where something is to be sent now, the longest wait first; without what was asked to wait. */
  due: (at: Date) => Promise<{ target: string; step: Step }[]>;
  /** What is left in a lane, new messages first, each kind in its order; without cards. */
  open: (target: string) => Promise<Queued[]>;
  parents: (keys: readonly string[]) => Promise<Map<string, Parent>>;
  /**
   * Takes one, journaled, before it is sent; null when somebody else was faster.
   * @param uncertain from now on it may stand in the chat; null: nothing new will be posted
   */
  claim: (one: Claim, uncertain: Date | null) => Promise<Claimed | null>;
  /** It stands, as the description `rev`; `bare`: without its pictures, which a change is to bring then. */
  stands: (
    one: Claim,
    how: { message: string; rev: number; at: Date; bare: Pick<Left, 'nextAt' | 'attempts'> | null; error: string | null },
  ) => Promise<boolean>;
  leave: (one: Claim, left: Left) => Promise<boolean>;
  fail: (one: Claim, error: string, uncertain: Date | null, at: Date) => Promise<boolean>;
  /** Counts one that is perhaps sent twice. */
  doubt: (key: string) => Promise<void>;
  /** The platform asks to wait: the target, or all of it where several of its targets are asked at once. */
  limit: (asked: { target: string; step: Step; at: Date; until: Date }) => Promise<void>;
}

/** What became of a call, as platforms/platform.ts tells it. */
export type Posted =
  | { ok: true; message: string; bare?: boolean | undefined }
  | {
      ok: false;
      reason: string;
      retryAfterMs?: number | undefined;
      gone?: boolean | undefined;
      missing?: boolean | undefined;
      unknown?: boolean | undefined;
      passing?: boolean | undefined;
    };

/** A look-up that the platform asks to wait with. */
export interface NotNow {
  retryAfterMs: number;
}

/** A platform as the sender needs it: the part of platforms/platform.ts. */
export interface Chat {
  name: string;
  post?:
    | ((
        target: string,
        card: Card,
        language: Language,
        options?: { key?: string | undefined; thread?: string | undefined },
      ) => Promise<Posted>)
    | undefined;
  edit?: ((target: string, message: string, card: Card, language: Language) => Promise<Posted>) | undefined;
  find?: ((target: string, key: string, since: Date, thread?: string) => Promise<string | null | undefined | NotNow>) | undefined;
}
