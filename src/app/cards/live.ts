/** The rows of live conversations as every list shows them, and the buttons that page through them. */
import { shortName } from '../../domain/contact.ts';
import type { LiveRow } from '../../domain/desk.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Button, Figures, ListRow, Rich, Tone } from '../../view/card.ts';
import { packState } from '../state.ts';
import type { LivePage, Services } from '../services.ts';

/** Rows a page: what a phone shows without losing the buttons. */
export const PAGE = 10;

/** Longer than the idle time is bad, longer than half of it a warning. */
function toneOf(waitMs: number, idleMs: number): Tone {
  return waitMs > idleMs ? 'bad' : waitMs > idleMs / 2 ? 'warning' : 'good';
}

/** A row of three facts: how long, who and where, what it is about. */
export function liveRow(row: LiveRow, at: Date, parameters: Parameters, { t, format }: Services): ListRow {
  const waitMs = Math.max(0, at.getTime() - row.since.getTime());
  const name = row.contact?.name;
  const who = name === undefined ? t('contact.unknown') : parameters.maskContacts ? shortName(name) : name;
  const facts = [
    who,
    t(`channel.${row.channel}`),
    ...(row.department ? [row.department.name ?? row.department.id] : []),
    ...(row.agent ? [row.agent.name ?? row.agent.id] : []),
  ];
  const number = row.protocol === undefined ? undefined : `#${row.protocol}`;
  const link: Rich = number === undefined ? [] : row.url ? [{ link: number, url: row.url }] : [number];
  const about = row.subject ? [...(number ? [' · '] : []), { quote: row.subject }] : [];
  const detail = [...(Array.isArray(link) ? link : [link]), ...about];
  return { tone: toneOf(waitMs, parameters.idleMs), lead: format.duration(waitMs), facts, ...(detail.length > 0 && { detail }) };
}

/** `1–10 of 34`, for the foot; nothing for an empty list. */
export function pageFoot(page: LivePage, offset: number, { t, format }: Services): string[] {
  if (page.total === 0) return [];
  return [
    t('list.page', { from: format.number(offset + 1), to: format.number(offset + page.rows.length), total: format.number(page.total) }),
  ];
}

/** Previous and next, where there are such pages; `action` gets the state with its new offset. */
export function pageButtons(
  action: string,
  state: Record<string, string | undefined>,
  page: LivePage,
  offset: number,
  { t }: Services,
): Button[] {
  const to = (label: string, target: number): Button => ({ kind: 'button', label, action, value: packState({ ...state, offset: target }) });
  const left = page.total - offset - page.rows.length;
  return [
    ...(offset > 0 ? [to(t('list.previous'), Math.max(0, offset - PAGE))] : []),
    ...(left > 0 ? [to(t('list.next', { count: Math.min(PAGE, left) }), offset + PAGE)] : []),
  ];
}

/** The raw rows, for `--json`. */
export function liveFigures(page: LivePage, at: Date): NonNullable<Figures['table']> {
  return {
    columns: ['id', 'protocol', 'channel', 'department', 'agent', 'since', 'ms'],
    rows: page.rows.map((row) => [
      row.id,
      row.protocol ?? null,
      row.channel,
      row.department?.id ?? null,
      row.agent?.id ?? null,
      row.since.toISOString(),
      at.getTime() - row.since.getTime(),
    ]),
  };
}
