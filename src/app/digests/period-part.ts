/** A day or a week in a sentence and six numbers, against the one before. */
import { abandoned, abandonment, mean, type Measures } from '../../domain/measures.ts';
import type { Field, Rich, Tone } from '../../view/card.ts';
import { changeText, hadAnything, targetTone, valueText } from '../cards/chart/comparison.ts';
import { targetOf, targetText, TIMED, type Timed } from '../cards/chart/targets.ts';
import { beforeName, spanName, spanOf, type SpanName } from './spans.ts';
import type { DigestTold, PartTold } from './told.ts';

export async function periodPart(name: SpanName, told: DigestTold): Promise<PartTold> {
  const { at, parameters, department, services } = told;
  const { t, format, periods } = services;
  const { timeZone } = parameters;
  const span = spanOf(name, at, timeZone);
  const asked = { department: department?.id, at, percentiles: 'none' } as const;
  const [{ total }, { total: then }] = await Promise.all([
    periods.measure({ ...asked, from: span.period.from, to: span.period.to }),
    periods.measure({ ...asked, from: span.before.period.from, to: span.before.to }),
  ]);
  const before = hadAnything(then) ? then : undefined;
  const against = beforeName(span, at, timeZone, services);
  const when = spanName(span, at, services);
  const beside = t(before ? 'digest.against' : 'digest.alone', { period: format.period(span.period, timeZone, at), before: against });
  return {
    heading: when,
    beside,
    said: sentence(when, total, before, told),
    blocks: hadAnything(total) ? [{ kind: 'fields', fields: fields(total, before, told) }] : [],
  };
}

/** How much came, and which targets were missed, the farthest first. */
function sentence(when: string, now: Measures, before: Measures | undefined, told: DigestTold): { text: Rich; tone?: Tone | undefined } {
  const { parameters, services } = told;
  const { t, format } = services;
  if (!hadAnything(now)) return { text: t('digest.nothing', { when }) };
  const change = changeText(now.opened, before?.opened ?? null, 'count', services);
  const opened = { bold: t('digest.opened', { when, count: now.opened }) };
  const known = TIMED.flatMap((name) => {
    const value = mean(now[name]);
    return value === null ? [] : [{ name, value, over: value / targetOf(name, parameters) }];
  });
  const missed = known.filter(({ over }) => over > 1).sort((a, b) => b.over - a.over);
  const [worst] = missed;
  const list = format.join(missed.map(({ name, value }) => `${t(`chart.mean.${name}`)} ${format.duration(value)}`));
  const targets = worst ? t('digest.missed', { list }) : known.length > 0 ? t('digest.met') : '';
  return {
    text: [opened, `${change === '' ? '' : ` (${change})`}. ${targets}`.trimEnd()],
    tone: worst ? targetTone(worst.value, targetOf(worst.name, parameters)) : known.length > 0 ? 'good' : undefined,
  };
}

function fields(now: Measures, before: Measures | undefined, told: DigestTold): Field[] {
  const { t, format } = told.services;
  const count = (label: string, value: (measures: Measures) => number, more: Rich[] = []): Field => ({
    label,
    value: [compared(value(now), before && value(before), 'count', told), ...more].flat(),
  });
  return [
    count(t('chart.opened'), ({ opened }) => opened),
    count(t('state.closed'), ({ closed }) => closed),
    ...TIMED.map((name) => timedField(name, now, before, told)),
    count(t('chart.label.abandoned'), abandoned, [`\n${format.percent(abandonment(now))}`]),
  ];
}

function timedField(name: Timed, now: Measures, before: Measures | undefined, told: DigestTold): Field {
  const { parameters, services } = told;
  const value = mean(now[name]);
  const line = compared(value, before && mean(before[name]), 'ms', told);
  return {
    label: services.t(`chart.label.${name}`),
    value: [line, `\n${targetText(name, parameters, services)}`],
    tone: targetTone(value, targetOf(name, parameters)),
  };
}

/** `32 s · ▼ 20%`. */
function compared(now: number | null, before: number | null | undefined, unit: 'count' | 'ms', { services }: DigestTold): string {
  const change = changeText(now, before ?? null, unit, services);
  return [valueText(now, unit, services), ...(change === '' ? [] : [change])].join(' · ');
}
