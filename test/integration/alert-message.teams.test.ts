/** The message of an alert in a Teams channel: whoever takes it gets a word, everyone sees it in the same message. */
import type { Platform, PlatformContext } from '../../src/platforms/platform.ts';
import type { Store } from '../../src/store/connect.ts';
import { referenceStore } from '../../src/store/queries/references.ts';
import { configure, setPeople } from '../configured.ts';
import { type TestCore, testCore } from '../core.ts';
import { type RunningBot, startBot } from '../fakes/teams/bot.ts';
import { type Call, type FakeConnector, startConnector } from '../fakes/teams/connector.ts';
import { createPerson, type Person } from '../fakes/teams/person.ts';
import { type Screen, screenOf } from '../fakes/teams/screen.ts';
import { stageContext } from '../fakes/slack/stage.ts';
import { DESK_AT, deskEvents } from '../fixtures/desk.ts';
import { MINUTE, rule } from '../rules.ts';
import { dropStore, openStore } from '../store.ts';

let store: Store;
let core: TestCore;
let connector: FakeConnector;
let bot: RunningBot;
let rosa: Person;
let vera: Person;
let now = DESK_AT;

beforeAll(async () => {
  [store, connector] = await Promise.all([openStore(), startConnector()]);
  const platforms: Platform[] = [];
  core = testCore(store, { now: () => now, admins: ['teams:rosa'], platforms });
  await core.intake.record(deskEvents());
  await setPeople(core, { 'teams:vera': 'viewer' });
  const context: PlatformContext = { ...stageContext(core.dispatch), references: referenceStore(store, () => now) };
  bot = await startBot(connector, context);
  platforms.push(bot.platform);
  rosa = createPerson(connector, bot.url, 'rosa', 'Rosa Lima');
  vera = createPerson(connector, bot.url, 'vera', 'Vera Dias');
  await rosa.install('add', 'channel');
  core.sender.start();
});
afterAll(async () => {
  await core.sender.stop();
  await bot.stop();
  await connector.close();
  await dropStore(store);
});

const cardIn = (call: Call): Screen => screenOf(call.activity.attachments?.[0]?.content);
const said = (call: Call): string => cardIn(call).text.replaceAll('\u00a0', ' ');

/** A message or change of one that says this. */
const saying = (method: Call['method'], what: string): Promise<Call> =>
  connector.until(
    (call) => call.method === method && call.status < 300 && call.activity.attachments !== undefined && said(call).includes(what),
  );

/** Presses a button of the newest card, as its reader. */
async function press(who: Person, call: Call, label: string, replyToId: string): Promise<unknown> {
  const button = cardIn(call).actions.find((one) => one.label === label);
  if (!button)
    throw new Error(
      `no button ${label} among ${cardIn(call)
        .actions.map((one) => one.label)
        .join(', ')}`,
    );
  return ((await who.execute(button.verb, button.data, { place: 'channel', replyToId })).body as { value: unknown }).value;
}

test('told, taken and kept quiet in the channel', async () => {
  await configure(core, (current) => ({
    ...current,
    alerts: [rule({ department: 'd-1', mention: 'channel', severity: 'critical', targets: ['teams:19:desk@thread.tacv2'] })],
  }));
  now = new Date(DESK_AT.getTime() - MINUTE);
  await core.alerting.evaluate(now);
  const told = await saying('POST', 'Suporte: wait of 12 min in the queue');
  expect(said(told)).toContain('🔴 Suporte: wait of 12 min in the queue · limit 10 min, just now');
  // Nobody can be called in a channel of Teams: words stand there.
  expect(said(told)).toContain('Everyone here');
  const [{ id = '' } = {}] = connector.shown('19:desk@thread.tacv2');

  expect(JSON.stringify(await press(vera, told, 'I take it', id))).toContain('answer is in the conversation');
  await saying('POST', 'This needs the role “supervisor”.');
  expect(await press(rosa, told, 'I take it', id)).toMatch(/^Suporte: wait of 12.min in the queue\. You take care of it\./);
  const taken = await saying('PUT', 'takes care of it since 14:36');
  expect(taken.activityId).toBe(id);
  expect(said(taken)).not.toContain('Everyone here');

  const quiet = cardIn(taken).actions.find(({ label }) => label.includes('Keep quiet'));
  const { choice = '' } = (quiet?.data ?? {}) as { choice?: string };
  const answer = await rosa.execute(
    quiet?.verb ?? '',
    { ...quiet?.data, [choice]: 'm|1h|wait@2026-11-22T17:36:00.000Z' },
    { place: 'channel', replyToId: id },
  );
  expect((answer.body as { value: string }).value).toContain('Quiet until 15:36.');
  expect((await saying('PUT', 'Quiet until 15:36.')).activityId).toBe(id);
  expect(connector.shown('19:desk@thread.tacv2')).toHaveLength(1);
});
