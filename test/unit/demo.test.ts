import fc from 'fast-check';
import { type Conversation, conversationAt, isLive, type Step, timelineOf } from '../../src/domain/conversation.ts';
import {
  type ConversationEvent,
  CHANNELS,
  compareEvents,
  EVENT_TYPES,
  type HelpdeskEvent,
  type MessageEvent,
  PRESENCES,
} from '../../src/domain/events.ts';
import { isIdle } from '../../src/domain/indicators.ts';
import { demoEvents } from '../../src/helpdesk/demo/demo.ts';
import { AGENTS, DEPARTMENTS, LIMIT } from '../../src/helpdesk/demo/staff.ts';

const SEED = 2026;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MINUTE = 60_000;
/** Midnight in São Paulo, a Monday, four weeks before the last day. */
const FIRST = new Date('2026-10-26T03:00:00.000Z');
const LAST = new Date(FIRST.getTime() + 28 * DAY);

const events = (from: Date, to: Date, seed = SEED): HelpdeskEvent[] => [...demoEvents({ seed, from, to })];

function timelines(all: HelpdeskEvent[]): Step[][] {
  const byConversation = new Map<string, (ConversationEvent | MessageEvent)[]>();
  for (const event of all) {
    if (!('conversation' in event)) continue;
    const known = byConversation.get(event.conversation.id);
    if (known) known.push(event);
    else byConversation.set(event.conversation.id, [event]);
  }
  return [...byConversation.values()].map(timelineOf);
}

/** What a validating connector would ask of the event. */
function isWellFormed(event: HelpdeskEvent): boolean {
  if (!/^demo-\d{8}-[\w-]+$/.test(event.id) || !Number.isInteger(event.occurredAt.getTime())) return false;
  if (event.type === 'conversation.opened')
    return /^\d{8}-\d{6}$/.test(event.conversation.protocol ?? '') && event.conversation.contact?.name !== undefined;
  if (event.type === 'conversation.rated') return [1, 2, 3, 4, 5].includes(event.score);
  if (event.type === 'message.created')
    return Boolean(event.message.text) && (event.message.from === 'agent') === (event.agent !== undefined);
  if (event.type === 'agent.presence') return PRESENCES.includes(event.presence);
  return true;
}

