/** An administrator writes templates of communication, sees how they read, and takes an older text up again; over the real engine. */
import type { Origin, Reply } from '../../src/app/dispatch.ts';
import { type Configuration, EMPTY, type Template } from '../../src/domain/configuration.ts';
import { CHANNELS } from '../../src/domain/events.ts';
import type { Store } from '../../src/store/connect.ts';
import type { Button, Card, ListRow } from '../../src/view/card.ts';
import { plain } from '../../src/view/card.ts';
import { inputsOf } from '../../src/view/form.ts';
import { configure, setParameters } from '../configured.ts';
import { type TestCore, testCore } from '../core.ts';
import { cardWords, errorsOf, formOf, type OpenForm, openForm } from '../forms.ts';
import { dropStore, openStore } from '../store.ts';
import { ana, clock, life, support } from '../told.ts';

const admin: Origin = { platform: 'terminal', person: { id: 'terminal:admin' }, language: 'en' };

/** The clock of the desk; changes are a minute apart. */
let minutes = 0;
let store: Store;
let core: TestCore;
beforeAll(async () => {
  store = await openStore();
  core = testCore(store, { now: () => new Date(clock('15:00').getTime() + minutes * 60_000), timeZone: 'UTC' });
  const maria = life('maria');
  const nobody = life('nobody');
  await core.intake.record([
    maria.opened('14:00', {
      protocol: '20261122-000123',
      department: support,
      contact: { id: 'k-9', name: 'Maria Souza +5511999990000', phone: '+5511999990000' },
    }),
    maria.assigned('14:01', ana),
    nobody.opened('14:30', { channel: 'telegram' }),
  ]);
});
beforeEach(() =>
  configure(core, () => ({
    ...EMPTY,
    categories: [
      { code: 10, title: 'Orders', type: 'protocol_update', active: true },
      { code: 20, title: 'Billing', type: 'protocol_update', active: true },
      { code: 90, title: 'Old', type: 'protocol_update', active: false },
    ],
  })),
);
afterAll(() => dropStore(store));

const WELCOME = { title: 'Welcome', category: '10', body: 'Olá {{contact.name}}, protocolo {{protocol}}.' };

const templates = async (): Promise<Template[]> => (await core.settings.read()).templates;

async function add(values: Record<string, string | string[]> = {}): Promise<Reply> {
  minutes += 1;
  return (await openForm(core, 'settings.templates.add', '', admin)).submit({ ...WELCOME, ...values });
}

async function change(values: Record<string, string | string[] | boolean>): Promise<Reply> {
  minutes += 1;
  const [{ id } = { id: '' }] = await templates();
  return (await openForm(core, 'settings.template.edit', id, admin)).submit(values);
}

function cardOf({ answer }: Reply): Card {
  if (answer.kind !== 'card') throw new Error(`a card was expected, not ${JSON.stringify(answer)}`);
  return answer.card;
}

function rowsOf(reply: Reply): ListRow[] {
  return cardOf(reply).blocks.flatMap((block) => (block.kind === 'list' ? block.rows : []));
}

function buttonsOf(reply: Reply): Button[] {
  const controls = cardOf(reply).blocks.flatMap((block) => (block.kind === 'actions' ? block.controls : []));
  return controls.filter((one) => one.kind === 'button');
}

function previewIn({ form }: OpenForm): string | undefined {
  const block = form.blocks.find((one) => one.kind === 'preview');
  return block?.kind === 'preview' ? `${block.label}: ${plain(block.text)}` : undefined;
}

