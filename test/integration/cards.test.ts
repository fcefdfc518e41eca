/** Every card as each platform shows it, side by side, from the product's own answers over one small desk. */
import type { Answer } from '../../src/app/command.ts';
import type { Reply } from '../../src/app/dispatch.ts';
import { packState } from '../../src/app/state.ts';
import { renderForm as slackForm } from '../../src/platforms/slack/form.ts';
import { renderCard as slackCard } from '../../src/platforms/slack/render.ts';
import { renderForm as teamsForm } from '../../src/platforms/teams/forms.ts';
import { renderCard as teamsCard } from '../../src/platforms/teams/render.ts';
import { renderCard as terminalCard } from '../../src/platforms/terminal/render.ts';
import type { Store } from '../../src/store/connect.ts';
import type { Card, Language } from '../../src/view/card.ts';
import { chartsOf } from '../../src/view/card.ts';
import { type TestCore, testCore } from '../core.ts';
import { renderCardToHtml } from '../fakes/console/bundle.ts';
import { DESK_AT, deskEvents } from '../fixtures/desk.ts';
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

function cardOf(answer: Answer): Card {
  if (answer.kind !== 'card') throw new Error(`a card was expected, not a ${answer.kind}`);
  return answer.card;
}

/** The card in the four idioms; compact, so that a change is read at a glance. */
function sideBySide({ answer, t, language }: Reply): string {
  const card = cardOf(answer);
  const links = new Map(chartsOf(card).map((chart) => [chart, 'https://vigia.example/files/chart']));
  const lines = (values: unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n');
  const parts = {
    terminal: terminalCard(card),
    // Every answer's search has an id of its own, so that Slack forgets an old choice.
    slack: lines(slackCard(card, t).blocks).replaceAll(/"block_id":"[\w-]{8}:/g, '"block_id":"each-one:'),
    teams: lines(teamsCard(card, t, { links }).body),
    console: renderCardToHtml(card, language),
  };
  return Object.entries(parts)
    .map(([name, text]) => `--- ${name}\n${text}`)
    .join('\n');
}

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
