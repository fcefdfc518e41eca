/** An administrator sets up a digest in a real browser, on a phone: its times, its preview, its row. */
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { type MessageKey, translator } from '../../src/i18n/translate.ts';
import type { Language } from '../../src/view/card.ts';
import { testCore } from '../core.ts';
import { buildPage } from '../fakes/console/bundle.ts';
import { assetsWith, contextAround, type RunningConsole, startConsole } from '../fakes/console/server.ts';
import { DESK_AT, deskEvents } from '../fixtures/desk.ts';
import type { Store } from '../../src/store/connect.ts';
import { dropStore, openStore } from '../store.ts';
import { faintWords, launch, PHONE, pictures, watch } from './browser.ts';

let browser: Browser;
let store: Store;
let running: RunningConsole;
let faults: string[];

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  faults = [];
  store = await openStore();
  const core = testCore(store, { now: () => DESK_AT, admins: ['console:local'] });
  await core.intake.record(deskEvents());
  running = await startConsole(contextAround(core.dispatch), { personId: 'console:local', assets: assetsWith(buildPage()) });
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await running.close();
  await dropStore(store);
  expect(faults).toEqual([]);
});

const card = (page: Page, title: string): Locator => page.getByRole('article', { name: title }).last();
const button = (scope: Page | Locator, name: string): Locator => scope.getByRole('button', { name, exact: true }).first();
const field = (scope: Locator, name: string): Locator => scope.getByLabel(name, { exact: false }).first();

/** A picture to be looked at; nothing on it is too faint to read. */
async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `digests-${name}.png`) });
  expect(await page.evaluate(faintWords)).toEqual([]);
}

/** Nothing is wider than the phone. */
const overflows = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

it.each<[Language, string, 'light' | 'dark']>([
  ['pt-BR', 'seg a sex às 8h e 18h30', 'dark'],
  ['en', 'weekdays at 8 and 18:30', 'light'],
])('on a phone, in %s: a digest is added, seen, paused', async (locale, schedule, colorScheme) => {
  const t = (key: MessageKey): string => translator(locale)(key);
  const context = await browser.newContext({ ...PHONE, locale, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(6_000);
  watch(page, running.url, faults);
  await page.goto(running.url);
  await page.locator('article').first().waitFor();
  const question = page.getByRole('combobox', { name: /^(Sua pergunta|Your question)$/ });
  await question.fill('digests');
  await question.press('Enter');
  await button(card(page, t('digests.title')), t('digests.add')).click();
  const form = page.getByRole('dialog', { name: t('digests.add') });
  await field(form, t('audit.field.title')).fill('Bom dia');
  await field(form, t('audit.field.schedule')).fill('às luas');
  await button(form, t('settings.add')).click();
  await form.getByText(t('problem.digest.schedule')).waitFor();
  // Enter shows the next times: it does not save.
  await field(form, t('audit.field.schedule')).fill(schedule);
  await field(form, t('audit.field.schedule')).press('Enter');
  await form
    .getByText(/23.*08:00/)
    .first()
    .waitFor();
  await look(page, `form-${locale}`);
  for (const part of ['digest.part.queue', 'digest.part.today'] as const) await form.getByLabel(t(part), { exact: true }).check();
  await form.getByRole('combobox', { name: t('digests.targets') }).fill('slack:C0DESK');
  await page.getByRole('option', { name: 'slack:C0DESK' }).click();
  await button(form, t('settings.add')).click();
  const list = card(page, t('digests.title'));
  await list.getByText('Bom dia', { exact: true }).waitFor();
  await look(page, `list-${locale}`);
  await list
    .getByRole('button', { name: /⋯|Bom dia/ })
    .first()
    .click();
  await page.getByRole('button', { name: t('digests.preview') }).click();
  const digest = card(page, 'Bom dia');
  await digest.locator('img').first().waitFor();
  await digest.screenshot({ path: join(pictures, `digests-card-${locale}.png`) });
  expect(await page.evaluate(faintWords)).toEqual([]);
  expect(await overflows(page)).toBe(false);
});
