/** Who meets the bot in Teams: the first card of a personal chat, and the people and channels that forms can offer. */
import type { Store } from '../../src/store/connect.ts';
import { referenceStore } from '../../src/store/queries/references.ts';
import { type RunningBot, startBot } from '../fakes/teams/bot.ts';
import { type FakeConnector, startConnector } from '../fakes/teams/connector.ts';
import { createDesk, type FakeDesk, PANEL } from '../fakes/teams/desk.ts';
import { createPerson, type Person, TEAM } from '../fakes/teams/person.ts';
import { screenOf } from '../fakes/teams/screen.ts';
import { dropStore, openStore } from '../store.ts';

const stored = new Map<string, unknown>();
let connector: FakeConnector;
let desk: FakeDesk;
let bot: RunningBot;
let rosa: Person;

beforeEach(async () => {
  stored.clear();
  connector = await startConnector();
  desk = createDesk(stored);
  bot = await startBot(connector, desk);
  rosa = createPerson(connector, bot.url, 'rosa', 'Rosa Lima');
});
afterEach(async () => {
  await bot.stop();
  await connector.close();
});

const settled = (): Promise<void> => bot.platform.stop();
const directory = () => bot.platform.directory ?? fail('no directory');
function fail(why: string): never {
  throw new Error(why);
}

