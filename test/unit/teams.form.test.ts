/** Forms as Teams shows them: every kind of input, what comes back, and the size of a dialog. */
import fc from 'fast-check';
import { translator } from '../../src/i18n/translate.ts';
import { CARD_BUDGET, weight } from '../../src/platforms/teams/budget.ts';
import { fittingForm } from '../../src/platforms/teams/form-size.ts';
import { renderForm } from '../../src/platforms/teams/forms.ts';
import { pack, unpack } from '../../src/platforms/teams/packed.ts';
import { pressedOf, taskOf } from '../../src/platforms/teams/payload.ts';
import { createPins } from '../../src/platforms/teams/pins.ts';
import { chosenOf, namedValue, optionOf, valuesOf } from '../../src/platforms/teams/values.ts';
import type { Option } from '../../src/view/card.ts';
import type { Form, FormBlock } from '../../src/view/form.ts';
import { FORM } from '../fakes/teams/desk.ts';
import { elementsOf, faultsOf } from '../fakes/teams/lint.ts';
import { screenOf } from '../fakes/teams/screen.ts';

const t = translator('en');
const DIALOG = { kind: 'dialog' as const };
const options = (count: number): Option[] =>
  Array.from({ length: count }, (_, index) => ({ value: `d-${index * 7919}`, label: `Department ${index} of the ${index * 31}th floor` }));

const EVERY: Form = {
  title: 'Template',
  submit: 'settings.template.save',
  state: 'k1',
  submitLabel: 'Save',
  cancelLabel: 'Cancel',
  blocks: [
    { kind: 'section', text: ['Sent *once*, ', { bold: 'not twice' }] },
    { kind: 'text', name: 'title', label: 'Title', required: true, value: 'Order', maxLength: 24, hint: 'Short' },
    { kind: 'text', name: 'body', label: 'Body', multiline: true, value: 'Hello' },
    { kind: 'number', name: 'limit', label: 'Limit', required: true, min: 0, max: 500, value: 3 },
    { kind: 'duration', name: 'wait', label: 'Wait', value: '5 min' },
    { kind: 'time', name: 'opens', label: 'Opens', value: '08:00' },
    { kind: 'date', name: 'day', label: 'Day', value: '2026-12-25' },
    { kind: 'select', name: 'category', label: 'Category', options: options(3), value: 'd-0' },
    {
      kind: 'search',
      name: 'lead',
      label: 'Lead',
      action: 'settings.people',
      options: options(2),
      value: { value: 'teams:a,b', label: 'Ana, B.' },
    },
    { kind: 'several', name: 'channels', label: 'Channels', options: options(3), value: ['d-0', 'd-7919'] },
    { kind: 'ticks', name: 'crew', label: 'Crew', options: options(5), value: ['d-7919'] },
    { kind: 'toggle', name: 'active', label: 'Active', value: true },
    { kind: 'preview', label: 'Preview', text: 'Hi *Ana*\n\nBye' },
    { kind: 'buttons', buttons: [{ label: 'Preview', action: 'settings.preview', value: 'x', style: 'primary' }] },
  ],
};

const sent = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`input:${name}`, value]));

