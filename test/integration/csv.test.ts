/** Taking data out: who may, what is in the file, what is noted, and what is left when somebody changes their mind. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { packAsked } from '../../src/app/asked.ts';
import type { Export } from '../../src/app/command.ts';
import type { Origin, Reply } from '../../src/app/dispatch.ts';
import { createExports, type RunningExports } from '../../src/app/exports.ts';
import { packState } from '../../src/app/state.ts';
import type { HelpdeskEvent } from '../../src/domain/events.ts';
import { fileRoute } from '../../src/http/files.ts';
import { streamExport } from '../../src/platforms/terminal/export.ts';
import type { Store } from '../../src/store/connect.ts';
import { type KeptFiles, keptFiles } from '../../src/store/queries/kept.ts';
import type { Card } from '../../src/view/card.ts';
import { plain } from '../../src/view/card.ts';
import { setParameters } from '../configured.ts';
import { type TestCore, testCore } from '../core.ts';
import { DESK_AT, deskEvents } from '../fixtures/desk.ts';
import { dropStore, openStore } from '../store.ts';

const MANY = 6_000;
const EDIT_MS = 2_000;
let store: Store;
let core: TestCore;
let kept: KeptFiles;
let runner: RunningExports;
let server: Server;
let base: string;

beforeAll(async () => {
  store = await openStore();
  core = testCore(store, { now: () => DESK_AT });
  kept = core.kept;
  await core.intake.record(deskEvents());
  runner = createExports({ kept, link: (token) => `${base}/files/${token}`, now: () => new Date(), log: { warn: noted, error: noted } });
  const app = express();
  // A replica of its own: it has nothing in memory of what the other one wrote.
  const elsewhere = keptFiles(store);
  fileRoute(app, (token) => elsewhere.open(token, new Date()));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await dropStore(store);
});

const logged: { fields: object; message: string }[] = [];
function noted(fields: object, message: string): void {
  logged.push({ fields, message });
}

function from(id: string, part: Partial<Origin> = {}): Origin {
  return { platform: 'terminal', person: { id }, at: DESK_AT, language: 'en', ...part };
}

const ask = (text: string, origin: Origin = from('terminal:supervisor')): Promise<Reply> => core.dispatch.ask(text, origin);

async function exportOf(reply: Promise<Reply>): Promise<Export> {
  const { answer } = await reply;
  if (answer.kind !== 'export') throw new Error(`expected an export, got ${JSON.stringify(answer)}`);
  return answer.export;
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

const written = async (text: string, origin?: Origin): Promise<string> =>
  textOf((await exportOf(ask(text, origin))).bytes(new AbortController().signal, () => undefined));

/** The fixture's texts have no quotes in them, save for one column that is not looked at. */
const rowsOf = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

function words({ blocks, title }: Card): string {
  return [title, ...blocks.map((block) => ('text' in block ? plain(block.text) : JSON.stringify(block)))].join('\n');
}

function cardOf({ answer }: Reply): Card {
  if (answer.kind !== 'card') throw new Error(`expected a card, got ${answer.kind}`);
  return answer.card;
}

async function many(prefix: string, count: number, openedAt = new Date(DESK_AT.getTime() - 40 * 86_400_000)): Promise<void> {
  const events = Array.from({ length: count }, (_, index): HelpdeskEvent => {
    const id = `${prefix}-${String(index).padStart(5, '0')}`;
    return {
      id: `${id}-o`,
      type: 'conversation.opened',
      occurredAt: new Date(openedAt.getTime() + index),
      conversation: { id, channel: 'whatsapp' },
    };
  });
  for (let at = 0; at < events.length; at += 1_000) await core.intake.record(events.slice(at, at + 1_000));
}

