/** The operation's parameters: defaults, then what admins have set, for all replicas at once. */
import { randomUUID } from 'node:crypto';
import type { Parameters } from '../../domain/parameters.ts';
import type { Store } from '../connect.ts';

const ID = 'parameters';

export interface ParameterStore {
  read: () => Promise<Parameters>;
  /** Writes the changes and their audit entries (who, when, from, to). Values are checked by the caller. */
  change: (changes: Partial<Parameters>, by: { id: string; platform: string }, at: Date) => Promise<void>;
}

/** One indexed read of one small document a question: always current, on every replica. */
export function parameterStore(store: Store, defaults: Parameters): ParameterStore {
  const read = async (): Promise<Parameters> => ({ ...defaults, ...(await store.settings.findOne({ _id: ID }))?.values });
  return {
    read,
    change: async (changes, by, at) => {
      const before = await read();
      const changed = (Object.keys(changes) as (keyof Parameters)[]).filter((name) => changes[name] !== before[name]);
      if (changed.length === 0) return;
      await store.audit.insertMany(
        changed.map((name) => ({
          _id: randomUUID(),
          at,
          by: by.id,
          platform: by.platform,
          what: `parameter.${name}`,
          from: before[name],
          to: changes[name],
        })),
      );
      const set = Object.fromEntries(changed.map((name) => [`values.${name}`, changes[name]]));
      await store.settings.updateOne({ _id: ID }, { $set: set }, { upsert: true });
    },
  };
}
