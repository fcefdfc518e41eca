/** Delivery put together: the outbox in which posts are planned, and the sender that is woken by what is planned in this process. */
import { randomUUID } from 'node:crypto';
import { shortId } from './app/called.ts';
import type { Chat } from './app/outbox/lanes.ts';
import { createSender, type Sender, type SenderOptions } from './app/outbox/sender.ts';
import type { Configuration } from './domain/configuration.ts';
import type { Language, Parameters } from './domain/parameters.ts';
import { partsOf } from './domain/targets.ts';
import type { Store } from './store/connect.ts';
import type { NameQueries } from './store/queries/known.ts';
import { laneStore } from './store/queries/lanes.ts';
import { leaseStore } from './store/queries/leases.ts';
import { outboxStore, type OutboxStore } from './store/queries/outbox.ts';

export interface DeliveryOptions
  extends Partial<Pick<SenderOptions, 'observe' | 'random' | 'timings' | 'sleep'>>,
    Pick<SenderOptions, 'log'> {
  store: Store;
  /** The connected chat platforms, also later. */
  platforms: () => readonly Chat[];
  settings: () => Promise<Configuration>;
  parameters: () => Promise<Parameters>;
  names: Pick<NameQueries, 'of'>;
  firstAdmins: readonly string[];
  /** What sending goes by: it waits in real time. */
  now: () => Date;
}

export interface Delivery {
  outbox: OutboxStore;
  sender: Sender;
}

export function createDelivery(options: DeliveryOptions): Delivery {
  const { store, platforms, settings, parameters, names, firstAdmins, now, log, timings, sleep } = options;
  const planned = outboxStore(store, now);

  /** Administrators whom a message can reach, each in their language. */
  async function admins(): Promise<{ id: string; language: Language }[]> {
    const [{ people }, { language }] = await Promise.all([settings(), parameters()]);
    const able = platforms().flatMap(({ name, post }) => (post ? [name] : []));
    const ids = new Set([...firstAdmins, ...people.filter(({ role }) => role === 'admin').map(({ id }) => id)]);
    return [...ids]
      .filter((id) => able.includes(partsOf(id).platform))
      .map((id) => ({ id, language: people.find((one) => one.id === id)?.language ?? language }));
  }

  const sender = createSender({
    lanes: laneStore(store) as SenderOptions['lanes'],
    leases: leaseStore(store),
    chats: platforms,
    plan: (posts, at) => planned.plan(posts, at),
    admins,
    nameOf: async (target) => (await names.of([target])).get(target) ?? shortId(target),
    owner: randomUUID(),
    now,
    random: options.random ?? Math.random,
    log,
    observe: options.observe ?? (() => undefined),
    timings,
    sleep,
  });

  /** What is planned here is sent at once. */
  const waking =
    <Arguments extends unknown[], Result>(write: (...args: Arguments) => Promise<Result>) =>
    async (...args: Arguments): Promise<Result> => {
      const result = await write(...args);
      sender.wake();
      return result;
    };
  const { plan, edit, again } = planned;
  return { outbox: { ...planned, plan: waking(plan), edit: waking(edit), again: waking(again) }, sender };
}
