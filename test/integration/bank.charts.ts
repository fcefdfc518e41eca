/** The bank month in charts: the known answers come out of what `ask --json` prints and of the files, from raw conversations and from rollups. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askCommand } from '../../src/platforms/terminal/ask.ts';
import type { Figures, Language } from '../../src/view/card.ts';
import type { TestCore } from '../core.ts';

interface Spread {
  n: number;
  mean: number;
  p50: number;
  p90: number;
  max: number;
}

interface Day {
  opened: number;
  answered: number;
  abandoned: number;
  closed: number;
  cancelled: number;
  service_level: number | null;
  wait_mean: number | null;
}

interface Golden {
  month: Omit<Day, 'wait_mean'> & { wait: Spread; handle: Spread; abandonment: number; opened_by_channel: Record<string, number> };
  days: Record<string, Day>;
  opened_by_hour_of_day: Record<string, number>;
  departments: Record<string, Omit<Day, 'closed' | 'cancelled'>>;
  agents: Record<string, { closed: number; handle_mean: number }>;
}

const golden = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'bank', 'january.golden.json'), 'utf8')) as Golden;
/** Midnight after the last day, in Jerusalem. */
export const END = new Date('1999-01-31T22:00:00.000Z');
const DAYS = Array.from({ length: 31 }, (_, index) => `1999-01-${String(index + 1).padStart(2, '0')}`);

interface Answered {
  indicator: (id: string) => number | null | undefined;
  series: Map<string, Map<string, number | null>>;
  rows: Record<string, string | number | null>[];
}

type Ask = (question: string, at?: Date) => Promise<Answered>;

/** Raw answers over the whole month take seconds: each is asked once. */
function remembered(desk: () => TestCore): Ask {
  const asked = new Map<string, Promise<Answered>>();
  return (question, at = END) => {
    const id = `${question} ${at.toISOString()}`;
    const known = asked.get(id) ?? answerOf(desk(), question, at);
    asked.set(id, known);
    return known;
  };
}

async function answerOf(core: TestCore, question: string, at: Date): Promise<Answered> {
  const { text, failed } = await askCommand(core.dispatch, question, { person: 'terminal:admin', at, json: true });
  expect({ text: failed ? text : '' }).toEqual({ text: '' });
  const { indicators = [], series = [], table = { columns: [], rows: [] } } = JSON.parse(text) as Figures;
  const byId = new Map(indicators.map(({ id, value }) => [id, value]));
  return {
    indicator: (id) => byId.get(id),
    series: new Map(series.map(({ name, points }) => [name, new Map(points.map(({ bucket, value }) => [bucket, value]))])),
    rows: table.rows.map((row) => Object.fromEntries(table.columns.map((column, index) => [column, row[index] ?? null]))),
  };
}

/** To the digits that the golden figures have. */
function rounded(value: unknown, digits: number): number | null {
  return typeof value === 'number' ? Number(value.toFixed(digits)) : null;
}

function month({ indicator }: Answered): object {
  const spread = (name: string): object => ({
    n: indicator(`period.${name}.n`),
    mean: rounded(indicator(`period.${name}.mean`), 3),
    p50: indicator(`period.${name}.p50`),
    p90: indicator(`period.${name}.p90`),
    max: indicator(`period.${name}.max`),
  });
  const counts = ['opened', 'answered', 'abandoned', 'closed', 'cancelled'];
  return {
    ...Object.fromEntries(counts.map((name) => [name, indicator(`period.${name}`)])),
    wait: spread('wait'),
    handle: spread('handle'),
    abandonment: rounded(indicator('period.abandonment'), 6),
    service_level: rounded(indicator('period.service_level'), 6),
  };
}

/** The rows of the file of a question, by column; numbers in the language's own writing. */
export async function fileOf(core: TestCore, question: string, language: Language = 'en', at = END): Promise<Record<string, string>[]> {
  const { file } = await askCommand(core.dispatch, question, { person: 'terminal:supervisor', at, language, json: false });
  const parts: Uint8Array[] = [];
  for await (const part of file?.bytes(new AbortController().signal, () => undefined) ?? []) parts.push(part);
  const [head = [], ...rows] = Buffer.concat(parts)
    .toString('utf8')
    .replace('\ufeff', '')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(language === 'en' ? ',' : ';'));
  return rows.map((row) => Object.fromEntries(head.map((column, index) => [column, row[index] ?? ''])));
}

/** What a file says of these values: nothing for no data, decimals as the language writes them, and the zone. */
function asWritten(rows: Answered['rows'], language: Language): Record<string, string>[] {
  const text = (value: string | number | null): string =>
    typeof value === 'number' && language === 'pt-BR' ? String(value).replace('.', ',') : String(value ?? '');
  return rows.map((row) => ({
    ...Object.fromEntries(Object.entries(row).map(([column, value]) => [column, text(value)])),
    time_zone: 'Asia/Jerusalem',
  }));
}

