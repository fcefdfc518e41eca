/** The pictures of the digest's main period, one each, and its agents. */
import { mean } from '../../domain/measures.ts';
import type { Block } from '../../view/card.ts';
import { channelsChart } from '../cards/chart/channels.ts';
import { hadAnything } from '../cards/chart/comparison.ts';
import { agentRows, handleHeadline } from '../cards/chart/detail.ts';
import { metricsChart } from '../cards/chart/metrics.ts';
import { type ChartName, type ChartQuestion, measureOf } from '../cards/chart/question.ts';
import type { BeforeAnswer, Told } from '../cards/chart/told.ts';
import { nameOf } from '../named.ts';
import type { PeriodAnswer, PeriodQuestion } from '../services.ts';
import { beforeName, spanName } from './spans.ts';
import type { DigestTold, PartTold } from './told.ts';

/** Rows of the agents' table: what a phone shows without scrolling. */
const MOST_AGENTS = 5;

/** The question that a chart of the main period answers; also what its door asks again. */
export function chartQuestion(chart: ChartName, { main, department }: DigestTold): ChartQuestion {
  return { chart, period: main.period, department, agents: [], measure: measureOf(chart, undefined) };
}

/** The period and the one before, as a chart asks them. */
async function measured(
  { main, department, at, services: { periods } }: DigestTold,
  breakdown: Pick<PeriodQuestion, 'bucket' | 'by'>,
): Promise<[PeriodAnswer, BeforeAnswer]> {
  const asked = { department: department?.id, at, percentiles: 'none' } as const;
  const { by } = breakdown;
  const [now, then] = await Promise.all([
    periods.measure({ ...asked, ...breakdown, from: main.period.from, to: main.period.to }),
    periods.measure({ ...asked, ...(by && { by }), from: main.before.period.from, to: main.before.to }),
  ]);
  return [now, hadAnything(then.total) ? then : null];
}

function chartTold(chart: ChartName, told: DigestTold): Told {
  const { at, parameters, services, language, main, department } = told;
  const { t, format } = services;
  const scope = [format.period(main.period, parameters.timeZone, at), ...(department ? [nameOf(department)] : [])].join(' · ');
  return {
    question: chartQuestion(chart, told),
    at,
    parameters,
    services,
    language,
    title: `${t(`chart.${chart}.title`)} · ${scope}`,
    against: beforeName(main, at, parameters.timeZone, services),
  };
}

/** One chart; with its finding, where no part tells the numbers of its period. */
export async function chartPart(chart: 'channels' | 'metrics', told: DigestTold): Promise<PartTold> {
  const { main, mainTold } = told;
  const { bucket } = main.period;
  const [now, before] = await measured(told, chart === 'channels' ? { bucket, by: 'channel' } : { bucket });
  const { headline, shown } = (chart === 'channels' ? channelsChart : metricsChart)(now, before, chartTold(chart, told));
  const pictures = shown.filter(({ kind }) => kind === 'chart').slice(0, 1);
  return { ...((!mainTold || pictures.length === 0) && { said: { text: headline.text }, under: headline.text }), blocks: pictures };
}

/** Who closed most, how fast they answer and handle. */
export async function agentsPart(told: DigestTold): Promise<PartTold> {
  const { main, services, at } = told;
  const { t, desk } = services;
  const [[now], known] = await Promise.all([measured(told, { by: 'agent' }), desk.agents()]);
  const rows = agentRows(now.parts, [], known);
  const said = handleHeadline(rows, chartTold('detail', told)) ?? { text: t('chart.detail.empty') };
  return {
    heading: t('agents.title'),
    beside: spanName(main, at, services),
    said: { text: said.text },
    under: said.text,
    blocks: rows.length > 0 ? [table(rows, told)] : [],
  };
}

function table(rows: ReturnType<typeof agentRows>, { services }: DigestTold): Block {
  const { t, format } = services;
  const end = 'end' as const;
  const more = rows.length - MOST_AGENTS;
  return {
    kind: 'table',
    caption: more > 0 ? t('digest.agents.most', { count: MOST_AGENTS, more }) : t('chart.detail.table'),
    columns: [
      { label: t('chart.column.agent') },
      { label: t('state.closed'), align: end },
      { label: t('chart.measure.response'), align: end },
      { label: t('chart.measure.handle'), align: end },
    ],
    rows: rows
      .slice(0, MOST_AGENTS)
      .map(({ measures, ...agent }) => [
        nameOf(agent),
        format.number(measures.closed),
        format.duration(mean(measures.first_response)),
        format.duration(mean(measures.handle)),
      ]),
  };
}
