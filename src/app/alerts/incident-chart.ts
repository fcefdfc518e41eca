/** The last hours of a rule's values as a small line, with its limit. */
import { type AlertRule, isUpward } from '../../domain/alert-rule.ts';
import type { Incident } from '../../domain/alert-state.ts';
import { curveOf, riseOf, type Sample } from '../../domain/alert-curve.ts';
import type { Block, Chart } from '../../view/card.ts';
import { momentText } from '../cards/conversations.ts';
import type { Services } from '../services.ts';
import { placeText, subjectText } from './rule-words.ts';
import { limitOf, limitText } from './incident-words.ts';
import type { Sight } from './sight.ts';
import { amountText, unitOf } from './watched-words.ts';

const HOUR_MS = 3_600_000;
/** A chart shows at least and at most so much, and before an incident that is longer than the least so much. */
const LEAST_MS = 3 * HOUR_MS;
const MOST_MS = 24 * HOUR_MS;
const BEFORE_MS = HOUR_MS;
/** Points, which every picture has room for. */
const POINTS = 30;
/** Fewer values make no line. */
const FEWEST = 3;

/** Nothing for rules that count the time since something happened, and while there are too few values. */
export async function incidentChart(incident: Incident, sight: Sight): Promise<Block[]> {
  const { as, since, endedAt } = incident;
  if (as.kind === 'silence' || as.kind === 'job') return [];
  const { at, parameters, services } = sight;
  const to = endedAt ?? at;
  const span = Math.min(MOST_MS, Math.max(LEAST_MS, to.getTime() - since.getTime() + BEFORE_MS));
  const from = new Date(to.getTime() - span);
  const samples = await services.alerts.samples(as, { from, to, at });
  if (samples.filter(({ value }) => value !== null).length < FEWEST) return [];
  const place = placeText(as, sight.called, services);
  const title = services.t('alert.chart', {
    what: [subjectText(as, services), place].filter(Boolean).join(' · '),
    count: Math.round(span / HOUR_MS),
  });
  // Each part shows its worst value, the last one what the headline says: the value now, or at the end.
  const parts = curveOf(samples, as, { from, to, count: POINTS });
  const curve = [...parts.slice(0, -1), { at: to, value: samples.at(-1)?.value ?? null }];
  const alt = `${title}: ${findingText(incident, samples, sight)}`;
  return [
    {
      kind: 'chart',
      chart: lineOf(
        curve,
        as,
        { title, alt, limit: limitOf(incident), label: limitText(incident, services) },
        parameters.timeZone,
        services,
      ),
    },
  ];
}

/** A line over clock times. */
function lineOf(
  curve: readonly Sample[],
  rule: AlertRule,
  { title, alt, limit, label }: { title: string; alt: string; limit: number; label: string },
  timeZone: string,
  { format, language }: Services,
): Chart {
  return {
    type: 'line',
    title,
    alt,
    categories: curve.map(({ at }) => format.clock(at, timeZone)),
    series: [{ name: title, values: curve.map(({ value }) => value) }],
    unit: chartUnit(rule),
    target: { label, value: limit },
    language,
  };
}

/** Scores are drawn as plain numbers. */
export function chartUnit(rule: AlertRule): NonNullable<Chart['unit']> {
  const unit = unitOf(rule);
  return unit === 'score' ? 'count' : unit;
}

/** `up from 2 min (14:05) to 12 min; limit crossed at 14:34`. */
function findingText({ as, since, endedAt }: Incident, samples: readonly Sample[], { at, parameters, services }: Sight): string {
  const { t } = services;
  const rise = riseOf(samples, as);
  const text = (value: number): string => amountText(value, unitOf(as), services);
  const clock = (moment: Date): string => momentText(moment, at, parameters.timeZone, services);
  const crossed = t('alert.chart.crossed', { clock: clock(since) });
  if (!rise) return crossed;
  const { best, worst, last } = rise;
  const words = { from: text(best.value), begin: clock(best.at), to: text(worst.value), end: clock(worst.at) };
  const moved =
    text(best.value) === text(worst.value)
      ? t('alert.chart.flat', { value: text(worst.value) })
      : t(isUpward(as.operator) ? 'alert.chart.up' : 'alert.chart.down', words);
  const now = endedAt ? t('alert.chart.end', { value: text(last.value) }) : t('alert.chart.now', { value: text(last.value) });
  return [moved, crossed, now].join('; ');
}
