/** Cards as Teams shows them: words, marks, sizes, and customers' text that stays text. */
import fc from 'fast-check';
import { translator } from '../../src/i18n/translate.ts';
import { CARD_BUDGET, fitting, weight } from '../../src/platforms/teams/budget.ts';
import { escape, linesOf } from '../../src/platforms/teams/markdown.ts';
import { renderCard } from '../../src/platforms/teams/render.ts';
import type { Block, Card } from '../../src/view/card.ts';
import { agentChart, CHART, LIST, PANEL, SETTINGS, TODAY } from '../fakes/teams/desk.ts';
import { elementsOf, faultsOf } from '../fakes/teams/lint.ts';
import { screenOf, shownText } from '../fakes/teams/screen.ts';

const t = translator('en');
const none = { links: new Map() };
const text = (card: Card): string => screenOf(renderCard(card, t, none)).text;

describe('a card', () => {
  test.each([
    ['panel', PANEL],
    ['list', LIST],
    ['chart', TODAY],
    ['forms', SETTINGS],
    ['search', agentChart('metrics|a-1,a-30')],
  ])('%s: Microsoft’s library has nothing against it', (_name, card) => {
    expect(faultsOf(renderCard(card, t, { links: new Map([[CHART, 'https://vigia.example/files/x.png']]) }))).toEqual([]);
  });

  test('starts with what and where, then the finding with its mark, then labels over values', () => {
    expect(text(PANEL).split('\n').slice(0, 8)).toEqual([
      'Now · all departments',
      '🔴 7 customers without an answer for over 5 min. The longest waits 12 min.',
      'Awaiting agents',
      '🟡 12',
      'Awaiting customers',
      '5',
      'Agents',
      '9 online · 2 away',
    ]);
  });

  test('a notification and a screen reader hear the title and the finding', () => {
    const { speak, fallbackText } = renderCard(PANEL, t, none);
    expect(speak).toBe('Now. 7 customers without an answer for over 5 min. The longest waits 12 min.');
    expect(fallbackText).toBe(speak);
  });

  test('a row: how long, who and where, what about, and its own menu', () => {
    const card = renderCard(LIST, t, none);
    expect(screenOf(card).text).toContain(
      '🔴 12 min · Maria *S.* · WhatsApp\n#20261122-000123 · “My [internet](http://evil.example) fell”',
    );
    expect(elementsOf(card).find((one) => one['title'] === 'Details')).toMatchObject({ verb: 'show.open', mode: 'secondary' });
  });

  test('tables: few columns side by side, many as facts, never the Table element', () => {
    const table = (count: number): Card => {
      const columns = Array.from({ length: count }, (_, index) => ({ label: `C${index}`, align: 'end' as const }));
      return { title: 'T', blocks: [{ kind: 'table', caption: 'Cap', columns, rows: [columns.map((_, index) => `v${index}`)] }] };
    };
    const types = (card: Card): unknown[] => elementsOf(renderCard(card, t, none)).map((one) => one['type']);
    expect(types(table(3))).toContain('ColumnSet');
    expect(types(table(6))).toContain('FactSet');
    expect(text(table(6))).toBe('T\nCap\nv0\nC1 v1\nC2 v2\nC3 v3\nC4 v4\nC5 v5');
    for (const count of [3, 6]) expect(faultsOf(renderCard(table(count), t, none))).toEqual([]);
  });

  test('every button works on clients that only know Action.Submit, and holds back for no choice', () => {
    const actions = elementsOf(renderCard(PANEL, t, none)).filter((one) => one['type'] === 'Action.Execute');
    expect(actions.map((one) => (one['fallback'] as { type: string }).type)).toEqual(['Action.Submit', 'Action.Submit', 'Action.Submit']);
    expect(actions[0]).toMatchObject({
      verb: 'now.list',
      style: 'positive',
      associatedInputs: 'none',
      data: { vigia: 'act', action: 'now.list', value: 'queue' },
    });
  });
});

