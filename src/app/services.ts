/** What commands and jobs may ask of the rest of Vigia; the composition root provides it, bound to one person's language. */
import type { DepartmentQueue, LiveList, LiveRow } from '../domain/desk.ts';
import type { Channel, Named, Presence } from '../domain/events.ts';
import type { HistoryFilter, HistoryPage, HistoryQuestion, HistoryRow, Outcome } from '../domain/history.ts';
import type { DayCount, Indicator } from '../domain/indicators.ts';
import type { Measures } from '../domain/measures.ts';
import type { Parameters } from '../domain/parameters.ts';
import type { Bucket, Slot } from '../domain/periods.ts';
import type { ConversationRecord } from '../domain/record.ts';
import type { RosterRow } from '../domain/roster.ts';
import type { Details, TranscriptPage } from '../domain/transcript.ts';
import type { Format } from '../i18n/format.ts';
import type { Translate } from '../i18n/translate.ts';
import type { Card, Language } from '../view/card.ts';
import type { Audit, Drafts, People, Settings } from './administration.ts';
import type { Command, Person } from './command.ts';
import type { Alerts, Digests } from './watching.ts';

export type * from './administration.ts';
export type * from './watching.ts';

/** A page of rows, those that wait longest first. */
export interface LivePage {
  total: number;
  rows: LiveRow[];
}

export interface NowPanel {
  indicators: Indicator[];
  queues: DepartmentQueue[];
  /** Conversations closed today, with or without an agent. */
  closed: number;
}

export interface TodayPanel {
  indicators: Indicator[];
  counts: DayCount[];
}

export interface Desk {
  /** The real-time panel at `at`, of one department or all. */
  now: (at: Date, department?: string) => Promise<NowPanel>;
  /** The set of the local day up to `at`. */
  today: (at: Date) => Promise<TodayPanel>;
  /** A list behind a real-time count: `limit` rows from `offset`. */
  list: (list: LiveList, at: Date, page: { department?: string | undefined; offset: number; limit: number }) => Promise<LivePage>;
  /** Every queue that is not empty, the longest wait first, and a page of all who wait. */
  queue: (
    at: Date,
    page: { department?: string | undefined; offset: number; limit: number },
  ) => Promise<LivePage & { queues: DepartmentQueue[] }>;
  /** The linked departments (every known one until the first is linked), by name. */
  departments: () => Promise<Named[]>;
  /** The linked agents, by name. */
  agents: () => Promise<Named[]>;
}

/** What of the conversations is asked about; everything absent is not filtered. */
export interface Part {
  channel?: Channel | undefined;
  /** Ids. An empty string: conversations without a department. */
  department?: string | undefined;
  /** Ids; an empty list filters nothing. Opened and answered ones are of the first agent assigned, see docs/indicators.md. */
  agents?: readonly string[] | undefined;
}

export interface PeriodQuestion extends Part {
  from: Date;
  to: Date;
  /** The instant asked from: what happened after it has not happened. */
  at: Date;
  /** Also by bucket. */
  bucket?: Bucket | undefined;
  /** Also by part: each bucket and the whole. */
  by?: 'channel' | 'department' | 'agent' | undefined;
  /** Percentiles cost time in proportion to the conversations: of the whole and of each part (`all`, the default), of the whole, or none. */
  percentiles?: 'all' | 'total' | 'none' | undefined;
}

export interface PeriodAnswer {
  /** The whole. */
  total: Measures;
  /** Buckets that have begun by `at`, in order; without percentiles. `parts` by id ('' for none), only those with anything. */
  slots: (Slot & { total: Measures; parts: ReadonlyMap<string, Measures> })[];
  /** The whole by part. */
  parts: ReadonlyMap<string, Measures>;
}

export interface HourOfWeek {
  /** ISO weekday, 1 (Monday) – 7. */
  weekday: number;
  /** Local hour, 0–23. */
  hour: number;
  /** Without percentiles. */
  total: Measures;
}

/** The `period.*` measures. */
export interface Periods {
  measure: (question: PeriodQuestion) => Promise<PeriodAnswer>;
  /** By local hour and weekday, 7 × 24, Monday 00 first. */
  heat: (question: Omit<PeriodQuestion, 'bucket' | 'by'>) => Promise<HourOfWeek[]>;
}

/** Conversations in bulk, as they stood at a moment, from a cursor: memory stays flat. */
export interface Records {
  /** How many there are; null where counting takes longer than a second. */
  total: () => Promise<number | null>;
  /** Closing the iterator closes the cursor. */
  batches: () => AsyncIterable<readonly ConversationRecord[]>;
}

export interface Conversations {
  /** Those opened in [from, to), by `at`, in the order of opening. */
  opened: (range: { from: Date; to: Date; at: Date; department?: string | undefined }) => Records;
  /** Those that a search finds, newest first. */
  found: (filter: HistoryFilter, at: Date) => Records;
}

/** A field of an export: dates are written in the zone; null and undefined leave it empty. */
export type Cell = string | number | Date | null | undefined;

