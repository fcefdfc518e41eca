/** Rules as administrators make and change them, what others may not, and what the lists tell of them. */
import type { Origin, Reply } from '../../src/app/dispatch.ts';
import type { Card } from '../../src/view/card.ts';
import { plain } from '../../src/view/card.ts';
import type { Store } from '../../src/store/connect.ts';
import { configure, setPeople } from '../configured.ts';
import { type TestCore, testCore } from '../core.ts';
import { DESK_AT, deskEvents } from '../fixtures/desk.ts';
import { cardWords, errorsOf, formOf, type OpenForm, openForm } from '../forms.ts';
import { MINUTE, rule } from '../rules.ts';
import { dropStore, openStore } from '../store.ts';

const by = (id: string, name: string): Origin => ({ platform: 'slack', person: { id, name }, language: 'en' });
const rui = by('slack:U1', 'Rui Braga');
const tea = by('slack:U2', 'Tea Luz');
const ana = by('slack:U3', 'Ana Sá');
const vic = by('slack:U4', 'Vic Rei');

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
  now = DESK_AT;
  core = testCore(store, { now: () => now, admins: ['slack:U1', 'slack:U2'] });
  await core.intake.record(deskEvents());
  await setPeople(core, { 'slack:U3': 'supervisor', 'slack:U4': 'viewer' });
});

const words = (reply: Reply): string => cardWords(reply).replaceAll('\u00a0', ' ');
/** In the order of their ids. */
const rules = async () => (await core.settings.read()).alerts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const watch = (...all: ReturnType<typeof rule>[]): Promise<void> => configure(core, (current) => ({ ...current, alerts: all }));
const add = (who = rui): Promise<OpenForm> => openForm(core, 'alerts.add', '', who);
const edit = (id = 'wait', who = rui): Promise<OpenForm> => openForm(core, 'alerts.edit', `l|${id}`, who);
const act = (action: string, value: string, who = rui): Promise<Reply> => core.dispatch.act(`alerts.${action}`, value, who);

/** Every minute up to now. */
async function evaluate(...minutes: number[]): Promise<void> {
  for (const one of minutes) {
    now = new Date(DESK_AT.getTime() + one * MINUTE);
    await core.alerting.evaluate(now);
  }
}

function cardOf({ answer }: Reply): Card {
  if (answer.kind !== 'card') throw new Error(`a card was expected, not ${JSON.stringify(answer).slice(0, 300)}`);
  return answer.card;
}

/** The labels of a row's menu. */
function menuOf(reply: Reply, lead: string): string[] {
  const rows = cardOf(reply).blocks.flatMap((block) => (block.kind === 'list' ? block.rows : []));
  const row = rows.find((one) => [one.lead, ...one.facts].some((text) => text.replaceAll('\u00a0', ' ').includes(lead)));
  return (row?.menu ?? []).map(({ label }) => label);
}

