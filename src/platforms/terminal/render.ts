/** A card as text for a terminal: the same words in the same order, without colours that could be lost. */
import type { Block, Card, Control, Field, ListRow, Rich, Tone } from '../../view/card.ts';
import { plain } from '../../view/card.ts';

const MARKS: Record<Tone, string> = { good: '●', warning: '▲', bad: '■' };

function marked(tone: Tone | undefined, text: string): string {
  return tone ? `${MARKS[tone]} ${text}` : text;
}

/** Renders a card; @param width columns of the terminal */
export function renderCard(card: Card, width = 78): string {
  const head = line(marked(card.tone, card.scope ? `${card.title} · ${card.scope}` : card.title));
  return [head, '='.repeat(Math.min(width, head.length)), ...card.blocks.map((block) => renderBlock(block, width))]
    .filter(Boolean)
    .join('\n');
}

function renderBlock(block: Block, width: number): string {
  switch (block.kind) {
    case 'text':
      return wrap(marked(block.tone, rich(block.text)), width);
    case 'fields':
      return block.fields.map(renderField).join('\n');
    case 'list':
      return block.rows.map(renderRow).join('\n');
    case 'table':
      return renderTable(block.caption, block.columns, block.rows);
    case 'chart':
      return wrap(line(`[${block.chart.title}] ${block.chart.alt}`), width);
    case 'image':
      return `[${line(block.alt)}]`;
    case 'actions':
      return renderControls(block.controls);
    case 'context':
      return `-- ${rich(block.text)}`;
    case 'divider':
      return '-'.repeat(Math.min(width, 40));
  }
}

function rich(text: Rich): string {
  return printable(
    (Array.isArray(text) ? text : [text])
      .map((span) => (typeof span === 'object' && 'url' in span ? `${span.link} <${span.url}>` : plain(span)))
      .join(''),
  );
}

/** Text from outside must not move the cursor or set a title: control characters become blanks. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) => (character === '\n' ? '\n' : ' '));
}

/** Text that must stay on one line: a name with a line break would forge the next one. */
function line(text: string): string {
  return printable(text).replaceAll('\n', ' ');
}

function renderField({ label, value, tone }: Field): string {
  return `${line(label)}: ${marked(tone, rich(value)).replaceAll('\n', ' · ')}`;
}

function renderRow({ tone, lead, facts, detail }: ListRow): string {
  const first = line(marked(tone, [lead, ...facts].join(' · ')));
  return detail === undefined ? first : `${first}\n    ${rich(detail).replaceAll('\n', '\n    ')}`;
}

function renderTable(caption: string, columns: { label: string; align?: 'start' | 'end' | undefined }[], rows: string[][]): string {
  const cells = [columns.map(({ label }) => label), ...rows].map((row) => row.map(line));
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => [...(row[index] ?? '')].length)));
  const lineOf = (row: string[]): string =>
    columns
      .map(({ align }, index) => {
        const cell = row[index] ?? '';
        const pad = ' '.repeat((widths[index] ?? 0) - [...cell].length);
        return align === 'end' ? pad + cell : cell + pad;
      })
      .join('  ')
      .trimEnd();
  return [line(caption), ...cells.map(lineOf)].join('\n');
}

function renderControls(controls: Control[]): string {
  return controls.map(renderControl).join(' ');
}

function renderControl(control: Control): string {
  switch (control.kind) {
    case 'button':
      return `[${line(control.label)}]`;
    case 'select':
      return `[${line(control.label)} ▾]`;
    case 'search': {
      const chosen = control.chosen.map(({ label }) => line(label)).join(', ');
      return `[${line(control.label)}${chosen && `: ${chosen}`} ▾]`;
    }
  }
}

function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      const lines: string[] = [];
      for (const word of line.split(' ')) {
        const last = lines.at(-1);
        if (last !== undefined && last.length + word.length + 1 <= width) lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(word);
      }
      return lines.join('\n');
    })
    .join('\n');
}
