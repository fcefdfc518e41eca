/** Every collection with its indexes: the names used by the queries' hints stand here. */
import mongoose, { type Connection, type IndexDefinition, type IndexOptions } from 'mongoose';
import type { Board } from '../../domain/alert-board.ts';
import type { Incident } from '../../domain/alert-state.ts';
import type { Intent } from '../../domain/alert-telling.ts';
import type { Conversation, Step } from '../../domain/conversation.ts';
import type { HelpdeskEvent, MessageEvent, Presence } from '../../domain/events.ts';
import type { Configuration } from '../../domain/configuration.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { StoredTable } from '../rollups/table.ts';

/** The journal: every event but messages, as it came. `_id` is the event's id. */
export type EventDoc = Omit<Exclude<HelpdeskEvent, MessageEvent>, 'id'> & { _id: string; receivedAt: Date };
/** The journal's messages, kept apart for transcripts. `_id` is the event's id. */
export type MessageDoc = Omit<MessageEvent, 'id'> & { _id: string; receivedAt: Date };

/** A conversation as its events make it, with its timeline; `rev` guards concurrent writers. */
export interface ConversationDoc extends Conversation {
  _id: string;
  rev: string;
  live: boolean;
  /** The first and the last step of the whole timeline. */
  startedAt: Date;
  lastAt: Date;
  timeline: Step[];
  /** Steps that did not fit; with any, instants in the past are read from the journal. */
  cut: number;
  /** The UTC hours (since 1970) to which it adds anything: how an hour is summed again. */
  hours: number[];
  /** Of a live one, as `packStanding` has it. */
  standing?: string;
}

/** Sums of a stretch of time; docs/decisions/2026-11-22-rollups.md says how they are kept right. Ids: store/rollups/names.ts. */
export interface RollupDoc {
  _id: string;
  rev: string;
  /** What it was computed with; one of another generation is not used. */
  generation: string;
  /** Of a day, month or year: it is of [its beginning, `to`), whole days that are over. */
  to?: Date;
  /** The latest moment of anything in it. */
  last: Date | null;
  /** How many durations are behind it: what exact percentiles would have to read. */
  durations: number;
  table: StoredTable;
}

/** Sums to be computed again: hours whose conversations have changed, and what is made of sums that have. */
export interface StaleDoc {
  _id: string;
  rev: string;
  /** UTC hours since 1970, and the work note (`intake`) of the writing that changes them: until it is gone, that may not be done. */
  hours?: number[];
  note?: string;
  /** The conversations that change in them; absent: any may. */
  conversations?: string[];
  /** A day, month or year: its rollups' common name, and since when it waits. */
  rollup?: string;
  since?: Date;
}

/** The facts of a UTC hour (since 1970) that still changes, one by one: what store/rollups/open.ts writes as JSON. */
export interface OpenHourDoc {
  _id: number;
  rev: string;
  generation: string;
  facts: string;
}

/** How far rollups reach back: from these instants on everything is rolled up or stale; what is before is being built. */
export interface CoverageDoc {
  _id: string;
  rev: string;
  generation: string;
  timeZone: string;
  hours: Date;
  days: Date;
  months: Date;
  years: Date;
  /** What is pruned: its rollups are all that is left, and stay as they are. */
  frozen?: { from: Date; to: Date };
}

/** Last-writer-wins registers: each field with the order key of the event it came from. */
export interface AgentDoc {
  _id: string;
  firstSeenAt: Date;
  name?: string;
  email?: string;
  active?: boolean;
  presence?: Presence;
  presenceAt?: Date;
  keys: Record<string, string>;
}

export interface DepartmentDoc {
  _id: string;
  firstSeenAt: Date;
  name?: string;
  active?: boolean;
  keys: Record<string, string>;
}

/** Work that a crash must not lose: conversations whose journal has grown and whose documents may lag behind. */
export interface IntakeDoc {
  _id: string;
  at: Date;
  conversations: string[];
  directory: string[];
}

