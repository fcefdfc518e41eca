/** Forms on every platform that has them: each kind of input, a searched and paged list, a preview, a step that comes back. */
import { join } from 'node:path';
import { createCharts, type Charts } from '../../src/charts/charts.ts';
import type { Store } from '../../src/store/connect.ts';
import { testCore } from '../core.ts';
import { root } from '../engines.ts';
import { workbench } from '../fixtures/workbench.ts';
import { dropStore, openStore } from '../store.ts';
import type { PlatformDriver, Shown, ShownForm } from './driver.ts';
import { consoleDriver } from './drivers/console.ts';
import { slackDriver } from './drivers/slack.ts';
import { teamsDriver } from './drivers/teams.ts';
import { contextOf } from './platform.ts';

const PLATFORMS = [
  { name: 'slack', make: slackDriver, person: 'U0ADMIN' },
  { name: 'teams', make: teamsDriver, person: 'aad-admin' },
  { name: 'console', make: consoleDriver, person: 'local' },
];

let store: Store;
let charts: Charts;
beforeAll(async () => {
  store = await openStore();
  charts = createCharts({ workerFile: join(root, 'dist', 'src', 'charts', 'worker.js') });
});
afterAll(async () => {
  await charts.close();
  await dropStore(store);
});

/** The form that stands open. */
function formOf({ form }: Shown): ShownForm {
  if (!form) throw new Error('no form is open');
  return form;
}

function input(form: ShownForm, name: string): ShownForm['inputs'][number] {
  const found = form.inputs.find((one) => one.name === name);
  if (!found) throw new Error(`no input ${name} among ${form.inputs.map((one) => one.name).join(', ')}`);
  return found;
}

describe.each(PLATFORMS)('$name', ({ name, make, person }) => {
  let driver: PlatformDriver;
  beforeAll(async () => {
    driver = make();
    await driver.open(await contextOf(testCore(store, { admins: [`${name}:${person}`], more: [workbench()] }), store, charts));
  });
  afterAll(() => driver.close());

  async function open(): Promise<ShownForm> {
    const card = await driver.ask('workbench', person, 'en-US');
    const button = card.buttons.find(({ label }) => label === 'Open');
    if (!button) throw new Error('no button opens the form');
    return formOf(await button.press());
  }

  test('every kind of input shows its label and the value that holds', async () => {
    const form = await open();
    expect(form.title).toBe('Workbench');
    expect(form.depth).toBe(0);
    expect(form.text).toMatch(/Every kind of input/);
    const values = Object.fromEntries(form.inputs.map((one) => [one.name, one.value]));
    expect(values).toMatchObject({
      title: 'Order',
      count: '3',
      wait: '5 min',
      opens: '08:00',
      day: '2026-11-23',
      category: 'c-1',
      channels: 'whatsapp',
      notify: 'true',
      crew: '',
    });
    expect(input(form, 'channels').options).toEqual(['WhatsApp', 'Telegram', 'Live chat']);
    expect(input(form, 'crew').options).toHaveLength(5);
    await form.cancel();
  });

  test('wrong values keep their place with an error each; the corrected ones are saved and seen', async () => {
    const form = await open();
    const refused = formOf(await form.submit({ title: 'Night shift', wait: 'soon', channels: [], opens: '22:30' }));
    expect(refused.errors).toEqual({ wait: 'Expected a time such as 5 min', channels: 'Choose a channel' });
    expect(input(refused, 'title').value).toBe('Night shift');
    expect(input(refused, 'opens').value).toBe('22:30');
    const saved = await refused.submit({
      wait: '1 h',
      channels: ['Telegram', 'Live chat'],
      day: '2026-12-24',
      count: '7',
      notify: 'false',
    });
    expect(saved.form).toBeUndefined();
    expect(saved.text).toMatch(/Saved/);
    expect(saved.replaced).toBe(true);
    for (const said of [
      'title=Night shift',
      'wait=1 h',
      'opens=22:30',
      'day=2026-12-24',
      'count=7',
      'channels=telegram+livechat',
      'notify=false',
    ])
      expect(saved.text).toContain(said);
  });

  test('one of many is found by typing', async () => {
    const form = await open();
    expect(await form.type('lead', 'elisa')).toEqual(['Elisa E.', 'Elisa J.', 'Elisa O.', 'Elisa T.']);
    expect(await form.type('lead', 'nobody at all')).toEqual([]);
    await form.type('lead', 'elisa o');
    const saved = await form.submit({ lead: 'Elisa O.' });
    expect(saved.text).toContain('lead=chatwoot:15');
  });

  test('what is ticked survives pages and a new search, and what is typed beside it too', async () => {
    let form = await open();
    form = formOf(await form.press('Next', { crew: ['Ana A.', 'Davi D.'], title: 'Team of four' }));
    expect(form.text).toMatch(/6–10 of 23, 2 chosen/);
    expect(input(form, 'title').value).toBe('Team of four');
    form = formOf(await form.press('Search', { crew: ['Bruna G.'], 'crew.query': 'elisa' }));
    expect(form.text).toMatch(/1–4 of 4, 3 chosen/);
    form = formOf(await form.press('Search', { crew: ['Elisa T.'], 'crew.query': '' }));
    expect(form.text).toMatch(/1–5 of 23, 4 chosen/);
    expect(input(form, 'crew').value).toBe('chatwoot:1,chatwoot:4');
    form = formOf(await form.press('Next', { crew: ['Ana A.'] }));
    expect(input(form, 'crew').value).toBe('chatwoot:7');
    expect(form.buttons).toEqual(expect.arrayContaining(['Previous', 'Next']));
    const saved = await form.submit({});
    expect(saved.text).toMatch(/crew=chatwoot:1\+chatwoot:20\+chatwoot:7|crew=(?=.*chatwoot:1\b)(?=.*chatwoot:7)(?=.*chatwoot:20)/);
    expect(saved.text).not.toContain('chatwoot:4');
  });

  test('a preview shows what was typed, before anything is saved', async () => {
    const form = formOf(await (await open()).press('Preview', { title: 'Hello', body: 'First line\nSecond line' }));
    expect(form.text).toMatch(/Hello/);
    expect(form.text).toMatch(/First line/);
    expect(input(form, 'body').value).toBe('First line\nSecond line');
    await form.cancel();
  });

  test('a step is pushed, refuses, and comes back with what it made; what was typed below is still there', async () => {
    const form = await open();
    const pushed = formOf(await form.press('New category', { title: 'Half typed' }));
    expect(pushed.title).toBe('New category');
    expect(pushed.depth).toBe(1);
    const refused = formOf(await pushed.submit({ name: 'Orders' }));
    expect(refused.errors).toEqual({ name: 'Orders is there already' });
    const below = formOf(await refused.submit({ name: 'Returns' }));
    expect(below.title).toBe('Workbench');
    expect(below.depth).toBe(0);
    expect(input(below, 'title').value).toBe('Half typed');
    expect(input(below, 'category').value).toBe('c-2');
    expect(input(below, 'category').options).toEqual(['Orders', 'Returns']);
    const saved = await below.submit({});
    expect(saved.text).toContain('category=c-2');
  });

  test('a pushed step that is cancelled leaves the form below as it was', async () => {
    const form = await open();
    const pushed = formOf(await form.press('New category', { title: 'Kept' }));
    const below = formOf(await pushed.cancel());
    expect(below.depth).toBe(0);
    expect(input(below, 'title').value).toBe('Kept');
    const closed = await below.cancel();
    expect(closed.form).toBeUndefined();
  });
});
