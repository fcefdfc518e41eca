/**
 * Facts of hours that rest, remembered from one evaluation to the next: rules look at the edges of the same hours, of earlier weeks above
 * all, sixty times an hour. What is remembered of an hour is good as long as its rollup is the one that it was read beside: whatever
 * changes in an hour marks it stale before it is written, and the mark goes only when the rollup has been replaced.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Fact } from '../../domain/facts.ts';
import { hourUnit } from '../../domain/periods.ts';
import type { Store } from '../connect.ts';
import type { Coverage } from '../rollups/coverage.ts';
import { HOUR_MS, unitId, unitsIn } from '../rollups/names.ts';
import { currentFacts, type FactSourceOfHours } from '../rollups/open.ts';
import type { Moved } from '../rollups/read.ts';

/** Some 40 MB. */
const MOST_FACTS = 150_000;

type Told = [fact: Fact, id: string];

interface Remembered {
  /** The revisions that it is good for. */
  revs: string;
  facts: Told[];
}

/** As `factsThen` of rollups/read.ts, with a memory. */
export type Remembering = (coverage: Coverage, moved: Moved, terms: { serviceLevelMs: number; timeZone: string }) => FactSourceOfHours;

/** @param most facts that are remembered at the most */
export function rememberingFacts(store: Store, most: number = MOST_FACTS): Remembering {
  const hoursKnown = new Map<number, Remembered>();
  let held = 0;

  function forget(hour: number): void {
    held -= hoursKnown.get(hour)?.facts.length ?? 0;
    hoursKnown.delete(hour);
  }

  /** Where there is no room, hours go that nobody has asked for this time; else this one is not remembered. */
  function remember(hour: number, one: Remembered, asked: ReadonlyMap<number, unknown>): void {
    forget(hour);
    for (const other of hoursKnown.keys()) {
      if (held + one.facts.length <= most) break;
      if (!asked.has(other)) forget(other);
    }
    if (held + one.facts.length > most) return;
    hoursKnown.set(hour, one);
    held += one.facts.length;
  }

  return (coverage, moved, { serviceLevelMs, timeZone }) => {
    const now = currentFacts(store, coverage.changes, { ...coverage, serviceLevelMs });
    const then = new Set(moved.ids);
    return async (hours, visit) => {
      const revs = await restingRevs(store, hours, coverage, hourUnit(timeZone));
      const good = hours.flatMap((hour): [number, Told[]][] => {
        const known = hoursKnown.get(hour);
        return known && known.revs === revs.get(hour) ? [[hour, known.facts]] : [];
      });
      const told = new Map(good);
      const unread = hours.filter((hour) => !told.has(hour));
      for (const hour of unread) told.set(hour, []);
      if (unread.length > 0) await now(unread, (fact, id) => told.get(Math.floor(fact.at.getTime() / HOUR_MS))?.push([fact, id]));
      for (const [hour, facts] of told) {
        const rev = revs.get(hour);
        if (rev !== undefined) remember(hour, { revs: rev, facts }, told);
        for (const [fact, id] of facts) if (!then.has(id)) visit(fact, id);
        // Somebody else may have the event loop.
        await breathe();
      }
      for (const { fact, id } of moved.facts) visit(fact, id);
    };
  };
}

/** The revisions of the hours that are rolled up and not stale; what comes later than these is read beside them. */
async function restingRevs(store: Store, hours: readonly number[], coverage: Coverage, unitMs: number): Promise<Map<number, string>> {
  const resting = hours.filter((hour) => hour * HOUR_MS >= coverage.hours && !coverage.changes.has(hour));
  const idsOf = (hour: number): string[] => unitsIn(hour * HOUR_MS, (hour + 1) * HOUR_MS, unitMs).map(({ from }) => unitId(from, 'people'));
  const filter = { _id: { $in: resting.flatMap(idsOf) }, generation: coverage.generation };
  const found = await store.rollups.find(filter, { projection: { rev: 1 }, batchSize: 1_000 }).toArray();
  const revs = new Map(found.map(({ _id, rev }) => [_id, rev]));
  return new Map(
    resting.flatMap((hour): [number, string][] => {
      const known = idsOf(hour).map((id) => revs.get(id));
      return known.every((rev) => rev !== undefined) ? [[hour, `${coverage.generation} ${known.join()}`]] : [];
    }),
  );
}
