/** The configuration goes from one installation to another as a file: whole, or not at all. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { importConfiguration, type Imported } from '../../src/config-file.ts';
import { configText } from '../../src/config-text.ts';
import { type Configuration, EMPTY } from '../../src/domain/configuration.ts';
import type { Store } from '../../src/store/connect.ts';
import { configurations } from '../configurations.ts';
import { configure } from '../configured.ts';
import { type TestCore, testCore } from '../core.ts';
import { createHome, type Ended, type Home, type RunningVigia, runCli, startVigia } from '../process.ts';
import { dropStore, freshDatabase, openStore } from '../store.ts';

const DESK = `parameters:
  timeZone: Europe/Lisbon
  idleMinutes: 7
  handleTarget: 12 min 30 s
  businessHours: mon-fri 08:00-18:00
  maskContacts: false
agents:
  - id: "57"
    limit: 0
    person: slack:U7
departments:
  - id: d-1
    active: true
    members: ["57"]
categories:
  - {code: 20, title: Despedidas, type: protocol_update, active: false}
  - {code: 10, title: Atualizações, type: protocol_update, active: true}
templates:
  - id: t1
    title: "Olá: tudo bem?"
    category: 10
    channels: [whatsapp]
    active: true
    body: |
      Olá {{contact.name}},

        o protocolo é {{protocol}}.
people:
  - {id: slack:U1, role: admin}
alerts: []
digests:
  - {id: morning, title: Bom dia, schedule: dias úteis às 8h e 18h30, parts: [now, yesterday], targets: [slack:C0DESK]}
`;

/** Commands are processes. */
const SLOW_MS = 60_000;

