/** The rows of agents: load, presence, and what they did today. */
import type { RosterRow } from '../../domain/roster.ts';
import type { Figures, ListRow, Tone } from '../../view/card.ts';
import { packAsked } from '../asked.ts';
import type { Services } from '../services.ts';

/** Which agents a list shows. */
export const ROSTERS = ['all', 'online', 'away', 'offline', 'serving'] as const;
export type RosterFilter = (typeof ROSTERS)[number];

/** Whether a list shows an agent; one whose presence was never reported counts as offline. */
export function isIn(filter: RosterFilter, { presence, serving }: RosterRow): boolean {
  if (filter === 'all') return true;
  return filter === 'serving' ? serving : (presence ?? 'offline') === filter;
}

function toneOf({ load, limit, idle, presence }: RosterRow): Tone | undefined {
  if (load > limit || idle > 0) return 'bad';
  if (load > 0 && load >= limit) return 'warning';
  return presence === 'online' ? 'good' : undefined;
}

/** Load, who, and since when in their presence; then what they owe and what they did today. */
export function agentRow(row: RosterRow, since: Date | undefined, at: Date, { t, format }: Services): ListRow {
  const { load, limit, idle, closed, cancelled, transfers, handledN, handledMs } = row;
  const presence = row.presence === null ? t('agents.unreported') : t(`presence.${row.presence}`);
  const lasted = since ? [format.duration(at.getTime() - since.getTime())] : [];
  const tone = toneOf(row);
  const detail = [
    ...(idle > 0 ? [t('agents.idle', { count: idle })] : []),
    t('agents.closed', { count: closed }),
    t('agents.cancelled', { count: cancelled }),
    t('agents.transfers', { count: transfers }),
    t('agents.handle', { time: format.duration(handledN > 0 ? handledMs / handledN : null) }),
  ];
  return {
    ...(tone && { tone }),
    lead: t('agents.load', { load: format.number(load), limit: format.number(limit) }),
    facts: [row.name, [presence, ...lasted].join(' ')],
    detail: detail.join(' · '),
    menu: [
      { kind: 'button', label: t('agents.conversations'), action: 'history.open', value: packAsked({ when: 'set', agents: [row.id] }) },
    ],
  };
}

/** The raw rows of a page, for `--json`; docs/lists.md has the columns. */
export function agentFigures(rows: readonly RosterRow[], since: ReadonlyMap<string, Date>): NonNullable<Figures['table']> {
  return {
    columns: ['id', 'name', 'presence', 'since', 'load', 'limit', 'idle', 'closed', 'cancelled', 'transfers', 'handle_mean', 'handle_n'],
    rows: rows.map((row) => [
      row.id,
      row.name,
      row.presence,
      since.get(row.id)?.toISOString() ?? null,
      row.load,
      row.limit,
      row.idle,
      row.closed,
      row.cancelled,
      row.transfers,
      row.handledN > 0 ? row.handledMs / row.handledN : null,
      row.handledN,
    ]),
  };
}
