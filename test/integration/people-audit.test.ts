/** An administrator gives roles by searching members, and everyone who administers can see who changed what. */
import type { Answer, Export } from '../../src/app/command.ts';
import type { Origin, Reply } from '../../src/app/dispatch.ts';
import { type Button, type Card, type ListRow, plain, type Select } from '../../src/view/card.ts';
import { type Form, type FormValues, inputsOf } from '../../src/view/form.ts';
import type { Store } from '../../src/store/connect.ts';
import { configure, setParameters, setPeople } from '../configured.ts';
import { type TestCore, testCore } from '../core.ts';
import { dropStore, openStore } from '../store.ts';

const AT = new Date('2026-11-23T12:00:00.000Z');
const BOSS = 'slack:UBOSS';
const AAD = 'teams:8d3f0c2e-1111-4222-8333-9a21deadbeef';

/** The members of a workspace, as a platform's directory gives them. */
const MEMBERS = [
  { id: 'slack:UANA', name: 'Ana Souza' },
  { id: 'slack:UBIA', name: 'Bia, a nova' },
  { id: BOSS, name: 'Clara Chefe' },
  { id: AAD, name: `Long ${'😀'.repeat(40)}` },
];
const SLACK = {
  name: 'slack',
  directory: {
    people: async (typed: string) => MEMBERS.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase())),
    channels: async () => [],
  },
};

let store: Store;
let core: TestCore;
let clock: Date;
beforeAll(async () => {
  store = await openStore();
});
beforeEach(async () => {
  clock = AT;
  for (const kept of [store.configurations, store.audit, store.people, store.drafts]) await kept.deleteMany({});
  core = testCore(store, { now: () => clock, admins: [BOSS], platforms: [SLACK] });
});
afterAll(() => dropStore(store));

function from(id = 'terminal:admin', part: Partial<Origin> = {}): Origin {
  return { platform: id.slice(0, id.indexOf(':')), person: { id }, language: 'en', ...part };
}

function cardOf({ answer }: Pick<Reply, 'answer'>): Card {
  if (answer.kind !== 'card') throw new Error(`expected a card, got ${JSON.stringify(answer)}`);
  return answer.card;
}

function formOf({ answer }: Pick<Reply, 'answer'>): Form {
  if (answer.kind !== 'form') throw new Error(`expected a form, got ${JSON.stringify(answer)}`);
  return answer.form;
}

function errorsOf(answer: Answer): Record<string, string> {
  if (answer.kind !== 'invalid') throw new Error(`expected errors, got ${JSON.stringify(answer)}`);
  return answer.errors;
}

const rowsOf = (card: Card): ListRow[] => card.blocks.flatMap((block) => (block.kind === 'list' ? block.rows : []));
const controlsOf = (card: Card): (Button | Select)[] =>
  card.blocks.flatMap((block) => (block.kind === 'actions' ? (block.controls as (Button | Select)[]) : []));
const words = ({ title, blocks }: Card): string =>
  [title, ...blocks.map((block) => ('text' in block ? plain(block.text) : JSON.stringify(block)))].join('\n');
const formWords = ({ blocks }: Form): string => blocks.map((block) => ('text' in block ? plain(block.text) : '')).join('\n');

const ask = async (text: string, origin = from()): Promise<Card> => cardOf(await core.dispatch.ask(text, origin));

/** Presses a control of a card by its label. */
async function press(card: Card, label: string, origin = from()): Promise<Reply> {
  const menus = rowsOf(card).flatMap(({ menu = [] }) => menu);
  const button = [...controlsOf(card), ...menus].find((one): one is Button => one.kind === 'button' && one.label === label);
  if (!button) throw new Error(`no button ${label} on ${JSON.stringify(card)}`);
  return core.dispatch.act(button.action, button.value ?? '', origin);
}

async function pressIn(card: Card, who: string, label: string, origin = from()): Promise<Reply> {
  const row = rowsOf(card).find(({ lead }) => lead === who);
  const button = row?.menu?.find((one) => one.label === label);
  if (!button) throw new Error(`no ${label} for ${who}: ${JSON.stringify(rowsOf(card))}`);
  return core.dispatch.act(button.action, button.value ?? '', origin);
}

/** Submits a form with what it shows, and some values changed. */
function submit(form: Form, given: FormValues = {}, origin = from()): Promise<Reply> {
  const shown = Object.fromEntries(
    inputsOf(form).map((input) => [input.name, input.kind === 'search' ? (input.value?.value ?? null) : (input.value ?? null)]),
  );
  return core.dispatch.submit(form.submit, { ...shown, ...given }, form.state ?? '', origin);
}

