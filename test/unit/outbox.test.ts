/** What the sender decides, without a sender: how long to wait, what is next in a channel, what follows from a platform's answer. */
import type { Queued } from '../../src/domain/delivery.ts';
import fc from 'fast-check';
import { backOff } from '../../src/app/outbox/backoff.ts';
import type { Claimed, Parent, Posted } from '../../src/app/outbox/lanes.ts';
import { nextOf, placeOf } from '../../src/app/outbox/next.ts';
import { type Outcome, outcomeOf } from '../../src/app/outbox/outcome.ts';
import { codeOf, whyOf } from '../../src/app/outbox/reasons.ts';
import { translator } from '../../src/i18n/translate.ts';
import { clock } from '../told.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const NOON = clock('12:00');
const BOTH = new Set(['post', 'edit'] as const);
const inMs = (ms: number): Date => new Date(NOON.getTime() + ms);

function queued(key: string, part: Partial<Queued> = {}): Queued {
  return {
    key,
    kind: 'alert',
    target: 'slack:C1',
    step: 'post',
    turn: 0,
    attempts: 0,
    refusals: 0,
    nextAt: NOON,
    uncertain: null,
    parent: null,
    expiresAt: inMs(24 * 60 * MINUTE),
    ...part,
  };
}

describe('a message that failed waits', () => {
  test('2 s, 4 s, 8 s … up to 5 minutes, of that between half and all', () => {
    const whole = [1, 2, 3, 7, 8, 9, 40].map((attempt) => Math.round(backOff(attempt, 1) / SECOND));
    expect(whole).toEqual([2, 4, 8, 128, 256, 300, 300]);
    expect(backOff(1, 0)).toBe(SECOND);
    expect(backOff(40, 0)).toBe(150 * SECOND);
  });

  test('never less than the attempt before it at the same chance, never more than 5 minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const wait = backOff(attempt, random);
        expect(wait).toBeLessThanOrEqual(5 * MINUTE);
        expect(backOff(attempt + 1, random)).toBeGreaterThanOrEqual(wait);
      }),
    );
  });
});

describe('next in a channel', () => {
  const next = (open: Queued[], parents: Record<string, Parent> = {}): string | undefined =>
    nextOf(open, new Map(Object.entries(parents)), BOTH, NOON)?.key;

  test('is the oldest new message, and one that is tried again holds up those behind it', () => {
    expect(next([queued('a'), queued('b')])).toBe('a');
    expect(next([queued('a', { nextAt: inMs(1), attempts: 1 }), queued('b')])).toBeUndefined();
  });

  test('but not for more than some two minutes', () => {
    expect(next([queued('a', { nextAt: inMs(1), attempts: 6 }), queued('b')])).toBe('b');
    expect(next([queued('a', { attempts: 6 }), queued('b')])).toBe('a');
  });

  test('is a change of what stands when no message can go', () => {
    const change = queued('c', { step: 'edit' });
    expect(next([queued('a'), change])).toBe('a');
    expect(next([queued('a', { nextAt: inMs(1), attempts: 1 }), change])).toBe('c');
    expect(next([queued('c', { step: 'edit', nextAt: inMs(1) }), queued('d', { step: 'edit' })])).toBe('d');
  });

  test('is nothing of a kind with which the platform asks to wait', () => {
    const open = [queued('a'), queued('c', { step: 'edit' })];
    expect(nextOf(open, new Map(), new Set(['edit']), NOON)?.key).toBe('c');
    expect(nextOf([queued('a')], new Map(), new Set(['edit']), NOON)).toBeUndefined();
  });

  test('is no reply whose message is not there yet; it holds up nobody', () => {
    const open = [queued('reply', { parent: 'alert' }), queued('b')];
    expect(next(open, { alert: { target: 'slack:C1', failed: false, message: null } })).toBe('b');
    expect(next(open, { alert: { target: 'slack:C1', failed: false, message: 'C1:1.1' } })).toBe('reply');
    // No longer worth waiting for: it is given up.
    const late = queued('reply', { parent: 'alert', expiresAt: NOON });
    expect(next([late], { alert: { target: 'slack:C1', failed: false, message: null } })).toBe('reply');
  });
});

test('a reply goes into its message’s thread, and on its own when that was given up, forgotten or stands elsewhere', () => {
  const reply = queued('reply', { parent: 'alert' });
  const place = (alert?: Parent): unknown => placeOf(reply, new Map(alert ? [['alert', alert]] : []));
  expect(place({ target: 'slack:C1', failed: false, message: 'C1:1.1' })).toEqual({ kind: 'thread', message: 'C1:1.1' });
  expect(place({ target: 'slack:C1', failed: true, message: null })).toEqual({ kind: 'own' });
  expect(place({ target: 'slack:C2', failed: false, message: 'C2:1.1' })).toEqual({ kind: 'own' });
  expect(place()).toEqual({ kind: 'own' });
  // A change that was given up leaves its message where it stands.
  expect(place({ target: 'slack:C1', failed: true, message: 'C1:1.1' })).toEqual({ kind: 'thread', message: 'C1:1.1' });
});

