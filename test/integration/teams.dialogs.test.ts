/** Dialogs in Teams, over real HTTP: opened, filled in, refused, stepped through, closed, late and repeated. */
import { createDispatch } from '../../src/app/dispatch.ts';
import type { Services } from '../../src/app/services.ts';
import { translator } from '../../src/i18n/translate.ts';
import { type RunningBot, startBot } from '../fakes/teams/bot.ts';
import { type Call, type FakeConnector, startConnector } from '../fakes/teams/connector.ts';
import { createDesk, type FakeDesk, SETTINGS } from '../fakes/teams/desk.ts';
import { openDialog, pressInDialog, type Task, taskIn, valuesBeside } from '../fakes/teams/dialog.ts';
import { createPerson, type Person, type Place } from '../fakes/teams/person.ts';
import { type Pressable, type Screen, screenOf } from '../fakes/teams/screen.ts';
import { workbench } from '../fixtures/workbench.ts';

type Dialog = Extract<Task, { kind: 'dialog' }>;

let connector: FakeConnector;
let desk: FakeDesk;
let bot: RunningBot;
let rosa: Person;

beforeEach(async () => {
  connector = await startConnector();
  desk = createDesk();
});
afterEach(async () => {
  await bot.stop();
  await connector.close();
});

const good = (call: Call): boolean => call.status >= 200 && call.status < 300;
const cardIn = (call: Call): Screen => screenOf(call.activity.attachments?.[0]?.content);

function fail(why: string): never {
  throw new Error(why);
}

function dialogOf(task: Task): Dialog {
  return task.kind === 'dialog' ? task : fail(`no dialog: ${JSON.stringify(task)}`);
}

function button(screen: Screen, label: string): Pressable {
  return screen.actions.find((one) => one.label === label) ?? fail(`no button ${label}`);
}

/** The card that was asked for, and the message it stands in. */
async function asked(text: string, place: Place = 'personal'): Promise<{ screen: Screen; id: string }> {
  const before = connector.calls.length;
  await rosa.write(text, { place });
  const call = await connector.until((one) => good(one) && connector.calls.indexOf(one) >= before && one.method === 'POST');
  return { screen: cardIn(call), id: connector.shown(rosa.conversationOf(place)).at(-1)?.id ?? '' };
}

