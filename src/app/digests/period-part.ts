/** A day or a week in a sentence and six numbers, against the one before. */
import { abandoned, abandonment, mean, type Measures } from '../../domain/measures.ts';
import type { Field, Rich, Tone } from '../../view/card.ts';
import { changeText, hadAnything, targetTone, valueText } from '../cards/chart/comparison.ts';
import { targetOf, targetText, TIMED } from '../cards/chart/targets.ts';
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
    ...(!hadAnything(total) && { under: t('digest.nothing') }),
    blocks: hadAnything(total) ? [{ kind: 'fields', fields: fields(total, before, told) }] : [],
  };
}

/** How much came, and which targets were missed, the farthest first. */
function sentence(when: string, now: Measures, before: Measures | undefined, told: DigestTold): { text: Rich; tone?: Tone | undefined } {
  const { parameters, services } = told;
  const { t, format } = services;
  if (!hadAnything(now)) return { text: `${when}: ${t('digest.nothing')}` };
  const change = changeText(now.opened, before?.opened ?? null, 'count', services);
  const opened = { bold: `${when}: ${t('chart.channels.opened', { count: now.opened })}` };
  const known = TIMED.flatMap((name) => {
    const value = mean(now[name]);
    return value === null ? [] : [{ name, value, over: value / targetOf(name, parameters) }];
  });
  const missed = known.filter(({ over }) => over > 1).sort((a, b) => b.over - a.over);
  const [worst] = missed;
  const list = format.join(missed.map(({ name, value }) => `${t(`chart.mean.${name}`)} ${format.duration(value)}`));
  const targets = worst ? t('digest.missed', { list }) : known.length > 0 ? t('digest.met') : '';
  return {
    text: [opened, `${change === '' ? '' : ` (${change.replace(' ', '\u00a0')})`}. ${targets}`.trimEnd()],
    tone: worst ? targetTone(worst.value, targetOf(worst.name, parameters)) : known.length > 0 ? 'good' : undefined,
  };
}

/** Label, value, and below it the change and what it is held against. */
function fields(now: Measures, before: Measures | undefined, told: DigestTold): Field[] {
  const { parameters, services } = told;
  const { t, format } = services;
  const field = (label: string, value: (measures: Measures) => number | null, unit: 'count' | 'ms', beside: string[] = []): Field => {
    const change = changeText(value(now), before ? value(before) : null, unit, services);
    const below = [...(change === '' ? [] : [change]), ...beside].join(' · ');
    return { label, value: [valueText(value(now), unit, services), ...(below === '' ? [] : [`\n${below}`])] };
  };
  const timed = TIMED.map((name) => {
    const value = (measures: Measures): number | null => mean(measures[name]);
    const held = [targetText(name, parameters, services)];
    return { ...field(t(`chart.label.${name}`), value, 'ms', held), tone: targetTone(value(now), targetOf(name, parameters)) };
  });
  return [
    field(t('chart.opened'), ({ opened }) => opened, 'count'),
    field(t('state.closed'), ({ closed }) => closed, 'count'),
    ...timed,
    field(t('chart.label.abandoned'), abandoned, 'count', [format.percent(abandonment(now))]),
  ];
}
