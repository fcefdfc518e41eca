/** The message of an alert in a Slack channel: told, taken, kept quiet, its rule changed, over; all in one message, over Slack's own wire. */
import type { Platform } from '../../src/platforms/platform.ts';
import type { Store } from '../../src/store/connect.ts';
import { configure, setPeople } from '../configured.ts';
import { type TestCore, testCore } from '../core.ts';
import type { Message } from '../fakes/slack/slack.ts';
import { openStage, type Stage, stageContext } from '../fakes/slack/stage.ts';
import { DESK_AT, deskEvents } from '../fixtures/desk.ts';
import { MINUTE, rule } from '../rules.ts';
import { dropStore, openStore } from '../store.ts';

const [RUI, ANA, VIC] = ['U0RUI', 'U0ANA', 'U0VIC'];
const DESK = 'C0DESK';
let store: Store;
let core: TestCore;
let stage: Stage;
let now: Date;

beforeAll(async () => {
  store = await openStore();
  const platforms: Platform[] = [];
  core = testCore(store, { now: () => now, admins: [`slack:${RUI}`], platforms });
  await core.intake.record(deskEvents());
  stage = await openStage(stageContext(core.dispatch));
  platforms.push(stage.platform);
  for (const [user, name] of [
    [RUI, 'Rui Braga'],
    [ANA, 'Ana Luz'],
    [VIC, 'Vic Sá'],
  ] as const)
    stage.slack.join(user, name, 'pt-BR');
  core.sender.start();
});
afterAll(async () => {
  await core.sender.stop();
  await stage.close();
  await dropStore(store);
});
beforeEach(async () => {
  for (const collection of [store.alerts, store.incidents, store.deliveries, store.configurations]) await collection.deleteMany({});
  stage.slack.state.messages.length = 0;
  core.logged.length = 0;
  await setPeople(core, { [`slack:${ANA}`]: 'supervisor', [`slack:${VIC}`]: 'viewer' });
});

const said = (value: unknown): string => JSON.stringify(value).replaceAll('\u00a0', ' ');
const watch = (...rules: ReturnType<typeof rule>[]): Promise<void> => configure(core, (current) => ({ ...current, alerts: rules }));
const queueRule = rule({ title: 'Queue <!channel> & co', mention: 'channel', department: 'd-1', severity: 'critical', clear: 5 * MINUTE });

async function evaluate(minutes: number): Promise<void> {
  now = new Date(DESK_AT.getTime() + minutes * MINUTE);
  await core.alerting.evaluate(now);
}

/** The one message in the channel, once it says this. */
const message = (what: string): Promise<Message> =>
  stage.slack.until(() => {
    const open = stage.slack.seen(VIC, DESK).filter(({ onlyFor, thread }) => onlyFor === undefined && !thread);
    return open.length === 1 && said([open[0]?.text, open[0]?.blocks]).includes(what) ? open[0] : undefined;
  }, what);

/** What only this person sees in the channel, once it says this. */
const privately = (user: string, what: string): Promise<Message> =>
  stage.slack.until(
    () => stage.slack.seen(user, DESK).findLast(({ onlyFor, blocks }) => onlyFor === user && said(blocks).includes(what)),
    what,
  );

test('a channel hears once, with what is needed to act; who may takes it, and everyone sees who', async () => {
  await watch(queueRule);
  await evaluate(-1);
  const told = await message('Suporte: wait of 12 min in the queue');
  const words = said(told.blocks);
  for (const part of [
    'limit 10 min',
    '12 waiting, up to 12 min · its only online agent is at the limit (3)',
    '<https://desk.example/c/0|Maria S.>',
  ])
    expect(words).toContain(part);
  // The rule calls everyone once; its title, though it tries, calls nobody.
  expect(words.match(/<!channel>/g)).toHaveLength(1);
  expect(words).toContain('Queue &lt;!channel&gt; &amp; co');
  expect(told.text).not.toContain('<!channel>');

  await stage.slack.press(VIC, told, 'I take it');
  await privately(VIC, 'supervisor');
  expect(core.logged.map(({ message: line }) => line)).toContain('refused: the role does not allow it');
  expect((await core.alerting.alerts.board()).states[0]?.incident?.acknowledged).toBeNull();

  await stage.slack.press(ANA, told, 'I take it');
  // Ana reads Portuguese, the channel English.
  await privately(ANA, 'Você assumiu.');
  const taken = await message(`<@${ANA}> takes care of it`);
  expect(said(taken.blocks)).not.toContain('<!channel>');
  await stage.slack.press(ANA, taken, 'Give it back');
  expect(said((await message('I take it')).blocks)).not.toContain('takes care of it');
});