/** The configuration, and the audit entries of changes that are not copied to the audit yet. */
export interface ConfigurationDoc {
  _id: string;
  rev: string;
  value: Partial<Configuration>;
  log: AuditDoc[];
}

/** What a person is called; roles stand in the configuration. `role` and `language` were kept here before. */
export interface PersonDoc {
  _id: string;
  name?: string;
  role?: 'viewer' | 'supervisor' | 'admin';
  language?: 'pt-BR' | 'en';
}

/** Where parameters were kept before the configuration. */
export interface SettingsDoc {
  _id: string;
  values: Partial<Parameters>;
}

/** What an open form remembers. */
export interface DraftDoc {
  _id: string;
  person: string;
  draft: unknown;
  expiresAt: Date;
}

export interface AuditDoc {
  _id: string;
  at: Date;
  by: string;
  platform: string;
  what: string;
  from: unknown;
  to: unknown;
}

export interface FileDoc {
  _id: string;
  type: string;
  bytes: Buffer;
  expiresAt: Date;
}

/** An export under way or done; its file stands in GridFS under `file`. */
export interface ExportDoc {
  _id: string;
  state: 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed';
  rows: number;
  /** When whoever writes it was last heard of. */
  beatAt: Date;
  file: mongoose.mongo.ObjectId;
  name: string;
  type: string;
  size: number;
  expiresAt: Date;
}

export interface SeenDoc {
  _id: string;
  expiresAt: Date;
}

export interface ReferenceDoc {
  _id: string;
  reference: unknown;
  at: Date;
}

export interface LeaseDoc {
  _id: string;
  owner: string;
  until: Date;
  state: 'running' | 'done';
}

/** The one board of all alert rules, and what is to be told of it until that has been handed over. */
export interface AlertBoardDoc extends Board {
  _id: string;
  /** Grows by one with every write: conditional writes, and which of two descriptions is newer. */
  rev: number;
  intents: (Intent & { id: string })[];
}

/** The record of an incident, while it is open and after. */
export interface IncidentDoc extends Omit<Incident, 'id'> {
  _id: string;
  /** The board's revision that it is of. */
  rev: number;
}

/** What every rule's value was at a minute, for charts of the last hours and for rates. */
export interface SampleDoc {
  /** The instant, ISO. */
  _id: string;
  at: Date;
  values: Record<string, number | null>;
}

