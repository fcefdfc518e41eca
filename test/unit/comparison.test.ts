/** What a change against the period before says, and whether it is good news. */
import { beforeOf, changeText, changeTone, comparedField, targetTone } from '../../src/app/cards/chart/comparison.ts';
import type { Services } from '../../src/app/services.ts';
import { periodAt, rangePeriod } from '../../src/domain/periods.ts';
import { formatter } from '../../src/i18n/format.ts';
import { translator } from '../../src/i18n/translate.ts';
import { plain } from '../../src/view/card.ts';

const ZONE = 'America/Sao_Paulo';
const at = (local: string): Date => new Date(`${local}:00-03:00`);
const words = (language: 'en' | 'pt-BR'): Services =>
  ({ t: translator(language), format: formatter(language) }) as Partial<Services> as Services;
const en = words('en');

describe('what is fair to compare with', () => {
  const told = (name: 'day' | 'week' | 'month' | 'year', now: string): unknown => {
    const { from, to, cut } = beforeOf(periodAt(name, at(now), ZONE), at(now), ZONE);
    return [from.toISOString(), to.toISOString(), cut];
  };

  test('a running day: yesterday, up to the same minute', () => {
    expect(told('day', '2026-11-22T14:37')).toEqual(['2026-11-21T03:00:00.000Z', '2026-11-21T17:37:00.000Z', true]);
  });

  test('a running week: the last one, up to the same weekday and minute', () => {
    expect(told('week', '2026-11-18T09:00')).toEqual(['2026-11-09T03:00:00.000Z', '2026-11-11T12:00:00.000Z', true]);
  });

  test('the 31st of a month: the whole month before, which has no such day', () => {
    expect(told('month', '2026-12-31T10:00')).toEqual(['2026-11-01T03:00:00.000Z', '2026-12-01T03:00:00.000Z', false]);
  });

  test('a period of the past: the whole one before', () => {
    const october = periodAt('month', at('2026-10-05T00:00'), ZONE);
    expect(beforeOf(october, at('2026-11-22T14:37'), ZONE)).toMatchObject({
      from: at('2026-09-01T00:00'),
      to: at('2026-10-01T00:00'),
      cut: false,
    });
  });

  test('a period that ends this very instant is over', () => {
    const day = periodAt('day', at('2026-11-21T12:00'), ZONE);
    expect(beforeOf(day, day.to, ZONE).cut).toBe(false);
  });

  test('any dates: as many days right before them', () => {
    const range = rangePeriod(at('2026-11-01T00:00'), at('2026-11-15T00:00'), ZONE);
    expect(beforeOf(range, at('2026-11-22T14:37'), ZONE)).toMatchObject({ from: at('2026-10-17T00:00'), to: at('2026-11-01T00:00') });
  });
});

test.each([
  [112, 100, 'count', '▲ 12%'],
  [88, 100, 'count', '▼ 12%'],
  [1_003, 1_000, 'count', '▲ 0.3%'],
  [300, 100, 'count', '▲ 200%'],
  [1_109, 100, 'count', '▲ 11×'],
  [100, 100, 'count', 'unchanged'],
  [0, 0, 'count', 'unchanged'],
  [5, 0, 'count', '▲'],
  [0, 5, 'count', '▼ 100%'],
  [0.842, 0.81, 'ratio', '▲ 3.2 points'],
  [null, 100, 'ms', ''],
  [100, null, 'ms', ''],
] as const)('%p after %p (%s) is “%s”', (now, before, unit, text) => {
  expect(changeText(now, before, unit, en)).toBe(text);
});

test('less waiting is good, a lower service level is bad, more conversations are neither', () => {
  expect([changeTone(80, 100, 'less'), changeTone(120, 100, 'less')]).toEqual(['good', 'bad']);
  expect([changeTone(0.9, 0.8, 'more'), changeTone(0.7, 0.8, 'more')]).toEqual(['good', 'bad']);
  expect([changeTone(200, 100, 'none'), changeTone(50, 100, 'none')]).toEqual([undefined, undefined]);
});

test('small changes and missing values are nobody’s merit', () => {
  expect([changeTone(104, 100, 'less'), changeTone(null, 100, 'less'), changeTone(100, null, 'less')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('a target is met, missed, or missed by far', () => {
  expect([targetTone(60, 60), targetTone(61, 60), targetTone(121, 60), targetTone(null, 60)]).toEqual([
    'good',
    'warning',
    'bad',
    undefined,
  ]);
});

describe('a number with its change', () => {
  const wait = { label: 'Wait', now: 36_000, before: 45_000, unit: 'ms', sense: 'less' } as const;
  const said = (field: { value: Parameters<typeof plain>[0] }): string => plain(field.value).replaceAll('\u00a0', ' ');

  test('says in words whether it is good news; a mark stands beside a target only', () => {
    const field = comparedField(wait, en);
    expect([said(field), field.tone]).toEqual(['36 s\n▼ 20%, better · before 45 s', undefined]);
    expect(said(comparedField({ ...wait, now: 90_000 }, words('pt-BR')))).toBe('1 min 30 s\n▲ 100%, pior · antes 45 s');
  });

  test('that got better but still misses its target is marked by the target', () => {
    expect(comparedField({ ...wait, target: 20_000, beside: ['target 20 s'] }, en)).toMatchObject({ tone: 'warning' });
  });

  test('says nothing of a period that had nothing, and a dash where only this value was missing', () => {
    expect(said(comparedField({ ...wait, before: undefined }, en))).toBe('36 s');
    expect(said(comparedField({ ...wait, before: null }, en))).toBe('36 s\nbefore –');
    expect(said(comparedField({ ...wait, now: null }, en))).toBe('–\nbefore 45 s');
  });
});
