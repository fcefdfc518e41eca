/** Rows to a file that any spreadsheet opens as it was meant, and that runs nothing. */
import fc from 'fast-check';
import { firstResponseMs, reactionMs, waitMs } from '../../src/domain/durations.ts';
import { factsOf } from '../../src/domain/facts.ts';
import { handleMs } from '../../src/domain/indicators.ts';
import { isoWithOffset } from '../../src/domain/periods.ts';
import { type Cell, csvBytes, type CsvOptions, type Row } from '../../src/export/csv.ts';
import { isoTimes } from '../../src/export/times.ts';

const ENGLISH: CsvOptions = { columns: ['a', 'b'], language: 'en', timeZone: 'America/Sao_Paulo' };
const PORTUGUESE: CsvOptions = { ...ENGLISH, language: 'pt-BR' };
const never = new AbortController().signal;

async function* batches(...all: Row[][]): AsyncGenerator<Row[]> {
  for (const batch of all) yield batch;
}

async function fileOf(options: CsvOptions, ...all: Row[][]): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of csvBytes(batches(...all), options, never)) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** RFC 4180 by the letter, without a line of the writer in it. */
function parse(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && field === '') quoted = true;
    else if (character === delimiter) {
      row.push(field);
      field = '';
    } else if (character === '\r' && text[at + 1] === '\n') {
      rows.push([...row, field]);
      row = [];
      field = '';
      at += 1;
    } else field += character;
  }
  if (quoted || field !== '' || row.length > 0) throw new Error('the file does not end with its last line');
  return rows;
}

test('English: a header, commas, CRLF, no mark of byte order', async () => {
  expect(await fileOf(ENGLISH, [['x', 1.5]], [['y', -2]])).toBe('a,b\r\nx,1.5\r\ny,-2\r\n');
});

test('Portuguese: semicolons, decimal commas, and the mark by which Excel knows UTF-8', async () => {
  expect(
    await fileOf(PORTUGUESE, [
      ['Ação', 1234.5],
      ['1,5', -0.25],
    ]),
  ).toBe('\ufeffa;b\r\nAção;1234,5\r\n"1,5";-0,25\r\n');
});

test('without rows there is the header, and empty rows stay rows', async () => {
  expect(await fileOf(ENGLISH)).toBe('a,b\r\n');
  expect(await fileOf(ENGLISH, [])).toBe('a,b\r\n');
  expect(await fileOf(ENGLISH, [[null, undefined]], [], [['', 'x']])).toBe('a,b\r\n,\r\n,x\r\n');
});

test('line breaks, quotes and delimiters stay inside their field', async () => {
  const hard = ['two\r\nlines', 'LF\nalone', 'CR\ralone', 'say "hi"', 'a;b', 'a,b', '"', ' spaces '];
  const text = await fileOf(
    ENGLISH,
    hard.map((one) => [one, one]),
  );
  expect(parse(text, ',').slice(1)).toEqual(hard.map((one) => [one, one]));
});

test.each(['=1+1', '+5511999990000', '-2', '@SUM(A1)', '\tx', '\rx'])('the text %j is no formula in a spreadsheet', async (text) => {
  const [, [first] = []] = parse(await fileOf(ENGLISH, [[text, null]]), ',');
  expect(first).toBe(`'${text}`);
});

test('numbers stay numbers, below zero too; what is none is empty', async () => {
  expect(
    await fileOf(ENGLISH, [
      [-3, 1e21],
      [Number.NaN, Number.POSITIVE_INFINITY],
      [0, -0.5],
    ]),
  ).toBe('a,b\r\n-3,1e+21\r\n,\r\n0,-0.5\r\n');
});

test('times are local, with their offset, on both sides of a change of clocks', async () => {
  const options: CsvOptions = { ...ENGLISH, timeZone: 'America/New_York' };
  const text = await fileOf(options, [
    [new Date('2026-11-01T05:59:59.900Z'), new Date('2026-11-01T06:00:00Z')],
    [new Date(Number.NaN), null],
  ]);
  expect(text).toBe('a,b\r\n2026-11-01T01:59:59-04:00,2026-11-01T01:00:00-05:00\r\n,\r\n');
});

test('the fast times are those of the domain, at any instant and in any zone', () => {
  const zones = ['America/Sao_Paulo', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
  const writers = new Map(zones.map((zone) => [zone, isoTimes(zone)]));
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      (zone, at) => {
        expect(writers.get(zone)?.(at)).toBe(isoWithOffset(at, zone));
      },
    ),
    { numRuns: 300 },
  );
});

