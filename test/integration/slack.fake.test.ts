/** The local Slack bites where the real one does: whoever trusts a green test must know what would have been refused. */
import type { ModalView } from '@slack/types';
import { webClient } from '../../src/platforms/slack/clients.ts';
import { faultOf } from '../../src/platforms/slack/errors.ts';
import { type FakeSlack, startFakeSlack } from '../fakes/slack/slack.ts';
import { newTrigger } from '../fakes/slack/state.ts';

const ANA = 'U0ANA';
let slack: FakeSlack;
let clock = 0;
let client: ReturnType<typeof webClient>;

beforeEach(async () => {
  clock = 1_000_000;
  slack = await startFakeSlack({ now: () => clock });
  client = webClient(slack.token, slack.apiUrl, 0);
  slack.join(ANA);
});
afterEach(() => slack.close());

const text = (words: string) => ({ type: 'plain_text' as const, text: words });
/** A modal with one input, whose block has this id and first value. */
const modal = (block: string, value?: string): ModalView => ({
  type: 'modal',
  title: text('Form'),
  submit: text('Save'),
  blocks: [
    {
      type: 'input',
      block_id: block,
      label: text('Word'),
      element: { type: 'plain_text_input', action_id: 'value', ...(value ? { initial_value: value } : {}) },
    },
  ],
});
const refused = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'taken',
    (error: unknown) => faultOf(error).code,
  );
const open = async (view = modal('word')): Promise<{ id: string; hash: string }> => {
  const { view: opened } = await client.views.open({ trigger_id: newTrigger(slack.state, ANA), view });
  return { id: opened?.id ?? '', hash: opened?.hash ?? '' };
};
const push = (from: string, view = modal('word')): Promise<{ view?: { id?: string } }> =>
  client.views.push({ trigger_id: newTrigger(slack.state, ANA, from), view });
const shown = (): unknown => {
  const view = slack.modal(ANA);
  const [block = {}] = (view?.view['blocks'] ?? []) as Record<string, unknown>[];
  return view && slack.holds(view, block)['value'];
};

describe('triggers', () => {
  test('live 3 s and serve once', async () => {
    const trigger = newTrigger(slack.state, ANA);
    clock += 3_001;
    expect(await refused(client.views.open({ trigger_id: trigger, view: modal('word') }))).toBe('expired_trigger_id');
    const second = newTrigger(slack.state, ANA);
    await client.views.open({ trigger_id: second, view: modal('word') });
    expect(await refused(client.views.open({ trigger_id: second, view: modal('word') }))).toBe('exchanged_trigger_id');
  });

  test('push only from inside a modal that is open, and two views at most', async () => {
    expect(await refused(client.views.push({ trigger_id: newTrigger(slack.state, ANA), view: modal('word') }))).toBe('not_found');
    const { id } = await open();
    const second = await push(id);
    const third = await push(second.view?.id ?? '');
    expect(await refused(push(third.view?.id ?? ''))).toBe('push_limit_reached');
    slack.dismiss(ANA);
    expect(await refused(push(third.view?.id ?? ''))).toBe('not_found');
  });
});

describe('views', () => {
  test('change by their id below another as well, not once they are closed, and not with an old hash', async () => {
    const { id, hash } = await open();
    await push(id);
    await client.views.update({ view_id: id, hash, view: modal('word', 'Below') });
    expect(await refused(client.views.update({ view_id: id, hash, view: modal('word') }))).toBe('hash_conflict');
    slack.dismiss(ANA);
    expect(shown()).toBe('Below');
    slack.dismiss(ANA);
    expect(await refused(client.views.update({ view_id: id, view: modal('word') }))).toBe('not_found');
  });

  test('keep what was typed while the ids stay, whatever the first value says', async () => {
    const { id } = await open(modal('word', 'First'));
    const view = slack.modal(ANA);
    view?.typed.set('word value', { value: 'Typed' });
    await client.views.update({ view_id: id, view: modal('word', 'Second') });
    expect(shown()).toBe('Typed');
    await client.views.update({ view_id: id, view: modal('word~2', 'Third') });
    expect(shown()).toBe('Third');
    await client.views.update({ view_id: id, view: modal('word', 'Fourth') });
    expect(shown()).toBe('Fourth');
  });

  test.each([
    ['a date that is none', { type: 'datepicker', action_id: 'value', initial_date: '2026-02-30' }],
    ['a time that is none', { type: 'timepicker', action_id: 'value', initial_time: '24:00' }],
    [
      'eleven boxes',
      {
        type: 'checkboxes',
        action_id: 'value',
        options: Array.from({ length: 11 }, (_, index) => ({ text: text('x'), value: `v${index}` })),
      },
    ],
    [
      'an option of 76 characters',
      { type: 'multi_static_select', action_id: 'value', options: [{ text: text('x'), value: 'x'.repeat(76) }] },
    ],
    ['options of its own in a search', { type: 'external_select', action_id: 'value', options: [{ text: text('x'), value: 'x' }] }],
  ])('are refused for %s', async (_, element) => {
    const view = { ...modal('word'), blocks: [{ type: 'input', label: text('Word'), element }] } as unknown as ModalView;
    expect(await refused(client.views.open({ trigger_id: newTrigger(slack.state, ANA), view }))).toBe('invalid_arguments');
  });

  test('of the home have no title, and go to people who are there', async () => {
    const blocks = [{ type: 'section' as const, text: text('Panel') }];
    await client.views.publish({ user_id: ANA, view: { type: 'home', blocks } });
    expect(await refused(client.views.publish({ user_id: 'U0NOBODY', view: { type: 'home', blocks } }))).toBe('user_not_found');
    expect(await refused(client.views.publish({ user_id: ANA, view: modal('word') }))).toBe('invalid_arguments');
  });
});

describe('lists', () => {
  test('want their scopes, a sensible limit and a cursor of their own', async () => {
    expect(await refused(client.users.list({ limit: 1000 }))).toBe('invalid_limit');
    expect(await refused(client.users.list({ cursor: 'mine' }))).toBe('invalid_cursor');
    slack.state.scopes = ['channels:read'];
    expect(await refused(client.users.list({}))).toBe('missing_scope');
    expect(await refused(client.conversations.list({ types: 'private_channel' }))).toBe('missing_scope');
    expect(await refused(client.conversations.list({ types: 'public_channel' }))).toBe('taken');
  });
});
