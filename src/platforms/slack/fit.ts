/** Keeps a message within Slack's number of blocks: long lists give way first, and every cut is counted in words. */
import type { KnownBlock } from '@slack/types';
import type { Translate } from '../../i18n/translate.ts';
import { cutNote } from './notes.ts';

/** What one block of a card became: `rows` of a list, of which the last may be left out, or blocks that belong together. */
export interface Part {
  rows: KnownBlock[][];
  list: boolean;
}

function size(rows: KnownBlock[][]): number {
  return rows.reduce((sum, row) => sum + row.length, 0);
}

/** As many first rows as fit in `room` blocks. */
function head(rows: KnownBlock[][], room: number): KnownBlock[][] {
  let used = 0;
  const end = rows.findIndex((row) => (used += row.length) > room);
  return end < 0 ? rows : rows.slice(0, end);
}

/** The lists share what the rest leaves; a short list gives its share to the others. */
function shared(parts: Part[], limit: number, t: Translate): KnownBlock[][] {
  const fixed = parts.filter((part) => !part.list).reduce((sum, part) => sum + size(part.rows), 0);
  const lists = parts.filter((part) => part.list).toSorted((a, b) => size(a.rows) - size(b.rows));
  let room = limit - fixed;
  const kept = new Map<Part, KnownBlock[]>();
  lists.forEach((part, index) => {
    const share = Math.floor(room / (lists.length - index));
    const rows = size(part.rows) <= share ? part.rows : head(part.rows, share - 1);
    const cut = rows.length < part.rows.length ? [cutNote('slack.cut.rows', rows.length, part.rows.length, t)] : [];
    kept.set(part, [...rows.flat(), ...cut]);
    room -= size(rows) + cut.length;
  });
  return parts.map((part) => kept.get(part) ?? part.rows.flat());
}

/** At most `limit` blocks. The last part is the card's foot and stays whatever is cut. */
export function fit(parts: Part[], limit: number, t: Translate): KnownBlock[] {
  const all = parts.flatMap((part) => part.rows.flat());
  if (all.length <= limit) return all;
  const lists = parts.filter((part) => part.list).length;
  const fixed = all.length - parts.filter((part) => part.list).reduce((sum, part) => sum + size(part.rows), 0);
  // A list needs a row and its note to be worth showing.
  const blocks = fixed + lists * 2 <= limit ? shared(parts, limit, t).flat() : all;
  if (blocks.length <= limit) return blocks;
  const foot = all.slice(-1);
  return [...all.slice(0, limit - 2), cutNote('slack.cut.parts', limit - 1, all.length, t), ...foot];
}