describe('a form in a dialog', () => {
  const card = renderForm(EVERY, t, DIALOG);
  const input = (name: string) => elementsOf(card).find((one) => one['id'] === `input:${name}`) ?? {};

  test.each<[string, Form]>([
    ['every kind', EVERY],
    ['a short one', FORM],
    ['nothing to choose', { ...FORM, blocks: [{ kind: 'select', name: 'x', label: 'X', options: [] }] }],
    [
      'a search that has nothing before one types',
      { ...FORM, blocks: [{ kind: 'search', name: 'x', label: 'X', action: 'a.b', options: [] }] },
    ],
  ])('%s: Microsoft’s library has nothing against it', (_name, form) => {
    expect(faultsOf(renderForm(form, t, DIALOG))).toEqual([]);
    expect(faultsOf(renderForm(form, t, { kind: 'chat' }))).toEqual([]);
  });

  test('each kind is the input that Teams has for it, with the value that holds', () => {
    expect(input('title')).toMatchObject({ type: 'Input.Text', label: 'Title *', value: 'Order', maxLength: 24 });
    expect(input('limit')).toMatchObject({ type: 'Input.Number', value: 3 });
    expect(input('opens')).toMatchObject({ type: 'Input.Time', value: '08:00' });
    expect(input('day')).toMatchObject({ type: 'Input.Date', value: '2026-12-25' });
    expect(input('category')).toMatchObject({ type: 'Input.ChoiceSet', style: 'compact', value: 'd-0' });
    expect(input('channels')).toMatchObject({ style: 'compact', isMultiSelect: true, value: 'd-0,d-7919' });
    expect(input('crew')).toMatchObject({ style: 'expanded', isMultiSelect: true, value: 'd-7919' });
    expect(input('active')).toMatchObject({ type: 'Input.Toggle', value: 'true' });
    expect(input('lead')).toMatchObject({
      style: 'filtered',
      value: 'Ana, B. [teams:a,b]',
      'choices.data': { type: 'Data.Query', dataset: 'named:settings.people' },
    });
    expect((input('lead')['choices'] as unknown[]).length).toBe(3);
  });

  test('nothing in the card holds a button back: what is wrong is said by the server', () => {
    for (const one of elementsOf(card)) for (const rule of ['isRequired', 'min', 'max', 'regex']) expect(one[rule]).toBeUndefined();
  });

  test('a preview keeps its lines and the words of its writer', () => {
    const quoted = elementsOf(card).find((one) => one['style'] === 'emphasis');
    expect(quoted?.['items']).toMatchObject([{ text: 'Hi \\*Ana\\*' }, { text: 'Bye', spacing: 'Medium' }]);
  });

  test('a refused one shows what was typed, also where that is nothing, and every error', () => {
    const values = {
      title: null,
      limit: 'many',
      wait: 'soon',
      opens: '25:99',
      channels: ['d-7919', 'gone'],
      crew: [],
      active: false,
      lead: 'teams:x',
    };
    const refused = {
      errors: { title: 'Write a title', other: 'The list has changed' },
      values,
      chosen: { lead: { value: 'teams:x', label: 'Xu' } },
    };
    const again = renderForm(EVERY, t, DIALOG, refused);
    expect(faultsOf(again)).toEqual([]);
    const shown = Object.fromEntries(screenOf(again).inputs.map(({ id, value }) => [id.slice('input:'.length), value]));
    expect(shown).toMatchObject({
      title: '',
      limit: '',
      wait: 'soon',
      opens: '',
      channels: 'd-7919',
      crew: '',
      active: 'false',
      lead: 'Xu [teams:x]',
    });
    expect(screenOf(again).errors).toEqual({ 'input:title': '🔴 Write a title' });
    expect(screenOf(again).text.split('\n').slice(0, 2)).toEqual(['The list has changed', 'One field needs to be corrected.']);
  });

  test('a pushed form goes back through its handler with its values, the bottom one closes', () => {
    const last = (form: Form) => screenOf(renderForm(form, t, DIALOG)).actions.at(-1);
    expect(last({ ...EVERY, depth: 1, back: 'settings.back' })).toMatchObject({ sendsInputs: true, data: { vigia: 'back' } });
    expect(last({ ...EVERY, depth: 0, back: 'settings.back' })).toMatchObject({ sendsInputs: false, data: { vigia: 'cancel' } });
    expect(last(EVERY)).toMatchObject({ data: { vigia: 'cancel' } });
  });

  test('what cannot be taken back looks so', () => {
    const style = (form: Form) => elementsOf(renderForm(form, t, DIALOG)).find((one) => one['title'] === 'Save')?.['style'];
    expect([style(EVERY), style({ ...EVERY, danger: true })]).toEqual(['positive', 'destructive']);
  });
});

describe('what comes back', () => {
  test('the form comes with every button, without what was in its inputs', () => {
    for (const label of ['Save', 'Preview']) {
      const action = screenOf(renderForm(EVERY, t, DIALOG)).actions.find((one) => one.label === label);
      const data: unknown = JSON.parse(JSON.stringify(action?.data));
      const pressed = taskOf({ data });
      expect(pressedOf({ action: { type: 'Action.Execute', data } })).toEqual(pressed);
      expect(pressed?.payload).toMatchObject({ form: { title: 'Template', submit: 'settings.template.save', state: 'k1' } });
      expect(JSON.stringify(pressed?.payload)).not.toContain('Order');
    }
  });

  test('values are read by the kind of their input, as Teams sends strings', () => {
    const read = (values: Record<string, unknown>) => valuesOf(EVERY, sent(values));
    expect(
      read({
        title: ' x ',
        limit: '7',
        wait: '1 h',
        opens: '09:30',
        channels: 'd-0, d-7919,d-0,',
        crew: '',
        active: 'true',
        lead: 'Ana [teams:a]',
      }),
    ).toEqual({
      title: ' x ',
      body: null,
      limit: 7,
      wait: '1 h',
      opens: '09:30',
      day: null,
      category: null,
      channels: ['d-0', 'd-7919'],
      crew: [],
      active: true,
      lead: 'teams:a',
    });
    expect(read({ limit: '7,5' })['limit']).toBe(7.5);
    for (const wrong of ['many', '0x10', '1e3', '1/2', 'Infinity']) expect(read({ limit: wrong })['limit']).toBe(wrong);
    expect(read({ limit: 8, active: true, title: 12, body: { evil: 1 } })).toMatchObject({
      limit: 8,
      active: true,
      title: '12',
      body: null,
    });
  });

  test('a choice that was found by typing keeps its name, whatever stands in either', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ maxLength: 60 }), (value, label) => {
        expect(optionOf(namedValue({ value, label }))).toEqual({ value, label });
      }),
    );
    expect(chosenOf(EVERY, sent({ lead: 'Xu Li [teams:x]' }))).toEqual({ lead: { value: 'teams:x', label: 'Xu Li' } });
    for (const plain of ['a-1', 'a [b', 'x]', '[x]']) expect(optionOf(plain)).toEqual({ value: plain, label: plain });
  });

  test('what is no payload of ours is none', () => {
    const bomb = pack({ ...FORM, title: 'x'.repeat(400_000) });
    for (const form of ['', 'no form', { title: 1 }, bomb, Buffer.from('{}').toString('base64url')])
      expect(taskOf({ data: { vigia: 'submit', form } })).toBeUndefined();
    for (const value of [null, 'x', {}, { vigia: 'act' }, { data: { vigia: 'evil' } }]) {
      expect(pressedOf(value)).toBeUndefined();
      expect(taskOf(value)).toBeUndefined();
    }
  });

  test('a message is named by who signed it, for its own conversation', () => {
    const pins = createPins('secret');
    const pin = pins.pin('m-1', '19:desk@thread.tacv2;messageid=17');
    expect(pins.read(pin, '19:desk@thread.tacv2')).toBe('m-1');
    expect(createPins('secret').read(pin, '19:desk@thread.tacv2')).toBe('m-1');
    expect(pins.read(pin, '19:other@thread.tacv2')).toBeUndefined();
    expect(pins.read(pin.replace('m-1', 'm-2'), '19:desk@thread.tacv2')).toBeUndefined();
    expect(createPins('other').read(pin, '19:desk@thread.tacv2')).toBeUndefined();
    for (const none of [undefined, '', 'm-1', ':m-1']) expect(pins.read(none, '19:desk@thread.tacv2')).toBeUndefined();
  });
});

