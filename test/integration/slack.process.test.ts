/** Slack in front of a process as `npm start` runs it: what its libraries do to each other there, no test within jest can see. */
import { startFakeSlack, type FakeSlack } from '../fakes/slack/slack.ts';
import { createHome, type Home, postEvents, type RunningVigia, startVigia } from '../process.ts';

const ANA = 'U0ANA';
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

let slack: FakeSlack;
let home: Home;
let vigia: RunningVigia;

beforeAll(async () => {
  slack = await startFakeSlack();
  slack.join(ANA, 'Ana Lima', 'en-US');
  const { token, secret, apiUrl } = slack;
  home = createHome({ SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: secret, SLACK_API_URL: apiUrl, ADMINS: `slack:${ANA}` });
  vigia = await startVigia(home);
  slack.serve(`${vigia.url}/slack/events`);
  const opened = { type: 'conversation.opened', occurredAt: new Date().toISOString(), conversation: { id: 'c-1', channel: 'telegram' } };
  await postEvents(vigia.url, home.secret, [{ id: 'e-1', ...opened }]);
});
afterAll(async () => {
  vigia.process.kill('SIGTERM');
  await vigia.ended;
  home.remove();
  await slack.close();
});

const fileOf = (ending: string): Buffer | undefined =>
  [...slack.state.files.values()].find(({ name, completed }) => completed && name.endsWith(ending))?.content;

test('a chart arrives as a picture, and the message shows it', async () => {
  await slack.write(ANA, 'chart channels today');
  await slack.until(() => slack.state.messages.find(({ blocks }) => JSON.stringify(blocks).includes('slack_file')), 'the chart', 30_000);
  expect(fileOf('.png')?.subarray(0, 4)).toEqual(PNG);
});

test('a file arrives whole', async () => {
  await slack.write(ANA, 'csv conversations today');
  const csv = await slack.until(() => fileOf('.csv'), 'the file', 30_000);
  expect(csv.toString()).toContain('c-1');
});

test('nothing went wrong on the way', () => {
  expect(vigia.printed()).not.toMatch(/"level":(40|50|60)/);
});
