/** The outbox in tests: senders as replicas run them, by a clock that runs faster, in front of a local Slack and a local Teams. */
import { randomUUID } from 'node:crypto';
import type { Observed } from '../src/app/outbox/deliver.ts';
import type { Chat } from '../src/app/outbox/lanes.ts';
import { createSender, type Sender, type SenderOptions } from '../src/app/outbox/sender.ts';
import type { Outbox, Post } from '../src/app/watching.ts';
import type { Platform } from '../src/platforms/platform.ts';
import { createSlack } from '../src/platforms/slack/slack.ts';
import { createTeams } from '../src/platforms/teams/teams.ts';
import type { Store } from '../src/store/connect.ts';
import { laneStore } from '../src/store/queries/lanes.ts';
import { leaseStore } from '../src/store/queries/leases.ts';
import { outboxStore } from '../src/store/queries/outbox.ts';
import type { Card } from '../src/view/card.ts';
import { type Message, startFakeSlack, type FakeSlack } from './fakes/slack/slack.ts';
import { stageContext } from './fakes/slack/stage.ts';
import { localConfig } from './fakes/teams/bot.ts';
import { type FakeConnector, startConnector } from './fakes/teams/connector.ts';
import { createDesk } from './fakes/teams/desk.ts';
import { BOT } from './fakes/teams/person.ts';
import { dispatchOf } from './fakes/slack/dispatch.ts';

/** Seconds of waiting pass so much faster. */
const SPEED = 10;
const START = Date.now();
export const now = (): Date => new Date(START + (Date.now() - START) * SPEED);

/** As the sender's own, on that clock. */
const sleep = (ms: number, woken: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms / SPEED);
    woken.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** How long a call may take in reality, ms. */
const TIMEOUT_MS = 800;

export interface Chats {
  slack: FakeSlack;
  teams: FakeConnector;
  platforms: Platform[];
  close: () => Promise<void>;
}

/** Both with channels `C1`, `C2`, …, `19:1@thread.tacv2`, …, and Ana, who administers, in Slack. */
export async function openChats(channels = 6): Promise<Chats> {
  const slack = await startFakeSlack({ now: () => now().getTime() });
  const teams = await startConnector();
  const known = new Map<string, unknown>();
  for (let index = 1; index <= channels; index += 1) {
    slack.state.channels.set(`C${index}`, { name: `desk-${index}`, member: true });
    const id = `19:${index}@thread.tacv2`;
    const conversation = { id, conversationType: 'channel', tenantId: 'tenant' };
    known.set(`teams:${id}`, { serviceUrl: teams.serviceUrl, conversation, bot: BOT, threadId: id });
  }
  slack.join('U0ANA', 'Ana Lima', 'en-US');
  const { apiUrl, token: botToken, secret: signingSecret } = slack;
  const platforms = [
    createSlack({ botToken, signingSecret, apiUrl, timeoutMs: TIMEOUT_MS }, stageContext(dispatchOf([]))),
    createTeams({ ...localConfig(teams), timeoutMs: TIMEOUT_MS }, createDesk(known)),
  ];
  return {
    slack,
    teams,
    platforms,
    close: async () => {
      await slack.close();
      await teams.close();
    },
  };
}

export interface Replica extends Sender {
  outbox: Outbox;
  observed: { what: Observed; platform: string }[];
  logged: { level: string; fields: object; message: string }[];
  /** It is as if the process had been killed: what it has begun changes nothing in the database any more. */
  kill: () => void;
}

/** A sender on a store, started. */
export function startReplica(store: Store, chats: readonly Chat[], part: Partial<SenderOptions> = {}): Replica {
  const observed: Replica['observed'] = [];
  const logged: Replica['logged'] = [];
  const at =
    (level: string) =>
    (fields: object, message: string): void =>
      void logged.push({ level, fields, message });
  let alive = true;
  /** The dead write nothing, and hear nothing. */
  const mortal = <Methods extends object>(methods: Methods): Methods =>
    Object.fromEntries(
      Object.entries(methods).map(([name, method]: [string, (...given: unknown[]) => unknown]) => [
        name,
        (...given: unknown[]) => (alive ? method(...given) : new Promise(() => undefined)),
      ]),
    ) as Methods;
  const outbox = outboxStore(store, now) as Outbox;
  const sender = createSender({
    lanes: mortal((part.lanes ?? laneStore(store)) as SenderOptions['lanes']),
    leases: mortal(leaseStore(store)),
    chats: () => chats,
    plan: outbox.plan,
    admins: async () => [{ id: 'slack:U0ANA', language: 'en' }],
    nameOf: async (target) => target,
    owner: randomUUID(),
    now,
    sleep,
    random: () => 0,
    // Who has died is not waited for as long as in earnest.
    timings: { leaseMs: 20_000, longestCallMs: 10_000 },
    log: { info: at('info'), warn: at('warn'), error: at('error') },
    observe: (what, platform) => void observed.push({ what, platform }),
    ...Object.fromEntries(Object.entries(part).filter(([name]) => name !== 'lanes')),
  });
  sender.start();
  return {
    ...sender,
    outbox,
    observed,
    logged,
    kill: () => {
      alive = false;
    },
  };
}

/** A message that says something to a channel. */
export function post(key: string, target: string, more: Partial<Post> = {}): Post {
  return { key, kind: 'alert', target, card: words(key), language: 'en', ...more };
}

export function words(text: string): Card {
  return { title: text, blocks: [{ kind: 'text', text: `It says ${text}.` }] };
}

/** What a channel of Slack shows, by the messages' titles, oldest first. */
export function titlesIn(slack: FakeSlack, channel: string): string[] {
  return slack.state.messages.filter((one) => one.channel === channel).map(titleOf);
}

export function titleOf({ text }: Message): string {
  return text.split(':')[0] ?? '';
}

/** The same chances for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
