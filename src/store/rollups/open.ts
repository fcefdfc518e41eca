/**
 * Hours that still change, their facts kept one by one: an answer or a new sum then reads what has changed since, not all
 * conversations of a busy hour.
 */
import { randomUUID } from 'node:crypto';
import type mongoose from 'mongoose';
import { type Fact, factsOf } from '../../domain/facts.ts';
import type { Store } from '../connect.ts';
import { duplicatePositions } from '../derive.ts';
import type { OpenHourDoc, StaleDoc } from '../models/models.ts';
import { HOUR_MS } from './names.ts';
import { eachFact, FACT_PROJECTION, factSource } from './raw.ts';

/** Hours that ended longer ago change seldom, and are read from the conversations then. */
const OPEN_MS = 3 * HOUR_MS;
/** In UTF-16 units; a document holds 16 MiB. */
const LONGEST = 5_000_000;

type Row = [id: string, at: number, channel: Fact['channel'], department: string, agent: string, Fact['counts'], Fact['durations']];

/** By stale UTC hour (since 1970) the conversations that may have changed in it; null where that is not known. */
export type Changes = ReadonlyMap<number, ReadonlySet<string> | null>;

/** Visits facts in UTC hours, in no order, each with its conversation's id. */
export type FactSourceOfHours = (hours: readonly number[], visit: (fact: Fact, id: string) => void) => Promise<void>;

interface Terms {
  generation: string;
  serviceLevelMs: number;
}

export function changesOf(marks: readonly Pick<StaleDoc, 'hours' | 'conversations'>[]): Changes {
  const changes = new Map<number, Set<string> | null>();
  for (const { hours = [], conversations } of marks) {
    for (const hour of hours) {
      const known = changes.get(hour);
      if (!conversations || known === null) changes.set(hour, null);
      else if (known) for (const id of conversations) known.add(id);
      else changes.set(hour, new Set(conversations));
    }
  }
  return changes;
}

function hourOf(fact: Fact): number {
  return Math.floor(fact.at.getTime() / HOUR_MS);
}

/** Facts as they are now: what is kept of open hours with what has changed since, everything else from the conversations. */
export function currentFacts(store: Store, changes: Changes, terms: Terms): FactSourceOfHours {
  return async (hours, visit) => {
    const known = hours.filter((hour) => changes.get(hour) !== null);
    const kept = known.length > 0 ? await store.openHours.find({ _id: { $in: known }, generation: terms.generation }).toArray() : [];
    const changed = new Set<string>();
    for (const { _id: hour, facts } of kept) {
      const left = changes.get(hour);
      for (const id of left ?? []) changed.add(id);
      for (const [id, at, channel, department, agent, counts, durations] of JSON.parse(facts) as Row[]) {
        if (!left?.has(id)) visit({ at: new Date(at), channel, department, agent, counts, durations }, id);
      }
    }
    const isChanged = (fact: Fact, id: string): boolean => changes.get(hourOf(fact))?.has(id) === true;
    const answered = new Set(kept.map(({ _id }) => _id));
    if (changed.size > 0) {
      const found = store.conversations.find({ _id: { $in: [...changed] } }, { projection: FACT_PROJECTION, batchSize: 2_000 });
      for await (const one of found) {
        for (const fact of factsOf(factSource(one), terms.serviceLevelMs))
          if (answered.has(hourOf(fact)) && isChanged(fact, one._id)) visit(fact, one._id);
      }
    }
    const others = hours.filter((hour) => !answered.has(hour));
    await eachFact(store, others, terms.serviceLevelMs, visit);
  };
}

export interface OpenHours {
  facts: FactSourceOfHours;
  /** Keeps the facts that were visited. False where somebody else has meanwhile. */
  keep: () => Promise<boolean>;
}

/**
 * The facts of hours that are about to be summed, and how to keep them for the next time. What is no longer open is forgotten
 * before it is summed, so that nothing outdated can be read once its marks are gone.
 */
export async function openHours(store: Store, hours: readonly number[], now: Date, changes: Changes, terms: Terms): Promise<OpenHours> {
  const rows = new Map(hours.filter((hour) => (hour + 1) * HOUR_MS > now.getTime() - OPEN_MS).map((hour): [number, Row[]] => [hour, []]));
  await store.openHours.deleteMany({ _id: { $in: hours.filter((hour) => !rows.has(hour)) } });
  const known = await store.openHours.find({ _id: { $in: [...rows.keys()] } }, { projection: { rev: 1 } }).toArray();
  const revs = new Map(known.map(({ _id, rev }) => [_id, rev]));
  const read = currentFacts(store, changes, terms);
  return {
    facts: async (wanted, visit) => {
      for (const hour of wanted) rows.get(hour)?.splice(0);
      await read(wanted, (fact, id) => {
        const { at, channel, department, agent, counts, durations } = fact;
        rows.get(hourOf(fact))?.push([id, at.getTime(), channel, department, agent, counts, durations]);
        visit(fact, id);
      });
    },
    keep: () => keepRows(store, rows, revs, terms.generation),
  };
}

async function keepRows(
  store: Store,
  rows: ReadonlyMap<number, Row[]>,
  revs: ReadonlyMap<number, string>,
  generation: string,
): Promise<boolean> {
  const rev = randomUUID();
  const writes = [...rows].map(([hour, kept]): mongoose.mongo.AnyBulkWriteOperation<OpenHourDoc> => {
    const facts = JSON.stringify(kept);
    const before = revs.get(hour);
    const document = {
      _id: hour,
      rev,
      generation: facts.length > LONGEST ? 'too long' : generation,
      facts: facts.length > LONGEST ? '' : facts,
    };
    return before ? { replaceOne: { filter: { _id: hour, rev: before }, replacement: document } } : { insertOne: { document } };
  });
  if (writes.length === 0) return true;
  return store.openHours.bulkWrite(writes, { ordered: false }).then(
    ({ insertedCount, matchedCount }) => insertedCount + matchedCount === writes.length,
    (error: unknown) => {
      if (duplicatePositions(error)) return false;
      throw error;
    },
  );
}

/** Forgets the hours that are no longer open. */
export async function closeOpenHours(store: Store, now: Date): Promise<void> {
  await store.openHours.deleteMany({ _id: { $lt: Math.floor((now.getTime() - OPEN_MS) / HOUR_MS) } });
}