describe('whoever does not know what can be taken', () => {
  test('is told in their own words, and each of them works', async () => {
    for (const [language, things] of [
      ['pt-BR', ['agora', 'hoje', 'agentes', 'fila', 'historico', 'ativas', 'atendimentos', 'grafico']],
      ['en', ['now', 'today', 'agents', 'queue', 'history', 'outbound', 'conversations', 'chart']],
    ] as const) {
      const origin = from('terminal:supervisor', { language });
      for (const thing of things) {
        expect(words(cardOf(await ask('csv nada', origin)))).toContain(thing);
        expect((await exportOf(ask(`csv ${thing}`, origin))).fileName).toMatch(/\.csv$/);
      }
      const choice = cardOf(await ask('csv', origin));
      const buttons = choice.blocks.flatMap((block) => (block.kind === 'actions' ? block.controls : []));
      for (const { label } of buttons) expect((await exportOf(ask(label, origin))).fileName).toMatch(/\.csv$/);
      expect(buttons.map(({ label }) => label)).toContain(`csv ${things[3]}`);
    }
  });

  test('may say a period as people do', async () => {
    const named = await exportOf(ask('csv conversations last month'));
    expect(named.fileName).toBe((await exportOf(ask('csv conversations 2026-10'))).fileName);
    expect(named.fileName).not.toBe((await exportOf(ask('csv conversations month'))).fileName);
  });

  test('is not given today’s rows for another day’s', async () => {
    expect(words(cardOf(await ask('csv hoje ontem', from('terminal:supervisor', { language: 'pt-BR' }))))).toContain(
      'grafico canais ontem',
    );
  });
});

describe('a supervisor takes the day’s conversations', () => {
  test('a row each, in the order of opening, in local time, with the zone, contacts hidden', async () => {
    const [head = [], ...rows] = rowsOf(await written('csv conversations day'));
    expect(head).toEqual([
      'id',
      'protocol',
      'channel',
      'direction',
      'department_id',
      'department',
      'agent_id',
      'agent',
      'state',
      'contact_name',
      'contact_phone',
      'contact_email',
      'subject',
      'opened_at',
      'first_queued_at',
      'first_assigned_at',
      'first_agent_message_at',
      'contact_replied_at',
      'ended_at',
      'ended_by',
      'end_reason',
      'wait_ms',
      'first_response_ms',
      'reaction_ms',
      'handle_ms',
      'transfers',
      'score',
      'comment',
      'rated_at',
      'url',
      'time_zone',
    ]);
    expect(rows).toHaveLength(18);
    const of = (id: string): Record<string, string | undefined> => {
      const row = rows.find(([first]) => first === id) ?? [];
      return Object.fromEntries(head.map((name, index) => [name, row[index]]));
    };
    expect(of('c-0')).toMatchObject({
      protocol: '20261122-000120',
      channel: 'whatsapp',
      department: 'Suporte',
      state: 'queued',
      contact_name: 'Maria S.',
      contact_phone: '•••',
      opened_at: '2026-11-22T14:23:00-03:00',
      first_queued_at: '2026-11-22T14:24:00-03:00',
      wait_ms: '',
      url: 'https://desk.example/c/0',
      time_zone: 'America/Sao_Paulo',
    });
    expect(of('s-3')).toMatchObject({ agent: 'Bruna Rocha', state: 'closed', handle_ms: String(11 * 60_000), ended_by: 'agent' });
    expect(rows.map((row) => row[13])).toEqual(rows.map((row) => row[13]).toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1)));
  });

  test('contacts stand in it whole where masking is off, and a telephone starts no formula', async () => {
    await setParameters(core, { maskContacts: false });
    const [, ...rows] = rowsOf(await written('csv conversations day'));
    await setParameters(core, { maskContacts: true });
    expect(rows.find(([id]) => id === 'c-0')?.slice(9, 11)).toEqual(['Maria Souza', "'+5511999990000"]);
  });

  test('as of a moment in the past: nothing that came later', async () => {
    const [, ...rows] = rowsOf(
      await written('csv conversations day', from('terminal:supervisor', { at: new Date(DESK_AT.getTime() - 85 * 60_000) })),
    );
    expect(new Set(rows.map(([id]) => id))).toEqual(new Set(['s-0', 's-1', 's-2', 's-3', 's-4', 's-5']));
    expect(rows.map((row) => [row[8], row[18]])).toEqual(rows.map(() => ['in_service', '']));
  });

  test('of one department, by its name', async () => {
    const [, ...rows] = rowsOf(await written('csv conversations day financeiro'));
    expect(rows.map(([id]) => id)).toEqual(['s-5', 's-4', 's-3']);
  });

  test('in Portuguese by Portuguese words: the dialect of Excel in Brazil', async () => {
    const text = await written('csv atendimentos hoje', from('terminal:supervisor', { language: 'pt-BR' }));
    expect(text.startsWith('\ufeffid;protocol;channel;')).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
  });
});

