/** A table that a phone can show: aligned columns where they fit its width, a short paragraph a row where they do not. */
import type { KnownBlock, RichTextBlock } from '@slack/types';
import type { Translate } from '../../i18n/translate.ts';
import type { Block, Column } from '../../view/card.ts';
import { clean, orDash } from './escape.ts';
import { LIMITS, PHONE_WIDTH, TABLE_ROWS } from './limits.ts';
import { chunks, type Ink } from './mrkdwn.ts';
import { cutNote } from './notes.ts';
import { section } from './section.ts';

type Table = Extract<Block, { kind: 'table' }>;

const GAP = '  ';
/** Longer labels, together, are told once: a line and a half of a phone. */
const LONGEST_LABELS = 60;

function width(text: string): number {
  return [...text].length;
}

function cells(row: string[], columns: Column[]): string[] {
  return columns.map((_, index) => clean(row[index] ?? '').replaceAll('\n', ' '));
}

function aligned(rows: string[][], columns: Column[]): string[] {
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => width(row[index] ?? ''))));
  return rows.map((row) =>
    columns
      .map(({ align }, index) => {
        const text = row[index] ?? '';
        const space = ' '.repeat((widths[index] ?? 0) - width(text));
        return align === 'end' ? space + text : text + space;
      })
      .join(GAP)
      .trimEnd(),
  );
}

function monospace(lines: string[]): RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: lines.join('\n') }] }] };
}

/** `*Ana Lima*` and below it `em atendimento 3/5 · concluídos 12`; values alone where the labels are told above. */
function paragraph(row: string[], columns: Column[], told: boolean): Ink[] {
  const values = columns.slice(1).map(({ label }, index) => ({ label, value: row[index + 1] ?? '' }));
  const rest = told ? values.map(({ value }) => orDash(value)) : values.flatMap(({ label, value }) => (value ? [`${label} ${value}`] : []));
  return [{ bold: orDash(row[0] ?? '') }, ...(rest.length > 0 ? [`\n${rest.join(' · ')}`] : [])];
}

/** The columns’ labels in a line, where they are too long to stand in every row. */
function legend(columns: Column[]): string | undefined {
  const labels = columns.slice(1).map(({ label }) => clean(label).replaceAll('\n', ' '));
  return labels.reduce((sum, label) => sum + width(label), 0) > LONGEST_LABELS ? labels.join(' · ') : undefined;
}

/** The table's blocks, its caption first; at most forty rows, and a line that says so when there are more. */
export function tableBlocks({ caption, columns, rows }: Table, t: Translate): KnownBlock[] {
  const shown = rows.slice(0, TABLE_ROWS).map((row) => cells(row, columns));
  const lines = aligned([columns.map(({ label }) => clean(label).replaceAll('\n', ' ')), ...shown], columns);
  const narrow = lines.every((line) => width(line) <= PHONE_WIDTH) && lines.join('\n').trim() !== '';
  const head: Ink[] = caption ? [{ bold: caption }] : [];
  const labels = legend(columns);
  const above: Ink[] = labels === undefined ? head : [...head, ...(caption ? ['\n'] : []), labels];
  const wide = () =>
    chunks([...above, ...shown.flatMap((row): Ink[] => ['\n', ...paragraph(row, columns, labels !== undefined)])], LIMITS.sectionText).map(
      section,
    );
  const body = narrow ? [...chunks(head, LIMITS.sectionText).map(section), monospace(lines)] : wide();
  return shown.length < rows.length ? [...body, cutNote('slack.cut.rows', shown.length, rows.length, t)] : body;
}