describe('with the small desk', () => {
  beforeEach(async () => {
    bot = await startBot(connector, desk, { timeoutMs: 700, invokeLimitMs: 400 });
    rosa = createPerson(connector, bot.url, 'rosa', 'Rosa Lima');
  });

  const right = { 'input:idleMinutes': '15' };
  async function opened(place: Place = 'personal'): Promise<{ dialog: Dialog; id: string }> {
    const { screen, id } = await asked('settings', place);
    return { dialog: dialogOf(await openDialog(rosa, button(screen, 'Change'), { replyToId: id, place })), id };
  }

  test('a button and a row’s menu open the form with what holds; nothing is posted for it', async () => {
    const { screen, id } = await asked('settings');
    expect(button(screen, 'Edit').opensDialog).toBe(true);
    const dialog = dialogOf(await openDialog(rosa, button(screen, 'Edit'), { replyToId: id }));
    expect(desk.heard.at(-1)?.what).toBe('act settings.edit d-1');
    expect(dialog.title).toBe('Parameters');
    expect(dialog.screen.inputs.map((one) => [one.label, one.value])).toEqual([
      ['Idle after (min) *', '5'],
      ['Mask contacts', 'true'],
      ['Language', 'en'],
      ['Note', ''],
    ]);
    expect(connector.calls).toHaveLength(1);
  });

  test('a refused value keeps all that was typed and says why; a good one closes it, and the card takes the place of the one it came from', async () => {
    const { dialog, id } = await opened('channel');
    const again = dialogOf(
      await pressInDialog(rosa, dialog, 'Save', { 'input:idleMinutes': '90', 'input:note': 'peak' }, { place: 'channel' }),
    );
    expect(again.screen.errors).toEqual({ 'input:idleMinutes': '🔴 At most 60 minutes' });
    expect(again.screen.inputs.map((one) => one.value)).toEqual(['90', 'true', 'en', 'peak']);
    expect(await pressInDialog(rosa, again, 'Save', right, { place: 'channel' })).toEqual({ kind: 'closed' });
    const update = await connector.until((call) => call.method === 'PUT');
    expect(update).toMatchObject({ activityId: id, status: 200 });
    expect(cardIn(update).text).toBe('Saved');
    expect(desk.submitted.at(-1)).toEqual({ idleMinutes: 15, mask: true, language: 'en', note: 'peak' });
    expect(connector.shown(rosa.conversationOf('channel'))).toHaveLength(1);
  });

  test('cancelled, it closes and nothing is submitted', async () => {
    const { dialog } = await opened();
    expect(await pressInDialog(rosa, dialog, 'Cancel')).toEqual({ kind: 'closed' });
    await bot.platform.stop();
    expect(desk.submitted).toEqual([]);
    expect(connector.calls).toHaveLength(1);
  });

  test('whoever may not open it reads why in the dialog, and nothing changes in the chat', async () => {
    const { screen, id } = await asked('settings');
    const stranger = createPerson(connector, bot.url, 'stranger', 'X');
    desk.refusing = true;
    const refused = dialogOf(await openDialog(stranger, button(screen, 'Change'), { replyToId: id }));
    expect(refused).toMatchObject({ title: 'I do not know you yet', screen: { text: 'Ask Ana', actions: [] } });
    await bot.platform.stop();
    expect(connector.calls).toHaveLength(1);
  });

  test('a submit that is refused says why above what was typed, and loses none of it', async () => {
    const { dialog } = await opened();
    desk.refusing = true;
    const stranger = createPerson(connector, bot.url, 'stranger', 'X');
    const refused = dialogOf(await pressInDialog(stranger, dialog, 'Save', { ...right, 'input:note': 'peak' }));
    expect(refused.screen.text.split('\n')[0]).toBe('Ask Ana');
    expect(refused.screen.inputs.map((one) => one.value)).toEqual(['15', 'true', 'en', 'peak']);
    await bot.platform.stop();
    expect(connector.calls).toHaveLength(1);
  });

  test('a card in place of the form shows its words in the dialog, and changes the message for everyone', async () => {
    const { screen, id } = await asked('settings');
    desk.instead = { kind: 'card', replace: true, card: { ...SETTINGS, title: 'It is gone', blocks: [...SETTINGS.blocks] } };
    const words = dialogOf(await openDialog(rosa, button(screen, 'Change'), { replyToId: id }));
    expect(words).toMatchObject({ title: 'It is gone', screen: { actions: [] } });
    expect(words.screen.text).toContain('Suporte');
    expect(await connector.until((call) => call.method === 'PUT')).toMatchObject({ activityId: id });
  });

  test('an export is carried out in the conversation, and the dialog says so', async () => {
    const { screen, id } = await asked('settings');
    desk.instead = { kind: 'export', export: desk.samples.make('en') };
    const word = await openDialog(rosa, button(screen, 'Change'), { replyToId: id });
    expect(word).toEqual({ kind: 'word', text: 'The answer is in the conversation.' });
    await connector.until((call) => good(call) && cardIn(call).text.includes('Ready: 5000 rows'));
  });

  test('a form that takes longer than Teams waits says so, and then stands in the chat, where it works too', async () => {
    const { screen, id } = await asked('settings');
    desk.slow(900);
    const from = Date.now();
    const word = await openDialog(rosa, button(screen, 'Change'), { replyToId: id });
    expect(Date.now() - from).toBeLessThan(850);
    expect(word).toMatchObject({ kind: 'word', text: expect.stringContaining('the answer comes in the conversation') as unknown });
    const late = await connector.until((call) => good(call) && call.activity.summary === 'Parameters');
    desk.slow(0);
    const save = button(cardIn(late), 'Save');
    const sent = await rosa.execute(save.verb, valuesBeside(save, late.activity.attachments?.[0]?.content, right));
    expect(screenOf((sent.body as { value: unknown }).value).text).toBe('Saved');
  });

  test('a submit that takes longer is carried out once, and its card comes to its place', async () => {
    const { dialog, id } = await opened();
    desk.slow(900);
    expect(await pressInDialog(rosa, dialog, 'Save', right)).toMatchObject({ kind: 'word' });
    expect(await connector.until((call) => call.method === 'PUT')).toMatchObject({ activityId: id });
    expect(desk.submitted).toHaveLength(1);
  });

  test('a press that Teams sends twice acts once and gets the same answer, and another replica does not act either', async () => {
    const { screen, id } = await asked('settings');
    const change = button(screen, 'Change');
    const [first, second] = await Promise.all(['same', 'same'].map((again) => openDialog(rosa, change, { replyToId: id, id: again })));
    expect(second).toEqual(first);
    const dialog = dialogOf(first ?? fail('no answer'));
    await pressInDialog(rosa, dialog, 'Save', right, { id: 'saved' });
    await pressInDialog(rosa, dialog, 'Save', right, { id: 'saved' });
    const replica = await startBot(connector, desk);
    const other = createPerson(connector, replica.url, 'rosa', 'Rosa Lima');
    expect(await pressInDialog(other, dialog, 'Save', right, { id: 'saved' })).toMatchObject({ kind: 'word' });
    await replica.stop();
    expect(desk.submitted).toHaveLength(1);
  });

  test('a dialog outlives the process it was opened from', async () => {
    const { dialog, id } = await opened();
    await bot.stop();
    bot = await startBot(connector, desk);
    rosa = createPerson(connector, bot.url, 'rosa', 'Rosa Lima');
    expect(await pressInDialog(rosa, dialog, 'Save', right)).toEqual({ kind: 'closed' });
    expect(await connector.until((call) => call.method === 'PUT')).toMatchObject({ activityId: id });
  });

  test('a forged message gets no card: it comes as a message of its own', async () => {
    const { dialog, id } = await opened();
    const victim = (await asked('now')).id;
    const save = button(dialog.screen, 'Save');
    const forged = { ...valuesBeside(save, dialog.card, right), on: String(save.data['on']).replace(id, victim) };
    expect(taskIn(await rosa.task('task/submit', forged), false)).toEqual({ kind: 'closed' });
    await connector.until((call) => good(call) && cardIn(call).text === 'Saved');
    expect(connector.calls.some((call) => call.method === 'PUT')).toBe(false);
  });

  test('the message is gone: the card comes as a new one', async () => {
    const { dialog } = await opened();
    connector.trouble({ status: 404, times: 1 });
    await pressInDialog(rosa, dialog, 'Save', right);
    expect(await connector.until((call) => good(call) && cardIn(call).text === 'Saved')).toMatchObject({ method: 'POST' });
  });

  test('what is none of ours is said to be broken, in the person’s language', async () => {
    const open = async (data: Record<string, unknown>) => taskIn(await rosa.task('task/fetch', data, { locale: 'pt-BR' }), true);
    for (const data of [{}, { vigia: 'submit', form: 'x' }, { vigia: 'act' }])
      expect(await open(data)).toEqual({
        kind: 'word',
        text: 'Não foi possível ler este botão. Pergunte de novo para ver uma resposta atual.',
      });
    expect(desk.heard).toEqual([]);
  });

  test('a handler that breaks is logged and said, not left hanging', async () => {
    const { screen, id } = await asked('settings');
    desk.instead = { kind: 'invalid', errors: {} };
    expect(await openDialog(rosa, button(screen, 'Change'), { replyToId: id })).toMatchObject({ kind: 'word' });
    expect(desk.logged.at(-1)).toMatchObject({ level: 'error', message: 'a Teams dialog failed' });
  });
});

