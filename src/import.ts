/** Reads a file of events, one JSON object a line, with flat memory. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { HelpdeskEvent } from './domain/events.ts';
import { parseEvent } from './helpdesk/generic/event.ts';

const BATCH = 2_000;
/** Rejected lines that are told one by one; the rest is counted. */
const TOLD = 50;
const PROGRESS_MS = 500;

interface Sums {
  accepted: number;
  duplicates: number;
  rejected: number;
  /** The first rejected lines, for the report. */
  told: string[];
}

function parseLine(text: string): ReturnType<typeof parseEvent> {
  try {
    return parseEvent(JSON.parse(text));
  } catch {
    return { reason: 'not JSON' };
  }
}

/**
 * Imports a file; repeated events are counted, wrong lines reported by number and passed over.
 * @param progress gets the progress line, rewritten in place
 * @returns the closing report
 */
export async function importFile(
  file: string,
  record: (events: readonly HelpdeskEvent[]) => Promise<boolean[]>,
  progress: (text: string) => void,
): Promise<string> {
  const sums: Sums = { accepted: 0, duplicates: 0, rejected: 0, told: [] };
  const began = Date.now();
  let told = began;
  let line = 0;
  let batch: HelpdeskEvent[] = [];
  const flush = async (): Promise<void> => {
    const fresh = await record(batch);
    const accepted = fresh.filter(Boolean).length;
    sums.accepted += accepted;
    sums.duplicates += fresh.length - accepted;
    batch = [];
    if (Date.now() - told > PROGRESS_MS) {
      told = Date.now();
      progress(
        `\r${line} lines, ${sums.accepted} accepted, ${Math.round((sums.accepted + sums.duplicates) / ((told - began) / 1000))} events/s `,
      );
    }
  };
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    const { event, reason } = parseLine(text);
    if (event) batch.push(event);
    else if (sums.told.length < TOLD) sums.told.push(`line ${line}: ${reason}`);
    if (!event) sums.rejected += 1;
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  progress('\n');
  return report(sums, (Date.now() - began) / 1000);
}

function report({ accepted, duplicates, rejected, told }: Sums, seconds: number): string {
  const rate = Math.round((accepted + duplicates) / Math.max(seconds, 0.001));
  const more = rejected > told.length ? [`… and ${rejected - told.length} more lines`] : [];
  return [
    `accepted ${accepted}, duplicates ${duplicates}, rejected ${rejected} in ${seconds.toFixed(1)} s (${rate} events/s)`,
    ...told,
    ...more,
  ].join('\n');
}
