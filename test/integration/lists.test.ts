/** A supervisor looks for conversations, turns pages, opens one, and reads what was said: over the real engine. */
import { packAsked } from '../../src/app/asked.ts';
import type { Answer } from '../../src/app/command.ts';
import type { Language } from '../../src/domain/parameters.ts';
import type { HelpdeskEvent } from '../../src/domain/events.ts';
import type { HistoryFilter } from '../../src/domain/history.ts';
import { defaultParameters } from '../../src/domain/parameters.ts';
import type { Store } from '../../src/store/connect.ts';
import { historyQueries } from '../../src/store/queries/history.ts';
import type { Button, Card, Control, ListRow } from '../../src/view/card.ts';
import { plain } from '../../src/view/card.ts';
import { type FormValue, inputsOf } from '../../src/view/form.ts';
import { setParameters } from '../configured.ts';
import { type TestCore, testCore } from '../core.ts';
import { dropStore, openStore } from '../store.ts';
import { ana, bia, clock, life, presence, sales, support } from '../told.ts';

/** 22 November 2026, 15:00 in UTC; the desk's zone is UTC, so that clock times are those of the stories. */
const AT = clock('15:00');
const DAY = 86_400_000;

let store: Store;
let core: TestCore;

function daysBefore(days: number, events: HelpdeskEvent[]): HelpdeskEvent[] {
  return events.map((event) => ({ ...event, occurredAt: new Date(event.occurredAt.getTime() - days * DAY) }));
}

function story(): HelpdeskEvent[] {
  const events: HelpdeskEvent[] = [
    presence('08:00', ana, 'online'),
    { ...presence('08:00', ana, 'online'), id: 'again', occurredAt: clock('14:00') },
    presence('07:00', bia, 'online'),
    presence('12:00', bia, 'offline'),
  ];
  // 25 opened at one and the same instant, three weeks ago.
  for (let index = 0; index < 25; index += 1) {
    const c = life(`old-${String(index).padStart(2, '0')}`);
    events.push(
      ...daysBefore(21, [c.opened('10:00', { channel: 'telegram', department: sales, protocol: `OLD-${index}` }), c.closed('10:30')]),
    );
  }
  // Carried into the day: opened yesterday, one closed today, one still in the queue.
  const carried = life('carried');
  events.push(
    ...daysBefore(1, [carried.opened('20:00', { department: support }), carried.assigned('20:05', ana)]),
    carried.closed('09:00'),
  );
  const waiting = life('waiting');
  events.push(...daysBefore(1, [waiting.opened('21:00', { department: support, channel: 'instagram' }), waiting.queued('21:01')]));
  // Ana serves four, one more than the limit; one of them owes an answer.
  for (let index = 0; index < 4; index += 1) {
    const c = life(`live-${index}`);
    events.push(
      c.opened(`14:0${index}`, { department: support }),
      c.assigned('14:30', ana),
      index === 0 ? c.customer('14:31') : c.agent('14:59', ana),
    );
  }
  const maria = life('maria');
  events.push(
    maria.opened('09:00', {
      protocol: '20261122-000123',
      contact: { id: 'k-9', name: 'Mária Souza', phone: '+5511999990000', email: 'maria@example.com' },
      department: support,
      subject: 'Segunda via do boleto',
      url: 'https://desk.example/1',
    }),
    maria.queued('09:02'),
    maria.bot('09:03'),
    maria.assigned('09:10', ana),
    maria.customer('09:11'),
    maria.agent('09:12', ana),
    maria.assigned('09:20', bia),
    maria.closed('09:40', 'agent', 'resolved, call 11 98888-7777'),
    maria.rated('09:45', 5, 'ótimo'),
  );
  const gone = life('gone');
  events.push(gone.opened('11:00', { channel: 'facebook', protocol: 'TWIN' }), gone.queued('11:01', sales), gone.cancelled('11:05'));
  events.push(life('twin').opened('11:30', { protocol: 'TWIN' }));
  // Outbound: one unanswered, one answered and in service, one answered and closed.
  const quiet = life('quiet');
  const served = life('served');
  const done = life('done');
  events.push(
    ...[quiet, served, done].flatMap((c) => [
      c.opened('13:00', { direction: 'outbound', contact: { id: 'k-2', name: 'Rui' } }),
      c.bot('13:00'),
    ]),
    served.customer('13:10'),
    served.assigned('13:20', bia),
    served.agent('13:21', bia),
    done.customer('13:11'),
    done.assigned('13:20', bia),
    done.agent('13:22', bia),
    done.closed('13:30'),
  );
  return events;
}