describe('with every kind of input', () => {
  beforeEach(async () => {
    const parameters = async () => ({ timeZone: 'UTC', language: 'en' });
    const dispatch = createDispatch({
      commands: [workbench()],
      whoIs: async ({ person }) => ({ id: person.id, role: 'admin', language: null }),
      services: (language) => ({ t: translator(language), parameters }) as unknown as Services,
      log: desk.log,
      now: () => new Date(),
      language: 'en',
      simulated: false,
    });
    bot = await startBot(connector, { ...desk, dispatch });
    rosa = createPerson(connector, bot.url, 'rosa', 'Rosa Lima');
  });

  async function workbenchDialog(): Promise<{ dialog: Dialog; id: string }> {
    const { screen, id } = await asked('workbench');
    return { dialog: dialogOf(await openDialog(rosa, button(screen, 'Open'), { replyToId: id })), id };
  }
  const press = async (dialog: Dialog, label: string, typed: Record<string, string> = {}): Promise<Dialog> =>
    dialogOf(await pressInDialog(rosa, dialog, label, typed));
  const value = ({ screen }: Dialog, name: string): string => screen.inputs.find(({ id }) => id === `input:${name}`)?.value ?? fail(name);

  test('its buttons work while what is required is empty and a number is wrong: no button is held back', async () => {
    const { dialog } = await workbenchDialog();
    const next = await press(dialog, 'Next', { 'input:title': '', 'input:count': '99', 'input:crew': 'chatwoot:2' });
    expect(next.screen.text).toContain('6–10 of 23, 1 chosen');
    const previous = await press(next, 'Previous');
    expect(value(previous, 'crew')).toBe('chatwoot:2');
    expect(value(previous, 'title')).toBe('');
    const refused = await press(previous, 'Save');
    expect(refused.screen.errors).toEqual({ 'input:title': '🔴 Write a title', 'input:count': '🔴 Expected 1 to 10' });
  });

  test('a person found by typing stays by name while the form is refused', async () => {
    const { dialog } = await workbenchDialog();
    const dataset = dialog.screen.inputs.find(({ id }) => id === 'input:lead')?.dataset ?? fail('no search');
    const [found] = await rosa.type(dataset, 'elisa o');
    expect(found).toEqual({ title: 'Elisa O.', value: 'Elisa O. [chatwoot:15]' });
    const refused = await press(dialog, 'Save', { 'input:lead': found?.value ?? '', 'input:wait': 'soon' });
    const lead = refused.screen.inputs.find(({ id }) => id === 'input:lead');
    expect(lead).toMatchObject({ value: 'Elisa O. [chatwoot:15]' });
    expect(lead?.choices[0]).toEqual({ title: 'Elisa O.', value: 'Elisa O. [chatwoot:15]' });
    await pressInDialog(rosa, refused, 'Save', { 'input:wait': '5 min' });
    expect(cardIn(await connector.until((call) => call.method === 'PUT')).text).toContain('lead=chatwoot:15');
  });

  test('a pushed form goes back with what it made, and after steps of all kinds the card still takes its place', async () => {
    const { dialog, id } = await workbenchDialog();
    const pushed = await press(dialog, 'New category', { 'input:title': 'Half typed' });
    expect(pushed).toMatchObject({ title: 'New category' });
    const back = await press(pushed, 'Back');
    expect([value(back, 'title'), value(back, 'category')]).toEqual(['Half typed', 'c-1']);
    const again = await press(back, 'New category');
    const refused = await press(again, 'Add', { 'input:name': 'Orders' });
    expect(refused.screen.errors).toEqual({ 'input:name': '🔴 Orders is there already' });
    const made = await press(refused, 'Add', { 'input:name': 'Returns' });
    expect([value(made, 'title'), value(made, 'category')]).toEqual(['Half typed', 'c-2']);
    const previewed = await press(made, 'Preview', { 'input:body': 'First\n\nLast' });
    expect(previewed.screen.text).toContain('First\nLast');
    expect(await pressInDialog(rosa, previewed, 'Save')).toEqual({ kind: 'closed' });
    const update = await connector.until((call) => call.method === 'PUT');
    expect(update.activityId).toBe(id);
    expect(cardIn(update).text).toContain('category=c-2');
  });

  test('in the chat, where an unannounced form stands, every step works in the place of the form', async () => {
    const { screen } = await asked('workbench');
    const before = connector.calls.length;
    await rosa.execute('workbench.open', { ...button(screen, 'Open').data, msteams: undefined });
    const message = await connector.until((call) => good(call) && connector.calls.indexOf(call) >= before);
    let card: unknown = message.activity.attachments?.[0]?.content;
    const step = async (label: string, typed: Record<string, string> = {}): Promise<Screen> => {
      const action = button(screenOf(card), label);
      const sent = await rosa.execute(action.verb, valuesBeside(action, card, typed));
      card = (sent.body as { value: unknown }).value;
      return screenOf(card);
    };
    const shown = (one: Screen, name: string) => one.inputs.find(({ id }) => id === `input:${name}`)?.value;
    expect((await step('Next', { 'input:crew': 'chatwoot:1', 'input:title': '' })).text).toContain('6–10 of 23, 1 chosen');
    await step('New category', { 'input:title': 'Kept' });
    expect(shown(await step('Back'), 'title')).toBe('Kept');
    expect((await step('Save', { 'input:wait': 'soon' })).errors).toEqual({ 'input:wait': '🔴 Expected a time such as 5 min' });
    expect((await step('Save', { 'input:wait': '5 min' })).text).toContain('crew=chatwoot:1');
  });
});