describe('the form of a rule', () => {
  test('an empty one says what is missing; filled in, it is saved under the name of what it watches', async () => {
    const form = await add();
    expect(errorsOf(await form.submit({}))).toEqual({ indicator: 'This cannot be empty.', threshold: 'This cannot be empty.' });
    const saved = await form.submit({
      indicator: 'period.abandonment',
      threshold: '12,5 %',
      window: '90 min',
      for: '5 min',
      minSample: '20',
      'targets.more': 'slack:C0DESK|#desk',
      mention: 'slack:U3|Ana Sá',
    });
    expect(words(saved)).toContain('Saved. It holds from now on.');
    expect(words(saved)).toContain('Abandonment in 1 h 30 · Abandonment in 1 h 30 above 12.5% for 5 min · never fired');
    expect(await rules()).toMatchObject([
      {
        title: 'Abandonment in 1 h 30',
        threshold: 0.125,
        windowMs: 90 * MINUTE,
        forMs: 5 * MINUTE,
        targets: ['slack:C0DESK'],
        mention: 'slack:U3',
      },
    ]);
    // Both are called by their names from now on, also in the form.
    const [id = ''] = (await rules()).map((one) => one.id);
    const again = await edit(id);
    expect(again.form.blocks).toContainEqual(
      expect.objectContaining({ name: 'targets', options: [{ value: 'slack:C0DESK', label: '#desk' }] }),
    );
    expect(again.form.blocks).toContainEqual(expect.objectContaining({ name: 'mention', value: { value: 'slack:U3', label: 'Ana Sá' } }));
    expect(again.values).toMatchObject({ threshold: '12.5 %', window: '1 h 30', for: '5 min' });
  });

  test('saved untouched, in either language, nothing is changed', async () => {
    await watch(
      rule({ threshold: 61_500, clear: 1_250, hours: 'mon-fri 08:00-18:00', escalateMs: MINUTE, escalateTo: ['slack:U3'] }),
      rule({ id: 'csat', indicator: 'period.csat', threshold: 4.123, operator: 'below' }),
      rule({ id: 'more', kind: 'change', indicator: 'period.opened', threshold: 0.333, clear: 0.2, floor: 7, weeks: 2 }),
      rule({ id: 'job', kind: 'job', indicator: null, job: 'digests', threshold: 30 * MINUTE, horizonMs: MINUTE, weeks: 7, minSample: 9 }),
    );
    const before = await rules();
    for (const language of ['en', 'pt-BR'] as const)
      for (const { id } of before)
        expect(words(await (await edit(id, { ...rui, language })).submit())).toMatch(/Nothing was different|Nada estava diferente/);
    expect(await rules()).toEqual(before);
  });

  test('what is made up is refused where it stands, and nothing is saved', async () => {
    await watch(rule());
    const form = await edit();
    const wrong: [Record<string, string | string[]>, string[]][] = [
      [{ indicator: 'now.everything' }, ['indicator']],
      [{ department: '', channel: 'pigeon' }, ['channel']],
      [{ operator: 'beside' }, ['operator']],
      [{ severity: 'huge' }, ['severity']],
      [{ threshold: '10 moons' }, ['threshold']],
      [{ for: '3 days', window: '2 d' }, ['for', 'window']],
      [{ 'targets.more': 'nowhere' }, ['targets.more']],
      [{ mention: '<!channel>' }, ['mention']],
      [{ announce: '#desk' }, ['announce']],
      [{ title: 'x'.repeat(61) }, ['title']],
      [{ indicator: 'now.agents.online', channel: 'whatsapp', threshold: '1' }, ['channel']],
    ];
    for (const [given, fields] of wrong)
      expect({ given, fields: Object.keys(errorsOf(await form.submit(given))).sort() }).toEqual({ given, fields });
    expect(await rules()).toEqual([rule()]);
  });

  test('a kind that was changed but not shown is not saved: the form shows its fields first', async () => {
    await watch(rule());
    const shown = formOf(await (await edit()).submit({ kind: 'silence' }), core, rui);
    expect(shown.words).toContain('This kind has other fields. Look through them, then save.');
    expect(shown.values).not.toHaveProperty('indicator');
    expect(await rules()).toEqual([rule()]);
    await shown.submit({ threshold: '20 min' });
    expect(await rules()).toMatchObject([{ kind: 'silence', indicator: null, threshold: 20 * MINUTE }]);
  });

  test('a forecast looks back for minutes, other kinds for an hour, until somebody says otherwise', async () => {
    const turned = (form: OpenForm, kind: string, given: Record<string, string> = {}): Promise<OpenForm> =>
      form.press('Show the fields of this kind', { kind, ...given });
    const forecast = await turned(await add(), 'forecast');
    expect(forecast.values['window']).toBe('15 min');
    expect((await turned(forecast, 'change')).values['window']).toBe('1 h');
    expect((await turned(forecast, 'change', { window: '20 min' })).values['window']).toBe('20 min');
    await forecast.submit({ indicator: 'now.queue.size', threshold: '9', window: '' });
    expect(await rules()).toMatchObject([{ kind: 'forecast', windowMs: 15 * MINUTE }]);
  });

  test('the other settings are a step on top; what is wrong there is told there, and on the form by its name', async () => {
    await watch(rule({ clear: 8 * MINUTE }));
    const form = await edit();
    const more = await form.press('More settings', { threshold: '12 min' });
    expect(errorsOf(await more.submit({ clear: '20 min', hours: 'own', ownHours: 'always', escalateAfter: '5 min' }))).toEqual({
      clear: 'Expected a value on the good side of the limit, or nothing for the limit itself.',
      ownHours: expect.stringContaining('mon-fri 08:00-18:00'),
      'escalateTo.more': 'An escalation needs both a time and somebody to tell.',
    });
    const back = formOf(
      await more.submit({
        clear: '9 min',
        hours: 'own',
        ownHours: 'seg-sex 8h-18h',
        escalateAfter: '5 min',
        'escalateTo.more': 'slack:U3|Ana Sá',
      }),
      core,
      rui,
    );
    expect(errorsOf(await back.submit({ threshold: '7 min' }))).toEqual({
      threshold: 'More settings: Over at. Expected a value on the good side of the limit, or nothing for the limit itself.',
    });
    await back.submit();
    expect(await rules()).toMatchObject([
      { threshold: 12 * MINUTE, clear: 9 * MINUTE, hours: 'mon-fri 08:00-18:00', escalateMs: 5 * MINUTE, escalateTo: ['slack:U3'] },
    ]);
  });

  test('hours that were typed are meant, also where “always” still stands above them', async () => {
    await watch(rule());
    const more = await (await edit()).press('More settings');
    await formOf(await more.submit({ ownHours: 'seg-sex 08:00-18:00' }), core, rui).submit();
    expect(await rules()).toMatchObject([{ hours: 'mon-fri 08:00-18:00' }]);
    const again = await (await edit()).press('More settings');
    await formOf(await again.submit({ hours: 'always' }), core, rui).submit();
    expect(await rules()).toMatchObject([{ hours: '' }]);
  });

  test('a change differs by more or by less: “or less” becomes “below” when the kind is changed', async () => {
    await watch(rule({ operator: 'at_most' }));
    const change = await (await edit()).press('Show the fields of this kind', { kind: 'change' });
    await change.submit({ indicator: 'period.opened', threshold: '50 %' });
    expect(await rules()).toMatchObject([{ kind: 'change', operator: 'below', threshold: 0.5 }]);
  });

  test.each([
    ['now.queue.size', '10 min', 'Expected a number such as 20.'],
    ['now.queue.longest', '80 %', 'Expected a time such as 10 min or 1h30.'],
    ['period.service_level', '150', 'Expected a percentage from 0 to 100 %, such as 80 %.'],
    ['period.csat', '9', 'Expected a score up to 5, such as 4.2.'],
  ])('of %s a limit of %s is refused with what is expected of it', async (indicator, threshold, said) => {
    expect(errorsOf(await (await add()).submit({ indicator, threshold }))).toEqual({ threshold: said });
  });

  test('what nobody can choose so is told in words, not in ids', async () => {
    const change = await (await add()).press('Show the fields of this kind', { kind: 'change' });
    expect(errorsOf(await change.submit({ indicator: 'now.queue.size', threshold: '50' }))).toMatchObject({
      indicator: expect.stringContaining('such as “Opened” or “Abandonment”'),
    });
    const job = await (await add()).press('Show the fields of this kind', { kind: 'job' });
    expect(errorsOf(await job.submit({ threshold: '10 min' }))).toEqual({ job: 'This cannot be empty.' });
  });

  test('agents are ticked in a step, and come back', async () => {
    await watch(rule());
    const step = await (await edit()).press('Choose agents');
    const back = formOf(await step.submit({ agents: ['a-1'] }), core, rui);
    expect(back.words).toContain('1 chosen: Bruna Rocha');
    await back.submit();
    expect(await rules()).toMatchObject([{ agents: ['a-1'] }]);
  });

  test('tried while it is typed: it says how often it would have fired, and what cannot be read', async () => {
    const form = await add();
    const tried = await form.press('Try on the last 7 days', { indicator: 'now.queue.longest', threshold: '10 min' });
    expect(tried.words.replaceAll('\u00a0', ' ')).toContain(
      'Longest wait in the queue above 10 min.\nIt would have fired once in the last 7 days.\n• Sun, Nov 22, 14:35, for 2 min and still, peak 13 min',
    );
    const reply = await core.dispatch.submit('alerts.rule.preview', { ...tried.values, threshold: 'much' }, tried.form.state ?? '', rui);
    expect(Object.keys(errorsOf(reply))).toEqual(['threshold']);
  });

  test('whoever was overtaken sees both values, and decides', async () => {
    await watch(rule());
    const form = await edit();
    await (await edit('wait', tea)).submit({ threshold: '15 min', severity: 'critical' });
    const shown = formOf(await form.submit({ threshold: '20 min' }), core, rui);
    const said = shown.words.replaceAll('\u00a0', ' ');
    expect(said).toMatch(/saved this at 14:37/);
    expect(said).toContain('Limit: “15 min” (yours: “20 min”)');
    expect(said).toContain('Severity: “critical”');
    await shown.submit();
    expect(await rules()).toMatchObject([{ threshold: 20 * MINUTE, severity: 'critical' }]);
  });
});