describe('the size of a dialog', () => {
  const buttons: FormBlock = {
    kind: 'buttons',
    buttons: ['Search', 'Previous', 'Next', 'Preview', 'Clear'].map((label) => ({ label, action: 'settings.page' })),
  };

  test('what every button carries weighs a quarter of the form', () => {
    const form: Form = { ...EVERY, blocks: [...EVERY.blocks, { kind: 'select', name: 'more', label: 'More', options: options(100) }] };
    expect(pack(form).length).toBeLessThan(JSON.stringify(form).length / 3);
    expect(unpack(pack(form))?.blocks.at(-1)).toEqual(form.blocks.at(-1));
  });

  test('the largest form that Slack would take too fits whole, with six buttons', () => {
    const form: Form = {
      ...EVERY,
      blocks: [...EVERY.blocks, { kind: 'select', name: 'more', label: 'More', options: options(100) }, buttons],
    };
    const card = fittingForm(form, t, DIALOG);
    expect(weight(card)).toBeLessThanOrEqual(CARD_BUDGET);
    expect(screenOf(card).inputs.at(-1)?.choices).toHaveLength(100);
  });

  test('too many options are cut with a visible count, the chosen one stays, and searches lose nothing by it', () => {
    const form: Form = {
      ...EVERY,
      blocks: [
        { kind: 'select', name: 'zone', label: 'Zone', hint: 'Of the desk.', options: options(900), value: 'd-7111262' },
        { kind: 'search', name: 'lead', label: 'Lead', action: 'a.b', options: options(900) },
        buttons,
      ],
    };
    const card = fittingForm(form, t, DIALOG);
    expect(weight(card)).toBeLessThanOrEqual(CARD_BUDGET);
    expect(faultsOf(card)).toEqual([]);
    const screen = screenOf(card);
    const [zone] = screen.inputs;
    expect(zone?.value).toBe('d-7111262');
    expect(screen.text).toContain(`Of the desk. Showing ${zone?.choices.length} of 900: the others do not fit here.`);
    expect(zone?.choices.length).toBeGreaterThan(50);
    expect(screen.text.match(/Showing/g)).toHaveLength(1);
  });

  test('any form fits, and stays a good card', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 200 });
    const label = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    const list = fc.uniqueArray(fc.record({ label, value: fc.stringMatching(/^[a-z0-9:-]{1,30}$/) }), {
      maxLength: 120,
      selector: ({ value }) => value,
    });
    const block = (index: number): fc.Arbitrary<FormBlock> => {
      const asked = { name: fc.constant(`f${index}`), label, hint: fc.option(words, { nil: undefined }), required: fc.boolean() };
      return fc.oneof(
        fc.record({ ...asked, kind: fc.constant('text' as const), value: words }),
        fc.record({ ...asked, kind: fc.constant('select' as const), options: list }),
        fc.record({ ...asked, kind: fc.constant('search' as const), action: fc.constant('a.b'), options: list }),
        fc.record({ ...asked, kind: fc.constant('several' as const), options: list, value: fc.constant<string[]>([]) }),
        fc.record({ kind: fc.constant('section' as const), text: fc.string({ unit: 'grapheme', maxLength: 4_000, size: 'max' }) }),
        fc.record({ kind: fc.constant('preview' as const), label, text: fc.string({ unit: 'grapheme', maxLength: 4_000, size: 'max' }) }),
        fc.constant(buttons),
      );
    };
    const form = fc.tuple(...Array.from({ length: 8 }, (_, index) => block(index))).map((blocks): Form => ({ ...FORM, blocks }));
    fc.assert(
      fc.property(form, (one) => {
        const card = fittingForm(one, t, DIALOG);
        expect(weight(card)).toBeLessThanOrEqual(CARD_BUDGET);
        expect(faultsOf(card)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
