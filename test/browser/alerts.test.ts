/** Alerts in a real browser on a phone: from the gallery to a rule that fires and is taken; in both languages, light and dark. */
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { type MessageKey, type MessageValues, translator } from '../../src/i18n/translate.ts';
import type { Store } from '../../src/store/connect.ts';
import { type TestCore, testCore } from '../core.ts';
import { buildPage } from '../fakes/console/bundle.ts';
import { assetsWith, contextAround, type RunningConsole, startConsole } from '../fakes/console/server.ts';
import { DESK_AT, deskEvents } from '../fixtures/desk.ts';
import { dropStore, openStore } from '../store.ts';
import { faintWords, launch, PHONE, pictures, until, watch } from './browser.ts';

const MINUTE = 60_000;
let browser: Browser;
let store: Store;
let core: TestCore;
let running: RunningConsole;
let faults: string[];
let now: Date;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  faults = [];
  now = DESK_AT;
  store = await openStore();
  core = testCore(store, { now: () => now, admins: ['console:local'] });
  await core.intake.record(deskEvents());
  running = await startConsole(contextAround(core.dispatch), { personId: 'console:local', assets: assetsWith(buildPage()) });
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await running.close();
  await dropStore(store);
  expect(faults).toEqual([]);
});

async function open(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ ...PHONE, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  watch(page, running.url, faults);
  await page.goto(running.url);
  await page.locator('article').first().waitFor();
  return page;
}

async function ask(page: Page, text: string): Promise<void> {
  const question = page.getByRole('combobox', { name: /^(Sua pergunta|Your question)$/ });
  await question.fill(text);
  await question.press('Enter');
}

const card = (page: Page, title: string): Locator => page.getByRole('article', { name: title }).last();
const button = (scope: Page | Locator, name: string): Locator => scope.getByRole('button', { name, exact: true }).first();
const field = (scope: Locator, name: string): Locator => scope.getByLabel(name, { exact: false }).first();

/** A picture to be looked at; nothing on it is too faint to read, and nothing is wider than the phone. */
async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `alerts-${name}.png`) });
  expect(await page.evaluate(faintWords)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
}

describe.each([
  { language: 'pt-BR', gallery: 'alertas galeria', list: 'alertas', scheme: 'dark' },
  { language: 'en', gallery: 'alerts gallery', list: 'alerts', scheme: 'light' },
] as const)('in $language, $scheme', ({ language, gallery, list, scheme }) => {
  const t = (key: MessageKey, values?: MessageValues): string => translator(language)(key, values);

  it('a ready rule is used, tried and saved; it fires, is opened and taken', async () => {
    const page = await open({ locale: language, colorScheme: scheme });
    await ask(page, gallery);
    const ready = card(page, t('alerts.gallery.title'));
    await ready.waitFor();
    await look(page, `${language}-gallery`);
    await ready.locator('.menu .more').first().click();
    await button(ready, t('alerts.use')).click();
    const form = page.getByRole('dialog', { name: t('alerts.add') });
    await form.waitFor();
    await look(page, `${language}-form`);
    await field(form, t('audit.field.threshold')).fill('dez');
    await button(form, t('settings.add')).click();
    await form.getByText(t('problem.alert.threshold')).waitFor();
    await look(page, `${language}-wrong`);
    await field(form, t('audit.field.threshold')).fill('6 min');
    await button(form, t('alerts.preview')).click();
    await form
      .getByRole('blockquote')
      .getByText(t('alerts.preview.count', { count: 1 }), { exact: false })
      .waitFor();
    await look(page, `${language}-tried`);
    await button(form, t('alerts.more')).click();
    const more = page.getByRole('dialog', { name: t('alerts.more') });
    await more.waitFor();
    await look(page, `${language}-more`);
    await button(more, t('alerts.more.take')).click();
    await more.waitFor({ state: 'detached' });
    await button(form, t('settings.add')).click();
    await form.waitFor({ state: 'detached' });
    await card(page, t('alerts.title')).getByText(t('settings.saved')).waitFor();

    for (let minutes = -30; minutes <= 0; minutes += 1) {
      now = new Date(DESK_AT.getTime() + minutes * MINUTE);
      await core.alerting.evaluate(now);
    }
    await ask(page, list);
    const alerts = card(page, t('alerts.title'));
    await alerts.getByText(t('alerts.firing', { count: 1 })).waitFor();
    await look(page, `${language}-firing`);
    await alerts.locator('.menu .more').first().click();
    await look(page, `${language}-menu`);
    await button(alerts, t('alerts.see')).click();
    const shown = page.getByRole('article', { name: /13\smin/ }).last();
    await shown.waitFor();
    await look(page, `${language}-shown`);
    await button(shown, t('alert.acknowledge')).click();
    await shown.getByText(t('alerts.taken')).waitFor();
    await until(async () => (await core.alerting.alerts.board()).states[0]?.incident?.acknowledged?.by === 'console:local');
    await look(page, `${language}-taken`);
  });
});
