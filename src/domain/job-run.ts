/** When a job of Vigia's own ran last, over all replicas. */
export interface JobRun {
  job: string;
  startedAt: Date;
  finishedAt: Date | null;
  failedAt: Date | null;
  stuckAt: Date | null;
}