/** An export under audit. */
export interface ExportEntry {
  id: string;
  by: string;
  platform: string;
  /** `history`, `chart`, … */
  what: string;
  /** The words that chose the rows. */
  filters: string;
  fileName: string;
  masked: boolean;
}

/** What an export is made with. */
export interface ExportServices {
  /** Rows as a CSV file's bytes (docs/csv.md). */
  write: (
    batches: AsyncIterable<readonly (readonly Cell[])[]>,
    options: { columns: readonly string[]; language: Person['language']; timeZone: string },
    signal: AbortSignal,
  ) => AsyncIterable<Uint8Array>;
  /** Audits it, before the first row leaves. */
  begin: (entry: ExportEntry) => Promise<void>;
  end: (id: string, end: { outcome: 'done' | 'cancelled' | 'failed'; rows: number }) => Promise<void>;
  /** Asks whoever carries it out, on any replica, to stop, and waits some seconds for it; what it is then, null for none that is known. */
  cancel: (id: string) => Promise<{ phase: ExportPhase; rows: number } | null>;
}

/** `lost`: whoever carried it out is gone. */
export type ExportPhase = 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed' | 'lost';

/** Conversations and agents in rows, and one conversation in full; everything as of an instant. */
export interface Lists {
  /** A search over all conversations, newest first, paged by key. */
  history: (question: HistoryQuestion) => Promise<HistoryPage>;
  /** How a search's conversations of our own stand (of its newest 20,000: `all` says whether that is everything). */
  outcomes: (filter: HistoryFilter, at: Date) => Promise<{ counts: Record<Outcome, number>; replied: number; all: boolean }>;
  /** Every linked agent, or those of a department, with load and day, in no order. */
  roster: (at: Date, department?: string) => Promise<RosterRow[]>;
  /** Since when each of them has been in their presence; those of whom nothing is known are left out. */
  presentSince: (agents: readonly { id: string; presence: Presence | null }[], at: Date) => Promise<Map<string, Date>>;
  /** The conversations of a protocol, else the one with this id; newest first, 20 at most. */
  find: (typed: string, at: Date) => Promise<HistoryRow[]>;
  /** Null for an id that nothing was known of at that instant. */
  details: (id: string, at: Date) => Promise<Details | null>;
  /** Messages from `from` up to `to`, counted from the oldest; without them the last `limit`. */
  transcript: (
    id: string,
    at: Date,
    page: { from?: number | undefined; to?: number | undefined; limit: number },
  ) => Promise<TranscriptPage | null>;
}

/** An agent or a department of the helpdesk, linked or not. */
export interface KnownAgent extends Named {
  /** False: no longer there, the helpdesk says. */
  active: boolean;
  email?: string | undefined;
}

/** Whom and what the helpdesk has: from its events, and from its API where it has one. */
export interface Known {
  /** Asks the helpdesk's API too, when it was not asked lately; what it does not answer in time is left out. By name. */
  agents: () => Promise<KnownAgent[]>;
  departments: () => Promise<(Named & { active: boolean })[]>;
}

/** Someone or somewhere in a chat. */
export interface Listed {
  id: string;
  name: string;
}

/** The chat platforms that are connected. */
export interface Chats {
  /** Members of the workspace whom the words fit; `platform`: one that has a directory, else all are searched. */
  people: (typed: string, platform: string) => Promise<Listed[]>;
  /** Channels to post to, ids as `post` takes them. */
  channels: (typed: string, platform: string) => Promise<Listed[]>;
  /** Sends a card to a channel, and waits a moment; `underWay`: it is on its way still. */
  post: (
    target: string,
    card: Card,
    language: Language,
  ) => Promise<{ ok: true; underWay?: true | undefined } | { ok: false; reason: string }>;
}

/** What became of a text to a contact. `unknown`: it may have gone out; `none`: this helpdesk has no way to send. */
export type SentText =
  | { ok: true }
  | {
      ok: false;
      reason: 'gone' | 'forbidden' | 'refused' | 'unreachable' | 'unknown' | 'none';
      detail?: string | undefined;
      windowClosed?: true | undefined;
    };

/** The helpdesk behind a conversation. */
export interface Helpdesk {
  /** What the helpdesk of a conversation is called, `chatwoot`; null where none is connected. */
  name: (conversation: string) => string | null;
  /** Whether it can send to contacts. */
  sends: (conversation: string) => boolean;
  send: (conversation: string, text: string) => Promise<SentText>;
}

export interface Services {
  /** That of its words. */
  language: Language;
  t: Translate;
  format: Format;
  desk: Desk;
  lists: Lists;
  periods: Periods;
  conversations: Conversations;
  exports: ExportServices;
  people: People;
  parameters: () => Promise<Parameters>;
  settings: Settings;
  audit: Audit;
  drafts: Drafts;
  known: Known;
  chats: Chats;
  helpdesk: Helpdesk;
  alerts: Alerts;
  digests: Digests;
  /** Every command, for `help`. */
  commands: readonly Command[];
}
