/**
 * Digests that have become due, handed to the outbox. The key of a message is its digest, its planned minute and its target: any number
 * of replicas, crashes and repetitions send each digest once.
 */
import type { Delivery } from '../../domain/delivery.ts';
import { calendarOf, type Digest } from '../../domain/digest.ts';
import { dueBetween, lastDue } from '../../domain/due.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { readSchedule } from '../../domain/schedule.ts';
import type { Card, Language } from '../../view/card.ts';
import type { Outbox, Post } from '../watching.ts';

export interface Planning {
  digests: () => Promise<readonly Digest[]>;
  parameters: () => Promise<Parameters>;
  /** Since when it is due as it stands: added, activated, or given its times. Null: nobody knows. */
  since: (digest: Digest) => Promise<Date | null>;
  /** How far planning has come, over all replicas. */
  progress: { of: (what: string) => Promise<Date | null>; reach: (what: string, at: Date) => Promise<void> };
  outbox: Pick<Outbox, 'plan' | 'find'>;
  /** What a target reads. */
  language: (target: string, digest: Digest) => Promise<Language>;
  card: (digest: Digest, moment: { at: Date; late: number }, language: Language) => Promise<Card>;
  log: { warn: (fields: object, message: string) => void };
}

/** The name under which its progress is kept. */
export const PROGRESS = 'digests';
const MINUTE_MS = 60_000;
/** A digest that is later than this is not sent any more: it would tell of a desk that has changed, ms. */
export const GRACE_MS = 60 * MINUTE_MS;
/** From here on its card says for when it was planned, ms. */
const LATE_MS = 5 * MINUTE_MS;
/** After a longer pause nobody counts what was missed, ms. */
const LONGEST_PAUSE_MS = 7 * 24 * 60 * MINUTE_MS;

interface Due {
  digest: Digest;
  at: Date;
}

/**
 * Plans what became due since the last time, up to `at`; how many messages. Whatever could not be planned is tried again with the next
 * minute, and nothing is planned twice.
 * @throws AggregateError when digests could not be made; the others are planned
 */
export async function planDigests(at: Date, planning: Planning): Promise<number> {
  const { progress, log } = planning;
  const reached = await progress.of(PROGRESS);
  if (reached && reached >= at) return 0;
  const from = Math.max(reached?.getTime() ?? at.getTime() - MINUTE_MS, at.getTime() - LONGEST_PAUSE_MS);
  const due = await dueSince(new Date(from), at, planning);
  const isLate = (one: Due): boolean => at.getTime() - one.at.getTime() > GRACE_MS;
  for (const { digest, at: planned } of due.filter(isLate)) {
    log.warn({ digest: digest.id, planned, graceMs: GRACE_MS }, 'a digest is too late and is not sent');
  }
  const failures: unknown[] = [];
  let count = 0;
  for (const one of due.filter((other) => !isLate(other))) {
    try {
      count += await plan(one, at, planning);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} digests could not be planned`);
  await progress.reach(PROGRESS, at);
  return count;
}

/** What became due in (from, to], in order, of digests that were so before it. */
async function dueSince(from: Date, to: Date, { digests, parameters, since }: Planning): Promise<Due[]> {
  const [all, values] = await Promise.all([digests(), parameters()]);
  const due: Due[] = [];
  for (const digest of all.filter(({ active, targets }) => active && targets.length > 0)) {
    const minutes = minutesOf(digest, from, to, values);
    const known = minutes.length > 0 ? await since(digest) : null;
    due.push(...minutes.filter((at) => !known || known <= at).map((at) => ({ digest, at })));
  }
  return due.sort((a, b) => a.at.getTime() - b.at.getTime());
}

function minutesOf(digest: Digest, from: Date, to: Date, parameters: Parameters): Date[] {
  const schedule = readSchedule(digest.schedule);
  return schedule ? dueBetween(schedule, from, to, calendarOf(digest, parameters)) : [];
}

const keyOf = ({ digest, at }: Due, target: string): string => `digest|${digest.id}|${at.toISOString()}|${target}`;

/** Plans the messages that are not there yet. */
async function plan(due: Due, at: Date, planning: Planning): Promise<number> {
  const late = at.getTime() - due.at.getTime();
  return post(due.digest, (target) => keyOf(due, target), { at: due.at, late: late > LATE_MS ? late : 0 }, at, planning);
}

/** Plans it for targets at once: how many messages are new. */
async function post(
  digest: Digest,
  key: (target: string) => string,
  moment: { at: Date; late: number },
  at: Date,
  { outbox, language, card }: Planning,
): Promise<number> {
  const known = new Set((await outbox.find(digest.targets.map(key))).map((one) => one.key));
  const cards = new Map<Language, Promise<Card>>();
  const posts: Post[] = [];
  for (const target of digest.targets.filter((one) => !known.has(key(one)))) {
    const words = await language(target, digest);
    const drawn = cards.get(words) ?? card(digest, moment, words);
    cards.set(words, drawn);
    posts.push({ key: key(target), kind: 'digest', target, card: await drawn, language: words });
  }
  await outbox.plan(posts, at);
  return posts.length;
}

/** Plans a digest for its targets although it is not due. `once`: asked again with the same, nothing more is planned. */
export async function sendNow(digest: Digest, at: Date, once: string, planning: Planning): Promise<number> {
  await post(digest, (target) => `digest|${digest.id}|now:${once}|${target}`, { at, late: 0 }, at, planning);
  return digest.targets.length;
}

/** What became of the last planned time before `at`. */
export async function lastSent(
  digest: Digest,
  at: Date,
  { parameters, outbox }: Pick<Planning, 'parameters' | 'outbox'>,
): Promise<{ at: Date; deliveries: Delivery[] } | null> {
  const schedule = readSchedule(digest.schedule);
  const last = schedule && lastDue(schedule, new Date(at.getTime() + 1), calendarOf(digest, await parameters()));
  if (!last) return null;
  const deliveries = await outbox.find(digest.targets.map((target) => keyOf({ digest, at: last }, target)));
  return deliveries.length > 0 ? { at: last, deliveries } : null;
}
