/** What happened on the desk over a stretch of time, step by step, so that it can be played again. */
import { type Conversation, type Step, withStep } from '../../domain/conversation.ts';
import type { Store } from '../connect.ts';
import { timelinesFromJournal } from '../derive.ts';
import { settledLive } from '../queries/snapshot.ts';
import type { Standing } from '../standing.ts';

const MINUTE_MS = 60_000;
/** Read at once: some ms of the event loop. */
const BATCH = 300;

/** All that states, scopes and facts are made of; contacts, texts and names stay in the database. */
const STEP_FIELDS = [
  'at',
  'type',
  'by',
  'score',
  'from',
  'agent.id',
  'department.id',
  'opening.channel',
  'opening.direction',
  'opening.department.id',
];
const PROJECTION = Object.fromEntries(['cut', ...STEP_FIELDS.map((field) => `timeline.${field}`)].map((field) => [field, 1]));

interface Frame {
  /** A conversation's place among those that move. */
  who: number;
  step: Step;
}

/** (start, until], in ms since 1970. */
export interface Film {
  start: number;
  until: number;
  /** Live all the while, without a step. */
  still: readonly Standing[];
  /** Those with a step after `start`, by their place; and what each was at `start`. */
  ids: readonly string[];
  begun: readonly (Conversation | undefined)[];
  /** What happened in each minute from `start` on, each conversation's steps in order. */
  minutes: readonly Frame[][];
}

/** @param start conversations that had no step after it, and are live, stand still */
export async function filmOf(store: Store, start: Date, until: Date): Promise<Film> {
  // What moves between the two reads is found by both, and then moves.
  const standing = await settledLive(store, start);
  const film = { ids: [] as string[], begun: [] as (Conversation | undefined)[] };
  const minutes: Frame[][] = Array.from({ length: Math.ceil((until.getTime() - start.getTime()) / MINUTE_MS) + 1 }, () => []);
  const filter = { lastAt: { $gt: start }, startedAt: { $lte: until } };
  const found = store.conversations.find(filter, { projection: PROJECTION, hint: 'moved', batchSize: BATCH });
  for await (const { _id, cut, timeline } of found) {
    const steps = cut > 0 ? ((await timelinesFromJournal(store, [_id])).get(_id) ?? timeline) : timeline;
    const who = film.ids.push(_id) - 1;
    let before: Conversation | undefined;
    for (const step of steps) {
      if (step.at <= start) before = withStep(before, step);
      else if (step.at <= until) minutes[Math.floor((step.at.getTime() - start.getTime()) / MINUTE_MS)]?.push({ who, step });
    }
    film.begun.push(before);
  }
  const moving = new Set(film.ids);
  const still = standing.filter(({ id }) => !moving.has(id));
  return { start: start.getTime(), until: until.getTime(), still, ...film, minutes };
}

/** Somebody who follows what happens to the conversations that move. */
export type Watcher = (who: number, before: Conversation | undefined, after: Conversation) => void;

/**
 * Plays a film from its start: what is given goes on to that instant (ms, never back), the steps at it included, and gives the instant of
 * the last step so far; null before the first one.
 */
export function playing({ start, begun, minutes }: Film, watchers: readonly Watcher[]): (until: number) => number | null {
  const current = [...begun];
  let [minute, next] = [0, 0];
  let frames = sorted(minutes[0]);
  let last: number | null = null;
  for (const [who, conversation] of current.entries()) {
    if (conversation) for (const watch of watchers) watch(who, undefined, conversation);
  }

  function show({ who, step }: Frame): void {
    const before = current[who];
    const after = withStep(before, step);
    current[who] = after;
    last = step.at.getTime();
    for (const watch of watchers) watch(who, before, after);
  }

  return (until) => {
    for (;;) {
      for (let frame = frames[next]; frame && frame.step.at.getTime() <= until; frame = frames[next]) {
        show(frame);
        next += 1;
      }
      if (next < frames.length || minute + 1 >= minutes.length || start + (minute + 1) * MINUTE_MS > until) return last;
      minute += 1;
      next = 0;
      frames = sorted(minutes[minute]);
    }
  };
}

/** Of one conversation's steps at the same instant the first stays the first. */
function sorted(frames: readonly Frame[] = []): Frame[] {
  return [...frames].sort((a, b) => a.step.at.getTime() - b.step.at.getTime());
}
