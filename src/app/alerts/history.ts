/** `alerts history`: what fired, newest first, of all rules or of one. */
import type { Incident } from '../../domain/alert-state.ts';
import type { Button, Card, Control, ListRow } from '../../view/card.ts';
import { momentText } from '../cards/conversations.ts';
import { PAGE } from '../cards/page.ts';
import { whoText } from '../called.ts';
import type { Services } from '../services.ts';
import { offsetOf, packState, unpackState } from '../state.ts';
import { headline, lastedText, limitText, toneOf, worstText } from './incident-words.ts';
import { packPressed } from './pressed.ts';
import { type Sight, sightOf } from './sight.ts';

export interface HistoryAsked {
  rule?: string | undefined;
  offset: number;
}

/** A choice that asks for all rules: empty values do not travel on every platform. */
const ALL = 'all';

export function packHistory({ rule, offset }: HistoryAsked): string {
  return packState({ rule, offset: offset > 0 ? offset : undefined }) || ALL;
}

export function historyAskedOf(value: string): HistoryAsked {
  const { rule, offset } = unpackState(value);
  return { rule: rule || undefined, offset: offsetOf(offset) };
}

export async function historyCard({ rule, offset }: HistoryAsked, at: Date, services: Services): Promise<Card> {
  const { t, alerts, settings } = services;
  const [found, { alerts: rules }] = await Promise.all([alerts.incidents({ rule, offset, limit: PAGE + 1 }), settings.read()]);
  const rows = found.slice(0, PAGE);
  const sight = await sightOf(rows, at, services);
  const title = rule === undefined ? undefined : (rules.find(({ id }) => id === rule)?.title ?? rows[0]?.as.title ?? rule);
  const turn = (label: string, target: number): Button => ({
    kind: 'button',
    label,
    action: 'alerts.history.page',
    value: packHistory({ rule, offset: target }),
  });
  return {
    title: t('alerts.history.title'),
    scope: title ?? t('alerts.history.all'),
    blocks: [
      rows.length > 0 ? { kind: 'list', rows: rows.map((one) => row(one, sight)) } : { kind: 'text', text: t('alerts.history.none') },
      ...(rules.length > 1 ? [{ kind: 'actions' as const, controls: [ruleSelect(rules, rule, services)] }] : []),
      {
        kind: 'actions',
        controls: [
          ...(offset > 0 ? [turn(t('list.previous'), Math.max(0, offset - PAGE))] : []),
          ...(found.length > PAGE ? [turn(t('checklist.next'), offset + PAGE)] : []),
          {
            kind: 'button',
            label: t('chart.csv'),
            action: 'csv.open',
            value: packState({ what: rule === undefined ? 'alerts' : `alerts ${rule}` }),
          },
          { kind: 'button', label: t('alerts.title'), action: 'alerts.list', value: '' },
        ],
      },
    ],
    foot: rows.length > 0 ? [t('alerts.history.place', { from: offset + 1, to: offset + rows.length })] : [],
    figures: { table: { columns: INCIDENT_COLUMNS, rows: rows.map(incidentFigures) } },
  };
}

/** When, what, how long; then how far, why it ended and who took it. */
function row(incident: Incident, sight: Sight): ListRow {
  const { at, parameters, names, services } = sight;
  const { t } = services;
  const { startedAt, since, endedAt, ending, acknowledged, toldAt } = incident;
  const tone = endedAt ? undefined : toneOf(incident, sight);
  const lasted = lastedText({ since, endedAt }, at, services);
  return {
    ...(tone && { tone }),
    lead: momentText(startedAt, at, parameters.timeZone, services),
    facts: [headline({ ...incident, endedAt: at }, sight), endedAt ? lasted : t('alerts.history.open', { time: lasted })],
    detail: [
      worstText(incident, services),
      limitText(incident, services),
      ...(ending === null || ending === 'recovered' ? [] : [t(`alerts.ending.${ending}`)]),
      ...(acknowledged ? [t('alerts.history.taken', { who: whoText(acknowledged.by, names, services) })] : []),
      ...(toldAt ? [] : [t('alerts.history.untold')]),
    ].join(' · '),
    menu: [{ kind: 'button', label: t('alerts.see'), action: 'alerts.see', value: packPressed('list', incident.id) }],
  };
}

function ruleSelect(rules: readonly { id: string; title: string }[], rule: string | undefined, { t }: Services): Control {
  const sorted = [...rules].sort((a, b) => a.title.localeCompare(b.title));
  return {
    kind: 'select',
    label: t('alerts.history.rule'),
    action: 'alerts.history.page',
    options: [
      { label: t('alerts.history.all'), value: ALL },
      ...sorted.map(({ id, title }) => ({ label: title, value: packHistory({ rule: id, offset: 0 }) })),
    ],
    selected: packHistory({ rule, offset: 0 }),
  };
}

export const INCIDENT_COLUMNS = [
  'id',
  'rule',
  'title',
  'severity',
  'since',
  'started_at',
  'ended_at',
  'ending',
  'value',
  'peak',
  'limit',
  'acknowledged_by',
  'acknowledged_at',
  'told_at',
];

/** An incident, raw. */
export function incidentFigures({
  id,
  rule,
  as,
  since,
  startedAt,
  endedAt,
  ending,
  value,
  peak,
  limit,
  acknowledged,
  toldAt,
}: Incident): (string | number | null)[] {
  const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
  return [
    id,
    rule,
    as.title,
    as.severity,
    iso(since),
    iso(startedAt),
    iso(endedAt),
    ending,
    value,
    peak,
    limit,
    acknowledged?.by ?? null,
    iso(acknowledged?.at),
    iso(toldAt),
  ];
}