describe('at the terminal', () => {
  jest.setTimeout(SLOW_MS);
  let home: Home;
  let vigia: RunningVigia | undefined;
  beforeEach(() => {
    home = createHome({ MONGODB_URI: freshDatabase() });
    vigia = undefined;
  });
  afterEach(async () => {
    vigia?.process.kill('SIGTERM');
    await vigia?.ended;
    home.remove();
  });

  const exported = async (of: Home): Promise<string> => {
    const { code, out, err } = await runCli(of, ['config', 'export']);
    if (code !== 0) throw new Error(err);
    return out;
  };
  const put = (text: string, ...options: string[]): Promise<Ended> => {
    const file = join(home.dataDirectory, 'vigia.yaml');
    writeFileSync(file, text);
    return runCli(home, ['config', 'import', file, ...options]);
  };

  test('what one installation exports, another one imports and exports again, byte by byte', async () => {
    const { code, out } = await put(DESK);
    expect(code).toBe(0);
    expect(out).toContain('+ parameters.handleTarget: 12 min 30 s\n');
    expect(out).toContain('+ agents.57: limit 0, person slack:U7\n');
    expect(out).toMatch(/12 differences, it holds from now on\.\n$/);
    const text = await exported(home);
    expect(text).toContain('schedule: mon-fri 08:00, mon-fri 18:30\n');
    const elsewhere = createHome({ MONGODB_URI: freshDatabase() });
    try {
      const again = await runCli(elsewhere, ['config', 'import', '-'], text);
      expect(again.code).toBe(0);
      expect(await exported(elsewhere)).toBe(text);
      expect((await runCli(elsewhere, ['config', 'import', '-'], text)).out).toBe('Nothing to change.\n');
    } finally {
      elsewhere.remove();
    }
    expect((await runCli(home, ['ask', 'settings audit'])).out).toMatch(
      /Handle time, target · .* · somebody at the terminal\n\s+5\smin → 12\smin\s30\ss/,
    );
  });

  test('a dry run tells every difference and changes nothing; a wrong file tells every mistake and changes nothing', async () => {
    await put(DESK);
    const before = await exported(home);
    const dry = await put(DESK.replace('idleMinutes: 7', 'idleMinutes: 8').replace(/people:[^]*/, ''), '--dry-run');
    expect(dry).toEqual({
      code: 0,
      out: [
        '~ parameters.idleMinutes: 7 → 8',
        ...['people', 'alerts', 'digests'].map((part) => `${part}: not in the file, left as it is`),
        '1 difference, nothing was changed (--dry-run).\n',
      ].join('\n'),
      err: '',
    });
    for (const options of [[], ['--dry-run']]) {
      const wrong = await put(
        DESK.replace('idleMinutes: 7', 'idleMinutes: 0').replace('{{protocol}}', '{{secret}}').replace('admin', 'boss'),
        ...options,
      );
      expect(wrong.code).toBe(1);
      expect(wrong.out).toBe('');
      expect(wrong.err.replaceAll(/^.*vigia\.yaml:/gm, '').split('\n')).toEqual([
        '3: parameters.idleMinutes: Expected a whole number from 1 to 1,440.',
        '24: templates[0].body: {{secret}} is not known. Known are: {{protocol}}, {{contact.name}}, {{agent.name}}, {{department.name}}, {{status}}.',
        '29: people[0].role: Expected one of the roles viewer, supervisor, admin.',
        '29: people[0].role: This is the last administrator. Make somebody else an administrator first.',
        '4 mistakes, nothing was changed.',
        '',
      ]);
    }
    expect(await exported(home)).toBe(before);
  });

  test('a running Vigia, whose engine the command uses, knows what was imported at once', async () => {
    home.remove();
    home = createHome();
    vigia = await startVigia(home);
    const { url } = vigia;
    const shown = async (): Promise<string> => {
      const answer = await fetch(`${url}/console/ask`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ text: 'settings parameters', language: 'en', theme: 'light' }),
      });
      return JSON.stringify(await answer.json());
    };
    expect(await shown()).toContain('America/Sao_Paulo');
    expect((await put(DESK)).code).toBe(0);
    expect(await shown()).toContain('Europe/Lisbon');
    expect(await exported(home)).toContain('idleMinutes: 7\n');
  });

  test('a wrong call says how it is called, and a file that is not there is named', async () => {
    for (const args of [
      ['config'],
      ['config', 'import'],
      ['config', 'export', 'x.yaml'],
      ['config', 'import', 'a', 'b'],
      ['config', 'import', 'a', '--yes'],
    ]) {
      const { code, err } = await runCli(home, args);
      expect({ args, code }).toEqual({ args, code: 2 });
      expect(err).toMatch(/Usage|--yes/);
    }
    expect(await runCli(home, ['config', 'import', 'nowhere.yaml'])).toEqual({
      code: 1,
      out: '',
      err: 'nowhere.yaml: cannot be read (ENOENT)\n',
    });
  });
});

