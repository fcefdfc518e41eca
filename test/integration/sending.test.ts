/** A supervisor sends a template to a contact from a conversation: through a local Chatwoot, once, and told what became of it. */
import type { Origin, Reply } from '../../src/app/dispatch.ts';
import { type Configuration, EMPTY, type Template } from '../../src/domain/configuration.ts';
import { createChatwoot } from '../../src/helpdesk/chatwoot/chatwoot.ts';
import { createGeneric } from '../../src/helpdesk/generic/generic.ts';
import type { Store } from '../../src/store/connect.ts';
import type { Button } from '../../src/view/card.ts';
import { plain } from '../../src/view/card.ts';
import { configure, setParameters } from '../configured.ts';
import { type TestCore, testCore } from '../core.ts';
import { type ChatwootApi, type Fault, startChatwootApi, type What } from '../fakes/chatwoot-api.ts';
import { cardWords, errorsOf, formOf, type OpenForm, openForm } from '../forms.ts';
import { dropStore, openStore } from '../store.ts';
import { ana, clock, life, support } from '../told.ts';

const TOKEN = 'a-users-access-token';
const MARIA = 'chatwoot:57';
const BODY = 'Olá {{contact.name}}, o protocolo {{protocol}} está {{status}}.';

const supervisor: Origin = { platform: 'terminal', person: { id: 'terminal:supervisor' }, language: 'en' };
const viewer: Origin = { ...supervisor, person: { id: 'terminal:viewer' } };
const admin: Origin = { ...supervisor, person: { id: 'terminal:admin' } };

let store: Store;
let core: TestCore;
let chatwoot: ChatwootApi;
beforeAll(async () => {
  store = await openStore();
  core = coreWith(undefined);
  await core.intake.record([...maria(), ...others()]);
});
beforeEach(async () => {
  chatwoot = await startChatwootApi({ token: TOKEN });
  core = coreWith(chatwoot.url);
  await store.audit.deleteMany({});
  await configure(core, () => SETTINGS);
});
afterEach(() => chatwoot.close());
afterAll(() => dropStore(store));

/** With Chatwoot's API, where there is one, and the generic connector. */
function coreWith(url: string | undefined): TestCore {
  const connectors = [
    ...(url ? [createChatwoot({ webhookSecret: undefined, accountId: '1', url, token: TOKEN, timeoutMs: 400 })] : []),
    createGeneric({ secret: undefined }),
  ];
  return testCore(store, { now: () => clock('15:00'), timeZone: 'UTC', language: 'pt-BR', connectors });
}

const contact = { id: 'k-9', name: 'Maria Souza', phone: '+5511999990000' };

function maria() {
  const c = life(MARIA);
  return [c.opened('14:00', { protocol: '20261122-000123', department: support, contact }), c.assigned('14:01', ana)];
}

/** One that is over, one of the generic connector, one of whom little is known, one on Instagram. */
function others() {
  const over = life('chatwoot:58');
  return [
    over.opened('10:00', { contact, protocol: 'OVER' }),
    over.closed('11:00'),
    life('own-1').opened('14:00', { contact, protocol: 'OWN' }),
    life('chatwoot:59').opened('14:00', { contact, protocol: 'ENDING' }),
    life('chatwoot:60').opened('14:00', { protocol: 'BARE' }),
    life('chatwoot:61').opened('14:00', { protocol: 'INSTA', channel: 'instagram', contact }),
    life('chatwoot:62').opened('14:00', { protocol: 'BRACES', contact: { id: 'k-1', name: '{{agent.name}}' } }),
  ];
}

const template = (id: string, part: Partial<Template> = {}): Template => ({
  id,
  title: id,
  category: 10,
  channels: ['whatsapp'],
  body: 'Olá',
  active: true,
  ...part,
});

const SETTINGS: Configuration = {
  ...EMPTY,
  categories: [
    { code: 10, title: 'Orders', type: 'protocol_update', active: true },
    { code: 20, title: 'Old', type: 'protocol_update', active: false },
  ],
  templates: [
    template('news', { title: 'News', body: BODY }),
    template('off', { active: false }),
    template('old', { category: 20 }),
    template('web', { channels: ['livechat'] }),
    template('insta', { channels: ['instagram'], body: 'é'.repeat(600) }),
  ],
};

function buttonsOf({ answer }: Reply): Button[] {
  if (answer.kind !== 'card') throw new Error(`a card was expected, not ${JSON.stringify(answer)}`);
  const controls = answer.card.blocks.flatMap((block) => (block.kind === 'actions' ? block.controls : []));
  return controls.filter((one) => one.kind === 'button');
}

async function hasButton(protocol: string, by: Origin): Promise<boolean> {
  return buttonsOf(await core.dispatch.ask(`show ${protocol}`, by)).some(({ action, opens }) => action === 'show.send' && opens === 'form');
}

