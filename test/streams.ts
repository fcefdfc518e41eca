/** Random lives of conversations, for property tests: any events in any order, close together so that ties happen. */
import fc from 'fast-check';
import { CHANNELS, ENDED_BY, type HelpdeskEvent, PRESENCES } from '../src/domain/events.ts';

export const STREAM_START = Date.UTC(2026, 10, 20, 12);
export const STREAM_END = Date.UTC(2026, 10, 23, 12);
const STEP_MS = 10 * 60_000;

const agents = fc.constantFrom('a-1', 'a-2', 'a-3').map((id) => ({ id, name: id.toUpperCase() }));
const departments = fc.constantFrom('d-1', 'd-2').map((id) => ({ id, name: id.toUpperCase() }));
/** Few distinct instants over three days, so that many events share one. */
const instants = fc.integer({ min: 0, max: (STREAM_END - STREAM_START) / STEP_MS }).map((step) => new Date(STREAM_START + step * STEP_MS));

/** An event without its id, of a conversation. */
function bodies(conversation: string): fc.Arbitrary<Record<string, unknown>> {
  const of = { conversation: fc.constant({ id: conversation }) };
  const message = fc.record({
    id: fc.integer({ min: 1, max: 6 }).map((n) => `${conversation}-m${n}`),
    from: fc.constantFrom('contact', 'agent', 'bot'),
    text: fc.constant('…'),
  });
  return fc.oneof(
    fc.record({
      type: fc.constant('conversation.opened'),
      conversation: fc.record({
        id: fc.constant(conversation),
        channel: fc.constantFrom(...CHANNELS),
        direction: fc.constantFrom('inbound', 'outbound', undefined),
        department: fc.option(departments, { nil: undefined }),
        agent: fc.option(agents, { nil: undefined, freq: 6 }),
      }),
    }),
    fc.record({ type: fc.constant('conversation.queued'), ...of, department: fc.option(departments, { nil: undefined }) }),
    fc.record({ type: fc.constant('conversation.assigned'), ...of, agent: agents, department: fc.option(departments, { nil: undefined }) }),
    fc.record({ type: fc.constantFrom('conversation.closed', 'conversation.cancelled'), ...of, by: fc.constantFrom(...ENDED_BY) }),
    fc.record({ type: fc.constant('conversation.reopened'), ...of }),
    fc.record({ type: fc.constant('conversation.rated'), ...of, score: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ type: fc.constant('message.created'), ...of, message, agent: fc.option(agents, { nil: undefined }) }),
  );
}

const directory = fc.oneof(
  fc.record({ type: fc.constant('agent.presence'), agent: agents, presence: fc.constantFrom(...PRESENCES) }),
  fc.record({
    type: fc.constant('agent.updated'),
    agent: fc.record({ id: fc.constantFrom('a-1', 'a-2'), name: fc.constantFrom('Ana', 'Bia'), active: fc.boolean() }),
  }),
  fc.record({
    type: fc.constant('department.updated'),
    department: fc.record({ id: fc.constant('d-1'), name: fc.constantFrom('Suporte', 'Vendas') }),
  }),
);

/** The streams of `size` conversations, and what is said of agents and departments meanwhile. Event ids are unique. */
export function streams(size: number, prefix: string): fc.Arbitrary<HelpdeskEvent[]> {
  const lives = Array.from({ length: size }, (_, index) =>
    fc.array(fc.record({ at: instants, body: bodies(`${prefix}c${index}`) }), { minLength: 1, maxLength: 14 }),
  );
  const people = fc.array(fc.record({ at: instants, body: directory }), { maxLength: 8 });
  return fc
    .tuple(...lives, people)
    .map((parts) =>
      parts
        .flat()
        .map(
          ({ at, body }, index) =>
            ({ ...body, id: `${prefix}e${(index * 7919) % 10_007}-${index}`, occurredAt: at }) as unknown as HelpdeskEvent,
        ),
    );
}

/** The events in another order, some of them more than once, cut into batches. */
export function deliveries(events: readonly HelpdeskEvent[]): fc.Arbitrary<HelpdeskEvent[][]> {
  const repeated = fc.subarray([...events]).map((again) => [...events, ...again]);
  return repeated.chain((all) =>
    fc
      .tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.infiniteStream(fc.integer({ min: 1, max: 40 })))
      .map(([order, sizes]) => {
        const batches: HelpdeskEvent[][] = [];
        for (let from = 0; from < order.length; ) {
          const size = sizes.next().value;
          batches.push(order.slice(from, from + size));
          from += size;
        }
        return batches;
      }),
  );
}