describe('lists and charts as they are shown', () => {
  test('queue: everybody who waits, not a page of them', async () => {
    const [head = [], ...rows] = rowsOf(await written('csv queue'));
    expect(rows).toHaveLength(12);
    expect(rows[0]?.slice(0, 3)).toEqual(['c-0', '20261122-000120', 'whatsapp']);
    expect(rows[0]?.[head.indexOf('wait_ms')]).toBe(String(13 * 60_000));
    expect(rows[0]?.[head.indexOf('contact_name')]).toBe('Maria S.');
  });

  test.each(['now', 'today', 'chart channels day', 'chart metrics week', 'chart detail day', 'chart heatmap month', 'agents'])(
    '%s: exactly the numbers of its card',
    async (question) => {
      const { figures = {} } = cardOf(await ask(question));
      const [head = [], ...rows] = rowsOf(await written(`csv ${question}`));
      const { columns, rows: wanted } = figures.table ?? {
        columns: ['indicator', 'value', 'unit', 'n'],
        rows: (figures.indicators ?? []).map(({ id, value, unit, n }) => [id, value, unit, n ?? null]),
      };
      expect(head).toEqual([...columns, 'time_zone']);
      expect(rows).toHaveLength(wanted.length);
      const numbers = (all: readonly (readonly (string | number | null)[])[]): number[] =>
        all.flat().filter((one) => typeof one === 'number');
      expect(rows.flatMap((row, at) => row.filter((_, column) => typeof wanted[at]?.[column] === 'number')).map(Number)).toEqual(
        numbers(wanted),
      );
    },
  );

  test('agents: all of them, where the card has a page', async () => {
    const more = Array.from(
      { length: 23 },
      (_, index): HelpdeskEvent => ({
        id: `more-${index}`,
        type: 'agent.presence',
        occurredAt: new Date(DESK_AT.getTime() - 60_000),
        agent: { id: `z-${index}`, name: `Zoe ${index}` },
        presence: 'away',
      }),
    );
    await core.intake.record(more);
    const [, ...rows] = rowsOf(await written('csv agents'));
    expect(new Set(rows.map(([id]) => id)).size).toBe(25);
    expect(rows).toHaveLength(25);
    expect(rowsOf(await written('csv agents online'))).toHaveLength(2);
    await store.agents.deleteMany({ _id: { $in: more.flatMap((event) => ('agent' in event && event.agent ? [event.agent.id] : [])) } });
  });

  test('the button on a card says the same words', async () => {
    const pressed = core.dispatch.act('csv.open', packState({ what: 'queue suporte' }), from('terminal:supervisor'));
    const text = await textOf((await exportOf(pressed)).bytes(new AbortController().signal, () => undefined));
    expect(text).toBe(await written('csv queue suporte'));
  });

  test('history and outbound: all that the search finds, newest first', async () => {
    const [, ...rows] = rowsOf(await written('csv history whatsapp closed'));
    expect(rows.map(([id]) => id)).toEqual(['s-3', 's-4', 's-5']);
    const [, ...day] = rowsOf(await written('csv historico 2026-11-22'));
    expect(day).toHaveLength(18);
    const outbound = rowsOf(await written('csv outbound'));
    expect(outbound[0]?.slice(-2)).toEqual(['outcome', 'time_zone']);
    expect(outbound).toHaveLength(1);
    const pressed = core.dispatch.act(
      'csv.open',
      packAsked({ channel: 'whatsapp', state: 'closed' }, { what: 'history' }),
      from('terminal:admin'),
    );
    const text = await textOf((await exportOf(pressed)).bytes(new AbortController().signal, () => undefined));
    expect(text).toBe(await written('csv history whatsapp closed'));
  });
});

