/** Forms that change settings: what they show, what they refuse, and what becomes of two who change the same thing at once. */
import fc from 'fast-check';
import { settings } from '../../commands/settings.ts';
import type { Origin, Reply } from '../../src/app/dispatch.ts';
import { EMPTY } from '../../src/domain/configuration.ts';
import { weekOf } from '../../src/domain/hours.ts';
import { type ParameterId, PARAMETERS, type ParameterSpec } from '../../src/domain/parameters.ts';
import type { HelpdeskEvent } from '../../src/domain/events.ts';
import type { Store } from '../../src/store/connect.ts';
import { durationOf } from '../../src/view/duration.ts';
import type { FormValue, FormValues } from '../../src/view/form.ts';
import { configure, setParameters, setPeople } from '../configured.ts';
import { type TestCore, testCore } from '../core.ts';
import { EMOJI, ENDLESS, wrongValues } from '../fixtures/wrong.ts';
import { cardWords, errorsOf, formOf, type OpenForm, openForm } from '../forms.ts';
import { dropStore, openStore } from '../store.ts';
import { ana, bia, clock, presence } from '../told.ts';

const LANGUAGES = ['en', 'pt-BR'] as const;
const by = (id: string, part: Partial<Origin> = {}): Origin => ({ platform: 'slack', person: { id }, language: 'en', ...part });
/** Two administrators. */
const rui = by('slack:U1', { person: { id: 'slack:U1', name: 'Rui Braga' } });
const tea = by('slack:U2', { person: { id: 'slack:U2', name: 'Tea Luz' } });

let store: Store;
let core: TestCore;
let now: Date;

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => dropStore(store));
beforeEach(async () => {
  const collections = await store.connection.listCollections();
  await Promise.all(collections.map(({ name }) => store.connection.collection(name).deleteMany({})));
  now = clock('10:30');
  core = testCore(store, { now: () => now, admins: ['slack:U1', 'slack:U2'] });
  await core.intake.record([presence('09:00', ana, 'online'), presence('09:00', bia, 'away')]);
});

/** A minute passes. */
const tick = (): void => {
  now = new Date(now.getTime() + 60_000);
};
const parametersForm = (who = rui): Promise<OpenForm> => openForm(core, 'settings.parameters.edit', '', who);
const agentForm = (id: string, who = rui): Promise<OpenForm> => openForm(core, 'settings.agent.edit', id, who);
const linkForm = (who = rui): Promise<OpenForm> => openForm(core, 'settings.agents.add', '', who);
const link = (...ids: string[]): Promise<void> =>
  configure(core, (current) => ({ ...current, agents: ids.sort().map((id) => ({ id, limit: null, person: null })) }));

/** What the audit has, oldest first: `slack:U1 parameter.idleMinutes 300000 → 360000`. */
async function audited(): Promise<string[]> {
  const entries = await store.audit.find({ platform: 'slack' }).sort({ at: 1, what: 1 }).toArray();
  return entries.map(({ by: who, what, from, to }) => `${who} ${what} ${JSON.stringify(from)} → ${JSON.stringify(to)}`);
}

function refusal(reply: Reply): string {
  expect(reply.failed).toBe(true);
  return cardWords(reply);
}

