/** The app's home: a person's panel, in place, whatever is pressed there. */
import { type Command, opened, replaced } from '../../src/app/command.ts';
import type { Card } from '../../src/view/card.ts';
import type { Form } from '../../src/view/form.ts';
import { chart } from '../fakes/slack/desk.ts';
import { dispatchOf } from '../fakes/slack/dispatch.ts';
import type { Message } from '../fakes/slack/slack.ts';
import { type Line, openStage, type Stage, stageContext } from '../fakes/slack/stage.ts';
import type { View } from '../fakes/slack/state.ts';

const ANA = 'U0ANA';
const ANAS = 'D0ANA';
const GONE = 'U0GONE';

let stage: Stage;
let lines: Line[];
/** How often the home was asked for, and a panel drawn. */
let asked = 0;
let turn = 0;
/** Until then the next question waits. */
let held: Promise<void>;

function panel(who: string): Card {
  turn += 1;
  return {
    title: 'Home',
    scope: who,
    blocks: [
      { kind: 'text', text: `Nothing to do (${turn}).` },
      { kind: 'chart', chart: chart('en') },
      {
        kind: 'actions',
        controls: [
          { kind: 'button', label: 'Refresh', action: 'home.refresh' },
          { kind: 'select', label: 'Department', action: 'home.department', options: [{ label: 'Sales', value: 'd-2' }] },
          { kind: 'button', label: 'Queue', action: 'home.queue' },
          { kind: 'button', label: 'Parameters', action: 'home.edit', opens: 'form' },
          { kind: 'button', label: 'Older', action: 'home.gone' },
        ],
      },
    ],
  };
}

const FORM: Form = {
  title: 'Parameters',
  submit: 'home.save',
  submitLabel: 'Save',
  cancelLabel: 'Cancel',
  blocks: [{ kind: 'text', name: 'zone', label: 'Zone', required: true }],
};

const home: Command = {
  name: 'home',
  aliases: ['inicio'],
  role: 'viewer',
  summary: 'help.summary',
  examples: [],
  run: async ({ person }) => {
    asked += 1;
    await held;
    return panel(person.id);
  },
  actions: {
    refresh: { run: async ({ person }) => replaced(panel(person.id)) },
    department: { run: async ({ value }) => replaced(panel(value)) },
    queue: {
      run: async () =>
        opened({
          title: 'Queue',
          blocks: [
            { kind: 'text', text: 'Maria waits.' },
            { kind: 'chart', chart: chart('en') },
          ],
        }),
    },
    edit: { run: async () => ({ kind: 'form', form: FORM }) },
  },
  submits: {
    save: {
      run: async ({ values }) =>
        values['zone'] === 'Moon'
          ? { kind: 'invalid', errors: { zone: 'No zone' } }
          : replaced({
              title: 'Parameters',
              blocks: [
                { kind: 'text', text: 'Saved.', tone: 'good' },
                { kind: 'text', text: 'All parameters' },
              ],
            }),
    },
  },
};

async function open(options: { socket?: boolean } = {}): Promise<void> {
  [lines, asked, turn, held] = [[], 0, 0, Promise.resolve()];
  stage = await openStage(stageContext(dispatchOf([home], { strangers: [GONE] }), lines), options);
  for (const user of [ANA, GONE]) stage.slack.join(user, user, 'en-US');
  if (options.socket) await stage.slack.until(() => stage.slack.socket.connected(), 'the socket');
}

afterEach(async () => {
  const { troubles } = stage.slack.state;
  await stage.close();
  expect(troubles).toEqual([]);
});

/** The home once it shows this. */
function showing(what: string, user = ANA): Promise<View> {
  return stage.slack.until(() => {
    const view = stage.slack.home(user);
    return view && JSON.stringify(view.view).includes(what) && view;
  }, `a home with “${what}”`);
}

function saying(what: string): Promise<Message> {
  return stage.slack.until(() => stage.slack.seen(ANA, ANAS).findLast((one) => JSON.stringify(one.blocks).includes(what)), `“${what}”`);
}

test('opening it shows the person’s panel, without pictures; opening it again draws it anew', async () => {
  await open();
  await stage.slack.openHome(ANA);
  const view = await showing('Nothing to do (1)');
  expect(JSON.stringify(view.view)).toContain('slack:U0ANA');
  expect(JSON.stringify(view.view)).not.toContain('image');
  await stage.slack.openHome(ANA);
  await showing('Nothing to do (2)');
  expect(stage.slack.calls('files.getUploadURLExternal')).toEqual([]);
});

