/** The form of a digest, its row, and what colleagues do meanwhile. */
import type { Origin, Reply } from '../../src/app/dispatch.ts';
import type { Digest } from '../../src/domain/digest.ts';
import type { Store } from '../../src/store/connect.ts';
import type { ListRow } from '../../src/view/card.ts';
import { type TestCore, testCore } from '../core.ts';
import { errorsOf, formOf, openForm, type OpenForm } from '../forms.ts';
import { dropStore, openStore } from '../store.ts';
import { clock } from '../told.ts';

const PLACES = [
  { id: 'C0DESK', name: '#desk' },
  { id: 'C0SALES', name: '#vendas, e mais | com um nome que é longo demais para caber em uma escolha do Slack' },
];
const RUI = { id: 'slack:U0RUI', name: 'Rui Braga' };

let store: Store;
let now: Date;
let core: TestCore;
beforeAll(async () => {
  store = await openStore();
  const directory = {
    channels: async (typed: string) => PLACES.filter(({ name }) => name.includes(typed)),
    people: async (typed: string) => [RUI].filter(({ name }) => name.toLowerCase().includes(typed)),
  };
  core = testCore(store, { now: () => now, admins: ['slack:U0ANA', RUI.id], platforms: [{ name: 'slack', directory }] });
});
beforeEach(async () => {
  now = clock('10:00');
  for (const name of ['configurations', 'settings', 'deliveries', 'people'] as const) await store[name].deleteMany({});
});
afterAll(() => dropStore(store));

const ana: Origin = { platform: 'slack', person: { id: 'slack:U0ANA', name: 'Ana Lima' }, language: 'en' };
const rui: Origin = { ...ana, person: RUI };

const GIVEN = { title: 'Good morning', schedule: 'weekdays 8:00', parts: ['queue', 'now'] };

const add = (): Promise<OpenForm> => openForm(core, 'digests.add', '', ana);

async function offered(typed: string, label: string, by: Origin = ana): Promise<string> {
  const found = (await core.dispatch.search('digests.target', typed, by)).find((one) => one.label.startsWith(label));
  if (!found) throw new Error(`${label} is not offered`);
  return found.value;
}

async function only(): Promise<Digest> {
  const [digest, ...more] = (await core.settings.read()).digests;
  if (!digest || more.length > 0) throw new Error('one digest was expected');
  return digest;
}

function rowsOf({ answer }: Reply): ListRow[] {
  if (answer.kind !== 'card') throw new Error(`a card was expected: ${JSON.stringify(answer)}`);
  return answer.card.blocks.flatMap((block) => (block.kind === 'list' ? block.rows : []));
}

describe('a new digest', () => {
  test('tells all that is wrong at once, each at its input', async () => {
    const form = await add();
    const all = { title: ' ', schedule: '', timeZone: 'Lua', parts: [], language: 'xx', 'targets.more': 'nowhere' };
    expect(Object.keys(errorsOf(await form.submit(all))).toSorted()).toEqual([
      'language',
      'parts',
      'schedule',
      'targets.more',
      'timeZone',
      'title',
    ]);
    expect(Object.keys(errorsOf(await form.submit({ ...all, schedule: 'mon 8:00' })))).toHaveLength(5);
    expect((await core.settings.read()).digests).toEqual([]);
  });

  test('keeps its parts in their own order, whatever the order of the ticks, and what cannot be, the rules refuse', async () => {
    const form = await add();
    expect(errorsOf(await form.submit({ ...GIVEN, parts: ['queue', 'weather'] }))).toHaveProperty('parts');
    await form.submit(GIVEN);
    expect((await only()).parts).toEqual(['now', 'queue']);
  });

  test('sent twice, by an impatient thumb, it is one digest', async () => {
    const form = await add();
    await Promise.all([form.submit(GIVEN), form.submit(GIVEN)]);
    expect(await only()).toMatchObject({ title: 'Good morning', targets: [] });
  });

  test('shows its next times in its zone without the days on which it rests, or what is wrong with the words', async () => {
    await core.settings.change(
      (current) => ({ ...current, parameters: { businessHours: 'mon-sat 08:00-18:00', holidays: '2026-11-23' } }),
      { person: { id: 'terminal:admin', role: 'admin', language: 'en' }, platform: 'terminal' },
    );
    const form = await add();
    expect(form.words).not.toContain('Next times');
    const seen = await form.press('Show the next times', { schedule: 'every day 8:00', timeZone: 'Europe/Lisbon', businessDays: true });
    expect(seen.words).toContain('Next times (Lisbon):\n• Tue, Nov 24, 08:00\n• Wed, Nov 25, 08:00\n• Thu, Nov 26, 08:00');
    const wrong = await seen.press('Show the next times', { schedule: 'every luna' });
    expect(wrong.words).toContain('Expected days and times such as weekdays at 08:00');
    expect((await wrong.press('Show the next times', { schedule: 'mon 8', timeZone: 'Lua' })).words).toContain('IANA time zone');
  });
});

