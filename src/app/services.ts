/** What commands and jobs may ask of the rest of Vigia; the composition root provides it, bound to one person's language. */
import type { DepartmentQueue, LiveList, LiveRow } from '../domain/desk.ts';
import type { Channel, Named } from '../domain/events.ts';
import type { DayCount, Indicator } from '../domain/indicators.ts';
import type { Measures } from '../domain/measures.ts';
import type { Parameters } from '../domain/parameters.ts';
import type { Bucket, Slot } from '../domain/periods.ts';
import type { Format } from '../i18n/format.ts';
import type { Translate } from '../i18n/translate.ts';
import type { Command, Person } from './command.ts';

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
  /** Every queue that is not empty, the longest wait first. */
  queues: (at: Date, department?: string) => Promise<DepartmentQueue[]>;
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
}

export interface PeriodAnswer {
  /** The whole, with percentiles. */
  total: Measures;
  /** Buckets that have begun by `at`, in order; without percentiles. `parts` by id ('' for none), only those with anything. */
  slots: (Slot & { total: Measures; parts: ReadonlyMap<string, Measures> })[];
  /** The whole by part, with percentiles. */
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

export interface People {
  /** Administrators to name to someone who may do nothing. */
  admins: (platform: string) => Promise<Pick<Person, 'id' | 'name'>[]>;
}

export interface Services {
  t: Translate;
  format: Format;
  desk: Desk;
  periods: Periods;
  people: People;
  parameters: () => Promise<Parameters>;
  /** Checked and audited before it holds everywhere. */
  setParameters: (changes: Partial<Parameters>, by: Person) => Promise<void>;
  /** Every command, for `help`. */
  commands: readonly Command[];
}