test('the messages tab and a repeated event change nothing', async () => {
  await open();
  await stage.slack.openHome(ANA, { event: { tab: 'messages' } });
  await stage.slack.openHome(ANA, { eventId: 'Ev1' });
  await stage.slack.openHome(ANA, { eventId: 'Ev1', signing: { retry: { num: 1, reason: 'http_timeout' } } });
  await showing('Nothing to do (1)');
  await stage.platform.stop();
  expect(stage.slack.calls('views.publish')).toHaveLength(1);
});

test('of two quick openings the later one stays, however they overtake one another', async () => {
  await open();
  let release = (): void => undefined;
  held = new Promise((resolve) => {
    release = resolve;
  });
  await stage.slack.openHome(ANA);
  await stage.slack.until(() => asked === 1, 'the first question');
  held = Promise.resolve();
  await stage.slack.openHome(ANA);
  await showing('Nothing to do (1)');
  release();
  await stage.platform.stop();
  // The first question was answered last, and is not shown any more.
  expect([asked, turn]).toEqual([2, 2]);
  expect(stage.slack.calls('views.publish')).toHaveLength(1);
  expect(JSON.stringify(stage.slack.home(ANA)?.view)).toContain('Nothing to do (1)');
});

test('two homes on their way at once arrive in the order of their questions', async () => {
  await open();
  stage.slack.fail('views.publish', { slowMs: 500 });
  await stage.slack.openHome(ANA);
  await stage.slack.until(() => stage.slack.calls('views.publish').length === 1, 'the first home on its way');
  await stage.slack.openHome(ANA);
  await showing('Nothing to do (2)');
  await stage.platform.stop();
  expect(JSON.stringify(stage.slack.home(ANA)?.view)).toContain('Nothing to do (2)');
});

test('refresh and a filter change it in place, and nothing is sent', async () => {
  await open();
  await stage.slack.openHome(ANA);
  await stage.slack.press(ANA, await showing('Nothing to do (1)'), 'Refresh');
  await stage.slack.choose(ANA, await showing('Nothing to do (2)'), 'Sales');
  await showing('d-2');
  expect(stage.slack.seen(ANA, ANAS)).toEqual([]);
});

test('a list goes to the direct messages, with its chart', async () => {
  await open();
  await stage.slack.openHome(ANA);
  await stage.slack.press(ANA, await showing('Nothing to do'), 'Queue');
  await saying('Maria waits.');
  await saying('slack_file');
  expect(turn).toBe(1);
});

test('a form opens as a modal; what was saved draws the home anew and says so there', async () => {
  await open();
  await stage.slack.openHome(ANA);
  await stage.slack.press(ANA, await showing('Nothing to do (1)'), 'Parameters');
  await stage.slack.until(() => stage.slack.modal(ANA)?.view['submit'], 'the form');
  await stage.slack.submit(ANA, { zone: 'Moon' });
  expect(stage.slack.modal(ANA)?.errors).toEqual({ zone: 'No zone' });
  await stage.slack.submit(ANA, { zone: 'America/Belem' });
  expect(stage.slack.modal(ANA)).toBeUndefined();
  const anew = JSON.stringify((await showing('Nothing to do (2)')).view);
  expect(anew).toContain('Saved.');
  expect(anew).not.toContain('All parameters');
  expect(stage.slack.seen(ANA, ANAS)).toEqual([]);
});

test('a refusal is shown in a modal over the home, which stays', async () => {
  await open();
  await stage.slack.openHome(ANA);
  await stage.slack.press(ANA, await showing('Nothing to do (1)'), 'Older');
  await stage.slack.until(() => JSON.stringify(stage.slack.modal(ANA)?.view ?? {}).includes('older version'), 'the refusal');
  expect(stage.slack.calls('views.publish')).toHaveLength(1);
});

test('a stranger’s home says whom to ask, and no figure', async () => {
  await open();
  await stage.slack.openHome(GONE);
  const view = await showing('I do not know you yet', GONE);
  expect(JSON.stringify(view.view)).not.toContain('Nothing to do');
});

test('a rate limit is waited for; a home that Slack refuses is apologised for in the direct messages', async () => {
  await open();
  stage.slack.fail('views.publish', { status: 429, retryAfter: 1 });
  await stage.slack.openHome(ANA);
  await showing('Nothing to do (1)');
  stage.slack.fail('views.publish', { error: 'invalid_arguments' });
  await stage.slack.openHome(ANA);
  await saying('Something went wrong on my side');
  expect(lines.at(-1)).toMatchObject({ level: 'error', fields: { code: 'invalid_arguments' } });
});

test('over Socket Mode too', async () => {
  await open({ socket: true });
  await stage.slack.openHome(ANA);
  await stage.slack.press(ANA, await showing('Nothing to do (1)'), 'Refresh');
  await showing('Nothing to do (2)');
});
