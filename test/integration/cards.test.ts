/** Every card as each platform shows it, side by side, from the product's own answers over one small desk. */
import { packState } from '../../src/app/state.ts';
import { renderForm as slackForm } from '../../src/platforms/slack/form.ts';
import { renderForm as teamsForm } from '../../src/platforms/teams/forms.ts';
import type { Store } from '../../src/store/connect.ts';
import type { Language } from '../../src/view/card.ts';
import { type TestCore, testCore } from '../core.ts';
import { DESK_AT, deskEvents } from '../fixtures/desk.ts';
import { sideBySide } from '../side-by-side.ts';
import { dropStore, openStore } from '../store.ts';

let store: Store;
let core: TestCore;
beforeAll(async () => {
  store = await openStore();
  core = testCore(store, { now: () => DESK_AT, demo: true });
  await core.intake.record(deskEvents());
});
afterAll(() => dropStore(store));

const origin = (language: Language, person = 'admin') => ({ platform: 'terminal', person: { id: `terminal:${person}` }, language });

const QUESTIONS = [
  'now',
  'now Financeiro',
  'today',
  'queue',
  'agents',
  'history',
  'history whatsapp closed',
  'outbound',
  'show 20261122-000120',
  'talk 20261122-000120',
  'show 999',
  'settings',
  'settings agents',
  'settings parameters',
  'help',
  'hoej',
  'now Marte',
];

describe.each<Language>(['pt-BR', 'en'])('in %s', (language) => {
  test.each(QUESTIONS)('%s', async (question) => {
    expect(sideBySide(await core.dispatch.ask(question, origin(language)))).toMatchSnapshot();
  });

  test.each(['awaiting.agents', 'awaiting.customers', 'idle.agents', 'idle.customers'])('the list %s', async (list) => {
    expect(sideBySide(await core.dispatch.act('now.list', packState({ list }), origin(language)))).toMatchSnapshot();
  });

  test('the second page of the queue', async () => {
    expect(sideBySide(await core.dispatch.act('queue.page', packState({ offset: 10 }), origin(language)))).toMatchSnapshot();
  });

  test('a stranger, and a viewer who wants to configure', async () => {
    expect(sideBySide(await core.dispatch.ask('now', origin(language, 'nobody')))).toMatchSnapshot();
    expect(sideBySide(await core.dispatch.ask('settings', origin(language, 'viewer')))).toMatchSnapshot();
  });

  test('an empty desk', async () => {
    const empty = await openStore();
    try {
      const { dispatch } = testCore(empty, { now: () => DESK_AT });
      for (const question of ['now', 'today', 'queue'])
        expect(sideBySide(await dispatch.ask(question, origin(language)))).toMatchSnapshot();
    } finally {
      await dropStore(empty);
    }
  });

  test('the form of the parameters, as a Slack modal and as a card in Teams', async () => {
    const { answer, t } = await core.dispatch.act('settings.parameters.edit', '', origin(language));
    if (answer.kind !== 'form') throw new Error('a form was expected');
    // The key to what is remembered is another one each time.
    const form = { ...answer.form, state: 'each-one' };
    expect({
      slack: slackForm(form, { t, place: { kind: 'open', user: 'U1', channel: 'C1' } }),
      teams: teamsForm(form, t, { kind: 'dialog' }),
    }).toMatchSnapshot();
  });
});
