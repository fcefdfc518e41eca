/** Rules and digests for tests, as usual but for what is said, and readings minute by minute. */
import { type AlertRule, USUAL_RULE } from '../src/domain/alert-rule.ts';
import type { Reading } from '../src/domain/alert-state.ts';
import type { Digest } from '../src/domain/digest.ts';

export const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 9);

/** `queue longer than 10 min`, told in #desk. */
export function rule(part: Partial<AlertRule> = {}): AlertRule {
  const base = { id: 'wait', title: 'Queue wait', indicator: 'now.queue.longest', threshold: 10 * MINUTE };
  return { ...USUAL_RULE, keepMs: 0, targets: ['slack:C0DESK'], ...base, ...part };
}

/** The instant so many minutes after nine o'clock. */
export function minute(number: number): Date {
  return new Date(START + number * MINUTE);
}

/** What a rule reads at that minute; the value in minutes. */
export function reading(number: number, minutes: number | null, part: Partial<Reading> = {}): Reading {
  return { at: minute(number), value: minutes === null ? null : minutes * MINUTE, open: true, ...part };
}

/** The queue, every morning, in a channel. */
export function digest(part: Partial<Digest> = {}): Digest {
  return {
    id: 'morning',
    title: 'Good morning',
    active: true,
    schedule: 'every day 08:00',
    timeZone: null,
    businessDays: false,
    parts: ['queue'],
    department: null,
    targets: ['slack:C1'],
    language: null,
    ...part,
  };
}
