/** A supervisor's way through the charts: words, buttons, filters, and what comes back from a forged button. */
import type { Answer } from '../../src/app/command.ts';
import { packState, unpackState } from '../../src/app/state.ts';
import type { HelpdeskEvent } from '../../src/domain/events.ts';
import {
  type Block,
  type Button,
  type Card,
  chartsOf,
  type Control,
  type Language,
  plain,
  type Search,
  type Select,
} from '../../src/view/card.ts';
import type { Store } from '../../src/store/connect.ts';
import { type TestCore, testCore } from '../core.ts';
import { dropStore, openStore } from '../store.ts';

/** Sunday, 22 November 2026, 14:37 in São Paulo. */
const AT = new Date('2026-11-22T17:37:00.000Z');
const DAY = 86_400_000;
const MINUTE = 60_000;

const departments = [
  { id: 'd-1', name: 'Suporte Técnico' },
  { id: '7b0e7f0a-9a51-4c0c-8d3c-2f1e6f6a1c11', name: 'Financeiro' },
];
const agents = ['Ana Souza', 'Ana Lima', 'Bruno Reis', 'João Pereira'].map((name, index) => ({ id: `chatwoot:${index}`, name }));

/** One conversation that waited, was answered and closed; minutes after its opening. */
function served(id: string, opened: Date, agent: number, [wait, handle]: [number, number], department = 0): HelpdeskEvent[] {
  const conversation = { id };
  const after = (minutes: number): Date => new Date(opened.getTime() + minutes * MINUTE);
  const who = { agent: agents[agent] ?? { id: '?' }, department: departments[department] };
  const channel = agent === 2 ? 'telegram' : 'whatsapp';
  return [
    { id: `${id}-1`, type: 'conversation.opened', occurredAt: opened, conversation: { id, channel } },
    { id: `${id}-2`, type: 'conversation.queued', occurredAt: opened, conversation, department: departments[department] },
    { id: `${id}-3`, type: 'conversation.assigned', occurredAt: after(wait), conversation, ...who },
    {
      id: `${id}-4`,
      type: 'message.created',
      occurredAt: after(wait),
      conversation,
      agent: who.agent,
      message: { id: 'm', from: 'agent' },
    },
    { id: `${id}-5`, type: 'conversation.closed', occurredAt: after(wait + handle), conversation, by: 'agent' },
  ];
}

/** Yesterday: 4 by 14:37 and one in the evening. Today: 6, at 10h and 11h, slower; the one of Financeiro by João. */
function events(): HelpdeskEvent[] {
  const today = new Date('2026-11-22T13:00:00.000Z');
  const yesterday = new Date(today.getTime() - DAY);
  const many = (name: string, from: Date, count: number, times: [number, number]): HelpdeskEvent[] =>
    Array.from({ length: count }, (_, index) =>
      served(`${name}-${index}`, new Date(from.getTime() + index * MINUTE), index % 3, times),
    ).flat();
  return [
    ...many('y', yesterday, 4, [1, 2]),
    ...many('evening', new Date('2026-11-21T23:00:00.000Z'), 1, [1, 2]),
    ...many('t', today, 3, [2, 10]),
    ...many('u', new Date(today.getTime() + 60 * MINUTE), 2, [4, 10]),
    ...served('f', today, 3, [0, 1], 1),
  ];
}

let store: Store;
let core: TestCore;
beforeAll(async () => {
  store = await openStore();
  core = testCore(store, { now: () => AT });
  await core.intake.record(events());
});
afterAll(() => dropStore(store));

const origin = (language: Language = 'en', person = 'supervisor') => ({
  platform: 'terminal',
  person: { id: `terminal:${person}` },
  language,
});

function cardOf(answer: Answer): Card {
  if (answer.kind !== 'card') throw new Error(`a card was expected, not ${answer.kind}`);
  return answer.card;
}

async function ask(text: string, language: Language = 'en', person = 'supervisor'): Promise<Card> {
  const { answer, failed } = await core.dispatch.ask(text, origin(language, person));
  const card = cardOf(answer);
  if (failed) throw new Error(textOf(card));
  return card;
}

async function act(action: string, value: string): Promise<{ card: Card; replaced: boolean }> {
  const { answer, failed } = await core.dispatch.act(action, value, origin());
  const card = cardOf(answer);
  if (failed) throw new Error(textOf(card));
  return { card, replaced: answer.kind === 'card' && answer.replace };
}