/** The step that shows what will go. */
async function toConfirm(conversation = MARIA, id = 'news'): Promise<OpenForm> {
  const form = await openForm(core, 'show.send', conversation, supervisor);
  return formOf(await form.submit({ template: id }), core, supervisor);
}

async function audited(conversation = MARIA): Promise<unknown[]> {
  const entries = await store.audit
    .find({ what: `sent.${conversation}` })
    .sort({ at: 1, _id: 1 })
    .toArray();
  return entries.map(({ by, to }) => [by, (to as { outcome: string }).outcome]);
}

const sent = (): string[] => chatwoot.written.map(({ content }) => content);

test('the button stands where a supervisor can use it, and nowhere else', async () => {
  expect(await hasButton('20261122-000123', supervisor)).toBe(true);
  expect(await hasButton('20261122-000123', viewer)).toBe(false);
  expect(await hasButton('OVER', supervisor)).toBe(false);
  await configure(core, (current) => ({ ...current, categories: current.categories.map((one) => ({ ...one, active: false })) }));
  expect(await hasButton('20261122-000123', supervisor)).toBe(false);
});

test('choose, look, confirm: the contact gets exactly what was shown, and the audit knows who sent what', async () => {
  const form = await openForm(core, 'show.send', MARIA, supervisor);
  expect(form.words).toContain('Maria Souza · WhatsApp · #20261122-000123\nGoes out through Chatwoot.');
  const [choice] = form.form.blocks.filter((block) => block.kind === 'select');
  expect(choice).toMatchObject({ options: [{ value: 'news', label: '10 · News' }] });
  const text = 'Olá Maria Souza, o protocolo 20261122-000123 está em atendimento.';
  const drawn = await form.press('Preview', { template: 'news' });
  expect(drawn.words).toContain(text);
  const step = formOf(await drawn.submit(), core, supervisor);
  expect(step.form).toMatchObject({ depth: 1, back: 'show.send.back', danger: true });
  expect(step.words).toContain(text);
  expect(step.words).toContain('Maria Souza · WhatsApp');
  expect(chatwoot.asked).toEqual([]);
  expect(cardWords(await step.submit())).toBe('Message sent\nThe helpdesk took the message to Maria Souza.');
  expect(chatwoot.written).toEqual([{ conversation: 57, content: text, messageType: 'outgoing', private: false }]);
  expect(await audited()).toEqual([
    ['terminal:supervisor', 'begun'],
    ['terminal:supervisor', 'sent'],
  ]);
  const kept = JSON.stringify(await store.audit.find({}).toArray());
  expect(kept).not.toContain('Maria');
  expect(kept).not.toContain('em atendimento');
});

test('pressed twice, and twice at once, it goes out once', async () => {
  const step = await toConfirm();
  const replies = await Promise.all([step.submit(), step.submit(), step.submit()]);
  expect(sent()).toHaveLength(1);
  expect(replies.map(cardWords).filter((words) => words.startsWith('Message sent\nThe helpdesk took'))).toHaveLength(1);
  const later = cardWords(await step.submit());
  expect(later).toContain('nothing was sent a second time');
  expect(later).toContain('The helpdesk took the message to Maria Souza.');
  expect(sent()).toHaveLength(1);
});

test('pressed again after the conversation ended, it says that it was sent', async () => {
  const c = life('chatwoot:65');
  chatwoot.conversations.set(65, { canReply: true });
  await core.intake.record([c.opened('14:00', { contact, protocol: 'SHORT' })]);
  const step = await toConfirm('chatwoot:65');
  await step.submit();
  await core.intake.record([c.closed('14:59')]);
  const again = await step.submit();
  expect([again.failed, cardWords(again)]).toEqual([false, expect.stringContaining('The helpdesk took the message to Maria Souza.')]);
});

test('confirmed again from the same form by another way, it still goes out once', async () => {
  const form = await openForm(core, 'show.send', MARIA, supervisor);
  const first = formOf(await form.submit({ template: 'news' }), core, supervisor);
  const second = formOf(await form.submit({ template: 'news' }), core, supervisor);
  await first.submit();
  expect(cardWords(await second.submit())).toContain('nothing was sent a second time');
  expect(sent()).toHaveLength(1);
});

test('a new form sends again', async () => {
  await (await toConfirm()).submit();
  await (await toConfirm()).submit();
  expect(sent()).toHaveLength(2);
});

test('whoever goes back from the step finds what was chosen', async () => {
  const step = await toConfirm();
  const reply = await core.dispatch.submit(step.form.back ?? '', {}, step.form.state ?? '', supervisor);
  expect(reply.answer).toMatchObject({ kind: 'form', step: 'back' });
  expect(formOf(reply, core, supervisor).values).toEqual({ template: 'news' });
});

