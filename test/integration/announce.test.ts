/** A new target told in a channel: through the outbox and Slack's own wire, to a local Slack that refuses what the real one refuses. */
import type { Platform } from '../../src/platforms/platform.ts';
import type { Store } from '../../src/store/connect.ts';
import { type TestCore, testCore } from '../core.ts';
import type { Message } from '../fakes/slack/slack.ts';
import { openStage, type Stage, stageContext } from '../fakes/slack/stage.ts';
import { directOf } from '../fakes/slack/state.ts';
import { dropStore, openStore } from '../store.ts';
import { clock } from '../told.ts';

const RUI = 'U0RUI';
const DESK = 'C0DESK';
let store: Store;
let core: TestCore;
let stage: Stage;

beforeAll(async () => {
  store = await openStore();
  const platforms: Platform[] = [];
  core = testCore(store, { now: () => clock('10:30'), admins: [`slack:${RUI}`], language: 'pt-BR', platforms });
  stage = await openStage(stageContext(core.dispatch));
  stage.slack.state.channels.set('C0LEFT', { name: 'left', member: true });
  platforms.push(stage.platform);
  // Rui reads English, the operation Portuguese.
  stage.slack.join(RUI, 'Rui Braga', 'en-US');
  core.sender.start();
});
afterAll(async () => {
  await core.sender.stop();
  await stage.close();
  await dropStore(store);
});
beforeEach(async () => {
  await store.configurations.deleteMany({});
  stage.slack.state.messages.length = 0;
});

const said = (value: unknown): string => JSON.stringify(value);

/** The newest message or state of one in the desk's channel that says this. */
const saying = (what: string): Promise<Message> =>
  stage.slack.until(() => stage.slack.seen(RUI, DESK).findLast(({ blocks, text }) => said([text, blocks]).includes(what)), what);

async function openForm(): Promise<void> {
  await stage.slack.slash(RUI, 'settings parameters', DESK);
  await stage.slack.press(RUI, await saying('Parameters'), 'Change');
  await stage.slack.until(() => stage.slack.modal(RUI)?.view['submit'], 'the form');
}

/** Changes parameters and announces them; what Rui reads afterwards. */
async function announced(given: Record<string, string>, typed: string, channel: string): Promise<Message> {
  await openForm();
  expect(await stage.slack.typeIn(RUI, 'announce', typed)).toContain(channel);
  await stage.slack.submit(RUI, { ...given, announce: channel });
  return saying('Saved');
}

test('only channels that Vigia can post to are offered', async () => {
  await openForm();
  expect(await stage.slack.typeIn(RUI, 'announce', '')).toEqual(['#desk', '#left']);
  expect(await stage.slack.typeIn(RUI, 'announce', 'other')).toEqual([]);
  stage.slack.dismiss(RUI);
});

test('a target’s change is told in the channel: who, from what, to what, in the operation’s language', async () => {
  const card = await announced({ handleTarget: '12 min 30 s', idleMinutes: '6', retentionDays: '365' }, 'de', '#desk');
  expect(said(card.blocks)).toContain('Announced in #desk.');
  const told = await saying('Configurações alteradas');
  const text = said(told.blocks).replaceAll('\u00a0', ' ');
  expect(text).toContain(`<@${RUI}>`);
  expect(text).toContain('• Sem interação após: 5 min → 6 min');
  expect(text).toContain('• Atendimento, meta: 5 min → 12 min 30 s');
  // How long conversations are kept is nobody's measure.
  expect(text).not.toMatch(/365|Guarda/);
  expect(stage.slack.calls('chat.postMessage').filter(({ channel }) => channel === DESK)).toHaveLength(1);
});

test('what touches nobody’s measures is saved and not told', async () => {
  const card = await announced({ retentionDays: '365' }, '', '#desk');
  expect(said(card.blocks)).toContain('Nothing was announced in #desk');
  expect((await core.parameters()).retentionDays).toBe(365);
  expect(said(stage.slack.seen(RUI, DESK))).not.toContain('Configurações alteradas');
});

test('a channel that Vigia was taken out of meanwhile: it is saved, and the note says what to do', async () => {
  stage.slack.state.channels.set('C0LEFT', { name: 'left', member: false });
  const card = await announced({ idleMinutes: '7' }, 'left', '#left');
  expect(said(card.blocks)).toMatch(/It is saved, but #left could not be told\. Most often Vigia is not in that channel: invite it/);
  expect((await core.parameters()).idleMs).toBe(420_000);
  expect(core.logged).toEqual([
    {
      level: 'error',
      fields: expect.objectContaining({ kind: 'announcement', target: 'slack:C0LEFT', reason: expect.stringContaining('not_in_channel') }),
      message: 'a message was given up',
    },
  ]);
  // Administrators are told too: whoever changes a target need not be one who can put this right.
  const notice = await stage.slack.until(() => stage.slack.seen(RUI, directOf(RUI))[0], 'a message to Rui');
  expect(said(notice.blocks)).toMatch(/“Configurações alteradas” não pôde ser enviado para.*C0LEFT.*convide-o \(\/invite @Vigia\)/);
});

test('while Slack lets nobody in, it is on its way, and arrives once Slack does', async () => {
  stage.slack.fail('chat.postMessage', { status: 429, retryAfter: 4 });
  const card = await announced({ idleMinutes: '8' }, 'de', '#desk');
  expect(said(card.blocks)).toContain('The announcement is on its way to #desk.');
  await stage.slack.until(() => said(stage.slack.seen(RUI, DESK)).includes('5 min → 8 min'), 'the announcement', 10_000);
});
