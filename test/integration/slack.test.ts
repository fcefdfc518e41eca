/** A supervisor's day in Slack: the platform over real HTTP, in front of a local Slack that enforces Slack's rules. */
import { ANA, BIA, sampleDesk, type SampleDesk } from '../fakes/slack/desk.ts';
import { labelOf, elementsOf } from '../fakes/slack/elements.ts';
import type { Message } from '../fakes/slack/slack.ts';
import { type Line, openStage, type Stage, stageContext } from '../fakes/slack/stage.ts';

const STRANGER = 'U0WHO';
const DESK = 'C0DESK';
const OTHER = 'C0OTHER';
const ANAS = 'D0ANA';

let desk: SampleDesk;
let lines: Line[];
let stage: Stage;

async function open(options: Parameters<typeof openStage>[1] = {}): Promise<void> {
  desk = sampleDesk();
  lines = [];
  stage = await openStage(stageContext(desk, lines), options);
  stage.slack.join(ANA, 'Ana Lima', 'pt-BR');
  stage.slack.join(BIA, 'Bia Reis', 'en-GB');
  stage.slack.join(STRANGER);
}

const words = (message: Message): string => JSON.stringify(message.blocks);
const images = (message: Message): string[] =>
  message.blocks.flatMap((block) => (block['type'] === 'image' ? [String(block['alt_text'])] : []));
const labels = (message: Message): string[] => elementsOf(message).map(({ element }) => labelOf(element));

/** The newest message that a person sees in a conversation and that says this. */
function saying(user: string, channel: string, what: string): Promise<Message> {
  return stage.slack.until(
    () => stage.slack.seen(user, channel).findLast((message) => words(message).includes(what)),
    `“${what}” in ${channel}`,
  );
}

async function asked(text = 'now', channel = OTHER): Promise<Message> {
  await stage.slack.slash(ANA, text, channel);
  return saying(ANA, channel, 'Agora');
}

afterEach(async () => {
  const { troubles } = stage.slack.state;
  await stage.close();
  expect(troubles).toEqual([]);
});

describe('the slash command', () => {
  test('is acknowledged at once, however long the answer takes, and only the supervisor sees it', async () => {
    await open();
    desk.delayMs = 2_000;
    const { status, ms, body } = await stage.slack.slash(ANA, 'now', OTHER);
    expect([status, body]).toEqual([200, '']);
    expect(ms).toBeLessThan(1_500);
    const card = await saying(ANA, OTHER, '7 clientes sem resposta');
    expect(card.onlyFor).toBe(ANA);
    expect(stage.slack.seen(BIA, OTHER)).toEqual([]);
    expect(labels(card)).toEqual(['Fila · 9', 'Sem interação · 7', 'Departamento', 'Parâmetros', 'Atualizar']);
    expect(desk.heard[0]?.origin.person).toEqual({ id: 'slack:U0ANA', name: 'Ana Lima', locale: 'pt-BR' });
  });

  test('tells a stranger whom to ask and shows no figure to anybody', async () => {
    await open();
    await stage.slack.slash(STRANGER, 'now', DESK);
    const card = await saying(STRANGER, DESK, 'Ainda não conheço você');
    expect(card.onlyFor).toBe(STRANGER);
    expect(words(card)).toContain('<@U0ANA>');
    expect(words(card)).not.toMatch(/\d{2} min/);
  });

  test('repeated by Slack with the same trigger is answered once', async () => {
    await open();
    const repeated = { trigger: '1.2.same' };
    await stage.slack.slash(ANA, 'now', OTHER, repeated);
    await stage.slack.slash(ANA, 'now', OTHER, repeated);
    await stage.platform.stop();
    expect(desk.heard).toHaveLength(1);
    expect(stage.slack.seen(ANA, OTHER)).toHaveLength(1);
  });
});

