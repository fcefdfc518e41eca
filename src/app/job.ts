/** A cron job: what it is called, when it fires, what it does. */

/** What jobs may ask for; the composition root provides it. */
export interface JobServices {
  /** Removes expired files, keys of repetitions and old leases; returns how many. */
  sweep: (at: Date) => Promise<number>;
  /** Finishes intake that a crash left half done; returns how many batches. */
  repair: (olderThan: Date) => Promise<number>;
  /** Removes conversations older than the retention; returns how many. */
  prune: (at: Date) => Promise<number>;
  /** Evaluates every alert rule, and hands what is to be told to the outbox. */
  alerts: (at: Date) => Promise<void>;
  /** Plans the digests that have become due; returns how many messages. */
  digests: (at: Date) => Promise<number>;
}

export interface Job {
  name: string;
  /** A cron expression, in UTC. */
  schedule: string;
  /** How long one run may take (ms): then it counts as stuck, is told so, and another one may begin. */
  leaseMs: number;
  /** Also at once when a replica starts: what it missed while it was down is not waited for. */
  atStart?: true | undefined;
  /** @param at the planned minute, the same on every replica */
  run: (at: Date, services: JobServices) => Promise<void>;
}
