/** `chart detail`: who closed, cancelled and passed on how many, how fast, agent by agent. */
import type { Named } from '../../../domain/events.ts';
import { type Measures, mean, NOTHING, periodIndicators, type Spread } from '../../../domain/measures.ts';
import type { Block, Chart, ChartSeries, Figures } from '../../../view/card.ts';
import { plain } from '../../../view/card.ts';
import { nameOf } from '../../named.ts';
import type { PeriodAnswer } from '../../services.ts';
import { changeText, targetTone } from './comparison.ts';
import { measuredField, timedField } from './metrics.ts';
import { targetOf, targetText } from './targets.ts';
import type { BeforeAnswer, Drawn, Told } from './told.ts';

/** Rows that a picture and a card's table hold; the others are counted below them. */
const MOST_ROWS = 20;

interface AgentRow extends Named {
  measures: Measures;
}

/** Whoever did anything, and whoever was asked about; by closed, then by name. */
export function agentRows(parts: PeriodAnswer['parts'], chosen: readonly Named[], known: readonly Named[]): AgentRow[] {
  const names = new Map(known.map((one) => [one.id, one]));
  const ids = new Set([...chosen.map(({ id }) => id), ...parts.keys()].filter((id) => id !== ''));
  const rows = [...ids].map((id) => ({ ...(names.get(id) ?? { id }), measures: parts.get(id) ?? NOTHING }));
  return rows.sort((a, b) => b.measures.closed - a.measures.closed || nameOf(a).localeCompare(nameOf(b)));
}

/** Who is over the handle target, the farthest by name; undefined where nobody closed anything. */
export function handleHeadline(rows: readonly AgentRow[], { parameters, services }: Told): Drawn['headline'] | undefined {
  const { t, format } = services;
  const timed = rows.flatMap((row) => {
    const value = mean(row.measures.handle);
    return value === null ? [] : [{ row, value }];
  });
  if (timed.length === 0) return undefined;
  const target = targetOf('handle', parameters);
  const over = timed.filter(({ value }) => value > target).sort((a, b) => b.value - a.value);
  const [farthest] = over;
  const words = { target: format.duration(target), total: timed.length };
  if (!farthest) return { tone: 'good', text: t('chart.detail.met', { ...words, count: timed.length }) };
  const most = { agent: nameOf(farthest.row), value: format.duration(farthest.value) };
  return { tone: targetTone(farthest.value, target), text: { bold: t('chart.detail.over', { ...words, ...most, count: over.length }) } };
}

/** Who is over the target; then how much was closed. */
function headline(rows: readonly AgentRow[], { total }: PeriodAnswer, before: BeforeAnswer, told: Told): Drawn['headline'] {
  const { services, against } = told;
  const { t } = services;
  const change = changeText(total.closed, before?.total.closed ?? null, 'count', services);
  const closed = t('chart.detail.closed', { count: total.closed });
  const all = before && before.total.closed > 0 ? `${closed}, ${t('chart.against', { change, before: against })}` : `${closed}.`;
  const handle = handleHeadline(rows, told);
  if (!handle) return { text: total.closed + total.cancelled > 0 ? all : t('chart.detail.empty') };
  return { tone: handle.tone, text: [...[handle.text].flat(), ` ${all}`] };
}

function bars(
  rows: AgentRow[],
  told: Told,
  title: string,
  alt: string,
  more: Pick<Chart, 'unit' | 'series' | 'stacked' | 'target'>,
): Block {
  const categories = rows.map(nameOf);
  return {
    kind: 'chart',
    chart: { type: 'horizontalBar', title: `${title} · ${told.title}`, alt, categories, language: told.language, ...more },
  };
}

function counts(rows: AgentRow[], told: Told): Block {
  const { t } = told.services;
  const all = (['closed', 'cancelled'] as const).map(
    (name): ChartSeries => ({ name: t(`state.${name}`), values: rows.map(({ measures }) => measures[name]), hue: name }),
  );
  const series = all.filter(({ values }, index) => index === 0 || values.some((value) => value !== 0));
  const [most] = rows;
  const alt = most ? t('chart.detail.most', { agent: nameOf(most), count: most.measures.closed }) : '';
  return bars(rows, told, t('chart.detail.counts'), alt, { unit: 'count', series, stacked: series.length > 1 });
}

