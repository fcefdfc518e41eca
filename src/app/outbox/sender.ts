/**
 * Sends what is planned in the outbox, beside any number of other replicas that do the same. A target is a lane: whoever has its lease
 * sends one message of it, and leaves it alone for a second. docs/decisions/2026-11-26-outbox.md
 */
import type { Step } from '../../domain/delivery.ts';
import { partsOf } from '../../domain/targets.ts';
import { type Deliver, deliverer, type DeliverOptions } from './deliver.ts';
import { type GiveUpOptions, givingUp } from './give-up.ts';
import type { Lanes } from './lanes.ts';
import { nextOf, placeOf } from './next.ts';

/** All in ms. */
export interface Timings {
  /** How often is looked for what another replica has planned, or what has become due. */
  tickMs: number;
  /** Between two messages of a lane: Slack takes about one a second in a channel. */
  paceMs: number;
  /** A lane whose sender has died is taken over after this; clocks of replicas may differ by the part of it that no call takes. */
  leaseMs: number;
  longestCallMs: number;
}

const TIMINGS: Timings = { tickMs: 1_000, paceMs: 1_000, leaseMs: 20_000, longestCallMs: 15_000 };
/** Lanes of a platform that one replica sends in at a time: one that hangs holds no other up. */
const LANES = 8;
/** A stop waits so long for calls that have begun, ms; what they leave is checked by the next sender. */
const GOODBYE_MS = 10_000;

export interface SenderOptions extends Omit<DeliverOptions, 'longestCallMs' | 'giveUp'>, Omit<GiveUpOptions, 'lanes' | 'observe'> {
  lanes: Lanes;
  leases: {
    take: (key: string, owner: string, until: Date, at: Date) => Promise<boolean>;
    keep: (key: string, owner: string, until: Date) => Promise<boolean>;
  };
  /** This process, unique among the replicas. */
  owner: string;
  log: DeliverOptions['log'] & GiveUpOptions['log'];
  timings?: Partial<Timings> | undefined;
  /** Waits so many ms of `now`, or until it is woken. */
  sleep?: ((ms: number, woken: AbortSignal) => Promise<void>) | undefined;
}

export interface Sender {
  start: () => void;
  /** Takes nothing new, and waits for the calls that have begun. */
  stop: () => Promise<void>;
  /** Something was planned: it is not waited for. */
  wake: () => void;
}

export function createSender(options: SenderOptions): Sender {
  const { lanes, log, now, sleep = realSleep } = options;
  const timings = { ...TIMINGS, ...options.timings };
  const deliver = deliverer({ ...options, longestCallMs: timings.longestCallMs, giveUp: givingUp(options) });
  const busy = new Map<string, Promise<void>>();
  /** Lanes that are left alone until a moment, ms since 1970. */
  const resting = new Map<string, number>();
  let running: Promise<void> | undefined;
  let stopping = false;
  let woken = false;
  let rouse = (): void => undefined;

  const wake = (): void => {
    woken = true;
    rouse();
  };

  async function round(): Promise<void> {
    const at = now();
    // A clock that was set back leaves rests that would last for hours.
    for (const [target, until] of resting) if (until <= at.getTime() || until > at.getTime() + timings.leaseMs) resting.delete(target);
    const steps = new Map<string, Set<Step>>();
    for (const { target, step } of await lanes.due(at)) steps.set(target, (steps.get(target) ?? new Set<Step>()).add(step));
    for (const [target, may] of steps) {
      if (stopping) return;
      const { platform } = partsOf(target);
      const isFull = [...busy.keys()].filter((one) => partsOf(one).platform === platform).length >= LANES;
      if (!isFull && !busy.has(target) && !resting.has(target)) busy.set(target, begin(target, may));
    }
  }

  async function begin(target: string, may: ReadonlySet<Step>): Promise<void> {
    let rest = timings.tickMs;
    try {
      rest = await visit(target, may, deliver);
    } catch (error) {
      // What it left is due still, and is checked before it is sent again.
      log.error({ err: error, target }, 'a message could not be sent');
    }
    busy.delete(target);
    resting.set(target, now().getTime() + rest);
    wake();
  }

  /** Sends the next of a lane. @returns how long to leave the lane alone, ms */
  async function visit(target: string, may: ReadonlySet<Step>, send: Deliver): Promise<number> {
    const { leases, owner } = options;
    const { tickMs, paceMs, leaseMs, longestCallMs } = timings;
    const open = await lanes.open(target);
    const parents = await lanes.parents(open.flatMap(({ parent }) => (parent === null ? [] : [parent])));
    const at = now();
    const next = nextOf(open, parents, may, at);
    if (!next) return tickMs;
    const lease = `lane:${target}`;
    const inMs = (ms: number): Date => new Date(now().getTime() + ms);
    let until = inMs(leaseMs);
    if (!(await leases.take(lease, owner, until, at))) return tickMs;
    const place = placeOf(next, parents);
    try {
      await send(next, place.kind === 'thread' ? place.message : undefined, async () => {
        if (until.getTime() - now().getTime() >= longestCallMs) return true;
        until = inMs(leaseMs);
        return leases.keep(lease, owner, until);
      });
    } finally {
      // Held a moment longer, so that no replica is faster than the chat allows.
      await leases.keep(lease, owner, inMs(paceMs));
    }
    return paceMs;
  }

  /** Until something is planned here, a lane has rested, or other replicas may have planned something. */
  async function pause(): Promise<void> {
    const at = now().getTime();
    const soonest = Math.min(at + timings.tickMs, ...resting.values());
    const waking = new AbortController();
    rouse = () => waking.abort();
    if (!woken && !stopping) await sleep(Math.max(1, soonest - at), waking.signal);
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      woken = false;
      await round().catch((error: unknown) => log.error({ err: error }, 'the outbox could not be read'));
      await pause();
    }
  }

  return {
    wake,
    start: () => {
      running ??= loop();
    },
    stop: async () => {
      stopping = true;
      rouse();
      await running;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, GOODBYE_MS);
      });
      await Promise.race([Promise.all(busy.values()), late]).finally(() => clearTimeout(timer));
    },
  };
}

function realSleep(ms: number, woken: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    woken.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
