/** The audit of exports: who took what out, when, by which words, and how many rows it became. */
import type { Store } from '../connect.ts';

export interface ExportEntry {
  id: string;
  by: string;
  platform: string;
  /** `history`, `chart`, … */
  what: string;
  /** The words that chose the rows. */
  filters: string;
  fileName: string;
  /** Whether contacts' names were shortened and their numbers hidden. */
  masked: boolean;
}

export interface ExportAudit {
  /** Noted before the first row leaves: a crash must not hide that it did. */
  begin: (entry: ExportEntry) => Promise<void>;
  end: (id: string, end: { outcome: 'done' | 'cancelled' | 'failed'; rows: number }) => Promise<void>;
}

export function exportAudit(store: Store, now: () => Date): ExportAudit {
  return {
    begin: async ({ id, by, platform, what, filters, fileName, masked }) => {
      const to = { filters, fileName, masked };
      await store.audit.insertOne({ _id: id, at: now(), by, platform, what: `export.${what}`, from: null, to });
    },
    end: async (id, { outcome, rows }) => {
      const begun = await store.audit.findOne({ _id: id });
      if (!begun) throw new Error(`the export ${id} was not audited when it began`);
      const { by, platform, what, to } = begun;
      const end = { ...(to as object), outcome, rows };
      const entry = { _id: `${id}.end`, at: now(), by, platform, what: `${what}.${outcome}`, from: null, to: end };
      await store.audit.updateOne({ _id: entry._id }, { $setOnInsert: entry }, { upsert: true });
    },
  };
}
