/** One delivery, from its claim to what came of it. A crash between any two lines leaves it to be found, and checked, by the next one. */
import type { Queued } from '../../domain/delivery.ts';
import { partsOf } from '../../domain/targets.ts';
import { chartsOf } from '../../view/card.ts';
import type { Chat, Claimed, Lanes, Posted } from './lanes.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

export type Observed = 'sent' | 'edited' | 'retried' | 'failed' | 'doubtful';

export interface DeliverOptions {
  lanes: Pick<Lanes, 'claim' | 'stands' | 'leave' | 'doubt' | 'limit'>;
  /** The connected platforms. */
  chats: () => readonly Chat[];
  /** Gives one up, loudly. */
  giveUp: (one: Claimed, reason: string, uncertain: Date | null) => Promise<void>;
  now: () => Date;
  random: () => number;
  log: { info: (fields: object, message: string) => void; warn: (fields: object, message: string) => void };
  observe: (what: Observed, platform: string) => void;
  /** A call that takes longer counts as one without an answer, ms. */
  longestCallMs: number;
}

/**
 * @param thread the message in whose thread it goes
 * @param hold makes sure that the lane is held until a call has ended; false when somebody else has taken it over
 */
export type Deliver = (next: Queued, thread: string | undefined, hold: () => Promise<boolean>) => Promise<void>;

type Asked = { chat: Chat & { post: NonNullable<Chat['post']> }; place: string; thread: string | undefined };

/** Another replica may be configured with a platform that this one does not know, ms. */
const UNCONFIGURED_MS = 5 * 60_000;
/** No description: every one is newer. */
const NONE = -1;
const UNKNOWN: Posted = { ok: false, reason: 'no_answer: the platform did not answer in time', unknown: true };

export function deliverer(options: DeliverOptions): Deliver {
  const { lanes, chats, giveUp, now, random, log, observe, longestCallMs } = options;

  return async (next, thread, hold) => {
    const { platform, place } = partsOf(next.target);
    const chat = chats().find(({ name }) => name === platform);
    const at = now();
    if (!chat?.post && at.getTime() - next.nextAt.getTime() < UNCONFIGURED_MS) return;
    const sends = chat?.post !== undefined && next.step === 'post' && next.expiresAt > at;
    const one = await lanes.claim(next, sends ? at : null);
    if (!one) return;
    if (!chat?.post) return giveUp(one, 'unconfigured', one.uncertain);
    const asked = { chat: { ...chat, post: chat.post }, place, thread };
    const checked = one.step === 'post' && one.uncertain ? await look(one, one.uncertain, asked) : null;
    if (checked === 'later') return;
    if (one.expiresAt <= now()) return giveUp(one, 'expired', one.uncertain);
    // Whoever takes the lane over must find nothing under way.
    if (!(await hold())) return putBack(one);
    if (checked === undefined) await doubt(one.key, platform);
    await became(one, await outcome(one, asked), platform);
  };

  /** As it was: nothing was sent. */
  async function putBack(one: Claimed): Promise<void> {
    const { nextAt, attempts, refusals, uncertain } = one;
    await lanes.leave(one, { nextAt, attempts, refusals, uncertain, error: null });
  }

  /** What may stand in the chat already: told so when it does (`later`), null when it does not, undefined when nobody can tell. */
  async function look(one: Claimed, since: Date, { chat, place, thread }: Asked): Promise<'later' | null | undefined> {
    if (!chat.find) return undefined;
    const asking = chat.find(place, one.key, since, thread).catch((error: unknown) => {
      log.warn({ err: error, key: one.key }, 'whether a message had arrived could not be looked up; it is tried again');
      return 'unsaid' as const;
    });
    const found = await within(
      longestCallMs,
      asking.then((message) => ({ message })),
      { message: 'unsaid' as const },
    );
    const { message } = found;
    if (message === null || message === undefined) return message;
    if (typeof message === 'object') {
      await putBack({ ...one, nextAt: new Date(now().getTime() + message.retryAfterMs) });
      observe('retried', chat.name);
      return 'later';
    }
    // Its pictures may not be there.
    const posted: Posted = message === 'unsaid' ? UNKNOWN : { ok: true, message, bare: chartsOf(one.card).length > 0 };
    // It says what was sent then.
    await became({ ...one, rev: one.uncertainRev ?? NONE }, judged(one, posted, since), chat.name);
    return 'later';
  }

  async function outcome(one: Claimed, { chat, place, thread }: Asked): Promise<Outcome> {
    const begunAt = now();
    const call =
      one.step === 'edit' && one.message !== null
        ? (chat.edit?.(place, one.message, one.card, one.language) ?? Promise.resolve<Posted>({ ok: true, message: one.message }))
        : chat.post(place, one.card, one.language, { key: one.key, thread });
    const posted = await within(longestCallMs, call.catch(broken), UNKNOWN);
    return judged(one, posted, begunAt);
  }

  /** Platforms answer rather than throw; one that breaks may have sent. */
  function broken(error: unknown): Posted {
    log.warn({ err: error }, 'a platform broke while it sent');
    return { ok: false, reason: error instanceof Error ? error.message : 'unknown error', unknown: true };
  }

  function judged(one: Claimed, posted: Posted, begunAt: Date): Outcome {
    return outcomeOf(one, posted, { begunAt, at: now(), random: random() });
  }

  async function became(one: Claimed, outcome: Outcome, platform: string): Promise<void> {
    switch (outcome.kind) {
      case 'stands':
        return stands(one, outcome, platform);
      case 'missing':
        log.info({ key: one.key, target: one.target }, 'a message was deleted; it is changed no more');
        await lanes.stands(one, { message: one.message ?? '', rev: one.rev, at: now(), bare: null, error: 'missing' });
        return;
      case 'limited':
        await lanes.limit({ target: one.target, step: one.step, at: now(), until: outcome.left.nextAt });
        await lanes.leave(one, outcome.left);
        return observe('retried', platform);
      case 'later':
        await lanes.leave(one, outcome.left);
        return observe('retried', platform);
      case 'failed':
        return giveUp(one, outcome.reason, null);
    }
  }

  async function stands(one: Claimed, { message, bare }: Outcome & { kind: 'stands' }, platform: string): Promise<void> {
    observe(one.step === 'post' ? 'sent' : 'edited', platform);
    if (await lanes.stands(one, { message, rev: one.rev, at: now(), bare, error: null })) return;
    log.warn({ key: one.key, target: one.target }, 'a message was sent so slowly that somebody else has sent it too, perhaps');
    if (one.step === 'post') await doubt(one.key, platform);
  }

  async function doubt(key: string, platform: string): Promise<void> {
    await lanes.doubt(key);
    observe('doubtful', platform);
  }
}

async function within<T>(ms: number, call: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, ms, otherwise);
  });
  return Promise.race([call, late]).finally(() => clearTimeout(timer));
}
