/** Any card and any form, however large or odd, is one that Slack takes. */
import type { ViewOutput } from '@slack/bolt';
import fc from 'fast-check';
import { translator } from '../../src/i18n/translate.ts';
import { over } from '../../src/platforms/slack/drawings.ts';
import { renderForm } from '../../src/platforms/slack/form.ts';
import { homeView } from '../../src/platforms/slack/homes.ts';
import { uniqueIds } from '../../src/platforms/slack/ids.ts';
import { asLeft, withErrors } from '../../src/platforms/slack/left.ts';
import { type Place, unpack } from '../../src/platforms/slack/place.ts';
import { renderCard } from '../../src/platforms/slack/render.ts';
import { offered, searchBlocks, searchedAction, searchedValue } from '../../src/platforms/slack/searches.ts';
import { formValues } from '../../src/platforms/slack/values.ts';
import { cardWords } from '../../src/platforms/slack/words.ts';
import type { Block, Button, Card, Chart, Control, Rich, Search, Span } from '../../src/view/card.ts';
import type { Form, FormBlock } from '../../src/view/form.ts';
import { blockFaults, type Json, suggestionFaults, viewFaults } from '../fakes/slack/blocks.ts';
import { chart } from '../fakes/slack/desk.ts';
import type { Element } from '../fakes/slack/elements.ts';
import { initial } from '../fakes/slack/modals.ts';

const RUNS = { numRuns: 100 };
const PLACE: Place = { kind: 'open', user: 'U0ANA', channel: 'D0ANA' };
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
      expect(viewFaults(JSON.parse(JSON.stringify(homeView(one, t))), { ...checked, surface: 'view' }, 'home')).toEqual([]);
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

const values = fc.oneof(fc.constantFrom('o1', 'o3', ''), name);
const pressable = fc.record({
  label: name,
  action,
  value: fc.option(name, { nil: undefined }),
  style: fc.option(fc.constantFrom('primary', 'danger'), { nil: undefined }),
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
    fc.record({ kind: fc.constant('duration' as const), name: named, ...asked, value: fc.option(name, { nil: undefined }) }),
    fc.record({
      kind: fc.constant('time' as const),
      name: named,
      ...asked,
      value: fc.constantFrom('08:30', '24:00', '8:30', '', undefined),
    }),
    fc.record({
      kind: fc.constant('date' as const),
      name: named,
      ...asked,
      value: fc.constantFrom('2026-12-25', '2026-02-30', '25/12/2026', '', undefined),
    }),
    fc.record({
      kind: fc.constant('search' as const),
      name: named,
      ...asked,
      action: fc.constant('workbench.crew'),
      value: fc.option(fc.record({ label: name, value: name }), { nil: undefined }),
      options,
    }),
    fc.record({ kind: fc.constantFrom('several' as const, 'ticks' as const), name: named, ...asked, options, value: fc.array(values) }),
    fc.record({ kind: fc.constant('section' as const), text: rich }),
    fc.record({ kind: fc.constant('preview' as const), label: name, text: rich }),
    fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(pressable, { maxLength: 8 }) }),
  );
};