describe('who may, and what is noted', () => {
  test('a viewer is refused, by words and by button', async () => {
    for (const reply of [
      await ask('csv queue', from('terminal:viewer')),
      await core.dispatch.act('csv.open', packState({ what: 'queue' }), from('terminal:viewer')),
      await core.dispatch.act('csv.cancel', 'x', from('terminal:viewer')),
    ]) {
      expect(reply.failed).toBe(true);
      expect(words(cardOf(reply))).toContain('supervisor');
    }
    expect(await store.audit.countDocuments({ by: 'terminal:viewer' })).toBe(0);
  });

  test('words that name nothing are answered with what there is', async () => {
    expect(words(cardOf(await ask('csv everything')))).toContain('conversations');
    expect(words(cardOf(await ask('csv')))).toContain('csv.open');
    expect(words(cardOf(await ask('csv conversations 2026-02-31')))).toContain('2026-02-31');
  });

  test('who took what, when, by which words, and how many rows it became', async () => {
    await store.audit.deleteMany({});
    const one = await exportOf(ask('csv conversations day suporte'));
    expect(await store.audit.countDocuments()).toBe(0);
    const file = one.bytes(new AbortController().signal, () => undefined)[Symbol.asyncIterator]();
    await file.next();
    expect(await store.audit.findOne()).toMatchObject({
      by: 'terminal:supervisor',
      what: 'export.conversations',
    });
    while (!(await file.next()).done);
    const entry = { at: DESK_AT, by: 'terminal:supervisor', platform: 'terminal', from: null };
    const to = { filters: expect.stringContaining('Suporte'), fileName: one.fileName, masked: true };
    expect(await store.audit.find().sort({ _id: 1 }).toArray()).toEqual([
      { ...entry, _id: one.id, what: 'export.conversations', to },
      { ...entry, _id: `${one.id}.end`, what: 'export.conversations.done', to: { ...to, outcome: 'done', rows: 15 } },
    ]);
  });
});

