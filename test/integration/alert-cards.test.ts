/** Messages about what fires as each platform shows them, and every kind of rule in words, in both languages. */
import { incidentCard, reminderCard } from '../../src/app/alerts/incident-card.ts';
import { withFoot } from '../../src/app/foot.ts';
import type { Services } from '../../src/app/services.ts';
import { EMPTY_BOARD } from '../../src/domain/alert-board.ts';
import { newState, type Incident, type RuleState } from '../../src/domain/alert-state.ts';
import type { AlertRule } from '../../src/domain/alert-rule.ts';
import { alertBoardStore } from '../../src/store/queries/alert-board.ts';
import { sampleStore } from '../../src/store/alerts/samples.ts';
import type { Store } from '../../src/store/connect.ts';
import { LIMITS } from '../../src/platforms/slack/limits.ts';
import { renderCard as slackCard } from '../../src/platforms/slack/render.ts';
import { fitting, weight } from '../../src/platforms/teams/budget.ts';
import { renderCard as terminalCard } from '../../src/platforms/terminal/render.ts';
import { LANGUAGES, translator } from '../../src/i18n/translate.ts';
import type { Card, Language } from '../../src/view/card.ts';
import { type TestCore, testCore } from '../core.ts';
import { DESK_AT, deskEvents } from '../fixtures/desk.ts';
import { MINUTE, rule } from '../rules.ts';
import { probe } from '../services.ts';
import { sideBySide } from '../side-by-side.ts';
import { dropStore, openStore } from '../store.ts';

let store: Store;
let core: TestCore;
const asked = probe();

beforeAll(async () => {
  store = await openStore();
  core = testCore(store, { now: () => DESK_AT, more: [asked.command] });
  await core.intake.record(deskEvents());
});
afterAll(() => dropStore(store));
beforeEach(async () => {
  await store.alerts.deleteMany({});
  await store.samples.deleteMany({});
});

const at = (minutes: number): Date => new Date(DESK_AT.getTime() + minutes * MINUTE);

/** One that has fired three minutes ago, and stands at twelve minutes. */
function incident(as: Partial<AlertRule> = {}, part: Partial<Incident> = {}): Incident {
  const own = rule({ department: 'd-1', severity: 'critical', ...as });
  return {
    id: `${own.id}@${at(-3).toISOString()}`,
    rule: own.id,
    as: own,
    since: at(-5),
    startedAt: at(-3),
    value: 12 * MINUTE,
    peak: 14 * MINUTE,
    limit: own.threshold,
    endedAt: null,
    ending: null,
    acknowledged: null,
    toldAt: at(-3),
    remindedAt: at(-3),
    escalatedAt: null,
    edited: false,
    capped: false,
    shownAt: at(-3),
    messages: [{ key: 'k', target: 'slack:C0DESK' }],
    ...part,
  };
}

/** The board with an incident in it, in a phase. */
async function standing(one: Incident, part: Partial<RuleState> = {}): Promise<void> {
  const state = { ...newState(one.as, DESK_AT), phase: 'firing' as const, incident: one, n: 34, ...part };
  await alertBoardStore(store).change(() => ({ board: { ...EMPTY_BOARD, at: DESK_AT, states: [state] }, intents: [] }));
}

async function drawn(incidents: readonly Incident[], language: Language, escalated = false): Promise<Card> {
  const services: Services = await asked.services(core, language);
  const card = await incidentCard(incidents, { at: DESK_AT, target: 'slack:C0DESK', escalated }, services);
  return withFoot(card, services, { at: DESK_AT, timeZone: 'America/Sao_Paulo', simulated: false });
}

/** The card in the four idioms. */
const shown = (card: Card, language: Language): string =>
  sideBySide({ answer: { kind: 'card', card, replace: false }, language, t: translator(language), failed: false });

/** The words of a card, one line each. */
const wordsOf = (card: Card): string => terminalCard(card, 400).replaceAll('\u00a0', ' ');