describe('is refused before anything is sent:', () => {
  afterEach(async () => {
    expect(sent()).toEqual([]);
    expect(await store.audit.countDocuments({ what: /^sent\./ })).toBe(0);
  });

  test('no template, or one that is not offered here', async () => {
    for (const id of [null, 'off', 'old', 'web', 'nobody']) {
      const form = await openForm(core, 'show.send', MARIA, supervisor);
      expect(errorsOf(await form.submit({ template: id }))).toEqual({ template: 'Choose one of the templates.' });
    }
  });

  test('placeholders without a value, by name', async () => {
    const form = await openForm(core, 'show.send', 'chatwoot:60', supervisor);
    expect((await form.press('Preview', { template: 'news' })).words).toContain('nothing for {{contact.name}}');
    expect(errorsOf(await form.submit({ template: 'news' }))).toEqual({
      template: expect.stringContaining('nothing for {{contact.name}}.'),
    });
  });

  test('a text that the channel does not take', async () => {
    const form = await openForm(core, 'show.send', 'chatwoot:61', supervisor);
    expect(errorsOf(await form.submit({ template: 'insta' }))['template']).toContain(
      'Instagram takes 1,000 bytes at most; these are 1,200.',
    );
  });

  test('a text that Chatwoot would fill in itself', async () => {
    const form = await openForm(core, 'show.send', 'chatwoot:62', supervisor);
    expect(errorsOf(await form.submit({ template: 'news' }))['template']).toContain('which the helpdesk would fill in itself');
  });

  test('a conversation that is over, also when it ended meanwhile', async () => {
    const reply = await core.dispatch.act('show.send', 'chatwoot:58', supervisor);
    expect([reply.failed, cardWords(reply)]).toEqual([true, expect.stringContaining('This conversation is over')]);
    const step = await toConfirm('chatwoot:59');
    await core.intake.record([{ ...life('chatwoot:59').closed('14:59'), id: 'the-end' }]);
    const after = await step.submit();
    expect([after.failed, cardWords(after)]).toEqual([true, expect.stringContaining('This conversation is over')]);
  });

  test('a template that was changed or switched off meanwhile', async () => {
    for (const part of [{ body: 'Other words' }, { active: false }]) {
      await configure(core, () => SETTINGS);
      const step = await toConfirm();
      await configure(core, () => ({ ...SETTINGS, templates: [{ ...template('news', { title: 'News', body: BODY }), ...part }] }));
      const reply = await step.submit();
      expect([reply.failed, cardWords(reply)]).toEqual([true, expect.stringContaining('Somebody changed this template meanwhile')]);
    }
  });

  test('a viewer who forges every step of it, which the log tells', async () => {
    const step = await toConfirm();
    expect((await core.dispatch.act('show.send', MARIA, viewer)).failed).toBe(true);
    expect((await step.submit({}, viewer)).failed).toBe(true);
    expect(core.logged.filter(({ message }) => message.startsWith('refused'))).toHaveLength(2);
  });

  test('another person’s form', async () => {
    const reply = await (await toConfirm()).submit({}, admin);
    expect([reply.failed, cardWords(reply)]).toEqual([true, expect.stringContaining('belongs to somebody else')]);
  });
});

