/** Digests as each platform shows them, side by side: the list, one with every part, and one that is short. */
import type { AlertRule } from '../../src/domain/alert-rule.ts';
import type { Incident } from '../../src/domain/alert-state.ts';
import { type Digest, DIGEST_PARTS } from '../../src/domain/digest.ts';
import type { HelpdeskEvent } from '../../src/domain/events.ts';
import type { Store } from '../../src/store/connect.ts';
import { incidentStore } from '../../src/store/queries/incidents.ts';
import type { Card, Language } from '../../src/view/card.ts';
import { plain } from '../../src/view/card.ts';
import { type TestCore, testCore } from '../core.ts';
import { DESK_AT, deskEvents } from '../fixtures/desk.ts';
import { rule } from '../rules.ts';
import { cardOf, sideBySide } from '../side-by-side.ts';
import { dropStore, openStore } from '../store.ts';

const DAY = 86_400_000;
const ago = (minutes: number): Date => new Date(DESK_AT.getTime() - minutes * 60_000);

/** The first so many of those that the small desk serves, so many days earlier, each closed after 25 minutes. */
function earlier(days: number, count: number): HelpdeskEvent[] {
  const served = deskEvents().filter(({ id }) => /^s-\d/.test(id) && Number(id[2]) < count);
  return served.flatMap((event) => {
    if (!('conversation' in event)) return [];
    const conversation = { ...event.conversation, id: `${days}-${event.conversation.id}` };
    const occurredAt = new Date(event.occurredAt.getTime() - days * DAY);
    const closed: HelpdeskEvent[] =
      event.type === 'conversation.assigned'
        ? [
            {
              id: `${days}-${event.id}-e`,
              type: 'conversation.closed',
              occurredAt: new Date(occurredAt.getTime() + 25 * 60_000),
              conversation,
              by: 'agent',
            },
          ]
        : [];
    return [{ ...event, id: `${days}-${event.id}`, occurredAt, conversation } as HelpdeskEvent, ...closed];
  });
}

function incident(part: Partial<Incident> & { id: string; as: AlertRule }): Incident {
  return {
    rule: part.as.id,
    since: ago(40),
    startedAt: ago(35),
    value: 25 * 60_000,
    peak: 25 * 60_000,
    limit: 10 * 60_000,
    endedAt: null,
    ending: null,
    acknowledged: null,
    toldAt: null,
    remindedAt: null,
    escalatedAt: null,
    edited: false,
    capped: false,
    shownAt: null,
    messages: [],
    ...part,
  };
}

const digest = (part: Partial<Digest>): Digest => ({
  id: 'all',
  title: 'Everything',
  active: true,
  schedule: 'every day 08:00, every day 14:00',
  timeZone: null,
  businessDays: false,
  parts: [...DIGEST_PARTS],
  department: null,
  targets: ['slack:C0DESK', 'slack:U0RUI'],
  language: null,
  ...part,
});

let store: Store;
let core: TestCore;
beforeAll(async () => {
  store = await openStore();
  core = testCore(store, { now: () => DESK_AT, demo: true });
  await core.intake.record([...deskEvents(), ...earlier(1, 3), ...earlier(2, 1), ...earlier(7, 3), ...earlier(8, 2)]);
  const { keep } = incidentStore(store);
  await keep(
    incident({ id: 'i-1', as: rule({ id: 'r-1', title: 'Fila parada', severity: 'critical', indicator: 'now.queue.longest' }) }),
    1,
  );
  await keep(
    incident({
      id: 'i-2',
      as: rule({ id: 'r-2', title: 'Abandono', indicator: 'period.abandonment' }),
      since: ago(30),
      startedAt: ago(28),
      endedAt: ago(5),
      ending: 'recovered',
      peak: 0.31,
      limit: 0.2,
    }),
    2,
  );
  await store.people.insertOne({ _id: 'slack:C0DESK', name: '#desk' });
  await core.settings.change(
    (current) => ({
      ...current,
      digests: [
        digest({}),
        digest({
          id: 'short',
          title: 'Ontem',
          parts: ['yesterday', 'alerts'],
          timeZone: 'Europe/Lisbon',
          schedule: 'last day 18:00',
          targets: [],
        }),
        digest({ id: 'sales', title: 'Financeiro', active: false, parts: ['now', 'queue'], department: 'd-2' }),
      ],
    }),
    { person: { id: 'terminal:admin', role: 'admin', language: 'en' }, platform: 'terminal' },
  );
});
afterAll(() => dropStore(store));

const origin = (language: Language, person = 'admin') => ({ platform: 'terminal', person: { id: `terminal:${person}` }, language });

/** The first line, without the blanks that keep numbers and units together. */
function firstLine({ blocks: [first] }: Card): string {
  return first?.kind === 'text' ? plain(first.text).replaceAll('\u00a0', ' ') : '';
}

describe.each<Language>(['pt-BR', 'en'])('in %s', (language) => {
  test.each(['digests', 'digests Everything', 'digests Ontem', 'digests Financeiro'])('%s', async (question) => {
    expect(sideBySide(await core.dispatch.ask(question, origin(language)))).toMatchSnapshot();
  });

  test('a viewer’s list', async () => {
    expect(sideBySide(await core.dispatch.ask('digests', origin(language, 'viewer')))).toMatchSnapshot();
  });
});

describe('the first line', () => {
  const ask = async (question: string): Promise<string> => firstLine(cardOf((await core.dispatch.ask(question, origin('en'))).answer));

  test('is what is worst now, before what is over', async () => {
    expect(await ask('digests Everything')).toContain('customers have had no answer for over 5 min.');
    expect(await ask('digests Ontem')).toBe('2 alerts. Still open: Fila parada, for 40 min.');
  });

  test('says of a calm department that all is in order', async () => {
    expect(await ask('digests Financeiro')).toBe('All in order: nobody is waiting in a queue or for an overdue answer.');
  });
});

test('yesterday is held against the same weekday a week before, not against the day before it', async () => {
  const card = cardOf((await core.dispatch.ask('digests Ontem', origin('en'))).answer);
  const words = JSON.stringify(card.blocks);
  expect(words).toContain('Saturday, Nov 21, against Saturday, Nov 14');
  const [fields] = card.blocks.flatMap((block) => (block.kind === 'fields' ? [block.fields] : []));
  expect(fields?.map(({ label, value, tone }) => [label, plain(value).replaceAll('\u00a0', ' '), tone])).toEqual([
    ['Opened', '3\n▲ 50%', undefined],
    ['Closed', '3\n▲ 50%', undefined],
    ['Mean wait in queue', '0 s\nunchanged · service level 20 s', 'good'],
    ['Mean first response', '1 h 27\n▲ 0.6% · target 1 min', 'bad'],
    ['Mean handle time', '25 min\nunchanged · target 20 min', 'warning'],
    ['Abandoned', '0\nunchanged · 0%', undefined],
  ]);
});
