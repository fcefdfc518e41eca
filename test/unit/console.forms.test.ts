/** What a person typed into the console's forms, as it is read, sent, and kept when a form is drawn anew. */
import { formsAfter, type OpenForm } from '../../src/platforms/console/page/forms.ts';
import { turnedList, newWords } from '../../src/platforms/console/page/redrawn.ts';
import { firstTyped, typedAfter, type TypedForm, unpicked, valuesOf } from '../../src/platforms/console/page/typed.ts';
import { readNumber, shownNumber } from '../../src/platforms/console/page/typed-number.ts';
import type { Form, FormBlock } from '../../src/view/form.ts';

const formWith = (...blocks: FormBlock[]): Form => ({
  title: 'Form',
  submit: 'x.save',
  submitLabel: 'Save',
  cancelLabel: 'Cancel',
  blocks,
});
const AB = [
  { label: 'A', value: 'a' },
  { label: 'B', value: 'b' },
];

describe('a number', () => {
  it.each([
    ['', null, null],
    [' 12 ', 12, 12],
    ['-3', -3, -3],
    ['1.500', 1500, 1500],
    ['1,500', 1500, 1500],
    ['1 500', 1500, 1500],
    ['2,5', '2,5', '2,5'],
    ['2.5', '2.5', '2.5'],
    ['many', 'many', 'many'],
    ['1e3', '1e3', '1e3'],
    ['12 min', '12 min', '12 min'],
  ])('whole: “%s”', (text, portuguese, english) => {
    expect([readNumber(text, false, 'pt-BR'), readNumber(text, false, 'en')]).toEqual([portuguese, english]);
  });

  it.each([
    ['2,5', 2.5, 2.5],
    ['2.5', 2.5, 2.5],
    [',5', 0.5, 0.5],
    ['1.500', 1500, 1.5],
    ['1,500', 1.5, 1500],
    ['1.234,5', 1234.5, '1.234,5'],
    ['1,234.5', '1,234.5', 1234.5],
    ['1,2,3', '1,2,3', '1,2,3'],
  ])('with decimals: “%s”', (text, portuguese, english) => {
    expect([readNumber(text, true, 'pt-BR'), readNumber(text, true, 'en')]).toEqual([portuguese, english]);
  });

  it('is shown as it is read', () => {
    expect([shownNumber(0.5, 'pt-BR'), shownNumber(0.5, 'en'), shownNumber(1440, 'pt-BR')]).toEqual(['0,5', '0.5', '1440']);
  });
});

describe('what a form sends', () => {
  const form = formWith(
    { kind: 'section', text: 'Words' },
    { kind: 'text', name: 'title', label: 'Title', value: 'Order' },
    { kind: 'number', name: 'count', label: 'Count', decimals: true, value: 1.5 },
    { kind: 'duration', name: 'wait', label: 'Wait' },
    { kind: 'time', name: 'opens', label: 'Opens', value: '08:00' },
    { kind: 'date', name: 'day', label: 'Day' },
    { kind: 'select', name: 'kind', label: 'Kind', options: AB, value: 'gone' },
    { kind: 'search', name: 'lead', label: 'Lead', action: 'x.lead', options: [], value: AB[0] },
    { kind: 'several', name: 'channels', label: 'Channels', options: AB, value: ['b', 'gone'] },
    { kind: 'ticks', name: 'crew', label: 'Crew', options: AB, value: [] },
    { kind: 'toggle', name: 'notify', label: 'Notify', value: false },
  );

  it('is what it shows, and nothing that it does not', () => {
    const values = {
      title: 'Order',
      count: 1.5,
      wait: '',
      opens: '08:00',
      day: null,
      kind: null,
      lead: 'a',
      channels: ['b'],
      crew: [],
      notify: false,
    };
    expect(valuesOf(form, firstTyped(form, 'pt-BR'), 'pt-BR')).toEqual(values);
  });

  it('is not what was typed into a search without picking', () => {
    const typed: TypedForm = { ...firstTyped(form, 'en'), lead: { text: 'eli', picked: null } };
    expect(unpicked(form, typed)).toEqual(['lead']);
    expect(unpicked(form, { ...typed, lead: { text: ' ', picked: null } })).toEqual([]);
    expect(valuesOf(form, { ...typed, lead: { text: '', picked: null } }, 'en')['lead']).toBeNull();
  });

  it('drawn anew, has the new values, but for what was typed meanwhile and numbers that nobody could read', () => {
    const sent: TypedForm = { ...firstTyped(form, 'en'), count: 'many', title: 'Sent' };
    const typed: TypedForm = { ...sent, wait: 'meanwhile', channels: ['a'], crew: ['a'], kind: 'b' };
    const anew = formWith(
      { kind: 'text', name: 'title', label: 'Title', value: 'From the server' },
      { kind: 'number', name: 'count', label: 'Count' },
      { kind: 'duration', name: 'wait', label: 'Wait', value: '5 min' },
      { kind: 'select', name: 'kind', label: 'Kind', options: AB.slice(0, 1), value: 'a' },
      { kind: 'several', name: 'channels', label: 'Channels', options: AB, value: ['b'] },
      { kind: 'ticks', name: 'crew', label: 'Crew', options: [{ label: 'C', value: 'c' }], value: ['c'] },
    );
    expect(typedAfter(anew, 'en', typed, sent)).toEqual({
      title: 'From the server',
      count: 'many',
      wait: 'meanwhile',
      kind: 'a',
      channels: ['a'],
      crew: ['c'],
    });
  });
});

