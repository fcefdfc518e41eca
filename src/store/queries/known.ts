/** Agents and departments that the helpdesk is known to have, and what people of the chats are called. */
import type { Store } from '../connect.ts';

export interface KnownRow {
  id: string;
  name?: string | undefined;
  /** False: no longer there, the helpdesk says. */
  active: boolean;
  email?: string | undefined;
}

/** What a helpdesk's API says there is. */
export interface Listing {
  agents: { id: string; name?: string | undefined; email?: string | undefined }[];
  departments: { id: string; name?: string | undefined }[];
}

export interface KnownQueries {
  agents: () => Promise<KnownRow[]>;
  departments: () => Promise<KnownRow[]>;
  /** Adds those of whom no event has told yet; what events say of the others stays. */
  learn: (listing: Listing, at: Date) => Promise<void>;
}

const BATCH = 1_000;

export function knownQueries(store: Store): KnownQueries {
  const byName = (rows: KnownRow[]): KnownRow[] => rows.sort((a, b) => (a.name ?? a.id).localeCompare(b.name ?? b.id));
  return {
    agents: async () => {
      const found = await store.agents.find({}, { projection: { name: 1, active: 1, email: 1 }, batchSize: BATCH }).toArray();
      return byName(found.map(({ _id: id, name, active, email }) => ({ id, name, email, active: active !== false })));
    },
    departments: async () => {
      const found = await store.departments.find({}, { projection: { name: 1, active: 1 }, batchSize: BATCH }).toArray();
      return byName(found.map(({ _id: id, name, active }) => ({ id, name, active: active !== false })));
    },
    learn: async ({ agents, departments }, at) => {
      const added = ({
        id,
        ...fields
      }: Listing['agents'][number]): { updateOne: { filter: { _id: string }; update: object; upsert: true } } => ({
        updateOne: { filter: { _id: id }, update: { $setOnInsert: { firstSeenAt: at, keys: {}, ...fields } }, upsert: true },
      });
      if (agents.length > 0) await store.agents.bulkWrite(agents.map(added), { ordered: false });
      if (departments.length > 0)
        await store.departments.bulkWrite(
          departments.map(({ id, name }) => added({ id, name })),
          { ordered: false },
        );
    },
  };
}

export interface NameQueries {
  of: (ids: readonly string[]) => Promise<Map<string, string>>;
  remember: (id: string, name: string) => Promise<void>;
}

/** What people of the chats are called: learned when they are configured. */
export function nameQueries(store: Store): NameQueries {
  return {
    of: async (ids) => {
      const found = await store.people.find({ _id: { $in: [...ids] } }, { projection: { name: 1 } }).toArray();
      return new Map(found.flatMap(({ _id, name }) => (name ? [[_id, name] as const] : [])));
    },
    remember: async (id, name) => {
      await store.people.updateOne({ _id: id }, { $set: { name } }, { upsert: true });
    },
  };
}
