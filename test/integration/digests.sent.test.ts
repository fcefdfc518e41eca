/** A digest from its minute to the channel: through the outbox and Slack's own wire, with its picture, in its reader's language. */
import type { Platform } from '../../src/platforms/platform.ts';
import type { Store } from '../../src/store/connect.ts';
import { type TestCore, testCore } from '../core.ts';
import { openStage, type Stage, stageContext } from '../fakes/slack/stage.ts';
import { directOf } from '../fakes/slack/state.ts';
import { dropStore, openStore } from '../store.ts';
import { ana, clock, life, support } from '../told.ts';

const RUI = 'U0RUI';
const DESK = 'C0DESK';
let store: Store;
let core: TestCore;
let stage: Stage;
let now = clock('10:30');

beforeAll(async () => {
  store = await openStore();
  const platforms: Platform[] = [];
  core = testCore(store, { now: () => now, language: 'pt-BR', platforms });
  stage = await openStage(stageContext(core.dispatch));
  platforms.push(stage.platform);
  stage.slack.join(RUI, 'Rui Braga', 'en-US');
  core.sender.start();
  const served = life('c-1');
  await core.intake.record([
    served.opened('10:00'),
    served.queued('10:01', support),
    served.assigned('10:09', ana, support),
    served.agent('10:10', ana),
    served.closed('10:40'),
  ]);
});
afterAll(async () => {
  await core.sender.stop();
  await stage.close();
  await dropStore(store);
});

const said = (value: unknown): string => JSON.stringify(value).replaceAll('\u00a0', ' ');

test('the channel reads Portuguese and Rui English; the doors open what holds when they are pressed', async () => {
  await core.settings.change(
    (current) => ({
      ...current,
      people: [{ id: `slack:${RUI}`, role: 'supervisor', language: 'en' }],
      digests: [
        {
          id: 'morning',
          title: 'Bom dia',
          active: true,
          schedule: 'every day 08:00',
          timeZone: null,
          businessDays: false,
          parts: ['now', 'today', 'metrics'],
          department: null,
          targets: [`slack:${DESK}`, `slack:${RUI}`],
          language: null,
        },
      ],
    }),
    { person: { id: 'terminal:admin', role: 'admin', language: 'en' }, platform: 'terminal' },
  );
  now = clock('11:00');
  expect(await core.digesting.plan(now)).toBe(2);
  // Its pictures come a moment after its words.
  const drawn = (channel: string) => () => stage.slack.seen(RUI, channel).find(({ blocks }) => said(blocks).includes('"type":"image"'));
  const channel = await stage.slack.until(drawn(DESK), 'the digest in the channel', 10_000);
  expect(said(channel.blocks)).toContain('*Hoje: 1 atendimento aberto*. Acima da meta: espera média 8 min, primeira resposta média 9 min');
  const direct = await stage.slack.until(drawn(directOf(RUI)), 'the digest for Rui', 10_000);
  expect(said(direct.blocks)).toContain('*Today: 1 conversation opened*. Over target: mean wait 8 min, mean first response 9 min');
  await stage.slack.press(RUI, direct, 'Queue');
  const queue = await stage.slack.until(
    () => stage.slack.seen(RUI, directOf(RUI)).find(({ blocks }) => said(blocks).includes('Nobody is waiting')),
    'the queue',
  );
  expect(said(queue.blocks)).toContain('all departments');
  // The chart is the digest's own day, also for whoever presses a day later.
  now = new Date(now.getTime() + 86_400_000);
  await stage.slack.press(RUI, direct, 'Chart');
  const days = () =>
    stage.slack.seen(RUI, directOf(RUI)).find(({ blocks }) => said(blocks).includes('Times and targets* · Sunday, Nov 22'));
  await stage.slack.until(days, 'the chart of the day');
  expect(core.logged).toEqual([]);
});