describe('forms on top of one another', () => {
  const opened = (forms: OpenForm[], by: number | null, step: 'replace' | 'push' | 'back', id: number, title: string): OpenForm[] =>
    formsAfter(forms, { type: 'form', by, step, id, entry: 7, form: { ...formWith(), title }, language: 'en' });
  const shown = (forms: OpenForm[]): string[] => forms.map(({ id, form }) => `${id} ${form.title}`);
  const first = opened([], null, 'replace', 1, 'First');
  const second = opened(first, 1, 'push', 2, 'Second');

  it('come, are replaced, and go back, each in its dialog', () => {
    expect(shown(second)).toEqual(['1 First', '2 Second']);
    expect(shown(opened(second, 2, 'replace', 3, 'Second anew'))).toEqual(['1 First', '2 Second anew']);
    expect(shown(opened(second, 2, 'back', 3, 'First anew'))).toEqual(['1 First anew']);
    expect(shown(opened(first, 1, 'back', 3, 'First anew'))).toEqual(['1 First anew']);
    expect(shown(formsAfter(second, { type: 'form closed', id: 2 }))).toEqual(['1 First']);
    expect(shown(formsAfter(second, { type: 'form closed', id: 1 }))).toEqual([]);
    expect(formsAfter(second, { type: 'forms closed' })).toEqual([]);
  });

  it('keep the errors of the one below, and wait for nothing that was closed meanwhile', () => {
    const wrong = formsAfter(first, { type: 'form invalid', id: 1, errors: { title: 'Write a title' } });
    const sent = formsAfter(wrong, { type: 'form sent', id: 1, key: 'x.step ' });
    expect(sent[0]).toMatchObject({ waits: 'x.step ', errors: { title: 'Write a title' } });
    expect(opened(sent, 1, 'push', 2, 'Second')[0]).toMatchObject({ waits: null, errors: { title: 'Write a title' } });
    expect(opened([], 2, 'back', 3, 'Late')).toEqual([]);
    expect(formsAfter(first, { type: 'form invalid', id: 2, errors: {} })).toBe(first);
  });

  it('say a refusal or an absence until the next try', () => {
    const card = { title: 'That did not work', blocks: [] };
    const refused = formsAfter(first, { type: 'form refused', id: 1, card });
    expect(refused[0]).toMatchObject({ refused: card, waits: null });
    const lost = formsAfter(refused, { type: 'form lost', id: 1 });
    expect(lost[0]).toMatchObject({ refused: undefined, lost: {} });
    expect(formsAfter(lost, { type: 'form sent', id: 1, key: 'submit' })[0]).toMatchObject({ lost: undefined });
  });
});

describe('a form drawn anew', () => {
  const list = (...values: string[]): FormBlock => ({
    kind: 'ticks',
    name: 'crew',
    label: 'Crew',
    value: [],
    options: values.map((value) => ({ label: value, value })),
  });
  const before = formWith({ kind: 'section', text: 'Two steps' }, list('a', 'b'), { kind: 'section', text: '1–2 of 4' });

  it('names the list whose page was turned, and says what is new', () => {
    const after = formWith({ kind: 'section', text: 'Two steps' }, list('c', 'd'), { kind: 'section', text: '3–4 of 4' });
    expect(turnedList(before, after)).toBe('crew');
    expect(newWords(before, after)).toBe('3–4 of 4');
  });

  it('names none where only ticks or words changed', () => {
    const after = formWith(list('a', 'b'), { kind: 'preview', label: 'Preview', text: [{ bold: 'Hello' }, '\nMaria'] });
    expect(turnedList(before, after)).toBeUndefined();
    expect(newWords(before, after)).toBe('Hello\nMaria');
  });
});