describe('customers’ text', () => {
  test.each([
    ['*bold* _it_ ~no~', '\\*bold\\* \\_it\\_ \\~no\\~'],
    ['[free money](https://evil.example)', '\\[free money\\](https://evil.example)'],
    ['<at>everyone</at> &nbsp;', '\\<at\\>everyone\\</at\\> \\&nbsp;'],
    ['# heading', '\\# heading'],
    ['#20261122-000123', '#20261122-000123'],
    ['- item', '\\- item'],
    ['12. item', '12\\. item'],
    ['---', '\\---'],
    ['{{DATE(2026-11-22T00:00:00Z)}}', '{\u200b{DATE(2026-11-22T00:00:00Z)}}'],
  ])('%s stays as it was written', (written, markdown) => {
    expect(escape(written)).toBe(markdown);
  });

  test('whatever is written, it shows as written and opens no link', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (written) => {
        const line = written.replaceAll(/[\r\n]/g, '').trimStart();
        const markdown = escape(line);
        expect(shownText(markdown)).toBe(line.replaceAll('\u200b', ''));
        expect(markdown.replaceAll(/\\[!-/:-@[-`{-~]/g, '')).not.toMatch(/[*_[\]`<>]/);
      }),
      { numRuns: 500 },
    );
  });

  test('only web addresses become links', () => {
    expect(linesOf([{ link: 'a]b', url: 'https://desk.example/c/(1)' }])).toEqual(['[a\\]b](https://desk.example/c/%281%29)']);
    expect(linesOf([{ link: 'x', url: 'javascript:alert(1)' }])).toEqual(['x']);
  });

  test('lines become blocks of their own, and bold touches its words', () => {
    expect(linesOf(['a ', { bold: ' b \nc' }, '\n\nd'])).toEqual(['a **b**', '**c**', 'd']);
  });
});

describe('the size of a message', () => {
  const rows = (count: number): Block => ({
    kind: 'list',
    rows: Array.from({ length: count }, (_, index) => ({
      lead: `${index} min`,
      facts: ['Maria S.', 'WhatsApp', 'Suporte'],
      detail: { quote: 'é'.repeat(100) },
    })),
  });

  test('a long list is cut with a visible count, before the foot', () => {
    const card = fitting({ title: 'Queue', blocks: [rows(1_000), { kind: 'context', text: 'foot' }] }, t, none);
    expect(weight(card)).toBeLessThanOrEqual(CARD_BUDGET);
    const lines = screenOf(card).text.split('\n');
    const [, shown] = /Showing (\d+) of 1,000 rows/.exec(lines.at(-2) ?? '') ?? [];
    expect(Number(shown)).toBeGreaterThan(40);
    expect(lines.filter((line) => line.includes('Maria S.'))).toHaveLength(Number(shown));
    expect(lines.at(-1)).toBe('foot');
  });

  test('one more row would have been too much', () => {
    const all = { title: 'Queue', blocks: [rows(1_000)] };
    const shown = Number(/Showing (\d+)/.exec(screenOf(fitting(all, t, none)).text)?.[1]);
    const more = {
      title: 'Queue',
      blocks: [rows(shown + 1), { kind: 'context' as const, text: t('teams.cut', { shown: shown + 1, total: 1_000 }) }],
    };
    expect(weight(renderCard(more, t, none))).toBeGreaterThan(CARD_BUDGET);
  });

  test('a choice without a name goes by its value, and one without a value is none', () => {
    const search = {
      kind: 'search' as const,
      label: 'Agents',
      action: 'chart.agents',
      state: '',
      chosen: [{ label: ' ', value: 'a-7' }],
      options: [{ label: '', value: ' ' }],
    };
    const rendered = fitting({ title: 'Metrics', blocks: [{ kind: 'actions', controls: [search] }] }, t, none);
    expect(faultsOf(rendered)).toEqual([]);
    expect(JSON.stringify(rendered)).toContain('"choices":[{"title":"a-7","value":"a-7"}]');
  });

  test('any card fits, and stays a good card', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 3_000, size: 'max' });
    const options = fc.uniqueArray(fc.record({ label: words, value: fc.string({ maxLength: 60 }) }), {
      maxLength: 150,
      selector: ({ value }) => value,
    });
    const block: fc.Arbitrary<Block> = fc.oneof(
      fc.record({ kind: fc.constant('text' as const), text: words }),
      fc.record({ kind: fc.constant('context' as const), text: words }),
      fc.record({ kind: fc.constant('fields' as const), fields: fc.array(fc.record({ label: words, value: words }), { maxLength: 6 }) }),
      fc.record({
        kind: fc.constant('list' as const),
        rows: fc.array(fc.record({ lead: words, facts: fc.array(words, { maxLength: 3 }), detail: fc.record({ quote: words }) }), {
          maxLength: 40,
        }),
      }),
      fc.constant({ kind: 'divider' as const }),
      fc.record({
        kind: fc.constant('actions' as const),
        controls: fc.array(
          fc.record({
            kind: fc.constant('search' as const),
            label: words,
            action: fc.constant('chart.agents'),
            state: fc.string({ maxLength: 200 }),
            chosen: options,
            options,
          }),
          { maxLength: 2 },
        ),
      }),
    );
    const card: fc.Arbitrary<Card> = fc.record({ title: words, blocks: fc.array(block, { maxLength: 12 }) });
    fc.assert(
      fc.property(card, (one) => {
        const rendered = fitting(one, t, none);
        expect(weight(rendered)).toBeLessThanOrEqual(CARD_BUDGET);
        expect(faultsOf(rendered)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