function textOf(card: Card): string {
  const said = (block: Block): string => (block.kind === 'text' || block.kind === 'context' ? plain(block.text) : '');
  return [card.title, card.scope, ...card.blocks.map(said)].join('\n').replaceAll('\u00a0', ' ');
}

function headline(card: Card): string {
  const [first] = card.blocks;
  return first?.kind === 'text' ? plain(first.text).replaceAll('\u00a0', ' ') : '';
}

function controlsOf(card: Card): Control[] {
  return card.blocks.flatMap((block) => (block.kind === 'actions' ? block.controls : []));
}

function button(card: Card, label: string): Button {
  const found = controlsOf(card).find((control): control is Button => control.kind === 'button' && control.label === label);
  if (!found)
    throw new Error(
      `no button ${label} among ${controlsOf(card)
        .map((one) => one.label)
        .join(', ')}`,
    );
  return found;
}

const press = (card: Card, label: string) => act(button(card, label).action, button(card, label).value ?? '');

function select(card: Card, label: string): Select {
  const found = controlsOf(card).find((control): control is Select => control.kind === 'select' && control.label === label);
  if (!found) throw new Error(`no list ${label}`);
  return found;
}

function search(card: Card): Search {
  const found = controlsOf(card).find((control): control is Search => control.kind === 'search');
  if (!found) throw new Error('no search');
  return found;
}

const indicator = (card: Card, id: string): number | null | undefined => card.figures?.indicators?.find((one) => one.id === id)?.value;

