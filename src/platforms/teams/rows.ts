/** Lists and tables without the Table element, which phones show blank. */
import type { Block, Column, Field, ListRow } from '../../view/card.ts';
import { menu } from './controls.ts';
import { colour, column, columnSet, type Element, paragraph, textBlock, toned } from './element.ts';
import { escape, linesOf, strong } from './markdown.ts';

/** More columns do not fit a phone side by side: each row then stands as facts under its first cell. */
const WIDEST_TABLE = 4;

/** Two columns, label over value. */
export function fieldElements(fields: Field[]): Element[] {
  const pairs = Array.from({ length: Math.ceil(fields.length / 2) }, (_, index) => fields.slice(index * 2, index * 2 + 2));
  return pairs.map((pair) => columnSet([...pair.map(fieldColumn), ...(pair.length === 1 ? [column([])] : [])]));
}

function fieldColumn(field: Field): Element {
  const [first = '–', ...others] = toned(linesOf(field.value), field.tone);
  return column([
    textBlock(escape(field.label), { isSubtle: true, size: 'Small' }),
    textBlock(first, { spacing: 'None', weight: 'Bolder', ...colour(field.tone) }),
    ...others.map((line) => textBlock(line, { spacing: 'None' })),
  ]);
}

/** How long in bold, who and where; what it is about below; the row's menu at the side. */
export function listElements(rows: ListRow[]): Element[] {
  return rows.map((row, index) => columnSet(rowColumns(row), { spacing: index > 0 ? 'Medium' : 'Default' }));
}

function rowColumns(row: ListRow): Element[] {
  const [lead = ''] = toned([strong(row.lead)], row.tone);
  const head = [lead, ...row.facts.map(escape)].filter(Boolean).join(' · ');
  const detail = row.detail === undefined ? [] : linesOf(row.detail).map((line) => textBlock(line, { spacing: 'None', isSubtle: true }));
  const text = column([textBlock(head), ...detail]);
  return row.menu && row.menu.length > 0 ? [text, column([menu(row.menu)], 'auto')] : [text];
}

export function tableElements(table: Extract<Block, { kind: 'table' }>): Element[] {
  const caption = linesOf(table.caption).map((line) => textBlock(line, { weight: 'Bolder' }));
  const rows =
    table.columns.length <= WIDEST_TABLE ? narrowTable(table.columns, table.rows) : table.rows.map((row) => factRow(table.columns, row));
  return [...caption, ...rows];
}

/** Of four columns on a phone, each needs room for a duration. */
function weightOf(index: number, columns: number): number {
  if (columns < WIDEST_TABLE) return index === 0 ? 2 : 1;
  return index === 0 ? 4 : 3;
}

function narrowTable(columns: Column[], rows: string[][]): Element[] {
  const line = (cells: string[], more: Record<string, unknown>, spacing: string): Element =>
    columnSet(
      columns.map((one, index) => {
        const align = one.align === 'end' ? { horizontalAlignment: 'Right' } : {};
        return column([textBlock(escape(cells[index] ?? '') || ' ', { ...more, ...align })], weightOf(index, columns.length));
      }),
      { spacing },
    );
  const labels = columns.map((one) => one.label);
  return [line(labels, { isSubtle: true, size: 'Small' }, 'Small'), ...rows.map((cells) => line(cells, {}, 'Small'))];
}

function factRow(columns: Column[], cells: string[]): Element {
  const facts = columns.slice(1).map((one, index) => ({ title: escape(one.label), value: escape(cells[index + 1] ?? '') || '–' }));
  const head = paragraph(linesOf(cells[0] ?? ''), { weight: 'Bolder' });
  return { type: 'Container', items: [...head, { type: 'FactSet', spacing: 'Small', facts }] };
}
