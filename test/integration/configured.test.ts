/** What settings do to figures: linked agents and departments, limits, members, and who is next. */
import type { Card } from '../../src/view/card.ts';
import { plain } from '../../src/view/card.ts';
import type { HelpdeskEvent, Named } from '../../src/domain/events.ts';
import type { AgentSetting, DepartmentSetting } from '../../src/domain/configuration.ts';
import type { Store } from '../../src/store/connect.ts';
import { configure, setParameters } from '../configured.ts';
import { type TestCore, testCore } from '../core.ts';
import { dropStore, openStore } from '../store.ts';
import { ana, bia, clock, life, presence, sales, support } from '../told.ts';

const caio: Named = { id: 'a-caio', name: 'Caio Dias' };
const AT = clock('12:00');
let store: Store;
let core: TestCore;

/**
 * Ana, Bia and Caio are online. Ana serves two in support and one in sales, Bia one in support; Caio has only ever served sales.
 * One waits in support, one in sales.
 */
function desk(): HelpdeskEvent[] {
  const served = (id: string, agent: Named, department: Named): HelpdeskEvent[] => {
    const c = life(id);
    return [c.opened('10:00', { department }), c.assigned('10:05', agent, department), c.agent('11:59', agent)];
  };
  const done = life('done');
  const [one, two] = [life('waits-support'), life('waits-sales')];
  return [
    ...[ana, bia, caio].map((agent) => presence('09:00', agent, 'online')),
    ...served('s-1', ana, support),
    ...served('s-2', ana, support),
    ...served('s-3', ana, sales),
    ...served('s-4', bia, support),
    done.opened('09:00', { department: sales }),
    done.assigned('09:05', caio, sales),
    done.closed('09:30'),
    one.opened('11:00', { department: support }),
    one.queued('11:01', support),
    two.opened('11:30', { department: sales }),
    two.queued('11:31', sales),
  ];
}

beforeAll(async () => {
  store = await openStore();
  core = testCore(store, { now: () => AT, timeZone: 'UTC' });
  await core.intake.record(desk());
});
afterAll(() => dropStore(store));
beforeEach(() => store.configurations.deleteMany({}));

const agent = ({ id }: Named, limit: number | null = null): AgentSetting => ({ id, limit, person: null });
const department = ({ id }: Named, part: Partial<DepartmentSetting> = {}): DepartmentSetting => ({
  id,
  active: true,
  limit: null,
  members: null,
  ...part,
});
const set = (agents: AgentSetting[], departments: DepartmentSetting[] = []): Promise<void> =>
  configure(core, (current) => ({ ...current, agents, departments }));

async function ask(question: string, language: 'en' | 'pt-BR' = 'en'): Promise<Card> {
  const { answer } = await core.dispatch.ask(question, { platform: 'terminal', person: { id: 'terminal:admin' }, at: AT, language });
  if (answer.kind !== 'card') throw new Error(`a card was expected, not a ${answer.kind}`);
  return answer.card;
}

/** `now.<id>` for the ids asked about. */
async function now(question: string, ...ids: string[]): Promise<(number | null | undefined)[]> {
  const { figures } = await ask(question);
  return ids.map((id) => figures?.indicators?.find((one) => one.id === `now.${id}`)?.value);
}

/** `Ana 3/5` of everybody whom `agents` lists, by name. */
async function roster(question = 'agents'): Promise<string[]> {
  const rows = (await ask(question)).figures?.table?.rows ?? [];
  return rows.map(([, name, , , load, limit]) => `${String(name).split(' ')[0]} ${load}/${limit}`).sort();
}

/** The sentence about each queue, by its department. */
async function reasons(language: 'en' | 'pt-BR' = 'en'): Promise<Record<string, string>> {
  const { blocks } = await ask(language === 'en' ? 'queue' : 'fila', language);
  const texts = blocks.flatMap((block) => (block.kind === 'text' ? plain(block.text).split('\n') : []));
  const of = ({ name = '' }: Named): string => texts.find((text) => text.includes(name)) ?? '';
  return { support: of(support), sales: of(sales) };
}

test('nothing configured: everybody known counts, with the default limit', async () => {
  expect(await now('now', 'agents.online', 'agents.serving', 'capacity.free')).toEqual([3, 2, 0 + 2 + 3]);
  expect(await roster()).toEqual(['Ana 3/3', 'Bia 1/3', 'Caio 0/3']);
  await setParameters(core, { defaultLimit: 5 });
  expect(await now('now', 'capacity.free')).toEqual([2 + 4 + 5]);
  expect(await roster()).toEqual(['Ana 3/5', 'Bia 1/5', 'Caio 0/5']);
});

