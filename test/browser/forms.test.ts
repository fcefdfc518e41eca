/** A supervisor fills in forms in a real browser: every kind of input, by mouse, by keyboard alone, on a phone, at night. */
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { type Bench, workbenchDesk } from '../fakes/console/bench.ts';
import { buildPage } from '../fakes/console/bundle.ts';
import { assetsWith, contextAround, type RunningConsole, startConsole } from '../fakes/console/server.ts';
import { DESKTOP, faintWords, focused, launch, PHONE, pictures, until, watch } from './browser.ts';

const script = buildPage();
let browser: Browser;
let bench: Bench;
let running: RunningConsole;
let faults: string[];
/** Expected faults of one test: the browser itself reports a request that fails. */
let forgiven: RegExp | null;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

beforeEach(async () => {
  faults = [];
  forgiven = null;
  bench = workbenchDesk();
  running = await start();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await running.close();
  expect(faults.filter((fault) => !forgiven?.test(fault))).toEqual([]);
});

const start = (port = 0): Promise<RunningConsole> =>
  startConsole(contextAround(bench.dispatch), { assets: assetsWith(script), startCommand: 'workbench' }, port);

async function open(options: BrowserContextOptions = {}, ask = 'workbench'): Promise<Page> {
  const context = await browser.newContext({ ...DESKTOP, locale: 'en-US', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  watch(page, running.url, faults);
  await page.goto(`${running.url}?ask=${ask}`);
  await page.locator('article').first().waitFor();
  return page;
}

async function openForm(options: BrowserContextOptions = {}): Promise<{ page: Page; form: Locator }> {
  const page = await open(options);
  await page.getByRole('button', { name: 'Open' }).click();
  const form = page.getByRole('dialog', { name: 'Workbench' });
  await form.waitFor();
  return { page, form };
}

const button = (within: Page | Locator, name: string): Locator => within.getByRole('button', { name, exact: true });
const field = (within: Locator, label: string | RegExp): Locator => within.getByLabel(label);
const lead = (form: Locator): Locator => form.getByRole('combobox', { name: 'Lead' });
const offers = (page: Page): Locator => page.getByRole('listbox').getByRole('option');
/** The line below a paged list. */
const said = (form: Locator, text: string): Promise<void> => form.locator('.section', { hasText: text }).waitFor();
const saved = (page: Page): Promise<string> => page.getByRole('article', { name: 'Saved' }).innerText();

/** Goes on with Tab until this has the focus; wherever it comes by, the focus is seen. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < 50; step += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement ?? document.body;
      // Behind the last comes the browser itself, where nothing of the page has the focus.
      const seen = [element, element.closest('label')].filter((one) => one !== null);
      const ring = element === document.body || seen.some((one) => getComputedStyle(one).outlineStyle !== 'none');
      return ring ? 'seen' : `not seen: ${element.outerHTML.slice(0, 80)}`;
    });
    expect(at).toBe('seen');
    if (await focused(target)) return;
  }
  throw new Error('Tab never comes there');
}

describe('every kind of input', () => {
  it('is filled in by mouse, and the card says what was saved', async () => {
    const { page, form } = await openForm();
    await field(form, 'Title').fill('Night shift');
    await field(form, 'Body').fill('First line\nSecond line');
    await field(form, 'Count').fill('7');
    await field(form, 'Wait').fill('1 h');
    await field(form, 'Opens').fill('22:30');
    await field(form, 'Day').fill('2026-12-24');
    await field(form, 'Category').selectOption({ label: 'Orders' });
    await lead(form).click();
    expect(await offers(page).count()).toBe(10);
    await lead(form).fill('elisa');
    await page.getByRole('option', { name: 'Elisa O.' }).click();
    expect(await lead(form).inputValue()).toBe('Elisa O.');
    expect(await page.getByRole('listbox').count()).toBe(0);
    await form.getByRole('group', { name: 'Channels' }).getByLabel('Telegram').check();
    await form.getByRole('group', { name: 'Channels' }).getByText('WhatsApp').click();
    await field(form, 'Notify').uncheck();
    await form.getByRole('group', { name: 'Crew' }).getByLabel('Davi D.').check();
    await button(form, 'Save').click();
    await form.waitFor({ state: 'detached' });
    const words = await saved(page);
    for (const part of [
      'title=Night shift',
      'count=7',
      'wait=1 h',
      'opens=22:30',
      'day=2026-12-24',
      'category=c-1',
      'lead=chatwoot:15',
      'channels=telegram',
      'notify=false',
      'crew=chatwoot:4',
    ])
      expect(words).toContain(part);
    expect(bench.sent[0]).toMatchObject({ submit: 'workbench.save', values: { body: 'First line\nSecond line', count: 7 } });
    // It took the place of its card, and with the card's button gone the focus is on the answer.
    expect(await page.getByRole('article').count()).toBe(1);
    expect(await focused(page.getByRole('article', { name: 'Saved' }))).toBe(true);
  });

  it('is filled in by keyboard alone, steps and lists included, and Enter in a line saves', async () => {
    const page = await open();
    const form = page.getByRole('dialog', { name: 'Workbench' });
    await tabTo(page, button(page, 'Open'));
    await page.keyboard.press('Enter');
    await form.waitFor();
    expect(await focused(field(form, 'Title'))).toBe(true);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('By hand');
    await tabTo(page, field(form, 'Body'));
    await page.keyboard.type('One');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Two');
    await tabTo(page, field(form, 'Count'));
    await page.keyboard.type('9');
    await tabTo(page, field(form, 'Wait'));
    await page.keyboard.type('90 s');
    await tabTo(page, field(form, 'Opens'));
    await page.keyboard.type('0945PM');
    await tabTo(page, field(form, 'Day'));
    await page.keyboard.type('01312027');
    await tabTo(page, button(form, 'New category'));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'New category' }).waitFor();
    await page.keyboard.type('Returns');
    await page.keyboard.press('Enter');
    await until(async () => (await page.getByRole('dialog').count()) === 1);
    expect(await focused(button(form, 'New category'))).toBe(true);
    await tabTo(page, lead(form));
    expect(await lead(form).getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.type('ana');
    const list = page.getByRole('listbox', { name: 'Suggestions for Lead' });
    await until(async () => (await list.getByRole('option').count()) === 5);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await list.getByRole('option', { name: 'Ana F.' }).getAttribute('id')).toBe(
      await lead(form).getAttribute('aria-activedescendant'),
    );
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    expect(await form.count()).toBe(1);
    expect(await lead(form).inputValue()).toBe('Ana F.');
    await tabTo(page, form.getByLabel('Telegram'));
    await page.keyboard.press('Space');
    await tabTo(page, field(form, 'Notify'));
    await page.keyboard.press('Space');
    await tabTo(page, form.getByLabel('Bruna B.'));
    await page.keyboard.press('Space');
    await tabTo(page, button(form, 'Next'));
    await page.keyboard.press('Enter');
    await until(() => focused(form.getByRole('group', { name: 'Crew' })));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await tabTo(page, field(form, 'Search the crew'));
    await page.keyboard.type('davi i');
    await page.keyboard.press('Enter');
    await until(async () => (await form.getByText('1–1 of 1, 2 chosen').count()) > 0);
    await tabTo(page, field(form, 'Title'));
    await page.keyboard.press('Enter');
    await form.waitFor({ state: 'detached' });
    expect(bench.sent.at(-1)).toMatchObject({ submit: 'workbench.save', value: undefined });
    const words = await saved(page);
    for (const part of [
      'title=By hand',
      'body=One Two',
      'count=9',
      'wait=90 s',
      'opens=21:45',
      'day=2027-01-31',
      'category=c-2',
      'lead=chatwoot:6',
      'channels=whatsapp+telegram',
      'notify=false',
      'crew=chatwoot:2+chatwoot:6',
    ])
      expect(words.replaceAll(/\s/g, ' ')).toContain(part);
  });

  it('has a name, a role and whole ties, for whoever hears it', async () => {
    const { page, form } = await openForm();
    await field(form, 'Title').fill('');
    await button(form, 'Save').click();
    await form.getByText('Write a title').waitFor();
    await lead(form).click();
    expect(await page.evaluate(brokenTies)).toEqual([]);
    const tree = await form.ariaSnapshot();
    for (const line of [
      /heading "Workbench" \[level=2\]/,
      /textbox "Title required"/,
      /combobox "Category required"/,
      /combobox "Lead" \[expanded\]/,
      /group "Channels"/,
      /checkbox "WhatsApp" \[checked\]/,
      /checkbox "Notify" \[checked\]/,
      /group "Crew"/,
      /alert: 1 field needs correcting\./,
    ])
      expect(tree).toMatch(line);
    expect(await describedBy(field(form, 'Title'))).toBe('Short Write a title');
    expect(await describedBy(field(form, 'Count'))).toBe('From 1 to 10.');
    expect(await describedBy(field(form, 'Wait'))).toBe('For example 5 min, 1 h 30 or 90 s.');
  });
});

describe('a list that is searched and paged', () => {
  it('keeps what was ticked on each page, the place and the focus', async () => {
    const { page, form } = await openForm();
    const crew = form.getByRole('group', { name: 'Crew' });
    await crew.getByLabel('Ana A.').check();
    await field(form, 'Title').fill('Kept');
    await button(form, 'Next').scrollIntoViewIfNeeded();
    const place = (): Promise<number> => form.locator('.inputs').evaluate((inputs) => inputs.scrollTop);
    const before = await place();
    await button(form, 'Next').click();
    await said(form, '6–10 of 23, 1 chosen');
    expect(await place()).toBe(before);
    expect(await focused(crew)).toBe(true);
    expect(await form.getByRole('status').innerText()).toBe('6–10 of 23, 1 chosen');
    await crew.getByLabel('Carlos H.').check();
    await field(form, 'Search the crew').fill('elisa');
    await button(form, 'Search').click();
    await said(form, '1–4 of 4, 2 chosen');
    expect(await focused(crew)).toBe(true);
    await crew.getByLabel('Elisa T.').check();
    await field(form, 'Search the crew').fill('');
    await button(form, 'Search').click();
    await said(form, '1–5 of 23, 3 chosen');
    expect(await crew.getByLabel('Ana A.').isChecked()).toBe(true);
    expect(await field(form, 'Title').inputValue()).toBe('Kept');
    await button(form, 'Save').click();
    await form.waitFor({ state: 'detached' });
    expect((await saved(page)).split('crew=')[1]?.split('+').toSorted()).toEqual(['chatwoot:1', 'chatwoot:20', 'chatwoot:8']);
  });

  it('shows a preview where it can be seen, and says it', async () => {
    const { form } = await openForm();
    await field(form, 'Body').fill('First line\nSecond line');
    await button(form, 'Preview').click();
    const preview = form.getByRole('figure', { name: 'Preview' });
    await preview.waitFor();
    expect(await preview.locator('blockquote').innerText()).toBe('Order\nFirst line\nSecond line');
    const [box, inputs] = [await preview.boundingBox(), await form.locator('.inputs').boundingBox()];
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((inputs?.y ?? 0) + (inputs?.height ?? 0) + 1);
    expect(await focused(button(form, 'Preview'))).toBe(true);
    expect(await form.getByRole('status').innerText()).toContain('Second line');
  });
});

describe('wrong values', () => {
  it('are told at their fields, the first has the focus, and once corrected they are saved', async () => {
    const { page, form } = await openForm();
    await field(form, 'Title').fill('');
    await field(form, 'Count').fill('many');
    await field(form, 'Wait').fill('soon');
    await form.getByLabel('WhatsApp').uncheck();
    await button(form, 'Save').click();
    await until(() => focused(field(form, 'Title')));
    expect(await form.getByRole('alert').innerText()).toBe('4 fields need correcting.');
    expect(await field(form, 'Title').getAttribute('aria-invalid')).toBe('true');
    expect(await describedBy(form.getByRole('group', { name: 'Channels' }))).toBe('Choose a channel');
    expect(await field(form, 'Count').inputValue()).toBe('many');
    await field(form, 'Title').fill('Right');
    await field(form, 'Count').fill('4');
    await field(form, 'Wait').fill('2 h');
    await button(form, 'Save').click();
    await until(async () => (await form.getByRole('alert').innerText()) === '1 field needs correcting.');
    expect(await focused(form.getByLabel('WhatsApp'))).toBe(true);
    await form.getByLabel('Live chat').check();
    await button(form, 'Save').click();
    await form.waitFor({ state: 'detached' });
    expect(await saved(page)).toContain('title=Right');
  });

  it('that are half typed are not sent as nothing', async () => {
    const { page, form } = await openForm();
    await field(form, 'Day').focus();
    await page.keyboard.press('Backspace');
    await lead(form).fill('eli');
    await button(form, 'Save').click();
    await form.getByText('Complete this, or clear it.').waitFor();
    expect(await focused(field(form, 'Day'))).toBe(true);
    expect(await describedBy(lead(form))).toBe('Pick one from the list, or clear this.');
    expect(bench.sent).toEqual([]);
    await field(form, 'Day').fill('2026-11-30');
    await lead(form).fill('elisa j.');
    await page.getByRole('option', { name: 'Elisa J.' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await lead(form).inputValue()).toBe('Elisa J.');
    await button(form, 'Save').click();
    await form.waitFor({ state: 'detached' });
    expect(bench.sent[0]?.values).toMatchObject({ day: '2026-11-30', lead: 'chatwoot:10' });
  });

  it('numbers are read as they are written here', async () => {
    const { form } = await openForm({ locale: 'pt-BR' });
    await field(form, 'Count').fill('1.000');
    await button(form, 'Save').click();
    await form.getByText('1 campo precisa de correção.').waitFor();
    expect(bench.sent[0]?.values).toMatchObject({ count: 1000 });
    expect(await describedBy(field(form, 'Count'))).toContain('De 1 a 10.');
  });
});

describe('a step on top', () => {
  it('refuses, adds, and comes back to what was half typed', async () => {
    const { page, form } = await openForm();
    await field(form, 'Title').fill('Half');
    await lead(form).fill('elisa o.');
    await page.getByRole('option', { name: 'Elisa O.' }).click();
    await button(form, 'New category').click();
    const step = page.getByRole('dialog', { name: 'New category' });
    await step.getByLabel('Name').fill('Orders');
    await button(step, 'Add').click();
    await step.getByText('Orders is there already').waitFor();
    await step.getByLabel('Name').fill('Returns');
    await button(step, 'Add').click();
    await step.waitFor({ state: 'detached' });
    expect(await field(form, 'Title').inputValue()).toBe('Half');
    expect(await lead(form).inputValue()).toBe('Elisa O.');
    expect(await field(form, 'Category').locator('option:checked').innerText()).toBe('Returns');
    expect(await focused(button(form, 'New category'))).toBe(true);
  });

  it('closes alone, by Escape or its button, and the form below is as it was', async () => {
    const { page, form } = await openForm();
    await field(form, 'Wait').fill('soon');
    await button(form, 'Save').click();
    await form.getByText('Expected a time').waitFor();
    await field(form, 'Body').fill('not lost');
    for (const leave of [() => page.keyboard.press('Escape'), () => button(page, 'Back').click()]) {
      await button(form, 'New category').click();
      await page.getByRole('dialog', { name: 'New category' }).waitFor();
      await leave();
      await until(async () => (await page.getByRole('dialog').count()) === 1);
      expect(await field(form, 'Body').inputValue()).toBe('not lost');
      expect(await form.getByText('Expected a time').count()).toBe(1);
      expect(await focused(button(form, 'New category'))).toBe(true);
    }
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    expect(await focused(button(page, 'Open'))).toBe(true);
  });
});

describe('what can go wrong on the way', () => {
  it('a double click saves once, and what is typed meanwhile is not lost', async () => {
    const { form } = await openForm();
    bench.slowMs = 300;
    await button(form, 'Next').dblclick();
    expect(await button(form, 'Next').getAttribute('aria-busy')).toBe('true');
    expect(await button(form, 'Save').getAttribute('aria-disabled')).toBe('true');
    await field(form, 'Title').fill('Meanwhile');
    await said(form, '6–10 of 23');
    expect(await field(form, 'Title').inputValue()).toBe('Meanwhile');
    await button(form, 'Save').dblclick();
    await form.waitFor({ state: 'detached' });
    expect(bench.sent.map(({ submit }) => submit)).toEqual(['workbench.page', 'workbench.save']);
  });

  it('a refusal is said in the dialog, which stays', async () => {
    const { page, form } = await openForm();
    await field(form, 'Body').fill('not lost');
    bench.refuses = true;
    await button(form, 'Save').click();
    await form.getByRole('alert').getByText('This needs the role “administrator”').waitFor();
    await page.screenshot({ path: join(pictures, 'form-refused.png') });
    bench.refuses = false;
    expect(await field(form, 'Body').inputValue()).toBe('not lost');
    await button(form, 'Save').click();
    await form.waitFor({ state: 'detached' });
    expect(await saved(page)).toContain('body=not lost');
  });

  it('a server that is away says so, and everything typed stays, also in a step', async () => {
    forgiven = /ERR_CONNECTION_REFUSED/;
    const { page, form } = await openForm();
    await field(form, 'Title').fill('Patient');
    await button(form, 'New category').click();
    const step = page.getByRole('dialog', { name: 'New category' });
    await step.getByLabel('Name').fill('Returns');
    await running.close();
    await button(step, 'Add').click();
    await step.getByText('What you filled in is still here').waitFor();
    running = await start(running.port);
    await button(step, 'Add').click();
    await step.waitFor({ state: 'detached' });
    await button(form, 'Save').click();
    await form.waitFor({ state: 'detached' });
    expect(await saved(page)).toMatch(/title=Patient.*category=c-2/s);
  });

  it('what cannot be taken back is asked from a row’s menu, read out whole, with the way back first', async () => {
    const page = await open({}, 'people');
    await page.getByRole('button', { name: 'More about Bruno Sá, supervisor' }).click();
    await button(page, 'Remove').click();
    const form = page.getByRole('dialog', { name: 'Remove Bruno Sá?' });
    await form.waitFor();
    expect(await describedBy(form)).toMatch(/Bruno Sá sees nothing of the desk from now on\.\s+Their 3 digests stop\./);
    expect(await focused(button(form, 'Keep'))).toBe(true);
    expect(await button(form, 'Remove').getAttribute('class')).toContain('danger');
    await page.screenshot({ path: join(pictures, 'form-danger.png') });
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    expect(await focused(page.getByRole('button', { name: 'More about Bruno Sá, supervisor' }))).toBe(true);
    await page.keyboard.press('Enter');
    await button(page, 'Remove').click();
    await button(form, 'Remove').click();
    await page.getByText('Bruno Sá is gone.', { exact: true }).waitFor();
  });
});

describe('on every screen', () => {
  const screens = [
    ['phone', PHONE],
    ['desktop', DESKTOP],
  ] as const;

  it.each(screens.flatMap(([name, screen]) => (['light', 'dark'] as const).map((scheme) => [name, scheme, screen] as const)))(
    'fits a %s, %s',
    async (name, colorScheme, screen) => {
      const { page, form } = await openForm({ ...screen, colorScheme, locale: name === 'phone' ? 'pt-BR' : 'en-US' });
      const picture = (what: string): Promise<Buffer> =>
        page.screenshot({ path: join(pictures, `form-${name}-${colorScheme}-${what}.png`) });
      await picture('first');
      await lead(form).click();
      await lead(form).pressSequentially('elisa');
      await page.getByRole('option', { name: 'Elisa E.' }).waitFor();
      await until(async () => (await offers(page).count()) === 4);
      await picture('search');
      expect(await page.evaluate(smallTargets, name === 'phone' ? 44 : 24)).toEqual([]);
      await page.getByRole('option', { name: 'Elisa E.' }).click();
      await form.getByLabel('Davi D.').check();
      await button(form, 'Next').click();
      await said(form, '6–10 of 23');
      await picture('list');
      await button(form, 'Preview').click();
      await form.getByRole('figure').waitFor();
      await picture('preview');
      await field(form, 'Title').fill('');
      await field(form, 'Wait').fill('soon');
      await form.getByLabel('WhatsApp').uncheck();
      await button(form, 'Save').click();
      await form.getByText('Write a title').waitFor();
      await picture('wrong');
      await form.getByText('Choose a channel').scrollIntoViewIfNeeded();
      await picture('wrong-group');
      expect(await page.evaluate(faintWords)).toEqual([]);
      const [save, shown] = [await button(form, 'Save').boundingBox(), page.viewportSize()];
      expect((save?.y ?? 0) + (save?.height ?? 0)).toBeLessThan(shown?.height ?? 0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
      expect(await form.locator('.inputs').evaluate((inputs) => inputs.scrollWidth > inputs.clientWidth)).toBe(false);
      await button(form, 'New category').click();
      await page.getByRole('dialog', { name: 'New category' }).waitFor();
      await picture('step');
    },
  );
});

const describedBy = (locator: Locator): Promise<string> =>
  locator.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.querySelector(`#${CSS.escape(id)}`)?.textContent ?? '')
      .join(' '),
  );

/** Runs in the page: what a checker of accessibility would say of the dialogs. */
function brokenTies(): string[] {
  const broken: string[] = [];
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  if (new Set(ids).size < ids.length) broken.push('an id twice');
  for (const element of document.querySelectorAll('dialog *')) {
    for (const tie of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-activedescendant', 'for']) {
      const named = element.getAttribute(tie)?.split(' ') ?? [];
      // A closed list is not there; its line says so.
      const closed = tie === 'aria-controls' && element.getAttribute('aria-expanded') === 'false';
      if (!closed && named.some((id) => !ids.includes(id))) broken.push(`${tie}: ${element.outerHTML.slice(0, 90)}`);
    }
    if (Number(element.getAttribute('tabindex')) > 0) broken.push(`tabindex: ${element.outerHTML.slice(0, 90)}`);
    const nameless =
      element.matches('input, select, textarea, button') &&
      !(element as HTMLInputElement).labels?.length &&
      !element.getAttribute('aria-label') &&
      !element.textContent?.trim();
    if (nameless) broken.push(`no name: ${element.outerHTML.slice(0, 90)}`);
  }
  return broken;
}

/** Runs in the page: controls of the dialog on top, and of an open list, that a finger would miss. */
function smallTargets(least: number): string[] {
  const within = [...document.querySelectorAll('dialog')].at(-1);
  return [...(within?.querySelectorAll('button, select, textarea, input, [role="option"]') ?? [])]
    .map((one) => (one.matches('[type="checkbox"]') ? (one.closest('label') ?? one.parentElement?.querySelector('label') ?? one) : one))
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < least)
    .map((one) => `${one.getBoundingClientRect().height}: ${one.outerHTML.slice(0, 90)}`);
}