async function textOfFile(answer: Answer): Promise<string> {
  if (answer.kind !== 'export') throw new Error(`a file was expected, not ${answer.kind}`);
  const parts: Uint8Array[] = [];
  for await (const part of answer.export.bytes(new AbortController().signal, () => undefined)) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

async function refusal(text: string, language: Language = 'en'): Promise<string> {
  const { answer, failed } = await core.dispatch.ask(text, origin(language));
  expect(failed).toBe(true);
  expect(core.logged.filter(({ level }) => level === 'error')).toEqual([]);
  return headline(cardOf(answer));
}

describe('what a chart says first', () => {
  test('which channel brings most, against the same part of yesterday', async () => {
    const card = await ask('chart');
    expect(headline(card)).toBe(
      '6 conversations opened, ▲ 50% against the same part of Saturday, Nov 21. WhatsApp brings the most: 5 (83.3%).',
    );
    expect(card).toMatchObject({ title: 'Conversations by channel', scope: 'Sunday, Nov 22' });
  });

  test('against the whole of the day before, once the day is over', async () => {
    expect(headline(await ask('chart yesterday'))).toBe('5 conversations opened. WhatsApp brings the most: 4 (80%).');
    expect(textOf(await ask('chart yesterday'))).toContain('nothing to compare with in Friday, Nov 20');
  });

  test('which targets are missed and where it was worst', async () => {
    const card = await ask('grafico metricas hoje suporte', 'pt-BR');
    expect(headline(card)).toBe(
      '3 de 3 metas fora do alvo: espera média 2 min 48 s (nível de serviço 20 s), primeira resposta média 2 min 48 s (meta 1 min) e tempo médio de atendimento 10 min (meta 5 min). Pior momento: 11h, com espera média de 4 min.',
    );
    expect(card.blocks[0]).toMatchObject({ tone: 'bad' });
    expect(chartsOf(card)[0]).toMatchObject({ type: 'panels', unfinished: true, alt: plain((card.blocks[0] as { text: string }).text) });
  });

  test('who is over the handle target', async () => {
    expect(headline(await ask('chart detail'))).toBe(
      '3 of 4 agents are over the handle target of 5 min; the farthest is Ana Lima, with 10 min. 6 closed, ▲ 50% against the same part of Saturday, Nov 21.',
    );
  });

  test('the busiest hour of the week; a single day has one weekday', async () => {
    const card = await ask('chart heatmap month');
    expect(headline(card)).toBe('Most are opened on Sat 10h: 4 of 11.');
    const [chart] = chartsOf(await ask('chart heatmap day'));
    expect(chart?.series.map(({ name }) => name)).toEqual(['Sun']);
    expect(chart?.series[0]?.values.slice(9, 16)).toEqual([0, 4, 2, 0, 0, 0, null]);
  });

  test('nothing, in a period without conversations', async () => {
    for (const question of ['channels', 'metrics', 'detail', 'heatmap']) {
      const card = await ask(`chart ${question} 2026-10-01`);
      expect([question, headline(card)]).toEqual([question, expect.stringMatching(/^(No|Nobody) /)]);
      expect(chartsOf(card)).toEqual([]);
    }
  });
});

test('the fields say what changed and whether that is good', async () => {
  const fields = (await ask('chart metrics')).blocks.flatMap((block) => (block.kind === 'fields' ? block.fields : []));
  const told = Object.fromEntries(
    fields.map(({ label, value, tone }) => [label.replaceAll('\u00a0', ' '), [plain(value).replaceAll('\u00a0', ' '), tone]]),
  );
  expect(told['Mean wait in queue']).toEqual(['2 min 20 s · 90% within 4 min · service level 20 s\n▲ 133%, worse · before 1 min', 'bad']);
  expect(told['Answered']).toEqual(['6\n▲ 50% · before 4', undefined]);
  expect(told['Answered within 20 s']).toEqual(['16.7%\n▲ 16.7 points, better · before 0%', undefined]);
  expect(told['Abandoned']).toEqual(['0 · 0%\nunchanged', undefined]);
});

test('buckets that have begun are drawn, the last one as unfinished', async () => {
  const [day] = chartsOf(await ask('chart'));
  expect([day?.categories.length, day?.categories.at(-1), day?.unfinished]).toEqual([15, '14h', true]);
  const [week] = chartsOf(await ask('grafico canais semana', 'pt-BR'));
  expect(week?.categories).toEqual(['seg 16', 'ter 17', 'qua 18', 'qui 19', 'sex 20', 'sáb 21', 'dom 22']);
  expect(week?.series.find(({ hue }) => hue === 'whatsapp')?.values).toEqual([0, 0, 0, 0, 0, 4, 5]);
  const [past] = chartsOf(await ask('chart yesterday'));
  expect([past?.categories.length, past?.unfinished]).toEqual([24, false]);
});

describe('the buttons', () => {
  test('rows of at most five, refresh last, the shown period first among equals', async () => {
    const card = await ask('chart metrics week');
    const rows = card.blocks.flatMap((block) => (block.kind === 'actions' ? [block.controls] : []));
    expect(rows.every((row) => row.length <= 5)).toBe(true);
    expect(rows.at(-1)?.at(-1)?.label).toBe('Refresh');
    expect(rows[0]?.map((control) => [control.label, 'style' in control ? control.style : undefined])).toEqual([
      ['Day', undefined],
      ['Week', 'primary'],
      ['Month', undefined],
      ['Year', undefined],
    ]);
  });

  test('lead through time and back, in place of the card', async () => {
    const today = await ask('chart metrics');
    expect(controlsOf(today).some(({ label }) => label.endsWith('→'))).toBe(false);
    const { card: yesterday, replaced } = await press(today, '← Saturday, Nov 21');
    expect([yesterday.scope, replaced]).toEqual(['Saturday, Nov 21', true]);
    expect((await press(yesterday, 'Sunday, Nov 22 →')).card.scope).toBe('Sunday, Nov 22');
    const { card: month } = await press(yesterday, 'Month');
    expect([month.title, month.scope]).toEqual(['Times and targets', 'November 2026']);
    expect((await press(month, '← October 2026')).card.scope).toBe('October 2026');
  });

  test('of today’s card show tomorrow’s day tomorrow, those of a past day stay there', async () => {
    const [today, yesterday] = [await ask('chart'), await ask('chart yesterday')];
    const tomorrow = new Date(AT.getTime() + DAY);
    const later = async (card: Card): Promise<string | undefined> => {
      const { answer } = await core.dispatch.act('chart.show', button(card, 'Refresh').value ?? '', { ...origin(), at: tomorrow });
      return cardOf(answer).scope;
    };
    expect([await later(today), await later(yesterday)]).toEqual(['Monday, Nov 23', 'Saturday, Nov 21']);
  });

  test('another chart and another department keep the period', async () => {
    const card = await ask('chart metrics yesterday');
    const chart = select(card, 'Chart');
    expect(chart.options.map(({ label }) => label)).toEqual([
      'Conversations by channel',
      'Times and targets',
      'Agents in detail',
      'Hours of the week',
    ]);
    expect(chart.options.find(({ value }) => value === chart.selected)?.label).toBe('Times and targets');
    const { card: heat } = await act(chart.action, chart.options[3]?.value ?? '');
    expect([heat.title, heat.scope]).toEqual(['Hours of the week', 'Saturday, Nov 21']);
    const place = select(card, 'Department');
    const support = place.options.find(({ label }) => label === 'Suporte Técnico');
    expect((await act(place.action, support?.value ?? '')).card.scope).toBe('Saturday, Nov 21 · Suporte Técnico');
  });

  test('fit where Slack keeps an option’s value: 75 characters, with the longest dates', async () => {
    const card = await ask('chart heatmap 2026-11-01..2026-11-15 abandoned department:financeiro agents:ana souza,bruno');
    const options = controlsOf(card).flatMap((control) => (control.kind === 'select' ? control.options : []));
    expect(options.length).toBeGreaterThan(8);
    expect(options.filter(({ value }) => value.length > 75)).toEqual([]);
  });

  test('a viewer is offered no file; a supervisor gets exactly what is drawn', async () => {
    expect(controlsOf(await ask('chart', 'en', 'viewer')).map(({ label }) => label)).not.toContain('File (CSV)');
    const card = await ask('chart heatmap month wait suporte agents:bruno');
    const { what } = unpackState(button(card, 'File (CSV)').value ?? '');
    expect(what).toBe('chart heatmap 2026-11 wait department:d-1 agents:chatwoot:2');
    expect((await ask(what ?? '')).figures).toEqual(card.figures);
  });
});

test('the file of a running day has what was drawn, though more has come since', async () => {
  const desk = await openStore();
  try {
    const { dispatch, intake } = testCore(desk, { now: () => AT });
    await intake.record(events());
    const { answer } = await dispatch.ask('chart channels day', origin());
    const card = cardOf(answer);
    const later = new Date(AT.getTime() + 30 * MINUTE);
    await intake.record(served('late', new Date(AT.getTime() + 10 * MINUTE), 0, [1, 1]));
    const { action, value = '' } = button(card, 'File (CSV)');
    const { answer: file } = await dispatch.act(action, value, { ...origin(), at: later });
    const lines = (await textOfFile(file)).trim().split('\r\n');
    expect(lines).toHaveLength(1 + (card.figures?.table?.rows.length ?? 0));
    expect(lines.at(-1)).toBe('2026-11-22T14:00-03:00,0,0,0,0,0,0,0,America/Sao_Paulo');
    expect(lines.filter((line) => line.startsWith('2026-11-22T10:00'))).toEqual(['2026-11-22T10:00-03:00,3,1,0,0,0,0,4,America/Sao_Paulo']);
    const { answer: fresh } = await dispatch.ask('chart channels day', { ...origin(), at: later });
    expect(indicator(cardOf(fresh), 'period.opened')).toBe(7);
  } finally {
    await dropStore(desk);
  }
});

describe('agents', () => {
  test('are found by typing any word of their name, without accents', async () => {
    const found = async (typed: string): Promise<string[]> =>
      (await core.dispatch.search('chart.agents', typed, origin())).map(({ label }) => label);
    expect(await found('ana')).toEqual(['Ana Lima', 'Ana Souza']);
    expect(await found('JOAO')).toEqual(['João Pereira']);
    expect(await found('reis')).toEqual(['Bruno Reis']);
    expect(await found('xyz')).toEqual([]);
    expect(await found('')).toHaveLength(4);
  });

  test('picked, they stay through the other buttons; picking none shows all again', async () => {
    const control = search(await ask('chart metrics week'));
    const { card } = await act(control.action, `${control.state}|chatwoot:0,chatwoot:2`);
    expect(card.scope).toBe('Nov 16 – 22 · Ana Souza · Bruno Reis');
    expect(search(card).chosen.map(({ label }) => label)).toEqual(['Ana Souza', 'Bruno Reis']);
    expect(indicator(card, 'period.closed')).toBe(7);
    const { card: day } = await press(card, 'Day');
    expect(day.scope).toBe('Sunday, Nov 22 · Ana Souza · Bruno Reis');
    expect((await act(control.action, `${control.state}|`)).card.scope).toBe('Nov 16 – 22');
  });

  test('asked about by name are in the table though they did nothing', async () => {
    const card = await ask('chart detail today agents:bruno reis,joão');
    expect(card.figures?.table?.rows.map(([, name, closed]) => [name, closed])).toEqual([
      ['Bruno Reis', 1],
      ['João Pereira', 1],
    ]);
    const idle = await ask('chart detail 2026-10-01 agents:bruno');
    expect(idle.figures?.table?.rows.map(([, name, closed]) => [name, closed])).toEqual([['Bruno Reis', 0]]);
  });
});

describe('words', () => {
  test('come in any order, in both languages, with departments and agents by the beginning of their names', async () => {
    const scopes = await Promise.all(
      [
        'chart month metrics suporte',
        'gráfico métricas mês departamento:suporte',
        'chart metrics month bruno',
        'chart metrics agents:Ana Lima,bruno week',
        'grafico detalhes semana passada',
      ].map(async (text) => (await ask(text)).scope),
    );
    expect(scopes).toEqual([
      'November 2026 · Suporte Técnico',
      'November 2026 · Suporte Técnico',
      'November 2026 · Bruno Reis',
      'Nov 16 – 22 · Ana Lima · Bruno Reis',
      'Nov 9 – 15',
    ]);
  });

  test('that mean nothing are told what was expected, and what is near', async () => {
    expect(await refusal('chart chanels')).toContain('“chanels”. Did you mean “channels”?');
    expect(await refusal('grafico metricas semanna', 'pt-BR')).toContain('“semanna”. Você quis dizer “semana”?');
    expect(await refusal('chart metrics month finaceiro')).toContain('Did you mean “Financeiro”?');
    expect(await refusal('chart metrics qwertyuiop')).toContain('Expected: channels, metrics, detail or heatmap');
    expect(await refusal('chart metrics wait')).toContain('I do not understand “wait”');
    expect(await refusal('chart metrics department:marte')).toContain('There are: Financeiro and Suporte Técnico.');
  });

  test('that fit several agents, or none, are asked about', async () => {
    expect(await refusal('chart metrics agents:ana')).toBe(
      'Several agents begin with “ana”: Ana Lima and Ana Souza. Write more of the name.',
    );
    expect(await refusal('chart metrics agents:brunno reis')).toContain('Did you mean “Bruno Reis”?');
    expect(await refusal('chart metrics agents:xyz')).toContain('I do not know the agent “xyz”.');
  });

  test('for dates that cannot be are told why', async () => {
    expect(await refusal('chart 2026-02-30')).toContain('I do not understand the date “2026-02-30”.');
    expect(await refusal('chart 2026-12-24')).toContain('“2026-12-24” has not begun yet');
    expect(await refusal('chart 2026-11-15..2026-11-01')).toContain('ends before it begins');
    expect(await refusal('chart 2010..2026')).toContain('at most 10 years');
  });
});

test.each([
  '',
  'k=zzz&p=never&d=nowhere&a=%00&m=__proto__',
  'k=m&p=2099-01-01',
  'k=d&p=2026-11-15..2026-11-01&a=,,,',
  `k=h&p=${'9'.repeat(500)}&m=toString`,
  '|||',
  '%%%&=&k',
])('a forged button (%j) gets the default, not an error', async (value) => {
  for (const action of ['chart.show', 'chart.pick', 'chart.agents', 'chart.open'])
    expect((await act(action, value)).card.blocks.length).toBeGreaterThan(2);
  expect(core.logged.filter(({ level }) => level === 'error')).toEqual([]);
});

test('too many agents for a button are refused in words', async () => {
  const crowd = await openStore();
  try {
    const { dispatch, intake } = testCore(crowd, { now: () => AT });
    const names = Array.from({ length: 40 }, (_, index) => ({ id: `agent-${index}`, name: `Agent ${index}` }));
    await intake.record(
      names.map((agent) => ({ id: `u-${agent.id}`, type: 'agent.updated', occurredAt: new Date(AT.getTime() - DAY), agent })),
    );
    const value = `${packState({ k: 'm' })}|${names.map(({ id }) => id).join(',')}`;
    const { answer, failed } = await dispatch.act('chart.agents', value, origin());
    expect([failed, headline(cardOf(answer))]).toEqual([true, expect.stringContaining('at most 30')]);
  } finally {
    await dropStore(crowd);
  }
});
