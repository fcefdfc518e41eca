/** Carries out an export for platforms that edit messages: a file that is kept, with its progress shown and a way to stop it. */
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Card } from '../view/card.ts';
import type { Export } from './command.ts';

/** A finished file, kept for a while. */
export interface KeptFile {
  name: string;
  type: string;
  size: number;
  rows: number;
  link: string;
  open: () => Readable;
}

/** Where files are kept; over any number of replicas, one of them writes a file and all know how far it is. */
export interface ExportStore {
  begin: (id: string, file: { name: string; type: string; expiresAt: Date }, at: Date) => Promise<void>;
  /** True when somebody wants it to stop. */
  beat: (id: string, rows: number, at: Date) => Promise<boolean>;
  write: (id: string, bytes: AsyncIterable<Uint8Array>) => Promise<number>;
  /** Null when nothing is kept: for any end but `done`, and when somebody has cancelled it before. */
  finish: (
    id: string,
    end: { state: 'done' | 'cancelled' | 'failed'; rows: number; size: number },
  ) => Promise<(Omit<KeptFile, 'link'> & { token: string }) | null>;
}

export interface ExportsOptions {
  kept: ExportStore;
  /** The address of a token. */
  link: (token: string) => string;
  now: () => Date;
  log: { warn: (fields: object, message: string) => void; error: (fields: object, message: string) => void };
}

export interface RunningExports {
  /** See `Exports` in platforms/platform.ts. */
  run: (one: Export, show: (card: Card) => Promise<void>) => Promise<KeptFile | null>;
  /** Stops what is under way; it is told as failed. */
  stop: () => Promise<void>;
}

/** A file holds customers' data: long enough to be fetched from a phone the next morning. */
export const KEPT_MS = 86_400_000;
export const CSV_TYPE = 'text/csv; charset=utf-8';
/** Slack and Teams limit how often a message is edited. */
const SHOW_MS = 2_000;
/** How soon a press of the cancel button on another replica is noticed. */
const BEAT_MS = 1_000;

class Cancelled extends Error {}

export function createExports(options: ExportsOptions): RunningExports {
  const { kept, now, log } = options;
  const running = new Map<string, { work: AbortController; over: Promise<unknown> }>();

  /** Never throws: a message that cannot be edited does not cost the file. */
  async function tell(one: Export, card: Card, show: (card: Card) => Promise<void>): Promise<void> {
    await show(card).catch((error: unknown) => log.warn({ err: error, export: one.id }, 'an export’s message could not be shown'));
  }

  /** Until `over`: says that it is alive, notices a cancellation, and shows the progress, one edit at a time. */
  async function watch(
    one: Export,
    work: AbortController,
    rows: () => number,
    show: () => Promise<void>,
    over: AbortSignal,
  ): Promise<void> {
    let shownAt = performance.now();
    let showing: Promise<void> | undefined;
    while (await pause(over)) {
      const cancelled = await kept.beat(one.id, rows(), now()).catch((error: unknown) => {
        log.warn({ err: error, export: one.id }, 'an export could not say that it is alive');
        return false;
      });
      if (cancelled) work.abort(new Cancelled('cancelled'));
      if (work.signal.aborted || showing || performance.now() - shownAt < SHOW_MS) continue;
      shownAt = performance.now();
      showing = show().finally(() => (showing = undefined));
    }
    await showing;
  }

  async function write(one: Export, show: (card: Card) => Promise<void>, work: AbortController): Promise<KeptFile | null> {
    let rows = 0;
    const over = new AbortController();
    await tell(one, one.card({ phase: 'running', rows }), show);
    const file = { name: one.fileName, type: CSV_TYPE, expiresAt: new Date(now().getTime() + KEPT_MS) };
    let watching: Promise<void> = Promise.resolve();
    try {
      await kept.begin(one.id, file, now());
      watching = watch(
        one,
        work,
        () => rows,
        () => tell(one, one.card({ phase: 'running', rows }), show),
        over.signal,
      );
      const size = await kept.write(
        one.id,
        one.bytes(work.signal, (count) => (rows = count)),
      );
      over.abort();
      await watching;
      const whole = await kept.finish(one.id, { state: 'done', rows, size });
      if (!whole) throw new Cancelled('cancelled at the last moment');
      const { token, ...rest } = whole;
      return { ...rest, link: options.link(token) };
    } catch (error) {
      over.abort();
      await watching;
      await tell(one, one.card(await ended(one, error, rows)), show);
      return null;
    }
  }

  /** What becomes of one that was not finished. */
  async function ended(one: Export, error: unknown, rows: number): Promise<Parameters<Export['card']>[0]> {
    const state = error instanceof Cancelled ? 'cancelled' : 'failed';
    await kept
      .finish(one.id, { state, rows, size: 0 })
      .catch((failure: unknown) => log.warn({ err: failure, export: one.id }, 'the end of an export could not be noted'));
    if (state === 'cancelled') return { phase: 'cancelled', rows };
    const reference = randomUUID().slice(0, 8);
    log.error({ err: error, reference, export: one.id }, 'an export failed');
    return { phase: 'failed', reference };
  }

  return {
    run: async (one, show) => {
      const work = new AbortController();
      const over = write(one, show, work).finally(() => running.delete(one.id));
      running.set(one.id, { work, over });
      return over;
    },
    stop: async () => {
      for (const { work } of running.values()) work.abort(new Error('Vigia is stopping'));
      await Promise.allSettled([...running.values()].map(({ over }) => over));
    },
  };
}

/** False once it is over. */
function pause(over: AbortSignal): Promise<boolean> {
  return sleep(BEAT_MS, true, { signal: over }).catch(() => false);
}
