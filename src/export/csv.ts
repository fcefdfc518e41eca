/** Rows to CSV: batches go through one @json2csv transform, so that memory stays flat and a row costs no stream of its own. */
import { Readable } from 'node:stream';
import { Transform } from '@json2csv/node';
import type { Language } from '../domain/parameters.ts';
import { DIALECTS, EOL, numberField, textField } from './cells.ts';
import { isoTimes } from './times.ts';

/** A date is written in the zone; null and undefined leave the field empty. */
export type Cell = string | number | Date | null | undefined;
export type Row = readonly Cell[];

export interface CsvOptions {
  /** Names of the columns: the first line, and how many fields each row has. */
  columns: readonly string[];
  language: Language;
  /** The zone that times are written in. */
  timeZone: string;
}

const EMPTY = (): string => '';

/** The types of @json2csv know formatters by an enum of its own; these are their names. */
function formatters(language: Language, timeZone: string) {
  const time = isoTimes(timeZone);
  return {
    string: textField,
    header: textField,
    number: numberField(DIALECTS[language].decimal),
    object: (value: object | null) => (value instanceof Date && !Number.isNaN(value.getTime()) ? time(value) : ''),
    undefined: EMPTY,
  };
}

/**
 * A file of rows, as bytes: header first, RFC 4180, in the dialect of the language (docs/csv.md).
 * Reads a batch only when the one before has been taken; closing the iterator or an abort closes the source.
 * @param batches rows in batches of some hundreds to thousands
 */
export async function* csvBytes(
  batches: AsyncIterable<readonly Row[]>,
  { columns, language, timeZone }: CsvOptions,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { delimiter, bom } = DIALECTS[language];
  const transform = new Transform<readonly Row[], Row>(
    {
      fields: columns.map((label, index) => ({ label, value: (row: Row) => row[index] })),
      // A chunk is a batch: it becomes its rows here, and their lines leave as one chunk.
      transforms: [(batch: readonly Row[]) => batch as Row[]],
      formatters: formatters(language, timeZone),
      includeEmptyRows: true,
      delimiter,
      eol: EOL,
      withBOM: bom,
    },
    {},
    { objectMode: true, highWaterMark: 1 },
  );
  const source = Readable.from(batches, { highWaterMark: 1 });
  source.once('error', (error) => transform.destroy(error));
  const stop = (): void => void source.destroy(asError(signal.reason));
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    for await (const text of source.pipe(transform)) yield Buffer.from(text as string);
    yield Buffer.from(EOL);
  } finally {
    signal.removeEventListener('abort', stop);
    transform.destroy();
    await closed(source);
  }
}

/** Whoever reads the database must have let go of it before the export counts as over. */
function closed(source: Readable): Promise<void> {
  return new Promise((resolve) => {
    source.destroy();
    if (source.closed) resolve();
    else source.once('close', resolve);
  });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('the export was stopped', { cause: reason });
}