describe.each(LANGUAGES)('in %s', (language) => {
  test('it fires: told with what is needed to act, and the picture of the last hours', async () => {
    const one = incident({ mention: 'channel' });
    await standing(one);
    const values = [2, 2, 3, 2, 4, 6, 8, 9, 11, 14, 12];
    for (const [index, value] of values.entries())
      await sampleStore(store).keep(
        at(5 * (index - 10)),
        [one.as],
        new Map([[one.rule, { at: at(0), value: value * MINUTE, open: true }]]),
      );
    expect(shown(await drawn([one], language), language)).toMatchSnapshot();
  });

  test('it is over', async () => {
    const ended = incident(
      {},
      { endedAt: at(0), ending: 'recovered', value: 3 * MINUTE, acknowledged: { by: 'slack:U0ANA', at: at(-2), value: 1 } },
    );
    expect(shown(await drawn([ended], language), language)).toMatchSnapshot();
  });

  test('several at once', async () => {
    const idle = incident(
      { id: 'idle', indicator: 'now.idle.agents', threshold: 5, severity: 'warning', department: null },
      { value: 8, peak: 8 },
    );
    const over = incident(
      { id: 'csat', indicator: 'period.csat', operator: 'below', threshold: 4 },
      { value: 4.2, peak: 3.1, endedAt: at(0), ending: 'recovered' },
    );
    expect(shown(await drawn([over, idle, incident({ mention: 'channel' })], language), language)).toMatchSnapshot();
  });

  test('how it stands: recovering, taken, kept quiet, escalated, changed, the last one today', async () => {
    const taken = incident({}, { acknowledged: { by: 'slack:U0ANA', at: at(-1), value: 1 } });
    await standing(taken, { phase: 'recovering', since: at(-1), snoozedUntil: at(15) });
    const lines = [wordsOf(await drawn([taken], language))];
    await standing(incident());
    const changed = incident(
      { escalateMs: 2 * MINUTE, escalateTo: ['slack:C0OPS'], dailyCap: 3 },
      { escalatedAt: at(-1), edited: true, capped: true },
    );
    lines.push(wordsOf(await drawn([changed], language)), wordsOf(await drawn([changed], language, true)));
    expect(lines.join('\n\n')).toMatchSnapshot();
  });

  test('every kind of rule, and every end', async () => {
    const kinds: [Partial<AlertRule>, Partial<Incident>][] = [
      [
        { indicator: 'period.service_level', operator: 'below', threshold: 0.8 },
        { value: 0.612, peak: 0.55 },
      ],
      [
        { indicator: 'now.agents.online', operator: 'at_most', threshold: 0 },
        { value: 0, peak: 0 },
      ],
      [
        { indicator: 'now.capacity.free', operator: 'below', threshold: 2 },
        { value: 1, peak: 0 },
      ],
      [
        { indicator: 'now.queue.size', threshold: 10, noData: 'alert' },
        { value: null, peak: null },
      ],
      [
        { kind: 'change', indicator: 'period.opened', threshold: 0.5 },
        { value: 72, peak: 80, limit: 60 },
      ],
      [
        { kind: 'forecast', indicator: 'now.queue.size', threshold: 20 },
        { value: 40, peak: 44 },
      ],
      [{ kind: 'silence', indicator: null, department: null, threshold: 10 * MINUTE }, {}],
      [{ kind: 'job', indicator: null, department: null, job: 'digests' }, {}],
      [
        { indicator: 'today.closed', channel: 'whatsapp', agents: ['a-1'], operator: 'below', threshold: 9 },
        { value: 4, peak: 4 },
      ],
    ];
    const said: string[] = [];
    for (const [index, [as, part]] of kinds.entries()) {
      const one = incident({ id: `r-${index}`, ...as }, part);
      await standing(one);
      said.push(wordsOf(await drawn([one], language)));
    }
    for (const ending of ['recovered', 'hours', 'edited', 'removed', 'paused'] as const)
      said.push(wordsOf(await drawn([incident({}, { endedAt: at(0), ending })], language)));
    expect(said.join('\n\n')).toMatchSnapshot();
  });

  test('reminders in the thread', async () => {
    const services = await asked.services(core, language);
    const one = incident({ mention: 'slack:U0ANA', escalateTo: ['slack:C0OPS'] });
    await standing(one);
    const said = await Promise.all(
      (['repeat', 'escalated', 'worse'] as const).map((what) => reminderCard(one, { at: DESK_AT, target: 'slack:C0DESK', what }, services)),
    );
    expect(said.map(wordsOf).join('\n\n')).toMatchSnapshot();
  });
});

test('a hundred at once: what does not fit is counted, and both platforms take the message', async () => {
  const many = Array.from({ length: 100 }, (_, index) => incident({ id: `r-${index}`, title: `Rule ${index}` }));
  const card = await drawn(many, 'en');
  const { t } = await asked.services(core, 'en');
  const { blocks } = slackCard(card, t);
  expect(blocks.length).toBeLessThanOrEqual(LIMITS.messageBlocks);
  expect(JSON.stringify(blocks)).toMatch(/\d+ of 100 shown/);
  const teams = fitting(card, t, { links: new Map() });
  expect(weight(teams)).toBeLessThan(40 * 1024);
  expect(JSON.stringify(teams)).toMatch(/Showing \d+ of 100 rows/);
});

test('text that pretends to call somebody calls nobody', async () => {
  const nasty = incident({ title: '<!channel> <@U0ANA> *x*', mention: 'channel', department: '<!here>' });
  const slack = JSON.stringify(slackCard(await drawn([nasty], 'en'), (await asked.services(core, 'en')).t).blocks);
  expect(slack.match(/<!channel>/g)).toHaveLength(1);
  expect(slack).not.toMatch(/<!here>|<@U0ANA>/);
});

test('the worst conversations are those of the rule’s part, their contacts shortened', async () => {
  const part = incident({ channel: 'telegram' });
  const shortened = wordsOf(await drawn([part], 'en'));
  expect(shortened.match(/• .*/g)).toEqual([
    '• João P. <https://desk.example/c/1> · Telegram · 12 min',
    '• Eva R. <https://desk.example/c/6> · Telegram · 7 min',
    '• Otto R. <https://desk.example/c/11> · Telegram · 2 min',
  ]);
});
