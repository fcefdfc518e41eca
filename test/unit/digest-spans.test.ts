/** What a digest compares with what: the same weekday, the week before, as much of it as has passed. */
import { type DigestPart } from '../../src/domain/digest.ts';
import { mainSpan, type Span, type SpanName, spanOf } from '../../src/app/digests/spans.ts';

const SAO_PAULO = 'America/Sao_Paulo';

/** `from..to against from..to`, in minutes of UTC. */
function told({ period, before }: Span): string {
  const minute = (at: Date): string => at.toISOString().slice(0, 16);
  return `${minute(period.from)}..${minute(period.to)} against ${minute(before.period.from)}..${minute(before.to)}`;
}

const at = (name: SpanName, moment: string, timeZone: string = SAO_PAULO): Span => spanOf(name, new Date(moment), timeZone);

test('yesterday stands against the same weekday a week before', () => {
  expect(told(at('yesterday', '2026-11-24T11:00Z'))).toBe('2026-11-23T03:00..2026-11-24T03:00 against 2026-11-16T03:00..2026-11-17T03:00');
});

test('today stands against as much of the same weekday as has passed', () => {
  const span = at('today', '2026-11-24T21:30Z');
  expect(told(span)).toBe('2026-11-24T03:00..2026-11-25T03:00 against 2026-11-17T03:00..2026-11-17T21:30');
  expect(span.before.cut).toBe(true);
});

test('the week is all of the last one on a Monday, later the present one so far', () => {
  const monday = at('week', '2026-11-23T11:00Z');
  expect(told(monday)).toBe('2026-11-16T03:00..2026-11-23T03:00 against 2026-11-09T03:00..2026-11-16T03:00');
  expect(monday.before.cut).toBe(false);
  expect(told(at('week', '2026-11-27T21:30Z'))).toBe('2026-11-23T03:00..2026-11-30T03:00 against 2026-11-16T03:00..2026-11-20T21:30');
});

test('where clocks were set meanwhile, the same time of day is meant', () => {
  // 08:00 in New York is 12:00 UTC in summer, 13:00 in winter.
  expect(told(at('today', '2026-11-03T13:00Z', 'America/New_York'))).toBe(
    '2026-11-03T05:00..2026-11-04T05:00 against 2026-10-27T04:00..2026-10-27T12:00',
  );
});

test.each<[string, DigestPart[], string, SpanName]>([
  ['the week, where it is told', ['today', 'week', 'metrics'], '2026-11-24T11:00Z', 'week'],
  ['the only day that is told', ['today', 'metrics'], '2026-11-24T11:00Z', 'today'],
  ['the other one', ['yesterday', 'metrics'], '2026-11-24T21:30Z', 'yesterday'],
  ['of both, in the morning yesterday', ['today', 'yesterday', 'agents'], '2026-11-24T14:59Z', 'yesterday'],
  ['of both, from noon on today', ['today', 'yesterday', 'agents'], '2026-11-24T15:00Z', 'today'],
  ['of none, in the morning yesterday', ['now', 'channels'], '2026-11-24T11:00Z', 'yesterday'],
])('charts and agents are of %s', (_what, parts, moment, name) => {
  expect(mainSpan(parts, new Date(moment), SAO_PAULO).name).toBe(name);
});
