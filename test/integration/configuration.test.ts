/** One configuration for all replicas: no change is lost, none without its audit entry, and somebody always administers. */
import { settingsOf } from '../../src/configured.ts';
import type { Author, Settings } from '../../src/app/services.ts';
import { type Configuration, EMPTY, withItem, withoutItem } from '../../src/domain/configuration.ts';
import { defaultParameters } from '../../src/domain/parameters.ts';
import { connectStore, type Store } from '../../src/store/connect.ts';
import { auditQueries } from '../../src/store/queries/audit.ts';
import { type ConfigurationStore, configurationStore } from '../../src/store/queries/configuration.ts';
import { nameQueries } from '../../src/store/queries/known.ts';
import { testCore } from '../core.ts';
import { dropStore, engineUri, openStore } from '../store.ts';

const DEFAULTS = defaultParameters('America/Sao_Paulo', 'pt-BR');
const BY = { id: 'terminal:admin', platform: 'terminal' };
const AUTHOR: Author = { person: { id: 'terminal:admin', role: 'admin', language: 'en' }, platform: 'terminal' };
const now = (): Date => new Date();

let one: Store;
let other: Store;
beforeAll(async () => {
  one = await openStore();
  other = await connectStore(engineUri(), one.connection.name);
});
beforeEach(async () => {
  for (const kept of [one.configurations, one.audit, one.people, one.settings]) await kept.deleteMany({});
});
afterAll(async () => {
  await other.close();
  await dropStore(one);
});

const replica = (store: Store): ConfigurationStore => configurationStore(store, DEFAULTS);
const settings = (store: Store): Settings =>
  settingsOf(replica(store), { names: nameQueries(store), defaults: DEFAULTS, firstAdmins: [], now });

function withAgent(id: string): (current: Configuration) => { next: Configuration } {
  return (current) => ({ next: withItem(current, 'agents', { id, limit: null, person: null }) });
}

test('two replicas that make twenty changes each at once lose none, and audit each of them once', async () => {
  const replicas = [replica(one), replica(other)];
  const ids = replicas.flatMap((_, index) => Array.from({ length: 20 }, (_, count) => `r${index}-${String(count).padStart(2, '0')}`));
  await Promise.all(ids.map((id) => replicas[Number(id[1])]!.change(withAgent(id), BY, now())));
  for (const store of replicas) expect((await store.read()).agents.map(({ id }) => id)).toEqual(ids);
  await replicas[0]!.settle();
  const entries = await auditQueries(one, now).entries({ kind: 'agent', limit: 100 });
  expect(entries.map(({ what }) => what).toSorted()).toEqual(ids.map((id) => `agent.${id}`));
  const left = await one.configurations.findOne({});
  expect(left?.log).toEqual([]);
});

test('what one replica changes holds on the other at once', async () => {
  const [here, there] = [replica(one), replica(other)];
  expect(await there.parameters()).toEqual(DEFAULTS);
  for (const idleMs of [360_000, 420_000, 480_000]) {
    await here.change((current) => ({ next: { ...current, parameters: { idleMs } } }), BY, now());
    expect((await there.parameters()).idleMs).toBe(idleMs);
  }
});

test('a crash after the change and before its audit entries are in the audit loses none, and tells none twice', async () => {
  const killed: Store = { ...one, audit: { bulkWrite: () => Promise.reject(new Error('killed')) } as unknown as Store['audit'] };
  await expect(replica(killed).change(withAgent('a-1'), BY, now())).rejects.toThrow('killed');
  expect((await replica(other).read()).agents).toHaveLength(1);
  expect(await one.audit.countDocuments()).toBe(0);
  await Promise.all([replica(one).settle(), replica(other).settle(), replica(one).settle()]);
  const entries = await auditQueries(other, now).entries({ limit: 10 });
  expect(entries.map(({ what, by, to }) => ({ what, by, to }))).toEqual([
    { what: 'agent.a-1', by: 'terminal:admin', to: { id: 'a-1', limit: null, person: null } },
  ]);
});

test('whoever looks at the audit after a crash sees what was changed before it', async () => {
  const killed: Store = { ...one, audit: { bulkWrite: () => Promise.reject(new Error('killed')) } as unknown as Store['audit'] };
  await expect(replica(killed).change(withAgent('a-1'), BY, now())).rejects.toThrow('killed');
  const { answer } = await testCore(other).dispatch.ask('settings audit', { platform: 'terminal', person: { id: 'terminal:admin' } });
  expect(JSON.stringify(answer)).toContain('Agent a-1');
});

test('the entries of one change are told in its order', async () => {
  await replica(one).change(
    (current) => ({
      next: { ...withItem(current, 'agents', { id: 'a-1', limit: null, person: null }), parameters: { idleMs: 60_000, defaultLimit: 9 } },
    }),
    BY,
    now(),
  );
  const entries = await auditQueries(one, now).entries({ limit: 10 });
  expect(entries.map(({ what }) => what)).toEqual(['parameter.idleMinutes', 'parameter.defaultLimit', 'agent.a-1']);
});

