/** The simulated desk's feed: the past days at the first start, then what happens as it happens, all through the intake. */
import { setImmediate as pause } from 'node:timers/promises';
import type { AlertRule } from './domain/alert-rule.ts';
import { type Configuration, withItem } from './domain/configuration.ts';
import { conversationIdOf, type HelpdeskEvent } from './domain/events.ts';
import { defaultParameters, type Language } from './domain/parameters.ts';
import { type PresetId, PRESETS, presetOf } from './domain/presets.ts';
import { translator } from './i18n/translate.ts';
import type { Log } from './assemble.ts';

const DAY_MS = 86_400_000;
const BACKLOG_DAYS = 30;
const RECENT_DAYS = 2;
const TICK_MS = 2_000;
const BATCH = 2_000;

export interface DemoFeedOptions {
  /** The simulated events of [from, to), in time order; the same for the same seed. */
  events: (from: Date, to: Date) => Iterable<HelpdeskEvent>;
  record: (events: readonly HelpdeskEvent[]) => Promise<boolean[]>;
  now: () => Date;
  log: Log;
}

export interface DemoFeed {
  /** The last two days are there when it resolves; the rest of the backlog follows. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Events are recorded again after a restart and count as repetitions, so the feed needs no memory of its own. */
export function createDemoFeed({ events, record, now, log }: DemoFeedOptions): DemoFeed {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let until = now();
  const told = new Set<string>();
  let work: Promise<void> = Promise.resolve();

  /** @param opened the conversations whose opening was told; of others, from before the feed's beginning, nothing is */
  async function feed(from: Date, to: Date, opened: Set<string>): Promise<void> {
    const whole = new Map<string, HelpdeskEvent[]>();
    let read = 0;
    for (const event of events(from, to)) {
      const conversation = conversationIdOf(event);
      if (event.type === 'conversation.opened') opened.add(event.conversation.id);
      if (conversation !== undefined && !opened.has(conversation)) continue;
      const known = whole.get(conversation ?? '');
      if (known) known.push(event);
      else whole.set(conversation ?? '', [event]);
      read += 1;
      if (read % BATCH === 0) await pause();
    }
    // A conversation is recorded whole, so that nobody seems to wait since a day whose end is not recorded yet.
    let batch: HelpdeskEvent[] = [];
    for (const group of whole.values()) {
      if (stopped) return;
      batch.push(...group);
      if (batch.length < BATCH) continue;
      await record(batch);
      batch = [];
    }
    await record(batch);
  }

  async function tick(): Promise<void> {
    const from = until;
    const to = now();
    await feed(from, to, told);
    until = to;
  }

  function next(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      work = tick()
        .catch((error: unknown) => log.warn({ err: error }, 'the simulated desk could not be fed; it goes on'))
        .finally(next);
    }, TICK_MS);
  }

  return {
    start: async () => {
      until = now();
      const end = until;
      const before = (days: number): Date => new Date(end.getTime() - days * DAY_MS);
      await feed(before(RECENT_DAYS), end, new Set());
      work = feed(before(BACKLOG_DAYS), end, told)
        .catch((error: unknown) => log.warn({ err: error }, 'the simulated backlog is incomplete'))
        .finally(next);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await work;
    },
  };
}

const MINUTE_MS = 60_000;
/** Of the ready rules those of which the simulated desk shows something; its queue often waits for ten minutes, so it is told of longer ones. */
const WATCHING: Partial<Record<PresetId, Partial<AlertRule>>> = {
  queue_wait: { threshold: 30 * MINUTE_MS, clear: 15 * MINUTE_MS, forMs: 5 * MINUTE_MS },
  idle_owed: {},
  service_level: {},
  volume: {},
};

/** The configuration in which a newcomer finds some rules watching; they tell nobody, and stand in `alerts`. */
export function withDemoRules(current: Configuration, timeZone: string, language: Language): Configuration {
  const parameters = { ...defaultParameters(timeZone, language), ...current.parameters };
  const rules = PRESETS.flatMap((id): AlertRule[] => {
    const own = WATCHING[id];
    return own ? [{ id: `preset-${id}`, title: translator(language)(`preset.${id}`), ...presetOf(id, parameters), ...own }] : [];
  });
  return rules.reduce((next, rule) => withItem(next, 'alerts', rule), current);
}