beforeAll(async () => {
  store = await openStore();
  core = testCore(store, { now: () => AT, timeZone: 'UTC' });
  await core.intake.record(story());
});
afterAll(() => dropStore(store));

const origin = (language: Language = 'en', at?: Date) => ({
  platform: 'terminal',
  person: { id: 'terminal:viewer' },
  language,
  ...(at && { at }),
});

async function ask(question: string, language: Language = 'en', at?: Date): Promise<Card> {
  const { answer } = await core.dispatch.ask(question, origin(language, at));
  if (answer.kind !== 'card') throw new Error('a card was expected');
  return answer.card;
}

async function press(button: Pick<Button, 'action' | 'value'>): Promise<Card> {
  const { answer } = await core.dispatch.act(button.action, button.value ?? '', origin());
  if (answer.kind !== 'card') throw new Error('a card was expected');
  return answer.card;
}

const controls = (card: Card): Control[] => card.blocks.flatMap((block) => (block.kind === 'actions' ? block.controls : []));
const rows = (card: Card): ListRow[] => card.blocks.flatMap((block) => (block.kind === 'list' ? block.rows : []));
const ids = (card: Card): unknown[] => card.figures?.table?.rows.map(([id]) => id) ?? [];
const said = (card: Card): string => JSON.stringify(card.blocks);

function button(card: Card, label: string): Button {
  const found = controls(card).find((one): one is Button => one.kind === 'button' && one.label.startsWith(label));
  if (!found)
    throw new Error(
      `no button ${label} among ${controls(card)
        .map((one) => one.label)
        .join(', ')}`,
    );
  return found;
}

const has = (card: Card, label: string): boolean => controls(card).some((one) => one.kind === 'button' && one.label.startsWith(label));

