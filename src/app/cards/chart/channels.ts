/** `chart channels`: conversations opened per bucket, stacked by channel. */
import { CHANNELS, type Channel } from '../../../domain/events.ts';
import { periodIndicators } from '../../../domain/measures.ts';
import type { Block, Field } from '../../../view/card.ts';
import { plain } from '../../../view/card.ts';
import type { PeriodAnswer } from '../../services.ts';
import { changeText, comparedField } from './comparison.ts';
import { axisOf, type BeforeAnswer, type Drawn, type Told } from './told.ts';

type ByChannel = Record<Channel, number>;

function openedByChannel(parts: PeriodAnswer['parts']): ByChannel {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, parts.get(channel)?.opened ?? 0])) as ByChannel;
}

/** How much came, against before, and through which channel most of it. */
function headline(now: number, before: number | undefined, channels: ByChannel, { services, against }: Told): Drawn['headline'] {
  const { t, format } = services;
  if (now === 0) return { text: t('chart.channels.empty') };
  const change = changeText(now, before ?? null, 'count', services);
  const most = [...CHANNELS].sort((a, b) => channels[b] - channels[a])[0] ?? 'other';
  const versus = before ? `, ${t('chart.against', { change, before: against })} ` : '. ';
  return {
    text: [
      { bold: t('chart.channels.opened', { count: now }) },
      versus,
      t('chart.channels.most', { channel: t(`channel.${most}`), most: channels[most], share: format.percent(channels[most] / now) }),
    ],
  };
}

function fields(answer: PeriodAnswer, before: BeforeAnswer, { services }: Told): Field[] {
  const { t, format } = services;
  const [channels, earlier] = [openedByChannel(answer.parts), before && openedByChannel(before.parts)];
  const { opened, outbound } = answer.total;
  const all = comparedField(
    {
      label: t('chart.opened'),
      now: opened,
      before: before?.total.opened,
      unit: 'count',
      sense: 'none',
      beside: outbound > 0 ? [t('chart.outbound', { count: outbound })] : [],
    },
    services,
  );
  const present = CHANNELS.filter((channel) => channels[channel] > 0 || (earlier?.[channel] ?? 0) > 0);
  const ordered = [...present].sort((a, b) => channels[b] - channels[a]);
  const each = ordered.map((channel) =>
    comparedField(
      {
        label: t(`channel.${channel}`),
        now: channels[channel],
        before: earlier?.[channel],
        unit: 'count',
        sense: 'none',
        beside: opened > 0 ? [format.percent(channels[channel] / opened)] : [],
      },
      services,
    ),
  );
  return [all, ...each];
}

/** A bar a bucket; only channels that brought something, each in its colour. */
function picture(answer: PeriodAnswer, told: Told, alt: string): Block {
  const { t } = told.services;
  const { categories, unfinished } = axisOf(answer.slots, told);
  const present = CHANNELS.filter((channel) => (answer.parts.get(channel)?.opened ?? 0) > 0);
  const series = present.map((channel) => ({
    name: t(`channel.${channel}`),
    values: answer.slots.map(({ parts }) => parts.get(channel)?.opened ?? 0),
    hue: channel,
  }));
  const { title, language } = told;
  return { kind: 'chart', chart: { type: 'bar', title, alt, categories, series, stacked: true, unit: 'count', unfinished, language } };
}

/** The card's parts from the whole and the buckets by channel. */
export function channelsChart(answer: PeriodAnswer, before: BeforeAnswer, told: Told): Drawn {
  const channels = openedByChannel(answer.parts);
  const { opened } = answer.total;
  const said = headline(opened, before?.total.opened, channels, told);
  const count = (slot: PeriodAnswer['slots'][number], channel: Channel): number => slot.parts.get(channel)?.opened ?? 0;
  return {
    headline: said,
    fields: fields(answer, before, told),
    shown: opened > 0 ? [picture(answer, told, plain(said.text))] : [],
    figures: {
      indicators: periodIndicators(answer.total, channels),
      table: {
        columns: ['bucket', ...CHANNELS, 'total'],
        rows: answer.slots.map((slot) => [slot.key, ...CHANNELS.map((channel) => count(slot, channel)), slot.total.opened]),
      },
      series: CHANNELS.map((channel) => ({
        name: channel,
        points: answer.slots.map((slot) => ({ bucket: slot.key, value: count(slot, channel) })),
      })),
    },
  };
}
