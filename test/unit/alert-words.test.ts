/** Rules and their values in words: what is watched is called by a name, and what people type as a limit is read back. */
import fc from 'fast-check';
import { ruleLines } from '../../src/app/alerts/told.ts';
import { indicatorsLike } from '../../src/app/alerts/indicator-search.ts';
import { conditionText, placeText } from '../../src/app/alerts/rule-words.ts';
import { packPressed, packSnooze, pressedOf, snoozeOf } from '../../src/app/alerts/pressed.ts';
import { amountInput, amountOf, watchedName } from '../../src/app/alerts/watched-words.ts';
import { alertProblems } from '../../src/domain/alert-problems.ts';
import type { AlertRule } from '../../src/domain/alert-rule.ts';
import { step } from '../../src/domain/alert-state.ts';
import { type Configuration, EMPTY } from '../../src/domain/configuration.ts';
import { defaultParameters } from '../../src/domain/parameters.ts';
import { LONGEST, problemsOf } from '../../src/domain/problems.ts';
import { PRESETS, presetOf } from '../../src/domain/presets.ts';
import { snoozedUntil } from '../../src/domain/snooze.ts';
import { WATCHED } from '../../src/domain/watched.ts';
import { formatter } from '../../src/i18n/format.ts';
import { LANGUAGES, translator } from '../../src/i18n/translate.ts';
import type { Language } from '../../src/view/card.ts';
import { MINUTE, reading, rule } from '../rules.ts';

const words = (language: Language) => ({ t: translator(language), format: formatter(language) });
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

test('a rule with the longest id that a file may give it can be kept quiet in every chat', () => {
  const id = 'x'.repeat(LONGEST.rule);
  const configuration = (alerts: AlertRule[]): Configuration => ({ ...EMPTY, alerts });
  expect(problemsOf(configuration([rule({ id })]))).toEqual([]);
  expect(problemsOf(configuration([rule({ id: `${id}x` })]))).toMatchObject([{ field: 'id', key: 'id', values: { max: 40 } }]);
  const { incident } = step(undefined, rule({ id }), reading(0, 12)).state;
  const kept = packSnooze('message', 'opening', incident?.id ?? '');
  expect(snoozeOf(kept)).toEqual({ origin: 'message', snooze: 'opening', about: incident?.id });
  // What Slack's menus hold.
  expect(kept.length).toBeLessThanOrEqual(75);
});