describe('its targets', () => {
  test('are found by name, added one by one, unticked again, and remembered by what they are called', async () => {
    const form = await add();
    expect(await offered('', 'Ana Lima (you)')).toBe('slack:U0ANA|Ana Lima');
    const one = await form.press('Add to the list', { ...GIVEN, 'targets.more': await offered('desk', '#desk') });
    const two = await one.press('Add to the list', { 'targets.more': await offered('vendas', '#vendas') });
    expect(two.values['targets']).toEqual([
      'slack:C0DESK|#desk',
      'slack:C0SALES|#vendas e mais com um nome que é longo demais para caber em u',
    ]);
    expect(two.values['targets.more']).toBeNull();
    // The last one is taken without being added first.
    await two.submit({ targets: ['slack:C0DESK|#desk'], 'targets.more': await offered('rui', 'Rui Braga') });
    expect((await only()).targets).toEqual(['slack:C0DESK', RUI.id]);
    const [row] = rowsOf(await core.dispatch.ask('digests', ana));
    expect(row?.facts).toContain('#desk and Rui Braga');
    const again = await openForm(core, 'digests.edit', (await only()).id, ana);
    expect(again.values['targets']).toEqual(['slack:C0DESK', RUI.id]);
    expect(JSON.stringify(again.form)).toContain('"label":"#desk"');
  });

  test('need a choice to be added, are not added twice, and are ten at most', async () => {
    const form = await add();
    expect(errorsOf(await core.dispatch.submit('digests.digest.target', {}, form.form.state ?? '', ana, 'targets'))).toHaveProperty([
      'targets.more',
    ]);
    let open = form;
    for (let index = 0; index < 10; index += 1) open = await open.press('Add to the list', { 'targets.more': `slack:C000${index}` });
    expect((await open.press('Add to the list', { 'targets.more': 'slack:C0003' })).values['targets']).toHaveLength(10);
    const full = await core.dispatch.submit(
      'digests.digest.target',
      { ...open.values, 'targets.more': 'slack:C0011' },
      open.form.state ?? '',
      ana,
      'targets',
    );
    expect(errorsOf(full)).toEqual({ 'targets.more': '10 at most.' });
    expect(errorsOf(await open.submit({ ...GIVEN, 'targets.more': 'slack:C0011' }))).toHaveProperty(['targets.more']);
  });

  test('a typed id stands for itself, and another platform’s is named as such', async () => {
    expect(await offered('teams:19:x@thread.tacv2', 'teams:')).toBe('teams:19:x@thread.tacv2');
    expect(await core.dispatch.search('digests.target', 'slack:C1, slack:C2', ana)).toEqual([]);
    const there = { platform: 'terminal', person: { id: 'terminal:admin' }, language: 'en' as const };
    expect((await core.dispatch.search('digests.target', 'desk', there)).map(({ label }) => label)).toEqual(['#desk · Slack']);
  });
});