describe('a new template', () => {
  test('is for every channel and active unless somebody says otherwise, and is listed by category and title', async () => {
    expect((await openForm(core, 'settings.templates.add', '', admin)).values).toMatchObject({
      category: '10',
      channels: [...CHANNELS],
      active: true,
    });
    await add({ title: 'Zebra' });
    await add({ title: 'Invoice', category: '20', channels: ['telegram', 'whatsapp'] });
    const reply = await add({ title: 'Apple' });
    expect(rowsOf(reply).map(({ lead, facts }) => [lead, ...facts])).toEqual([
      ['Apple', '10 · Orders', 'all channels', 'active'],
      ['Zebra', '10 · Orders', 'all channels', 'active'],
      ['Invoice', '20 · Billing', 'WhatsApp and Telegram', 'active'],
    ]);
    const [{ id }, second] = (await templates()) as [Template, Template];
    expect(id).toMatch(/^[0-9a-f]{12}$/);
    expect(id).not.toBe(second.id);
  });

  test('sent twice, also after it was drawn anew, is there once', async () => {
    const form = await (await openForm(core, 'settings.templates.add', '', admin)).press('Preview', WELCOME);
    await form.submit();
    await form.submit();
    expect(await templates()).toHaveLength(1);
  });

  test.each<[string, Record<string, string | string[] | null>, Record<string, string>]>([
    ['no title', { title: ' ' }, { title: 'cannot be empty' }],
    ['an endless title', { title: 'x'.repeat(61) }, { title: 'At most 60 characters; these are 61' }],
    ['no category', { category: null }, { category: 'cannot be empty' }],
    ['a category of nobody', { category: '11' }, { category: 'no such category' }],
    ['a category that is no number', { category: 'ten' }, { category: 'no such category' }],
    ['no channel', { channels: [] }, { channels: 'at least one channel' }],
    ['a channel of nobody', { channels: ['pigeon'] }, { channels: 'at least one channel' }],
    ['no text', { body: '\n ' }, { body: 'cannot be empty' }],
    ['an endless text', { body: 'x'.repeat(2_001) }, { body: 'At most 2,000 characters; these are 2,001' }],
    [
      'a name that nobody knows',
      { body: 'Olá {{contact.nome}}' },
      { body: '{{contact.nome}} is not known. Known are: {{protocol}}, {{contact.name}}' },
    ],
    ['a brace too few', { body: 'Olá {{contact.name}' }, { body: 'Two braces are left over' }],
    ['a title that is taken in its category', { title: 'WELCOME ' }, { title: 'Another template of this category has this title' }],
  ])('with %s is refused at its input, and nothing changes', async (_name, wrong, errors) => {
    await add();
    const before = await core.settings.read();
    const form = await openForm(core, 'settings.templates.add', '', admin);
    const told = errorsOf(await form.submit({ ...WELCOME, title: 'Second', ...wrong }));
    expect(Object.keys(told)).toEqual(Object.keys(errors));
    for (const [field, text] of Object.entries(errors)) expect(told[field]).toContain(text);
    expect(await core.settings.read()).toEqual(before);
  });

  test('a category is made on the way and comes back chosen, with everything typed so far', async () => {
    const form = await openForm(core, 'settings.templates.add', '', admin);
    const category = await form.press('New category', { title: 'Welcome', body: 'Olá' });
    expect(category.form).toMatchObject({ depth: 1, submit: 'settings.template.category.save' });
    expect(errorsOf(await category.submit({ code: 10, title: 'Twice' }))).toEqual({ code: expect.stringContaining('taken') });
    const back = formOf(await category.submit({ code: 55, title: 'News' }), core, admin);
    expect(back.values).toMatchObject({ title: 'Welcome', body: 'Olá', category: '55' });
    await back.submit();
    expect(await templates()).toMatchObject([{ title: 'Welcome', category: 55 }]);
  });

  test('its category is one of the active ones, or the one it has', async () => {
    const options = ({ form }: OpenForm): string[] =>
      inputsOf(form).flatMap((one) => (one.kind === 'select' ? one.options.map(({ value }) => value) : []));
    expect(options(await openForm(core, 'settings.templates.add', '', admin))).toEqual(['10', '20']);
    await configure(
      core,
      (current): Configuration => ({
        ...current,
        templates: [{ id: 'old', title: 'Old', category: 90, channels: ['whatsapp'], body: 'Olá', active: true }],
      }),
    );
    const form = await openForm(core, 'settings.template.edit', 'old', admin);
    expect(options(form)).toEqual(['10', '20', '90']);
    expect(rowsOf(await form.submit())[0]?.facts).toContain('category inactive');
  });
});

describe('a preview', () => {
  test('shows what is typed on a sample', async () => {
    const form = await openForm(core, 'settings.templates.add', '', admin);
    expect(previewIn(form)).toBeUndefined();
    const drawn = await form.press('Preview', { ...WELCOME, body: '{{contact.name}}\n{{status}} {{protocol}}' });
    expect(previewIn(drawn)).toBe('How it reads: sample conversation: Maria Souza\nin service 20261122-000123');
    expect(previewIn(await drawn.press('Preview', { body: 'Other words' }))).toBe('How it reads: sample conversation: Other words');
    expect(await templates()).toEqual([]);
  });

  test('on a conversation found by protocol or contact: masked as its details are, and what is missing is named', async () => {
    const found = await core.dispatch.search('settings.conversation', '20261122-000123', admin);
    expect(found).toEqual([{ value: 'maria', label: '#20261122-000123 · Maria •. · WhatsApp' }]);
    expect(await core.dispatch.search('settings.conversation', 'souza', admin)).toEqual(found);
    expect((await core.dispatch.search('settings.conversation', '', admin)).map(({ value }) => value)).toEqual(['nobody', 'maria']);
    const form = await openForm(core, 'settings.templates.add', '', admin);
    const drawn = await form.press('Preview', { ...WELCOME, conversation: 'maria' });
    expect(previewIn(drawn)).toContain('Olá Maria Souza •••, protocolo 20261122-000123.');
    expect(drawn.words).toContain('hidden here only');
    const bare = await drawn.press('Preview', { conversation: 'nobody', body: '{{agent.name}} {{protocol}} {{status}}' });
    expect(bare.words).toContain('nothing for {{agent.name}} and {{protocol}}');
    await setParameters(core, { maskContacts: false });
    expect(previewIn(await drawn.press('Preview'))).toContain('Olá Maria Souza +5511999990000, protocolo');
  });

  test('names a placeholder that nobody knows before it is saved', async () => {
    const form = await openForm(core, 'settings.templates.add', '', admin);
    expect((await form.press('Preview', { ...WELCOME, body: 'Olá {{nome}}' })).words).toContain('{{nome}} is not known');
  });

  test('conversations are found by administrators alone', async () => {
    expect(await core.dispatch.search('settings.conversation', 'souza', { ...admin, person: { id: 'terminal:supervisor' } })).toEqual([]);
  });
});

