/** An administrator sets up the departments and the categories of templates, form by form, over the real engine. */
import type { Origin, Reply } from '../../src/app/dispatch.ts';
import { type Category, type Configuration, type DepartmentSetting, EMPTY, type Template } from '../../src/domain/configuration.ts';
import type { HelpdeskEvent } from '../../src/domain/events.ts';
import type { Store } from '../../src/store/connect.ts';
import type { Button, Card, Language } from '../../src/view/card.ts';
import { inputsOf } from '../../src/view/form.ts';
import { configure } from '../configured.ts';
import { type TestCore, testCore } from '../core.ts';
import { cardWords, errorsOf, formOf, openForm } from '../forms.ts';
import { dropStore, openStore } from '../store.ts';
import { ana, bia, clock, life, sales, support } from '../told.ts';

const AT = clock('15:00');
const admin: Origin = { platform: 'terminal', person: { id: 'terminal:admin' }, language: 'en' };
const other: Origin = { platform: 'terminal', person: { id: 'slack:U2' }, language: 'en' };
const finance = { id: 'd-finance', name: 'Financeiro' };

let store: Store;
let core: TestCore;
beforeAll(async () => {
  store = await openStore();
  core = testCore(store, { now: () => AT, timeZone: 'UTC', admins: ['slack:U2'] });
  await core.intake.record(story());
});
afterEach(() => configure(core, () => EMPTY));
afterAll(() => dropStore(store));

/** Two wait in Suporte and one is served there; Financeiro and Vendas are known. */
function story(): HelpdeskEvent[] {
  const [one, two, three] = [life('one'), life('two'), life('three')];
  const team = (department: typeof sales, id: string): HelpdeskEvent => ({
    id,
    type: 'department.updated',
    occurredAt: clock('08:00'),
    department,
  });
  return [
    team(support, 't1'),
    team(sales, 't2'),
    team(finance, 't3'),
    ...[one, two].flatMap((c) => [c.opened('14:00', { department: support }), c.queued('14:01', support)]),
    three.opened('14:00', { department: support }),
    three.assigned('14:10', ana, support),
    life('four').opened('14:00', { agent: bia }),
  ];
}

const departments = async (): Promise<DepartmentSetting[]> => (await core.settings.read()).departments;
const categories = async (): Promise<Category[]> => (await core.settings.read()).categories;
const saved = async (): Promise<Configuration> => core.settings.read();

function cardOf({ answer }: Reply): Card {
  if (answer.kind !== 'card') throw new Error(`a card was expected, not ${JSON.stringify(answer)}`);
  return answer.card;
}

/** The menu of a row, by its first words. */
function menuOf(reply: Reply, lead: string): Button[] {
  const rows = cardOf(reply).blocks.flatMap((block) => (block.kind === 'list' ? block.rows : []));
  const row = rows.find((one) => one.lead.startsWith(lead));
  if (!row) throw new Error(`no row ${lead} among ${rows.map((one) => one.lead).join(', ')}`);
  return row.menu ?? [];
}

const WELCOME: Template = { id: 'welcome', title: 'Welcome', category: 20, channels: ['whatsapp'], body: 'Olá', active: true };

function inCategory(code: number, active = true): (current: Configuration) => Configuration {
  return (current) => ({
    ...current,
    categories: [{ code, title: 'Orders', type: 'protocol_update', active }],
    templates: [{ ...WELCOME, category: code }],
  });
}