describe('what became of it is told in words of its own:', () => {
  test.each<[string, What, Fault, string, string]>([
    [
      'gone',
      'GET conversation',
      { status: 404, body: '{"error":"Resource could not be found"}' },
      'gone',
      'does not have this conversation any more',
    ],
    ['not allowed', 'POST messages', { status: 401 }, 'forbidden', 'does not let Vigia write there'],
    ['refused', 'POST messages', { status: 422, body: '{"error":"too rude"}' }, 'refused', 'does not take this message as it is'],
    ['nobody answers', 'GET conversation', 'slow', 'unreachable', 'does not answer. Try again'],
    ['cut off', 'POST messages', 'cut', 'unknown', 'may have gone out'],
    ['no answer after it was posted', 'POST messages', 'hang', 'unknown', 'Look there before you send again'],
  ])('%s', async (_name, what, fault, outcome, words) => {
    const step = await toConfirm();
    chatwoot.fail(what, fault);
    const reply = await step.submit();
    expect(cardWords(reply)).toContain(words);
    expect(cardWords(reply)).toContain(outcome === 'unknown' ? 'Sent or not: not known' : 'Not sent');
    expect((await audited()).at(-1)).toEqual(['terminal:supervisor', outcome]);
    expect(cardWords(await step.submit())).toContain(words);
    expect(sent().length).toBe(outcome === 'unknown' ? 1 : 0);
    expect(buttonsOf(reply).some(({ action }) => action === 'show.send')).toBe(!['unknown', 'gone'].includes(outcome));
  });

  test('a closed window, and the helpdesk’s own words below', async () => {
    chatwoot.conversations.set(57, { canReply: false });
    const words = cardWords(await (await toConfirm()).submit());
    expect(words).toContain('too long ago for a free text (24 hours on WhatsApp)');
    expect(words).toMatch(/The helpdesk says: “.*24 hours on WhatsApp.*”$/);
    expect((await audited()).at(-1)).toEqual(['terminal:supervisor', 'window']);
  });

  test('nothing of the text, the contact or the helpdesk’s words is logged', async () => {
    const step = await toConfirm();
    chatwoot.fail('POST messages', { status: 422, body: '{"error":"Maria is too rude"}' });
    await step.submit();
    expect(JSON.stringify(core.logged)).not.toMatch(/Maria|protocolo|rude/);
  });

  test('the audit reads it', async () => {
    await (await toConfirm()).submit();
    const { answer } = await core.dispatch.ask('settings audit sent', admin);
    const rows = answer.kind === 'card' ? answer.card.blocks.flatMap((block) => (block.kind === 'list' ? block.rows : [])) : [];
    expect(rows.map(({ lead, detail }) => [lead, plain(detail ?? '')])).toEqual([
      ['Message to the contact of #20261122-000123', expect.stringContaining('News: sent')],
      ['Message to the contact of #20261122-000123', expect.stringContaining('News: handed to the helpdesk')],
    ]);
  });
});

describe('where the helpdesk cannot send', () => {
  test('the finished text comes to be copied, and nothing is recorded as sent', async () => {
    const form = await openForm(core, 'show.send', 'own-1', supervisor);
    expect(form.words).toContain('Vigia cannot send here; you get the text to copy.');
    const words = cardWords(await form.submit({ template: 'news' }));
    expect(words).toContain('Nothing was sent: Vigia cannot send through this helpdesk.');
    expect(words).toContain('Olá Maria Souza, o protocolo OWN está em triagem.');
    expect(await audited('own-1')).toEqual([]);
  });
});

test('a number in the contact’s name is hidden from Vigia’s people while contacts are masked, and goes out whole', async () => {
  chatwoot.conversations.set(63, { canReply: true });
  const c = life('chatwoot:63');
  await core.intake.record([c.opened('13:00', { contact: { id: 'k-9', name: 'Maria +5511999990000' }, protocol: 'P' })]);
  const step = await toConfirm('chatwoot:63');
  expect(step.words).toContain('Olá Maria •••, o protocolo');
  expect(step.words).toContain('the contact gets it whole');
  expect(step.words).not.toContain('99999');
  await step.submit();
  expect(sent()[0]).toContain('Olá Maria +5511999990000, o protocolo');
  await setParameters(core, { maskContacts: false });
  expect((await toConfirm('chatwoot:63')).words).toContain('Olá Maria +5511999990000');
});

test('of many templates one is searched, among those of the channel alone', async () => {
  const many = Array.from({ length: 30 }, (_, index) => template(`t-${index}`, { title: `Título ${String.fromCharCode(65 + index)}` }));
  await configure(core, (current) => ({
    ...current,
    templates: [...many, template('web', { title: 'Título web', channels: ['livechat'] })],
  }));
  const form = await openForm(core, 'show.send', MARIA, supervisor);
  const [search] = form.form.blocks.filter((block) => block.kind === 'search');
  expect(search).toMatchObject({ name: 'template', action: 'show.template.whatsapp' });
  const labels = async (typed: string, by = supervisor): Promise<string[]> =>
    (await core.dispatch.search('show.template.whatsapp', typed, by)).map(({ label }) => label);
  expect(await labels('titulo c')).toEqual(['10 · Título C']);
  expect(await labels('web')).toEqual([]);
  expect(await labels('titulo c', viewer)).toEqual([]);
  const drawn = await form.press('Preview', { template: 't-2' });
  expect(drawn.form.blocks.find((block) => block.kind === 'preview')).toMatchObject({ label: 'Título C' });
  expect(plain(drawn.words)).toContain('Olá');
});

test('in Portuguese too', async () => {
  const origin: Origin = { ...supervisor, language: 'pt-BR' };
  const form = await openForm(core, 'show.send', MARIA, origin);
  const step = formOf(await form.submit({ template: 'news' }), core, origin);
  expect([form.form.title, step.form.title, step.form.submitLabel]).toEqual(['Enviar template', 'Enviar esta mensagem?', 'Enviar agora']);
  expect(cardWords(await step.submit())).toBe('Mensagem enviada\nA plataforma de atendimento aceitou a mensagem para Maria Souza.');
});
