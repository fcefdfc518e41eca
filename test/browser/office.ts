/** An administrator's console in a real browser, over the product's own core and a desk of its own for each test. */
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Store } from '../../src/store/connect.ts';
import { type TestCore, testCore } from '../core.ts';
import { buildPage } from '../fakes/console/bundle.ts';
import { assetsWith, contextAround, type RunningConsole, startConsole } from '../fakes/console/server.ts';
import { DESK_AT, deskEvents } from '../fixtures/desk.ts';
import { dropStore, openStore } from '../store.ts';
import { DESKTOP, faintWords, launch, pictures, watch } from './browser.ts';

export interface Office {
  /** Of the test that is running. */
  readonly store: Store;
  readonly core: TestCore;
  /** Moves the desk's clock, which stands at `DESK_AT` when a test begins. */
  setNow: (at: Date) => void;
  /** A page on which the first answer stands. */
  open: (options: BrowserContextOptions) => Promise<Page>;
  /** A picture of the page, or of a part of it, to be looked at; nothing on it is too faint to read, and nothing is wider than the screen. */
  look: (page: Page, name: string, of?: Locator) => Promise<void>;
}

/** Registers what begins and ends every test of the file. @param name what its pictures begin with */
export function office(name: string): Office {
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

  return {
    get store() {
      return store;
    },
    get core() {
      return core;
    },
    setNow: (at) => {
      now = at;
    },
    open: async (options) => {
      const context = await browser.newContext({ ...DESKTOP, reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      watch(page, running.url, faults);
      await page.goto(running.url);
      await page.locator('article').first().waitFor();
      return page;
    },
    look: async (page, picture, of) => {
      await (of ?? page).screenshot({ path: join(pictures, `${name}-${picture}.png`) });
      expect(await page.evaluate(faintWords)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    },
  };
}

export async function ask(page: Page, text: string): Promise<void> {
  const question = page.getByRole('combobox', { name: /^(Sua pergunta|Your question)$/ });
  await question.fill(text);
  await question.press('Enter');
}

/** The last card of a title. */
export const card = (page: Page, title: string): Locator => page.getByRole('article', { name: title }).last();
export const button = (scope: Page | Locator, name: string): Locator => scope.getByRole('button', { name, exact: true }).first();
export const field = (scope: Locator, name: string): Locator => scope.getByLabel(name, { exact: false }).first();