describe('a digest that stands', () => {
  async function given(part: object = {}): Promise<string> {
    await (await add()).submit({ ...GIVEN, targets: [], 'targets.more': 'slack:C0DESK|#desk', ...part });
    return (await only()).id;
  }

  test('keeps its words to the letter where nobody touches them', async () => {
    const id = await given();
    const portuguese = { ...ana, language: 'pt-BR' as const };
    const form = await openForm(core, 'digests.edit', id, portuguese);
    expect(form.values['schedule']).toBe('seg-sex 08:00');
    await form.submit({ title: 'Bom dia' });
    expect(await only()).toMatchObject({ title: 'Bom dia', schedule: 'mon-fri 08:00' });
  });

  test('whoever was overtaken sees what the other made of it, by its names, and decides', async () => {
    const id = await given();
    const mine = await openForm(core, 'digests.edit', id, ana);
    const theirs = await openForm(core, 'digests.edit', id, rui);
    await theirs.submit({ schedule: 'sat 10:00', 'targets.more': await offered('rui', 'Rui Braga') });
    const told = formOf(await mine.submit({ schedule: 'mon 7:00', title: 'Bom dia' }), core, ana);
    expect(told.words).toContain('Rui Braga saved this');
    expect(told.words).toContain('When: “Sat 10:00” (yours: “mon 7:00”)');
    expect(told.words).toContain('To: #desk, Rui Braga');
    await told.submit();
    expect(await only()).toMatchObject({ title: 'Bom dia', schedule: 'mon 07:00', targets: ['slack:C0DESK', RUI.id] });
  });

  test('says in its row that the last one did not arrive', async () => {
    const id = await given({ schedule: 'every day 6:30' });
    now = clock('09:31');
    await core.digesting.plan(clock('09:29'));
    await core.digesting.plan(clock('09:30'));
    // It stood before that minute as far as anybody knows.
    await store.deliveries.insertOne({
      _id: `digest|${id}|2026-11-22T09:30:00.000Z|slack:C0DESK`,
      kind: 'digest',
      target: 'slack:C0DESK',
      state: 'failed',
      card: { title: 'x', blocks: [] },
    } as never);
    const [row] = rowsOf(await core.dispatch.ask('digests', ana));
    expect(row?.tone).toBe('bad');
    expect(row?.detail).toContain('the last one did not reach #desk');
  });

  test('pressed twice, sending now sends once; changed meanwhile, it is asked again; without targets there is nobody', async () => {
    const id = await given();
    const form = await openForm(core, 'digests.send', id, ana);
    await Promise.all([form.submit(), form.submit()]);
    expect(await store.deliveries.countDocuments({ kind: 'digest' })).toBe(1);
    const late = await openForm(core, 'digests.send', id, ana);
    await (await openForm(core, 'digests.edit', id, rui)).submit({ title: 'Bom dia' });
    expect(formOf(await late.submit(), core, ana).words).toContain('Rui Braga changed this');
    expect(await store.deliveries.countDocuments({ kind: 'digest' })).toBe(1);
    await (await openForm(core, 'digests.edit', id, ana)).submit({ targets: [] });
    expect((await core.dispatch.act('digests.send', id, ana)).failed).toBe(true);
  });

  test('its title is enough to see it: a supervisor gets the digest, a viewer the list', async () => {
    await given();
    const by = (who: string): Origin => ({ platform: 'terminal', person: { id: `terminal:${who}` }, language: 'en' });
    const title = async (who: string, words: string): Promise<string> => {
      const { answer } = await core.dispatch.ask(words, by(who));
      return answer.kind === 'card' ? answer.card.title : answer.kind;
    };
    expect(await title('supervisor', 'digests good')).toBe('Good morning');
    expect(await title('viewer', 'digests good')).toBe('Digests');
    expect((await core.dispatch.ask('digests evening', by('supervisor'))).failed).toBe(true);
  });
});