describe.each(LANGUAGES)('in %s', (language) => {
  test('everything that can be watched has a short name of its own', () => {
    const names = WATCHED.map(({ id }) => watchedName(id, words(language)));
    for (const name of names) expect(name).toMatch(/^\p{Lu}[^{}]{2,42}$/u);
    expect(names.filter((name) => /now\.|today\.|period\.|watched/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('any limit that a form shows is read back as it was', () => {
    const values = fc.oneof(
      fc.tuple(
        fc.constant('ms' as const),
        fc.integer({ min: 1, max: 90_000 }).map((seconds) => seconds * 1000),
      ),
      fc.tuple(
        fc.constant('ratio' as const),
        fc.integer({ min: 0, max: 100_000 }).map((part) => part / 100_000),
      ),
      fc.tuple(fc.constant('count' as const), fc.integer({ min: 0, max: 5_000_000 })),
      fc.tuple(
        fc.constant('score' as const),
        fc.integer({ min: 10, max: 50 }).map((score) => score / 10),
      ),
    );
    fc.assert(fc.property(values, ([unit, value]) => amountOf(amountInput(value, unit, language), unit, language) === value));
  });

  test('the ready rules are rules that could be saved, each with a title', () => {
    const parameters = defaultParameters('America/Sao_Paulo', language);
    for (const id of PRESETS) {
      const title = words(language).t(`preset.${id}`);
      expect(title).toMatch(/^\p{Lu}.{5,40}$/u);
      expect(alertProblems({ id, title, ...presetOf(id, parameters) })).toEqual([]);
    }
  });

  test('an indicator is found by any word of its name, accents aside, and by its id', () => {
    const found = (typed: string): string[] => indicatorsLike(typed, 'threshold', words(language)).map(({ value }) => value);
    expect(found(language === 'en' ? 'wait queue' : 'espera fila')).toContain('now.queue.longest');
    expect(found(language === 'en' ? 'service LEVEL' : 'nivel de servico')).toEqual(['period.service_level']);
    expect(found('csat.n')).toEqual(['period.csat.n']);
    expect(found('zzz')).toEqual([]);
    expect(found('').length).toBeGreaterThan(5);
    const past = indicatorsLike('', 'change', words(language)).map(({ value }) => value);
    expect(past.filter((id) => !id.startsWith('period.'))).toEqual([]);
  });
});

test.each([
  ['10 min', 'ms', 600_000],
  ['1h30', 'ms', 5_400_000],
  ['10', 'ms', 600_000],
  ['80 %', 'ratio', 0.8],
  ['80%', 'ratio', 0.8],
  ['12,5', 'ratio', 0.125],
  ['1.000', 'count', 1000],
  ['4,5', 'score', 4.5],
  ['ten moons', 'count', undefined],
  ['-3', 'count', undefined],
  ['80 %', 'count', undefined],
  ['', 'count', undefined],
] as const)('%s typed in Portuguese as a %s is %s', (text, unit, value) => {
  expect(amountOf(text, unit, 'pt-BR')).toBe(value);
});

test('a thousand and a decimal are written differently in English', () => {
  expect([amountOf('1,000', 'count', 'en'), amountOf('4.5', 'score', 'en'), amountOf('1,000.5', 'count', 'en')]).toEqual([
    1000, 4.5, 1000.5,
  ]);
});

test('every kind of rule says when it fires', () => {
  const en = words('en');
  const said = (part: Parameters<typeof rule>[0]): string => plain(conditionText(rule({ forMs: 2 * MINUTE, ...part }), en));
  expect(said({})).toBe('Longest wait in the queue above 10 min for 2 min');
  expect(said({ indicator: 'period.service_level', operator: 'below', threshold: 0.8, forMs: 0 })).toBe('Service level in 1 h below 80%');
  expect(said({ kind: 'change', indicator: 'period.opened', threshold: 0.6, weeks: 4 })).toBe(
    'Opened in 1 h: 60% more than at the same time of the 4 weeks before, for 2 min',
  );
  expect(said({ kind: 'forecast', indicator: 'now.queue.size', threshold: 20, windowMs: 30 * MINUTE })).toBe(
    'Queue size above 20 in 30 min, at the rate of the last 30 min, for 2 min',
  );
  expect(said({ kind: 'silence', indicator: null, forMs: 0 })).toBe('No events from the helpdesk for 10 min');
  expect(said({ kind: 'job', indicator: null, job: 'digests', forMs: 0 })).toBe('The job “digests” has not run for 10 min');
});

test('the place of a rule: department, channel, agents; more than two are counted', () => {
  const called = {
    departments: new Map([['d-1', 'Suporte']]),
    agents: new Map([
      ['a-1', 'Ana Lima'],
      ['a-2', 'Bia Reis'],
    ]),
  };
  const place = (part: Parameters<typeof rule>[0]): string => placeText(rule(part), called, words('en'));
  expect(place({})).toBe('');
  expect(place({ department: 'd-1', channel: 'whatsapp' })).toBe('Suporte, WhatsApp');
  expect(place({ agents: ['a-1', 'a-2'] })).toBe('Ana Lima and Bia Reis');
  expect(place({ department: 'd-gone', agents: ['a-1', 'a-2', 'a-3'] })).toBe('d-gone, 3 agents');
});

test('a change is told field by field, in the words of the form and the unit of its indicator', () => {
  const before = rule();
  const after = rule({
    threshold: 5 * MINUTE,
    clear: 3 * MINUTE,
    severity: 'critical',
    mention: 'channel',
    targets: ['slack:C0DESK', 'slack:U1'],
  });
  const names = new Map([
    ['slack:C0DESK', '#desk'],
    ['slack:U1', 'Rui Braga'],
  ]);
  expect(ruleLines(before, after, names, words('en')).map(plain)).toEqual([
    'Limit: 10 min → 5 min',
    'Over at: – → 3 min',
    'Severity: warning → critical',
    'Tells: #desk → #desk and Rui Braga',
    'Calls by name: nobody → everyone in the channel',
  ]);
  expect(ruleLines(null, before, names, words('en')).map(plain)).toEqual([
    'added',
    'Longest wait in the queue above 10 min',
    'Tells: #desk',
  ]);
  expect(ruleLines(before, null, names, words('en'))).toEqual(['removed']);
});

describe('what buttons carry', () => {
  test('comes back, whatever stands in the ids', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('message' as const, 'list' as const, 'shown' as const), (about, origin) => {
        expect(pressedOf(packPressed(origin, about))).toEqual({ origin, about });
        expect(snoozeOf(packSnooze(origin, '1h', about))).toEqual({ origin, about, snooze: '1h' });
      }),
    );
  });

  test('forged, it is about nothing', () => {
    fc.assert(fc.property(fc.string(), (value) => ['message', 'list', 'shown'].includes(pressedOf(value).origin)));
    expect(snoozeOf('m|9h|wait')).toBeUndefined();
    expect(snoozeOf('m|1h')).toBeUndefined();
  });
});

describe('a snooze', () => {
  const at = new Date('2026-11-20T17:36:00.000Z'); // Friday, 14:36 in São Paulo
  const desk = { businessHours: 'mon-fri 08:30-18:00', holidays: '2026-11-23', timeZone: 'America/Sao_Paulo' };
  test('lasts a quarter of an hour or an hour', () => {
    expect(snoozedUntil('15m', at, desk).toISOString()).toBe('2026-11-20T17:51:00.000Z');
    expect(snoozedUntil('1h', at, desk).toISOString()).toBe('2026-11-20T18:36:00.000Z');
  });
  test('until the next opening after today, over a weekend and a holiday; a desk that never closes opens at eight', () => {
    expect(snoozedUntil('opening', at, desk).toISOString()).toBe('2026-11-24T11:30:00.000Z');
    expect(snoozedUntil('opening', at, { ...desk, businessHours: '', holidays: '' }).toISOString()).toBe('2026-11-21T11:00:00.000Z');
    // Before today's opening it is tomorrow's all the same.
    expect(snoozedUntil('opening', new Date('2026-11-19T05:00:00.000Z'), desk).toISOString()).toBe('2026-11-20T11:30:00.000Z');
  });
});
