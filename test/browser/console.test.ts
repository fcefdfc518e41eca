/** A supervisor opens the console in a real browser: by mouse, by keyboard alone, on a phone, at night. Pictures go to the system's temporary folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { buildPage } from '../fakes/console/bundle.ts';
import { sampleDesk, type SampleDesk } from '../fakes/console/desk.ts';
import { assetsWith, contextAround, type RunningConsole, startConsole } from '../fakes/console/server.ts';
import { DESKTOP, faintWords, focused, launch, PHONE, pictures, until, watch } from './browser.ts';

const script = buildPage();
let browser: Browser;
let desk: SampleDesk;
let running: RunningConsole;
/** What no page may do: errors, violations of its policy, requests to anyone else. */
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
  desk = sampleDesk();
  running = await startConsole(contextAround(desk.dispatch, [], desk.exports), { assets: assetsWith(script) });
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await running.close();
  expect(faults.filter((fault) => !forgiven?.test(fault))).toEqual([]);
});

async function open(options: BrowserContextOptions = {}, path = ''): Promise<Page> {
  const context = await browser.newContext({ ...DESKTOP, locale: 'pt-BR', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  watch(page, running.url, faults);
  await page.goto(running.url + path);
  await page.locator('article').first().waitFor();
  return page;
}

const card = (page: Page, title: string): Locator => page.getByRole('article', { name: title });
const question = (page: Page): Locator => page.getByRole('combobox', { name: /^(Sua pergunta|Your question)$/ });

async function ask(page: Page, text: string): Promise<void> {
  await question(page).fill(text);
  await question(page).press('Enter');
}

describe('a newcomer', () => {
  it('sees the desk at once, asked in the language of the browser', async () => {
    const page = await open();
    expect(desk.heard.map(({ what, origin }) => [what, origin.language])).toEqual([['ask agora', 'pt-BR']]);
    expect(await card(page, 'Agora').innerText()).toContain('7 clientes sem resposta há mais de 5 min.');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Vigia');
    await open({ locale: 'en-GB' });
    expect(desk.heard.at(-1)).toMatchObject({ what: 'ask now', origin: { language: 'en' } });
  });

  it('follows a link to a question', async () => {
    const page = await open({}, '?ask=fila');
    await card(page, 'Fila').waitFor();
    expect(desk.heard.map(({ what }) => what)).toEqual(['ask fila']);
  });

  it('picks a command, and types one that nobody knows', async () => {
    const page = await open();
    await page.getByRole('navigation', { name: 'Comandos' }).getByRole('button', { name: /^hoje/ }).click();
    const today = card(page, 'Hoje');
    const picture = today.getByRole('img', { name: 'WhatsApp traz mais: 121 de 214 atendimentos' });
    await until(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth === 1600));
    expect(await today.getByRole('table', { name: 'Atendimentos por canal' }).getByRole('rowheader').allInnerTexts()).toEqual([
      'WhatsApp',
      'Telegram',
      'Facebook',
      'Instagram',
    ]);
    await today.getByText('Os números do gráfico').click();
    expect(await today.getByRole('row', { name: 'Chat do site' }).innerText()).toMatch(/Chat do site\s+10\s+–/);
    await ask(page, 'queixas');
    await card(page, 'Não deu certo').waitFor();
  });

  it('sees customers’ words as words, and their conversation behind a safe link', async () => {
    const page = await open({}, '?ask=fila');
    const queue = card(page, 'Fila');
    expect(await queue.innerText()).toContain('“Minha internet caiu de novo <script>alert(1)</script>”');
    const link = queue.getByRole('link', { name: '#20261122-000123' });
    expect([await link.getAttribute('href'), await link.getAttribute('rel')]).toEqual([
      'https://desk.example/c/20261122-000123',
      'noopener noreferrer',
    ]);
  });
});

describe('buttons', () => {
  it('update their card in place, say so politely, and keep the focus', async () => {
    const page = await open();
    const refresh = card(page, 'Agora').getByRole('button', { name: 'Atualizar' });
    for (const times of [1, 2]) {
      await refresh.click();
      await card(page, 'Agora').getByText(`atualizado ${times} vez`).waitFor();
      expect(await focused(refresh)).toBe(true);
    }
    expect(await page.getByRole('article').count()).toBe(1);
    expect(await page.getByRole('status').innerText()).toContain('Atualizado: Agora. todos os departamentos. 7 clientes');
  });

  it('open further answers under their own words', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Fila · 9' }).click();
    await card(page, 'Fila').waitFor();
    expect(await page.getByRole('log').getByText('Você perguntou: Fila · 9').count()).toBe(1);
    await card(page, 'Fila')
      .getByRole('button', { name: /^Mais sobre 12 min, Maria S\./ })
      .click();
    await page.getByRole('button', { name: 'Ver detalhes' }).click();
    await card(page, '#123').waitFor();
    expect(desk.heard.map(({ what }) => what).slice(1)).toEqual(['act now.list queue', 'act queue.show 123']);
  });

  it('choose a department in place', async () => {
    const page = await open();
    const department = page.getByRole('combobox', { name: 'Departamento' });
    await department.selectOption({ label: 'Suporte' });
    await page.getByRole('article', { name: /^Agora Suporte$/ }).waitFor();
    expect(await department.inputValue()).toBe('d-1');
    expect(await page.getByRole('article').count()).toBe(1);
  });

  it('are pressed once however often they are clicked', async () => {
    const page = await open();
    desk.slowMs = 150;
    const refresh = card(page, 'Agora').getByRole('button', { name: 'Atualizar' });
    await refresh.evaluate((button: HTMLButtonElement) => {
      button.click();
      button.click();
      setTimeout(() => button.click(), 50);
    });
    await page.getByText('atualizado 1 vez').waitFor();
    expect(desk.heard.filter(({ what }) => what.startsWith('act'))).toHaveLength(1);
  });
});

