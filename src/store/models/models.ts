/** Every collection: what its documents are. */
import mongoose, { type Connection } from 'mongoose';
import type { Board } from '../../domain/alert-board.ts';
import type { Incident } from '../../domain/alert-state.ts';
import type { Intent } from '../../domain/alert-telling.ts';
import type { Conversation, Step } from '../../domain/conversation.ts';
import type { HelpdeskEvent, MessageEvent, Presence } from '../../domain/events.ts';
import type { Configuration } from '../../domain/configuration.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { StoredTable } from '../rollups/table.ts';
import type { DeliveryDoc, PauseDoc } from './deliveries.ts';
import { INDEXES } from './indexes.ts';

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