const people = async (): Promise<unknown[]> => (await core.settings.read()).people;
const add = async (given: FormValues, origin = from()): Promise<Reply> =>
  submit(formOf(await press(await ask('settings people', origin), 'Add a person', origin)), given, origin);

describe('people', () => {
  test('a member is found by typing, added with a role and a language, and known by name from then on', async () => {
    const [found] = await core.dispatch.search('settings.person', 'bia', from());
    expect(found?.label).toBe('Bia, a nova');
    expect(found?.value).not.toContain(',');
    const card = cardOf(await add({ person: found?.value ?? '', role: 'supervisor', language: 'pt-BR' }));
    expect(words(card)).toContain('Saved. It holds from now on.');
    expect(rowsOf(card).map(({ lead, facts }) => [lead, ...facts])).toEqual([
      ['Bia a nova', 'supervisor', 'Portuguese (Brazil)', 'slack:UBIA'],
      [BOSS, 'first administrator, named at installation', 'their own language'],
    ]);
    const { language, failed } = await core.dispatch.ask('now', { platform: 'slack', person: { id: 'slack:UBIA' } });
    expect({ language, failed }).toEqual({ language: 'pt-BR', failed: false });
  });

  test('who is not found by name can be named by id, shortened where it says nothing', async () => {
    const typed = 'teams:00000000-1111-4222-8333-9a21deadbeef';
    expect(await core.dispatch.search('settings.person', typed, from())).toEqual([{ label: typed, value: typed }]);
    expect(await core.dispatch.search('settings.person', 'nobody', from())).toEqual([]);
    const [long] = await core.dispatch.search('settings.person', 'long', from());
    expect(long?.value.length).toBeLessThanOrEqual(75);
    expect(long?.value).toMatch(/^teams:[\w-]+\|Long 😀+$/u);
    expect(await core.dispatch.search('settings.person', 'ana', from('terminal:viewer'))).toEqual([]);
    const card = cardOf(await add({ person: AAD, role: 'viewer', language: 'own' }));
    expect(rowsOf(card).map(({ lead }) => lead)).toEqual([BOSS, 'teams:8d3f…beef']);
  });

  test.each<[string, FormValues, Record<string, RegExp>]>([
    ['nobody', { person: null }, { person: /cannot be empty/ }],
    ['a word that is no id', { person: 'ana' }, { person: /Expected somebody of a chat/ }],
    ['no role', { person: 'slack:UANA', role: null }, { role: /cannot be empty/ }],
    ['an unknown role', { person: 'slack:UANA', role: 'boss' }, { role: /Expected one of the roles viewer, supervisor, admin/ }],
    ['an unknown language', { person: 'slack:UANA', language: 'fr' }, { language: /Expected one of the languages/ }],
    ['a first administrator', { person: `${BOSS}|Clara Chefe` }, { person: /Clara Chefe is a first administrator/ }],
    ['everything missing', { person: ' ', role: null, language: null }, { person: /empty/, role: /empty/, language: /empty/ }],
    ['a list for a choice', { person: 'slack:UANA', role: ['admin'] }, { role: /cannot take such a value/ }],
  ])('%s is refused at its field, and changes nothing', async (_what, given, expected) => {
    const errors = errorsOf((await add(given)).answer);
    expect(Object.keys(errors).toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const [name, pattern] of Object.entries(expected)) expect(errors[name]).toMatch(pattern);
    expect(await people()).toEqual([]);
    expect(await store.audit.countDocuments()).toBe(0);
  });

  test('nobody is added twice, also by two administrators at once', async () => {
    await add({ person: 'slack:UANA|Ana Souza', role: 'viewer' });
    const errors = errorsOf((await add({ person: 'slack:UANA|Ana Souza', role: 'admin' })).answer);
    expect(errors).toEqual({ person: 'Ana Souza is there already, as viewer. Change the role in the list.' });
    const both = await Promise.all([add({ person: 'slack:UBIA', role: 'viewer' }), add({ person: 'slack:UBIA', role: 'admin' })]);
    expect(both.map(({ answer }) => answer.kind).toSorted()).toEqual(['card', 'invalid']);
    expect(await people()).toHaveLength(2);
  });

  test('role and language are changed in one form; whoever was overtaken sees both', async () => {
    await add({ person: 'slack:UANA|Ana Souza', role: 'viewer' });
    const list = await ask('settings people');
    const mine = formOf(await pressIn(list, 'Ana Souza', 'Change'));
    const clara = from(BOSS, { person: { id: BOSS, name: 'Clara' } });
    await submit(formOf(await pressIn(list, 'Ana Souza', 'Change', clara)), { role: 'supervisor' }, clara);
    const again = formOf(await submit(mine, { language: 'en' }));
    expect(formWords(again)).toMatch(/Clara saved this at 09:00.*Role: “supervisor: also acts and exports”/s);
    await submit(again);
    expect(await people()).toEqual([{ id: 'slack:UANA', role: 'supervisor', language: 'en' }]);
  });

  test('a removal asks first, says what it means, and takes the access at once', async () => {
    await add({ person: 'slack:UANA|Ana Souza', role: 'viewer' });
    const form = formOf(await pressIn(await ask('settings people'), 'Ana Souza', 'Remove'));
    expect(form.danger).toBe(true);
    expect(formWords(form)).toContain('Ana Souza (viewer) will get no figures any more.');
    expect(await people()).toHaveLength(1);
    expect(words(cardOf(await submit(form)))).toContain('Saved.');
    expect((await core.dispatch.ask('now', from('slack:UANA'))).failed).toBe(true);
  });

  test('a first administrator cannot be removed here, nor lose the role', async () => {
    await setPeople(core, { [BOSS]: { role: 'viewer', language: null } });
    const list = await ask('settings people');
    expect(rowsOf(list)[0]?.menu?.map(({ label }) => label)).toEqual(['Change']);
    const form = formOf(await pressIn(list, BOSS, 'Change'));
    expect(inputsOf(form).map(({ name }) => name)).toEqual(['language']);
    expect(errorsOf((await submit(form, { language: 'xx' })).answer)['language']).toMatch(/Expected/);
    expect(rowsOf(cardOf(await submit(form, { language: 'en' })))[0]?.facts).toEqual([
      'first administrator, named at installation',
      'English',
    ]);
    expect((await core.dispatch.ask('settings', from(BOSS))).failed).toBe(false);
  });

  describe('without first administrators', () => {
    beforeEach(async () => {
      core = testCore(store, { now: () => clock, platforms: [SLACK] });
      await setPeople(core, { 'slack:UANA': 'admin' });
      await store.people.insertOne({ _id: 'slack:UANA', name: 'Ana Souza' });
    });
    const ana = from('slack:UANA');

    test('the last one can neither be removed nor demoted, and is told so', async () => {
      const list = await ask('settings people', ana);
      const edit = formOf(await pressIn(list, 'Ana Souza', 'Change', ana));
      expect(errorsOf((await submit(edit, { role: 'viewer' }, ana)).answer)).toEqual({
        role: expect.stringMatching(/last administrator/) as string,
      });
      const remove = formOf(await pressIn(list, 'Ana Souza', 'Remove', ana));
      const { answer } = await submit(remove, {}, ana);
      expect(JSON.stringify(answer)).toMatch(/last administrator/);
      expect(await people()).toEqual([{ id: 'slack:UANA', role: 'admin', language: null }]);
    });

    test('who gives up their own role is warned before, and sees no list after', async () => {
      await setPeople(core, { 'slack:UBIA': 'admin' });
      const list = await ask('settings people', ana);
      const edit = formOf(await pressIn(list, 'Ana Souza', 'Change', ana));
      expect(formWords(edit)).toMatch(/This is you/);
      expect(formWords(formOf(await pressIn(list, 'slack:UBIA', 'Change', ana)))).not.toMatch(/This is you/);
      expect(formWords(formOf(await pressIn(list, 'Ana Souza', 'Remove', ana)))).toMatch(/This is you/);
      const after = cardOf(await submit(edit, { role: 'viewer' }, ana));
      expect(words(after)).toMatch(/no administrator any more/);
      expect(rowsOf(after)).toEqual([]);
      expect((await core.dispatch.ask('settings', ana)).failed).toBe(true);
    });
  });

  test('who is no administrator is refused, whatever they forge, and the log says so', async () => {
    const form = formOf(await press(await ask('settings people'), 'Add a person'));
    for (const id of ['terminal:viewer', 'terminal:supervisor', 'slack:USTRANGER']) {
      const forger = from(id);
      for (const action of [
        'settings.people',
        'settings.people.add',
        'settings.person.edit',
        'settings.person.remove',
        'settings.audit.page',
      ])
        expect((await core.dispatch.act(action, BOSS, forger)).failed).toBe(true);
      expect((await submit(form, { person: id, role: 'admin' }, forger)).failed).toBe(true);
    }
    expect(await people()).toEqual([]);
    const refused = core.logged.filter(({ message }) => message.startsWith('refused'));
    expect(refused).toContainEqual(
      expect.objectContaining({ fields: { person: 'terminal:viewer', role: 'viewer', what: 'submit settings.people.add.save' } }),
    );
  });

  test('another administrator’s open form is not theirs to submit', async () => {
    const form = formOf(await press(await ask('settings people'), 'Add a person'));
    const { answer, failed } = await submit(form, { person: 'slack:UANA', role: 'admin' }, from(BOSS));
    expect({ failed, said: words(cardOf({ answer })) }).toEqual({
      failed: true,
      said: expect.stringMatching(/belongs to somebody else/) as string,
    });
  });

  test('in Portuguese nothing is left in English', async () => {
    await setPeople(core, { 'slack:UANA': 'supervisor' });
    const card = await ask('config pessoas', from('terminal:admin', { language: 'pt-BR' }));
    expect(rowsOf(card).map(({ facts }) => facts)).toEqual([
      ['supervisor', 'o próprio idioma'],
      ['primeiro administrador, definido na instalação', 'o próprio idioma'],
    ]);
  });
});

