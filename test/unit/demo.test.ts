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
  /** Without those that were opened on the night before the month. */
  const conversations = lives.flatMap((life) => (life[0]?.type === 'opened' ? (conversationAt(life) ?? []) : []));
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  /** In service at every instant of the month, from the second day on (those opened before the month are not known). */
  function everInService(some: Step[][]): number[] {
    const changes = new Map<number, number>();
    for (const life of some) {
      const instants = [...new Set(life.map((step) => step.at.getTime()))];
      let before = 0;
      for (const instant of instants) {
        const after = conversationAt(life, new Date(instant))?.state === 'in_service' ? 1 : 0;
        changes.set(instant, (changes.get(instant) ?? 0) + after - before);
        before = after;
      }
    }
    let held = 0;
    const counts = [...changes].sort(([a], [b]) => a - b).map(([at, change]) => ({ at, held: (held += change) }));
    return counts.filter(({ at }) => at >= FIRST.getTime() + DAY).map((one) => one.held);
  }

  /** The share of instants, every ten minutes from the second day on, at which it holds; `hours` in São Paulo's time. */
  function often(holds: (live: Conversation[], at: Date) => boolean, [from, to] = [0, 24], weekdays = [0, 1, 2, 3, 4, 5, 6]): number {
    const seen = everyTenMinutes.filter(({ hour, weekday }) => hour >= from && hour < to && weekdays.includes(weekday));
    return seen.filter(({ live, at }) => holds(live, at)).length / seen.length;
  }

  const spans = lives.map((life) => ({
    life,
    from: life[0]?.at.getTime() ?? Number.POSITIVE_INFINITY,
    to: conversationAt(life)?.endedAt?.getTime() ?? Number.POSITIVE_INFINITY,
  }));

  function liveAt(at: Date): Conversation[] {
    const then = spans.filter(({ from, to }) => from <= at.getTime() && at.getTime() <= to);
    return then.flatMap(({ life }) => conversationAt(life, at) ?? []).filter(isLive);
  }

  const everyTenMinutes = Array.from({ length: 27 * 144 }, (_, index) => {
    const at = new Date(FIRST.getTime() + DAY + index * 10 * MINUTE);
    const local = new Date(at.getTime() - 3 * HOUR);
    return { at, live: liveAt(at), hour: local.getUTCHours(), weekday: local.getUTCDay() };
  });

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
      { numRuns: 25 },
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
    expect(lives.filter(([first]) => first?.type !== 'opened').length).toBeLessThan(15); // opened on the night before the month
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
    expect({ handle, plausible: within(handle, 15, 25) }).toMatchObject({ plausible: true });
    expect({ outbound, plausible: within(outbound, 0.02, 0.08) }).toMatchObject({ plausible: true });
    expect({ score: mean(scores), plausible: within(mean(scores), 3.6, 4.6) }).toMatchObject({ plausible: true });
    expect(conversations.reduce((sum, { transfers }) => sum + transfers, 0)).toBeGreaterThan(200);
  });

  it('is busier on weekdays than at weekends, and small enough to be seeded in seconds', () => {
    const perDay = (weekdays: number[]): number[] =>
      Array.from({ length: 28 }, (_, index) => new Date(FIRST.getTime() + index * DAY))
        .filter((start) => weekdays.includes(new Date(start.getTime() - 3 * HOUR).getUTCDay()))
        .map((start) => conversations.filter(({ openedAt }) => openedAt >= start && openedAt.getTime() < start.getTime() + DAY).length);
    expect(mean(perDay([1, 2, 3, 4, 5]))).toBeGreaterThan(mean(perDay([0, 6])) + 5);
    expect(Math.min(...perDay([0, 6]))).toBeGreaterThan(150);
    expect((month.length * 30) / 28).toBeLessThan(60_000);
  });

  it('carries conversations over midnight and over the change of shifts, none of them for long', () => {
    const openAt = (hours: number): number[] =>
      Array.from({ length: 27 }, (_, index) => liveAt(new Date(FIRST.getTime() + (index + 1) * DAY + hours * HOUR)).length);
    expect(Math.min(...openAt(0), ...openAt(6), ...openAt(14), ...openAt(22))).toBeGreaterThanOrEqual(2);
    const long = conversations.filter((one) => (one.endedAt ?? LAST).getTime() - one.openedAt.getTime() > 6 * HOUR);
    expect(long).toEqual([]);
  });

  it('meets a target of 20 minutes on some days and misses it on others', () => {
    const means = Array.from({ length: 28 }, (_, index) => {
      const start = FIRST.getTime() + index * DAY;
      const closed = conversations.filter(
        (one) =>
          one.state === 'closed' &&
          one.firstAssignedAt &&
          one.endedAt &&
          one.endedAt.getTime() >= start &&
          one.endedAt.getTime() < start + DAY,
      );
      return mean(closed.map((one) => (one.endedAt?.getTime() ?? 0) - (one.firstAssignedAt?.getTime() ?? 0))) / MINUTE;
    });
    const met = means.filter((value) => value <= 20).length;
    expect({ means, met: met >= 5, missed: 28 - met >= 5 }).toMatchObject({ met: true, missed: true });
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

  it('has somebody online at every instant, several in daytime, and never all of them', () => {
    const presence = new Map<string, string>();
    const counts: number[] = [];
    for (const event of month) {
      if (event.type !== 'agent.presence') continue;
      presence.set(event.agent.id, event.presence);
      if (event.occurredAt.getTime() >= FIRST.getTime() + DAY) counts.push([...presence.values()].filter((one) => one === 'online').length);
    }
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...counts)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...counts)).toBeLessThan(AGENTS.length);
  });

  it('leaves no department without anyone who serves it, night or weekend', () => {
    const served = (department: string, [from, to]: [number, number]): number =>
      conversations.filter(({ department: own, firstAssignedAt }) => {
        const hour = firstAssignedAt && new Date(firstAssignedAt.getTime() - 3 * HOUR).getUTCHours();
        return own?.id === department && hour !== null && hour >= from && hour < to;
      }).length;
    for (const department of Object.keys(DEPARTMENTS)) {
      expect({ department, night: served(department, [0, 6]) > 60 }).toEqual({ department, night: true });
    }
    // Nobody waits for hours because nobody of the department is there.
    expect(
      Math.max(
        ...everyTenMinutes.flatMap(({ live, at }) => live.flatMap(({ queuedAt }) => (queuedAt ? [at.getTime() - queuedAt.getTime()] : []))),
      ),
    ).toBeLessThan(2 * HOUR);
  });

  it.each([SEED, 7])('has at least two conversations in service at any instant of any day (seed %i)', (seed) => {
    expect(Math.min(...everInService(seed === SEED ? lives : timelines(events(FIRST, LAST, seed))))).toBeGreaterThanOrEqual(2);
  });

  it('has something to see at any hour: somebody waits, or a conversation lies idle', () => {
    const idle = (live: Conversation[], by: 'agents' | 'customers', at: Date): boolean =>
      live.some((one) => isIdle(one, by, 5 * MINUTE, at));
    const something = (live: Conversation[], at: Date): boolean =>
      live.some(({ state }) => state === 'queued') || idle(live, 'agents', at) || idle(live, 'customers', at);
    expect(often(something)).toBeGreaterThan(0.9);
    expect(often(something, [0, 6])).toBeGreaterThan(0.9);
    expect(often((live, at) => idle(live, 'agents', at), [8, 22])).toBeGreaterThan(0.6);
    expect(often((live, at) => idle(live, 'customers', at), [8, 22])).toBeGreaterThan(0.6);
  });

  it('has a queue in daytime more often than not, at weekends too', () => {
    const queue = (live: Conversation[]): boolean => live.some(({ state }) => state === 'queued');
    expect(often(queue, [8, 22], [1, 2, 3, 4, 5])).toBeGreaterThan(0.6);
    expect(often(queue, [8, 22], [0, 6])).toBeGreaterThan(0.6);
    expect(often((live) => live.filter(({ state }) => state === 'in_service').length >= 3, [8, 22])).toBeGreaterThan(0.5);
  });
});