describe('any configuration', () => {
  let store: Store;
  let core: TestCore;
  beforeAll(async () => {
    store = await openStore();
    core = testCore(store, { admins: ['slack:UFIRST'] });
  });
  afterAll(() => dropStore(store));

  const put = (text: string, dryRun = false): Promise<Imported> =>
    importConfiguration(text, {
      settings: core.settings,
      firstAdmins: ['slack:UFIRST'],
      dryRun,
      by: { person: { id: 'terminal:admin', role: 'admin', language: 'en' }, platform: 'terminal' },
    });
  const exported = async (): Promise<string> => configText(await core.settings.read());
  const wipe = (): Promise<void> => configure(core, () => EMPTY);

  test('exported, wiped and imported is the same, and exports the same', async () => {
    await fc.assert(
      fc.asyncProperty(configurations, async (configuration) => {
        await configure(core, () => configuration);
        const text = await exported();
        await wipe();
        expect(await put(text)).not.toHaveProperty('mistakes');
        expect(await core.settings.read()).toEqual(configuration);
        expect(await exported()).toBe(text);
      }),
      { numRuns: 12 },
    );
  });

  /** Each makes one value wrong, where there is one. */
  const WRONG: ((configuration: Configuration) => Configuration | undefined)[] = [
    (one) => ({ ...one, parameters: { ...one.parameters, idleMs: 30_000 } }),
    (one) => ({ ...one, parameters: { ...one.parameters, timeZone: 'Brasil/Lua' } }),
    ({ agents: [first, ...rest], ...one }) => first && { ...one, agents: [{ ...first, limit: 501 }, ...rest] },
    ({ departments: [first, ...rest], ...one }) => first && { ...one, departments: [{ ...first, members: ['x', 'x'] }, ...rest] },
    ({ categories: [first, ...rest], ...one }) => first && { ...one, categories: [{ ...first, title: ' ' }, ...rest] },
    ({ templates: [first, ...rest], ...one }) => first && { ...one, templates: [{ ...first, body: '{{nobody}}' }, ...rest] },
    ({ templates: [first, ...rest], ...one }) => first && { ...one, templates: [{ ...first, channels: [] }, ...rest] },
    ({ people: [first, ...rest], ...one }) => first && { ...one, people: [{ ...first, id: 'nobody' }, ...rest] },
    ({ people: [first, ...rest], ...one }) => first && { ...one, people: [first, first, ...rest] },
  ];

  test('with one wrong value is refused with its line, and nothing is changed', async () => {
    await fc.assert(
      fc.asyncProperty(configurations, configurations, fc.constantFrom(...WRONG), async (before, after, spoil) => {
        const wrong = spoil(after);
        fc.pre(wrong !== undefined);
        await configure(core, () => before);
        const [text, entries] = [await exported(), await store.audit.countDocuments()];
        const result = await put(configText(wrong));
        const mistakes = 'mistakes' in result ? result.mistakes : [];
        expect(mistakes.length).toBeGreaterThan(0);
        for (const { line, path, message } of mistakes)
          expect({ line, path, message }).toEqual({
            line: expect.any(Number) as number,
            path: expect.stringMatching(/^\w/) as string,
            message: expect.stringMatching(/\w/) as string,
          });
        expect(await exported()).toBe(text);
        expect(await store.audit.countDocuments()).toBe(entries);
      }),
      { numRuns: 15 },
    );
  });

  test('is audited with every difference, once, as the terminal’s', async () => {
    await wipe();
    await store.audit.deleteMany({});
    const differences = await put(DESK, true);
    expect(await store.audit.countDocuments()).toBe(0);
    expect(await put(DESK)).toEqual(differences);
    const entries = await store.audit.find({}).sort({ at: -1, _id: -1 }).toArray();
    expect(entries.map(({ what }) => what)).toEqual([
      'parameter.timeZone',
      'parameter.idleMinutes',
      'parameter.handleTarget',
      'parameter.businessHours',
      'parameter.maskContacts',
      'agent.57',
      'department.d-1',
      'category.10',
      'category.20',
      'template.t1',
      'person.slack:U1',
      'digest.morning',
    ]);
    expect(new Set(entries.map(({ by, platform }) => `${by} ${platform}`))).toEqual(new Set(['terminal:admin terminal']));
    expect(await put(DESK)).toEqual({ differences: [], notes: [] });
    expect(await store.audit.countDocuments()).toBe(entries.length);
  });

  test('without a part leaves it as it is, and says so', async () => {
    await configure(core, () => EMPTY);
    await put(DESK);
    expect(await put('parameters: {}\ntemplates: []\n')).toMatchObject({
      notes: ['agents', 'departments', 'categories', 'people', 'alerts', 'digests'].map(
        (part) => `${part}: not in the file, left as it is`,
      ),
    });
    const { parameters, templates, agents } = await core.settings.read();
    expect({ parameters, templates: templates.length, agents: agents.length }).toEqual({ parameters: {}, templates: 0, agents: 1 });
  });

  test('without a category that templates beside the file use is refused', async () => {
    await put(DESK);
    expect(await put('categories: []\n')).toEqual({
      mistakes: [{ line: 1, path: 'categories.10', message: expect.stringMatching(/^1 template uses this category/) as string }],
    });
  });
});
