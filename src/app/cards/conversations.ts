/** Rows of conversations in searches, the menu of every conversation's row, and the buttons between pages. */
import type { Cursor, HistoryPage, HistoryRow, Total } from '../../domain/history.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { localDate } from '../../domain/periods.ts';
import type { Button, Figures, ListRow, Rich } from '../../view/card.ts';
import { packCursor, packRemembered, type Remembered } from '../asked.ts';
import type { Services } from '../services.ts';
import { contactName, contactText } from './contact.ts';
import { PAGE } from './page.ts';

/** A conversation's details and what was said in it. */
export function rowMenu(id: string, { t }: Pick<Services, 't'>): Button[] {
  return [
    { kind: 'button', label: t('row.details'), action: 'show.open', value: id },
    { kind: 'button', label: t('row.talk'), action: 'talk.open', value: id },
  ];
}

/** `14:37` on the day of `at`, else with its date, and its year where it is another. */
export function momentText(moment: Date, at: Date, timeZone: string, { format }: Pick<Services, 'format'>): string {
  const clock = format.clock(moment, timeZone);
  if (localDate(moment, timeZone) === localDate(at, timeZone)) return clock;
  const day = format.period({ name: 'range', from: moment, to: new Date(moment.getTime() + 1) }, timeZone, at);
  return `${day}, ${clock}`;
}

/** `#20261122-000123`, a link where the helpdesk has one. */
export function protocolSpan({ protocol, url }: Pick<HistoryRow, 'protocol' | 'url'>): Rich {
  const number = protocol === undefined ? undefined : `#${protocol}`;
  return number === undefined ? [] : url ? [{ link: number, url }] : [number];
}

/** A row of a search: when it was opened, who, where and how it stands; then what it is about. */
export function conversationRow(row: HistoryRow, at: Date, parameters: Parameters, services: Services): ListRow {
  const { t } = services;
  const facts = [contactName(row.contact, parameters, services), t(`channel.${row.channel}`), t(`conversation.${row.state}`)];
  const places = [row.department, row.agent].flatMap((one) => (one ? [one.name ?? one.id] : []));
  const subject = row.subject ? [{ quote: contactText(row.subject, parameters) }] : [];
  const parts = [protocolSpan(row), ...places, ...subject].flat();
  const detail = parts.flatMap((part, index) => (index > 0 ? [' · ', part] : [part]));
  return {
    lead: momentText(row.openedAt, at, parameters.timeZone, services),
    facts,
    ...(detail.length > 0 && { detail }),
    menu: rowMenu(row.id, services),
  };
}

/** `1,234`, `over 1,000`, `at least 37`. */
export function totalText({ count, kind }: Total, { t, format }: Pick<Services, 't' | 'format'>): string {
  if (kind === 'over') return t('total.over', { number: format.number(count) });
  return kind === 'least' ? t('total.least', { number: format.number(count) }) : format.number(count);
}

/** A page of a search with what is known of the whole. */
export interface Placed extends Remembered {
  page: HistoryPage;
}

/** The page in its place: counted now, or as its button remembers. */
export function placed(page: HistoryPage, remembered: Remembered | undefined): Placed {
  const { rows, top } = page;
  const first = top ? 1 : (remembered?.first ?? null);
  const total = page.total ?? remembered?.total ?? { count: rows.length, kind: 'least' };
  // Late ones may have come in since it was counted.
  const shown = first === null ? rows.length : first + rows.length - 1;
  return { page, first, total: { ...total, count: total.kind === 'over' ? total.count : Math.max(total.count, shown) } };
}

/** `11–20 of 34`, for the foot; nothing for an empty list. */
export function searchFoot({ page: { rows }, total, first }: Placed, services: Services): string[] {
  const { t, format } = services;
  if (rows.length === 0) return [];
  const all = totalText(total, services);
  return first === null
    ? [t('list.some', { number: format.number(rows.length), total: all })]
    : [t('list.page', { from: format.number(first), to: format.number(first + rows.length - 1), total: all })];
}

/** Previous and next, where there are such pages, or the way on of a search that has stopped; `pack` gives the state with a place in it. */
export function searchButtons(
  { page, total, first }: Placed,
  action: string,
  pack: (place: { k: string; m: string }) => string,
  { t }: Services,
): Button[] {
  const { newer, older, rows, searched } = page;
  const end = first === null ? null : first + rows.length;
  const before = first === null || first <= PAGE ? null : first - PAGE;
  const left = total.kind === 'exact' && end !== null ? Math.max(1, total.count - end + 1) : PAGE;
  const to = (label: string, cursor: Cursor, begins: number | null): Button => ({
    kind: 'button',
    label,
    action,
    value: pack({ k: packCursor(cursor), m: packRemembered({ total, first: begins }) }),
  });
  const onwards = searched ? t('history.on') : t('list.next', { count: Math.min(PAGE, left) });
  return [...(newer ? [to(t('list.previous'), newer, before)] : []), ...(older ? [to(onwards, older, end)] : [])];
}

/** The raw rows of a search, for `--json`; docs/lists.md has the columns. */
export function conversationFigures(rows: readonly HistoryRow[], parameters: Parameters): NonNullable<Figures['table']> {
  const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
  return {
    columns: ['id', 'protocol', 'channel', 'direction', 'state', 'department', 'agent', 'contact', 'opened_at', 'assigned_at', 'ended_at'],
    rows: rows.map((row) => [
      row.id,
      row.protocol ?? null,
      row.channel,
      row.direction,
      row.state,
      row.department?.id ?? null,
      row.agent?.id ?? null,
      row.contact?.name === undefined ? null : contactName(row.contact, parameters, { t: () => '' }),
      row.openedAt.toISOString(),
      iso(row.firstAssignedAt),
      iso(row.endedAt),
    ]),
  };
}