describe('departments', () => {
  test('several teams are activated at once with one limit, and only they are offered from then on', async () => {
    expect(cardWords(await core.dispatch.ask('settings departments', admin))).toContain('all 3 known teams count');
    const form = await openForm(core, 'settings.departments.add', '', admin);
    expect(form.form.submitLabel).toBe('Activate');
    const reply = await form.submit({ departments: [support.id, sales.id], limit: 4 });
    expect(cardWords(reply)).toContain('Suporte · 4 at once · whoever has served it · active');
    expect(await departments()).toEqual([
      { id: sales.id, active: true, limit: 4, members: null },
      { id: support.id, active: true, limit: 4, members: null },
    ]);
    const left = await openForm(core, 'settings.departments.add', '', admin);
    expect(inputsOf(left.form).flatMap((one) => (one.kind === 'ticks' ? one.options : []))).toEqual([
      { label: 'Financeiro', value: finance.id },
    ]);
  });

  test('a limit of 0 takes none, an empty one takes the default', async () => {
    await (await openForm(core, 'settings.departments.add', '', admin)).submit({ departments: [support.id], limit: 0 });
    const reply = await (await openForm(core, 'settings.departments.add', '', admin)).submit({ departments: [sales.id], limit: null });
    expect(cardWords(reply)).toMatch(/Suporte · takes none/);
    expect(cardWords(reply)).toMatch(/Vendas · 3 at once \(default\)/);
    expect((await departments()).map(({ limit }) => limit)).toEqual([null, 0]);
  });

  test.each([['many'], [-1], [501], [2.5], ['9'.repeat(40)]])(
    'a limit of %s is refused at its input, and nothing is activated',
    async (limit) => {
      const form = await openForm(core, 'settings.departments.add', '', admin);
      expect(errorsOf(await form.submit({ departments: [support.id], limit }))).toEqual({ limit: expect.stringContaining('0 to 500') });
      expect(await departments()).toEqual([]);
    },
  );

  test('nobody ticked is told at the list, and a team that nobody was shown cannot be slipped in', async () => {
    const form = await openForm(core, 'settings.departments.add', '', admin);
    expect(errorsOf(await form.submit())).toEqual({ departments: 'Tick at least one team.' });
    expect(errorsOf(await form.submit({ departments: ['d-of-another'] }))).toEqual({ departments: 'Tick at least one team.' });
    expect(await departments()).toEqual([]);
  });

  test('members are ticked in a step; nothing is stored until the department itself is saved', async () => {
    await (await openForm(core, 'settings.departments.add', '', admin)).submit({ departments: [support.id] });
    const form = await openForm(core, 'settings.department.edit', support.id, admin);
    expect(form.words).toContain('nobody chosen: whoever has served it');
    const step = await form.press('Choose members', { limit: 7 });
    expect(step.form).toMatchObject({ title: 'Members', depth: 1, back: 'settings.department.members.back' });
    const back = formOf(await step.submit({ members: [ana.id, bia.id] }), core, admin);
    expect(back.values['limit']).toBe(7);
    expect(back.words).toContain('2: Ana Lima and Bia Reis');
    expect((await departments())[0]).toMatchObject({ limit: null, members: null });
    expect(cardWords(await back.submit())).toContain('Suporte · 7 at once · 2 members');
    expect(await departments()).toEqual([{ id: support.id, active: true, limit: 7, members: [ana.id, bia.id] }]);
  });

  test('leaving the step without taking over keeps the members, and what was typed below', async () => {
    await (await openForm(core, 'settings.departments.add', '', admin)).submit({ departments: [support.id] });
    const step = await (await openForm(core, 'settings.department.edit', support.id, admin)).press('Choose members', { limit: 7 });
    const reply = await core.dispatch.submit(step.form.back ?? '', { members: [ana.id] }, step.form.state ?? '', admin);
    expect(reply.answer).toMatchObject({ kind: 'form', step: 'back' });
    const back = formOf(reply, core, admin);
    expect([back.values['limit'], back.words.includes('nobody chosen')]).toEqual([7, true]);
  });

  test('deactivating says what it affects now, and keeps the settings for the next time', async () => {
    await (await openForm(core, 'settings.departments.add', '', admin)).submit({ departments: [support.id], limit: 4 });
    const list = await core.dispatch.ask('settings departments', admin);
    expect(menuOf(list, 'Suporte').map(({ label, opens }) => [label, opens])).toEqual([
      ['Change', 'form'],
      ['Deactivate', 'form'],
    ]);
    const form = await openForm(core, 'settings.department.off', support.id, admin);
    expect(form.form.danger).toBe(true);
    expect(form.words).toContain('There now: 2 waiting, 1 in service.');
    expect(form.words).toContain('Its limit does not hold any more.');
    expect(form.words).toContain('all known departments count again');
    const after = await form.submit();
    expect(cardWords(after)).toContain('Suporte · 4 at once · whoever has served it · inactive');
    expect((await departments())[0]).toEqual({ id: support.id, active: false, limit: 4, members: null });
    const [, again] = menuOf(after, 'Suporte');
    expect(cardWords(await core.dispatch.act(again?.action ?? '', again?.value ?? '', admin))).toContain(
      '4 at once · whoever has served it · active',
    );
    expect((await departments())[0]).toMatchObject({ active: true, limit: 4 });
  });

  test('one that was deactivated keeps its settings when it is activated in the list, unless a limit is typed', async () => {
    await configure(core, (current) => ({
      ...current,
      departments: [
        { id: sales.id, active: false, limit: 9, members: [bia.id] },
        { id: support.id, active: false, limit: 8, members: [ana.id] },
      ],
    }));
    await (await openForm(core, 'settings.departments.add', '', admin)).submit({ departments: [sales.id] });
    await (await openForm(core, 'settings.departments.add', '', admin)).submit({ departments: [support.id], limit: 2 });
    expect(await departments()).toEqual([
      { id: sales.id, active: true, limit: 9, members: [bia.id] },
      { id: support.id, active: true, limit: 2, members: [ana.id] },
    ]);
  });

  test('two administrators at once: the slower one sees both values, members by name, and decides', async () => {
    await (await openForm(core, 'settings.departments.add', '', admin)).submit({ departments: [support.id] });
    const mine = await openForm(core, 'settings.department.edit', support.id, admin);
    const step = await (await openForm(core, 'settings.department.edit', support.id, other)).press('Choose members');
    await formOf(await step.submit({ members: [ana.id] }), core, other).submit({ limit: 2 });
    const news = formOf(await mine.submit({ limit: 5 }), core, admin);
    expect(news.words).toContain('Conversations at once: 2 (yours: 5)');
    expect(news.words).toContain('Members: Ana Lima');
    expect((await departments())[0]).toMatchObject({ limit: 2, members: [ana.id] });
    await news.submit();
    expect((await departments())[0]).toMatchObject({ limit: 5, members: [ana.id] });
  });

  test('what is there no more is told, and a viewer is refused', async () => {
    const reply = await core.dispatch.act('settings.department.on', 'd-gone', admin);
    expect([reply.failed, cardWords(reply)]).toEqual([true, expect.stringContaining('somebody has removed it')]);
    const viewer = { ...admin, person: { id: 'terminal:viewer' } };
    expect((await core.dispatch.act('settings.departments.add', '', viewer)).failed).toBe(true);
    const form = await openForm(core, 'settings.departments.add', '', admin);
    expect((await form.submit({ departments: [support.id] }, viewer)).failed).toBe(true);
    expect(await departments()).toEqual([]);
  });
});

