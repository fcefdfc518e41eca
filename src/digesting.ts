/** Digests put together: what is due, in each target's language, as of its minute. */
import { digestCard } from './app/digests/card.ts';
import { lastSent, type Planning, planDigests, sendNow } from './app/digests/plan.ts';
import { withFoot } from './app/foot.ts';
import type { Audit, AuditEntry, Digests, Outbox, Services } from './app/services.ts';
import { type Configuration, same } from './domain/configuration.ts';
import type { Digest } from './domain/digest.ts';
import type { Language, Parameters } from './domain/parameters.ts';
import { patient } from './patient.ts';
import type { Store } from './store/connect.ts';
import { progressStore } from './store/queries/job-runs.ts';

export interface DigestingOptions {
  store: Store;
  outbox: Outbox;
  audit: Pick<Audit, 'entries'>;
  settings: () => Promise<Configuration>;
  parameters: () => Promise<Parameters>;
  /** Bound to a language. */
  services: (language: Language) => Services;
  /** The data is the demo's, and every message says so. */
  simulated: boolean;
  log: Planning['log'];
}

export interface Digesting {
  digests: Digests;
  /** Plans what has become due up to a planned minute; how many messages. */
  plan: (at: Date) => Promise<number>;
}

/** Changes of a digest that are looked back at: what is due is minutes old. */
const LOOKED_BACK = 20;

export function createDigesting({ store, outbox, audit, settings, parameters, services, simulated, log }: DigestingOptions): Digesting {
  const planning: Planning = {
    digests: async () => (await settings()).digests,
    parameters,
    since: async ({ id }) => {
      const entries = await audit.entries({ subject: `digest.${id}`, limit: LOOKED_BACK });
      return entries.find(timesChanged)?.at ?? null;
    },
    progress: progressStore(store),
    outbox,
    language: async (target, { language }) => {
      const [{ people }, { language: usual }] = await Promise.all([settings(), parameters()]);
      return people.find(({ id }) => id === target)?.language ?? language ?? usual;
    },
    card: async (digest, moment, language) => {
      const words = services(language);
      const { timeZone } = await parameters();
      return withFoot(await digestCard(digest, moment, language, words), words, { at: moment.at, timeZone, simulated });
    },
    log,
  };
  return {
    digests: {
      send: patient((digest: Digest, at: Date, once: string) => sendNow(digest, at, once, planning)),
      last: patient((digest: Digest, at: Date) => lastSent(digest, at, planning)),
    },
    plan: (at) => planDigests(at, planning),
  };
}

/** Whether a change made a digest due at other times: it was added or activated, or its times became others. */
function timesChanged({ from, to }: AuditEntry): boolean {
  const times = (item: unknown): unknown => {
    const { active, schedule, timeZone, businessDays } = (item ?? {}) as Partial<Digest>;
    return [active, schedule, timeZone, businessDays];
  };
  return !same(times(from), times(to));
}
