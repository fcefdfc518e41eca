/** A year of a desk: ended conversations over 365 days, and those that are live at its end. The same for the same arguments. */
import { CHANNELS, type HelpdeskEvent } from '../../src/domain/events.ts';

const DAYS = 365;
const MINUTE = 60_000;
const DAY_MS = 86_400_000;
const AGENTS = 120;
const DEPARTMENTS = 8;
/** Where a step through the year's days lands far from the one before; it has no factor in common with 365. */
const STRIDE = 152;

export const YEAR_END = new Date('2026-11-20T18:00:00.000Z');

interface Body {
  type: string;
  [field: string]: unknown;
}

/** The first steps of every conversation, and how many minutes after the opening they happen. */
function begin(index: number): { after: number; body: Body }[] {
  const conversation = { id: `y-${index}` };
  const department = { id: `d-${index % DEPARTMENTS}`, name: `Department ${index % DEPARTMENTS}` };
  const agent = { id: `a-${index % AGENTS}`, name: `Agent ${index % AGENTS}` };
  const opened = {
    ...conversation,
    protocol: `Y${index}`,
    channel: CHANNELS[index % CHANNELS.length],
    contact: { id: `k-${index % 9_000}` },
  };
  return [
    { after: 0, body: { type: 'conversation.opened', conversation: { ...opened, department } } },
    { after: 1 + (index % 2), body: { type: 'conversation.queued', conversation, department } },
    { after: 3 + (index % 20), body: { type: 'conversation.assigned', conversation, agent } },
  ];
}

function eventsOf(index: number, openedAt: number, steps: { after: number; body: Body }[]): HelpdeskEvent[] {
  return steps.map(
    ({ after, body }, step) =>
      ({ id: `y-${index}-${step}`, occurredAt: new Date(openedAt + after * MINUTE), ...body }) as unknown as HelpdeskEvent,
  );
}

function ended(index: number, openedAt: number): HelpdeskEvent[] {
  const conversation = { id: `y-${index}` };
  const close = { after: 30 + (index % 50), body: { type: 'conversation.closed', conversation, by: 'agent' } };
  const cancel = { after: 15, body: { type: 'conversation.cancelled', conversation, by: 'contact' } };
  return eventsOf(index, openedAt, index % 10 === 0 ? [...begin(index).slice(0, 2), cancel] : [...begin(index), close]);
}

/** In the menu, waiting, or in service with both having written. */
function live(index: number): HelpdeskEvent[] {
  const conversation = { id: `y-${index}` };
  const say = (from: string, after: number): { after: number; body: Body } => ({
    after,
    body: { type: 'message.created', conversation, message: { id: `y-${index}-m${after}`, from, text: '…' } },
  });
  const minutesAgo = 30 + (index % 600);
  const steps = [...begin(index).slice(0, [1, 2, 3, 3, 3][index % 5]), say('contact', 2)];
  const spoken = index % 5 >= 2 ? [...steps, say('agent', 24), ...(index % 2 === 0 ? [say('contact', 26)] : [])] : steps;
  return eventsOf(index, YEAR_END.getTime() - minutesAgo * MINUTE, spoken);
}

function presences(): HelpdeskEvent[] {
  return Array.from({ length: AGENTS }, (_, index) => ({
    id: `y-presence-${index}`,
    type: 'agent.presence',
    occurredAt: new Date(YEAR_END.getTime() - 6 * 60 * MINUTE),
    agent: { id: `a-${index}`, name: `Agent ${index}` },
    presence: index % 4 === 0 ? 'away' : 'online',
  }));
}

/**
 * The events of `conversations`, `alive` of them live at the end. Days come far apart from one another, so that neighbours in the
 * database are not neighbours in time. Every day has as many conversations as its share, today included.
 */
export function* yearOfEvents(conversations: number, alive: number): Generator<HelpdeskEvent> {
  yield* presences();
  const past = conversations - alive;
  for (let day = 0, index = 0; day < DAYS; day += 1) {
    const end = YEAR_END.getTime() - ((day * STRIDE) % DAYS) * DAY_MS - 90 * MINUTE;
    for (const until = Math.round((past * (day + 1)) / DAYS); index < until; index += 1) {
      yield* ended(index, end - ((index * 7919) % 600) * MINUTE);
    }
  }
  for (let index = past; index < conversations; index += 1) yield* live(index);
}