describe('what others may', () => {
  const submits = ['rule.save', 'rule.more.save', 'rule.agents.save', 'rule.preview', 'rule.kind', 'rule.target', 'remove.save'];
  const configuring = ['add', 'edit', 'use', 'duplicate', 'pause', 'activate', 'remove'];

  test.each([
    ['a viewer', vic],
    ['a supervisor', ana],
  ])('%s who forges the requests of an administrator is refused each time, and the log says so', async (_who, who) => {
    await watch(rule());
    const { form, values } = await edit();
    for (const name of submits) {
      const reply = await core.dispatch.submit(`alerts.${name}`, { ...values, threshold: '1 min' }, form.state ?? '', who);
      expect({ name, failed: reply.failed }).toEqual({ name, failed: true });
    }
    for (const name of configuring) expect({ name, failed: (await act(name, 'l|wait', who)).failed }).toEqual({ name, failed: true });
    expect(await rules()).toEqual([rule()]);
    const refused = core.logged.filter(({ message }) => message === 'refused: the role does not allow it');
    expect(refused).toHaveLength(submits.length + configuring.length);
    for (const search of ['target', 'mention', 'indicator']) expect(await core.dispatch.search(`alerts.${search}`, 'a', who)).toEqual([]);
  });

  test('a viewer takes nothing and keeps nothing quiet; a supervisor does', async () => {
    await watch(rule());
    await evaluate(0);
    const [open] = await core.alerting.alerts.incidents({ open: true, limit: 1 });
    const id = open?.id ?? '';
    for (const [action, value] of [
      ['acknowledge', `m|${id}`],
      ['release', `m|${id}`],
      ['snooze', `m|1h|${id}`],
      ['again', 'l|wait'],
      ['send', 'x'],
      ['preview', 'l|wait'],
      ['gallery', ''],
    ] as const)
      expect({ action, failed: (await act(action, value, vic)).failed }).toEqual({ action, failed: true });
    expect((await core.alerting.alerts.board()).states[0]).toMatchObject({ snoozedUntil: null, incident: { acknowledged: null } });
    expect(words(await act('acknowledge', `l|${id}`, ana))).toContain('You take care of it.');
    expect(menuOf(await core.dispatch.ask('alerts', vic), 'Wait of 13 min')).toEqual(['Open', 'Open queue']);
    expect(menuOf(await core.dispatch.ask('alerts', ana), 'Wait of 13 min')).toEqual([
      'Open',
      'Give it back',
      'Quiet for 1 hour',
      'Open queue',
    ]);
    expect(menuOf(await core.dispatch.ask('alerts', rui), 'Wait of 13 min')).toEqual([
      'Open',
      'Give it back',
      'Quiet for 1 hour',
      'Change rule',
    ]);
  });

  test('buttons that are forged or late do no harm', async () => {
    await watch(rule());
    await evaluate(0);
    for (const value of ['', 'm|', 'm|1h', 'x', 'm|1h|gone', 'm|9h|wait', '__proto__'])
      for (const action of ['acknowledge', 'release', 'snooze', 'see', 'edit', 'remove', 'use', 'ready', 'preview'])
        expect({ action, value, failed: (await act(action, value)).failed }).toEqual({ action, value, failed: true });
    const [open] = await core.alerting.alerts.incidents({ open: true, limit: 1 });
    await watch();
    await evaluate(1);
    expect(words(await act('acknowledge', `l|${open?.id ?? ''}`))).toContain('It is over already, so nothing was changed.');
    expect(core.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('the lists', () => {
  test('a rule is paused, activated, duplicated and removed from its row; while it fires, removing says what that ends', async () => {
    await watch(rule({ title: 'Queue wait' }));
    await evaluate(0);
    expect(menuOf(await core.dispatch.ask('alerts', rui), 'Queue wait')).toEqual([
      'Change',
      'Try on the last 7 days',
      'Pause',
      'Duplicate',
      'Remove',
    ]);
    const asks = await openForm(core, 'alerts.remove', 'l|wait', rui);
    expect(asks.words).toBe('Queue wait watches no more. What it told stays where it is. It fires right now: that is then over.');
    expect(words(await core.dispatch.ask('alerts', rui))).toContain('1 alert fires.');
    const paused = words(await act('pause', 'l|wait'));
    expect(paused).toContain('paused');
    expect(paused).not.toContain('1 alert fires');
    const copy = await openForm(core, 'alerts.duplicate', 'l|wait', rui);
    expect(copy.values).toMatchObject({ title: 'Queue wait (copy)', threshold: '10 min' });
    await copy.submit();
    expect(new Map((await rules()).map(({ title, active }) => [title, active]))).toEqual(
      new Map([
        ['Queue wait', false],
        ['Queue wait (copy)', true],
      ]),
    );
    await act('activate', 'l|wait');
    await (await openForm(core, 'alerts.remove', 'l|wait', rui)).submit();
    expect((await rules()).map(({ title }) => title)).toEqual(['Queue wait (copy)']);
  });

  test('the list says first whether something fires; then each rule, how it stands, when it last fired; and raw', async () => {
    await watch(
      rule({ title: 'Wait', severity: 'critical' }),
      rule({ id: 'calm', title: 'Calm', indicator: 'now.queue.size', threshold: 99, targets: [] }),
    );
    expect(words(await core.dispatch.ask('alerts', vic))).toContain('Nothing fires. 2 rules watch.');
    await evaluate(0);
    const card = cardOf(await core.dispatch.ask('alertas', vic));
    expect(card.blocks[0]).toMatchObject({ tone: 'bad' });
    const list = words(await core.dispatch.ask('alerts', vic));
    expect(list).toContain('1 alert fires. Wait of 13 min in the queue, for 0 s.');
    expect(list).toContain('Calm · Queue size above 99 · never fired');
    expect(card.figures?.table?.rows.map(([id, , active, phase, value]) => [id, active, phase, value])).toEqual([
      ['calm', 'yes', 'normal', 12],
      ['wait', 'yes', 'firing', 13 * MINUTE],
    ]);
    const home = words(await core.dispatch.ask('home', vic));
    expect(home.indexOf('1 alert fires.')).toBeLessThan(home.indexOf('Waiting for agents'));
    expect(cardOf(await core.dispatch.ask('settings', rui)).figures?.table?.rows).toContainEqual(['alerts', 2]);
  });

  test('many rules come in pages', async () => {
    await watch(...Array.from({ length: 11 }, (_, index) => rule({ id: `r-${index}`, title: `Rule ${String(index).padStart(2, '0')}` })));
    const first = words(await core.dispatch.ask('alerts', rui));
    expect([first.includes('Rule 07'), first.includes('Rule 08'), first.includes('1–8 of 11')]).toEqual([true, false, true]);
    const second = words(await core.dispatch.act('alerts.list.page', 'offset=8', rui));
    expect([second.includes('Rule 07'), second.includes('Rule 10')]).toEqual([false, true]);
  });

  test('the history has every end and why, of all rules or of one, and as a file', async () => {
    await watch(rule({ title: 'Wait' }), rule({ id: 'size', title: 'Size', indicator: 'now.queue.size', threshold: 3 }));
    await evaluate(0);
    await act('acknowledge', `l|${(await core.alerting.alerts.incidents({ rule: 'size', limit: 1 }))[0]?.id ?? ''}`, ana);
    await watch(rule({ title: 'Wait', active: false }), rule({ id: 'size', title: 'Size', indicator: 'now.queue.size', threshold: 3 }));
    await evaluate(1);
    const all = cardOf(await core.dispatch.ask('alerts history', vic));
    const rows = all.blocks.flatMap((block) => (block.kind === 'list' ? block.rows : []));
    expect(
      rows.map(({ lead, facts, detail }) =>
        plain([[lead, ...facts].join(' · '), detail === undefined ? '' : `\n${plain(detail)}`]).replaceAll('\u00a0', ' '),
      ),
    ).toEqual([
      '14:37 · Longest wait in the queue · 1 min\npeak 13 min · limit 10 min · rule paused',
      '14:37 · Queue size · open for 1 min\npeak 12 · limit 3 · taken by slack:U3',
    ]);
    expect(words(await core.dispatch.ask('alerts history size', vic))).not.toContain('Longest wait');
    expect(words(await core.dispatch.ask('alerts history nothing', vic))).toContain('I know no rule “nothing”');
    const { answer } = await core.dispatch.ask('csv alerts', ana);
    if (answer.kind !== 'export') throw new Error('a file was expected');
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.export.bytes(new AbortController().signal, () => undefined)) chunks.push(chunk);
    const lines = Buffer.concat(chunks).toString().trim().split(/\r?\n/);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('acknowledged_by');
    expect(lines.find((line) => line.includes('Size'))).toContain('slack:U3');
  });

  test('one alert as it stands, also when it is over', async () => {
    await watch(rule({ title: 'Wait' }));
    expect(words(await core.dispatch.ask('alerts show', vic))).toContain('No alert has fired yet.');
    expect(words(await core.dispatch.ask('alerts show wait', vic))).toContain('“Wait” has never fired.');
    expect(words(await core.dispatch.ask('alerts galery', vic))).toContain('Did you mean “alerts gallery”?');
    await evaluate(0);
    expect(words(await core.dispatch.ask('alerts show wait', vic))).toContain('12 waiting, up to 13 min');
    await watch();
    await evaluate(1);
    expect(words(await core.dispatch.ask('alerts show', vic))).toContain('the rule was removed. By somebody at the terminal.');
  });
});

describe('how it goes', () => {
  test('before the first evaluation, in time, and late', async () => {
    expect(words(await core.dispatch.ask('alerts status', vic))).toContain('The rules have not been evaluated yet.');
    await watch(rule());
    await evaluate(0);
    const good = cardOf(await core.dispatch.ask('alertas situacao', vic));
    expect(good.figures?.indicators).toContainEqual({ id: 'alerts.firing', value: 1, unit: 'count' });
    now = new Date(now.getTime() + 30 * MINUTE);
    const late = await core.dispatch.ask('alerts status', vic);
    expect(words(late)).toContain('The rules were last evaluated 30 min ago, instead of once a minute.');
  });

  test('a message that was given up says why, and is sent again by a supervisor', async () => {
    await watch(rule());
    await evaluate(0);
    await store.deliveries.updateMany(
      {},
      { $set: { state: 'failed', error: 'not_in_channel: Vigia is not in that channel', failedAt: now } },
    );
    const seen = cardOf(await core.dispatch.ask('alerts status', vic));
    expect(JSON.stringify(seen.blocks)).toContain('not_in_channel');
    expect(menuOf(await core.dispatch.ask('alerts status', vic), 'Wait of 13 min in the queue')).toEqual([]);
    expect(menuOf(await core.dispatch.ask('alerts status', ana), 'Wait of 13 min in the queue')).toEqual(['Send again']);
    const [failed] = await store.deliveries.find({}).toArray();
    expect(words(await act('send', String(failed?._id), ana))).toContain('It is on its way again.');
    expect(await store.deliveries.distinct('state')).toEqual(['waiting']);
    expect(words(await act('send', String(failed?._id), ana))).toContain('not among those that were given up any more');
  });
});

test('a new limit can be announced: whoever reads the channel is told from what to what', async () => {
  const posted: string[] = [];
  core = testCore(store, {
    now: () => now,
    admins: ['slack:U1'],
    platforms: [{ name: 'slack', post: async (_target, card) => (posted.push(JSON.stringify(card)), { ok: true, message: '1' }) }],
  });
  core.sender.start();
  await watch(rule({ title: 'Wait' }));
  await (await edit()).submit({ threshold: '15 min', announce: 'slack:C0DESK|#desk' });
  await core.sender.stop();
  expect(posted.map((text) => text.replaceAll('\u00a0', ' '))).toEqual([expect.stringContaining('Alert Wait: Limit: 10 min → 15 min')]);
});
