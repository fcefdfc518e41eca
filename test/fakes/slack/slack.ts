/**
 * A local Slack that bites: it refuses what the real one refuses (block and view limits, 3 s triggers, five uses of a
 * response_url in 30 minutes, files that are not ready, wrong tokens), is slow or broken on demand, and delivers signed
 * commands, presses, submissions and events as people's Slack would.
 */
import { type Json } from './blocks.ts';
import { type Delivered, postman, type Signing } from './deliver.ts';
import { people, type People } from './people.ts';
import { startServer } from './server.ts';
import { type SocketMode, socketMode } from './socket.ts';
import { type Fault, type Message, newState, type State } from './state.ts';

export type { Delivered, Json, Message, Signing };

export interface FakeSlack extends People {
  /** For `SLACK_API_URL`. */
  apiUrl: string;
  token: string;
  secret: string;
  state: State;
  socket: SocketMode;
  /** Tells it where the app listens. */
  serve: (url: string) => void;
  /** What a method (`upload` and `response_url` too) does the next time instead of its work. */
  fail: (method: string, ...faults: Fault[]) => void;
  /** From now on a share of the calls that posts are made of goes wrong, by `random` in [0, 1); a share of 0 ends it. */
  disturb: (share: number, random: () => number) => void;
  /** A person deletes a message. */
  remove: (message: Message) => void;
  /** The messages that a person can see in a conversation, in order. */
  seen: (user: string, channel: string) => Message[];
  /** Waits until `find` finds something; fails with what there was. */
  until: <T>(find: () => T | undefined | false, what: string, ms?: number) => Promise<T>;
  calls: (method: string) => Json[];
  close: () => Promise<void>;
}

export interface FakeOptions {
  /** How long a file takes until a message can show it, ms. */
  fileDelayMs?: number;
  now?: () => number;
}

/** What goes wrong by chance: before the work was done, and after it. */
const FAULTS: readonly Fault[] = [
  { status: 429, retryAfter: 1 },
  { status: 500 },
  { status: 503, delivered: true },
  { hang: true },
  { hang: true, delivered: true },
];

function disturbance(share: number, random: () => number): (method: string) => Fault | undefined {
  return (method) =>
    /^(chat|conversations|files)\./.test(method) && random() < share ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined;
}

/** Starts it on a free port of 127.0.0.1. */
export async function startFakeSlack({ fileDelayMs = 0, now = Date.now }: FakeOptions = {}): Promise<FakeSlack> {
  const [token, secret] = ['xoxb-local', 'local-signing-secret'];
  const state = newState(token, fileDelayMs, now);
  let target = '';
  const { server, base } = await startServer(state, () => base.replace('http', 'ws'));
  const socket = socketMode(server);
  const post = postman(state, secret, () => target, socket);

  async function until<T>(find: () => T | undefined | false, what: string, ms = 5000): Promise<T> {
    const end = Date.now() + ms;
    for (;;) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      if (Date.now() > end)
        throw new Error(
          `Not seen within ${ms} ms: ${what}. Calls: ${state.calls.map(({ method }) => method).join(', ')}. ${state.troubles.join('; ')}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  return {
    ...people(state, post, base),
    apiUrl: `${base}/api/`,
    token,
    secret,
    state,
    socket,
    serve: (url) => {
      target = url;
    },
    fail: (method, ...faults) => state.faults.set(method, [...(state.faults.get(method) ?? []), ...faults]),
    disturb: (share, random) => {
      state.disturbance = share > 0 ? disturbance(share, random) : undefined;
    },
    remove: (message) => {
      state.messages.splice(state.messages.indexOf(message), 1);
      state.deleted.add(`${message.channel}:${message.ts}`);
    },
    seen: (user, channel) => state.messages.filter((one) => one.channel === channel && (one.onlyFor === undefined || one.onlyFor === user)),
    until,
    calls: (method) => state.calls.filter((call) => call.method === method).map(({ args }) => args),
    close: () => {
      socket.close();
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
