/** What a rule would have done over the last seven days, in words and as a picture. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import type { Incident } from '../../domain/alert-state.ts';
import { curveOf } from '../../domain/alert-curve.ts';
import type { Block, Card, Chart, Rich, Tone } from '../../view/card.ts';
import type { Preview, Services } from '../services.ts';
import { formButton } from '../settings/list-card.ts';
import { chartUnit } from './incident-chart.ts';
import { lastedText, worstText } from './incident-words.ts';
import { packPressed } from './pressed.ts';
import { calledIn, conditionText, placeText, ruleFacts, subjectText } from './rule-words.ts';
import { amountText, thresholdUnit } from './watched-words.ts';

/** Times that are told one by one. */
const MOST_TOLD = 5;
/** More than a few a day is more than people can answer. */
const MANY = 21;
/** Parts of the picture: four a day. */
const PARTS = 28;

/** `It would have fired 3 times in the last 7 days.` */
export function countText({ kind }: AlertRule, { incidents, points }: Preview, { t }: Services): string {
  if (kind === 'job') return t('alerts.preview.job');
  if (points.every(({ value }) => value === null)) return t('alerts.preview.nothing');
  return incidents.length === 0 ? t('alerts.preview.never') : t('alerts.preview.count', { count: incidents.length });
}

/** How many times, then the last of them, newest first. `most`: so many one by one. */
export function previewText(rule: AlertRule, preview: Preview, timeZone: string, services: Services, most: number = MOST_TOLD): string {
  const newest = preview.incidents.toReversed();
  const more = newest.length - most;
  return [
    countText(rule, preview, services),
    ...newest.slice(0, most).map((one) => `• ${timeText(one, preview.to, timeZone, services)}`),
    ...(more > 0 ? [`• ${services.t('alerts.preview.more', { count: more })}`] : []),
    ...(newest.length > MANY ? [services.t('alerts.preview.many')] : []),
  ].join('\n');
}

/** `Mon, Nov 23, 14:05, for 22 min, at worst 31 min` */
function timeText(incident: Incident, to: Date, timeZone: string, services: Services): string {
  const { t, format } = services;
  const words = {
    moment: format.moment(incident.startedAt, timeZone),
    time: lastedText({ ...incident, since: incident.startedAt }, to, services),
    worst: worstText(incident, services),
  };
  return t(incident.endedAt ? 'alerts.preview.time' : 'alerts.preview.still', words);
}

/** A rule's card with its preview and a picture of the week. */
export async function previewCard(rule: AlertRule, at: Date, isAdmin: boolean, services: Services): Promise<Card> {
  const { t, alerts } = services;
  const [preview, { timeZone }, called] = await Promise.all([alerts.preview(rule, at), services.parameters(), calledIn(services)]);
  const text: Rich = previewText(rule, preview, timeZone, services);
  const tone: Tone | undefined = preview.incidents.length > MANY ? 'warning' : undefined;
  return {
    title: rule.title,
    scope: ruleFacts(rule, called, services).join(' · '),
    blocks: [
      { kind: 'text', text, ...(tone && { tone }) },
      ...weekChart(rule, preview, placeText(rule, called, services), timeZone, services),
      ...(isAdmin
        ? [{ kind: 'actions' as const, controls: [formButton(t('settings.edit'), 'alerts.edit', packPressed('list', rule.id))] }]
        : []),
    ],
    foot: [t('alerts.preview.foot')],
    figures: {
      series: [
        {
          name: rule.indicator ?? rule.kind,
          points: preview.points.map(({ at: bucket, value }) => ({ bucket: bucket.toISOString(), value })),
        },
      ],
    },
  };
}

/** The worst of every six hours, with the limit where there is a fixed one. */
function weekChart(rule: AlertRule, preview: Preview, place: string, timeZone: string, services: Services): Block[] {
  const { t, format, language } = services;
  const { points, from, to } = preview;
  if (rule.kind === 'job' || points.every(({ value }) => value === null)) return [];
  const curve = curveOf(points, rule, { from, to, count: PARTS });
  const title = t('alerts.preview.chart', { what: [subjectText(rule, services), place].filter(Boolean).join(' · ') });
  const limit = amountText(rule.threshold, thresholdUnit(rule), services);
  const chart: Chart = {
    type: 'line',
    title,
    alt: `${title}: ${countText(rule, preview, services)} ${conditionText(rule, services)}.`,
    categories: curve.map(({ at }) => format.bucket({ from: at }, 'day', 'week', timeZone)),
    series: [{ name: title, values: curve.map(({ value }) => value) }],
    unit: chartUnit(rule),
    ...(rule.kind !== 'change' && { target: { label: t('alert.limit', { limit }), value: rule.threshold } }),
    language,
  };
  return [{ kind: 'chart', chart }];
}