describe('a form', () => {
  async function openForm(page: Page): Promise<Locator> {
    await ask(page, 'config');
    await page.getByRole('button', { name: 'Alterar' }).click();
    const dialog = page.getByRole('dialog', { name: 'Alterar parâmetros' });
    await dialog.waitFor();
    return dialog;
  }

  it('is filled in wrongly, corrected, and takes the place of its card', async () => {
    const page = await open();
    const dialog = await openForm(page);
    const idle = dialog.getByLabel('Inativo após (minutos)');
    await idle.fill('500');
    await dialog.getByRole('button', { name: 'Salvar' }).click();
    await dialog.getByText('Esperava um número de 1 a 60.').waitFor();
    await until(() => focused(idle));
    expect(await idle.getAttribute('aria-invalid')).toBe('true');
    expect(await dialog.getByRole('alert').innerText()).toBe('1 campo precisa de correção.');
    await idle.fill('12');
    await dialog.getByLabel('Observação').fill('combinado na reunião');
    await dialog.getByLabel(/^Abreviar/).uncheck();
    await dialog.getByRole('button', { name: 'Salvar' }).click();
    await dialog.waitFor({ state: 'detached' });
    await card(page, 'Parâmetros').getByText('12 min').waitFor();
    expect(await card(page, 'Parâmetros').count()).toBe(1);
    expect(await focused(page.getByRole('button', { name: 'Alterar' }))).toBe(true);
    const values = { idle: 12, zone: 'sp', note: 'combinado na reunião', mask: false };
    expect(desk.heard.at(-1)?.what).toBe(`submit settings.save ${JSON.stringify(values)} version-7`);
  });

  it('holds the focus, and Escape gives it back to the button it came from', async () => {
    const page = await open();
    const dialog = await openForm(page);
    for (let step = 0; step < 9; step += 1) {
      await page.keyboard.press('Tab');
      const outside = await page.evaluate(() => document.activeElement !== document.body && !document.activeElement?.closest('dialog'));
      expect(outside).toBe(false);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focused(page.getByRole('button', { name: 'Alterar' }))).toBe(true);
    expect(desk.heard.some(({ what }) => what.startsWith('submit'))).toBe(false);
  });

  it('keeps what was filled in when Vigia is away', async () => {
    forgiven = /ERR_CONNECTION_REFUSED/;
    const page = await open();
    const dialog = await openForm(page);
    await dialog.getByLabel('Observação').fill('não se perde');
    await running.close();
    await dialog.getByRole('button', { name: 'Salvar' }).click();
    await dialog.getByText('O que você preencheu continua aqui').waitFor();
    running = await startConsole(contextAround(desk.dispatch), { assets: assetsWith(script) }, running.port);
    await dialog.getByRole('button', { name: 'Salvar' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(desk.heard.at(-1)?.what).toContain('não se perde');
  });
});

describe('by keyboard alone', () => {
  it('reaches everything in the order of the page, always visibly', async () => {
    const page = await open();
    const names: string[] = [];
    for (let step = 0; step < 15; step += 1) {
      await page.keyboard.press('Tab');
      const at = page.locator(':focus');
      names.push(
        (await at.getAttribute('aria-label')) ??
          (await at.evaluate(
            (element) =>
              element.closest('label')?.querySelector('span')?.textContent ??
              element.querySelector('.name')?.textContent ??
              element.textContent ??
              '',
          )),
      );
      const ring = await at.evaluate((element) => {
        const seen = [element, element.closest('label'), element.closest('.composer')].filter((one) => one !== null);
        return seen.some(
          (one) => getComputedStyle(one).outlineStyle !== 'none' || getComputedStyle(one).boxShadow.includes('0px 0px 0px 1px'),
        );
      });
      expect({ name: names.at(-1), ring }).toEqual({ name: names.at(-1), ring: true });
    }
    expect(names).toEqual([
      'Português',
      'Como neste aparelho',
      'agora',
      'hoje',
      'fila',
      'atendentes',
      'config',
      'ajuda',
      'Sem interação · 7',
      'Aguardando agentes · 12',
      'Fila · 9',
      'Departamento',
      'Atualizar',
      'Sua pergunta',
      'Perguntar',
    ]);
  });

  it('finds a command by its first letters and asks it', async () => {
    const page = await open();
    await question(page).focus();
    await page.keyboard.type('Ag');
    const list = page.getByRole('listbox', { name: 'Perguntas sugeridas' });
    expect(await list.getByRole('option').allInnerTexts()).toEqual([
      expect.stringContaining('agora'),
      expect.stringContaining('atendentes'),
    ]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const active = await question(page).getAttribute('aria-activedescendant');
    expect(await list.getByRole('option', { selected: true }).getAttribute('id')).toBe(active);
    await page.keyboard.press('Escape');
    expect(await question(page).getAttribute('aria-expanded')).toBe('false');
    expect(await question(page).inputValue()).toBe('Ag');
    await question(page).fill('fila');
    expect(await list.getByRole('option').allInnerTexts()).toEqual([
      expect.stringContaining('fila'),
      'fila suporte',
      'fila <departamento>',
    ]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await card(page, 'Fila').waitFor();
    expect(desk.heard.at(-1)?.what).toBe('ask fila suporte');
    expect(await focused(question(page))).toBe(true);
  });

  it('fills in a suggestion that leaves a place open, instead of asking it', async () => {
    const page = await open();
    await question(page).fill('fila');
    await page.getByRole('option', { name: 'fila <departamento>' }).click();
    expect(await question(page).inputValue()).toBe('fila ');
    expect(await focused(question(page))).toBe(true);
    expect(desk.heard).toHaveLength(1);
  });

  it('brings earlier questions back with arrow-up', async () => {
    const page = await open();
    await ask(page, 'fila');
    await ask(page, 'hoje');
    await page.keyboard.press('ArrowUp');
    expect(await question(page).inputValue()).toBe('hoje');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await question(page).inputValue()).toBe('agora');
    await page.keyboard.press('ArrowDown');
    expect(await question(page).inputValue()).toBe('fila');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await question(page).inputValue()).toBe('');
  });

  it('opens a row’s menu and leaves it with Escape', async () => {
    const page = await open({}, '?ask=fila');
    const more = page.getByRole('button', { name: /^Mais sobre 4 min/ });
    await more.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused(page.getByRole('button', { name: 'Ver detalhes' }))).toBe(true);
    await page.keyboard.press('Escape');
    expect(await focused(more)).toBe(true);
    expect(await more.getAttribute('aria-expanded')).toBe('false');
  });
});

describe('language and colours', () => {
  it('switches the page, answers the last question again, and remembers', async () => {
    const page = await open();
    await ask(page, 'fila');
    await card(page, 'Fila').waitFor();
    await page.getByRole('radio', { name: 'English' }).check();
    await card(page, 'Queue').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.getByRole('navigation', { name: 'Commands' }).getByRole('button').first().innerText()).toContain('now');
    expect(await card(page, 'Agora').count()).toBe(1);
    await page.reload();
    await card(page, 'Now').waitFor();
  });

  it('switches the colours of page and charts without asking again', async () => {
    const page = await open({ colorScheme: 'light' }, '?ask=hoje');
    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const source = (): Promise<string | null> => page.locator('.chart img').getAttribute('src');
    const light = await ground();
    expect(await source()).toBe('/files/light?signed=1');
    await page.getByRole('radio', { name: 'Escuro' }).check();
    await until(async () => (await source()) === '/files/dark?signed=1');
    expect(await ground()).not.toBe(light);
    await page.reload();
    await page.locator('article').waitFor();
    expect(await page.getByRole('radio', { name: 'Escuro' }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: 'Como neste aparelho' }).check();
    expect(await ground()).toBe(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    await until(async () => (await source()) === '/files/dark?signed=1' && (await ground()) !== light);
    expect(desk.heard).toHaveLength(2);
  });
});

describe('a search of many', () => {
  const agents = (page: Page): Locator => page.getByRole('combobox', { name: 'Agentes' });
  const chips = (page: Page): Promise<string[]> => page.locator('.picked li > span').allInnerTexts();
  const offers = (page: Page): Locator => page.getByRole('listbox', { name: 'Sugestões para Agentes' });
  const acted = (): string[] => desk.heard.map(({ what }) => what).filter((what) => what.startsWith('act chart.agents'));

  it('by keyboard: types, goes through what fits, picks, takes back, and the card follows once', async () => {
    const page = await open({}, '?ask=chart');
    await agents(page).focus();
    expect(await offers(page).getByRole('option').count()).toBe(8);
    await page.keyboard.type('car');
    await offers(page).getByRole('option', { name: 'Carla Dias' }).waitFor();
    await until(async () => (await offers(page).getByRole('option').count()) === 1);
    await page.keyboard.press('Enter');
    await page.keyboard.type('agente 1');
    await offers(page).getByRole('option', { name: 'Agente 19' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const active = await agents(page).getAttribute('aria-activedescendant');
    expect(await offers(page).getByRole('option', { name: 'Agente 11' }).getAttribute('id')).toBe(active);
    await page.keyboard.press('Enter');
    expect(await chips(page)).toEqual(['Carla Dias', 'Agente 11']);
    await card(page, 'Indicadores Carla Dias e Agente 11').waitFor();
    // Picked in one go it follows once; a busy machine may be slower than the pause that makes it two.
    expect(acted().at(-1)).toBe('act chart.agents metrics|a-3,a-11');
    expect(acted().length).toBeLessThanOrEqual(2);
    expect(await focused(agents(page))).toBe(true);
    await page.keyboard.press('Backspace');
    await card(page, 'Indicadores Carla Dias').waitFor();
    await page.keyboard.press('Escape');
    expect(await agents(page).getAttribute('aria-expanded')).toBe('false');
    expect(await chips(page)).toEqual(['Carla Dias']);
    await page.keyboard.type('ninguém');
    await page.getByText('Nada combina com “ninguém”.').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await agents(page).inputValue()).toBe('');
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page.getByRole('button', { name: 'Remover Carla Dias' }))).toBe(true);
    await page.keyboard.press('Enter');
    await card(page, 'Indicadores todos').waitFor();
    expect(acted().at(-1)).toBe('act chart.agents metrics|');
  });

  it.each(['light', 'dark'] as const)('by touch, on a narrow phone, %s', async (colorScheme) => {
    const page = await open({ ...PHONE, colorScheme }, '?ask=chart');
    const picture = (what: string): Promise<Buffer> => page.screenshot({ path: join(pictures, `phone-${colorScheme}-search-${what}.png`) });
    await agents(page).tap();
    await offers(page).getByRole('option', { name: 'Maria Aparecida dos Santos Albuquerque' }).tap();
    await offers(page).getByRole('option', { name: 'Bruno Sá' }).tap();
    await picture('open');
    const [box, list] = [await page.locator('.search').boundingBox(), await offers(page).boundingBox()];
    // Beside the box, however many names stand in it.
    expect(
      Math.max((list?.y ?? 0) - (box?.y ?? 0) - (box?.height ?? 0), (box?.y ?? 0) - (list?.y ?? 0) - (list?.height ?? 0)),
    ).toBeGreaterThan(0);
    expect(await page.evaluate(faintWords)).toEqual([]);
    await card(page, 'Indicadores Maria Aparecida dos Santos Albuquerque e Bruno Sá')
      .or(card(page, 'Indicadores Bruno Sá e Maria'))
      .waitFor();
    await page.getByRole('heading', { name: /^Indicadores/ }).tap();
    await picture('chosen');
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
    await page.getByRole('button', { name: 'Remover Bruno Sá' }).tap();
    await until(async () => (await chips(page)).length === 1);
    await until(() => acted().at(-1) === 'act chart.agents metrics|a-4');
  });

  it('a choice that does not get through is not sent again by itself, but on request', async () => {
    forgiven = /ERR_CONNECTION_REFUSED/;
    const page = await open({}, '?ask=chart');
    await agents(page).click();
    await running.close();
    await offers(page).getByRole('option', { name: 'Ana Lima' }).click();
    await page.getByRole('button', { name: 'Tentar de novo' }).waitFor();
    await page.keyboard.press('Escape');
    await new Promise((resolve) => setTimeout(resolve, 1200));
    running = await startConsole(contextAround(desk.dispatch, [], desk.exports), { assets: assetsWith(script) }, running.port);
    expect(acted()).toEqual([]);
    await page.getByRole('button', { name: 'Tentar de novo' }).click();
    await card(page, 'Indicadores Ana Lima').waitFor();
    expect(acted()).toEqual(['act chart.agents metrics|a-1']);
  });
});