test('Slack takes any form', () => {
  const blocks = fc
    .integer({ min: 1, max: 120 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => formBlock(index))));
  fc.assert(
    fc.property(blocks, name, languages, (all, label, language) => {
      const form = { title: label, submit: 'settings.save', submitLabel: label, cancelLabel: label, blocks: all };
      const view = JSON.parse(JSON.stringify(renderForm(form, { t: translator(language), place: PLACE }))) as Json & { blocks: Json[] };
      const faults = viewFaults(view, { ...checked, surface: 'view' });
      const empty = 'no fewer than 1 items required [json-pointer:/blocks]';
      expect(faults.filter((fault) => !fault.includes(empty))).toEqual([]);
      // The same with something said about it, at inputs and on top.
      const left = { ...view, state: { values: untouched(view.blocks) } } as unknown as ViewOutput;
      const refused = withErrors(asLeft(left), { input0: label, input3: label, nowhere: label }, translator(language), 'b');
      expect(viewFaults(JSON.parse(JSON.stringify(refused)), { ...checked, surface: 'view' })).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('a form whose state is too large for Slack is an error of ours, not a cut state', () => {
  const form = { title: 'x', submit: 'a.b', state: 'x'.repeat(2950), submitLabel: 'x', cancelLabel: 'x', blocks: [] };
  expect(() => renderForm(form, { t: translator('en'), place: PLACE })).toThrow('3019 characters, of which Slack carries 3000');
});

/** What Slack's client would send back, had the person left everything as it was. */
function untouched(blocks: Json[]): Parameters<typeof formValues>[0] {
  const inputs = blocks.filter((one) => one['type'] === 'input');
  return Object.fromEntries(
    inputs.map((one) => {
      const element = one['element'] as Element;
      return [one['block_id'], { [element.action_id]: { type: element.type, ...initial(element) } }];
    }),
  ) as Parameters<typeof formValues>[0];
}

test('values of options of any length and kind come back as they were', () => {
  const own = fc.uniqueArray(fc.oneof(name, fc.constantFrom('', ' ', '~0', '~1', 'x'.repeat(80))), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(own, fc.integer({ min: 0, max: 8 }), (all, index) => {
      const options = all.map((value) => ({ label: 'x', value }));
      const chosen = all[index % all.length] ?? '';
      const form: Form = {
        title: 'x',
        submit: 'a.b',
        submitLabel: 'x',
        cancelLabel: 'x',
        blocks: [
          { kind: 'ticks', name: 'ticks', label: 'x', options, value: [chosen] },
          { kind: 'several', name: 'several', label: 'x', options, value: [chosen] },
          { kind: 'select', name: 'select', label: 'x', options, value: chosen },
        ],
      };
      const view = renderForm(form, { t: translator('en'), place: PLACE });
      const back = formValues(untouched(view.blocks as unknown as Json[]), unpack(view.private_metadata ?? '').values);
      // What found no room in the view is said to be missing there, and never another value.
      const lost = JSON.stringify(view.blocks).includes('options shown');
      if (!lost) expect(back).toEqual({ ticks: [chosen], several: [chosen], select: chosen });
      for (const value of Object.values(back).flat()) expect([chosen, null]).toContain(value);
    }),
    RUNS,
  );
});

test('a form drawn again keeps the ids of what looks the same, and gives new ones to the rest', () => {
  const t = translator('en');
  const blocks = (title: string, crew: string[]): FormBlock[] => [
    { kind: 'text', name: 'title', label: 'x', value: title },
    { kind: 'number', name: 'count', label: 'x', value: 99, max: 10 },
    { kind: 'ticks', name: 'crew', label: 'x', value: [], options: crew.map((value) => ({ label: value, value })) },
  ];
  const form = (title: string, crew: string[]): Form => ({
    title: 'x',
    submit: 'a.b',
    submitLabel: 'x',
    cancelLabel: 'x',
    blocks: blocks(title, crew),
  });
  const before = renderForm(form('One', ['a', 'b']), { t, place: PLACE });
  const values = untouched(before.blocks as unknown as Json[]);
  values['count'] = { value: { type: 'number_input', value: '99' } };
  const seen = { blocks: before.blocks, state: { values } };
  const ids = (next: Form): unknown[] => renderForm(next, { t, place: PLACE, drawing: over(seen) }).blocks.map(({ block_id: id }) => id);
  expect(ids(form('One', ['a', 'b']))).toEqual(['title', 'count', 'crew']);
  expect(ids(form('Two', ['a', 'c']))).toEqual([expect.stringMatching(/^title~.{8}$/), 'count', expect.stringMatching(/^crew~.{8}$/)]);
});

test('ids are unique in a block and start anew in the next', () => {
  const id = uniqueIds();
  expect([id('a.b'), id('a.b'), id('a.c'), id('a.b')]).toEqual(['a.b', 'a.b~2', 'a.c', 'a.b~3']);
  expect(uniqueIds()('a.b')).toBe('a.b');
});