describe('a long export', () => {
  const long = 'csv conversations 2026-10-01..2026-10-31';
  beforeAll(() => many('m', MANY));

  test('knows how many rows there will be, tells how far it is, and ends as a file that any replica serves', async () => {
    const one = await exportOf(ask(long));
    expect(one.total).toBe(MANY);
    expect(one.fileName).toBe('vigia-conversations-2026-10-01-to-2026-10-31.csv');
    const shown: string[] = [];
    const began = performance.now();
    const file = await runner.run(one, async (card) => void shown.push(words(card)));
    expect(shown.length).toBeGreaterThanOrEqual(1);
    expect(shown.length).toBeLessThanOrEqual(1 + (performance.now() - began) / EDIT_MS);
    expect(shown[0]).toContain('6,000 rows');
    expect(shown[0]).toContain('csv.cancel');
    expect(file).toMatchObject({ name: one.fileName, rows: MANY, type: 'text/csv; charset=utf-8' });
    const response = await fetch(file?.link ?? '');
    const text = await response.text();
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename=${one.fileName}`);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(Buffer.byteLength(text)).toBe(file?.size);
    expect(rowsOf(text)).toHaveLength(MANY + 1);
    expect(await textOf(file?.open() ?? ([] as never))).toBe(text);
    const done = words(one.card({ phase: 'done', rows: MANY, size: file?.size ?? 0, link: file?.link }));
    expect(done).toContain('6,000 rows.');
    expect((await fetch(`${file?.link}x`)).status).toBe(404);
  });

  test('in a terminal the standard output is that file, and the rest goes elsewhere', async () => {
    const out = new PassThrough();
    const said: string[] = [];
    const target = { out, say: (line: string) => void said.push(line), fail: () => undefined, signal: new AbortController().signal };
    const streamed = streamExport(await exportOf(ask(long)), target).then((became) => {
      out.end();
      return became;
    });
    expect(await textOf(out)).toBe(await written(long));
    expect(await streamed).toBe('done');
    expect(said.at(-1)).toContain('6,000 rows.');
  });

  test('while rows arrive: exactly what there was at the moment it was asked for', async () => {
    const one = await exportOf(ask('csv conversations 2026-11-21..2026-11-22'));
    let first = true;
    const parts: Uint8Array[] = [];
    for await (const part of one.bytes(new AbortController().signal, () => undefined)) {
      parts.push(part);
      if (!first) continue;
      first = false;
      await many('late', 500, new Date(DESK_AT.getTime() + 1_000));
      await core.intake.record([
        {
          id: 'late-close',
          type: 'conversation.closed',
          occurredAt: new Date(DESK_AT.getTime() + 1_000),
          conversation: { id: 'c-11' },
          by: 'agent',
        },
      ]);
    }
    const [, ...rows] = rowsOf(Buffer.concat(parts).toString());
    expect(rows).toHaveLength(18);
    expect(rows.find(([id]) => id === 'c-11')?.[8]).toBe('queued');
    const [, ...again] = rowsOf(await written('csv conversations 2026-11-21..2026-11-22'));
    expect(again).toEqual(rows);
  });
});

describe('when somebody changes their mind', () => {
  const openCursors = async (): Promise<number> => {
    const status = (await store.connection.db?.admin().serverStatus()) as { metrics: { cursor: { open: { total: unknown } } } };
    return Number(status.metrics.cursor.open.total);
  };

  async function* slowly(bytes: AsyncIterable<Uint8Array>, ms: number): AsyncGenerator<Uint8Array> {
    for await (const part of bytes) {
      await sleep(ms);
      yield part;
    }
  }

  test('the button stops it on whichever replica it runs; nothing of it is left, the cursor is closed, and it is noted', async () => {
    const before = await openCursors();
    const one = await exportOf(ask('csv conversations 2026-10-01..2026-10-31'));
    const slow: Export = { ...one, bytes: (signal, progress) => slowly(one.bytes(signal, progress), 400) };
    const shown: string[] = [];
    const began = performance.now();
    const running = runner.run(slow, async (card) => void shown.push(words(card)));
    await sleep(3_400);
    const pressed = await core.dispatch.act('csv.cancel', one.id, from('terminal:admin'));
    expect(await running).toBeNull();
    expect(words(cardOf(pressed))).toContain('Cancelled after');
    expect(shown.length).toBeGreaterThan(2);
    // The first one at once, an edit every 2 s at most, and the last one.
    expect(shown.length).toBeLessThanOrEqual(2 + (performance.now() - began) / EDIT_MS);
    expect(shown[1]).toMatch(/\d of 6,000 rows/);
    expect(shown.at(-1)).toContain('No file was kept');
    expect(await openCursors()).toBe(before);
    const entry = await store.exports.findOne({ _id: one.id });
    expect(entry?.state).toBe('cancelled');
    expect(await store.connection.collection('exported.chunks').countDocuments({ files_id: entry?.file })).toBe(0);
    expect(await store.connection.collection('exported.files').countDocuments({ filename: one.fileName, _id: entry?.file as never })).toBe(
      0,
    );
    expect(await store.audit.findOne({ _id: `${one.id}.end` })).toMatchObject({
      what: expect.stringMatching(/^export\.\w+\.cancelled$/),
      to: { outcome: 'cancelled' },
    });
  });

  test('too late: the file stays, and the message that has it too', async () => {
    const one = await exportOf(ask('csv queue'));
    const file = await runner.run(one, async () => undefined);
    const pressed = await core.dispatch.act('csv.cancel', one.id, from('terminal:admin'));
    expect(pressed.answer).toMatchObject({ kind: 'card', replace: false });
    expect((await fetch(file?.link ?? '')).status).toBe(200);
  });

  test('a closed pipe and Ctrl+C in a terminal close the cursor', async () => {
    const before = await openCursors();
    for (const how of ['pipe', 'signal'] as const) {
      const out = new PassThrough({ highWaterMark: 1 });
      const stop = new AbortController();
      const streamed = streamExport(await exportOf(ask('csv conversations 2026-10-01..2026-10-31')), {
        out,
        say: () => undefined,
        fail: () => undefined,
        signal: stop.signal,
      });
      out.once('readable', () =>
        how === 'signal' ? stop.abort(new Error('interrupted')) : out.destroy(Object.assign(new Error('closed'), { code: 'EPIPE' })),
      );
      expect(await streamed).toBe('cancelled');
    }
    expect(await openCursors()).toBe(before);
  });
});

describe('when it breaks', () => {
  test('the person gets a reference that stands in the log, and no half file is left', async () => {
    const one = await exportOf(ask('csv queue'));
    async function* broken(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const part of bytes) yield part;
      yield Buffer.alloc(3_000_000);
      throw new Error('the connection broke');
    }
    logged.length = 0;
    const shown: Card[] = [];
    expect(
      await runner.run({ ...one, bytes: (...given) => broken(one.bytes(...given)) }, async (card) => void shown.push(card)),
    ).toBeNull();
    const { reference } = (logged[0]?.fields ?? {}) as { reference?: string };
    expect(words(shown.at(-1) as Card)).toContain(reference ?? 'a reference');
    const entry = await store.exports.findOne({ _id: one.id });
    expect(entry?.state).toBe('failed');
    expect(await store.connection.collection('exported.chunks').countDocuments({ files_id: entry?.file })).toBe(0);
  });

  test('a message that cannot be edited does not cost the file', async () => {
    const file = await runner.run(await exportOf(ask('csv queue')), () => Promise.reject(new Error('rate limited')));
    expect(file?.rows).toBe(12);
  });

  test('what a crash left half written is swept, files that have expired too, and fresh ones are not', async () => {
    const half = 'half-written';
    await kept.begin(
      half,
      { name: 'x.csv', type: 'text/csv', expiresAt: new Date(Date.now() + 86_400_000) },
      new Date(Date.now() - 120_000),
    );
    await kept.write(
      half,
      (async function* () {
        yield Buffer.alloc(2_500_000);
      })(),
    );
    const fresh = await runner.run(await exportOf(ask('csv queue')), async () => undefined);
    await kept.sweep(new Date());
    expect(await kept.finish(half, { state: 'done', rows: 1, size: 1 })).toBeNull();
    expect(words(cardOf(await core.dispatch.act('csv.cancel', half, from('terminal:admin'))))).toContain('Ask for it again');
    expect((await fetch(fresh?.link ?? '')).status).toBe(200);
    await kept.sweep(new Date(Date.now() + 2 * 86_400_000));
    expect(await store.connection.collection('exported.chunks').countDocuments()).toBe(0);
    expect(await store.exports.countDocuments()).toBe(0);
  });

  test('when Vigia stops, what is under way is told as failed', async () => {
    const one = await exportOf(ask('csv conversations 2026-10-01..2026-10-31'));
    const shown: string[] = [];
    const stopping = createExports({ kept, link: (token) => token, now: () => new Date(), log: { warn: noted, error: noted } });
    async function* slow(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const part of bytes) {
        await sleep(100);
        yield part;
      }
    }
    const running = stopping.run({ ...one, bytes: (...given) => slow(one.bytes(...given)) }, async (card) => void shown.push(words(card)));
    await sleep(300);
    await stopping.stop();
    expect(await running).toBeNull();
    expect(shown.at(-1)).toContain('reference');
  });
});