describe('an export', () => {
  it('tells in place how far it is, and ends as a file to download', async () => {
    // Each state stands for longer than a slow machine takes a screenshot.
    desk.exports.slowMs = 1_200;
    const page = await open({}, '?ask=chart');
    await page.getByRole('button', { name: 'CSV' }).click();
    await card(page, 'Exportação do histórico').waitFor();
    await page.getByText('0 de 5000 linhas', { exact: true }).waitFor();
    await page.screenshot({ path: join(pictures, 'export-running.png') });
    await page.getByText(/^[1-4]000 de 5000 linhas$/).waitFor();
    await page.getByText('Pronto: 5000 linhas', { exact: true }).waitFor();
    expect(await page.getByRole('article').count()).toBe(2);
    const link = page.getByRole('link', { name: 'Baixar o arquivo' });
    await page.screenshot({ path: join(pictures, 'export-done.png') });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toBe('vigia-history-2026-11-22.csv');
    expect((await readFile(await download.path())).equals(desk.exports.files[0] ?? Buffer.alloc(0))).toBe(true);
    await page.getByRole('radio', { name: 'English' }).check({ force: true });
    await page.getByRole('navigation', { name: 'Commands' }).waitFor();
    expect(desk.exports.files).toHaveLength(1);
  });

  it('is cancelled on a phone, and the last word is the export’s', async () => {
    desk.exports.slowMs = 1_200;
    const page = await open({ ...PHONE }, '?ask=csv');
    await page.getByText('0 de 5000 linhas', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Cancelar' }).tap();
    await page.getByText(/^Cancelada depois de/).waitFor();
    await page.screenshot({ path: join(pictures, 'phone-export-cancelled.png') });
    expect(await page.getByRole('article').count()).toBe(1);
    expect(desk.exports.files).toEqual([]);
  });

  it('that loses its server says so', async () => {
    forgiven = /ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION/;
    desk.exports.slowMs = 1_200;
    const page = await open({}, '?ask=csv');
    await page.getByText('0 de 5000 linhas', { exact: true }).waitFor();
    running.drop();
    await page.getByText('O Vigia não responde.').first().waitFor();
  });
});

describe('when Vigia is away', () => {
  it('says so, and asks again on request', async () => {
    forgiven = /ERR_CONNECTION_REFUSED/;
    const page = await open();
    await running.close();
    await ask(page, 'fila');
    await page.getByText('O Vigia não responde.').first().waitFor();
    await card(page, 'Agora').getByRole('button', { name: 'Atualizar' }).click();
    await until(async () => (await page.getByRole('button', { name: 'Tentar de novo' }).count()) === 2);
    running = await startConsole(contextAround(desk.dispatch), { assets: assetsWith(script) }, running.port);
    await page.getByRole('button', { name: 'Tentar de novo' }).last().click();
    await card(page, 'Fila').waitFor();
    await page.getByRole('button', { name: 'Tentar de novo' }).click();
    await page.getByText('atualizado 1 vez').waitFor();
    expect(await page.getByRole('button', { name: 'Tentar de novo' }).count()).toBe(0);
  });

  it('shows that it is writing meanwhile', async () => {
    const page = await open();
    desk.slowMs = 400;
    await ask(page, 'fila');
    await page.getByText('Escrevendo…').waitFor();
    await card(page, 'Fila').waitFor();
    expect(await page.getByText('Escrevendo…').count()).toBe(0);
  });
});

describe('on every screen', () => {
  const screens = [
    ['phone', PHONE],
    ['desktop', DESKTOP],
  ] as const;

  it.each(screens.flatMap(([name, screen]) => (['light', 'dark'] as const).map((scheme) => [name, scheme, screen] as const)))(
    'fits a %s, %s',
    async (name, scheme, screen) => {
      const page = await open({ ...screen, colorScheme: scheme });
      const picture = (what: string): Promise<Buffer> => page.screenshot({ path: join(pictures, `${name}-${scheme}-${what}.png`) });
      await picture('now');
      for (const [text, title] of [
        ['fila', 'Fila'],
        ['hoje', 'Hoje'],
        ['config', 'Parâmetros'],
      ] as const) {
        await ask(page, text);
        await card(page, title).waitFor();
        if (text === 'hoje') await until(() => page.locator('.chart img').evaluate((image) => (image as HTMLImageElement).complete));
        await picture(text);
      }
      await page.getByRole('button', { name: 'Alterar' }).click();
      await page.getByLabel('Inativo após (minutos)').fill('');
      await page.getByRole('button', { name: 'Salvar' }).click();
      await page.getByText('Esperava um número').waitFor();
      await picture('form');
      await page.keyboard.press('Escape');
      await question(page).fill('fila');
      await picture('suggestions');
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(tooWide).toBe(false);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('button, select, summary, input')]
          .filter(
            (one) => one.checkVisibility() && one.getBoundingClientRect().height < 24 && !one.matches('[type=radio], [type=checkbox]'),
          )
          .map((one) => one.outerHTML),
      );
      expect(small).toEqual([]);
    },
  );

  it.each(['light', 'dark'] as const)('has words that can be read: contrast of at least 4.5, %s', async (colorScheme) => {
    const page = await open({ colorScheme });
    for (const text of ['fila', 'hoje', 'config', 'nada']) await ask(page, text);
    await card(page, 'Não deu certo').waitFor();
    await question(page).fill('f');
    expect(await page.evaluate(faintWords)).toEqual([]);
  });

  it('names every control and structure for a screen reader', async () => {
    const page = await open({}, '?ask=fila');
    const tree = await page.locator('body').ariaSnapshot();
    expect(tree).toMatch(/log "Conversa com o Vigia"/);
    expect(tree).toMatch(/group "Idioma"/);
    expect(tree).toMatch(/radio "Português" \[checked\]/);
    expect(tree).toMatch(/navigation "Comandos"/);
    expect(tree).toMatch(/article "Fila 9 esperando · a mais longa há 12 min"/);
    expect(tree).toMatch(/button "Mais sobre 12 min, Maria S\., WhatsApp, Suporte"/);
    expect(tree).toMatch(/combobox "Sua pergunta"/);
    expect(tree).not.toMatch(/^\s*- (button|radio|combobox|link|textbox)(\s*\[|:|$)/m);
  });
});
