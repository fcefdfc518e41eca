/** What alerts and digests are made with: the values that rules watch, the board, the outbox. */
import type { AlertRule } from '../domain/alert-rule.ts';
import type { Advanced, Board } from '../domain/alert-board.ts';
import type { Incident, IncidentQuestion, Reading } from '../domain/alert-state.ts';
import type { Delivery, DeliveryKind, OutboxStatus } from '../domain/delivery.ts';
import type { Digest } from '../domain/digest.ts';
import type { JobRun } from '../domain/job-run.ts';
import type { Card, Language } from '../view/card.ts';

/** Times that a rule would have fired. */
export interface Preview {
  from: Date;
  to: Date;
  /** Oldest first; the last one may still be open. */
  incidents: Incident[];
  /** The value over the time, at most one a minute, for a chart. */
  points: { at: Date; value: number | null }[];
}

/** The values that rules watch, from the conversations. */
export interface Measuring {
  /** Of every rule at an instant; none for a rule of which nothing can be said (a department that is not there has no data, and is told). */
  readings: (rules: readonly AlertRule[], at: Date) => Promise<Map<string, Reading>>;
  /** What a rule would have done over the seven days before. */
  preview: (rule: AlertRule, at: Date) => Promise<Preview>;
  /** The values of a minute, kept for a while. */
  keep: (at: Date, rules: readonly AlertRule[], readings: ReadonlyMap<string, Reading>) => Promise<void>;
  /** The values of a rule in [from, to], oldest first, asked at `at`; where it did not watch in the last week, what they would have been. */
  samples: (rule: AlertRule, span: { from: Date; to: Date; at: Date }) => Promise<{ at: Date; value: number | null }[]>;
}

/** The board of all rules, written whole under a revision. */
export interface BoardStore {
  read: () => Promise<Board & { rev: number }>;
  /** Makes a change, asked again when somebody else was faster; null from `apply` changes nothing, and is given back. */
  change: (apply: (board: Board) => Advanced | null) => Promise<{ board: Board; rev: number } | null>;
  /** What is still to be told; `done` takes it off. */
  intents: () => Promise<{ rev: number; board: Board; intents: (Advanced['intents'][number] & { id: string })[] }>;
  done: (ids: readonly string[]) => Promise<void>;
}

/** Records of incidents, newest first. */
export interface IncidentStore {
  keep: (incident: Incident, rev: number) => Promise<void>;
  find: (question: IncidentQuestion) => Promise<Incident[]>;
  byId: (ids: readonly string[]) => Promise<Incident[]>;
  /** Those that stand in a message. */
  inMessage: (key: string) => Promise<Incident[]>;
}

/** A message that is to stand in a chat. */
export interface Post {
  /** Unique: planned again, nothing is sent twice. */
  key: string;
  kind: DeliveryKind;
  target: string;
  card: Card;
  language: Language;
  /** Which description of the same thing; 0 where there is only one. */
  rev?: number | undefined;
  /** The key of the message in whose thread it goes. */
  parent?: string | undefined;
  /** How long it is worth sending, ms (default: a day). */
  worthMs?: number | undefined;
}

/** Messages on their way: planned here, sent by whichever replica is free. */
export interface Outbox {
  /** Plans new ones; those whose keys are known stay as they are. */
  plan: (posts: readonly Post[], at: Date) => Promise<void>;
  /** Changes what a planned or sent one says, unless what it says is newer; false for a key that is not there. */
  edit: (key: string, card: Card, rev: number, at: Date) => Promise<boolean>;
  find: (keys: readonly string[]) => Promise<Delivery[]>;
  /** Those that were given up, newest first. */
  failed: (limit: number) => Promise<Delivery[]>;
  /** Sends one again that was given up; false when it is not. */
  again: (key: string, at: Date) => Promise<boolean>;
  status: (at: Date) => Promise<OutboxStatus>;
}

/** How watching goes: for `alerts status` and /metrics. */
export interface WatchStatus {
  /** When the rules were last evaluated. */
  evaluatedAt: Date | null;
  rules: number;
  firing: number;
  outbox: OutboxStatus;
  jobs: JobRun[];
}

/** What commands ask of alerts. */
export interface Alerts {
  board: () => Promise<Board>;
  incidents: IncidentStore['find'];
  incident: (id: string) => Promise<Incident | undefined>;
  /** False when it is over already. */
  acknowledge: (incident: string, by: string, at: Date) => Promise<boolean>;
  release: (incident: string, at: Date) => Promise<boolean>;
  /** Until null: it tells again. False for a rule that was never evaluated. */
  snooze: (rule: string, until: Date | null, at: Date) => Promise<boolean>;
  /** The value of a rule as it would be evaluated at an instant. */
  reading: (rule: AlertRule, at: Date) => Promise<Reading | undefined>;
  preview: Measuring['preview'];
  samples: Measuring['samples'];
  status: (at: Date) => Promise<WatchStatus>;
  /** Messages that were given up, and how to send one again. */
  failed: Outbox['failed'];
  again: Outbox['again'];
}

/** What commands ask of digests. */
export interface Digests {
  /** Plans it for its targets now, as of `at`: how many there are. Asked again with the same `once`, it plans nothing new. */
  send: (digest: Digest, at: Date, once: string) => Promise<number>;
  /** What became of its last planned time before `at`; null where none was planned. */
  last: (digest: Digest, at: Date) => Promise<{ at: Date; deliveries: Delivery[] } | null>;
}
