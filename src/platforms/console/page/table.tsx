import type { JSX } from 'preact';
import type { Column } from '../../../view/card.ts';

/** A real table, named by its caption; wider than the card it scrolls, by keyboard too. */
export function DataTable({ caption, columns, rows }: { caption: string; columns: Column[]; rows: string[][] }): JSX.Element {
  return (
    <div class="scroll" role="group" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) =>
              column.label === '' ? (
                <td key={index} />
              ) : (
                <th key={index} scope="col" class={column.align}>
                  {column.label}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, place) =>
                place === 0 ? (
                  <th key={place} scope="row" class={columns[place]?.align}>
                    {cell}
                  </th>
                ) : (
                  <td key={place} class={columns[place]?.align}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
