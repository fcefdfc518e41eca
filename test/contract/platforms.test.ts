/** One suite for every platform: the same questions over the product's own core, through each platform's own wire. */
import { join } from 'node:path';
import { createCharts, type Charts } from '../../src/charts/charts.ts';
import type { Store } from '../../src/store/connect.ts';
import { testCore } from '../core.ts';
import { root } from '../engines.ts';
import { DESK_AT, deskEvents } from '../fixtures/desk.ts';
import { dropStore, openStore } from '../store.ts';
import type { PlatformDriver, Shown } from './driver.ts';
import { consoleDriver } from './drivers/console.ts';
import { slackDriver } from './drivers/slack.ts';
import { teamsDriver } from './drivers/teams.ts';
import { terminalDriver } from './drivers/terminal.ts';
import { contextOf } from './platform.ts';

/** Each platform's name for an administrator, a second one who reads Portuguese, and a stranger; and whether it has buttons. */
const PLATFORMS: { driver: () => PlatformDriver; admin: string; brazilian: string; stranger: string | null; buttons: boolean }[] = [
  { driver: slackDriver, admin: 'U0ADMIN', brazilian: 'U0BRASIL', stranger: 'U0STRANGER', buttons: true },
  { driver: teamsDriver, admin: 'aad-admin', brazilian: 'aad-brasil', stranger: 'aad-stranger', buttons: true },
  { driver: consoleDriver, admin: 'local', brazilian: 'local', stranger: null, buttons: true },
  { driver: terminalDriver, admin: 'admin', brazilian: 'supervisor', stranger: 'nobody', buttons: false },
];

const now = (): Date => DESK_AT;
let store: Store;
let charts: Charts;

beforeAll(async () => {
  store = await openStore();
  charts = createCharts({ workerFile: join(root, 'dist', 'src', 'charts', 'worker.js') });
  await testCore(store).intake.record(deskEvents());
});
afterAll(async () => {
  await charts.close();
  await dropStore(store);
});

