/** A chart's card: asks for the period and the one before it, and puts finding, numbers, picture and buttons together. */
import type { Card, Chart } from '../../../view/card.ts';
import type { Request } from '../../command.ts';
import { nameOf } from '../../named.ts';
import type { PeriodAnswer, PeriodQuestion, Services } from '../../services.ts';
import { channelsChart } from './channels.ts';
import { beforeOf, beforeText, hadAnything } from './comparison.ts';
import { chartControls } from './controls.ts';
import { detailChart } from './detail.ts';
import { heatmapChart } from './heatmap.ts';
import { metricsChart } from './metrics.ts';
import { type ChartQuestion, type Directory, partOf } from './question.ts';
import type { BeforeAnswer, Drawn, Told } from './told.ts';

/** What is asked beside the whole of the period. */
function breakdownOf({ chart, period }: ChartQuestion): Pick<PeriodQuestion, 'bucket' | 'by' | 'percentiles'> {
  if (chart === 'channels') return { bucket: period.bucket, by: 'channel', percentiles: 'total' };
  if (chart === 'metrics') return { bucket: period.bucket, percentiles: 'total' };
  return chart === 'detail' ? { by: 'agent', percentiles: 'all' } : { percentiles: 'total' };
}

/** The card's parts, and whether there was anything to compare with. */
async function drawnOf(question: ChartQuestion, { agents }: Directory, told: Told): Promise<{ drawn: Drawn; compared: boolean }> {
  const { at, parameters, services } = told;
  const { periods } = services;
  const { chart, period } = question;
  const { from, to } = period;
  const asked = { ...partOf(question), from, to, at };
  const earlier = beforeOf(period, at, parameters.timeZone);
  // Means and counts are compared, percentiles are not.
  const before = {
    ...asked,
    from: earlier.from,
    to: earlier.to,
    percentiles: 'none' as const,
    ...(chart === 'channels' && ({ by: 'channel' } as const)),
  };
  const both = [periods.measure({ ...asked, ...breakdownOf(question) }), periods.measure(before)] as const;
  if (chart === 'heatmap') {
    const [heat, now, then] = await Promise.all([periods.heat(asked), ...both]);
    return compared(then, (earlier) => heatmapChart(heat, now, earlier, told));
  }
  if (chart === 'detail') {
    const [now, then] = await Promise.all(both);
    return compared(then, (earlier) => detailChart(now, earlier, agents, told));
  }
  const [now, then] = await Promise.all(both);
  return compared(then, (earlier) => (chart === 'channels' ? channelsChart : metricsChart)(now, earlier, told));
}

function compared(then: PeriodAnswer, draw: (earlier: BeforeAnswer) => Drawn): { drawn: Drawn; compared: boolean } {
  const anything = hadAnything(then.total);
  return { drawn: draw(anything ? then : null), compared: anything };
}

/** `November 2026 · Suporte · Ana Souza`. */
function scopeOf({ period, department, agents }: ChartQuestion, at: Date, timeZone: string, { t, format }: Services): string {
  const chosen = agents.length > 2 ? [t('chart.agents', { count: agents.length })] : agents.map(nameOf);
  return [format.period(period, timeZone, at), ...(department ? [nameOf(department)] : []), ...chosen].join(' · ');
}

/** The answer to a question about a period, as of `at`. */
export async function chartCard(
  question: ChartQuestion,
  { at, person }: Pick<Request, 'at' | 'person'>,
  directory: Directory,
  services: Services,
): Promise<Card> {
  const { t } = services;
  const { parameters } = directory;
  const { timeZone } = parameters;
  const title = t(`chart.${question.chart}.title`);
  const scope = scopeOf(question, at, timeZone, services);
  const against = beforeText(question.period, beforeOf(question.period, at, timeZone), at, timeZone, services);
  const language: Chart['language'] = person.language;
  const pictureTitle = question.chart === 'channels' || question.chart === 'metrics' ? `${title} · ${scope}` : scope;
  const { drawn, compared: isCompared } = await drawnOf(question, directory, {
    question,
    at,
    parameters,
    services,
    language,
    title: pictureTitle,
    against,
  });
  return {
    title,
    scope,
    blocks: [
      { kind: 'text', ...drawn.headline },
      { kind: 'fields', fields: drawn.fields },
      ...drawn.shown,
      ...chartControls(question, at, directory, person.role, services),
    ],
    foot: [t(isCompared ? 'chart.foot' : 'chart.foot.nothing', { before: against })],
    figures: drawn.figures,
  };
}