test('from the first agent linked only linked ones count; the last one unlinked, all of them again', async () => {
  await set([agent(bia)]);
  expect(await now('now', 'agents.online', 'agents.serving', 'capacity.free')).toEqual([1, 1, 2]);
  expect(await roster()).toEqual(['Bia 1/3']);
  // Conversations of others stay conversations.
  expect(await now('now', 'queue.size')).toEqual([2]);
  await set([agent(bia), agent(caio)]);
  expect(await roster()).toEqual(['Bia 1/3', 'Caio 0/3']);
  for (const { id } of [bia, caio]) {
    const admin = { platform: 'terminal', person: { id: 'terminal:admin' }, at: AT };
    const { answer } = await core.dispatch.act('settings.agent.remove', id, admin);
    if (answer.kind !== 'form') throw new Error('a form was expected');
    expect((await core.dispatch.submit(answer.form.submit, {}, answer.form.state ?? '', admin)).failed).toBe(false);
  }
  expect(await now('now', 'agents.online', 'capacity.free')).toEqual([3, 5]);
  expect(await roster()).toHaveLength(3);
});

test('an agent’s own limit goes before the department’s, and that before the default', async () => {
  await set([agent(ana), agent(bia, 6), agent(caio)], [department(support, { limit: 4 }), department(sales)]);
  expect(await roster()).toEqual(['Ana 3/4', 'Bia 1/6', 'Caio 0/3']);
  expect(await now('now', 'capacity.free')).toEqual([1 + 5 + 3]);
  expect(await roster('agents suporte')).toEqual(['Ana 3/4', 'Bia 1/6']);
  expect(await roster('agents vendas')).toEqual(['Ana 3/3', 'Caio 0/3']);
  expect(await now('now vendas', 'agents.online', 'capacity.free')).toEqual([2, 0 + 3]);
});

test('a department with the limit 0 takes none, and says so; its agents keep what other departments give them', async () => {
  await set([], [department(support, { limit: 0 }), department(sales)]);
  const { support: said, sales: other } = await reasons();
  expect(said).toContain('its limit is 0');
  expect(other).not.toContain('its limit is 0');
  expect((await reasons('pt-BR'))['support']).toContain('o limite é 0');
  expect(await now('now suporte', 'capacity.free')).toEqual([0]);
  // Ana may still take three in sales, Bia serves support alone.
  expect(await roster()).toEqual(['Ana 3/3', 'Bia 1/0', 'Caio 0/3']);
  expect(await now('now', 'capacity.free')).toEqual([0 + 0 + 3]);
});

test('where members are named, only they take from the queue, whoever else has served or serves the department', async () => {
  await setParameters(core, { routing: true });
  await set([], [department(support, { members: [caio.id] }), department(sales, { members: [ana.id] })]);
  expect((await reasons())['support']).toContain('Caio');
  expect((await reasons())['sales']).toMatch(/at the limit/);
  expect(await roster('agents suporte')).toEqual(['Ana 3/3', 'Bia 1/3', 'Caio 0/3']);
  // Ana has no room; Bia, who serves one there, would have some.
  await set([], [department(support, { members: [ana.id] })]);
  expect((await reasons())['support']).toMatch(/at the limit/);
  await set([], [department(support, { members: [ana.id, bia.id] })]);
  expect((await reasons())['support']).toContain('Bia');
  expect((await reasons())['support']).not.toContain('Caio');
});

test('only linked departments are offered; a deactivated one is left out, its limit too', async () => {
  const offered = async (): Promise<string[]> => {
    const filter = (await ask('now')).blocks
      .flatMap((block) => (block.kind === 'actions' ? block.controls : []))
      .find((control) => control.kind === 'select' && control.action === 'now.department');
    return filter && 'options' in filter ? filter.options.slice(1).map(({ label }) => label) : [];
  };
  expect(await offered()).toEqual(['Suporte', 'Vendas']);
  await set([], [department(sales), department(support, { active: false, limit: 9 })]);
  expect(await roster()).toEqual(['Ana 3/3', 'Bia 1/3', 'Caio 0/3']);
  expect(await offered()).not.toContain('Suporte');
  await set([], [department(support, { active: false })]);
  expect(await offered()).toEqual(['Suporte', 'Vendas']);
});

test('who is next is said where it is wanted, by either strategy', async () => {
  await set([agent(ana, 9), agent(bia, 2), agent(caio)]);
  expect((await reasons())['support']).not.toMatch(/Ana|Bia/);
  await setParameters(core, { routing: true, routingStrategy: 'least_busy' });
  expect((await reasons())['support']).toContain('Bia Reis');
  await setParameters(core, { routingStrategy: 'most_free' });
  expect((await reasons())['support']).toContain('Ana Lima');
  expect((await reasons('pt-BR'))['support']).toContain('Ana Lima');
  // Between equals it is the same one each time.
  await set([agent(ana, 5), agent(bia, 3)]);
  for (let again = 0; again < 3; again += 1) expect((await reasons())['support']).toContain('Ana Lima');
  await set([agent(ana, 3), agent(bia, 1)]);
  expect((await reasons())['support']).toMatch(/limit/);
});
