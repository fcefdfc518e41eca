/** A cron job: what it is called, when it fires, what it does. */

/** What jobs may ask for; the composition root provides it. */
export interface JobServices {
  /** Removes expired files, keys of repetitions and old leases; returns how many. */
  sweep: (at: Date) => Promise<number>;
  /** Finishes intake that a crash left half done; returns how many batches. */
  repair: (olderThan: Date) => Promise<number>;
  /** Removes conversations older than the retention; returns how many. */
  prune: (at: Date) => Promise<number>;
}

export interface Job {
  name: string;
  /** A cron expression, in UTC. */
  schedule: string;
  /** How long one run may take before another replica may try (ms). */
  leaseMs: number;
  run: (at: Date, services: JobServices) => Promise<void>;
}