/** Mean and 90th percentile of a duration with its target, or the transfers. */
function chosen(rows: AgentRow[], told: Told, alt: string): Block {
  const { question, parameters, services } = told;
  const { t } = services;
  if (question.measure === 'transfers') {
    const series = [{ name: t('chart.label.transfers'), values: rows.map(({ measures }) => measures.transfers) }];
    const most = [...rows].sort((a, b) => b.measures.transfers - a.measures.transfers)[0];
    const finding = most?.measures.transfers
      ? t('chart.detail.transferred', { agent: nameOf(most), count: most.measures.transfers })
      : t('chart.detail.kept');
    return bars(rows, told, t('chart.label.transfers'), finding, { unit: 'count', series });
  }
  const name = question.measure === 'response' ? 'first_response' : 'handle';
  const series = [
    { name: t('chart.mean'), values: rows.map(({ measures }) => mean(measures[name])) },
    { name: t('chart.ninety'), values: rows.map(({ measures }) => measures[name].p90) },
  ];
  const target = { label: targetText(name, parameters, services), value: targetOf(name, parameters) };
  const slowest = rows.map((row) => ({ row, value: mean(row.measures[name]) ?? -1 })).sort((a, b) => b.value - a.value)[0];
  const finding =
    name === 'first_response' && slowest && slowest.value >= 0
      ? t('chart.detail.slowest', { agent: nameOf(slowest.row), value: services.format.duration(slowest.value) })
      : alt;
  return bars(rows, told, t(`chart.label.${name}`), finding, { unit: 'ms', series, target });
}

/** Four columns, which a phone still shows side by side. */
function table(rows: AgentRow[], { services }: Told): Block {
  const { t, format } = services;
  const end = 'end' as const;
  const columns = [
    { label: t('chart.column.agent') },
    { label: t('chart.column.counts'), align: end },
    { label: t('chart.column.response'), align: end },
    { label: t('chart.column.handle'), align: end },
  ];
  const spread = (one: Spread): string =>
    one.n > 0 ? `${format.duration(mean(one))} / ${format.duration(one.p90)}` : format.duration(null);
  const cells = ({ measures, ...row }: AgentRow): string[] => [
    nameOf(row),
    [measures.closed, measures.cancelled, measures.transfers].map(format.number).join(' / '),
    spread(measures.first_response),
    spread(measures.handle),
  ];
  return { kind: 'table', caption: t('chart.detail.table'), columns, rows: rows.map(cells) };
}

const COLUMNS: readonly (readonly [string, (measures: Measures) => number | null])[] = [
  ['closed', ({ closed }) => closed],
  ['cancelled', ({ cancelled }) => cancelled],
  ['transfers', ({ transfers }) => transfers],
  ['answered', ({ answered }) => answered],
  ['first_response_n', ({ first_response: response }) => response.n],
  ['first_response_mean_ms', ({ first_response: response }) => mean(response)],
  ['first_response_p90_ms', ({ first_response: response }) => response.p90],
  ['handle_n', ({ handle }) => handle.n],
  ['handle_mean_ms', ({ handle }) => mean(handle)],
  ['handle_p50_ms', ({ handle }) => handle.p50],
  ['handle_p90_ms', ({ handle }) => handle.p90],
  ['handle_max_ms', ({ handle }) => handle.max],
];

/** Every agent, also those that the picture has no room for. */
function figures(rows: AgentRow[], total: Measures): Figures {
  return {
    indicators: periodIndicators(total),
    table: {
      columns: ['agent', 'name', ...COLUMNS.map(([name]) => name)],
      rows: rows.map(({ id, name, measures }) => [id, name ?? null, ...COLUMNS.map(([, value]) => value(measures))]),
    },
  };
}

/** The card's parts from the whole by agent; `known`: agents with their names. */
export function detailChart(answer: PeriodAnswer, before: BeforeAnswer, known: readonly Named[], told: Told): Drawn {
  const { t } = told.services;
  const rows = agentRows(answer.parts, told.question.agents, known);
  const drawn = rows.slice(0, MOST_ROWS);
  const said = headline(rows, answer, before, told);
  const [now, then] = [answer.total, before?.total];
  const count = { unit: 'count', sense: 'none' } as const;
  const cut: Block[] =
    drawn.length < rows.length ? [{ kind: 'context', text: t('chart.detail.shown', { shown: drawn.length, count: rows.length }) }] : [];
  const anything = rows.some(({ measures }) => measures.first_response.n + measures.closed + measures.cancelled + measures.transfers > 0);
  const pictures = anything ? [counts(drawn, told), chosen(drawn, told, plain(said.text))] : [];
  return {
    headline: said,
    fields: [
      measuredField(t('state.closed'), ({ closed }) => closed, now, then, count, told),
      measuredField(t('state.cancelled'), ({ cancelled }) => cancelled, now, then, count, told),
      timedField('first_response', now, then, told),
      timedField('handle', now, then, told),
      measuredField(t('chart.label.transfers'), ({ transfers }) => transfers, now, then, count, told),
      { label: t('chart.detail.agents'), value: told.services.format.number(rows.length) },
    ],
    shown: [...pictures, ...(rows.length > 0 ? [table(drawn, told), ...cut] : [])],
    figures: figures(rows, now),
  };
}