describe('history', () => {
  it('shows everything, newest first, ten a page, to the last row and back, though 25 were opened at one instant', async () => {
    let card = await ask('history');
    const forward = [card];
    while (has(card, 'Next')) forward.push((card = await press(button(card, 'Next'))));
    const all = forward.flatMap(ids);
    expect(all).toHaveLength(37);
    expect(new Set(all).size).toBe(37);
    expect(forward.map((one) => one.foot?.[0])).toEqual(['1–10 of 37', '11–20 of 37', '21–30 of 37', '31–37 of 37']);
    const back = [card];
    while (has(card, 'Previous')) back.unshift((card = await press(button(card, 'Previous'))));
    expect(back.map(ids)).toEqual(forward.map(ids));
    expect(card.foot?.[0]).toBe('1–10 of 37');
  });

  it('neither repeats nor loses a row while others arrive', async () => {
    const own = await openStore();
    try {
      const { intake, dispatch } = testCore(own, { now: () => AT, timeZone: 'UTC' });
      const opened = (id: string, time: string) => life(id).opened(time);
      await intake.record(Array.from({ length: 25 }, (_, index) => opened(`c-${String(index).padStart(2, '0')}`, `10:${index + 10}`)));
      const card = async (reply: ReturnType<typeof dispatch.ask>): Promise<Card> => {
        const { answer } = await reply;
        if (answer.kind !== 'card') throw new Error('a card was expected');
        return answer.card;
      };
      const turn = (from: Card, label: string): Promise<Card> => {
        const { action, value = '' } = button(from, label);
        return card(dispatch.act(action, value, origin()));
      };
      const first = await card(dispatch.ask('history', origin()));
      await intake.record(Array.from({ length: 13 }, (_, index) => opened(`new-${index}`, `12:${index + 10}`)));
      const second = await turn(first, 'Next');
      const third = await turn(second, 'Next');
      expect([first, second, third].flatMap(ids)).toEqual(
        Array.from({ length: 25 }, (_, index) => `c-${String(24 - index).padStart(2, '0')}`),
      );
      expect(ids(await turn(second, 'Previous'))).toEqual(ids(first));
      const newer = await turn(await turn(second, 'Previous'), 'Previous');
      expect(ids(newer)[0]).toBe('new-9');
    } finally {
      await dropStore(own);
    }
  });

  it.each([
    ['history channel:telegram', 25],
    ['historico canal:telegram', 25],
    ['history telegram closed', 25],
    ['history telegram cancelled', 0],
    ['history facebook', 1],
    ['history state:cancelled', 1],
    ['history situação:cancelado', 1],
    ['history in-service', 5],
    ['history na-fila', 1],
    ['history department:vendas', 26],
    ['history Vendas', 26],
    ['history agent:"Ana Lima"', 5],
    ['history agent:ana,bia', 8],
    ['history 2026-11-01', 25],
    ['history 01/11/2026', 25],
    ['history today', 10],
    ['history ontem', 2],
    ['history this month', 37],
    ['historico mês passado', 0],
    ['history 2d', 12],
    ['history from:2026-11-21 to:2026-11-21', 2],
    ['history de:2026-11-21', 12],
    ['history 2026-11-01..2026-11-21', 27],
    ['history maria', 1],
    ['history "segunda via"', 1],
    ['history text:BOLETO whatsapp closed', 1],
    ['history boleto telegram', 0],
    ['history #20261122-000123', 1],
    ['history old-7', 1],
    ['history protocol:old-7', 1],
    ['history +55 11 99999-0000', 1],
    ['history (11) 99999-0000', 1],
    ['history Maria@example.com', 1],
    ['history contact:k-2', 3],
    ['history contact:nobody-1', 0],
    ['history old-07', 1],
    ['history "note: nothing"', 0],
  ])('%s finds %i', async (question, count) => {
    const card = await ask(question);
    expect(card.figures?.indicators?.[0]).toMatchObject({ id: 'history.total', value: count });
    expect(ids(card)).toHaveLength(Math.min(10, count));
  });

  it('finds a telephone however it was stored and however it is typed', async () => {
    const own = await openStore();
    try {
      const { intake, dispatch } = testCore(own, { now: () => AT, timeZone: 'UTC' });
      const stored = [
        '+5511999990000',
        '5511999990000',
        '11999990000',
        '(11) 99999-0000',
        '11 99999-0000',
        '(11)999990000',
        '+55 11 99999-0000',
        '+55 (11) 99999-0000',
        '+55 11 999990000',
        '+55 11 9 9999-0000',
        '55 11 99999-0000',
        '011 99999-0000',
        '11 99999 0000',
        '+55-11-99999-0000',
      ];
      await intake.record(
        stored.map((phone, index) =>
          life(`c-${String(index).padStart(2, '0')}`).opened('10:00', { contact: { id: `k-${index}`, name: 'Rui', phone } }),
        ),
      );
      await intake.record([life('other').opened('10:00', { contact: { id: 'k-o', name: 'Eva', phone: '+5521999990000' } })]);
      for (const typed of [...stored, '+55 (11) 99999 0000', '(011) 99999-0000', '11-99999-0000']) {
        const { answer } = await dispatch.ask(`history contact:${typed}`, origin());
        if (answer.kind !== 'card') throw new Error('a card was expected');
        expect([typed, answer.card.figures?.indicators?.[0]?.value]).toEqual([typed, stored.length]);
      }
    } finally {
      await dropStore(own);
    }
  });

  it('does not repeat a contact’s number to the whole channel', async () => {
    expect((await ask('history +55 11 99999-0000')).scope).toBe('•••');
    expect((await ask('history maria@example.com')).scope).toBe('•••');
    expect((await ask('history #20261122-000123')).scope).toBe('#20261122-000123');
  });

  it.each<[string, Language, string]>([
    ['history channel:fax', 'en', 'WhatsApp'],
    ['historico estado:voando', 'pt-BR', 'Em triagem'],
    ['history agent:nobody', 'en', 'Ana Lima'],
    ['historico departamento:Marte', 'pt-BR', 'Suporte'],
    ['history 2026-02-31', 'en', '2026-02-31'],
    ['history when:soon', 'en', 'soon'],
    ['history chanel:whatsapp', 'en', '“channel:”'],
    ['historico plataforma:bar', 'pt-BR', 'canal, situacao'],
    ['agents marte', 'en', 'away, offline or serving'],
    ['agentes marte', 'pt-BR', 'ausentes, offline ou atendendo'],
    ['today yesterday', 'en', 'chart channels yesterday'],
    ['hoje Suporte', 'pt-BR', 'historico ontem'],
  ])('%s says what there is instead', async (question, language, word) => {
    const { answer, failed } = await core.dispatch.ask(question, origin(language));
    expect(failed).toBe(true);
    expect(answer.kind === 'card' && said(answer.card)).toContain(word);
  });

  it('shows the past as it was', async () => {
    const card = await ask('history today', 'en', clock('09:15'));
    expect(card.figures?.table?.rows.map(([id, , , , state, , agent]) => [id, state, agent])).toEqual([['maria', 'in_service', 'a-ana']]);
    expect(ids(await ask('history closed', 'en', clock('09:15')))).not.toContain('maria');
    expect(ids(await ask('history agent:bia', 'en', clock('09:15')))).toEqual([]);
    expect((await ask('history', 'en', clock('09:15'))).figures?.indicators?.[0]?.value).toBe(28);
  });

  it('narrows by the choices on the card, by agents and by the form', async () => {
    const card = await ask('history telegram');
    const state = controls(card).find((one) => one.kind === 'select' && one.label === 'State');
    const closed = state?.kind === 'select' ? state.options.find(({ label }) => label === 'Cancelled') : undefined;
    expect((await press({ action: 'history.filter', value: closed?.value })).scope).toBe('Telegram · Cancelled');
    const search = controls(card).find((one) => one.kind === 'search');
    expect(search).toMatchObject({ action: 'history.agents', state: 'c=telegram' });
    expect(await core.dispatch.search('history.agents', 'bi', origin())).toEqual([{ label: 'Bia Reis', value: 'a-bia' }]);
    expect((await press({ action: 'history.agents', value: '|a-bia,a-ana' })).figures?.indicators?.[0]?.value).toBe(8);
    const { answer } = await core.dispatch.act('history.edit', 'c=telegram', origin());
    expect(answer.kind === 'form' && answer.form.state).toBe('c=telegram');
    const wrong = await core.dispatch.submit('history.apply', { when: 'soon', agent: 'nobody' }, '', origin());
    expect(wrong.answer.kind === 'invalid' && Object.keys(wrong.answer.errors)).toEqual(['when', 'agent']);
    const right = await core.dispatch.submit('history.apply', { when: '2026-11-01', state: 'closed', channel: 'any' }, '', origin());
    expect(right.answer.kind === 'card' && right.answer.card.figures?.indicators?.[0]?.value).toBe(25);
  });

  it('takes forged buttons for what they are', async () => {
    for (const value of [
      's=flying&c=fax&d[$ne]=1',
      'k=o99_&m=e-1',
      'k=n1_c&m=z',
      'k=%00&p=',
      'a=,,,',
      '{"$gt":""}',
      'm=e999999999-999999999',
      'k=o999999999999999_x',
    ]) {
      const { failed, answer } = await core.dispatch.act('history.page', value, origin());
      expect([value, failed]).toEqual([value, false]);
      expect(answer.kind).toBe('card');
    }
    expect((await press({ action: 'history.page', value: 's=flying&c=fax' })).figures?.indicators?.[0]?.value).toBe(37);
    for (const action of ['show.open', 'talk.open', 'show.page', 'talk.page']) {
      const { failed, answer } = await core.dispatch.act(action, 'id[$ne]=', origin());
      expect([failed, answer.kind === 'card' && answer.card.blocks.length]).toEqual([true, 1]);
    }
    expect(core.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('counts exactly what the index knows, and says “over” only beyond the newest 10,000', async () => {
    const own = await openStore();
    try {
      const many = Array.from({ length: 10_500 }, (_, index) => ({
        _id: `c-${index}`,
        openedAt: new Date(AT.getTime() - (index + 1) * 60_000),
        state: 'closed',
        channel: index % 3 === 0 ? 'telegram' : 'other',
        direction: 'inbound',
        lastAt: new Date(0),
        startedAt: new Date(0),
      }));
      await own.conversations.insertMany(many as never);
      const { history } = historyQueries(own, async () => defaultParameters('UTC', 'en'));
      const total = async (filter: HistoryFilter) => (await history({ filter, at: AT, limit: 10, count: true })).total;
      const from = many[8_999]?.openedAt as Date;
      expect(await total({ channel: 'telegram', from })).toEqual({ count: 3_000, kind: 'exact' });
      expect(await total({ channel: 'telegram', state: 'closed', from })).toEqual({ count: 3_000, kind: 'exact' });
      expect(await total({ channel: 'telegram' })).toEqual({ count: 1_000, kind: 'over' });
      expect(await total({ channel: 'instagram' })).toEqual({ count: 0, kind: 'least' });
      expect(await total({ channel: 'instagram', from })).toEqual({ count: 0, kind: 'exact' });
    } finally {
      await dropStore(own);
    }
  });

  it('stops a search after some thousands, says so, and goes on from there', async () => {
    const own = await openStore();
    try {
      const many = Array.from({ length: 12_000 }, (_, index) => ({
        _id: `c-${index}`,
        openedAt: new Date(AT.getTime() - (index + 1) * 60_000),
        subject: index === 11_500 ? 'agulha' : 'palha',
        state: 'closed',
        channel: 'other',
        direction: 'inbound',
        lastAt: new Date(0),
        startedAt: new Date(0),
      }));
      await own.conversations.insertMany(many as never);
      const { history } = historyQueries(own, async () => defaultParameters('UTC', 'en'));
      const filter = { text: 'AGULHA' };
      const page = await history({ filter, at: AT, limit: 10, count: true });
      expect([page.rows, page.total, page.searched]).toEqual([[], { count: 0, kind: 'least' }, many[9_999]?.openedAt]);
      if (!page.older) throw new Error('the search should go on');
      const next = await history({ filter, at: AT, limit: 10, count: false, cursor: page.older });
      expect(next.rows.map(({ id }) => id)).toEqual(['c-11500']);
      expect([next.older, next.searched]).toEqual([null, null]);
    } finally {
      await dropStore(own);
    }
  });
});

describe('the doors', () => {
  it('of today open exactly the rows they count', async () => {
    const card = await ask('today');
    const value = (id: string): number | null | undefined => card.figures?.indicators?.find((one) => one.id === id)?.value;
    expect(value('today.total')).toBe(12);
    for (const [label, id] of [
      ['In triage', 'triage'],
      ['In queue', 'queued'],
      ['In service', 'in_service'],
      ['Closed', 'closed'],
      ['Cancelled', 'cancelled'],
    ] as const) {
      const list = await press(button(card, label));
      expect([id, list.figures?.indicators?.[0]?.value]).toEqual([id, value(`today.${id}`)]);
    }
    const lists = controls(card).find((one) => one.kind === 'select' && one.action === 'history.open');
    const options = lists?.kind === 'select' ? lists.options : [];
    expect(options.map(({ label }) => label).slice(0, 3)).toEqual(['Total · 12', 'Opened today · 10', 'Carried over · 2']);
    for (const { label, value: state } of options) {
      const list = await press({ action: 'history.open', value: state });
      expect(`${label.split(' · ')[0]} · ${list.figures?.indicators?.[0]?.value}`).toBe(label);
    }
  });

  it('of now open agents and what was closed today; every row has its details and its conversation', async () => {
    const card = await ask('now');
    const closed = await press(button(card, 'Closed today'));
    expect(ids(closed)).toEqual(['done', 'maria', 'carried']);
    const list = await press(button(card, 'Waiting for agents'));
    const menus = [...rows(closed), ...rows(list), ...rows(await ask('queue'))].map(({ menu }) => menu?.map(({ action }) => action));
    expect(new Set(menus.map(String))).toEqual(new Set(['show.open,talk.open']));
  });

  it.each(['now', 'now Suporte'])('of %s open the agents of each count, also of those who are online or away', async (question) => {
    const card = await ask(question);
    const value = (id: string): number => card.figures?.indicators?.find((one) => one.id === `now.agents.${id}`)?.value ?? -1;
    const lists = controls(card).find((one) => one.kind === 'select' && one.action === 'agents.open');
    const options = lists?.kind === 'select' ? lists.options : [];
    const all = value('online') + value('away') + value('offline');
    expect(options.map(({ label }) => label)).toEqual([
      `All agents · ${all}`,
      `Online · ${value('online')}`,
      `Away · ${value('away')}`,
      `Offline · ${value('offline')}`,
      `Serving · ${value('serving')}`,
    ]);
    for (const { label, value: state } of options) {
      const list = await press({ action: 'agents.open', value: state });
      expect(`${label.split(' · ')[0]} · ${ids(list).length}`).toBe(label);
    }
  });

  it('stay open to the set of the day as it was', async () => {
    const { answer } = await core.dispatch.act(
      'history.open',
      packAsked({ when: 'set', state: 'in_service' }),
      origin('en', clock('08:30')),
    );
    expect(answer.kind === 'card' && ids(answer.card)).toEqual(['carried']);
  });
});

describe('the queue outside business hours', () => {
  it('is said to be just that, with the next opening, once an administrator has told the hours', async () => {
    const own = await openStore();
    try {
      const { intake, dispatch } = testCore(own, { now: () => AT, timeZone: 'UTC' });
      const c = life('late');
      await intake.record([presence('12:00', bia, 'offline'), c.opened('14:00', { department: support }), c.queued('14:01')]);
      const told = async (question: string, language: Language = 'en'): Promise<string> => {
        const { answer } = await dispatch.ask(question, origin(language));
        return answer.kind === 'card' ? said(answer.card) : '';
      };
      expect(await told('queue')).toContain('nobody online');
      const admin = { ...origin(), person: { id: 'terminal:admin' } };
      const save = async (businessHours: string, holidays: string): Promise<Answer> => {
        const { answer } = await dispatch.act('settings.parameters.edit', '', admin);
        if (answer.kind !== 'form') throw new Error(`expected a form, got ${answer.kind}`);
        const { form } = answer;
        const values = Object.fromEntries(inputsOf(form).map(({ name, value = null }) => [name, value as FormValue]));
        return (await dispatch.submit(form.submit, { ...values, businessHours, holidays }, form.state ?? '', admin)).answer;
      };
      const wrong = await save('in the morning', 'Christmas');
      expect(wrong.kind === 'invalid' && Object.keys(wrong.errors)).toEqual(['businessHours', 'holidays']);
      // 22 November 2026 is a Sunday.
      const saved = await save('seg a sex 8h às 18h', '2026-11-23');
      expect(saved.kind === 'card' && said(saved.card)).toContain('Mon-Fri 08:00-18:00');
      expect(await told('queue')).toContain('outside business hours, opens Tue, Nov 24, 08:00');
      expect(await told('now')).toContain('outside business hours, opens Tue, Nov 24, 08:00');
      expect(await told('fila', 'pt-BR')).toContain('fora do horário de atendimento, reabre ter., 24 de nov., 08:00');
      await save('sun 10-16', '');
      expect(await told('queue')).toContain('nobody online');
    } finally {
      await dropStore(own);
    }
  });
});

describe('agents', () => {
  it('puts whoever is over the limit first, with what they did today', async () => {
    const card = await ask('agents');
    const [first, second] = card.figures?.table?.rows ?? [];
    expect(first).toEqual(['a-ana', 'Ana Lima', 'online', clock('08:00').toISOString(), 4, 3, 1, 1, 0, 1, 12 * 3_600_000 + 55 * 60_000, 1]);
    expect(second).toEqual(['a-bia', 'Bia Reis', 'offline', clock('12:00').toISOString(), 1, 3, 0, 2, 0, 0, 20 * 60_000, 2]);
    expect(said(card)).toContain('1 agent has more conversations than the limit.');
    expect(ids(await ask('atendentes online'))).toEqual(['a-ana']);
    expect(rows(await ask('agents serving'))).toHaveLength(2);
    expect(rows(card)[0]?.menu?.[0]?.action).toBe('history.open');
  });

  it('tells the same of the past, folded again', async () => {
    const [first, second] = (await ask('agents', 'en', clock('09:30'))).figures?.table?.rows ?? [];
    expect([first, second].map((row) => row?.slice(0, 10))).toEqual(
      [
        ['a-ana', 'Ana Lima', 'online', clock('08:00').toISOString(), 0, 3, 0, 1, 0, 1],
        ['a-bia', 'Bia Reis', 'online', clock('07:00').toISOString(), 1, 3, 0, 0, 0, 0],
      ].toSorted((a, b) => Number(b[4]) - Number(a[4])),
    );
  });
});

describe('outbound', () => {
  it('counts what became of them and opens each count', async () => {
    const card = await ask('outbound');
    expect(card.figures?.indicators?.map(({ id, value }) => [id, value])).toEqual([
      ['outbound.total', 3],
      ['outbound.replied', 2],
      ['outbound.waiting', 1],
      ['outbound.answered', 0],
      ['outbound.in_service', 1],
      ['outbound.closed', 1],
      ['outbound.cancelled', 0],
    ]);
    expect(ids(await press(button(card, 'Waiting for the customer')))).toEqual(['quiet']);
    expect(ids(await ask('ativas estado:concluídas', 'pt-BR'))).toEqual(['done']);
    // Delivered are all of them, as the card says.
    expect(ids(await ask('outbound delivered'))).toEqual(ids(card));
    expect(ids(await ask('ativas estado:entregues', 'pt-BR'))).toEqual(ids(card));
    expect(said(await ask('outbound cancelled'))).toContain('No conversation fits');
    expect(said(card)).not.toContain('No conversation fits');
    const then = await ask('outbound', 'en', clock('13:05'));
    expect(then.figures?.indicators?.find(({ id }) => id === 'outbound.waiting')?.value).toBe(3);
  });
});

describe('one conversation', () => {
  it('is shown with its life step by step, and what reads like a number hidden', async () => {
    const card = await ask('show #20261122-000123');
    expect(card.figures?.table?.rows.map(([, step, agent, , after]) => [step, agent, after])).toEqual([
      ['opened', null, null],
      ['queued', null, 2 * 60_000],
      ['assigned', 'a-ana', 8 * 60_000],
      ['responded', 'a-ana', 2 * 60_000],
      ['assigned', 'a-bia', 8 * 60_000],
      ['closed', null, 20 * 60_000],
      ['rated', null, 5 * 60_000],
    ]);
    // Short in lists, whole in the details; a number is hidden in both.
    expect(card.scope).toBe('Mária Souza');
    expect((await ask('talk #20261122-000123')).scope).toContain('Mária S.');
    expect(said(card)).toContain('resolved, call •••');
    expect(said(card)).not.toMatch(/99999|98888|example\.com/);
    const pt = await ask('ver 20261122-000123', 'pt-BR');
    expect(said(pt)).toContain('concluído pelo agente');
  });

  it('is found by a protocol in other letters and by its id; a protocol of two asks which', async () => {
    expect((await ask('show old-3')).title).toBe('Conversation #OLD-3');
    expect((await ask('show maria')).title).toBe('Conversation #20261122-000123');
    const both = await ask('talk twin');
    expect(ids(both)).toEqual(['twin', 'gone']);
    for (const [question, language, word] of [
      ['show 999', 'en', '“999”'],
      ['conversa', 'pt-BR', 'protocolo'],
    ] as const) {
      const { answer, failed } = await core.dispatch.ask(question, origin(language));
      expect([failed, answer.kind === 'card' && said(answer.card).includes(word)]).toEqual([true, true]);
    }
  });

  it('shows what was said, the last page first, each message once, and not what was said later', async () => {
    const c = life('long');
    const told = Array.from({ length: 23 }, (_, index) => c.customer(`10:${index + 10}`));
    const twice = { ...(told[22] as HelpdeskEvent), id: 'repeated', occurredAt: clock('10:50') };
    const file = {
      ...(c.agent('11:00', ana) as Extract<HelpdeskEvent, { type: 'message.created' }>),
      message: { id: 'file', from: 'agent' as const, attachments: [{ url: 'https://files.example/b.pdf', name: 'boleto.pdf' }] },
    };
    const wild = {
      ...(c.customer('11:01') as Extract<HelpdeskEvent, { type: 'message.created' }>),
      message: { id: 'wild', from: 'contact' as const, text: 'ligue (11) 98888-7777 ou a@b.com.br em 2026-11-22 <b>' },
    };
    await core.intake.record([c.opened('10:00'), ...told, twice, file, wild]);
    const last = await ask('talk long');
    expect(last.foot?.[0]).toBe('messages 16–25 of 25');
    const shown = rows(last).map(({ lead, facts, detail }) => [lead, ...facts, detail && plain(detail)].join(' | '));
    expect(shown.at(-1)).toBe('unnamed contact | customer | 11:01 | “ligue ••• ou ••• em 2026-11-22 <b>”');
    expect(shown.at(-2)).toBe('Ana Lima | agent | 11:00 | 📎 boleto.pdf');
    const earlier = await press(button(last, 'Earlier'));
    const first = await press(button(earlier, 'Earlier'));
    expect([earlier.foot?.[0], first.foot?.[0]]).toEqual(['messages 6–15 of 25', 'messages 1–5 of 25']);
    await core.intake.record([c.customer('11:02')]);
    expect((await press(button(first, 'Later'))).foot?.[0]).toBe('messages 6–15 of 26');
    expect((await ask('talk long', 'en', clock('10:12'))).foot?.[0]).toBe('messages 1–3 of 3');
  });

  it('is shown whole when contacts are not masked', async () => {
    await setParameters(core, { maskContacts: false });
    const card = await ask('show 20261122-000123');
    expect(said(card)).toMatch(/\+5511999990000/);
    expect(card.scope).toBe('Mária Souza');
    expect((await ask('history maria')).figures?.table?.rows[0]?.[7]).toBe('Mária Souza');
  });
});