describe('a platform’s answer', () => {
  const begunAt = inMs(-SECOND);

  function outcome(posted: Posted, part: Partial<Claimed> = {}): Outcome {
    const one: Claimed = {
      ...queued('a'),
      card: { title: 'a', blocks: [] },
      rev: 0,
      uncertainRev: null,
      language: 'en',
      message: null,
      ...part,
    };
    return outcomeOf(one, posted, { begunAt, at: NOON, random: 1 });
  }
  const failed = (part: Partial<Posted & { ok: false }> = {}): Posted => ({ ok: false, reason: 'x: y', ...part });

  test('it stands; its pictures follow at once, and are tried three times in all', () => {
    expect(outcome({ ok: true, message: 'm' })).toEqual({ kind: 'stands', message: 'm', bare: null });
    const bare: Posted = { ok: true, message: 'm', bare: true };
    expect(outcome(bare)).toEqual({ kind: 'stands', message: 'm', bare: { nextAt: NOON, attempts: 0 } });
    expect(outcome(bare, { step: 'edit' })).toMatchObject({ bare: { nextAt: inMs(2 * SECOND), attempts: 1 } });
    expect(outcome(bare, { step: 'edit', attempts: 2 })).toMatchObject({ bare: null });
  });

  test('“wait” is no failure of the message’s own', () => {
    expect(outcome(failed({ retryAfterMs: 7_000 }), { attempts: 3 })).toEqual({
      kind: 'limited',
      left: { nextAt: inMs(7_000), attempts: 3, refusals: 0, error: 'x: y', uncertain: null },
    });
  });

  test('no answer: it may have arrived, since the first time that nobody could tell', () => {
    expect(outcome(failed({ unknown: true }))).toMatchObject({ kind: 'later', left: { attempts: 1, refusals: 0, uncertain: begunAt } });
    const earlier = inMs(-MINUTE);
    expect(outcome(failed({ unknown: true }), { uncertain: earlier })).toMatchObject({ left: { uncertain: earlier } });
    // Changing twice is changing once.
    expect(outcome(failed({ unknown: true }), { step: 'edit' })).toMatchObject({ left: { uncertain: null } });
  });

  test('however long the platform is away, nothing is given up for it', () => {
    expect(outcome(failed({ unknown: true }), { attempts: 500 })).toMatchObject({ kind: 'later', left: { nextAt: inMs(5 * MINUTE) } });
  });

  test('gone is given up at once, a refusal for the eighth time', () => {
    expect(outcome(failed({ gone: true }))).toEqual({ kind: 'failed', reason: 'x: y' });
    expect(outcome(failed(), { refusals: 6 })).toMatchObject({ kind: 'later', left: { refusals: 7, uncertain: null } });
    expect(outcome(failed(), { refusals: 7 })).toEqual({ kind: 'failed', reason: 'x: y' });
  });

  test('nothing is left to change where a person has deleted the message', () => {
    expect(outcome(failed({ missing: true }), { step: 'edit', message: 'm' })).toEqual({ kind: 'missing' });
  });
});

describe('why a message was given up', () => {
  const t = translator('en');

  test('is told with what to do, by Slack’s words, Teams’ answers and the outbox’s own', () => {
    expect(whyOf('not_in_channel: invite Vigia', 'slack', t)).toMatch(/invite it there \(\/invite @Vigia\)/);
    expect(whyOf('is_archived: choose', 'slack', t)).toMatch(/archived/);
    expect(whyOf('account_inactive: the app', 'slack', t)).toMatch(/^Vigia was uninstalled from Slack/);
    expect(whyOf('token_revoked: again', 'slack', t)).toMatch(/^Slack does not take Vigia’s token any more/);
    expect(whyOf('403 BotNotInConversationRoster', 'teams', t)).toMatch(/^Vigia was removed from that conversation/);
    expect(whyOf('unmet: never', 'teams', translator('pt-BR'))).toMatch(/^O Vigia nunca esteve nessa conversa/);
    expect(whyOf('unconfigured', 'teams', t)).toMatch(/^Microsoft Teams is not connected/);
    expect(whyOf('expired', 'slack', t)).toMatch(/as long as it was worth sending/);
  });

  test('is quoted where it is not known', () => {
    expect(codeOf('odd_new_word: see docs')).toBe('odd_new_word');
    expect(whyOf('odd_new_word: see docs', 'slack', t)).toBe('Slack refused it: odd_new_word.');
  });
});
