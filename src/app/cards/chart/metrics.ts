/** `chart metrics`: waits, first responses and handle times against their targets, and who was answered or gave up. */
import { abandoned, abandonment, csat, type Measures, mean, periodIndicators, serviceLevel } from '../../../domain/measures.ts';
import { type Block, type Field, type Panel, plain, type Series } from '../../../view/card.ts';
import type { PeriodAnswer } from '../../services.ts';
import { type Compared, comparedField } from './comparison.ts';
import { targetOf, targetsHeadline, targetText, TIMED, type Timed } from './targets.ts';
import { axisOf, type BeforeAnswer, type Drawn, type Told } from './told.ts';

/** A duration's mean with its 90th percentile and target. */
export function timedField(name: Timed, now: Measures, before: Measures | undefined, { parameters, services }: Told): Field {
  const { t, format } = services;
  const { p90 } = now[name];
  const beside = [...(p90 === null ? [] : [t('chart.p90', { value: format.duration(p90) })]), targetText(name, parameters, services)];
  return comparedField(
    {
      label: t(`chart.label.${name}`),
      now: mean(now[name]),
      before: before && mean(before[name]),
      unit: 'ms',
      sense: 'less',
      beside,
      target: targetOf(name, parameters),
    },
    services,
  );
}

/** A measure of the whole against the one before. */
export function measuredField(
  label: string,
  value: (measures: Measures) => number | null,
  now: Measures,
  before: Measures | undefined,
  more: Pick<Compared, 'unit' | 'sense' | 'beside'>,
  { services }: Told,
): Field {
  return comparedField({ label, now: value(now), before: before && value(before), ...more }, services);
}

function fields(now: Measures, before: Measures | undefined, told: Told): Field[] {
  const { t, format } = told.services;
  const count = { unit: 'count', sense: 'none' } as const;
  const score = csat(now);
  return [
    ...TIMED.map((name) => timedField(name, now, before, told)),
    measuredField(
      t('chart.label.service_level', { within: format.duration(told.parameters.serviceLevelMs) }),
      serviceLevel,
      now,
      before,
      { unit: 'ratio', sense: 'more' },
      told,
    ),
    measuredField(t('chart.label.answered'), ({ answered }) => answered, now, before, count, told),
    measuredField(
      t('chart.label.abandoned'),
      abandoned,
      now,
      before,
      { unit: 'count', sense: 'less', beside: [format.percent(abandonment(now))] },
      told,
    ),
    measuredField(t('state.closed'), ({ closed }) => closed, now, before, count, told),
    measuredField(t('state.cancelled'), ({ cancelled }) => cancelled, now, before, count, told),
    ...(score === null
      ? []
      : [
          measuredField(
            t('chart.label.csat'),
            csat,
            now,
            before,
            { unit: 'score', sense: 'more', beside: [t('chart.ratings', { count: now.ratings })] },
            told,
          ),
        ]),
  ];
}

/** Three lines with their targets, and answered and abandoned as one stack. */
function panels({ slots }: PeriodAnswer, { parameters, services }: Told): Panel[] {
  const { t } = services;
  const timed = TIMED.map(
    (name): Panel => ({
      title: t(`chart.label.${name}`),
      type: 'line',
      series: [{ name: t(`chart.label.${name}`), values: slots.map(({ total }) => mean(total[name])) }],
      unit: 'ms',
      target: { label: targetText(name, parameters, services), value: targetOf(name, parameters) },
    }),
  );
  const counts = [
    { name: t('chart.label.answered'), values: slots.map(({ total }) => total.answered) },
    { name: t('chart.label.abandoned'), values: slots.map(({ total }) => abandoned(total)) },
  ];
  return [...timed, { title: t('chart.panel.counts'), type: 'bar', series: counts, stacked: true, unit: 'count' }];
}

/** What each bucket says, by indicator; null where there is no data. */
const BY_BUCKET: readonly { column: string; id: string; value: (measures: Measures) => number | null }[] = [
  { column: 'opened', id: 'period.opened', value: ({ opened }) => opened },
  { column: 'answered', id: 'period.answered', value: ({ answered }) => answered },
  { column: 'abandoned', id: 'period.abandoned', value: abandoned },
  { column: 'abandonment', id: 'period.abandonment', value: abandonment },
  { column: 'service_level', id: 'period.service_level', value: serviceLevel },
  { column: 'wait_mean_ms', id: 'period.wait.mean', value: ({ wait }) => mean(wait) },
  { column: 'first_response_n', id: 'period.first_response.n', value: ({ first_response }) => first_response.n },
  { column: 'first_response_mean_ms', id: 'period.first_response.mean', value: ({ first_response }) => mean(first_response) },
  { column: 'handle_n', id: 'period.handle.n', value: ({ handle }) => handle.n },
  { column: 'handle_mean_ms', id: 'period.handle.mean', value: ({ handle }) => mean(handle) },
  { column: 'closed', id: 'period.closed', value: ({ closed }) => closed },
  { column: 'cancelled', id: 'period.cancelled', value: ({ cancelled }) => cancelled },
];

/** The card's parts from the whole and its buckets. */
export function metricsChart(answer: PeriodAnswer, before: BeforeAnswer, told: Told): Drawn {
  const { total, slots } = answer;
  const headline = targetsHeadline(total, slots, told);
  const { title, language } = told;
  const anything = total.answered + abandoned(total) + total.closed + total.first_response.n > 0;
  const picture: Block = {
    kind: 'chart',
    chart: { type: 'panels', title, alt: plain(headline.text), ...axisOf(slots, told), series: [], panels: panels(answer, told), language },
  };
  return {
    headline,
    fields: fields(total, before?.total, told),
    shown: anything ? [picture] : [],
    figures: {
      indicators: periodIndicators(total),
      table: {
        columns: ['bucket', ...BY_BUCKET.map(({ column }) => column)],
        rows: slots.map((slot) => [slot.key, ...BY_BUCKET.map(({ value }) => value(slot.total))]),
      },
      series: BY_BUCKET.map(
        ({ id, value }): Series => ({ name: id, points: slots.map((slot) => ({ bucket: slot.key, value: value(slot.total) })) }),
      ),
    },
  };
}
