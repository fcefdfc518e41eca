/** Who and what there is in a workspace, for searches in forms. */
import type { Directory } from '../../src/platforms/platform.ts';
import { slackDirectory } from '../../src/platforms/slack/directory.ts';
import { webClient } from '../../src/platforms/slack/clients.ts';
import { sampleDesk } from '../fakes/slack/desk.ts';
import { type Line, openStage, type Stage, stageContext } from '../fakes/slack/stage.ts';

let stage: Stage;
let lines: Line[];
let directory: Directory;
let now = 0;

beforeEach(async () => {
  [lines, now] = [[], 1_000_000];
  stage = await openStage(stageContext(sampleDesk(), lines));
  const { slack } = stage;
  slack.join('U0ANA', 'Ana Conceição', 'pt-BR');
  slack.join('U0BIA', 'Beatriz Reis', 'pt-BR', { display: 'bia' });
  slack.join('U0JOAO', 'João Anacleto', 'pt-BR', { display: 'joao' });
  slack.join('U0BOT', 'Ana Robot', 'en-US', { bot: true });
  slack.join('U0LEFT', 'Ana Left', 'en-US', { deleted: true });
  const log = stageContext(sampleDesk(), lines).log;
  directory = slackDirectory(
    webClient(slack.token, slack.apiUrl, 0),
    log,
    () => slack.state.scopes.includes('chat:write.public'),
    () => now,
  );
});
afterEach(() => stage.close());

const names = async (typed: string): Promise<string[]> => (await directory.people(typed)).map(({ name }) => name);

describe('people', () => {
  test('are found by any of their names, without accents, the beginning of a name first; no bots, nobody who left', async () => {
    expect(await directory.people('ana')).toEqual([
      { id: 'slack:U0ANA', name: 'Ana Conceição' },
      { id: 'slack:U0JOAO', name: 'joao' },
    ]);
    expect(await names('CONCEICAO a')).toEqual(['Ana Conceição']);
    expect(await names('@reis')).toEqual(['bia']);
    expect(await names('')).toEqual(['Ana Conceição', 'bia', 'joao']);
    expect(await names('nobody')).toEqual([]);
  });

  test('of the same name are told apart', async () => {
    stage.slack.join('U0ANA2', 'Ana Clara Dias', 'pt-BR', { display: 'Ana Conceição' });
    expect(await names('ana c')).toEqual(['Ana Conceição (@ana.conceição)', 'Ana Conceição (Ana Clara Dias)']);
  });

  test('are read page by page, remembered, and read again in the background', async () => {
    for (let index = 0; index < 950; index += 1) stage.slack.join(`U1P${index}`, `Person ${index}`, 'en-US');
    expect(await names('person 949')).toEqual(['Person 949']);
    expect(stage.slack.calls('users.list')).toHaveLength(3);
    expect(await names('person')).toHaveLength(20);
    now += 9 * 60_000;
    await names('person');
    expect(stage.slack.calls('users.list')).toHaveLength(3);
    now += 2 * 60_000;
    stage.slack.join('U0NEW', 'Newcomer', 'en-US');
    expect(await names('newcomer')).toEqual([]);
    await stage.slack.until(() => stage.slack.calls('users.list').length === 6, 'the second reading');
    let found: string[] = [];
    await stage.slack.until(() => (void names('newcomer').then((all) => (found = all)), found.length > 0), 'the newcomer');
    expect(found).toEqual(['Newcomer']);
  });

  test('wait for a rate limit, and what is there by then is searched', async () => {
    for (let index = 0; index < 500; index += 1) stage.slack.join(`U1P${index}`, `Person ${index}`, 'en-US');
    stage.slack.fail('users.list', { slowMs: 0 }, { status: 429, retryAfter: 3 });
    expect(await names('person 2')).toContain('Person 2');
    expect(stage.slack.calls('users.list')).toHaveLength(2);
    expect(await names('person 499')).toEqual(['Person 499']);
    expect(stage.slack.calls('users.list')).toHaveLength(3);
  });

  test('are nobody when Slack refuses, with one line for the log', async () => {
    stage.slack.state.scopes.length = 0;
    expect(await names('ana')).toEqual([]);
    expect(await names('an')).toEqual([]);
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([
      { level: 'warn', fields: expect.objectContaining({ code: 'missing_scope', what: 'people' }), message: expect.any(String) },
    ]);
    expect(JSON.stringify(lines)).not.toContain('Ana');
  });
});

describe('channels', () => {
  beforeEach(() => {
    stage.slack.state.channels.set('C0NIGHT', { name: 'plantão-noturno', member: true, private: true });
    stage.slack.state.channels.set('C0SECRET', { name: 'secret', member: false, private: true });
  });

  test('are those in which Vigia is, with the ids that posts take', async () => {
    expect(await directory.channels('')).toEqual([
      { id: 'C0DESK', name: '#desk' },
      { id: 'C0NIGHT', name: '#plantão-noturno' },
    ]);
    const [{ id } = { id: '' }] = await directory.channels('#plantao');
    expect(await stage.platform.post?.(id, { title: 'Alert', blocks: [] }, 'en')).toMatchObject({ ok: true });
  });

  test('are the public ones too where the app may write to them', async () => {
    stage.slack.state.scopes.push('chat:write.public');
    expect((await directory.channels('')).map(({ name }) => name)).toEqual(['#desk', '#other', '#plantão-noturno']);
    expect(await stage.platform.post?.('C0OTHER', { title: 'Alert', blocks: [] }, 'en')).toMatchObject({ ok: true });
  });
});

test('the platform knows from Slack itself what it may do', async () => {
  expect(await stage.platform.directory?.channels('other')).toEqual([]);
  expect(await stage.platform.directory?.people('bia')).toEqual([{ id: 'slack:U0BIA', name: 'bia' }]);
});