describe('charts', () => {
  test('the numbers come at once, the picture to the person’s direct messages once Slack has it ready', async () => {
    await open({ fileDelayMs: 600 });
    await stage.slack.slash(ANA, 'today', OTHER);
    const card = await saying(ANA, OTHER, '120 atendimentos');
    expect(words(card)).toContain('O gráfico segue nas suas mensagens diretas comigo.');
    expect(images(card)).toEqual([]);
    const picture = await saying(ANA, ANAS, 'slack_file');
    expect(images(picture)).toEqual(['WhatsApp tem 64 dos 120 atendimentos de hoje']);
    expect(picture.text).toBe('Hoje: WhatsApp tem 64 dos 120 atendimentos de hoje');
    expect(picture.at - card.at).toBeGreaterThanOrEqual(550);
    expect(stage.slack.calls('files.completeUploadExternal')[0]).not.toHaveProperty('channel_id');
  });

  test('asked in the direct messages, no line speaks of another place', async () => {
    await open();
    await stage.slack.slash(ANA, 'today', ANAS);
    const card = await saying(ANA, ANAS, '120 atendimentos');
    expect(words(card)).not.toContain('mensagens diretas');
    expect(images(await saying(ANA, ANAS, 'slack_file'))).toHaveLength(1);
  });

  test('asked by mention, the picture appears inside the answer in the channel', async () => {
    await open({ fileDelayMs: 200 });
    await stage.slack.mention(ANA, 'today', DESK);
    const card = await saying(BIA, DESK, 'slack_file');
    expect(words(card)).toContain('120 atendimentos');
    expect(card.edits).toBe(1);
    expect(stage.slack.seen(ANA, DESK)).toHaveLength(1);
  });

  test('a picture that Slack first refuses as not ready is tried again', async () => {
    await open();
    stage.slack.fail('chat.update', {
      error: 'invalid_blocks',
      messages: ['[ERROR] invalid slack file [json-pointer:/blocks/1/slack_file]'],
    });
    await stage.slack.mention(ANA, 'today', DESK);
    expect(images(await saying(ANA, DESK, 'slack_file'))).toHaveLength(1);
  });

  test.each([
    ['the upload breaks', 'upload', { status: 500 }],
    ['Slack refuses the upload', 'files.getUploadURLExternal', { error: 'missing_scope' }],
    ['the direct messages are closed', 'conversations.open', { error: 'user_disabled' }],
  ])('when %s, the finding is told in words', async (_, method, fault) => {
    await open();
    stage.slack.fail(method, fault);
    await stage.slack.slash(ANA, 'today', OTHER);
    const card = await saying(ANA, OTHER, 'O que ele mostra: WhatsApp tem 64 dos 120');
    expect(card.onlyFor).toBe(ANA);
    expect(lines.some(({ level, message }) => level === 'warn' && message.includes('finding is told in words'))).toBe(true);
  });
});