test('kept quiet and told again from the message', async () => {
  await watch(queueRule);
  await evaluate(-1);
  await stage.slack.choose(ANA, await message('Keep quiet'), '1 hour');
  await privately(ANA, 'Em silêncio até 15:36');
  const quiet = await message('Quiet until 15:36');
  await stage.slack.press(ANA, quiet, 'Tell again');
  expect(said((await message('Keep quiet')).blocks)).not.toContain('Quiet until');
});

test('its rule is changed from the message: the form leaves the message alone, which is judged anew and says who changed it', async () => {
  await watch(queueRule);
  await evaluate(-1);
  await stage.slack.press(RUI, await message('Change rule'), 'Change rule');
  await stage.slack.until(() => stage.slack.modal(RUI)?.view['submit'], 'the form');
  await stage.slack.submit(RUI, { threshold: '30 min' });
  await privately(RUI, 'Salvo. Vale a partir do próximo minuto');
  expect(said((await message('Suporte: wait of 12 min in the queue')).blocks)).toContain('Change rule');
  await evaluate(0);
  const over = await message('the rule was changed, and does not say so any more. By Rui Braga.');
  expect(said(over.blocks)).not.toContain('I take it');
});

test('two that begin together are one message; each is taken from its row, and what nobody takes goes on to the next channel and into the thread', async () => {
  stage.slack.state.channels.set('C0OPS', { name: 'ops', member: true });
  const idle = rule({ id: 'idle', title: 'Idle', indicator: 'now.idle.agents', threshold: 3 });
  await watch({ ...queueRule, escalateMs: MINUTE, escalateTo: ['slack:C0OPS'] }, idle);
  await evaluate(-1);
  const group = await message('2 alerts at once');
  expect(said(group.blocks)).toContain('the worst: Suporte: wait of 12 min in the queue');
  const rows = group.blocks.filter(({ accessory }) => accessory).map((block) => said(block['text']));
  expect(rows).toEqual([expect.stringContaining('wait of 12 min'), expect.stringContaining('customers without an answer')]);
  const [open] = (await core.alerting.alerts.board()).states.flatMap(({ incident }) => (incident?.rule === 'idle' ? [incident] : []));
  await core.alerting.alerts.acknowledge(open?.id ?? '', `slack:${ANA}`, now);
  await message(`<@${ANA}> takes care of it`);
  await evaluate(0);
  const ops = await stage.slack.until(() => stage.slack.seen(RUI, 'C0OPS')[0], 'a message in the other channel');
  expect(said(ops.blocks)).toContain('Nobody had taken care of it for 1 min.');
  const reply = await stage.slack.until(() => stage.slack.seen(VIC, DESK).find(({ thread }) => thread !== undefined), 'a reply');
  expect(reply.thread).toBe(group.ts);
  expect(said(reply.blocks)).toContain('Nobody has taken care of it for 1 min: slack:C0OPS is told now.');
});

test('a picture that cannot be made holds nobody’s alert back: the words go alone', async () => {
  await store.samples.deleteMany({});
  // No product of Vigia's: a conversation of the last hours whose steps nobody can read.
  await store.conversations.insertOne({ _id: 'torn', startedAt: DESK_AT, lastAt: DESK_AT, live: false, timeline: 'torn', cut: 0 } as never);
  await watch(queueRule);
  await evaluate(45);
  await store.conversations.deleteOne({ _id: 'torn' });
  const told = await message('Suporte: wait of');
  expect(said(told.blocks)).not.toContain('slack_file');
  expect(core.logged.map(({ message: line }) => line)).toContain('an alert has no picture of its last hours; its words go alone');
});

test('over: the same message says how long it took and how far it went', async () => {
  await watch({ ...queueRule, keepMs: MINUTE });
  const before = stage.slack.calls('chat.postMessage').length;
  await evaluate(-1);
  await message('wait of 12 min');
  const closed = Array.from({ length: 12 }, (_, index) => ({
    id: `c-${index}-x`,
    type: 'conversation.closed' as const,
    occurredAt: DESK_AT,
    conversation: { id: `c-${index}` },
    by: 'agent' as const,
  }));
  await core.intake.record(closed);
  await evaluate(1);
  await message('within it again since');
  await evaluate(2);
  const over = await message('over after 3 min, peak 12 min');
  expect(said(over.blocks)).toContain('Back to normal since 14:39 (limit 10 min)');
  expect(stage.slack.calls('chat.postMessage')).toHaveLength(before + 1);
});