/** A message that is to stand in a chat: planned once, sent until it stands, changed when what it says changes. */
export interface DeliveryDoc {
  /** The idempotency key. */
  _id: string;
  kind: 'alert' | 'reply' | 'digest' | 'announcement' | 'notice';
  /** `slack:C1` */
  target: string;
  /** The order in its target: those planned earlier go first. */
  order: string;
  card: unknown;
  language: 'pt-BR' | 'en';
  /** Which description the card is; a newer one is an edit. */
  rev: number;
  /** The description that is being sent, and the one that stands in the chat; null: none yet. */
  sendingRev: number | null;
  sentRev: number | null;
  /** The key of the message in whose thread it goes. */
  parent: string | null;
  /** `waiting`: something is to be sent; `sending`: somebody is at it, or went away without saying what came of it. */
  state: 'waiting' | 'sending' | 'sent' | 'failed';
  /** A new message goes before edits of others. */
  step: 'post' | 'edit';
  /** Grows with every claim: whoever comes late with what came of an earlier one changes nothing. */
  turn: number;
  /** In a row without success; those that the platform refused for what was sent count apart. */
  attempts: number;
  refusals: number;
  nextAt: Date;
  /** Since when it may stand there although nobody was told so; null: it does not. */
  uncertain: Date | null;
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

/** When a job ran last, over all replicas. */
export interface JobRunDoc {
  _id: string;
  /** When it was first seen; absent in documents of earlier versions. */
  firstAt?: Date;
  startedAt: Date;
  finishedAt?: Date;
  failedAt?: Date;
  /** A run that took longer than its lease and was given up. */
  stuckAt?: Date;
  ms?: number;
}

/** How far something that is done minute by minute has come. */
export interface ProgressDoc {
  _id: string;
  at: Date;
}

type Index = [IndexDefinition, IndexOptions & { name: string }];

const LIVE = { partialFilterExpression: { live: true } };
/** Deliveries with something left to do. */
const OPEN = { partialFilterExpression: { state: { $in: ['waiting', 'sending'] } } };

/** Collections and their indexes beside `_id`. */
const INDEXES: Record<string, Index[]> = {
  events: [
    [{ 'conversation.id': 1 }, { name: 'by_conversation', partialFilterExpression: { 'conversation.id': { $exists: true } } }],
    [
      { 'agent.id': 1, occurredAt: -1 },
      { name: 'presence', partialFilterExpression: { type: 'agent.presence' } },
    ],
    [
      { 'agent.id': 1, presence: 1, occurredAt: 1 },
      { name: 'presence_kinds', partialFilterExpression: { type: 'agent.presence' } },
    ],
  ],
  messages: [[{ 'conversation.id': 1, occurredAt: 1 }, { name: 'by_conversation' }]],
  conversations: [
    [
      // All that the real-time figures and counts need: they are read often, and from here alone.
      { live: 1, startedAt: 1, lastAt: 1, _id: 1, openedAt: 1, channel: 1, state: 1, standing: 1 },
      { name: 'live_standing', ...LIVE },
    ],
    // Everything that the day's counts need, so that they read no documents.
    [{ endedAt: 1, startedAt: 1, lastAt: 1, channel: 1, state: 1, openedAt: 1 }, { name: 'ended_on' }],
    [{ lastAt: 1, startedAt: 1 }, { name: 'moved' }],
    // State, channel and department ride along, so that searches by them read no documents.
    [{ openedAt: 1, _id: 1, state: 1, channel: 1, 'department.id': 1 }, { name: 'opened' }],
    [{ 'agent.id': 1, openedAt: 1, _id: 1 }, { name: 'agent' }],
    [
      { direction: 1, openedAt: 1, _id: 1 },
      { name: 'outbound', partialFilterExpression: { direction: 'outbound' } },
    ],
    [{ 'contact.id': 1 }, { name: 'contact_id', sparse: true }],
    [{ 'contact.phone': 1 }, { name: 'contact_phone', sparse: true }],
    [{ 'contact.email': 1 }, { name: 'contact_email', sparse: true }],
    [{ hours: 1 }, { name: 'hours' }],
    [{ protocol: 1 }, { name: 'protocol', sparse: true }],
    [{ 'department.id': 1, 'agent.id': 1 }, { name: 'members' }],
  ],
  rollups: [],
  stale: [],
  coverage: [],
  openHours: [],
  agents: [],
  departments: [],
  intake: [[{ at: 1 }, { name: 'age' }]],
  configurations: [],
  people: [],
  settings: [],
  drafts: [[{ expiresAt: 1 }, { name: 'expiry' }]],
  audit: [
    [{ at: -1, _id: -1 }, { name: 'latest' }],
    [{ what: 1, at: -1, _id: -1 }, { name: 'subject' }],
  ],
  files: [[{ expiresAt: 1 }, { name: 'expiry' }]],
  exports: [[{ expiresAt: 1 }, { name: 'expiry' }]],
  seen: [[{ expiresAt: 1 }, { name: 'expiry' }]],
  references: [],
  leases: [[{ until: 1 }, { name: 'until' }]],
  alerts: [],
  incidents: [
    [{ startedAt: -1, _id: -1 }, { name: 'latest' }],
    [{ rule: 1, startedAt: -1, _id: -1 }, { name: 'rule' }],
    [{ 'messages.key': 1 }, { name: 'message' }],
    [{ endedAt: 1 }, { name: 'ended' }],
  ],
  samples: [[{ at: 1 }, { name: 'at' }]],
  deliveries: [
    [
      { nextAt: 1, target: 1, step: 1 },
      { name: 'due', ...OPEN },
    ],
    [
      { target: 1, step: -1, order: 1 },
      { name: 'lane', ...OPEN },
    ],
    [
      { step: 1, plannedAt: 1 },
      { name: 'depth', ...OPEN },
    ],
    [{ failedAt: -1 }, { name: 'failed', partialFilterExpression: { state: 'failed' } }],
    [{ plannedAt: 1 }, { name: 'doubtful', partialFilterExpression: { doubtful: { $gt: 0 } } }],
    [{ plannedAt: 1, state: 1 }, { name: 'age' }],
  ],
  pauses: [[{ until: 1 }, { name: 'until' }]],
  jobRuns: [],
  progress: [],
};

/** Indexes of earlier versions, which another one has replaced. */
export const OBSOLETE: readonly { collection: string; index: string }[] = [
  { collection: 'conversations', index: 'ended' },
  { collection: 'conversations', index: 'live' },
  { collection: 'conversations', index: 'live_now' },
  { collection: 'people', index: 'role' },
  { collection: 'audit', index: 'newest' },
];

/** The collections, typed; documents go in and out as plain objects, since our own schemas checked them at the door. */
export interface Collections {
  events: mongoose.mongo.Collection<EventDoc>;
  messages: mongoose.mongo.Collection<MessageDoc>;
  conversations: mongoose.mongo.Collection<ConversationDoc>;
  rollups: mongoose.mongo.Collection<RollupDoc>;
  stale: mongoose.mongo.Collection<StaleDoc>;
  coverage: mongoose.mongo.Collection<CoverageDoc>;
  openHours: mongoose.mongo.Collection<OpenHourDoc>;
  agents: mongoose.mongo.Collection<AgentDoc>;
  departments: mongoose.mongo.Collection<DepartmentDoc>;
  intake: mongoose.mongo.Collection<IntakeDoc>;
  configurations: mongoose.mongo.Collection<ConfigurationDoc>;
  drafts: mongoose.mongo.Collection<DraftDoc>;
  people: mongoose.mongo.Collection<PersonDoc>;
  settings: mongoose.mongo.Collection<SettingsDoc>;
  audit: mongoose.mongo.Collection<AuditDoc>;
  files: mongoose.mongo.Collection<FileDoc>;
  exports: mongoose.mongo.Collection<ExportDoc>;
  seen: mongoose.mongo.Collection<SeenDoc>;
  references: mongoose.mongo.Collection<ReferenceDoc>;
  leases: mongoose.mongo.Collection<LeaseDoc>;
  alerts: mongoose.mongo.Collection<AlertBoardDoc>;
  incidents: mongoose.mongo.Collection<IncidentDoc>;
  samples: mongoose.mongo.Collection<SampleDoc>;
  deliveries: mongoose.mongo.Collection<DeliveryDoc>;
  pauses: mongoose.mongo.Collection<PauseDoc>;
  jobRuns: mongoose.mongo.Collection<JobRunDoc>;
  progress: mongoose.mongo.Collection<ProgressDoc>;
}

/** Declares the models on a connection; `buildIndexes` of connect.ts makes their indexes. */
export function declareModels(connection: Connection): mongoose.Model<unknown>[] {
  return Object.entries(INDEXES).map(([name, indexes]) => {
    const schema = new mongoose.Schema({ _id: String }, { strict: false, versionKey: false, autoIndex: false, autoCreate: false });
    for (const [keys, options] of indexes) schema.index(keys, options);
    return connection.model<unknown>(name, schema as unknown as mongoose.Schema<unknown>, name);
  });
}