describe('the form of the parameters', () => {
  test('opens with what holds now, each with its default and its range', async () => {
    await setParameters(core, { idleMs: 7 * 60_000, handleTargetMs: 750_000, businessHours: 'mon-fri 08:00-18:00' });
    const { values, words } = await parametersForm();
    expect(values).toEqual({
      timeZone: 'America/Sao_Paulo',
      language: 'en',
      idleMinutes: 7,
      handleTarget: '12 min 30 s',
      firstResponseTarget: '1 min',
      serviceLevelSeconds: 20,
      businessHours: 'Mon-Fri 08:00-18:00',
      holidays: '',
      defaultLimit: 3,
      routing: false,
      routingStrategy: 'least_busy',
      maskContacts: true,
      retentionDays: 0,
      announce: null,
    });
    expect(words).toMatch(/1 to 1,440 · default 5.min/);
    expect(words).toMatch(/default America\/Sao_Paulo/);
  });

  test.each(PARAMETERS.map((spec) => [spec.id, spec] as const))(
    '%s refuses every wrong value, at its own field, in both languages',
    async (id, spec) => {
      const form = await parametersForm();
      const said = new Map<string, FormValue>();
      for (const wrong of wrongValues(spec)) {
        const errors = errorsOf(await form.submit({ [id]: wrong, ...rightElsewhere(id) }));
        expect({ wrong, fields: Object.keys(errors) }).toEqual({ wrong, fields: [id] });
        said.set(errors[id] ?? '', wrong);
      }
      for (const [english, wrong] of said) {
        const portuguese = errorsOf(await form.submit({ [id]: wrong }, { ...rui, language: 'pt-BR' }))[id];
        for (const error of [english, portuguese]) expect(error).toMatch(/^[^{}]{10,160}$/);
        expect(portuguese).not.toBe(english);
      }
      expect(await core.settings.read()).toEqual(EMPTY);
      expect(await audited()).toEqual([]);
      expect(core.logged).toEqual([]);
    },
  );

  test.each(LANGUAGES)('a channel for the announcement that no list offered is refused, in %s', async (language) => {
    const form = await parametersForm({ ...rui, language });
    for (const wrong of ['#desk', 'slack:C1', '|', 'C1|#desk', `slack:C1|${ENDLESS}`, EMOJI, ENDLESS, ['slack:C1|#desk'], true])
      expect(Object.keys(errorsOf(await form.submit({ idleMinutes: 9, announce: wrong })))).toEqual(['announce']);
    expect(await core.settings.read()).toEqual(EMPTY);
  });

  test('tells all that is wrong at once; corrected, all of it is saved', async () => {
    const form = await parametersForm();
    const wrong = Object.fromEntries(PARAMETERS.map((spec) => [spec.id, wrongValues(spec)[0] ?? null]));
    expect(Object.keys(errorsOf(await form.submit(wrong))).sort()).toEqual(PARAMETERS.map(({ id }) => id).sort());
    const saved = await form.submit({
      idleMinutes: '6',
      handleTarget: '1h30',
      businessHours: 'seg a sex 8h às 18h',
      maskContacts: 'false',
    });
    expect(cardWords(saved)).toContain('Saved. It holds from now on.');
    expect((await core.settings.read()).parameters).toEqual({
      idleMs: 6 * 60_000,
      handleTargetMs: 90 * 60_000,
      businessHours: 'mon-fri 08:00-18:00',
      maskContacts: false,
    });
    expect(await audited()).toEqual([
      'slack:U1 parameter.businessHours "" → "mon-fri 08:00-18:00"',
      'slack:U1 parameter.handleTarget 300000 → 5400000',
      'slack:U1 parameter.idleMinutes 300000 → 360000',
      'slack:U1 parameter.maskContacts true → false',
    ]);
  });

  test('saved without a change, in either language, changes and records nothing', async () => {
    await setParameters(core, {
      businessHours: 'mon-fri 22:00-24:00, tue-sat 00:00-06:00',
      firstResponseTargetMs: 601_000,
      holidays: '2026-12-25',
    });
    const before = await core.settings.read();
    for (const language of LANGUAGES) {
      const form = await parametersForm({ ...rui, language });
      expect(cardWords(await form.submit())).toMatch(/Nothing was different|Nada estava diferente/);
    }
    expect(await core.settings.read()).toEqual(before);
    expect(await audited()).toEqual([]);
  });

  test('values that nobody was asked for are left aside', async () => {
    const form = await parametersForm();
    const strange = JSON.parse(
      '{"__proto__": "x", "constructor": "y", "$set": "z", "a.b": 1, "nul\\u0000": 2, "idleMinutes.query": "9"}',
    ) as FormValues;
    expect(cardWords(await form.submit({ ...strange, idleMinutes: 8 }))).toContain('Saved');
    expect((await core.settings.read()).parameters).toEqual({ idleMs: 480_000 });
    expect((await core.dispatch.submit('settings.parameters.list', strange, form.form.state ?? '', rui, '__proto__:next')).failed).toBe(
      false,
    );
    expect(core.logged).toEqual([]);
  });

  test('whatever is typed is either saved just so, or refused at a field', async () => {
    const form = await parametersForm();
    await fc.assert(
      fc.asyncProperty(fc.record(generators(), { requiredKeys: [] }), async (typed) => {
        await store.configurations.deleteMany({});
        const reply = await form.submit(typed);
        expect(reply.failed).toBe(false);
        if (reply.answer.kind === 'invalid') {
          const fields = Object.keys(reply.answer.errors);
          expect(fields.length).toBeGreaterThan(0);
          expect(Object.keys(typed)).toEqual(expect.arrayContaining(fields));
          expect(await core.settings.read()).toEqual(EMPTY);
          return;
        }
        const { values } = await parametersForm();
        for (const spec of PARAMETERS) expectSame(spec, values[spec.id] ?? null, typed[spec.id] ?? form.values[spec.id] ?? null);
      }),
      { numRuns: 40 },
    );
    expect(core.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

/** A right change of another parameter, which must not be saved either. */
function rightElsewhere(id: ParameterId): FormValues {
  return id === 'holidays' ? { idleMinutes: 9 } : { holidays: '2026-12-25' };
}

/** Mostly right values, so that some of their sets are saved, and garbage of every kind. */
function generators(): Record<ParameterId, fc.Arbitrary<FormValue>> {
  const garbage = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string(), { maxLength: 3 }),
  );
  const right = ({ asking }: ParameterSpec): fc.Arbitrary<FormValue> => {
    switch (asking.kind) {
      case 'zone':
        return fc.constantFrom('UTC', ' Europe/Lisbon ', 'America/Sao_Paulo');
      case 'language':
        return fc.constantFrom('en', 'pt-BR');
      case 'number':
        return fc.oneof(fc.integer(asking), fc.integer(asking).map(String));
      case 'duration':
        return fc.oneof(
          fc.integer({ min: asking.min / 1_000, max: asking.max / 1_000 }).map((seconds) => `${seconds} s`),
          fc.constantFrom('5', '1h30', '1 h 30 min 15 s', '1,5 h'),
        );
      case 'hours':
        return fc.constantFrom('', null, 'mon-fri 8-18', 'seg a sex 8h às 18h, sáb 9h-13h', 'sun 22:00-06:00');
      case 'holidays':
        return fc.constantFrom('', null, '2026-12-25', '2027-01-01; 2026-12-25');
      case 'strategy':
        return fc.constantFrom('least_busy', 'most_free');
      case 'toggle':
        return fc.boolean();
    }
  };
  const of = (spec: ParameterSpec): fc.Arbitrary<FormValue> =>
    fc.oneof({ arbitrary: right(spec), weight: 30 }, { arbitrary: garbage, weight: 1 });
  return Object.fromEntries(PARAMETERS.map((spec) => [spec.id, of(spec)])) as Record<ParameterId, fc.Arbitrary<FormValue>>;
}

/** What the form shows afterwards means what was typed. */
function expectSame({ id, asking }: ParameterSpec, shown: FormValue, typed: FormValue): void {
  const text = (value: FormValue): string => String(value ?? '').trim();
  const meant = (value: FormValue): unknown => {
    if (asking.kind === 'number') return Number(value);
    if (asking.kind === 'duration') return durationOf(text(value));
    if (asking.kind === 'hours') return text(value) === '' ? '' : weekOf(text(value));
    if (asking.kind === 'holidays')
      return text(value)
        .split(/[\s,;]+/)
        .filter(Boolean)
        .sort();
    return asking.kind === 'toggle' ? text(value) === 'true' : text(value);
  };
  expect({ id, value: meant(shown) }).toEqual({ id, value: meant(typed) });
}

describe('the form of an agent', () => {
  beforeEach(() => link(ana.id, bia.id));

  test('opens with the agent’s own limit and person, and saves both', async () => {
    const form = await agentForm(ana.id);
    expect(form.form.title).toBe('Ana Lima');
    expect(form.values).toEqual({ limit: null, person: null, announce: null });
    expect(cardWords(await form.submit({ limit: '4', person: 'slack:U7' }))).toContain('Saved');
    expect((await agentForm(ana.id)).values).toMatchObject({ limit: 4, person: 'slack:U7' });
    expect(await audited()).toEqual([
      'slack:U1 agent.a-ana {"id":"a-ana","limit":null,"person":null} → {"id":"a-ana","limit":4,"person":"slack:U7"}',
    ]);
  });

  test.each(LANGUAGES)('refuses every wrong limit and person at its field, in %s', async (language) => {
    const form = await agentForm(ana.id, { ...rui, language });
    const before = await core.settings.read();
    const wrong: [string, FormValue[]][] = [
      ['limit', [-1, 501, 2.5, '2.5', 'many', EMOJI, ENDLESS, '5'.repeat(5_000), ['5'], true]],
      ['person', ['Rui', 'slack:', 'slack:U 1', 'telegram:7', EMOJI, ENDLESS, `slack:${'U'.repeat(5_000)}`, ['slack:U7'], true, 7]],
    ];
    for (const [name, values] of wrong)
      for (const value of values) {
        const errors = errorsOf(await form.submit({ [name]: value }));
        expect({ value, fields: Object.keys(errors) }).toEqual({ value, fields: [name] });
        expect(errors[name]).toMatch(/^[^{}]{10,160}$/);
      }
    expect(await core.settings.read()).toEqual(before);
  });

  test('one person stands for one agent', async () => {
    await (await agentForm(bia.id)).submit({ person: 'slack:U7' });
    expect(errorsOf(await (await agentForm(ana.id)).submit({ person: 'slack:U7' }))).toEqual({ person: expect.stringContaining(bia.id) });
  });

  test('is not opened for one who is not linked', async () => {
    for (const id of ['a-nobody', '__proto__', ENDLESS]) {
      expect(refusal(await core.dispatch.act('settings.agent.edit', id, rui))).toContain('not there any more');
      expect(refusal(await core.dispatch.act('settings.agent.remove', id, rui))).toContain('not there any more');
    }
  });
});

describe('two administrators at once', () => {
  test('the second is shown both values, loses nothing, and wins knowingly; the audit has both', async () => {
    const [first, second] = [await parametersForm(rui), await parametersForm(tea)];
    await first.submit({ idleMinutes: 6, handleTarget: '10 min', businessHours: 'mon-fri 8-18', defaultLimit: 4 });
    tick();
    // A platform gives back what is empty as null, and a number as a text.
    const overtaken = formOf(await second.submit({ idleMinutes: '9', businessHours: null, defaultLimit: '3' }), core, tea);
    expect(overtaken.words).toContain('Rui Braga saved this at 07:30');
    expect(overtaken.words).toContain('• Idle after: 6 (yours: 9)');
    expect(overtaken.words).toMatch(/• Handle time, target: “10.min”\n/);
    expect(overtaken.words).toContain('• Business hours: “Mon-Fri 08:00-18:00”\n');
    expect(overtaken.words).toContain('• Conversations at once per agent: 4\n');
    expect(overtaken.words.match(/•/g)).toHaveLength(4);
    expect(overtaken.values).toMatchObject({
      idleMinutes: 9,
      handleTarget: '10 min',
      defaultLimit: 4,
      businessHours: 'Mon-Fri 08:00-18:00',
    });
    const saved = { handleTargetMs: 600_000, businessHours: 'mon-fri 08:00-18:00', defaultLimit: 4 };
    expect((await core.settings.read()).parameters).toEqual({ ...saved, idleMs: 360_000 });
    expect(cardWords(await overtaken.submit())).toContain('Saved');
    expect((await core.settings.read()).parameters).toEqual({ ...saved, idleMs: 540_000 });
    expect(await audited()).toEqual([
      'slack:U1 parameter.businessHours "" → "mon-fri 08:00-18:00"',
      'slack:U1 parameter.defaultLimit 3 → 4',
      'slack:U1 parameter.handleTarget 300000 → 600000',
      'slack:U1 parameter.idleMinutes 300000 → 360000',
      'slack:U2 parameter.idleMinutes 360000 → 540000',
    ]);
  });

  test('in Portuguese too', async () => {
    const [first, second] = [await parametersForm(rui), await parametersForm({ ...tea, language: 'pt-BR' })];
    await first.submit({ idleMinutes: 6 });
    const overtaken = formOf(await second.submit({ idleMinutes: 9 }), core, tea);
    expect(overtaken.words).toContain('Rui Braga salvou isto às 07:30');
    expect(overtaken.words).toContain('6 (seu: 9)');
  });

  test('overtaken again before the second save, one is told again', async () => {
    const [first, second] = [await parametersForm(rui), await parametersForm(tea)];
    await first.submit({ idleMinutes: 6 });
    const once = formOf(await second.submit({ idleMinutes: 9 }), core, tea);
    await (await parametersForm(rui)).submit({ idleMinutes: 7 });
    const twice = formOf(await once.submit(), core, tea);
    expect(twice.words).toContain('• Idle after: 7 (yours: 9)');
    await twice.submit();
    expect((await core.settings.read()).parameters).toEqual({ idleMs: 540_000 });
  });

  test('who both save the same are both told that it holds, and it is recorded once', async () => {
    const [first, second] = [await parametersForm(rui), await parametersForm(tea)];
    await first.submit({ idleMinutes: 6 });
    expect(cardWords(await second.submit({ idleMinutes: 6 }))).toContain('Nothing was different');
    expect(await audited()).toHaveLength(1);
  });

  test('at the very same moment: one is saved, the other told; no change is lost', async () => {
    const forms = await Promise.all([parametersForm(rui), parametersForm(tea)]);
    const replies = await Promise.all(forms.map((form, index) => form.submit({ idleMinutes: 6 + index })));
    expect(replies.map(({ answer }) => answer.kind).sort()).toEqual(['card', 'form']);
    expect(await audited()).toHaveLength(1);
  });

  test('what the first has emptied stays empty, when the second never touched it', async () => {
    await configure(core, (current) => ({ ...current, agents: [{ id: ana.id, limit: 2, person: 'slack:U7' }] }));
    const [first, second] = [await agentForm(ana.id, rui), await agentForm(ana.id, tea)];
    await first.submit({ person: null });
    await formOf(await second.submit({ limit: 5 }), core, tea).submit();
    expect((await core.settings.read()).agents).toEqual([{ id: ana.id, limit: 5, person: null }]);
  });

  test('whoever edits an agent that was unlinked meanwhile keeps what they typed and what was there', async () => {
    await configure(core, (current) => ({ ...current, agents: [{ id: ana.id, limit: 2, person: 'slack:U7' }] }));
    const form = await agentForm(ana.id, tea);
    tick();
    await (await openForm(core, 'settings.agent.remove', ana.id, rui)).submit();
    expect((await core.settings.read()).agents).toEqual([]);
    const gone = formOf(await form.submit({ limit: 5 }), core, tea);
    expect(gone.words).toContain('Rui Braga removed this at 07:31');
    expect((await core.settings.read()).agents).toEqual([]);
    await gone.submit();
    expect((await core.settings.read()).agents).toEqual([{ id: ana.id, limit: 5, person: 'slack:U7' }]);
  });

  test('whoever unlinks an agent that was changed meanwhile is told first; one that is gone is not there any more', async () => {
    await link(ana.id, bia.id);
    const [unlinks, other] = [
      await openForm(core, 'settings.agent.remove', ana.id, tea),
      await openForm(core, 'settings.agent.remove', ana.id, tea),
    ];
    expect(unlinks.form.danger).toBe(true);
    tick();
    await (await agentForm(ana.id)).submit({ limit: 5 });
    const asked = formOf(await unlinks.submit(), core, tea);
    expect(asked.words).toContain('Rui Braga changed this at 07:31');
    expect(asked.words).toContain('Nothing is done yet');
    expect((await core.settings.read()).agents).toHaveLength(2);
    expect(cardWords(await asked.submit())).toContain('Saved');
    for (const late of [other, asked]) expect(refusal(await late.submit())).toContain('not there any more');
    expect((await core.settings.read()).agents.map(({ id }) => id)).toEqual([bia.id]);
    expect(core.logged).toEqual([]);
  });
});

describe('a form that cannot be answered', () => {
  test('somebody else’s, one of another kind, a made up and an expired one are refused in words, and change nothing', async () => {
    await link(ana.id);
    const before = await core.settings.read();
    const { form, values } = await parametersForm(rui);
    const { state = '' } = form;
    const agent = (await agentForm(ana.id)).form.state ?? '';
    const tries: [string, string, Origin][] = [
      ['settings.parameters.save', state, tea],
      ['settings.agent.save', state, rui],
      ['settings.parameters.save', agent, rui],
      ['settings.parameters.back', state, rui],
      ...['', 'x', '../..', EMOJI, ENDLESS, '{"$ne":""}', state.slice(1)].map((made): [string, string, Origin] => [
        'settings.parameters.save',
        made,
        rui,
      ]),
    ];
    for (const [submit, made, who] of tries)
      for (const language of LANGUAGES) {
        const said = refusal(await core.dispatch.submit(submit, { ...values, idleMinutes: 9 }, made, { ...who, language }));
        expect(said).toContain(language === 'en' ? 'left open for too long' : 'aberto tempo demais');
      }
    now = new Date(now.getTime() + 24 * 3_600_000);
    expect(refusal(await core.dispatch.submit('settings.parameters.save', values, state, rui))).toContain('left open for too long');
    expect(await core.drafts.sweep(now)).toBeGreaterThan(0);
    expect(await core.settings.read()).toEqual(before);
    expect(core.logged).toEqual([]);
  });
});

describe('whoever may not configure', () => {
  const ROLES = ['viewer', 'supervisor'] as const;
  const actions = Object.keys(settings.actions ?? {}).map((name) => `settings.${name}`);
  const submits = Object.keys(settings.submits ?? {}).map((name) => `settings.${name}`);

  test.each(ROLES)('a %s who forges any action or form of the settings is refused, and it is noted who tried what', async (role) => {
    await link(ana.id);
    await setPeople(core, { 'slack:U9': role });
    const before = await core.settings.read();
    const form = await parametersForm(rui);
    const forger = by('slack:U9');
    for (const id of actions) {
      expect({ id, said: refusal(await core.dispatch.act(id, ana.id, forger)) }).toEqual({
        id,
        said: expect.stringContaining('“administrator”'),
      });
      expect(await core.dispatch.search(id, '', forger)).toEqual([]);
    }
    for (const id of submits)
      for (const state of ['', form.form.state ?? '']) {
        const said = refusal(await core.dispatch.submit(id, { ...form.values, idleMinutes: 9, agents: [bia.id] }, state, forger));
        expect({ id, said }).toEqual({ id, said: expect.stringContaining('“administrator”') });
      }
    expect(submits).toEqual(
      expect.arrayContaining(['settings.parameters.save', 'settings.agents.link.save', 'settings.agent.unlink.save']),
    );
    expect(core.logged.map(({ level, fields }) => ({ level, ...fields }))).toEqual(
      [...actions.map((id) => `act ${id}`), ...submits.flatMap((id) => [`submit ${id}`, `submit ${id}`])].map((what) => ({
        level: 'warn',
        person: 'slack:U9',
        role,
        what,
      })),
    );
    expect(await core.settings.read()).toEqual(before);
    expect(await audited()).toEqual([]);
  });

  test('an administrator who is one no longer cannot save what was opened before', async () => {
    await setPeople(core, { 'slack:U9': 'admin' });
    const form = await parametersForm(by('slack:U9'));
    await setPeople(core, { 'slack:U9': 'viewer' });
    expect(refusal(await form.submit({ idleMinutes: 9 }))).toContain('“administrator”');
    expect((await core.settings.read()).parameters).toEqual({});
  });
});

describe('a list to tick over 60 people', () => {
  const NAMES = ['Érica', 'João', 'Bruno', 'Célia', 'Davi', 'Iara'];
  const id = (index: number): string => `a-${String(index).padStart(2, '0')}`;

  beforeEach(() =>
    core.intake.record(
      Array.from(
        { length: 60 },
        (_, index): HelpdeskEvent => ({
          id: `e-${index}`,
          type: 'agent.updated',
          occurredAt: clock('08:00'),
          agent: { id: id(index), name: `${NAMES[index % 6]} ${String(index).padStart(2, '0')}` },
        }),
      ),
    ),
  );

  const boxes = ({ form }: OpenForm): string[] =>
    form.blocks.flatMap((block) => (block.kind === 'ticks' ? block.options.map(({ label }) => label) : []));
  const linked = async (): Promise<string[]> => (await core.settings.read()).agents.map((one) => one.id);

  test('is searched without accents and paged; what is ticked stays, whatever is shown', async () => {
    let form = await linkForm();
    expect(boxes(form)).toHaveLength(10);
    expect(form.words).toContain('1–10 of 62');
    form = await form.press('Search', { 'agents.query': 'erica 0' });
    expect(boxes(form)).toEqual(['Érica 00', 'Érica 06', 'Érica 30']);
    form = await form.press('Search', { 'agents.query': 'JOAO', agents: [id(6)] });
    expect(boxes(form)).toHaveLength(10);
    expect(form.words).toContain('1 chosen: Érica 06');
    form = await form.press('Search', { 'agents.query': 'nobody', agents: [id(1)] });
    expect(boxes(form)).toEqual([]);
    expect(form.words).toContain('Nothing fits');
    form = await form.press('Search', { 'agents.query': '' });
    form = await form.press('Next', {});
    expect(form.words).toContain('11–20 of 62');
    expect(form.words).toContain('2 chosen: Érica 06 and João 01');
    form = await form.press('Previous', { agents: [] });
    form = await form.press('Search', { 'agents.query': 'joao 01' });
    expect(form.values['agents']).toEqual([id(1)]);
    form = await form.press('Search', { 'agents.query': 'bruno 02', agents: [] });
    expect(cardWords(await form.submit({ agents: [id(2)] }))).toContain('Saved');
    expect(await linked()).toEqual([id(2), id(6)]);
    const next = await linkForm();
    expect(next.words).toContain('of 60');
  });

  test('pages to the end and no further', async () => {
    let form = await linkForm();
    const seen = boxes(form);
    while (form.buttons.includes('Next')) {
      form = await form.press('Next');
      seen.push(...boxes(form));
    }
    expect(seen).toHaveLength(62);
    expect(new Set(seen).size).toBe(62);
    expect(form.buttons).toEqual(['Search', 'Previous']);
  });

  test('links nobody who was not offered, whatever a request says', async () => {
    const form = await linkForm();
    for (const forged of [['a-nobody'], ['__proto__', ENDLESS], [ana.id, id(0)].map(() => 'a-nobody'), 'a-nobody'])
      expect(Object.keys(errorsOf(await form.submit({ agents: forged })))).toEqual(['agents']);
    for (const forged of [7, true, { id: 'a-nobody' } as never])
      expect(Object.keys(errorsOf(await form.submit({ agents: forged })))).toEqual(['agents']);
    expect(Object.keys(errorsOf(await form.submit({ agents: [{ $gt: '' }, 7] as never })))).toEqual(['agents']);
    expect(await linked()).toEqual([]);
    await form.submit({ agents: ['a-nobody', ana.id] });
    expect(await linked()).toEqual([ana.id]);
    expect(core.logged).toEqual([]);
  });

  test('says so when nobody is ticked, in both languages', async () => {
    expect(errorsOf(await (await linkForm()).submit())).toEqual({ agents: 'Tick at least one agent.' });
    expect(Object.values(errorsOf(await (await linkForm({ ...rui, language: 'pt-BR' })).submit()))[0]).toMatch(/Marque/);
  });

  test('linked by two at once, everybody whom either ticked is linked', async () => {
    const [first, second] = [await linkForm(rui), await linkForm(tea)];
    const [one, two] = [(first.form.blocks.find((block) => block.kind === 'ticks')?.options ?? []).slice(0, 2), second];
    const [a = '', b = ''] = one.map(({ value }) => value);
    await Promise.all([first.submit({ agents: [a] }), two.submit({ agents: [a, b] })]);
    expect(await linked()).toEqual([a, b].sort());
  });
});

test('a change holds at once on another replica', async () => {
  const other = testCore(store, { now: () => now, admins: ['slack:U1'] });
  expect((await other.parameters()).idleMs).toBe(300_000);
  for (const minutes of [6, 7]) {
    await (await parametersForm()).submit({ idleMinutes: minutes });
    expect((await other.parameters()).idleMs).toBe(minutes * 60_000);
  }
  const form = await parametersForm();
  expect(
    cardWords(await other.dispatch.submit(form.form.submit, { ...form.values, idleMinutes: 8 }, form.form.state ?? '', rui)),
  ).toContain('Saved');
  expect((await core.parameters()).idleMs).toBe(480_000);
});