describe('The simulated desk', () => {
  const month = events(FIRST, LAST);
  const lives = timelines(month);
  /** Without those that were opened on the evening before the month. */
  const conversations = lives.flatMap((life) => (life[0]?.type === 'opened' ? (conversationAt(life) ?? []) : []));
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  function liveAt(at: Date): Conversation[] {
    const recent = lives.filter(([first]) => first && first.at <= at && at.getTime() - first.at.getTime() < DAY);
    return recent.flatMap((life) => conversationAt(life, at) ?? []).filter(isLive);
  }

  it('is the same for the same seed, and another for another', () => {
    const [from, to] = [new Date(FIRST.getTime() + 9 * HOUR), new Date(FIRST.getTime() + 12 * HOUR)];
    expect(events(from, to)).toEqual(events(from, to));
    expect(events(from, to, 7)).not.toEqual(events(from, to));
    expect(events(from, to)).toEqual(month.filter(({ occurredAt }) => occurredAt >= from && occurredAt < to));
  });

  it('does not depend on the pieces it is asked for in', () => {
    const hours = fc.double({ min: 0, max: 60, noNaN: true });
    fc.assert(
      fc.property(hours, hours, hours, (...marks) => {
        const [a, b, c] = marks.sort((x, y) => x - y).map((mark) => new Date(FIRST.getTime() + Math.round(mark * HOUR))) as [
          Date,
          Date,
          Date,
        ];
        expect([...events(a, b), ...events(b, c)].map(({ id }) => id)).toEqual(events(a, c).map(({ id }) => id));
      }),
      { numRuns: 40 },
    );
  });

  it('comes in order of time, each event once, and as the contract of events has it', () => {
    expect(month).toEqual([...month].sort(compareEvents));
    expect(new Set(month.map(({ id }) => id)).size).toBe(month.length);
    const types = new Set(month.map(({ type }) => type));
    expect(month.filter((event) => !isWellFormed(event))).toEqual([]);
    expect([...types].sort()).toEqual(EVENT_TYPES.filter((type) => type !== 'conversation.reopened').sort());
  });

  it('names every protocol once, and every conversation begins with its opening', () => {
    const protocols = month.flatMap((event) => (event.type === 'conversation.opened' ? [event.conversation.protocol] : []));
    expect(new Set(protocols).size).toBe(protocols.length);
    expect(lives.filter(([first]) => first?.type !== 'opened').length).toBeLessThan(15); // opened on the evening before the month
  });

  it('shows every channel, every department and every agent', () => {
    expect(new Set(conversations.map(({ channel }) => channel))).toEqual(new Set(CHANNELS.filter((channel) => channel !== 'other')));
    expect(new Set(conversations.flatMap(({ department }) => department?.id ?? []))).toEqual(new Set(Object.keys(DEPARTMENTS)));
    expect(new Set(conversations.flatMap(({ firstAgent }) => firstAgent?.id ?? []))).toEqual(new Set(AGENTS.map(({ id }) => id)));
    expect(AGENTS).toHaveLength(14);
  });

  it('has the figures of a real desk', () => {
    const answered = conversations.filter(({ firstAssignedAt }) => firstAssignedAt);
    const abandoned = conversations.filter((one) => one.endedFrom === 'queued' && !one.firstAssignedAt && one.endedBy !== 'system');
    const share = abandoned.length / (answered.length + abandoned.length);
    const wait =
      mean(answered.map((one) => (one.firstAssignedAt?.getTime() ?? 0) - (one.firstQueuedAt ?? one.firstAssignedAt ?? FIRST).getTime())) /
      MINUTE;
    const served = conversations.filter((one) => one.state === 'closed' && one.firstAssignedAt && one.endedAt);
    const handle = mean(served.map((one) => (one.endedAt?.getTime() ?? 0) - (one.firstAssignedAt?.getTime() ?? 0))) / MINUTE;
    const outbound = conversations.filter(({ direction }) => direction === 'outbound').length / conversations.length;
    const scores = conversations.flatMap(({ rating }) => rating?.score ?? []);
    const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;
    expect({ share, plausible: within(share, 0.03, 0.12) }).toMatchObject({ plausible: true });
    expect({ wait, plausible: within(wait, 1, 6) }).toMatchObject({ plausible: true });
    expect({ handle, plausible: within(handle, 15, 40) }).toMatchObject({ plausible: true });
    expect({ outbound, plausible: within(outbound, 0.02, 0.08) }).toMatchObject({ plausible: true });
    expect({ score: mean(scores), plausible: within(mean(scores), 3.6, 4.6) }).toMatchObject({ plausible: true });
    expect(conversations.reduce((sum, { transfers }) => sum + transfers, 0)).toBeGreaterThan(200);
  });

  it('is busier on weekdays than at weekends, and small enough to be seeded in seconds', () => {
    const perDay = (weekdays: number[]): number[] =>
      Array.from({ length: 28 }, (_, index) => new Date(FIRST.getTime() + index * DAY))
        .filter((start) => weekdays.includes(new Date(start.getTime() - 3 * HOUR).getUTCDay()))
        .map((start) => conversations.filter(({ openedAt }) => openedAt >= start && openedAt.getTime() < start.getTime() + DAY).length);
    expect(mean(perDay([1, 2, 3, 4, 5]))).toBeGreaterThan(250);
    expect(mean(perDay([0, 6]))).toBeLessThan(180);
    expect((month.length * 30) / 28).toBeLessThan(60_000);
  });

  it('leaves nothing open from the day before but what the bot keeps overnight', () => {
    expect(conversations.filter((one) => isLive(one) && LAST.getTime() - one.openedAt.getTime() > 3 * HOUR)).toEqual([]);
    for (let index = 1; index < 28; index += 1) {
      const midnight = new Date(FIRST.getTime() + index * DAY);
      const live = liveAt(midnight);
      expect(live.filter(({ state }) => state !== 'triage')).toEqual([]);
      expect(live.filter(({ openedAt }) => midnight.getTime() - openedAt.getTime() > 3 * HOUR)).toEqual([]);
    }
  });

  it('never gives an agent more than the limit, nor anything to someone offline', () => {
    const held = new Map<string, Set<string>>();
    const holder = new Map<string, string>();
    const presence = new Map<string, string>();
    const free = (conversation: string): void => {
      held.get(holder.get(conversation) ?? '')?.delete(conversation);
      holder.delete(conversation);
    };
    for (const event of month) {
      if (event.type === 'agent.presence') presence.set(event.agent.id, event.presence);
      if (event.type === 'conversation.queued' || event.type === 'conversation.closed' || event.type === 'conversation.cancelled')
        free(event.conversation.id);
      const agent =
        event.type === 'conversation.assigned' ? event.agent : event.type === 'conversation.opened' ? event.conversation.agent : undefined;
      if (!agent || !('conversation' in event)) continue;
      free(event.conversation.id);
      holder.set(event.conversation.id, agent.id);
      held.set(agent.id, (held.get(agent.id) ?? new Set()).add(event.conversation.id));
      expect(held.get(agent.id)?.size).toBeLessThanOrEqual(LIMIT);
      expect(presence.get(agent.id)).not.toBe('offline');
    }
  });

  it('has something to see at daytime: queues, idle conversations, people in service', () => {
    const instants = Array.from(
      { length: 14 * 12 },
      (_, index) => new Date(FIRST.getTime() + Math.floor(index / 12) * DAY + (9 + (index % 12)) * HOUR),
    );
    const seen = instants.map(liveAt);
    const often = (holds: (live: Conversation[], at: Date) => boolean): number =>
      seen.filter((live, index) => holds(live, instants[index] ?? FIRST)).length / seen.length;
    expect(often((live) => live.some(({ state }) => state === 'queued'))).toBeGreaterThan(0.6);
    expect(often((live) => live.filter(({ state }) => state === 'in_service').length >= 3)).toBeGreaterThan(0.85);
    expect(often((live, at) => live.some((one) => isIdle(one, 'agents', 5 * MINUTE, at)))).toBeGreaterThan(0.75);
    expect(often((live, at) => live.some((one) => isIdle(one, 'customers', 5 * MINUTE, at)))).toBeGreaterThan(0.85);
  });
});
