/** What every chat platform is to the rest of Vigia, and what it is given. */
import type { Readable } from 'node:stream';
import type { Router } from 'express';
import type { Export } from '../app/command.ts';
import type { Dispatch } from '../app/dispatch.ts';
import type { Card, Chart, Language } from '../view/card.ts';

export type Theme = 'light' | 'dark';

/** Charts as pictures. */
export interface Media {
  /** The chart as a PNG at 2×. */
  png: (chart: Chart, theme?: Theme) => Promise<Buffer>;
  /** An address of the PNG that expires, below PUBLIC_URL (or the local address without one). */
  link: (chart: Chart, theme?: Theme) => Promise<string>;
}

/** The part of a pino logger that platforms use. Never message texts, tokens or contacts' data. */
export interface Log {
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
}

/** Conversation references of platforms that need one to post later; `reference` is the platform's own JSON. */
export interface References {
  save: (id: string, reference: unknown) => Promise<void>;
  get: (id: string) => Promise<unknown>;
  /** Every one whose id begins so, in no order. */
  list: (prefix: string) => Promise<{ id: string; reference: unknown }[]>;
}

/** A finished file, kept for a while. */
export interface KeptFile {
  name: string;
  /** MIME type. */
  type: string;
  /** Bytes. */
  size: number;
  rows: number;
  /** An address that expires, below PUBLIC_URL (or the local address without one). */
  link: string;
  /** The bytes again, from the start. */
  open: () => Readable;
}

/** Carries out exports: the same for every platform that edits messages. */
export interface Exports {
  /**
   * Writes the file and keeps it, showing the running card at most every 2 s (first at once). When it was cancelled or failed,
   * that is shown and null comes back; else the platform delivers the file and shows the card of `done`.
   */
  run: (one: Export, show: (card: Card) => Promise<void>) => Promise<KeptFile | null>;
}

export interface PlatformContext {
  dispatch: Dispatch;
  media: Media;
  exports: Exports;
  references: References;
  /** True for the first call with a key over all replicas, false for any repetition (kept at least a day). */
  first: (key: string) => Promise<boolean>;
  log: Log;
}

/** Someone or somewhere, as people call it. */
export interface Listed {
  /** Of a person with the platform's prefix, `slack:U123`; of a channel what `post` takes. */
  id: string;
  name: string;
}

/** Who and what there is on the platform, for searches in forms; what fits the words typed, the best first, some 20 at most. */
export interface Directory {
  /** Members of the workspace or the team; without bots and people who have left. */
  people: (typed: string) => Promise<Listed[]>;
  /** Channels to which Vigia can post. */
  channels: (typed: string) => Promise<Listed[]>;
}

/**
 * What became of a post. `message`: the platform's own id of it, as `edit` and `thread` take it. `bare`: it stands without its pictures,
 * which an edit with the same card brings. When it failed: `reason`: a code, a colon and words for the log; `retryAfterMs`: the platform
 * asks to wait; `gone`: the target will never take it (told to an admin); `missing`: the message to change is no more; `unknown`: it may
 * have arrived all the same (no answer came, or a server's error); `passing`: it never got there, for no fault of its own.
 */
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

export interface PostOptions {
  /** The outbox's key of it: where the platform allows that, the message carries it, so that it can be found again. */
  key?: string | undefined;
  /** The platform's id of the message in whose thread it goes. */
  thread?: string | undefined;
}

export interface Platform {
  /** `slack`, `teams`, `console`; the prefix of its people's ids. */
  name: string;
  /** Adds its HTTP routes, on raw bodies: no parser runs before it. */
  mount?: ((router: Router) => void) | undefined;
  /** Connects; throws with one clear line when the platform refuses the configuration. */
  start: () => Promise<void>;
  /** Takes nothing new, finishes what it has begun, and leaves. */
  stop: () => Promise<void>;
  /**
   * Posts a card that nobody asked for (alerts, digests), on a client of its own, so that a rate limit there delays no answer.
   * Tries once: retries belong to the caller. `target` is the platform's own id of a channel, chat or person.
   */
  post?: ((target: string, card: Card, language: Language, options?: PostOptions) => Promise<Posted>) | undefined;
  /** Changes a message that `post` gave: tried once, and pictures come along. */
  edit?: ((target: string, message: string, card: Card, language: Language) => Promise<Posted>) | undefined;
  /**
   * Looks for a message with a key, posted since an instant (in that thread), for one that may have arrived: its id, null where there is
   * none, undefined where the platform never says, `retryAfterMs` where it asks to wait. Throws when it does not say now.
   */
  find?:
    | ((target: string, key: string, since: Date, thread?: string) => Promise<string | null | undefined | { retryAfterMs: number }>)
    | undefined;
  directory?: Directory | undefined;
  /** Whether it can take and give answers now. */
  ready: () => boolean;
}
