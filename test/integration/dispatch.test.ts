/** From a person's words to a card: who may ask, in which language, and what happens when something goes wrong. */
import type { Origin, Reply } from '../../src/app/dispatch.ts';
import { assemble } from '../../src/assemble.ts';
import { connectStore, type Store } from '../../src/store/connect.ts';
import type { Card, Option } from '../../src/view/card.ts';
import { plain } from '../../src/view/card.ts';
import { type Line, openLine } from '../fakes/line.ts';
import { setParameters, setPeople } from '../configured.ts';
import { type TestCore, testCore } from '../core.ts';
import { dropStore, engineUri, openStore } from '../store.ts';
import { ana, bia, clock, life, presence, sales, support } from '../told.ts';

const at = clock('10:30');
let store: Store;
let core: TestCore;

beforeAll(async () => {
  store = await openStore();
});
beforeEach(async () => {
  const collections = await store.connection.listCollections();
  await Promise.all(collections.map(({ name }) => store.connection.collection(name).deleteMany({})));
  core = testCore(store, { now: () => at, admins: ['slack:U1'] });
  const one = life('c-1');
  await core.intake.record([
    one.opened('10:00', { protocol: '7', contact: { id: 'k', name: 'Maria Souza' } }),
    one.queued('10:01', support),
    life('c-2').opened('10:20', { department: sales }),
    presence('09:00', ana, 'online'),
  ]);
  await setPeople(core, {
    'slack:U2': 'admin',
    'slack:U3': 'viewer',
    'slack:U4': { role: 'viewer', language: 'pt-BR' },
    'teams:T1': 'admin',
  });
  await store.people.insertMany([
    { _id: 'slack:U2', name: 'Rui Braga' },
    { _id: 'teams:T1', name: 'Tea' },
  ]);
});
afterAll(() => dropStore(store));

function from(id: string, part: Partial<Origin> & { locale?: string } = {}): Origin {
  const { locale, ...rest } = part;
  return { platform: id.split(':')[0] ?? '', person: { id, locale }, ...rest };
}

function cardOf({ answer }: Reply): Card {
  if (answer.kind !== 'card') throw new Error(`expected a card, got ${answer.kind}`);
  return answer.card;
}

/** All that a card says, in one text. */
function words(reply: Reply): string {
  const card = cardOf(reply);
  const blocks = card.blocks.map((block) =>
    block.kind === 'text' || block.kind === 'context'
      ? plain(block.text)
      : block.kind === 'fields'
        ? block.fields.map(({ label, value }) => `${label}: ${plain(value)}`).join('\n')
        : JSON.stringify(block),
  );
  return [card.title, card.scope, ...blocks].join('\n');
}

const ask = (text: string, origin: Origin = from('terminal:admin')): Promise<Reply> => core.dispatch.ask(text, origin);

describe('a supervisor asks', () => {
  test.each([
    ['now', 'agora'],
    ['today', 'hoje'],
    ['queue', 'fila'],
    ['help', 'ajuda'],
    ['settings', 'config'],
  ])('%s or %s, and gets the same answer', async (english, portuguese) => {
    const [one, other] = [await ask(english), await ask(portuguese)];
    expect(one.failed).toBe(false);
    expect(cardOf(other)).toEqual(cardOf(one));
  });

  test('as people type on a phone: capitals, accents, a slash, blanks', async () => {
    const wanted = cardOf(await ask('queue'));
    for (const typed of ['  Queue ', 'FILA', '/queue', 'filá']) expect(cardOf(await ask(typed))).toEqual(wanted);
  });

  test('nothing at all, and gets help', async () => {
    expect(cardOf(await ask('   '))).toEqual(cardOf(await ask('help')));
  });

  test('for one department by the beginning of its name, accents aside', async () => {
    expect(cardOf(await ask('queue SUPÓR')).scope).toBe('Suporte');
    const unknown = await ask('queue financeiro');
    expect(unknown.failed).toBe(true);
    expect(words(unknown)).toContain('“financeiro”');
    expect(words(unknown)).toContain('Suporte and Vendas');
  });

  test('with a mistyped word, and is told which one may be meant', async () => {
    expect(words(await ask('quue'))).toContain('Did you mean “queue”?');
    expect(words(await ask('alerta', from('terminal:admin', { language: 'pt-BR' })))).toContain('Você quis dizer “alertas”?');
    expect(words(await ask('fla', from('terminal:admin', { language: 'pt-BR' })))).toContain('Você quis dizer “fila”?');
    const far = await ask(`${'x'.repeat(80)} now`);
    expect(words(far)).toContain(`“${'x'.repeat(40)}”`);
    expect(words(far)).not.toContain('x'.repeat(41));
  });

  test('about another moment than now', async () => {
    const size = async (moment: Date): Promise<unknown> =>
      cardOf(await ask('queue', from('terminal:admin', { at: moment }))).figures?.indicators?.[0]?.value;
    expect([await size(clock('10:00')), await size(clock('10:01'))]).toEqual([0, 1]);
  });
});

