/** What administrators work with: the configuration and its people, the audit, what open forms remember. */
import type { Change, Configuration } from '../domain/configuration.ts';
import type { Parameters } from '../domain/parameters.ts';
import type { Problem } from '../domain/problems.ts';
import type { Person, Request } from './command.ts';

export interface People {
  /** Ids of those whom the installation names as administrators, whatever the configuration says. */
  first: readonly string[];
  /** Administrators to name to someone who may do nothing. */
  admins: (platform: string) => Promise<Pick<Person, 'id' | 'name'>[]>;
  /** What people are called, by id; those of whom nothing is known are missing. */
  names: (ids: readonly string[]) => Promise<Map<string, string>>;
  /** Remembers what somebody is called. */
  remember: (id: string, name: string) => Promise<void>;
}

/** Who does something, from where: what the audit keeps. */
export type Author = Pick<Request, 'person' | 'platform'>;

/** What became of a change. `stale`: the change itself said that it no longer fits what stands now. */
export type Changed = { changes: Change[] } | { stale: Configuration } | { problems: Problem[] };

/** The configuration, and the way to change it. */
export interface Settings {
  /** As it holds now, on every replica. */
  read: () => Promise<Configuration>;
  /** The parameters that hold where none were set. */
  defaults: Parameters;
  /**
   * Makes a change, checked by the rules of domain/problems.ts and audited; all of it or nothing. `apply` is pure, and is asked again
   * when somebody else was faster.
   */
  change: (apply: (current: Configuration) => Configuration | 'stale', by: Author) => Promise<Changed>;
}

/** An entry of the audit. */
export interface AuditEntry {
  id: string;
  at: Date;
  /** A person's id. */
  by: string;
  platform: string;
  /** `parameter.idleMinutes`, `agent.chatwoot:7`, `export.history`, … */
  what: string;
  from: unknown;
  to: unknown;
}

export interface Audit {
  /** Newest first, older than `before` or those next to `after`; `subject` is a whole `what`, `kind` its first word. */
  entries: (question: {
    subject?: string | undefined;
    kind?: string | undefined;
    by?: string | undefined;
    before?: Pick<AuditEntry, 'at' | 'id'> | undefined;
    after?: Pick<AuditEntry, 'at' | 'id'> | undefined;
    limit: number;
  }) => Promise<AuditEntry[]>;
  /** All of them up to an instant, newest first, from a cursor. */
  all: (until: Date) => AsyncIterable<AuditEntry[]>;
  /** Adds an entry; with an id, at most once: false when it is there already. */
  add: (what: string, by: Author, change: { from: unknown; to: unknown }, id?: string) => Promise<boolean>;
}

/** What open forms remember between their steps, 24 h long. */
export interface Drafts {
  /** The key of what was kept. */
  keep: (person: Pick<Person, 'id'>, draft: object) => Promise<string>;
  /** Null for none, another person's, and one that has expired. */
  find: (person: Pick<Person, 'id'>, id: string) => Promise<unknown>;
}