describe('versions', () => {
  test('tell who changed what, newest first, and an older text is used again only when it is saved', async () => {
    await add();
    await change({ body: 'Second' });
    await change({ body: 'Third', active: false });
    const [{ id } = { id: '' }] = await templates();
    const card = await core.dispatch.act('settings.template.versions', id, admin);
    const rows = rowsOf(card);
    expect(rows.flatMap(({ facts }) => facts)).toEqual(Array(3).fill('somebody at the terminal'));
    expect(plain(rows[0]?.detail ?? '')).toBe('Text: Second → Third\nActive: yes → no');
    expect(plain(rows[2]?.detail ?? '')).toContain('Category: 10');
    const [again] = rows[2]?.menu ?? [];
    expect(again).toMatchObject({ label: 'Use again', opens: 'form' });
    const form = await openForm(core, again?.action ?? '', again?.value ?? '', admin);
    expect(form.values).toMatchObject({ body: WELCOME.body, active: true });
    expect((await templates())[0]).toMatchObject({ body: 'Third', active: false });
    minutes += 1;
    await form.submit();
    expect((await templates())[0]).toMatchObject({ id, body: WELCOME.body, active: true });
    expect(rowsOf(await core.dispatch.act('settings.template.versions', id, admin))).toHaveLength(4);
  });

  test('many are paged, and none is lost between the pages', async () => {
    await add();
    for (let version = 1; version <= 8; version += 1) await change({ body: `Version ${version}` });
    const [{ id } = { id: '' }] = await templates();
    const first = await core.dispatch.act('settings.template.versions', id, admin);
    const older = buttonsOf(first).find(({ label }) => label === 'Older');
    const second = await core.dispatch.act(older?.action ?? '', older?.value ?? '', admin);
    const told = [...rowsOf(first), ...rowsOf(second)].map(({ detail }) =>
      plain(detail ?? '')
        .split('\n')
        .at(-1),
    );
    expect(told.slice(0, 3)).toEqual(['Text: Version 7 → Version 8', 'Text: Version 6 → Version 7', 'Text: Version 5 → Version 6']);
    expect(new Set(told).size).toBe(9);
    expect(buttonsOf(second).map(({ label }) => label)).toEqual(['Newest', 'Templates', 'All settings']);
  });

  test('of a long text the place is shown where it changed', async () => {
    const long = 'All these words stay as they are, and there are many of them. '.repeat(10);
    await add({ body: `${long}See you soon, {{agent.name}}` });
    await change({ body: `${long}See you never, {{agent.name}}` });
    const [{ id } = { id: '' }] = await templates();
    const [last] = rowsOf(await core.dispatch.act('settings.template.versions', id, admin));
    expect(plain(last?.detail ?? '')).toBe('Text: …them. See you soon, {{agent.name}} → …them. See you never, {{agent.name}}');
  });

  test('a version of nobody opens nothing', async () => {
    await add();
    const [{ id } = { id: '' }] = await templates();
    const reply = await core.dispatch.act('settings.template.again', `i=${id}&t=1&e=none`, admin);
    expect([reply.failed, cardWords(reply)]).toEqual([true, expect.stringContaining('not there any more')]);
  });
});

test('two administrators at once: the slower one sees both texts and loses neither', async () => {
  await add();
  const [{ id } = { id: '' }] = await templates();
  const mine = await openForm(core, 'settings.template.edit', id, admin);
  await change({ body: 'Theirs' });
  const news = formOf(await mine.submit({ body: 'Mine', title: 'Hello' }), core, admin);
  expect(news.words).toContain('Text: “Theirs” (yours: “Mine”)');
  expect(news.values).toMatchObject({ body: 'Mine', title: 'Hello' });
  expect((await templates())[0]).toMatchObject({ title: 'Welcome', body: 'Theirs' });
  await news.submit();
  expect(await templates()).toMatchObject([{ id, title: 'Hello', body: 'Mine' }]);
});

test('one is removed only after it was asked', async () => {
  await add();
  const [{ id } = { id: '' }] = await templates();
  const form = await openForm(core, 'settings.template.remove', id, admin);
  expect([form.form.danger, form.words.includes('Welcome')]).toEqual([true, true]);
  expect(await templates()).toHaveLength(1);
  expect(cardWords(await form.submit())).toContain('There is no template yet');
  expect(await templates()).toEqual([]);
});
