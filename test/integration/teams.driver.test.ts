/** The contract suite's hands in Teams do what a person does. */
import { teamsDriver } from '../contract/drivers/teams.ts';
import { createDesk } from '../fakes/teams/desk.ts';

const driver = teamsDriver();
const desk = createDesk();

beforeAll(() => driver.open(desk));
afterAll(() => driver.close());

test('asks, presses, chooses and sees what a person sees', async () => {
  const panel = await driver.ask('now', 'rosa');
  expect(panel.text).toContain('7 customers without an answer');
  expect(panel.buttons.map((one) => one.label)).toEqual(['Queue · 9', 'Refresh']);
  const list = await panel.buttons[0]?.press();
  expect(list).toMatchObject({ replaced: false });
  expect(list?.text).toContain('12 min');
  const fresh = await panel.buttons[1]?.press();
  expect(fresh).toMatchObject({ replaced: true });
  expect(fresh?.text).toContain('Now, refreshed');
  const chosen = await panel.selects[0]?.choose('Vendas');
  expect(chosen?.text).toContain('d-2');
  expect(panel.selects[0]?.options).toEqual(['Suporte', 'Vendas']);
});

test('sees pictures that come late', async () => {
  desk.pictures({ afterMs: 2_200 });
  expect((await driver.ask('today', 'rosa')).images).toEqual(['WhatsApp has the most conversations today: 31 of 57']);
  desk.pictures({});
});
