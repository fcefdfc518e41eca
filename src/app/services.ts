/** What commands and jobs may ask of the rest of Vigia; the composition root provides it, bound to one person's language. */
import type { DepartmentQueue, LiveList, LiveRow } from '../domain/desk.ts';
import type { Named } from '../domain/events.ts';
import type { DayCount, Indicator } from '../domain/indicators.ts';
import type { Parameters } from '../domain/parameters.ts';
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
}

export interface People {
  /** Administrators to name to someone who may do nothing. */
  admins: (platform: string) => Promise<Pick<Person, 'id' | 'name'>[]>;
}

export interface Services {
  t: Translate;
  format: Format;
  desk: Desk;
  people: People;
  parameters: () => Promise<Parameters>;
  /** Checked and audited before it holds everywhere. */
  setParameters: (changes: Partial<Parameters>, by: Person) => Promise<void>;
  /** Every command, for `help`. */
  commands: readonly Command[];
}