test('what is refused changes nothing and is not audited, and neither is what is the same', async () => {
  const store = replica(one);
  expect(await store.change(() => ({ refused: 'no' }), BY, now())).toEqual({ refused: 'no' });
  expect(await store.change((current) => ({ next: { ...current } }), BY, now())).toEqual({ changes: [] });
  expect(await one.configurations.countDocuments()).toBe(0);
  expect(await one.audit.countDocuments()).toBe(0);
});

test('a parameter that is set to its default is set, though nothing else holds', async () => {
  const store = replica(one);
  expect(await store.change((current) => ({ next: { ...current, parameters: { idleMs: DEFAULTS.idleMs } } }), BY, now())).toEqual({
    changes: [],
  });
  expect((await store.read()).parameters).toEqual({ idleMs: DEFAULTS.idleMs });
});

test('five administrators who are all removed or demoted at once, from two replicas, leave one of them', async () => {
  const ids = Array.from({ length: 5 }, (_, index) => `slack:U${index}`);
  const rules = [settings(one), settings(other)];
  for (let round = 0; round < 8; round += 1) {
    await rules[0]!.change((current) => ({ ...current, people: ids.map((id) => ({ id, role: 'admin', language: null })) }), AUTHOR);
    const results = await Promise.all(
      ids.map((id, index) =>
        rules[index % 2]!.change(
          (current) =>
            (index + round) % 3 === 0
              ? withItem(current, 'people', { id, role: 'viewer', language: null })
              : withoutItem(current, 'people', id),
          AUTHOR,
        ),
      ),
    );
    const refused = results.flatMap((result) => ('problems' in result ? result.problems : []));
    expect(refused.map(({ key }) => key)).toEqual(['admin.last']);
    const left = (await replica(other).read()).people.filter(({ role }) => role === 'admin');
    expect(left.map(({ id }) => id)).toEqual([refused[0]?.item]);
  }
});

test('two who add a category of the same code at once: one does, the other is told', async () => {
  const add = (rules: Settings, title: string): ReturnType<Settings['change']> =>
    rules.change(
      (current) => ({ ...current, categories: [...current.categories, { code: 10, title, type: 'protocol_update', active: true }] }),
      AUTHOR,
    );
  const results = await Promise.all([add(settings(one), 'Here'), add(settings(other), 'There')]);
  expect(results.map((result) => Object.keys(result).join()).toSorted()).toEqual(['changes', 'problems']);
  expect((await replica(one).read()).categories).toHaveLength(1);
});

describe('a database of an earlier version', () => {
  test('keeps its parameters, roles and names, whichever replica comes first', async () => {
    await one.settings.insertOne({ _id: 'parameters', values: { idleMs: 600_000, timeZone: 'Europe/Lisbon' } });
    await one.people.insertMany([
      { _id: 'slack:U1', name: 'Ana', role: 'admin', language: 'en' },
      { _id: 'slack:U2', role: 'viewer' },
      { _id: 'slack:U3', name: 'Only a name' },
    ]);
    await Promise.all([replica(one).upgrade(), replica(other).upgrade()]);
    const after: Configuration = {
      ...EMPTY,
      parameters: { idleMs: 600_000, timeZone: 'Europe/Lisbon' },
      people: [
        { id: 'slack:U1', role: 'admin', language: 'en' },
        { id: 'slack:U2', role: 'viewer', language: null },
      ],
    };
    expect(await replica(one).read()).toEqual(after);
    const core = testCore(other);
    const answer = async (person: string): Promise<boolean> =>
      (await core.dispatch.ask('now', { platform: 'slack', person: { id: person } })).failed;
    expect(await Promise.all(['slack:U1', 'slack:U2', 'slack:U3'].map(answer))).toEqual([false, false, true]);
    expect(await nameQueries(one).of(['slack:U1'])).toEqual(new Map([['slack:U1', 'Ana']]));
    expect('changes' in (await settings(one).change((current) => withoutItem(current, 'people', 'slack:U2'), AUTHOR))).toBe(true);
  });

  test('is taken over once: what is changed since then stays', async () => {
    await one.settings.insertOne({ _id: 'parameters', values: { idleMs: 600_000 } });
    await replica(one).upgrade();
    await replica(one).change((current) => ({ next: { ...current, parameters: {} } }), BY, now());
    await replica(other).upgrade();
    expect((await replica(other).read()).parameters).toEqual({});
  });

  test('with nothing set stays empty', async () => {
    await replica(one).upgrade();
    expect(await one.configurations.countDocuments()).toBe(0);
    expect(await replica(one).read()).toEqual(EMPTY);
  });
});