describe('an agent’s person in the chat', () => {
  test('is found by the same search, and keeps its name', async () => {
    await core.intake.record([{ id: 'e-1', type: 'agent.updated', occurredAt: AT, agent: { id: 'a-1', name: 'Ana S.' } }]);
    await configure(core, (current) => ({ ...current, agents: [{ id: 'a-1', limit: null, person: null }] }));
    const [option] = await core.dispatch.search('settings.person', 'ana', from());
    const form = formOf(await pressIn(await ask('settings agents'), 'Ana S.', 'Change'));
    const card = cardOf(await submit(form, { person: option?.value ?? '' }));
    expect(rowsOf(card)[0]?.facts).toContain('Ana Souza in the chat');
    const reopened = formOf(await pressIn(card, 'Ana S.', 'Change'));
    expect(inputsOf(reopened).find(({ name }) => name === 'person')).toMatchObject({ value: { label: 'Ana Souza', value: 'slack:UANA' } });
    expect(words(cardOf(await submit(reopened)))).toContain('Nothing was different');
  });
});

describe('the audit', () => {
  /** So many changes of one parameter, a minute apart. */
  async function changes(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      clock = new Date(clock.getTime() + 60_000);
      const { idleMs } = await core.parameters();
      await setParameters(core, { idleMs: idleMs + 60_000 });
    }
  }
  const details = (card: Card): string[] => rowsOf(card).map(({ detail }) => plain(detail ?? '').replaceAll('\u00a0', ' '));

  test('tells who changed what from what to what, when in the zone, and from where', async () => {
    await add({ person: 'slack:UANA|Ana Souza', role: 'supervisor' }, from(BOSS, { person: { id: BOSS, name: 'Clara Chefe' } }));
    await changes(1);
    const card = await ask('settings audit');
    expect(rowsOf(card)).toEqual([
      { lead: 'Idle after', facts: ['Mon, Nov 23, 09:01', 'somebody at the terminal'], detail: '5\u00a0min → 6\u00a0min' },
      { lead: 'Person Ana Souza', facts: ['Mon, Nov 23, 09:00', 'Clara Chefe', 'from Slack'], detail: 'added\nRole: supervisor' },
    ]);
  });

  test('is turned page by page, and shows no entry twice and leaves none out while others arrive', async () => {
    await changes(20);
    const first = await ask('settings audit');
    expect(details(first)[0]).toBe('24 min → 25 min');
    await changes(3);
    const second = cardOf(await press(first, 'Older'));
    const third = cardOf(await press(second, 'Older'));
    expect([...details(first), ...details(second), ...details(third)]).toEqual(
      Array.from({ length: 20 }, (_, index) => `${24 - index} min → ${25 - index} min`),
    );
    expect(controlsOf(third).map(({ label }) => label)).not.toContain('Older');
    expect(details(cardOf(await press(third, 'Newer')))).toEqual(details(second));
    const newest = cardOf(await press(cardOf(await press(second, 'Newer')), 'Newer'));
    expect(details(newest)[0]).toBe('27 min → 28 min');
    expect(controlsOf(newest).map(({ label }) => label)).not.toContain('Newer');
  });

  test('is narrowed to a kind or to who did it, by choice and by words in both languages', async () => {
    await changes(1);
    await add({ person: 'slack:UANA|Ana Souza', role: 'viewer' }, from(BOSS, { person: { id: BOSS, name: 'Clara Chefe' } }));
    const select = controlsOf(await ask('settings audit')).find((one): one is Select => one.kind === 'select');
    const chosen = select?.options.find(({ label }) => label === 'People')?.value ?? '';
    const leads = (card: Card): string[] => rowsOf(card).map(({ lead }) => lead);
    expect(leads(cardOf(await core.dispatch.act(select?.action ?? '', chosen, from())))).toEqual(['Person Ana Souza']);
    for (const text of ['settings audit people', 'config auditoria pessoas', 'settings audit clara', `settings audit ${BOSS}`])
      expect(leads(await ask(text))).toEqual(['Person Ana Souza']);
    expect(leads(await ask('settings audit parameters clara'))).toEqual([]);
    expect(words(await ask('settings audit weather'))).toMatch(/“weather”. There are: Parameters, Agents/);
    for (const forged of ['kind=.*', 'before=x', 'before=9-', 'after=99999999999999999999-1', 'by=%00', ''])
      expect((await core.dispatch.act('settings.audit.page', forged, from())).failed).toBe(false);
  });

  async function fileOf(text: string, origin = from()): Promise<string> {
    const { answer } = await core.dispatch.ask(text, origin);
    if (answer.kind !== 'export') throw new Error(JSON.stringify(answer));
    return textOf(answer.export);
  }
  async function textOf(one: Export): Promise<string> {
    const parts: Uint8Array[] = [];
    for await (const part of one.bytes(new AbortController().signal, () => undefined)) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  }

  test('is a file for administrators: every entry, values as JSON, no formula, and the file itself is in the audit', async () => {
    await add({ person: 'slack:UANA|=HYPERLINK(1)', role: 'viewer' }, from(BOSS, { person: { id: BOSS, name: '=cmd()' } }));
    clock = new Date(clock.getTime() + 60_000);
    const agents = Array.from({ length: 600 }, (_, index) => ({ id: `a-${index + 1_000}`, limit: null, person: null }));
    await configure(core, (current) => ({ ...current, agents }));
    const asked = from('terminal:admin', { at: clock });
    clock = new Date(clock.getTime() + 1_000);
    const lines = (await fileOf('csv audit', asked)).trimEnd().split('\r\n');
    expect(lines[0]).toBe('at,by,name,platform,what,from,to,time_zone');
    expect(lines).toHaveLength(602);
    expect(lines[1]).toBe(
      `2026-11-23T09:01:00-03:00,terminal:admin,,terminal,agent.a-1000,,"{""id"":""a-1000"",""limit"":null,""person"":null}",America/Sao_Paulo`,
    );
    expect(lines[600]).toContain('agent.a-1599');
    expect(lines.at(-1)).toBe(
      `2026-11-23T09:00:00-03:00,slack:UBOSS,'=cmd(),slack,person.slack:UANA,,"{""id"":""slack:UANA"",""role"":""viewer"",""language"":null}",America/Sao_Paulo`,
    );
    const taken = rowsOf(await ask('settings audit files'));
    expect(taken.map(({ lead, detail }) => [lead, detail])).toEqual([
      ['File vigia-audit-2026-11-23.csv', 'written whole, 601 rows'],
      ['File vigia-audit-2026-11-23.csv', 'contacts hidden'],
    ]);
  });

  test('as a file is no supervisor’s, and the log says who tried', async () => {
    const { answer, failed } = await core.dispatch.ask('csv audit', from('terminal:supervisor'));
    expect({ failed, said: words(cardOf({ answer })) }).toEqual({ failed: true, said: expect.stringMatching(/administrator/) as string });
    expect((await core.dispatch.act('csv.open', 'what=audit', from('terminal:supervisor'))).failed).toBe(true);
    expect(core.logged.map(({ fields }) => fields)).toContainEqual({ person: 'terminal:supervisor', role: 'supervisor', what: 'ask csv' });
    expect(await store.audit.countDocuments()).toBe(0);
    expect(words(await ask('csv audit people'))).toMatch(/takes no further words/);
  });

  test('with nothing in it says so', async () => {
    expect(words(await ask('settings audit'))).toContain('Nothing is recorded of this.');
  });
});
