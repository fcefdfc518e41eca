/** An export in a terminal: the file to the standard output, everything else beside it. */
import { randomUUID } from 'node:crypto';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Export, ExportState } from '../../app/command.ts';
import { plain } from '../../view/card.ts';

export interface ExportTarget {
  /** Gets the file's bytes and nothing else. */
  out: Writable;
  /** Gets a line of progress, at most every 2 s, and how it ended. */
  say: (line: string) => void;
  /** Logs an error under the reference that the person is told. */
  fail: (error: unknown, reference: string) => void;
  /** Ctrl+C. */
  signal: AbortSignal;
}

const SAY_MS = 2_000;

/** The message of a state as one line. */
function lineOf(one: Export, state: ExportState): string {
  const texts = one.card(state).blocks.flatMap((block) => (block.kind === 'text' ? [plain(block.text)] : []));
  return texts.join(' ').replaceAll('\n', ' ');
}

/** Where the reader (`| head`) has closed the pipe, it has what it wanted. */
function isClosedPipe(error: unknown): boolean {
  return (error as { code?: string } | undefined)?.code === 'EPIPE';
}

function closed(source: Readable): Promise<void> {
  return new Promise((resolve) => {
    if (source.closed) resolve();
    else source.once('close', resolve);
  });
}

/** Streams the file; whatever becomes of it is said. Only a `done` one is whole. */
export async function streamExport(one: Export, { out, say, fail, signal }: ExportTarget): Promise<'done' | 'cancelled' | 'failed'> {
  let rows = 0;
  let size = 0;
  let saidAt = performance.now();
  const told = (count: number): void => {
    rows = count;
    if (performance.now() - saidAt < SAY_MS) return;
    saidAt = performance.now();
    say(lineOf(one, { phase: 'running', rows }));
  };
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of one.bytes(signal, told)) {
      size += chunk.length;
      yield chunk;
    }
  }
  const source = Readable.from(counted(), { highWaterMark: 1 });
  // What it ends with reaches us through the pipeline; a late repetition has nobody else to go to.
  source.on('error', () => undefined);
  const broken = new AbortController();
  // Of a stream that it may not end, pipeline does not tell the errors.
  out.on('error', (error) => broken.abort(error));
  try {
    // The signals end it also while nobody reads on the other side.
    await pipeline(source, out, { end: false, signal: AbortSignal.any([signal, broken.signal]) });
  } catch (error) {
    // The database may be closed only after the cursor.
    await closed(source);
    if (signal.aborted || isClosedPipe(broken.signal.reason)) {
      say(lineOf(one, { phase: 'cancelled', rows }));
      return 'cancelled';
    }
    const reference = randomUUID().slice(0, 8);
    fail(error, reference);
    say(lineOf(one, { phase: 'failed', reference }));
    return 'failed';
  }
  say(lineOf(one, { phase: 'done', rows, size }));
  return 'done';
}