describe('the first card of a personal chat', () => {
  test('installed, the person sees how the desk stands, in their language, and can refresh it in place', async () => {
    await rosa.install('add', 'personal', 'pt-BR');
    const call = await connector.until((one) => one.status === 201);
    expect(desk.heard[0]).toMatchObject({ what: 'ask home', origin: { person: { id: 'teams:rosa', locale: 'pt-BR' } } });
    const screen = screenOf(call.activity.attachments?.[0]?.content);
    expect(screen.text).toContain('Your desk');
    const refresh = screen.actions.find(({ label }) => label === 'Refresh') ?? fail('no refresh');
    const [{ id = '' } = {}] = connector.shown(rosa.conversationOf('personal'));
    await rosa.execute(refresh.verb, refresh.data, { replyToId: id });
    await connector.until((one) => one.method === 'PUT' && one.activityId === id);
  });

  test('once, whatever Teams says how often to whichever replica', async () => {
    const replica = await startBot(connector, desk);
    const there = createPerson(connector, replica.url, 'rosa', 'Rosa Lima');
    await Promise.all([rosa.install('add', 'personal'), rosa.meet('personal'), there.meet('personal'), there.install('add', 'personal')]);
    await settled();
    await replica.stop();
    expect(connector.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('a stranger learns whom to ask', async () => {
    await createPerson(connector, bot.url, 'stranger', 'X').meet('personal');
    const call = await connector.until((one) => one.status === 201);
    expect(screenOf(call.activity.attachments?.[0]?.content).text).toContain('Ask Ana');
  });

  test('nothing is posted into teams and groups, nor when somebody else joins or the bot leaves', async () => {
    await rosa.install('add', 'channel');
    await rosa.meet('groupChat');
    await rosa.install('remove', 'personal');
    await rosa.post({ ...rosa.message(''), type: 'conversationUpdate', membersAdded: [{ id: '29:someone' }] });
    await settled();
    expect(connector.calls).toEqual([]);
    expect(desk.heard).toEqual([]);
  });

  test('a welcome that does not get through is logged', async () => {
    connector.trouble({ status: 500, times: 1 });
    await rosa.install('add', 'personal');
    await settled();
    expect(desk.logged.at(-1)).toMatchObject({ level: 'error', message: 'a Teams chat was not welcomed' });
  });
});

describe('people and channels', () => {
  const crowd = (count: number) => Array.from({ length: count }, (_, index) => ({ objectId: `p-${index}`, name: `Person ${index}` }));
  const team = '19:team-general@thread.tacv2';

  /** The bot is in a team, in a group and in a chat with Rosa. */
  async function met(): Promise<void> {
    await rosa.install('add', 'channel');
    await rosa.meet('groupChat');
    await rosa.install('remove', 'personal');
    connector.members.set(team, [{ objectId: 'ana', name: 'Ana Lima' }, { objectId: 'luis', name: 'Luís Aragão' }, ...crowd(600)]);
    connector.members.set('19:group@thread.v2', [
      { objectId: 'ana', name: 'Ana Lima' },
      { objectId: 'bia', name: 'Bianca Sá' },
      { objectId: 'davi', name: 'Davi Luz' },
      { objectId: 'eva', name: 'Eva Reis' },
    ]);
    connector.teams.set(team, { name: 'Service desk', channels: [{ id: team }, { id: '19:night@thread.tacv2', name: 'Night shift' }] });
  }

  test('people of the team, its every page, of groups and of personal chats, by any word of their names', async () => {
    await met();
    await rosa.write('now');
    await connector.until((call) => call.status === 201);
    expect(await directory().people('an')).toEqual([
      { id: 'teams:ana', name: 'Ana Lima' },
      { id: 'teams:bia', name: 'Bianca Sá' },
    ]);
    expect(await directory().people('ARAGAO')).toEqual([{ id: 'teams:luis', name: 'Luís Aragão' }]);
    expect(await directory().people('li')).toEqual([
      { id: 'teams:ana', name: 'Ana Lima' },
      { id: 'teams:rosa', name: 'Rosa Lima' },
    ]);
    expect(await directory().people('person 599')).toEqual([{ id: 'teams:p-599', name: 'Person 599' }]);
    expect(await directory().people('')).toHaveLength(20);
    expect(await directory().people('nobody')).toEqual([]);
  });

  test('it is read once and remembered', async () => {
    await met();
    await Promise.all([directory().people('ana'), directory().people('lu'), directory().channels('')]);
    const reads = connector.reads.length;
    expect(connector.reads.filter(({ path }) => path.includes('pagedmembers'))).toHaveLength(3);
    await directory().people('person 1');
    expect(connector.reads).toHaveLength(reads);
  });

  test('channels by team and name, groups by who is in them; each takes a post', async () => {
    await met();
    expect(await directory().channels('')).toEqual([
      { id: team, name: 'Service desk · General' },
      { id: '19:night@thread.tacv2', name: 'Service desk · Night shift' },
      { id: '19:group@thread.v2', name: 'Ana Lima, Bianca Sá, Davi Luz +1' },
    ]);
    expect(await directory().channels('night')).toEqual([{ id: '19:night@thread.tacv2', name: 'Service desk · Night shift' }]);
    for (const { id } of await directory().channels('')) expect(await bot.platform.post?.(id, PANEL, 'en')).toMatchObject({ ok: true });
    expect(connector.calls.map(({ conversation }) => conversation)).toEqual([team, '19:night@thread.tacv2', '19:group@thread.v2']);
  });

  test('a 429 is waited for as long as Teams says', async () => {
    await met();
    connector.trouble({ status: 429, retryAfter: 1, times: 1 });
    expect(await directory().people('an')).toHaveLength(2);
    expect(connector.reads.map(({ status }) => status)).toContain(429);
  });

  test('asked to wait longer than a person does, nobody is offered, the log says why, and Teams is left alone', async () => {
    await met();
    connector.trouble({ status: 429, retryAfter: 60, times: 9 });
    expect(await directory().people('ana')).toEqual([]);
    expect(desk.logged.at(-1)).toMatchObject({ level: 'warn', message: 'the directory of Teams could not be read' });
    const reads = connector.reads.length;
    expect(await directory().channels('')).toEqual([]);
    expect(connector.reads).toHaveLength(reads);
  });

  test('a conversation that is gone costs only its own people', async () => {
    await met();
    connector.removeFrom(team);
    expect(await directory().people('an')).toEqual([
      { id: 'teams:ana', name: 'Ana Lima' },
      { id: 'teams:bia', name: 'Bianca Sá' },
    ]);
    expect(await directory().people('person')).toEqual([]);
    expect(await directory().channels('')).toEqual([{ id: '19:group@thread.v2', name: 'Ana Lima, Bianca Sá, Davi Luz +1' }]);
    expect(desk.logged[0]).toMatchObject({ level: 'warn', message: 'a Teams conversation could not be read for the directory' });
  });

  test('whom the bot has left is not asked', async () => {
    await met();
    await rosa.install('remove', 'groupChat');
    await rosa.post({ ...rosa.message('', { place: 'channel' }), type: 'installationUpdate', action: 'remove' });
    await settled();
    expect(await directory().people('')).toEqual([]);
    expect(connector.reads).toEqual([]);
    expect(TEAM.aadGroupId).toBeTruthy();
  });
});

describe('saved conversations', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore();
  });
  afterAll(() => dropStore(store));

  test('are listed by what their ids begin with', async () => {
    const references = referenceStore(store, () => new Date());
    for (const id of ['teams:a', 'teams:19:x@thread', 'team', 'teamsx', 'slack:a']) await references.save(id, { of: id });
    const listed = await references.list('teams:');
    expect(listed.map(({ id }) => id).sort()).toEqual(['teams:19:x@thread', 'teams:a']);
    expect(listed.find(({ id }) => id === 'teams:a')?.reference).toEqual({ of: 'teams:a' });
    expect(await references.list('nobody:')).toEqual([]);
  });
});
