/** Exports of made-up rows, carried out in memory under the contract's own rules: the first card at once, the next ones paced. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { Export, ExportState } from '../../src/app/command.ts';
import type { Exports, KeptFile } from '../../src/platforms/platform.ts';
import type { Card, Language } from '../../src/view/card.ts';

export interface SampleExports {
  exports: Exports;
  /** A new export of `rows` rows. */
  make: (language: Language, rows?: number) => Export;
  /** What the cancel button does. */
  cancel: (id: string) => boolean;
  /** Each thousand rows takes this many ms. */
  slowMs: number;
  /** The next export breaks while it is written. */
  broken: boolean;
  /** Every file that was kept, whole. */
  files: Buffer[];
  /** Moments at which a card was shown, ms. */
  shownAt: number[];
}

const PACE_MS = 2_000;
const BATCH = 1_000;

/** The row of a number, as it stands in the file. */
export const sampleRow = (index: number): string => `${index},"Maria ""${index}"" Souza",whatsapp\r\n`;

/** `link`: the address of a kept file by its number, from 0. */
export function sampleExports(link: (index: number) => string): SampleExports {
  const running = new Map<string, AbortController>();
  let count = 0;
  const sample: SampleExports = { exports: { run }, make, cancel, slowMs: 0, broken: false, files: [], shownAt: [] };

  function make(language: Language, rows = 5_000): Export {
    count += 1;
    const id = `export-${count}`;
    return { id, fileName: 'vigia-history-2026-11-22.csv', total: rows, bytes: (signal, progress) => write(rows, signal, progress), card };

    function card(state: ExportState): Card {
      return exportCard(state, language, id, rows);
    }
  }

  async function* write(rows: number, signal: AbortSignal, progress: (rows: number) => void): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < rows; from += BATCH) {
      signal.throwIfAborted();
      if (sample.broken) throw new Error('the cursor broke');
      await sleep(sample.slowMs, undefined, { signal });
      const to = Math.min(rows, from + BATCH);
      yield Buffer.from(Array.from({ length: to - from }, (_, index) => sampleRow(from + index)).join(''));
      progress(to);
    }
  }

  async function run(one: Export, show: (card: Card) => Promise<void>): Promise<KeptFile | null> {
    const stop = new AbortController();
    running.set(one.id, stop);
    let rows = 0;
    let last = 0;
    const showCard = async (state: ExportState): Promise<void> => {
      last = Date.now();
      sample.shownAt.push(last);
      await show(one.card(state));
    };
    try {
      await showCard({ phase: 'running', rows });
      const parts: Uint8Array[] = [];
      for await (const part of one.bytes(stop.signal, (written) => (rows = written))) {
        parts.push(part);
        if (Date.now() - last >= PACE_MS) await showCard({ phase: 'running', rows });
      }
      const bytes = Buffer.concat(parts);
      sample.files.push(bytes);
      const open = (): Readable => Readable.from(chunks(bytes));
      return { name: one.fileName, type: 'text/csv', size: bytes.length, rows, link: link(sample.files.length - 1), open };
    } catch {
      await showCard(stop.signal.aborted ? { phase: 'cancelled', rows } : { phase: 'failed', reference: 'abcd1234' });
      return null;
    } finally {
      running.delete(one.id);
    }
  }

  function cancel(id: string): boolean {
    running.get(id)?.abort();
    return running.has(id);
  }

  return sample;
}

function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += 16_384) yield bytes.subarray(from, from + 16_384);
}

/** The message for each state, in words that tests look for. */
export function exportCard(state: ExportState, language: Language, id: string, total: number): Card {
  const p = (portuguese: string, english: string): string => (language === 'pt-BR' ? portuguese : english);
  const title = p('Exportação do histórico', 'Export of the history');
  switch (state.phase) {
    case 'running':
      return {
        title,
        blocks: [
          { kind: 'text', text: p(`${state.rows} de ${total} linhas`, `${state.rows} of ${total} rows`) },
          {
            kind: 'actions',
            controls: [{ kind: 'button', label: p('Cancelar', 'Cancel'), action: 'csv.cancel', value: id, style: 'danger' }],
          },
        ],
      };
    case 'done': {
      const words = p(`Pronto: ${state.rows} linhas`, `Ready: ${state.rows} rows`);
      const link = state.link === undefined ? [] : ['\n', { link: p('Baixar o arquivo', 'Download the file'), url: state.link }];
      return { title, blocks: [{ kind: 'text', tone: 'good', text: [words, ...link] }] };
    }
    case 'cancelled':
      return {
        title,
        blocks: [{ kind: 'text', text: p(`Cancelada depois de ${state.rows} linhas`, `Cancelled after ${state.rows} rows`) }],
      };
    case 'failed':
      return { title, blocks: [{ kind: 'text', tone: 'bad', text: p(`Falhou (${state.reference})`, `Failed (${state.reference})`) }] };
  }
}
