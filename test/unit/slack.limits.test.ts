/** Any card and any form, however large or odd, is one that Slack takes. */
import fc from 'fast-check';
import { translator } from '../../src/i18n/translate.ts';
import { renderForm } from '../../src/platforms/slack/form.ts';
import { uniqueIds } from '../../src/platforms/slack/ids.ts';
import { renderCard } from '../../src/platforms/slack/render.ts';
import { offered, searchBlocks, searchedAction, searchedValue } from '../../src/platforms/slack/searches.ts';
import { cardWords } from '../../src/platforms/slack/words.ts';
import type { Block, Button, Card, Chart, Control, Rich, Search, Span } from '../../src/view/card.ts';
import type { FormBlock } from '../../src/view/form.ts';
import { blockFaults, suggestionFaults, viewFaults } from '../fakes/slack/blocks.ts';
import { chart } from '../fakes/slack/desk.ts';

const RUNS = { numRuns: 200 };
const checked = { surface: 'message' as const, fileReady: () => true };

/** Words with everything that could upset a renderer: markup, emoji, lone surrogates, nothing, and a lot. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', ' ', '\n', '*', '*_~`', '<!channel>', '&&&&&&&&', ':a:b:c:', '\ud800', '👩‍👩‍👧‍👦'),
  fc
    .tuple(fc.constantFrom('&', 'a', 'ab ', '\n', '😀', '*x* '), fc.integer({ min: 1, max: 4000 }))
    .map(([text, times]) => text.repeat(times)),
);
const name = fc.oneof(nasty, fc.string({ maxLength: 20 }));
const span: fc.Arbitrary<Span> = fc.oneof(
  nasty,
  nasty.map((bold) => ({ bold })),
  fc.record({ link: nasty, url: fc.oneof(fc.webUrl(), nasty) }),
  nasty.map((quote) => ({ quote })),
  fc.record({ person: fc.oneof(fc.constant('slack:U0ANA'), nasty), name: fc.option(nasty, { nil: undefined }) }),
);
const rich: fc.Arbitrary<Rich> = fc.oneof(span, fc.array(span, { maxLength: 5 }));
const tone = fc.option(fc.constantFrom('good', 'warning', 'bad'), { nil: undefined });
const action = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('now.list', 'now.refresh', 'queue.page') },
  { weight: 1, arbitrary: fc.constant(`x.${'y'.repeat(300)}`) },
);
const button: fc.Arbitrary<Button> = fc.record({
  kind: fc.constant('button' as const),
  label: name,
  action,
  value: fc.option(name, { nil: undefined }),
  style: fc.option(fc.constantFrom('primary', 'danger'), { nil: undefined }),
});
const options = fc.oneof(
  fc.array(fc.record({ label: name, value: name }), { maxLength: 8 }),
  fc
    .integer({ min: 90, max: 450 })
    .map((count) => Array.from({ length: count }, (_, index) => ({ label: `O ${index}`, value: `o${index}` }))),
);
const select: fc.Arbitrary<Control> = fc.record({
  kind: fc.constant('select' as const),
  label: name,
  action,
  options,
  selected: fc.constantFrom('o3', 'o260', '', undefined),
});
const search: fc.Arbitrary<Control> = fc.record({
  kind: fc.constant('search' as const),
  label: name,
  action,
  state: fc.oneof(fc.constantFrom('', 'kind=metrics&period=month'), nasty),
  chosen: options,
  options,
});
const row = fc.record({
  tone,
  lead: name,
  facts: fc.array(name, { maxLength: 4 }),
  detail: fc.option(rich, { nil: undefined }),
  menu: fc.option(fc.array(button, { maxLength: 8 }), { nil: undefined }),
});
const plainRow = fc
  .integer({ min: 0, max: 400 })
  .map((count) => Array.from({ length: count }, (_, index) => ({ lead: `${index} min`, facts: ['Maria'] })));
const picture: Chart = chart();
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: rich, tone }),
  fc.record({ kind: fc.constant('fields' as const), fields: fc.array(fc.record({ label: name, value: rich, tone }), { maxLength: 25 }) }),
  fc.record({ kind: fc.constant('list' as const), rows: fc.oneof(fc.array(row, { maxLength: 6 }), plainRow) }),
  fc.record({
    kind: fc.constant('table' as const),
    caption: name,
    columns: fc.array(fc.record({ label: name, align: fc.constantFrom('start' as const, 'end' as const) }), { maxLength: 6 }),
    rows: fc.array(fc.array(name, { maxLength: 7 }), { maxLength: 60 }),
  }),
  fc.constantFrom<Block>({ kind: 'chart', chart: picture }, { kind: 'chart', chart: { ...picture, title: '', alt: '' } }),
  fc.record({ kind: fc.constant('image' as const), url: fc.oneof(fc.webUrl({ validSchemes: ['https', 'http'] }), nasty), alt: name }),
  fc.record({ kind: fc.constant('actions' as const), controls: fc.array(fc.oneof(button, select, search), { maxLength: 30 }) }),
  fc.record({ kind: fc.constant('context' as const), text: rich }),
  fc.constant<Block>({ kind: 'divider' }),
);
const card: fc.Arbitrary<Card> = fc.record({
  title: name,
  scope: fc.option(name, { nil: undefined }),
  blocks: fc.array(block, { maxLength: 12 }),
});

const languages = fc.constantFrom('pt-BR' as const, 'en' as const);

test('Slack takes any card, with its picture and without', () => {
  fc.assert(
    fc.property(card, languages, (one, language) => {
      const t = translator(language);
      const { text, blocks } = renderCard(one, t, new Map([[picture, 'F0FILE00001']]));
      expect(blockFaults(JSON.parse(JSON.stringify(blocks)), checked)).toEqual([]);
      expect(blockFaults(JSON.parse(JSON.stringify(renderCard(one, t).blocks)), checked)).toEqual([]);
      expect(text.length).toBeGreaterThan(0);
      expect(cardWords(one, t).length).toBeLessThanOrEqual(4000);
    }),
    RUNS,
  );
});

test('a search’s state of any kind travels, or the search says that it could not', () => {
  const values = fc.array(fc.stringMatching(/^[a-z0-9:-]{1,60}$/), { maxLength: 5 });
  fc.assert(
    fc.property(fc.string({ maxLength: 600 }), values, (state, ids) => {
      const control: Search = { kind: 'search', label: 'Agents', action: 'chart.agents', state, chosen: [], options: [] };
      const [block] = searchBlocks(control, translator('en'));
      expect(block === undefined).toBe(state.length > 255 - 12 + 255 - 'chart.agents|'.length);
      if (block?.type !== 'section' || block.accessory?.type !== 'multi_external_select') return;
      const { action_id = '' } = block.accessory;
      expect(searchedAction(action_id)).toBe('chart.agents');
      const chosen = ids.map((value) => ({ value }));
      expect(searchedValue(block.block_id ?? '', action_id, chosen)).toBe(`${state}|${ids.join(',')}`);
    }),
    RUNS,
  );
});

test('every answer’s search has an id of its own, so that Slack shows its choice; the same answer drawn again keeps it', () => {
  const control = (): Search => ({ kind: 'search', label: 'Agents', action: 'chart.agents', state: 's', chosen: [], options: [] });
  const idOf = (one: Search): string | undefined => searchBlocks(one, translator('en'))[0]?.block_id;
  const one = control();
  expect(idOf(one)).toBe(idOf(one));
  expect(idOf(control())).not.toBe(idOf(one));
});

test('options that Slack cannot carry are counted, those that it can are offered', () => {
  const found = Array.from({ length: 120 }, (_, index) => ({
    label: `Agent ${index}`,
    value: index === 3 ? 'x'.repeat(76) : `a-${index}`,
  }));
  const answer = offered(found, translator('en'));
  expect(suggestionFaults(answer)).toEqual([]);
  expect(answer).toMatchObject({ option_groups: [{ label: { text: '100 of 120 options shown' } }] });
  expect(offered(found.slice(0, 2), translator('en'))).toMatchObject({ options: [{ value: 'a-0' }, { value: 'a-1' }] });
});

test('no customer’s word becomes a mention, a link or a broadcast', () => {
  fc.assert(
    fc.property(fc.oneof(nasty, fc.constantFrom('<!channel|x>', '<@U0BOSS>', '<https://evil.example|bank>', '<#C0DESK>')), (words) => {
      const blocks = JSON.stringify(
        renderCard(
          {
            title: words,
            blocks: [
              { kind: 'text', text: [{ quote: words }, { bold: words }] },
              { kind: 'list', rows: [{ lead: words, facts: [words] }] },
            ],
          },
          translator('en'),
        ).blocks,
      );
      expect(blocks).not.toMatch(/<[!@#h]/);
    }),
    RUNS,
  );
});

const asked = { label: name, hint: fc.option(name, { nil: undefined }), required: fc.boolean() };
const formBlock = (index: number): fc.Arbitrary<FormBlock> => {
  const named = fc.constant(`input${index}`);
  return fc.oneof(
    fc.record({
      kind: fc.constant('text' as const),
      name: named,
      ...asked,
      value: fc.option(name, { nil: undefined }),
      multiline: fc.boolean(),
      maxLength: fc.constantFrom(10, 5000, undefined),
    }),
    fc.record({
      kind: fc.constant('number' as const),
      name: named,
      ...asked,
      value: fc.constantFrom(5, 20, 99, 0.5, undefined),
      min: fc.constantFrom(1, undefined),
      max: fc.constantFrom(60, undefined),
      decimals: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('select' as const), name: named, ...asked, options, value: fc.constantFrom('o3', undefined) }),
    fc.record({ kind: fc.constant('toggle' as const), name: named, ...asked, value: fc.boolean() }),
    fc.record({ kind: fc.constant('section' as const), text: rich }),
  );
};

test('Slack takes any form', () => {
  const blocks = fc
    .integer({ min: 1, max: 120 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => formBlock(index))));
  fc.assert(
    fc.property(blocks, name, languages, (all, label, language) => {
      const form = { title: label, submit: 'settings.save', submitLabel: label, cancelLabel: label, blocks: all };
      const view: unknown = JSON.parse(JSON.stringify(renderForm(form, translator(language), 'x'.repeat(3000))));
      const faults = viewFaults(view, { ...checked, surface: 'view' });
      expect(faults.filter((fault) => !fault.includes('no fewer than 1 items required [json-pointer:/blocks]'))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('a form whose state is too large for Slack is an error of ours, not a cut state', () => {
  const form = { title: 'x', submit: 'a.b', submitLabel: 'x', cancelLabel: 'x', blocks: [] };
  expect(() => renderForm(form, translator('en'), 'x'.repeat(3001))).toThrow('3001 characters, of which Slack carries 3000');
});

test('ids are unique in a block and start anew in the next', () => {
  const id = uniqueIds();
  expect([id('a.b'), id('a.b'), id('a.c'), id('a.b')]).toEqual(['a.b', 'a.b~2', 'a.c', 'a.b~3']);
  expect(uniqueIds()('a.b')).toBe('a.b');
});