describe('categories', () => {
  test('are added with a code of their own and listed by it', async () => {
    const first = await openForm(core, 'settings.categories.add', '', admin);
    expect(first.values).toMatchObject({ code: 10, type: 'protocol_update', active: true });
    await first.submit({ code: 30, title: ' Billing ' });
    const reply = await (await openForm(core, 'settings.categories.add', '', admin)).submit({ code: 5, title: 'Orders' });
    expect(cardWords(reply)).toMatch(/5 · Orders · Protocol update · active · 0 templates\n30 · Billing · /);
    expect(await categories()).toEqual([
      { code: 5, title: 'Orders', type: 'protocol_update', active: true },
      { code: 30, title: 'Billing', type: 'protocol_update', active: true },
    ]);
  });

  test.each<[string, Record<string, string | number | null>, Record<string, string>]>([
    ['no code', { code: null }, { code: 'whole number from 1 to 9,999' }],
    ['a code of letters', { code: 'ten' }, { code: 'whole number from 1 to 9,999' }],
    ['a code of nothing', { code: 0 }, { code: 'whole number from 1 to 9,999' }],
    ['a code too large', { code: 10_000 }, { code: 'whole number from 1 to 9,999' }],
    ['a half', { code: 1.5 }, { code: 'whole number from 1 to 9,999' }],
    ['a code that is taken', { code: 20 }, { code: 'The code 20 is taken' }],
    ['no title', { title: '  ' }, { title: 'cannot be empty' }],
    ['an endless title', { title: 'x'.repeat(61) }, { title: 'At most 60 characters; these are 61' }],
    ['a type of nobody', { type: 'marketing' }, { type: 'Expected one of: Protocol update' }],
  ])('%s is refused at its input and changes nothing', async (_name, wrong, errors) => {
    await configure(core, inCategory(20));
    const before = await saved();
    const form = await openForm(core, 'settings.categories.add', '', admin);
    const told = errorsOf(await form.submit({ code: 30, title: 'New', ...wrong }));
    expect(Object.keys(told)).toEqual(Object.keys(errors));
    for (const [field, text] of Object.entries(errors)) expect(told[field]).toContain(text);
    expect(await saved()).toEqual(before);
  });

  test('a code that changes takes its templates along', async () => {
    await configure(core, inCategory(20));
    const form = await openForm(core, 'settings.category.edit', '20', admin);
    expect(form.words).toContain('1 template stands in it');
    expect(cardWords(await form.submit({ code: 45, title: 'Orders and more' }))).toContain(
      '45 · Orders and more · Protocol update · active · 1 template',
    );
    const { categories: kept, templates } = await saved();
    expect([kept.map(({ code }) => code), templates.map(({ category }) => category)]).toEqual([[45], [45]]);
  });

  test('a used one is not removed but offered to be deactivated', async () => {
    await configure(core, inCategory(20));
    const form = await openForm(core, 'settings.category.remove', '20', admin);
    expect(form.words).toContain('1 template uses this category. Deactivate it instead');
    expect(form.form.submitLabel).toBe('Deactivate');
    expect(cardWords(await form.submit())).toContain('20 · Orders · Protocol update · inactive · 1 template');
    const again = await core.dispatch.act('settings.category.remove', '20', admin);
    expect([again.failed, cardWords(again)]).toEqual([true, expect.stringContaining('It is inactive already')]);
    expect((await saved()).categories).toHaveLength(1);
  });

  test('one that came into use while its removal was open stays, and the form says why', async () => {
    await configure(core, (current) => ({ ...inCategory(20)(current), templates: [] }));
    const form = await openForm(core, 'settings.category.remove', '20', admin);
    await configure(core, inCategory(20));
    const news = formOf(await form.submit(), core, admin);
    expect(news.words).toContain('1 template uses this category. Deactivate it instead');
    expect(await categories()).toHaveLength(1);
  });

  test('an unused one goes, and a menu switches one off and on', async () => {
    await configure(core, (current) => ({ ...inCategory(20)(current), templates: [] }));
    const off = await core.dispatch.act('settings.category.off', '20', admin);
    expect(cardWords(off)).toContain('20 · Orders · Protocol update · inactive · 0 templates');
    expect(menuOf(off, '20').map(({ label }) => label)).toEqual(['Change', 'Activate', 'Remove']);
    expect(cardWords(await core.dispatch.act('settings.category.on', '20', admin))).toContain('active · 0 templates');
    const form = await openForm(core, 'settings.category.remove', '20', admin);
    expect(cardWords(await form.submit())).toContain('There is no category yet');
    expect(await categories()).toEqual([]);
  });

  test('sent twice, a new one is there once', async () => {
    const form = await openForm(core, 'settings.categories.add', '', admin);
    const replies = [await form.submit({ title: 'Orders' }), await form.submit({ title: 'Orders' })];
    expect(replies.map(({ answer }) => answer.kind)).toEqual(['card', 'card']);
    expect(await categories()).toHaveLength(1);
  });

  test('more than a page of them is turned', async () => {
    await configure(core, (current) => ({
      ...current,
      categories: Array.from(
        { length: 11 },
        (_, index): Category => ({ code: index + 1, title: `C${index + 1}`, type: 'protocol_update', active: true }),
      ),
    }));
    const first = cardWords(await core.dispatch.ask('settings categories', admin));
    expect([first.includes('8 · C8'), first.includes('9 · C9')]).toEqual([true, false]);
    const second = cardWords(await core.dispatch.act('settings.categories.page', 'offset=8', admin));
    expect([second.includes('8 · C8'), second.includes('9 · C9'), second.includes('9–11 of 11')]).toEqual([false, true, true]);
  });
});

test.each<[Language, string[]]>([
  ['en', ['departments', 'categories', 'templates']],
  ['pt-BR', ['departamentos', 'categorias', 'modelos']],
])('in %s the words lead to each part, with everything said in that language', async (language, words) => {
  for (const word of words) {
    const reply = await core.dispatch.ask(`settings ${word}`, { ...admin, language });
    expect(reply.failed).toBe(false);
    expect(cardWords(reply)).not.toMatch(/\b[a-z]+\.[a-z.]+\b/);
  }
});
