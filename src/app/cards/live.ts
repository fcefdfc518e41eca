/** The rows of live conversations as every list shows them, and the buttons that page through them. */
import type { LiveRow } from '../../domain/desk.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Button, Figures, ListRow, Tone } from '../../view/card.ts';
import { packState } from '../state.ts';
import type { LivePage, Services } from '../services.ts';
import { contactName, contactText } from './contact.ts';
import { protocolSpan, rowMenu } from './conversations.ts';
import { PAGE } from './page.ts';

export { PAGE };

/** What the foot and the buttons need of a page. */
interface Shown {
  total: number;
  rows: readonly unknown[];
}

/** Longer than the idle time is bad, longer than half of it a warning. */
function toneOf(waitMs: number, idleMs: number): Tone {
  return waitMs > idleMs ? 'bad' : waitMs > idleMs / 2 ? 'warning' : 'good';
}

/** A row of three facts: how long, who and where, what it is about. */
export function liveRow(row: LiveRow, at: Date, parameters: Parameters, services: Services): ListRow {
  const { t, format } = services;
  const waitMs = Math.max(0, at.getTime() - row.since.getTime());
  const facts = [
    contactName(row.contact, parameters, services),
    t(`channel.${row.channel}`),
    ...(row.department ? [row.department.name ?? row.department.id] : []),
    ...(row.agent ? [row.agent.name ?? row.agent.id] : []),
  ];
  const about = row.subject ? [{ quote: contactText(row.subject, parameters) }] : [];
  const detail = [protocolSpan(row), about].flat().flatMap((part, index) => (index > 0 ? [' · ', part] : [part]));
  return {
    tone: toneOf(waitMs, parameters.idleMs),
    lead: format.duration(waitMs),
    facts,
    ...(detail.length > 0 && { detail }),
    menu: rowMenu(row.id, services),
  };
}

/** `1–10 of 34`, for the foot; nothing for an empty list. */
export function pageFoot(page: Shown, offset: number, { t, format }: Services): string[] {
  if (page.total === 0) return [];
  return [
    t('list.page', { from: format.number(offset + 1), to: format.number(offset + page.rows.length), total: format.number(page.total) }),
  ];
}

/** Previous and next, where there are such pages; `action` gets the state with its new offset. */
export function pageButtons(
  action: string,
  state: Record<string, string | undefined>,
  page: Shown,
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
