/** Records of incidents: what a board told of each, the newest description of it. */
import type { Incident, IncidentQuestion } from '../../domain/alert-state.ts';
import type { Store } from '../connect.ts';
import type { IncidentDoc } from '../models/models.ts';

const DUPLICATE_KEY = 11_000;

/** As `IncidentStore` of app/watching.ts. */
export interface Incidents {
  keep: (incident: Incident, rev: number) => Promise<void>;
  find: (question: IncidentQuestion) => Promise<Incident[]>;
  byId: (ids: readonly string[]) => Promise<Incident[]>;
  inMessage: (key: string) => Promise<Incident[]>;
  /** Removes those that ended before; returns how many. */
  sweep: (before: Date) => Promise<number>;
}

function incidentOf({ _id: id, rev: _rev, ...incident }: IncidentDoc): Incident {
  return { id, ...incident };
}

export function incidentStore(store: Store): Incidents {
  return {
    keep: async ({ id, ...incident }, rev) => {
      try {
        // A newer description that came before stays; without one, the upsert meets it and is refused.
        await store.incidents.replaceOne({ _id: id, rev: { $lte: rev } }, { ...incident, rev }, { upsert: true });
      } catch (error) {
        if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
      }
    },
    find: async ({ rule, open, during, limit, offset = 0 }) => {
      const filter = {
        ...(rule !== undefined && { rule }),
        ...(open && { endedAt: null }),
        ...(during && { startedAt: { $lt: during.to }, $or: [{ endedAt: null }, { endedAt: { $gte: during.from } }] }),
      };
      const found = await store.incidents.find(filter).sort({ startedAt: -1, _id: -1 }).skip(offset).limit(limit).toArray();
      return found.map(incidentOf);
    },
    byId: async (ids) => (await store.incidents.find({ _id: { $in: [...ids] } }).toArray()).map(incidentOf),
    inMessage: async (key) => {
      const found = await store.incidents.find({ 'messages.key': key }).sort({ startedAt: 1, _id: 1 }).toArray();
      return found.map(incidentOf);
    },
    sweep: async (before) => (await store.incidents.deleteMany({ endedAt: { $ne: null, $lt: before } })).deletedCount,
  };
}