test('whatever the texts are, the file reads back as they were, guarded ones aside', async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^[=+@\-\t\r\n",;' a-c]{0,8}$/),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
  );
  const expected = (value: Cell, decimal: string): string => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'number') return String(value).replace('.', decimal);
    const text = String(value);
    return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), { maxLength: 4 }), async (all) => {
      for (const [options, delimiter, decimal] of [
        [ENGLISH, ',', '.'],
        [PORTUGUESE, ';', ','],
      ] as const) {
        const text = (await fileOf(options, ...all)).replace(/^\ufeff/, '');
        expect(parse(text, delimiter).slice(1)).toEqual(all.flat().map((row) => row.map((value) => expected(value, decimal))));
      }
    }),
    { numRuns: 150 },
  );
});

describe('when somebody stops it', () => {
  async function* endless(state: { taken: number; closed: boolean }): AsyncGenerator<Row[]> {
    try {
      for (;;) {
        state.taken += 1;
        await new Promise((resolve) => setImmediate(resolve));
        yield [['x', state.taken]];
      }
    } finally {
      state.closed = true;
    }
  }

  test('by the signal, it throws the reason, and the source is closed by then', async () => {
    const stop = new AbortController();
    const state = { taken: 0, closed: false };
    const reading = (async () => {
      for await (const part of csvBytes(endless(state), ENGLISH, stop.signal))
        if (part.length > 0 && state.taken > 20) stop.abort(new Error('enough'));
    })();
    await expect(reading).rejects.toThrow('enough');
    expect(state.closed).toBe(true);
  });

  test('by reading no further, the source is closed too, and was not read ahead by more than some batches', async () => {
    const state = { taken: 0, closed: false };
    for await (const part of csvBytes(endless(state), ENGLISH, never)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (part.length > 0) break;
    }
    expect(state.closed).toBe(true);
    expect(state.taken).toBeLessThan(10);
  });

  test('an error of the source is the error of the file', async () => {
    async function* broken(): AsyncGenerator<Row[]> {
      yield [['x', 1]];
      throw new Error('the cursor broke');
    }
    const reading = (async () => {
      for await (const part of csvBytes(broken(), ENGLISH, never)) expect(part.length).toBeGreaterThan(0);
    })();
    await expect(reading).rejects.toThrow('the cursor broke');
  });
});

test('durations are null until the moment that completes them', () => {
  const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 22, 10, minute));
  const base = { direction: 'inbound' as const, openedAt: at(0), firstQueuedAt: at(1), firstAssignedAt: null, firstAgentMessageAt: null };
  expect([waitMs(base), firstResponseMs(base), reactionMs(base)]).toEqual([null, null, null]);
  const answered = { ...base, firstAssignedAt: at(4), firstAgentMessageAt: at(6) };
  expect([waitMs(answered), firstResponseMs(answered), reactionMs(answered)]).toEqual([180_000, 300_000, 120_000]);
  expect(firstResponseMs({ ...answered, direction: 'outbound' })).toBeNull();
  expect(waitMs({ ...answered, firstQueuedAt: null })).toBe(0);
});

test('a conversation’s durations are those that the period measures count', () => {
  const at = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-01-02'), noInvalidDate: true });
  const maybe = fc.option(at, { nil: null });
  const moments = fc.record({
    openedAt: at,
    firstQueuedAt: maybe,
    firstAssignedAt: maybe,
    firstAgentMessageAt: maybe,
    endedAt: maybe,
    direction: fc.constantFrom('inbound' as const, 'outbound' as const),
  });
  const rest = {
    channel: 'whatsapp',
    department: null,
    firstDepartment: null,
    agent: null,
    firstAgent: null,
    answeredIn: null,
    firstResponder: null,
    respondedIn: null,
    endedBy: null,
    endedFrom: null,
    transferred: [],
    rating: null,
  } as const;
  fc.assert(
    fc.property(moments, (one) => {
      const conversation = { ...rest, ...one, transferred: [], state: one.endedAt ? ('closed' as const) : ('in_service' as const) };
      const counted = Object.assign({}, ...factsOf(conversation, 0).map(({ durations }) => durations)) as Record<string, number>;
      expect([waitMs(one), firstResponseMs(one), reactionMs(one), handleMs(conversation)]).toEqual(
        ['wait', 'first_response', 'reaction', 'handle'].map((name) => counted[name] ?? null),
      );
    }),
    { numRuns: 300 },
  );
});
