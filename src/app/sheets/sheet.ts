/** Rows on their way to a file, and what carries them there: audited, counted, in the zone. */
import { randomUUID } from 'node:crypto';
import { exportCard } from '../cards/export.ts';
import type { Exported, Request } from '../command.ts';
import type { Cell, Services } from '../services.ts';

export interface Sheet {
  /** `history`, `chart`, …: the command it is of. */
  what: string;
  /** What the card calls it. */
  name: string;
  /** What chose the rows, as the card and the audit show it. */
  filters: string;
  /** What the file's name says beside that, such as its dates; empty texts are left out. */
  stem: readonly string[];
  columns: readonly string[];
  /** Rows there will be; null where that is not known. */
  total: number | null;
  /** Contacts are shortened and hidden. */
  masked: boolean;
  /** Made for this file alone: the zone is added to them. */
  batches: () => AsyncIterable<readonly Cell[][]>;
}

/** Each row names the zone that its times, dates and hours are of, so that a file can be read without its name. */
const ZONE = 'time_zone';

/** A sheet as an answer that a platform carries out. */
export async function exportOf(sheet: Sheet, { person, platform }: Request, services: Services): Promise<Exported> {
  const { exports } = services;
  const { timeZone } = await services.parameters();
  const id = randomUUID();
  const { what, name, filters, masked, total } = sheet;
  const fileName = `${['vigia', what, ...sheet.stem]
    .filter(Boolean)
    .join('-')
    .replaceAll(/[^\w.-]/g, '')}.csv`;
  const options = { columns: [...sheet.columns, ZONE], language: person.language, timeZone };

  async function* bytes(signal: AbortSignal, progress: (rows: number) => void): AsyncGenerator<Uint8Array> {
    await exports.begin({ id, by: person.id, platform, what, filters, fileName, masked });
    let rows = 0;
    let outcome: 'done' | 'cancelled' | 'failed' = 'cancelled';
    async function* counted(): AsyncGenerator<readonly (readonly Cell[])[]> {
      for await (const batch of sheet.batches()) {
        for (const row of batch) row.push(timeZone);
        yield batch;
        rows += batch.length;
        progress(rows);
      }
    }
    try {
      yield* exports.write(counted(), options, signal);
      outcome = 'done';
    } catch (error) {
      if (!signal.aborted) outcome = 'failed';
      throw error;
    } finally {
      await exports.end(id, { outcome, rows });
    }
  }

  return {
    kind: 'export',
    export: { id, fileName, total, bytes, card: (state) => exportCard({ id, name, filters, fileName, total }, state, services) },
  };
}
