/** Rolls up while the process runs: soon after events, one replica at a time, never busier than a quarter of the time. */
import type { Leases } from '../queries/leases.ts';
import type { Progress, Roller } from './roller.ts';

const PAUSE_MS = 2_000;
/** Work of so long is followed by a rest of three times as long. */
const REST_FACTOR = 3;
const LONGEST_REST_MS = 30_000;
/** Another replica goes on after this when the one that had begun is gone. */
const LEASE_MS = 60_000;
const KEY = 'rollups';

export interface LoopOptions {
  roller: Roller;
  leases: Leases;
  /** This process, unique among the replicas. */
  owner: string;
  now: () => Date;
  log: { info: (fields: object, message: string) => void; error: (fields: object, message: string) => void };
}

/** Starts the loop; returns how to stop it, which waits for the work that has begun. */
export function keepRolled({ roller, leases, owner, now, log }: LoopOptions): () => Promise<void> {
  let stopping = false;
  let wake = (): void => undefined;

  async function pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function once(): Promise<void> {
    if (!(await roller.hasWork())) return;
    const at = now();
    if (!(await leases.take(KEY, owner, new Date(at.getTime() + LEASE_MS), at))) return;
    try {
      await roller.roll({ rest: true, stopped: () => stopping, progress: told(log, now) });
    } finally {
      await leases.release(KEY, owner);
    }
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      const began = now().getTime();
      // An error ends this round alone: the marks are still there for the next one.
      await once().catch((error: unknown) => log.error({ err: error }, 'rolling up failed'));
      const worked = now().getTime() - began;
      if (!stopping) await pause(Math.min(LONGEST_REST_MS, PAUSE_MS + REST_FACTOR * worked));
    }
  }

  const running = loop();
  return async () => {
    stopping = true;
    wake();
    await running;
  };
}

const TOLD_EVERY_MS = 10_000;

/** Tells of a building that takes longer than a moment. */
function told(log: LoopOptions['log'], now: () => Date): (progress: Progress) => void {
  let last = now().getTime();
  return ({ level, left }) => {
    if (now().getTime() - last < TOLD_EVERY_MS) return;
    last = now().getTime();
    log.info({ level, from: left.from, to: left.to }, 'rollups are being built; what is left comes from the conversations meanwhile');
  };
}
