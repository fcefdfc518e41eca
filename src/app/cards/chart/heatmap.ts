/** `chart heatmap`: what is opened or abandoned, or how long people wait, by local hour and weekday. */
import { abandoned, abandonment, type Measures, mean, periodIndicators } from '../../../domain/measures.ts';
import { localHour, slotsOf } from '../../../domain/periods.ts';
import { type Block, type Field, type Figures, plain } from '../../../view/card.ts';
import type { HourOfWeek, PeriodAnswer } from '../../services.ts';
import { changeText, targetTone } from './comparison.ts';
import { measuredField, timedField } from './metrics.ts';
import type { BeforeAnswer, Drawn, Told } from './told.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DAY_MS = 86_400_000;

type HeatMeasure = 'opened' | 'abandoned' | 'wait';
type Cell = HourOfWeek & { value: number | null };

const VALUES: Record<HeatMeasure, (measures: Measures) => number | null> = {
  opened: ({ opened }) => opened,
  abandoned,
  wait: ({ wait }) => mean(wait),
};

function measureOf({ question: { measure } }: Told): HeatMeasure {
  return measure === 'abandoned' || measure === 'wait' ? measure : 'opened';
}

/** Which hours of the week the period has reached; a single day has one weekday only. */
function reached({ question: { period }, at, parameters: { timeZone } }: Told): (cell: HourOfWeek) => boolean {
  const to = at < period.to ? at : period.to;
  // Eight days hold every hour of the week, clock changes included.
  if (to.getTime() - period.from.getTime() > 8 * DAY_MS) return () => true;
  const hours = slotsOf({ from: period.from, to, bucket: 'hour' }, timeZone).map(({ from }) => localHour(from, timeZone));
  const known = new Set(hours.map(({ weekday, hour }) => weekday * 24 + hour));
  return ({ weekday, hour }) => known.has(weekday * 24 + hour);
}

/** The cells of weekdays that the period has, with their values; null where there is no data. */
function cellsOf(heat: readonly HourOfWeek[], told: Told): Cell[] {
  const value = VALUES[measureOf(told)];
  const isReached = reached(told);
  const weekdays = new Set(heat.filter(isReached).map(({ weekday }) => weekday));
  const kept = heat.filter(({ weekday }) => weekdays.has(weekday));
  return kept.map((cell) => ({ ...cell, value: isReached(cell) ? value(cell.total) : null }));
}

function cellText({ weekday, hour }: HourOfWeek, { services: { format } }: Told): string {
  return `${format.weekday(weekday)} ${hour}h`;
}

/** The peak and its share of the whole; of waits, the longest against the mean. */
function headline(cells: Cell[], { total }: PeriodAnswer, before: BeforeAnswer, told: Told): Drawn['headline'] {
  const { services, parameters, against } = told;
  const { t, format } = services;
  const measure = measureOf(told);
  const peak = cells.flatMap((cell) => (cell.value ? [{ ...cell, value: cell.value }] : [])).sort((a, b) => b.value - a.value)[0];
  const whole = VALUES[measure](total);
  if (!peak || whole === null) return { text: t(`chart.heatmap.none.${measure}`) };
  const earlier = before && VALUES[measure](before.total);
  const unit = measure === 'wait' ? 'ms' : 'count';
  const change = changeText(whole, earlier, unit, services);
  const rest = earlier ? ` ${t('chart.heatmap.against', { change, before: against })}` : '';
  const where = cellText(peak, told);
  if (measure !== 'wait') return { text: [{ bold: t(`chart.heatmap.${measure}`, { where, count: peak.value, total: whole }) }, rest] };
  const words = { where, value: format.duration(peak.value), mean: format.duration(whole) };
  return { tone: targetTone(whole, parameters.serviceLevelMs), text: [{ bold: t('chart.heatmap.wait', words) }, rest] };
}

function fields(now: Measures, before: Measures | undefined, told: Told): Field[] {
  const { t, format } = told.services;
  return [
    measuredField(t('chart.opened'), ({ opened }) => opened, now, before, { unit: 'count', sense: 'none' }, told),
    measuredField(
      t('chart.label.abandoned'),
      abandoned,
      now,
      before,
      { unit: 'count', sense: 'less', beside: [format.percent(abandonment(now))] },
      told,
    ),
    timedField('wait', now, before, told),
    measuredField(t('chart.label.answered'), ({ answered }) => answered, now, before, { unit: 'count', sense: 'none' }, told),
  ];
}

function rowsOf(cells: Cell[]): { weekday: number; values: (number | null)[] }[] {
  const weekdays = [...new Set(cells.map(({ weekday }) => weekday))];
  const at = new Map(cells.map((cell) => [cell.weekday * 24 + cell.hour, cell.value]));
  return weekdays.map((weekday) => ({ weekday, values: HOURS.map((hour) => at.get(weekday * 24 + hour) ?? null) }));
}

function figures(cells: Cell[], total: Measures): Figures {
  const day = (weekday: number): string => WEEKDAYS[weekday - 1] ?? '';
  const two = (hour: number): string => String(hour).padStart(2, '0');
  return {
    indicators: periodIndicators(total),
    table: {
      columns: ['weekday', 'hour', 'value'],
      rows: cells.map(({ weekday, hour, value }) => [day(weekday), two(hour), value]),
    },
    series: rowsOf(cells).map(({ weekday, values }) => ({
      name: day(weekday),
      points: values.map((value, hour) => ({ bucket: two(hour), value })),
    })),
  };
}

/** The card's parts from the hours of the week and the whole. */
export function heatmapChart(heat: readonly HourOfWeek[], answer: PeriodAnswer, before: BeforeAnswer, told: Told): Drawn {
  const { services, language, title } = told;
  const cells = cellsOf(heat, told);
  const said = headline(cells, answer, before, told);
  const measure = measureOf(told);
  const picture: Block = {
    kind: 'chart',
    chart: {
      type: 'heatmap',
      title: `${services.t(`chart.measure.${measure}`)} · ${title}`,
      alt: plain(said.text),
      categories: HOURS.map((hour) => `${hour}h`),
      series: rowsOf(cells).map(({ weekday, values }) => ({ name: services.format.weekday(weekday), values })),
      unit: measure === 'wait' ? 'ms' : 'count',
      language,
    },
  };
  const anything = cells.some(({ value }) => value !== null && value > 0);
  return {
    headline: said,
    fields: fields(answer.total, before?.total, told),
    shown: anything ? [picture] : [],
    figures: figures(cells, answer.total),
  };
}
