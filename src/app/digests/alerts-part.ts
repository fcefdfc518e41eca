/** The alerts since the digest before: how many, what is still open, the worst of them. */
import type { Incident } from '../../domain/alert-state.ts';
import { watchedOf } from '../../domain/watched.ts';
import type { ListRow, Tone } from '../../view/card.ts';
import { valueText } from '../cards/chart/comparison.ts';
import { momentText } from '../cards/conversations.ts';
import type { DigestTold, PartTold } from './told.ts';

/** Incidents that are looked at, and those that are told one by one. */
const MOST_FOUND = 200;
const MOST_ROWS = 3;

const RANK = { critical: 2, warning: 1, info: 0 } as const;

export async function alertsPart(told: DigestTold): Promise<PartTold> {
  const { at, since, department, parameters, services } = told;
  const { t, alerts } = services;
  const found = await alerts.incidents({ during: { from: since, to: at }, limit: MOST_FOUND });
  const incidents = found
    .filter(({ as, startedAt }) => startedAt <= at && (!department || as.department === department.id))
    .sort((a, b) => worse(b, at) - worse(a, at) || lastedMs(b, at) - lastedMs(a, at));
  const said = sentence(incidents, told);
  return {
    heading: t('digest.alerts'),
    beside: t('digest.since', { moment: momentText(since, at, parameters.timeZone, services) }),
    said,
    live: true,
    under: said.text,
    blocks: incidents.length > 0 ? [{ kind: 'list', rows: incidents.slice(0, MOST_ROWS).map((one) => rowOf(one, told)) }] : [],
  };
}

/** How many, and the worst of those that are still open. */
function sentence(incidents: readonly Incident[], { at, services: { t, format } }: DigestTold): NonNullable<PartTold['said']> {
  if (incidents.length === 0) return { text: t('digest.alerts.none'), tone: 'good' };
  const open = incidents.filter((one) => isOpen(one, at));
  const [worst] = open;
  const count = { bold: t('digest.alerts.count', { count: incidents.length }) };
  if (!worst) return { text: [count, ` ${t('digest.alerts.over', { count: incidents.length })}`] };
  const words = { count: open.length, title: worst.as.title, time: format.duration(lastedMs(worst, at)) };
  return { text: [count, ` ${t('digest.alerts.open', words)}`], tone: toneOf(worst) ?? 'warning' };
}

function isOpen({ endedAt }: Incident, at: Date): boolean {
  return endedAt === null || endedAt > at;
}

/** Open ones before those that are over, then the more severe. */
function worse(one: Incident, at: Date): number {
  return (isOpen(one, at) ? 10 : 0) + RANK[one.as.severity];
}

function lastedMs({ since, endedAt }: Incident, at: Date): number {
  return (endedAt !== null && endedAt < at ? endedAt : at).getTime() - since.getTime();
}

function toneOf({ as }: Incident): Tone | undefined {
  return as.severity === 'critical' ? 'bad' : as.severity === 'warning' ? 'warning' : undefined;
}

/** How long, which rule, whether it is over; then how far it went. */
function rowOf(incident: Incident, { at, parameters, services }: DigestTold): ListRow {
  const { t, format } = services;
  const { as, since, peak, limit } = incident;
  const unit = watchedOf(as.indicator)?.unit ?? 'ms';
  const tone = isOpen(incident, at) ? toneOf(incident) : undefined;
  const begun = momentText(since, at, parameters.timeZone, services);
  return {
    ...(tone && { tone }),
    lead: format.duration(lastedMs(incident, at)),
    facts: [as.title, isOpen(incident, at) ? t('digest.alerts.still', { moment: begun }) : t('digest.alerts.begun', { moment: begun })],
    detail: t('digest.alerts.peak', { peak: valueText(peak, unit, services), limit: valueText(limit, unit, services) }),
  };
}