describe.each(PLATFORMS.map((one) => ({ ...one, name: one.driver().name })))(
  '$name',
  ({ driver: make, name, admin, brazilian, stranger, buttons }) => {
    let driver: PlatformDriver;

    beforeAll(async () => {
      const core = testCore(store, { now, admins: [`${name}:${admin}`, `${name}:${brazilian}`] });
      driver = make();
      await driver.open(await contextOf(core, store, charts));
    });
    afterAll(() => driver.close());

    function button({ buttons: there }: Shown, label: RegExp): { label: string; press: () => Promise<Shown> } {
      const found = there.find((one) => label.test(one.label));
      if (!found) throw new Error(`no button ${label} among ${there.map((one) => one.label).join(', ')}`);
      return found;
    }

    function agentSearch({ searches }: Shown): Shown['searches'][number] {
      const [found, ...others] = searches;
      if (!found || others.length > 0) throw new Error(`${searches.length} searches instead of one`);
      return found;
    }

    test('now says first what is wrong, then the numbers, the same on every platform', async () => {
      const { text } = await driver.ask('now', admin, 'en-US');
      expect(text).toMatch(/8 customers have had no answer for over 5\s?min/);
      expect(text).toMatch(/Suporte/);
      expect(text).toMatch(/its only online agent is at the limit \(3\)/);
      for (const value of [/1 online/, /1 away/, /1 serving/, /0 free places/, /3 closed today/]) expect(text).toMatch(value);
      expect(text).toMatch(/14:37/);
      expect(text).toMatch(/São Paulo/);
    });

    test('the same in Portuguese, under its Portuguese name', async () => {
      const { text } = await driver.ask('agora', brazilian, 'pt-BR');
      expect(text).toMatch(/8 clientes sem resposta há mais de 5\s?min/);
      expect(text).toMatch(/0 vagas livres/);
    });

    test('today shows the day’s figures, and a chart whose words tell its finding', async () => {
      const { text, images } = await driver.ask('today', admin, 'en-US');
      for (const value of [/18 conversations today/, /3 closed/, /15 are open/]) expect(text).toMatch(value);
      expect(images.join(' ')).toMatch(/WhatsApp brings the most: 9 of 18/);
    });

    test('customers’ words arrive as text, names are short, numbers are links', async () => {
      const { text } = await driver.ask('queue', admin, 'en-US');
      expect(text).toMatch(/Maria S\./);
      expect(text).not.toMatch(/Souza|99999/);
      expect(text).toContain('Assunto 0 & <mais>');
      expect(text).toMatch(/1–10 of 12/);
    });

    test('an unknown word gets the closest command', async () => {
      expect((await driver.ask('filla', brazilian, 'pt-BR')).text).toMatch(/fila/);
    });

    test.each([
      ['now', 'agora', /Now/, /Agora/],
      ['today', 'hoje', /Today/, /Hoje/],
      ['queue', 'fila', /12 waiting/, /12 esperando/],
      ['agents', 'atendentes', /Bruna Rocha/, /Bruna Rocha/],
      ['history', 'historico', /History/, /Histórico/],
      ['outbound', 'ativas', /Outbound conversations/, /Mensagens ativas/],
      ['chart channels day', 'grafico canais dia', /Conversations by channel/, /Atendimentos por canal/],
      ['chart metrics week', 'gráfico métricas semana', /Times and targets/, /Tempos e metas/],
      ['chart detail month', 'grafico detalhe mês', /Bruna Rocha/, /Bruna Rocha/],
      ['chart heatmap year', 'grafico mapa ano', /Hours of the week/, /Horas da semana/],
      ['show 20261122-000120', 'ver #20261122-000120', /Maria Souza|Maria S\./, /Maria Souza|Maria S\./],
      ['talk 20261122-000120', 'conversa 20261122-000120', /Minha internet caiu/, /Minha internet caiu/],
      ['settings', 'config', /Every change is\s+recorded/, /Toda mudança\s+fica registrada/],
      ['settings parameters', 'config parâmetros', /Time zone/, /Fuso horário/],
      ['help', 'ajuda', /Your role/, /papel/],
    ])('“%s” and “%s” answer in their languages', async (english, portuguese, said, dito) => {
      expect((await driver.ask(english, admin, 'en-US')).text).toMatch(said);
      // In the terminal the language is chosen by the question, and the second person may not configure.
      const person = portuguese.startsWith('config') && name === 'terminal' ? admin : brazilian;
      expect((await driver.ask(portuguese, person, 'pt-BR')).text).toMatch(dito);
    });

    test('what was asked for as CSV arrives as a file, the same on every platform', async () => {
      const { name: fileName, content, said } = await driver.take('csv queue', admin, 'en-US');
      expect(fileName).toMatch(/^vigia-queue.*\.csv$/);
      const lines = content.trimEnd().split('\r\n');
      expect(lines).toHaveLength(13);
      expect(lines[0]).toMatch(/,/);
      expect(content).toContain('Assunto 0 & <mais>');
      expect(said).toMatch(/12 rows/);
    });

    test('in Portuguese it opens in Excel: a mark, semicolons', async () => {
      const { content } = await driver.take('csv fila', brazilian, 'pt-BR');
      expect(content.startsWith('\ufeff')).toBe(true);
      expect(content.split('\r\n')[0]).toMatch(/;/);
    });

    if (stranger !== null) {
      test('a stranger gets no figure and is told whom to ask', async () => {
        const { text } = await driver.ask('today', stranger, 'en-US');
        expect(text).toMatch(/I do not know you yet|only to people/);
        expect(text).not.toMatch(/WhatsApp|18 conversations/);
      });
    }

    if (buttons) {
      test('a count opens exactly its rows, pages turn in place, refresh replaces', async () => {
        const panel = await driver.ask('now', admin, 'en-US');
        const list = await button(panel, /^Queue · 12$/).press();
        expect(list.replaced).toBe(false);
        expect(list.text).toMatch(/12 waiting/);
        const next = await button(list, /^Next 2$/).press();
        expect(next.replaced).toBe(true);
        expect(next.text).toMatch(/11–12 of 12/);
        const refreshed = await button(panel, /^Refresh$/).press();
        expect(refreshed.replaced).toBe(true);
        expect(refreshed.text).toMatch(/8 customers have had no answer/);
      });

      test('a row’s menu opens its details and its conversation, under the list that stays', async () => {
        const list = await driver.ask('queue', admin, 'en-US');
        const details = await button(list, /^Details$/).press();
        expect(details.replaced).toBe(false);
        expect(details.text).toMatch(/20261122-000120/);
        expect(details.text).toMatch(/Maria/);
        const talk = await button(list, /^Conversation$/).press();
        expect(talk.replaced).toBe(false);
        expect(talk.text).toMatch(/Minha internet caiu/);
      });

      test('a search among the agents offers who fits while typing, and narrows the chart in place', async () => {
        const whole = await driver.ask('chart metrics day', admin, 'en-US');
        const search = agentSearch(whole);
        expect(search.chosen).toEqual([]);
        expect(await search.type('ig')).toEqual(['Igor Castro']);
        expect(await search.type('zzz')).toEqual([]);
        expect(await search.type('')).toEqual(['Bruna Rocha', 'Igor Castro']);
        const narrowed = await search.choose(['Bruna Rocha', 'Igor Castro']);
        expect(narrowed.replaced).toBe(true);
        expect(agentSearch(narrowed).chosen).toEqual(['Bruna Rocha', 'Igor Castro']);
        const one = await agentSearch(narrowed).choose(['Igor Castro']);
        expect(agentSearch(one).chosen).toEqual(['Igor Castro']);
        expect(one.text).toMatch(/Igor Castro/);
        expect(one.text).not.toMatch(/Bruna/);
        const all = await agentSearch(one).choose([]);
        expect(all.replaced).toBe(true);
        expect(agentSearch(all).chosen).toEqual([]);
      });

      test('the department filter narrows the panel', async () => {
        const panel = await driver.ask('now', admin, 'en-US');
        const filter = panel.selects.find(({ options }) => options.includes('Financeiro'));
        if (!filter) throw new Error('no department filter');
        const narrowed = await filter.choose('Financeiro');
        expect(narrowed.replaced).toBe(true);
        expect(narrowed.text).toMatch(/Financeiro/);
        expect(narrowed.text).not.toMatch(/8 customers/);
      });

      test('a form keeps wrong values with an error at their field, and saves the corrected ones', async () => {
        const hub = await driver.ask('settings', admin, 'en-US');
        const shown = await button(hub, /^Parameters$/).press();
        expect(shown.replaced).toBe(true);
        const opened = await button(shown, /^Change$/).press();
        if (!opened.form) throw new Error('no form opened');
        const values = Object.fromEntries(opened.form.inputs.map((input) => [input.name, input.value]));
        expect(values['idleMinutes']).toBe('5');
        const refused = await opened.form.submit({ ...values, timeZone: 'Brasil/Lua', defaultLimit: '3' });
        expect(refused.form?.errors['timeZone']).toMatch(/IANA time zone/);
        if (!refused.form) throw new Error('the form did not stay open');
        const saved = await refused.form.submit({ ...values, idleMinutes: '6' });
        expect(saved.form).toBeUndefined();
        expect(saved.text).toMatch(/Saved/);
        expect((await driver.ask('now', admin, 'en-US')).text).toMatch(/7 customers have had no answer for over 6\s?min/);
        await store.configurations.deleteMany({});
      });
    }
  },
);
