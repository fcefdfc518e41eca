/**
 * The configuration in one document: a change replaces it whole, conditional on its revision, and carries its audit entries with it, so
 * that neither can be without the other, whatever crashes. docs/decisions/2026-11-23-configuration.md
 */
import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { type Change, type Configuration, differences, EMPTY, parametersOf, same } from '../../domain/configuration.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Store } from '../connect.ts';
import type { AuditDoc } from '../models/models.ts';

export const CONFIGURATION = 'configuration';
const DUPLICATE_KEY = 11_000;
/** So many admins at the very same moment would be a flood. */
const ATTEMPTS = 50;

/** Who changes something, from where. */
export interface Author {
  id: string;
  platform: string;
}

/** What a change makes of the configuration, or why it cannot be made; asked again when somebody else was faster. */
export type Apply<Refusal> = (current: Configuration) => { next: Configuration } | { refused: Refusal };

export interface ConfigurationStore {
  /** As it holds now, on every replica. */
  read: () => Promise<Configuration>;
  parameters: () => Promise<Parameters>;
  /** Makes a change with its audit entries. What was refused changes nothing. */
  change: <Refusal>(apply: Apply<Refusal>, by: Author, at: Date) => Promise<{ changes: Change[] } | { refused: Refusal }>;
  /** Moves audit entries that a crash left beside the configuration to the audit. */
  settle: () => Promise<void>;
  /** Takes over what an earlier version kept elsewhere. */
  upgrade: () => Promise<void>;
}

/** @param defaults the parameters that hold where none were set */
export function configurationStore(store: Store, defaults: Parameters): ConfigurationStore {
  let known: { rev: string; value: Configuration } | undefined;

  /** A look at the revision, and the whole only where that is another: always current, and mostly a few bytes. */
  async function current(): Promise<{ rev: string | null; value: Configuration }> {
    const head = await store.configurations.findOne({ _id: CONFIGURATION }, { projection: { rev: 1 } });
    if (!head) return { rev: null, value: EMPTY };
    if (known?.rev === head.rev) return known;
    const found = await store.configurations.findOne({ _id: CONFIGURATION }, { projection: { rev: 1, value: 1 } });
    if (!found) return { rev: null, value: EMPTY };
    known = { rev: found.rev, value: { ...EMPTY, ...found.value } };
    return known;
  }

  /** False when somebody else has changed it since `rev`. */
  async function write(rev: string | null, value: Configuration, entries: AuditDoc[]): Promise<boolean> {
    const next = { rev: randomUUID(), value };
    if (rev !== null) {
      const log = { $concatArrays: [{ $ifNull: ['$log', []] }, { $literal: entries }] };
      const written = await store.configurations.updateOne({ _id: CONFIGURATION, rev }, [
        { $set: { rev: next.rev, value: { $literal: value }, log } },
      ]);
      return written.modifiedCount === 1;
    }
    try {
      await store.configurations.insertOne({ _id: CONFIGURATION, ...next, log: entries });
      return true;
    } catch (error) {
      if ((error as { code?: number }).code === DUPLICATE_KEY) return false;
      throw error;
    }
  }

  async function settle(): Promise<void> {
    const left = await store.configurations.findOne({ _id: CONFIGURATION, 'log.0': { $exists: true } }, { projection: { log: 1 } });
    const entries = left?.log ?? [];
    if (entries.length === 0) return;
    // The ids are the entries' own: copied twice, an entry is there once.
    await store.audit.bulkWrite(
      entries.map((entry) => ({ updateOne: { filter: { _id: entry._id }, update: { $setOnInsert: entry }, upsert: true } })),
    );
    await store.configurations.updateOne({ _id: CONFIGURATION }, { $pull: { log: { _id: { $in: entries.map(({ _id }) => _id) } } } });
  }

  return {
    read: async () => (await current()).value,
    parameters: async () => parametersOf((await current()).value, defaults),
    change: async (apply, by, at) => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const { rev, value } = await current();
        const result = apply(value);
        if ('refused' in result) return result;
        const changes = differences(value, result.next, defaults);
        // What is set to its default is set all the same, though nothing holds that did not hold before.
        if (same(value, result.next)) return { changes };
        if (await write(rev, result.next, entriesOf(changes, by, at))) {
          await settle();
          return { changes };
        }
      }
      throw new Error(`the configuration was changed by others ${ATTEMPTS} times while one change was made`);
    },
    settle,
    upgrade: async () => {
      if ((await current()).rev !== null) return;
      const [parameters, people] = await Promise.all([
        store.settings.findOne({ _id: 'parameters' }),
        store.people.find({ role: { $exists: true } }).toArray(),
      ]);
      if (!parameters && people.length === 0) return;
      const roles = people.flatMap(({ _id: id, role, language = null }) => (role ? [{ id, role, language }] : []));
      await write(null, { ...EMPTY, parameters: parameters?.values ?? {}, people: roles }, []);
    },
  };
}

/** A change's entries; their ids keep its order where the newest come first. */
function entriesOf(changes: readonly Change[], by: Author, at: Date): AuditDoc[] {
  // These ids grow, so that changes of the same millisecond keep their order.
  const id = new mongoose.mongo.ObjectId().toHexString();
  return changes.map(({ what, from, to }, index) => {
    const place = String(changes.length - index).padStart(6, '0');
    return { _id: `${id}-${place}`, at, by: by.id, platform: by.platform, what, from, to };
  });
}