describe('requests that are not Slack’s', () => {
  const seconds = (): number => Math.floor(Date.now() / 1000);

  test.each([
    ['a wrong secret', () => ({ secret: 'guessed' })],
    ['a timestamp of six minutes ago', () => ({ timestamp: seconds() - 360 })],
    ['a timestamp six minutes ahead', () => ({ timestamp: seconds() + 360 })],
  ])('%s gets 401 and reaches nobody', async (_, signing) => {
    await open();
    const { status } = await stage.slack.slash(ANA, 'now', DESK, signing());
    expect(status).toBe(401);
    expect(desk.heard).toEqual([]);
    stage.slack.state.troubles.length = 0;
  });

  test('a clock two minutes apart is fine', async () => {
    await open();
    expect((await stage.slack.slash(ANA, 'now', DESK, { timestamp: seconds() + 120 })).status).toBe(200);
    await saying(ANA, DESK, 'Agora');
  });

  test('no signature at all gets 401', async () => {
    await open();
    const answer = await fetch(`${stage.url}/slack/events`, {
      method: 'POST',
      body: 'command=/vigia&text=now',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.status).toBe(401);
  });
});

describe('mentions and direct messages', () => {
  test('a retried event is answered once', async () => {
    await open();
    const once = { eventId: 'Ev1', event: { ts: '1700000000.000100' } };
    await stage.slack.mention(ANA, 'now', DESK, once);
    await stage.slack.mention(ANA, 'now', DESK, { ...once, signing: { retry: { num: 1, reason: 'http_timeout' } } });
    await saying(ANA, DESK, 'Agora');
    await stage.platform.stop();
    expect(desk.heard).toHaveLength(1);
    expect(stage.slack.seen(ANA, DESK)).toHaveLength(1);
  });

  test('a question in a thread is answered in the thread', async () => {
    await open();
    await stage.slack.mention(ANA, 'now', DESK, { event: { thread_ts: '1700000000.000001' } });
    expect((await saying(ANA, DESK, 'Agora')).thread).toBe('1700000000.000001');
  });

  test('a stranger’s mention is answered to them alone', async () => {
    await open();
    await stage.slack.mention(STRANGER, 'now', DESK);
    expect((await saying(STRANGER, DESK, 'Ainda não conheço')).onlyFor).toBe(STRANGER);
  });

  test('words, a slash typed as text and a number that Slack made a link of arrive as they were meant', async () => {
    await open();
    await stage.slack.write(ANA, '/vigia queue <tel:20261122000123|20261122-000123> P&amp;D');
    await saying(ANA, ANAS, 'Fila');
    expect(desk.heard[0]?.value).toBe('queue 20261122-000123 P&D');
  });

  test('edits, bots and the app’s own messages are not questions', async () => {
    await open();
    await stage.slack.write(ANA, 'now', { event: { subtype: 'message_changed' } });
    await stage.slack.write(ANA, 'now', { event: { bot_id: 'B0ELSE' } });
    await stage.slack.write('U0VIGIA', 'now');
    await stage.slack.mention(ANA, 'now', DESK, { event: { edited: { user: ANA, ts: '1.1' } } });
    await stage.platform.stop();
    expect(desk.heard).toEqual([]);
  });
});

describe('buttons', () => {
  test('refresh takes the place of the private answer', async () => {
    await open();
    const card = await asked();
    await stage.slack.press(ANA, card, 'Atualizar');
    await stage.slack.until(() => card.edits === 1, 'the refreshed card');
    expect(words(card)).toContain('14:32');
    expect(stage.slack.seen(ANA, OTHER)).toHaveLength(1);
  });

  test('a used-up response_url is no dead end: a new private answer, in the channel or the direct messages', async () => {
    await open();
    const card = await asked('now', DESK);
    stage.slack.fail('response_url', { status: 404 });
    await stage.slack.press(ANA, card, 'Atualizar');
    const anew = await saying(ANA, DESK, '14:32');
    expect([anew.id === card.id, anew.onlyFor]).toEqual([false, ANA]);

    const elsewhere = await asked('now', OTHER);
    stage.slack.fail('response_url', { status: 404 });
    await stage.slack.press(ANA, elsewhere, 'Atualizar');
    await saying(ANA, ANAS, '14:34');
    expect(lines.map(({ message }) => message)).toContain('A way to answer in Slack is closed; trying the next');
  });

  test('two buttons of one action stay apart, and a row’s menu carries its protocol', async () => {
    await open();
    const card = await asked();
    await stage.slack.press(ANA, card, 'Sem interação · 7');
    const queue = await saying(ANA, OTHER, 'Maria S.');
    expect(desk.heard.at(-1)).toMatchObject({ what: 'now.list', value: 'idle.agents' });
    expect(queue.id).not.toBe(card.id);
    await stage.slack.press(ANA, queue, 'Ver conversa');
    await stage.slack.until(() => desk.heard.at(-1)?.what === 'talk.open', 'the menu');
    expect(desk.heard.at(-1)?.value).toBe('20261122-000123');
    await stage.slack.choose(ANA, card, 'Vendas');
    await stage.slack.until(() => desk.heard.at(-1)?.what === 'now.department', 'the select');
    expect(desk.heard.at(-1)?.value).toBe('d-2');
  });

  test('on a public card: refresh changes it for all; a stranger’s press changes nothing and is answered alone', async () => {
    await open();
    await stage.slack.mention(ANA, 'now', DESK);
    const card = await saying(BIA, DESK, 'Agora');
    await stage.slack.press(STRANGER, card, 'Atualizar');
    expect((await saying(STRANGER, DESK, 'Ainda não conheço')).onlyFor).toBe(STRANGER);
    expect(card.edits).toBe(0);
    await stage.slack.press(BIA, card, 'Atualizar');
    await stage.slack.until(() => card.edits === 1, 'the refreshed card');
    expect(stage.slack.seen(BIA, DESK)).toHaveLength(1);
  });

  test('a select that asks for options while a person types gets an empty list, not an error', async () => {
    await open();
    const { status, body } = await stage.slack.suggest(ANA, 'old.select', 'Sup');
    expect([status, JSON.parse(body)]).toEqual([200, { options: [] }]);
  });

  test('a public card that was deleted is answered anew', async () => {
    await open();
    await stage.slack.mention(ANA, 'now', DESK);
    const card = await saying(ANA, DESK, 'Agora');
    stage.slack.fail('chat.update', { error: 'message_not_found' });
    await stage.slack.press(ANA, card, 'Atualizar');
    await stage.slack.until(() => stage.slack.seen(ANA, DESK).length === 2, 'a new card');
  });
});

describe('a search of many', () => {
  const AGENTS = 'Agentes';
  const chartCard = async (): Promise<Message> => {
    await stage.slack.slash(ANA, 'chart', OTHER);
    return saying(ANA, OTHER, 'De: todos');
  };

  test('offers what fits while a person types, and the choice replaces the card with all that it needs', async () => {
    await open();
    const card = await chartCard();
    expect(stage.slack.held(card, AGENTS)).toEqual([]);
    expect(await stage.slack.type(ANA, card, AGENTS, '')).toHaveLength(100);
    expect(await stage.slack.type(ANA, card, AGENTS, 'ana')).toEqual(['Ana Lima']);
    await stage.slack.pick(ANA, card, AGENTS, ['Ana Lima']);
    const narrowed = await saying(ANA, OTHER, 'De: Ana Lima (metrics&amp;period=month)');
    expect(narrowed).toMatchObject({ id: card.id, edits: 1 });
    expect(stage.slack.held(narrowed, AGENTS)).toEqual(['Ana Lima']);
    await stage.slack.type(ANA, narrowed, AGENTS, 'carla');
    await stage.slack.pick(ANA, narrowed, AGENTS, ['Ana Lima', 'Carla Dias']);
    const both = await saying(ANA, OTHER, 'De: Ana Lima e Carla Dias');
    expect(desk.heard.at(-1)).toMatchObject({ what: 'chart.agents', value: 'metrics&period=month|a-1,a-3' });
    await stage.slack.pick(ANA, both, AGENTS, []);
    await saying(ANA, OTHER, 'De: todos');
    expect(desk.heard.at(-1)).toMatchObject({ value: 'metrics&period=month|' });
  });

  test('several choices in a row are answered once, by the last', async () => {
    await open();
    const card = await chartCard();
    await stage.slack.type(ANA, card, AGENTS, '');
    for (const chosen of [['Ana Lima'], ['Ana Lima', 'Bruno Sá'], ['Bruno Sá']]) await stage.slack.pick(ANA, card, AGENTS, chosen);
    await saying(ANA, OTHER, 'De: Bruno Sá');
    expect(desk.heard.filter(({ what }) => what === 'chart.agents').map(({ value }) => value)).toEqual(['metrics&period=month|a-2']);
  });

  test('an answer that comes after a later choice is not shown', async () => {
    await open();
    const card = await chartCard();
    await stage.slack.type(ANA, card, AGENTS, '');
    desk.delayMs = 900;
    await stage.slack.pick(ANA, card, AGENTS, ['Ana Lima']);
    await stage.slack.until(() => desk.heard.some(({ what }) => what === 'chart.agents'), 'the first choice at work');
    desk.delayMs = 0;
    await stage.slack.pick(ANA, card, AGENTS, ['Bruno Sá']);
    await saying(ANA, OTHER, 'De: Bruno Sá');
    await stage.platform.stop();
    expect(stage.slack.seen(ANA, OTHER)).toHaveLength(1);
    expect(stage.slack.seen(ANA, OTHER)[0]?.edits).toBe(1);
  });

  test('a slow search shows nothing in time instead of an error', async () => {
    await open();
    const card = await chartCard();
    desk.delayMs = 2_800;
    expect(await stage.slack.type(ANA, card, AGENTS, 'ana')).toEqual([]);
    expect(lines.map(({ message }) => message)).toContain('A search took too long; Slack shows no options');
  });

  test('a stranger is offered nobody', async () => {
    await open();
    const card = await chartCard();
    expect(await stage.slack.type(STRANGER, card, AGENTS, 'ana')).toEqual([]);
  });
});

describe('exports', () => {
  const file = () => [...stage.slack.state.files.values()].find(({ name }) => name.endsWith('.csv'));

  test('show their progress in the direct messages and end there as the file, whole', async () => {
    await open();
    desk.exports.slowMs = 500;
    await stage.slack.slash(ANA, 'csv history', OTHER);
    await saying(ANA, OTHER, 'O arquivo chega nas suas mensagens diretas comigo');
    const progress = await saying(ANA, ANAS, '0 de 5000 linhas');
    await saying(ANA, ANAS, 'Pronto: 5000 linhas');
    expect(stage.slack.seen(ANA, ANAS)).toHaveLength(2);
    const shared = stage.slack.seen(ANA, ANAS).find(({ files }) => files !== undefined);
    expect(shared?.files).toEqual([file()?.id]);
    expect(file()).toMatchObject({ name: 'vigia-history-2026-11-22.csv', completed: true });
    expect(file()?.content?.equals(desk.exports.files[0] ?? Buffer.alloc(0))).toBe(true);
    expect(words(progress)).not.toContain('Cancelar');
    expect(words(progress)).not.toContain('https://vigia.example/files');
    const gaps = desk.exports.shownAt.map((at, index, all) => at - (all[index - 1] ?? 0)).slice(1);
    expect(gaps.every((gap) => gap >= 2_000)).toBe(true);
    expect(stage.slack.seen(BIA, OTHER)).toEqual([]);
  });

  test('are cancelled by the button under the progress', async () => {
    await open();
    desk.exports.slowMs = 400;
    await stage.slack.write(ANA, 'csv history');
    const progress = await saying(ANA, ANAS, '0 de 5000 linhas');
    await stage.slack.press(ANA, progress, 'Cancelar');
    await saying(ANA, ANAS, 'Cancelada depois de');
    await stage.platform.stop();
    expect(stage.slack.seen(ANA, ANAS)).toHaveLength(1);
    expect(file()).toBeUndefined();
  });

  test('that break say so', async () => {
    await open();
    desk.exports.broken = true;
    await stage.slack.write(ANA, 'csv history');
    await saying(ANA, ANAS, 'Falhou (abcd1234)');
  });

  test('whose file Slack does not take come as a link, with the reason', async () => {
    await open();
    stage.slack.fail('files.completeUploadExternal', { error: 'storage_limit_reached' });
    await stage.slack.write(ANA, 'csv history');
    const done = await saying(ANA, ANAS, 'Pronto: 5000 linhas');
    expect(words(done)).toContain('O Slack não aceitou o arquivo (storage');
    expect(words(done)).toContain('<https://vigia.example/files/export-0|Baixar o arquivo>');
  });

  test('of a person whose direct messages are closed are told of where they were asked, with a link', async () => {
    await open();
    stage.slack.fail('conversations.open', { error: 'user_disabled' });
    desk.exports.slowMs = 900;
    await stage.slack.slash(ANA, 'csv history', OTHER);
    await saying(ANA, OTHER, '0 de 5000 linhas');
    const done = await saying(ANA, OTHER, 'Pronto: 5000 linhas');
    expect(words(done)).toContain('https://vigia.example/files/export-0');
    expect(stage.slack.seen(ANA, OTHER)).toHaveLength(2);
    expect(done.onlyFor).toBe(ANA);
  });

  test('a card of progress that Slack refuses does not stop the file', async () => {
    await open();
    desk.exports.slowMs = 500;
    stage.slack.fail('chat.update', { error: 'internal_error' });
    await stage.slack.write(ANA, 'csv history');
    await saying(ANA, ANAS, 'Pronto: 5000 linhas');
    expect(file()?.completed).toBe(true);
  });
});

describe('modals', () => {
  async function opened(): Promise<Message> {
    const card = await asked('now', OTHER);
    await stage.slack.press(ANA, card, 'Parâmetros');
    await stage.slack.until(() => stage.slack.modal(ANA)?.view['submit'], 'the form');
    return card;
  }

  test('open, refuse a wrong value at its input, and save', async () => {
    await open();
    await opened();
    expect(await stage.slack.submit(ANA, { idleMinutes: '' })).toEqual({
      stopped: { idleMinutes: 'Please complete this required field.' },
    });
    await stage.slack.submit(ANA, { idleMinutes: '6', timeZone: 'Nowhere' });
    expect(stage.slack.modal(ANA)?.errors).toEqual({ timeZone: '“Nowhere” não é um fuso horário.' });
    await stage.slack.submit(ANA, { idleMinutes: '7', timeZone: 'America/Sao_Paulo', contactMasking: 'false' });
    expect(stage.slack.modal(ANA)).toBeUndefined();
    const saved = await saying(ANA, OTHER, 'Sem interação: 7 min');
    expect(saved.onlyFor).toBe(ANA);
    expect(JSON.parse(desk.heard.at(-1)?.value ?? '')).toEqual({
      values: { idleMinutes: 7, timeZone: 'America/Sao_Paulo', language: 'pt-BR', contactMasking: false },
      state: 'v1',
    });
  });

  test('a slow form waits in an open modal instead of losing its 3 seconds', async () => {
    await open();
    const card = await asked();
    desk.delayMs = 3300;
    await stage.slack.press(ANA, card, 'Parâmetros');
    await stage.slack.until(() => stage.slack.modal(ANA)?.view['submit'], 'the form');
    expect(stage.slack.calls('views.open')).toHaveLength(1);
    expect(JSON.stringify(stage.slack.calls('views.open')[0])).toContain('Um momento');
  });

  test('a slow save says so in time and ends with the answer', async () => {
    await open();
    await opened();
    desk.delayMs = 2600;
    const delivered = await stage.slack.submit(ANA, { idleMinutes: '9' });
    expect(delivered).toMatchObject({ status: 200 });
    expect(JSON.stringify(stage.slack.modal(ANA)?.view)).toContain('Salvando…');
    await saying(ANA, OTHER, 'Sem interação: 9 min');
    expect(JSON.stringify(stage.slack.modal(ANA)?.view)).toContain('Pronto.');
  });

  test('a trigger that expired is explained', async () => {
    await open();
    const card = await asked();
    stage.slack.fail('views.open', { error: 'expired_trigger_id' });
    await stage.slack.press(ANA, card, 'Parâmetros');
    await saying(ANA, OTHER, 'Aperte o botão de novo');
  });
});

describe('when Slack is in trouble', () => {
  test('an answer waits as long as Slack asks to', async () => {
    await open();
    stage.slack.fail('chat.postMessage', { status: 429, retryAfter: 1 });
    const from = Date.now();
    await stage.slack.mention(ANA, 'now', DESK);
    await saying(ANA, DESK, 'Agora');
    expect(Date.now() - from).toBeGreaterThanOrEqual(950);
  });

  test('an unknown person is still answered when Slack does not say who they are', async () => {
    await open();
    stage.slack.fail('users.info', { hang: true });
    await asked();
    expect(desk.heard[0]?.origin.person).toEqual({ id: 'slack:U0ANA' });
  });

  test('who somebody is, is asked once for a while', async () => {
    await open();
    await asked();
    await asked();
    expect(stage.slack.calls('users.info')).toHaveLength(1);
  });

  test('when repeats cannot be told apart, a question is answered rather than lost', async () => {
    desk = sampleDesk();
    stage = await openStage({ ...stageContext(desk), first: () => Promise.reject(new Error('no database')) });
    stage.slack.join(ANA, 'Ana', 'pt-BR');
    await asked();
  });

  test('a hanging Web API holds neither the acknowledgement nor another answer', async () => {
    await open();
    stage.slack.fail('chat.postMessage', { hang: true });
    expect((await stage.slack.mention(ANA, 'queue', DESK)).ms).toBeLessThan(1_500);
    await stage.slack.mention(ANA, 'now', DESK);
    await stage.slack.until(() => stage.slack.seen(ANA, DESK).length === 1, 'the answer that does not hang', 3000);
    await stage.slack.until(() => stage.slack.seen(ANA, DESK).length === 2, 'the other one, on its second try', 14_000);
  });

  test('blocks that Slack refuses are sent as words', async () => {
    await open();
    stage.slack.fail('chat.postMessage', { error: 'invalid_blocks', messages: ['[ERROR] secret words [json-pointer:/blocks/1]'] });
    await stage.slack.mention(ANA, 'now', DESK);
    const message = await stage.slack.until(() => stage.slack.seen(ANA, DESK)[0], 'the words');
    expect(message.text).toContain('Aguardando agentes: :large_yellow_circle: 12');
    expect(JSON.stringify(lines)).toContain('[json-pointer:/blocks/1]');
    expect(JSON.stringify(lines)).not.toContain('secret words');
  });

  test('a server error is tried again once', async () => {
    await open();
    stage.slack.fail('chat.postMessage', { status: 503 });
    await stage.slack.mention(ANA, 'now', DESK);
    await saying(ANA, DESK, 'Agora');
  });
});

describe('posts that nobody asked for', () => {
  const alert = { title: 'Fila de Suporte', blocks: [{ kind: 'text' as const, text: 'Espera de 12 min' }] };

  test('go to channels and people', async () => {
    await open();
    expect(await stage.platform.post?.(DESK, alert, 'pt-BR')).toMatchObject({
      ok: true,
      message: expect.stringMatching(/^C0DESK:\d+\.\d+$/),
    });
    expect(await stage.platform.post?.(ANA, alert, 'pt-BR')).toMatchObject({ ok: true });
    await saying(ANA, ANAS, 'Espera de 12 min');
  });

  test.each([
    ['not a member', OTHER, 'not_in_channel: invite Vigia'],
    ['archived', 'C0OLD', 'is_archived'],
    ['unknown', 'C0NONE', 'channel_not_found'],
  ])('to a channel that is %s: gone, with what to do', async (_, channel, reason) => {
    await open();
    expect(await stage.platform.post?.(channel, alert, 'en')).toMatchObject({
      ok: false,
      gone: true,
      reason: expect.stringContaining(reason),
    });
  });

  test('a rate limit is handed to the caller, and answers do not wait for it', async () => {
    await open();
    stage.slack.fail('chat.postMessage', { status: 429, retryAfter: 40 });
    expect(await stage.platform.post?.(DESK, alert, 'en')).toEqual({
      ok: false,
      reason: 'rate_limited: Slack asks to wait',
      retryAfterMs: 40_000,
      gone: false,
      missing: false,
      unknown: false,
    });
    await stage.slack.mention(ANA, 'now', DESK);
    await saying(ANA, DESK, 'Agora');
  });

  test('are tried once', async () => {
    await open();
    stage.slack.fail('chat.postMessage', { status: 500 });
    expect(await stage.platform.post?.(DESK, alert, 'en')).toMatchObject({
      ok: false,
      gone: false,
      // Whether it arrived nobody can say.
      unknown: true,
      reason: expect.stringContaining('http_500'),
    });
    expect(stage.slack.calls('chat.postMessage')).toHaveLength(1);
  });
});

describe('start and stop', () => {
  test('a refused token stops the start with one line', async () => {
    await open();
    stage.slack.fail('auth.test', { error: 'invalid_auth' });
    await expect(stage.platform.start()).rejects.toThrow(/^Slack refused the configuration: invalid_auth \(the token is not valid/);
  });

  test('a stop finishes what has begun', async () => {
    await open();
    desk.delayMs = 300;
    await stage.slack.slash(ANA, 'now', DESK);
    await stage.platform.stop();
    expect(stage.slack.seen(ANA, DESK)).toHaveLength(1);
    expect((await stage.slack.slash(ANA, 'now', DESK)).status).toBe(503);
    stage.slack.state.troubles.length = 0;
  });
});

describe('Socket Mode', () => {
  test('the same round trip without any HTTP route', async () => {
    await open({ socket: true });
    await stage.slack.until(() => stage.slack.socket.connected(), 'the socket');
    expect(stage.platform.mount).toBeUndefined();
    const { ms } = await stage.slack.slash(ANA, 'now', OTHER);
    expect(ms).toBeLessThan(1000);
    const card = await saying(ANA, OTHER, '7 clientes sem resposta');
    await stage.slack.press(ANA, card, 'Atualizar');
    await stage.slack.until(() => card.edits === 1, 'the refreshed card');
    await stage.slack.press(ANA, card, 'Parâmetros');
    await stage.slack.until(() => stage.slack.modal(ANA)?.view['submit'], 'the form');
    await stage.slack.submit(ANA, { timeZone: 'Nowhere' });
    expect(stage.slack.modal(ANA)?.errors).toHaveProperty('timeZone');
  });

  test('a search and an export too', async () => {
    await open({ socket: true });
    await stage.slack.until(() => stage.slack.socket.connected(), 'the socket');
    await stage.slack.slash(ANA, 'chart', OTHER);
    const card = await saying(ANA, OTHER, 'De: todos');
    expect(await stage.slack.type(ANA, card, 'Agentes', 'bruno')).toEqual(['Bruno Sá']);
    await stage.slack.pick(ANA, card, 'Agentes', ['Bruno Sá']);
    await saying(ANA, OTHER, 'De: Bruno Sá');
    await stage.slack.write(ANA, 'csv history');
    await saying(ANA, ANAS, 'Pronto: 5000 linhas');
  });
});