describe('who may', () => {
  test('help shows what a person may do: the viewer no settings, the administrator all of it', async () => {
    expect(words(await ask('help', from('slack:U3')))).not.toContain('settings');
    expect(words(await ask('help', from('slack:U2')))).toContain('settings');
    expect(words(await ask('help', from('slack:U3')))).toContain('Your role: viewer');
  });

  test('a viewer is refused the settings, however they are reached, and it is noted', async () => {
    const viewer = from('slack:U3');
    const refusals = [
      await ask('settings', viewer),
      await core.dispatch.act('settings.parameters.edit', 'all', viewer),
      await core.dispatch.submit('settings.parameters.save', {}, '', viewer),
    ];
    for (const refusal of refusals) {
      expect(refusal.failed).toBe(true);
      expect(words(refusal)).toContain('administrator');
    }
    expect(core.logged.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn']);
    expect((await core.settings.read()).parameters).toEqual({});
  });

  test('a stranger sees no figure, whatever they try, and is told whom to ask on their platform', async () => {
    const stranger = from('slack:U99');
    const tries = [
      await ask('now', stranger),
      await ask('nonsense', stranger),
      await core.dispatch.act('now.refresh', '', stranger),
      await core.dispatch.submit('settings.parameters.save', {}, '', stranger),
    ];
    for (const reply of tries) {
      const card = cardOf(reply);
      expect(reply.failed).toBe(true);
      expect(card.figures).toBeUndefined();
      expect(card.blocks).toHaveLength(1);
      const text = JSON.stringify(card.blocks);
      expect(text).toContain('slack:U1');
      expect(text).toContain('Rui Braga');
      expect(text).not.toContain('teams:T1');
    }
  });

  test('a stranger where there is no administrator yet learns how the first one is named', async () => {
    await store.configurations.deleteMany({});
    const open = testCore(store, { now: () => at });
    expect(words(await open.dispatch.ask('now', from('slack:U99')))).toContain('ADMINS');
  });

  test('the first administrators are those of ADMINS, whatever the settings say', async () => {
    await setPeople(core, { 'slack:U1': 'viewer' });
    expect((await ask('settings', from('slack:U1'))).failed).toBe(false);
  });
});

describe('what a search offers while a person types', () => {
  const typed = (text: string, origin: Origin = from('terminal:viewer'), action = 'chart.agents'): Promise<Option[]> =>
    core.dispatch.search(action, text, origin);

  beforeEach(() => core.intake.record([presence('09:00', bia, 'online')]));

  test('those whose names fit, accents and capitals aside; all before anything is typed', async () => {
    expect(await typed('AN')).toEqual([{ label: 'Ana Lima', value: ana.id }]);
    expect((await typed('')).map(({ value }) => value).sort()).toEqual([ana.id, bia.id].sort());
    expect(await typed('zé')).toEqual([]);
  });

  test('nothing to a stranger, and nothing of what is no search', async () => {
    expect(await typed('', from('slack:nobody'))).toEqual([]);
    for (const action of ['chart.show', 'chart.nothing', 'nothing.agents', 'agents', '', 'chart.constructor', 'chart.__proto__']) {
      expect({ action, found: await typed('', undefined, action) }).toEqual({ action, found: [] });
    }
  });
});

describe('in which language', () => {
  const spoken = async (origin: Origin): Promise<string> => (await ask('queue', origin)).language;

  test('the one spoken, else the one saved, else the platform’s, else the workspace’s', async () => {
    await setParameters(core, { language: 'pt-BR' });
    expect(await spoken(from('slack:U4', { language: 'en', locale: 'pt-BR' }))).toBe('en');
    expect(await spoken(from('slack:U4', { locale: 'en-US' }))).toBe('pt-BR');
    expect(await spoken(from('slack:U3', { locale: 'en-US' }))).toBe('en');
    expect(await spoken(from('slack:U3', { locale: 'fr-FR' }))).toBe('pt-BR');
    expect(await spoken(from('slack:U3'))).toBe('pt-BR');
    await setParameters(core, { language: 'en' });
    expect(await spoken(from('slack:U3'))).toBe('en');
  });

  test('refusals and mistakes speak it too', async () => {
    expect(words(await ask('settings', from('slack:U4')))).toContain('papel');
    expect(words(await ask('now', from('slack:U99', { locale: 'pt_BR' })))).toContain('Ainda não conheço você');
  });
});

describe('a forged or an old button', () => {
  test.each([
    '',
    '.',
    'now',
    'now.',
    'nonsense.open',
    'now.nonsense',
    'now.constructor',
    'now.__proto__',
    'now.toString',
    'settings.valueOf',
  ])('%j is answered politely, and logs no failure', async (id) => {
    for (const reply of [
      await core.dispatch.act(id, 'x', from('terminal:admin')),
      await core.dispatch.submit(id, {}, '', from('terminal:admin')),
    ]) {
      expect(reply.failed).toBe(true);
      expect(words(reply)).toContain('older version');
    }
    expect(core.logged).toEqual([]);
  });

  test.each(['', 'list=nonsense&offset=-5', 'list=idle.agents&offset=1e99', 'department=gone', '%E0%A4%A', 'list=__proto__'])(
    'state %j gives a list, never an error',
    async (value) => {
      for (const action of ['now.list', 'now.page', 'now.refresh', 'now.department', 'queue.page', 'queue.open', 'today.refresh']) {
        expect((await core.dispatch.act(action, value, from('terminal:viewer'))).failed).toBe(false);
      }
    },
  );

  test('does not become a label of its own in the metrics', async () => {
    const observed: string[] = [];
    const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const watched = assemble({
      config: { ADMINS: [], DEFAULT_TIME_ZONE: 'UTC', DEFAULT_LANGUAGE: 'en', DEMO: false },
      store,
      log: silent,
      now: () => at,
      local: { 'terminal:admin': 'admin' },
      observe: (what) => void observed.push(what),
    });
    for (const id of ['now.list', 'now.a1', 'now.b2', 'c3.d4']) await watched.dispatch.act(id, '', from('terminal:admin'));
    await watched.dispatch.ask('e5', from('terminal:admin'));
    expect(observed).toEqual(['act now.list', 'act unknown', 'act unknown', 'act unknown', 'ask unknown']);
  });
});

describe('when something goes wrong', () => {
  test('the person gets an apology with a reference, and the log the cause under the same reference', async () => {
    // No form and no file lets this through; a document that another version left might have it.
    await store.configurations.updateOne({}, { $set: { rev: 'other', 'value.parameters.timeZone': 'Atlantis/Capital' } });
    const reply = await ask('today', from('slack:U3'));
    expect(reply.failed).toBe(true);
    const [, reference] = /reference: ([0-9a-f]{8})/.exec(words(reply)) ?? [];
    expect(core.logged).toMatchObject([{ level: 'error', fields: { reference, what: 'ask today', err: expect.any(RangeError) } }]);
    expect(words(reply)).not.toMatch(/RangeError|Atlantis|\n\s+at /);
  });

  describe('with the database', () => {
    let line: Line;
    let far: Store;
    beforeAll(async () => {
      line = await openLine(engineUri());
      far = await connectStore(line.uri, store.connection.name, { serverSelectionTimeoutMS: 300 });
    });
    afterAll(async () => {
      await far.close();
      await line.close();
    });

    test('away, the person waits some seconds and is told to ask again in a minute; back again, the answer comes', async () => {
      const { dispatch, logged } = testCore(far, { now: () => at });
      const person = from('slack:U3');
      expect((await dispatch.ask('now', person)).failed).toBe(false);
      line.cut();
      const asked = Promise.all([dispatch.ask('now', person), dispatch.act('queue.open', '', person)]);
      const [replies, offered] = await Promise.all([asked, dispatch.search('chart.agents', 'a', person)]);
      for (const reply of replies) expect(words(reply)).toMatch(/The database does not answer right now[\s\S]*Reference [0-9a-f]{8}/);
      expect(offered).toEqual([]);
      expect(logged.map(({ level, message }) => `${level}: ${message}`).sort()).toEqual([
        'error: a request failed',
        'error: a request failed',
        'error: a search failed',
      ]);
      line.mend();
      expect((await dispatch.ask('now', person)).failed).toBe(false);
    });
  });
});

describe('the demo', () => {
  test('says on every answer that its data is simulated', async () => {
    const { dispatch } = testCore(store, { now: () => at, demo: true });
    for (const question of ['now', 'today', 'queue', 'settings', 'help', 'queue suporte']) {
      const { blocks } = cardOf(await dispatch.ask(question, from('terminal:admin')));
      expect(JSON.stringify(blocks.at(-1))).toContain('simulated data');
    }
    const lists = await dispatch.act('now.list', 'list=idle.agents', from('terminal:admin'));
    expect(JSON.stringify(cardOf(lists).blocks.at(-1))).toContain('simulated data');
  });

  test('a real desk never does', async () => {
    for (const question of ['now', 'today', 'queue', 'help'])
      expect(JSON.stringify(cardOf(await ask(question)))).not.toContain('simulated');
  });
});
