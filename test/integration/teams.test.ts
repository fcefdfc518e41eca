/** A supervisor in Teams, over real HTTP with signed requests, against the local connector. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningBot, localConfig, startBot } from '../fakes/teams/bot.ts';
import { APP, type Call, type FakeConnector, startConnector } from '../fakes/teams/connector.ts';
import { createDesk, type FakeDesk, FORM, PANEL } from '../fakes/teams/desk.ts';
import { createPerson, type Person, TEAM } from '../fakes/teams/person.ts';
import { type Screen, screenOf } from '../fakes/teams/screen.ts';
import { createTeams } from '../../src/platforms/teams/teams.ts';

const stored = new Map<string, unknown>();
let connector: FakeConnector;
let desk: FakeDesk;
let bot: RunningBot;
let rosa: Person;

beforeEach(async () => {
  stored.clear();
  connector = await startConnector();
  desk = createDesk(stored);
  bot = await startBot(connector, desk, { timeoutMs: 700, invokeLimitMs: 400 });
  rosa = createPerson(connector, bot.url, 'rosa', 'Rosa Lima');
});

afterEach(async () => {
  await bot.stop();
  await connector.close();
});

const good = (call: Call): boolean => call.status >= 200 && call.status < 300;
const cardIn = (call: Call): Screen => screenOf(call.activity.attachments?.[0]?.content);
const bodyOf = (sent: { body: unknown }): { statusCode: number; type: string; value: unknown } =>
  sent.body as { statusCode: number; type: string; value: unknown };
const button = (screen: Screen, label: string) => screen.actions.find((one) => one.label === label) ?? fail(`no button ${label}`);
const fail = (why: string): never => {
  throw new Error(why);
};

describe('asking', () => {
  test('a mention in a channel is answered in its thread, without the mention and its odd spaces', async () => {
    const sent = await rosa.write('now \u00a0suporte', { place: 'channel' });
    expect(sent.status).toBe(200);
    const call = await connector.until(good);
    expect(desk.heard[0]?.what).toBe('ask now suporte');
    expect(call.conversation).toBe(rosa.conversationOf('channel'));
    expect(call.activity.summary).toBe('Now');
    expect(cardIn(call).text).toContain('🔴 7 customers without an answer for over 5 min. The longest waits 12 min.');
  });

  test('in a personal chat the person is known by the directory, and their language by the client', async () => {
    await rosa.write('agora', { locale: 'pt-BR' });
    const call = await connector.until(good);
    expect(desk.heard[0]?.origin.person).toEqual({ id: 'teams:rosa', name: 'Rosa Lima', locale: 'pt-BR' });
    expect(cardIn(call).actions.map((one) => one.label)).toContain('Aplicar: Department');
  });

  test('a stranger is told whom to ask, by name', async () => {
    await createPerson(connector, bot.url, 'stranger', 'X').write('now', { place: 'groupChat' });
    const call = await connector.until(good);
    expect(cardIn(call).text).toBe('I do not know you yet\nAsk Ana');
  });

  test('the chart comes as a picture that says its finding', async () => {
    await rosa.write('today');
    expect(cardIn(await connector.until(good)).images).toEqual(['WhatsApp has the most conversations today: 31 of 57']);
  });

  test('a chart that cannot be drawn costs only the picture, and the log says so', async () => {
    desk.pictures({ broken: true });
    await rosa.write('today');
    const screen = cardIn(await connector.until(good));
    expect(screen).toMatchObject({ images: [], text: 'Today\n57 conversations' });
    expect(desk.logged.map((one) => one.message)).toContain('a chart could not be drawn; the Teams card goes without it');
  });

  test('a slow chart does not hold the numbers back: it is added when it is there', async () => {
    desk.pictures({ afterMs: 2_400 });
    await rosa.write('today');
    expect(cardIn(await connector.until(good)).images).toEqual([]);
    const update = await connector.until((call) => call.method === 'PUT');
    expect(cardIn(update).images).toHaveLength(1);
  });

  test('Teams sends a question twice: it is answered once', async () => {
    await rosa.write('now', { id: 'same' });
    await rosa.write('now', { id: 'same' });
    await connector.until(good);
    await bot.platform.stop();
    expect(desk.heard).toHaveLength(1);
    expect(connector.calls).toHaveLength(1);
  });
});

describe('buttons', () => {
  async function panel(place: 'personal' | 'channel' = 'personal'): Promise<{ screen: Screen; id: string }> {
    await rosa.write('now', { place });
    const call = await connector.until((one) => good(one) && one.method === 'POST');
    const id = connector.shown(rosa.conversationOf(place)).at(-1)?.id ?? '';
    return { screen: cardIn(call), id };
  }

  test('refresh puts the new card in the place of the old, for who pressed at once and then for everyone', async () => {
    const { screen, id } = await panel('channel');
    const refresh = button(screen, 'Refresh');
    const body = bodyOf(await rosa.execute(refresh.verb, refresh.data, { place: 'channel', replyToId: id }));
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    expect(screenOf(body.value).text).toContain('Now, refreshed');
    expect(await connector.until((call) => call.method === 'PUT')).toMatchObject({ activityId: id, status: 200 });
  });

  test('a list opens under the panel, which stays', async () => {
    const { screen, id } = await panel();
    const queue = button(screen, 'Queue · 9');
    const body = bodyOf(await rosa.execute(queue.verb, queue.data, { replyToId: id }));
    expect(body).toMatchObject({ type: 'application/vnd.microsoft.activity.message', value: 'The answer is in the conversation.' });
    const list = await connector.until((call) => call.activity.summary === 'Queue');
    expect(list.method).toBe('POST');
    expect(cardIn(list).text).toContain('“My [internet](http://evil.example) fell”');
    expect(desk.heard.at(-1)?.what).toBe('act now.list queue');
  });

  test('a choice sends the value of its option', async () => {
    const { screen, id } = await panel();
    const apply = button(screen, 'Apply: Department');
    const input = screen.inputs[0] ?? fail('no choice');
    await rosa.execute(apply.verb, { ...apply.data, [input.id]: 'd-2' }, { replyToId: id });
    expect(desk.heard.at(-1)?.what).toBe('act now.department d-2');
  });

  test('an old client sends the same press as a message, and the card is replaced by an update', async () => {
    const { screen, id } = await panel();
    await rosa.submit(button(screen, 'Refresh').data, { replyToId: id });
    const update = await connector.until((call) => call.method === 'PUT');
    expect(update.activityId).toBe(id);
    expect(cardIn(update).text).toContain('Now, refreshed');
  });

  test('an answer that takes longer than a click may wait comes as an update', async () => {
    const { screen, id } = await panel();
    desk.slow(900);
    const refresh = button(screen, 'Refresh');
    const from = Date.now();
    const body = bodyOf(await rosa.execute(refresh.verb, refresh.data, { replyToId: id }));
    expect(Date.now() - from).toBeLessThan(850);
    expect(body.value).toBe('Working on it. The answer comes in a moment.');
    expect(cardIn(await connector.until((call) => call.method === 'PUT')).text).toContain('Now, refreshed');
  });

  test('a press that Teams sends twice acts once', async () => {
    const { screen, id } = await panel();
    const refresh = button(screen, 'Refresh');
    await rosa.execute(refresh.verb, refresh.data, { replyToId: id, id: 'again' });
    await rosa.execute(refresh.verb, refresh.data, { replyToId: id, id: 'again' });
    expect(desk.heard.filter((one) => one.what.startsWith('act'))).toHaveLength(1);
  });

  test('a button that is none of ours is refused, and other invokes are left alone', async () => {
    expect(bodyOf(await rosa.execute('x', { evil: true }))).toMatchObject({ statusCode: 400, type: 'application/vnd.microsoft.error' });
    const other = { ...rosa.message('x'), type: 'invoke', name: 'signin/verifyState' };
    expect((await rosa.post(other)).status).toBe(501);
  });
});

describe('a search of many', () => {
  const input = (screen: Screen) => screen.inputs[0] ?? fail('no search');

  test('offers at most fifteen that fit while a person types, and its button brings the choice with its state', async () => {
    await rosa.write('chart');
    const message = (await connector.until(good)).activity;
    const id = connector.shown(rosa.conversationOf('personal'))[0]?.id ?? '';
    const screen = screenOf(message.attachments?.[0]?.content);
    expect(input(screen)).toMatchObject({ label: 'Agents', value: '', dataset: 'chart.agents' });
    expect(input(screen).choices).toHaveLength(10);
    expect(await rosa.type('chart.agents', 'agent')).toHaveLength(15);
    expect(await rosa.type('chart.agents', 'carla')).toEqual([{ title: 'Carla Dias', value: 'a-3' }]);
    const apply = button(screen, 'Apply: Agents');
    const sent = await rosa.execute(apply.verb, { ...apply.data, [input(screen).id]: 'a-1,a-3, a-1' }, { replyToId: id });
    const narrowed = screenOf(bodyOf(sent).value);
    expect(desk.heard.at(-1)?.what).toBe('act chart.agents metrics|a-1,a-3');
    expect(narrowed.text).toContain('Metrics · Ana Lima and Carla Dias');
    expect(narrowed.text).toContain('Chosen: Ana Lima, Carla Dias');
    expect(input(narrowed).value).toBe('a-1,a-3');
    const none = await rosa.execute(apply.verb, { ...apply.data }, { replyToId: id });
    expect(screenOf(bodyOf(none).value).text).toContain('everybody');
  });

  test('a slow one offers nothing in time; a stranger and a broken question get nothing', async () => {
    desk.slow(900);
    expect(await rosa.type('chart.agents', 'ana')).toEqual([]);
    desk.slow(0);
    expect(await createPerson(connector, bot.url, 'stranger', 'X').type('chart.agents', 'ana')).toEqual([]);
    const broken = await rosa.post({ ...rosa.message(''), type: 'invoke', name: 'application/search', value: { queryText: 'x' } });
    expect(bodyOf(broken)).toMatchObject({ type: 'application/vnd.microsoft.error' });
  });
});

describe('exports', () => {
  const consentIn = (call: Call): boolean => call.activity.attachments?.[0]?.contentType.endsWith('file.consent') ?? false;
  const says = (text: string) => (call: Call) => good(call) && cardIn(call).text.includes(text);
  const asked = async () => {
    const call = await connector.until((one) => good(one) && consentIn(one));
    return (
      connector.shown(call.conversation).find((one) => one.attachments?.[0]?.contentType.endsWith('file.consent')) ?? fail('no question')
    );
  };

  test('in a personal chat: progress in one message, a question, and the file in the person’s OneDrive', async () => {
    desk.samples.slowMs = 500;
    await rosa.write('csv history');
    await connector.until(says('0 of 5000 rows'));
    await connector.until(says('Ready: 5000 rows'));
    const question = await asked();
    expect(question.attachments?.[0]).toMatchObject({
      name: 'vigia-history-2026-11-22.csv',
      content: { description: '5,000 rows, as CSV', sizeInBytes: desk.samples.files[0]?.length },
    });
    const session = connector.session();
    expect((await rosa.consent(question, session.url)).status).toBe(200);
    const info = await connector.until((call) => call.activity.attachments?.[0]?.contentType.endsWith('file.info') ?? false);
    expect(info.activity.attachments?.[0]).toMatchObject({ contentUrl: 'https://desk-my.sharepoint.com/vigia-history-2026-11-22.csv' });
    expect(session.bytes().equals(desk.samples.files[0] ?? Buffer.alloc(0))).toBe(true);
    expect(session.tokens).toEqual([]);
    await connector.until((call) => call.method === 'DELETE' && call.activityId === question.id);
    expect(connector.shown(rosa.conversationOf('personal'))).toHaveLength(2);
  });

  test('a large file goes up in fragments as OneDrive wants them', async () => {
    const make = desk.samples.make;
    desk.samples.make = (language) => make(language, 400_000);
    await rosa.write('csv history');
    const session = connector.session();
    await rosa.consent(await asked(), session.url);
    await connector.until((call) => call.activity.attachments?.[0]?.contentType.endsWith('file.info') ?? false);
    expect(session.bytes().length).toBeGreaterThan(10_000_000);
    expect(session.bytes().equals(desk.samples.files[0] ?? Buffer.alloc(0))).toBe(true);
  });

  test('declined, the question gives way to the link', async () => {
    await rosa.write('csv history');
    const question = await asked();
    await rosa.consent(question, null);
    const put = await connector.until((call) => call.method === 'PUT' && call.activityId === question.id);
    expect(cardIn(put).text).toContain('was not saved in your OneDrive');
    expect(JSON.stringify(put.activity)).toContain('https://vigia.example/files/export-0');
  });

  test.each([
    ['another host', () => 'https://evil.example/upload'],
    ['http', () => 'http://desk-my.sharepoint.com/upload'],
    ['a name that only looks like SharePoint', () => 'https://evilsharepoint.com/upload'],
    ['a session that is gone', () => `${connector.url}/upload/none`],
  ])('%s gets no byte; the link comes instead', async (_name, address) => {
    await rosa.write('csv history');
    const question = await asked();
    await rosa.consent(question, address());
    const put = await connector.until((call) => call.method === 'PUT' && call.activityId === question.id);
    expect(cardIn(put).text).toContain('Teams could not take the file');
    expect(JSON.stringify(put.activity)).toContain('https://vigia.example/files/export-0');
  });

  test('an answer that Teams sends twice puts the file once, and a later process gives the link', async () => {
    await rosa.write('csv history');
    const question = await asked();
    await bot.stop();
    bot = await startBot(connector, desk);
    rosa = createPerson(connector, bot.url, 'rosa', 'Rosa Lima');
    await rosa.consent(question, connector.session().url, { id: 'twice' });
    await rosa.consent(question, connector.session().url, { id: 'twice' });
    await connector.until((call) => call.method === 'PUT' && call.activityId === question.id);
    await bot.platform.stop();
    expect(connector.calls.filter((call) => call.activityId === question.id)).toHaveLength(1);
  });

  test('in a channel the last card has the link, and nobody is asked about a OneDrive', async () => {
    await rosa.write('csv history', { place: 'channel' });
    const done = await connector.until(says('Ready: 5000 rows'));
    expect(done.method).toBe('PUT');
    expect(JSON.stringify(done.activity)).toContain('https://vigia.example/files/export-0');
    await bot.platform.stop();
    expect(connector.calls.some(consentIn)).toBe(false);
  });

  test('cancelled by its button, the last word is the export’s', async () => {
    desk.samples.slowMs = 400;
    await rosa.write('csv history');
    const first = await connector.until(says('0 of 5000 rows'));
    const id = connector.shown(first.conversation)[0]?.id ?? '';
    const cancel = button(cardIn(first), 'Cancel');
    await rosa.execute(cancel.verb, cancel.data, { replyToId: id });
    await connector.until(says('Cancelled after'));
    await bot.platform.stop();
    const [only, ...others] = connector.shown(first.conversation);
    expect(others).toEqual([]);
    expect(screenOf(only?.attachments?.[0]?.content).text).toContain('Cancelled after');
  });

  test('a card of progress that is refused does not stop the file; one that breaks says so', async () => {
    desk.samples.slowMs = 500;
    await rosa.write('csv history');
    await connector.until(says('0 of 5000 rows'));
    connector.trouble({ status: 500, times: 1 });
    await asked();
    desk.samples.broken = true;
    await rosa.write('csv history');
    await connector.until(says('Failed (abcd1234)'));
  });

  test('when Teams takes no question, the link comes with the reason', async () => {
    connector.trouble({
      status: 403,
      times: 1,
      when: ({ attachments }) => attachments?.[0]?.contentType.endsWith('file.consent') ?? false,
    });
    await rosa.write('csv history');
    const done = await connector.until((call) => call.method === 'PUT' && cardIn(call).text.includes('Teams could not take the file'));
    expect(JSON.stringify(done.activity)).toContain('https://vigia.example/files/export-0');
  });
});

describe('forms', () => {
  const inputs = (more: Record<string, string>) => ({
    'input:idleMinutes': '15',
    'input:mask': 'false',
    'input:language': 'pt-BR',
    'input:note': '',
    ...more,
  });

  test('a form that a button did not announce opens in the chat; a refused value keeps what was typed and says why; a good one closes it', async () => {
    await rosa.execute('settings.edit', { vigia: 'act', action: 'settings.edit' });
    const opened = cardIn(await connector.until((call) => call.activity.summary === FORM.title));
    expect(opened.inputs.map((one) => [one.label, one.value])).toEqual([
      ['Idle after (min) *', '5'],
      ['Mask contacts', 'true'],
      ['Language', 'en'],
      ['Note', ''],
    ]);
    const save = button(opened, 'Save');
    const refused = bodyOf(await rosa.execute(save.verb, { ...save.data, ...inputs({ 'input:idleMinutes': '90', 'input:note': 'peak' }) }));
    const again = screenOf(refused.value);
    expect(again.errors).toEqual({ 'input:idleMinutes': '🔴 At most 60 minutes' });
    expect(again.inputs.map((one) => one.value)).toEqual(['90', 'false', 'pt-BR', 'peak']);
    const saved = bodyOf(await rosa.execute(save.verb, { ...button(again, 'Save').data, ...inputs({}) }));
    expect(screenOf(saved.value).text).toBe('Saved');
    expect(desk.submitted.at(-1)).toEqual({ idleMinutes: 15, mask: false, language: 'pt-BR', note: null });
    expect(desk.heard.at(-1)?.what).toBe('submit settings.save v1');
  });

  test('cancel closes the form and nothing is submitted', async () => {
    await rosa.execute('settings.edit', { vigia: 'act', action: 'settings.edit' });
    const opened = cardIn(await connector.until((call) => call.activity.summary === FORM.title));
    const cancel = button(opened, 'Cancel');
    const closed = bodyOf(await rosa.execute(cancel.verb, cancel.data));
    expect(screenOf(closed.value).text).toBe('Parameters\nClosed without changes.');
    expect(desk.submitted).toEqual([]);
  });
});

describe('who may speak to the bot', () => {
  const hour = 3600;
  const seconds = Math.floor(Date.now() / 1000);

  beforeEach(() => {
    // botbuilder prints what is wrong with a token; the tests mean it to be wrong.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    expect(desk.heard).toEqual([]);
    expect(stored.size).toBe(0);
  });

  test.each([
    ['forged signature', { forged: true }],
    ['expired token', { claims: { exp: seconds - hour, nbf: seconds - 2 * hour } }],
    ['token for another bot', { claims: { aud: 'another-app' } }],
    ['token of another issuer', { claims: { iss: 'https://sts.windows.net/evil/' } }],
    ['token for another service address', { claims: { serviceurl: 'https://smba.trafficmanager.net/emea/' } }],
    ['no token', { authorization: '' }],
    ['a token that is none', { authorization: 'Bearer x.y.z' }],
  ])('%s: 401', async (_what, options) => {
    expect((await rosa.post(rosa.message('now'), options)).status).toBe(401);
  });

  test.each([
    ['another directory', { conversation: { id: 'a:1', tenantId: 'evil' }, channelData: { tenant: { id: APP.tenant } } }],
    ['another directory in the channel data', { channelData: { tenant: { id: 'evil' } } }],
    ['no directory', { conversation: { id: 'a:1' }, channelData: {} }],
    ['another channel', { channelId: 'webchat' }],
    ['no service address', { serviceUrl: undefined }],
  ])('%s: 401', async (_what, change) => {
    expect((await rosa.post({ ...rosa.message('now'), ...change })).status).toBe(401);
  });

  test('a service address that is not allowed is refused although the token names it: the bot’s token would go there', async () => {
    const serviceUrl = 'https://evil.example/';
    expect((await rosa.post({ ...rosa.message('now'), serviceUrl }, { claims: { serviceurl: serviceUrl } })).status).toBe(401);
  });

  test('what is no activity: 400, too large: 413', async () => {
    expect((await rosa.post({})).status).toBe(400);
    const raw = (body: string) =>
      fetch(`${bot.url}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect((await raw('{"type":')).status).toBe(400);
    expect((await raw('[]')).status).toBe(400);
    expect((await raw(JSON.stringify({ type: 'message', text: 'x'.repeat(300_000) }))).status).toBe(413);
  });
});

describe('a connector in trouble', () => {
  test('a 503 after the message arrived is not repeated: nobody sees it twice', async () => {
    connector.trouble({ status: 503, delivered: true, times: 1 });
    await rosa.write('now');
    await connector.until((call) => call.status === 503 || call.status === 0);
    await bot.platform.stop();
    expect(connector.shown(rosa.conversationOf('personal'))).toHaveLength(1);
    expect(connector.calls).toHaveLength(1);
  });

  test('a 429 is repeated after the time it asks for', async () => {
    connector.trouble({ status: 429, retryAfter: 1, times: 1 });
    await rosa.write('now');
    const second = await connector.until(good);
    expect(second.at - (connector.calls[0]?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect(connector.calls).toHaveLength(2);
  });

  test('a 502 is repeated twice at most', async () => {
    connector.trouble({ status: 502, times: 9 });
    await rosa.write('now');
    await bot.platform.stop();
    expect(connector.calls.map((call) => call.status)).toEqual([502, 502, 502]);
    expect(desk.logged.at(-1)).toMatchObject({ level: 'error', message: 'a Teams answer failed' });
  });

  test('a connector that hangs is given up, and the stop does not wait for it forever', async () => {
    connector.trouble({ hang: true, times: 1 });
    await rosa.write('now');
    const from = Date.now();
    await bot.platform.stop();
    expect(Date.now() - from).toBeLessThan(2_000);
    expect(connector.calls).toHaveLength(1);
    expect(JSON.stringify(desk.logged.map(({ fields }) => String((fields as { err: unknown }).err)))).toContain('no answer within 700 ms');
  });

  test('one token serves many answers', async () => {
    await rosa.write('now');
    await rosa.write('now');
    await connector.until((call) => good(call) && connector.calls.length >= 2);
    expect(connector.tokensGiven).toBe(1);
  });
});

describe('posting on its own', () => {
  test('after a restart it still reaches a channel, a team, a group and a person', async () => {
    await rosa.write('now', { place: 'channel' });
    await rosa.write('now', { place: 'groupChat' });
    await rosa.write('now');
    await connector.until(() => connector.calls.filter(good).length === 3);
    await bot.stop();
    bot = await startBot(connector, createDesk(stored));
    for (const target of ['19:desk@thread.tacv2', TEAM.aadGroupId, '19:group@thread.v2', 'teams:rosa']) {
      expect(await bot.platform.post?.(target, PANEL, 'pt-BR')).toMatchObject({ ok: true });
    }
    const posted = connector.calls.slice(3).map((call) => call.conversation);
    expect(posted).toEqual([
      '19:desk@thread.tacv2',
      TEAM.aadGroupId === '' ? '' : '19:team-general@thread.tacv2',
      '19:group@thread.v2',
      'a:personal-chat',
    ]);
  });

  test('an installation alone is enough', async () => {
    await rosa.install('add', 'channel');
    await bot.platform.stop();
    expect(await bot.platform.post?.('19:desk@thread.tacv2', PANEL, 'en')).toMatchObject({ ok: true });
  });

  test('a rate limit is told to the sender, who keeps the retries: one try', async () => {
    await rosa.install('add', 'channel');
    await bot.platform.stop();
    connector.trouble({ status: 429, retryAfter: 7, times: 1 });
    expect(await bot.platform.post?.('19:desk@thread.tacv2', PANEL, 'en')).toEqual({
      ok: false,
      reason: '429 Troubled',
      retryAfterMs: 7_000,
    });
    expect(connector.calls).toHaveLength(1);
  });

  test('removed without notice: the connector’s 403 means that the target is gone', async () => {
    await rosa.install('add', 'channel');
    await bot.platform.stop();
    connector.removeFrom('19:desk@thread.tacv2');
    expect(await bot.platform.post?.('19:desk@thread.tacv2', PANEL, 'en')).toEqual({
      ok: false,
      reason: '403 BotNotInConversationRoster',
      gone: true,
    });
  });

  test('after an uninstall it is gone without a call, and a new message brings it back', async () => {
    await rosa.install('add', 'groupChat');
    await rosa.install('remove', 'groupChat');
    await sleep(50);
    expect(await bot.platform.post?.('19:group@thread.v2', PANEL, 'en')).toMatchObject({ ok: false, gone: true });
    expect(connector.calls).toHaveLength(0);
    await rosa.write('now', { place: 'groupChat' });
    await connector.until(good);
    expect(await bot.platform.post?.('19:group@thread.v2', PANEL, 'en')).toMatchObject({ ok: true });
  });

  test('a conversation that was never met is gone', async () => {
    expect(await bot.platform.post?.('19:nowhere@thread.v2', PANEL, 'en')).toMatchObject({ ok: false, gone: true });
  });

  test('a stored address that is no Teams service gets neither message nor token', async () => {
    stored.set('teams:x', { serviceUrl: 'https://evil.example/', conversation: { id: 'x' }, bot: { id: '28:x' }, threadId: 'x' });
    expect(await bot.platform.post?.('x', PANEL, 'en')).toMatchObject({ ok: false, reason: 'the address is not an allowed Teams service' });
  });
});

describe('starting', () => {
  test.each([
    ['MICROSOFT_APP_ID', { appId: '' }],
    ['MICROSOFT_APP_PASSWORD', { appPassword: ' ' }],
    ['MICROSOFT_APP_TENANT_ID', { tenantId: '' }],
  ])('without %s it refuses, naming it', (variable, change) => {
    expect(() => createTeams({ ...localConfig(connector), ...change }, desk)).toThrow(variable);
  });

  test('a secret that Microsoft refuses stops the start', async () => {
    const teams = createTeams({ ...localConfig(connector), appPassword: 'wrong' }, desk);
    await expect(teams.start()).rejects.toThrow('Microsoft refused MICROSOFT_APP_ID with MICROSOFT_APP_PASSWORD');
    expect(teams.ready()).toBe(false);
  });

  test('anonymous serves local clients without a token, and nobody through a tunnel', async () => {
    const local = await startBot(connector, desk, { anonymous: true, appId: '', appPassword: '', tenantId: '' });
    const activity = rosa.message('now');
    const response = await fetch(`${local.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
    });
    expect(response.status).toBe(200);
    const tunnelled = { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7' };
    expect((await fetch(`${local.url}/api/messages`, { method: 'POST', headers: tunnelled, body: JSON.stringify(activity) })).status).toBe(
      401,
    );
    // The local connector wants a token, so the answer is refused: none was sent.
    expect((await connector.until(() => true)).status).toBe(401);
    await local.stop();
  });
});