/** The figures of the file of a panel. */
export async function indicatorsIn(core: TestCore, question: string, at: Date): Promise<Record<string, number | null>> {
  const rows = await fileOf(core, question, 'en', at);
  return Object.fromEntries(rows.map(({ indicator = '', value }) => [indicator, value ? Number(value) : null]));
}

function sameAsGolden(ask: Ask, charts: readonly string[], departments: readonly string[]): void {
  test('the month as a whole, whichever chart says it', async () => {
    const { opened_by_channel: channels, ...whole } = golden.month;
    for (const chart of charts) expect(month(await ask(`chart ${chart} 1999-01`))).toEqual(whole);
    const { indicator } = await ask('chart channels 1999-01');
    expect(Object.fromEntries(Object.keys(channels).map((name) => [name, indicator(`period.opened.${name}`)]))).toEqual(channels);
  });

  test('every day of the month, in the series and in the table', async () => {
    const { series, rows } = await ask('chart metrics 1999-01');
    expect([...(series.get('period.opened')?.keys() ?? [])]).toEqual(DAYS);
    for (const [day, want] of Object.entries(golden.days)) {
      const value = (id: string): number | null | undefined => series.get(`period.${id}`)?.get(day);
      const row = rows.find(({ bucket }) => bucket === day);
      const told = (column: string): unknown => row?.[column];
      const { service_level, wait_mean, ...counts } = want;
      const names = Object.keys(counts);
      expect([day, Object.fromEntries(names.map((name) => [name, value(name)]))]).toEqual([day, counts]);
      expect([day, Object.fromEntries(names.map((name) => [name, told(name)]))]).toEqual([day, counts]);
      expect([day, rounded(value('service_level'), 6), rounded(told('service_level'), 6)]).toEqual([day, service_level, service_level]);
      expect([day, rounded(value('wait.mean'), 3), rounded(told('wait_mean_ms'), 3)]).toEqual([day, wait_mean, wait_mean]);
    }
  });

  test('a day without calls is a zero in the counts and no data in the means', async () => {
    const { series } = await ask('chart metrics 1999-01');
    expect(golden.days).not.toHaveProperty('1999-01-11');
    const of = (id: string): unknown => series.get(id)?.get('1999-01-11');
    expect([of('period.opened'), of('period.wait.mean'), of('period.service_level')]).toEqual([0, null, null]);
  });

  test('the channels of each day add up to the day', async () => {
    const { series, rows } = await ask('chart channels 1999-01');
    for (const day of DAYS) {
      const opened = golden.days[day]?.opened ?? 0;
      expect([day, [...series.values()].reduce((sum, points) => sum + (points.get(day) ?? 0), 0)]).toEqual([day, opened]);
      expect(rows.find(({ bucket }) => bucket === day)?.['total']).toBe(opened);
    }
    for (const [channel, opened] of Object.entries(golden.month.opened_by_channel))
      expect([channel, [...(series.get(channel)?.values() ?? [])].reduce<number>((sum, value) => sum + (value ?? 0), 0)]).toEqual([
        channel,
        opened,
      ]);
  });

  test('hours of the day, over all weekdays', async () => {
    const { series } = await ask('chart heatmap 1999-01');
    expect([...series.keys()]).toEqual(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
    const sums = Array.from({ length: 24 }, (_, hour) =>
      [...series.values()].reduce((sum, points) => sum + (points.get(String(hour).padStart(2, '0')) ?? 0), 0),
    );
    expect(Object.fromEntries(sums.map((sum, hour) => [String(hour), sum]))).toEqual(golden.opened_by_hour_of_day);
  });

  test.each(departments)('the department %s', async (department) => {
    const want = golden.departments[department];
    const { indicator } = await ask(`chart metrics 1999-01 department:${department}`);
    expect({
      opened: indicator('period.opened'),
      answered: indicator('period.answered'),
      abandoned: indicator('period.abandoned'),
      service_level: rounded(indicator('period.service_level'), 6),
      wait_mean: rounded(indicator('period.wait.mean'), 3),
    }).toEqual(want);
  });

  test('every agent, though the picture shows twenty', async () => {
    const { rows } = await ask('chart detail 1999-01');
    const told = rows.map((row) => [row['agent'], { closed: row['closed'], handle_mean: rounded(row['handle_mean_ms'], 3) }] as const);
    expect(Object.fromEntries(told.filter(([, { closed }]) => closed !== 0))).toEqual(golden.agents);
    const closed = rows.map((row) => Number(row['closed']));
    expect(closed).toEqual([...closed].sort((a, b) => b - a));
  });
}

/** The charts of the month that a desk knows whole: first from raw conversations, then from rollups. */
export function bankCharts(desk: () => TestCore): void {
  describe('from raw conversations, before anything is rolled up', () => {
    const ask = remembered(desk);
    sameAsGolden(ask, ['metrics'], ['PS']);

    test('the file of a week has the days’ known figures', async () => {
      const rows = await fileOf(desk(), 'csv chart metrics 1999-01-03..1999-01-09');
      expect(rows.map(({ bucket }) => bucket)).toEqual(DAYS.slice(2, 9));
      for (const { bucket = '', service_level: level, wait_mean_ms: wait, ...row } of rows) {
        const { service_level, wait_mean, ...counts } = golden.days[bucket] as Day;
        expect([bucket, Object.fromEntries(Object.keys(counts).map((name) => [name, Number(row[name])]))]).toEqual([bucket, counts]);
        expect([bucket, rounded(Number(level), 6), rounded(Number(wait), 3)]).toEqual([bucket, service_level, wait_mean]);
      }
    });
  });

  describe('from rollups', () => {
    const ask = remembered(desk);
    beforeAll(async () => {
      expect(await desk().roller.roll()).toBeGreaterThan(0);
    }, 120_000);

    test.each(['channels', 'metrics', 'detail', 'heatmap'])(
      'the file of chart %s says exactly what the chart does, in both languages',
      async (chart) => {
        const { rows } = await ask(`chart ${chart} 1999-01`);
        expect(rows.length).toBeGreaterThan(20);
        expect(await fileOf(desk(), `csv chart ${chart} 1999-01`)).toEqual(asWritten(rows, 'en'));
        expect(await fileOf(desk(), `csv grafico ${chart} 01/1999`, 'pt-BR')).toEqual(asWritten(rows, 'pt-BR'));
      },
    );

    sameAsGolden(ask, ['channels', 'metrics', 'detail', 'heatmap'], Object.keys(golden.departments));

    test.each(['1999-01-05', '1999-01-09'])('the hours of %s add up to the day', async (day) => {
      const { series } = await ask(`chart channels ${day}`);
      const points = [...series.values()].flatMap((one) => [...one]);
      expect(new Set(points.map(([bucket]) => bucket)).size).toBe(24);
      expect(points.map(([bucket]) => bucket)).toContain(`${day}T14:00+02:00`);
      expect(points.reduce((sum, [, value]) => sum + (value ?? 0), 0)).toBe(golden.days[day]?.opened);
    });

    test('the hours of the week hold every abandoned one, and waits only where somebody was answered', async () => {
      const abandoned = await ask('grafico mapa 1999-01 abandonados');
      const all = [...abandoned.series.values()].flatMap((points) => [...points.values()]);
      expect(all.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(golden.month.abandoned);
      const wait = await ask('chart heatmap 1999-01 wait');
      expect(wait.rows).toHaveLength(7 * 24);
      expect(wait.rows.some(({ value }) => value === null)).toBe(true);
    });

    test('some agents within a department are a part of both', async () => {
      const [both, avni] = [
        await ask('chart metrics 1999-01 department:PS agents:AVNI,ANAT'),
        await ask('chart metrics 1999-01 agents:avni'),
      ];
      const alone = await ask('chart detail 1999-01 department:PS agents:AVNI,ANAT');
      expect(avni.indicator('period.closed')).toBe(golden.agents['AVNI']?.closed);
      expect(new Set(alone.rows.map(({ agent }) => agent))).toEqual(new Set(['ANAT', 'AVNI']));
      expect(alone.rows.reduce((sum, row) => sum + Number(row['closed']), 0)).toBe(both.indicator('period.closed'));
      expect(both.indicator('period.closed')).toBeLessThan((golden.agents['AVNI']?.closed ?? 0) + (golden.agents['ANAT']?.closed ?? 0));
    });

    test('a running month: only what has happened by the instant, in the buckets that have begun', async () => {
      const { series } = await ask('chart metrics 1999-01', new Date('1999-01-04T22:00:00.000Z'));
      const days = DAYS.slice(0, 5);
      expect([...(series.get('period.opened')?.keys() ?? [])].slice(0, 4)).toEqual(days.slice(0, 4));
      expect(days.slice(0, 4).map((day) => series.get('period.opened')?.get(day))).toEqual(
        days.slice(0, 4).map((day) => golden.days[day]?.opened),
      );
      expect(series.get('period.opened')?.size).toBeLessThanOrEqual(5);
    });

    test('Portuguese words ask the same', async () => {
      const same = [
        ['chart channels 1999-01', 'grafico canais 01/1999'],
        ['chart detail 1999-01-03..1999-01-09', 'gráfico detalhe 03/01/1999..09/01/1999'],
        ['chart metrics 1999-W02 department:PS', 'grafico métricas 1999-W02 departamento:ps'],
      ] as const;
      for (const [english, portuguese] of same) expect((await ask(portuguese)).rows).toEqual((await ask(english)).rows);
    });
  });
}
