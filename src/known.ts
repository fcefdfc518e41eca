/** The helpdesks from the inside: whom and what they have (from events, and from an API where there is one), and the way to contacts. */
import type { Helpdesk, Known, KnownAgent } from './app/services.ts';
import type { Connector } from './helpdesk/connector.ts';
import type { KnownQueries, Listing } from './store/queries/known.ts';

/** How long an answer of the API is good for, and how long people wait for one, ms. */
const FRESH_MS = 5 * 60_000;
const PATIENCE_MS = 1_500;

export interface KnownOptions {
  queries: KnownQueries;
  /** The APIs of the connected helpdesks. */
  directories: readonly (() => Promise<Listing>)[];
  now: () => Date;
  log: { warn: (fields: object, message: string) => void };
}

export function createKnown({ queries, directories, now, log }: KnownOptions): Known {
  let asked: { at: number; work: Promise<void> } | undefined;

  async function learn(): Promise<void> {
    await Promise.all(
      directories.map(async (directory) => {
        try {
          await queries.learn(await directory(), now());
        } catch (error) {
          log.warn({ err: error }, 'the helpdesk did not say whom it has; those known from events are shown');
        }
      }),
    );
  }

  /** Waits for the API a little; a slow one is known the next time. */
  async function fresh(): Promise<void> {
    if (directories.length === 0) return;
    if (!asked || now().getTime() - asked.at > FRESH_MS) asked = { at: now().getTime(), work: learn() };
    const { work } = asked;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([work, patience]).finally(() => clearTimeout(timer));
  }

  return {
    agents: async (): Promise<KnownAgent[]> => {
      await fresh();
      return queries.agents();
    },
    departments: async () => {
      await fresh();
      return queries.departments();
    },
  };
}

/** The way to a conversation's contact, through the helpdesk that it came from. */
export function helpdeskOf(connectors: readonly Pick<Connector, 'name' | 'owns' | 'api'>[]): Helpdesk {
  const ownerOf = (conversation: string): Pick<Connector, 'name' | 'api'> | undefined => connectors.find(({ owns }) => owns(conversation));
  const apiOf = (conversation: string): Connector['api'] => ownerOf(conversation)?.api;
  return {
    name: (conversation) => ownerOf(conversation)?.name ?? null,
    sends: (conversation) => apiOf(conversation) !== undefined,
    send: async (conversation, text) => {
      const api = apiOf(conversation);
      return api ? api.send(conversation, text) : { ok: false, reason: 'none' };
    },
  };
}
