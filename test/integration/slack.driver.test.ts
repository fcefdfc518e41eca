/** The driver of the contract suite sees what a person in Slack sees. */
import { slackDriver } from '../contract/drivers/slack.ts';
import { ANA, sampleDesk } from '../fakes/slack/desk.ts';
import { stageContext } from '../fakes/slack/stage.ts';

const driver = slackDriver();

beforeAll(() => driver.open(stageContext(sampleDesk())));
afterAll(() => driver.close());

test('a question, a chart that comes late, a refresh in place', async () => {
  const today = await driver.ask('today', ANA);
  expect(today.text).toContain('120 atendimentos até agora (1).');
  expect(today.images).toEqual(['WhatsApp tem 64 dos 120 atendimentos de hoje']);
  const again = await today.buttons.find(({ label }) => label === 'Atualizar')?.press();
  expect(again).toMatchObject({ replaced: true, text: expect.stringContaining('120 atendimentos até agora (2).') });
});

test('a select, and a form that is refused, corrected and saved', async () => {
  const now = await driver.ask('now', ANA);
  expect(now.selects.map(({ label, options }) => [label, options])).toEqual([['Departamento', ['Suporte', 'Vendas']]]);
  expect(await now.selects[0]?.choose('Vendas')).toMatchObject({ replaced: true });
  const opened = await now.buttons.find(({ label }) => label === 'Parâmetros')?.press();
  expect(opened?.form?.inputs.map(({ name, value }) => [name, value])).toEqual([
    ['idleMinutes', '5'],
    ['timeZone', 'America/Sao_Paulo'],
    ['language', 'pt-BR'],
    ['contactMasking', 'true'],
  ]);
  const refused = await opened?.form?.submit({ timeZone: 'Nowhere' });
  expect(refused?.form?.errors).toEqual({ timeZone: '“Nowhere” não é um fuso horário.' });
  const saved = await refused?.form?.submit({ idleMinutes: '9', timeZone: 'America/Belem' });
  expect(saved?.form).toBeUndefined();
  expect(saved?.text).toContain('Sem interação: 9 min');
});
