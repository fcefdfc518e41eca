/** The dashboard at 100 thousand, 1 million and 4 million conversations: every answer, without and with its picture. */
import type { Core } from '../../src/assemble.ts';
import { createCharts } from '../../src/charts/charts.ts';
import type { HelpdeskEvent } from '../../src/domain/events.ts';
import { manyConversations, manyPeople } from '../../src/helpdesk/demo/many.ts';
import { seed } from '../../src/seed.ts';
import type { Store } from '../../src/store/connect.ts';
import { createIntake } from '../../src/store/intake.ts';
import { leaseStore } from '../../src/store/queries/leases.ts';
import { keepRolled } from '../../src/store/rollups/loop.ts';
import { type Button, type Card, chartsOf } from '../../src/view/card.ts';
import { testCore } from '../core.ts';
import { type Figure, median, milliseconds, percentile, rate, timed } from './figures.ts';
import { built, type Place } from './place.ts';

const SIZES = (process.env['VIGIA_BENCH_SIZES'] ?? '100000,1000000,4000000').split(',').map(Number);
/** The moment of all questions: in the middle of a busy day. */
const END = new Date('2026-11-18T18:30:00.000Z');
const QUESTIONS = [
  'now',
  'today',
  'queue',
  'agents',
  'chart channels month',
  'chart channels year',
  'chart metrics month',
  'chart metrics year',
  'chart detail month',
  'chart detail year',
  'chart heatmap month',
  'chart heatmap year',
  'chart metrics month department:Vendas agents:seed-a-2,seed-a-10',
  'history',
];
const WARM_UP = 3;
const TIMES = 21;
const DEEP_PAGE = 50;
/** The raw aggregations take minutes each at 4 million. */
const RAW_TIMES = Number(process.env['VIGIA_BENCH_RAW_TIMES'] ?? 5);
const EVENTS_A_SECOND = 200;
const GOAL_MS = 100;
const GOAL_WITH_IMAGE_MS = 350;
const GOAL_GROWTH = 1.3;

interface Desk {
  size: number;
  core: Core;
  store: Store;
}

const count = (number: number): string => number.toLocaleString('en');

async function deskOf(place: Place, size: number, tell: (line: string) => void): Promise<Desk> {
  const store = await place.store(`bench_${size}`);
  const core = testCore(store, { now: () => END, language: 'en' });
  await core.intake.record(manyPeople(END));
  // A life that would begin after the end is not written.
  if ((await store.conversations.estimatedDocumentCount()) < 0.99 * size) {
    tell(await seed({ store, intake: core.intake, roller: core.roller, count: size, end: END, progress: () => undefined }));
  }
  await forgetArrived(store);
  await core.roller.roll();
  return { size, core, store };
}

/** What arrived in an earlier run: every run measures the same. */
async function forgetArrived(store: Store): Promise<void> {
  const arrived = await store.conversations.find({ _id: /^arriving-/ }, { projection: { hours: 1 } }).toArray();
  if (arrived.length === 0) return;
  await store.stale.insertOne({ _id: `arrived-${Date.now()}`, rev: '', hours: [...new Set(arrived.flatMap(({ hours }) => hours))] });
  const ids = arrived.map(({ _id }) => _id);
  await Promise.all([
    store.conversations.deleteMany({ _id: { $in: ids } }),
    store.events.deleteMany({ 'conversation.id': { $in: ids } }),
    store.messages.deleteMany({ 'conversation.id': { $in: ids } }),
  ]);
}

const PERSON = { platform: 'terminal', person: { id: 'terminal:admin' }, at: END } as const;

type Ask = () => Promise<Card>;

async function cardOf(what: string, reply: Awaited<ReturnType<Core['dispatch']['ask']>>): Promise<Card> {
  if (reply.failed || reply.answer.kind !== 'card') throw new Error(`${what} was not answered: ${JSON.stringify(reply.answer)}`);
  return reply.answer.card;
}

function asking({ core }: Desk, question: string): Ask {
  return async () => cardOf(question, await core.dispatch.ask(question, PERSON));
}

/** The way to a page far back, as a person goes it: from page to page. */
async function deepPage({ core }: Desk): Promise<Ask> {
  let last: Button | undefined;
  let card = await cardOf('history', await core.dispatch.ask('history', PERSON));
  for (let page = 1; page < DEEP_PAGE; page += 1) {
    const buttons = card.blocks.flatMap((block) => (block.kind === 'actions' ? block.controls : []));
    last = buttons.find((one): one is Button => one.kind === 'button' && one.label.startsWith('Next'));
    if (!last) throw new Error(`history has no page ${page + 1}`);
    card = await cardOf('history', await core.dispatch.act(last.action, last.value ?? '', PERSON));
  }
  const { action = '', value = '' } = last ?? {};
  return async () => cardOf('history', await core.dispatch.act(action, value, PERSON));
}

/** Asks all desks in turns, so that whatever else the machine does meets each of them. */
async function sideBySide(asks: readonly Ask[], times: number): Promise<number[][]> {
  for (const ask of asks) for (let time = 0; time < WARM_UP; time += 1) await ask();
  const durations: number[][] = asks.map(() => []);
  for (let time = 0; time < times; time += 1) {
    for (const [index, ask] of asks.entries()) durations[index]?.push(await timed(ask));
  }
  return durations;
}

function answersFigure(what: string, durations: readonly number[][], goal: number): Figure {
  const [p50s, p95s] = [durations.map(median), durations.map((all) => percentile(all, 0.95))];
  const worst = p95s.at(-1) ?? Number.NaN;
  const growth = (p50s.at(-1) ?? Number.NaN) / (p50s[0] ?? Number.NaN);
  const misses = [
    ...(worst > goal ? [`p95 over ${goal} ms`] : []),
    ...(durations.length > 1 && growth > GOAL_GROWTH ? [`growth over ${GOAL_GROWTH} ×`] : []),
  ];
  return {
    what,
    result: `p50 ${p50s.map(milliseconds).join(' / ')}; p95 ${p95s.map(milliseconds).join(' / ')}; growth ${growth.toFixed(2)} ×`,
    on: misses.length > 0 ? `MISS: ${misses.join(', ')}` : 'goal met',
  };
}

async function answers(desks: readonly Desk[], tell: (line: string) => void): Promise<Figure[]> {
  const charts = createCharts({ workerFile: `${built}src/charts/worker.js` });
  const figures: Figure[] = [];
  try {
    for (const question of QUESTIONS) {
      const plain = desks.map((desk) => asking(desk, question));
      const figure = answersFigure(question, await sideBySide(plain, TIMES), GOAL_MS);
      tell(`${question}: ${figure.result}`);
      figures.push(figure);
      const [first] = plain;
      if (!first || chartsOf(await first()).length === 0) continue;
      // The picture is drawn each time: no two of these are the same within a minute for whoever asks once.
      let drawn = 0;
      const pictured = plain.map(
        (ask): Ask =>
          async () => {
            const card = await ask();
            for (const chart of chartsOf(card)) await charts.png({ ...chart, title: `${chart.title} ${(drawn += 1)}` }, 'light');
            return card;
          },
      );
      const drawnFigure = answersFigure(`${question}, with image`, await sideBySide(pictured, TIMES), GOAL_WITH_IMAGE_MS);
      tell(`  with image: ${drawnFigure.result}`);
      figures.push(drawnFigure);
    }
    tell(`history, page ${DEEP_PAGE}`);
    const deep = await Promise.all(desks.map(deepPage));
    figures.push(answersFigure(`history, page ${DEEP_PAGE}`, await sideBySide(deep, TIMES), GOAL_MS));
  } finally {
    await charts.close();
  }
  return figures;
}

const MONTH_OF = (moment: string): object => ({ $dateTrunc: { date: moment, unit: 'month', timezone: 'America/Sao_Paulo' } });

/** The year's charts as one aggregation over the documents: what they would cost without rollups. */
const RAW: Record<string, { moment: string; group: object }> = {
  'chart channels year': { moment: 'openedAt', group: { _id: { month: MONTH_OF('$openedAt'), channel: '$channel' }, opened: { $sum: 1 } } },
  'chart metrics year': {
    moment: 'endedAt',
    group: {
      _id: MONTH_OF('$endedAt'),
      closed: { $sum: { $cond: [{ $eq: ['$state', 'closed'] }, 1, 0] } },
      wait: { $avg: { $subtract: ['$firstAssignedAt', '$firstQueuedAt'] } },
      response: { $avg: { $subtract: ['$firstAgentMessageAt', '$firstQueuedAt'] } },
      handle: { $avg: { $subtract: ['$endedAt', '$firstAssignedAt'] } },
    },
  },
};

async function againstRaw(desk: Desk, tell: (line: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [question, { moment, group }] of RAW_TIMES > 0 ? Object.entries(RAW) : []) {
    const year = { $gte: new Date('2026-01-01T03:00:00Z'), $lt: new Date('2027-01-01T03:00:00Z') };
    const raw = (): Promise<unknown> =>
      desk.store.conversations.aggregate([{ $match: { [moment]: year } }, { $group: group }], { allowDiskUse: true }).toArray();
    const [rolled, summed]: number[][] = [[], []];
    for (let time = 0; time < RAW_TIMES; time += 1) {
      summed?.push(await timed(raw));
      rolled?.push(await timed(asking(desk, question)));
      tell(`${question}: ${milliseconds(summed?.at(-1) ?? 0)} raw`);
    }
    const times = median(summed ?? []) / median(rolled ?? []);
    figures.push({
      what: `${question}: raw aggregation / rollups`,
      result: `${times.toFixed(0)} × (${milliseconds(median(summed ?? []))} / ${milliseconds(median(rolled ?? []))})`,
      on: `${count(desk.size)} conversations, in turns; ${times >= 50 ? 'goal met' : 'MISS: under 50 ×'}`,
    });
  }
  return figures;
}

/** The events of conversations that begin now, in the order they happen. */
function freshEvents(conversations: number, name: string): HelpdeskEvent[] {
  const events: HelpdeskEvent[] = [];
  for (const { events: life } of manyConversations(conversations, 0, new Date(END.getTime() + 3_600_000))) {
    for (const event of life) {
      const id = `${name}-${event.conversation.id}`;
      const hour = END.getTime() - 3_600_000 + (event.occurredAt.getTime() % 3_600_000);
      events.push({
        ...event,
        id: `${name}-${event.id}`,
        conversation: { ...event.conversation, id },
        occurredAt: new Date(hour),
      } as HelpdeskEvent);
    }
  }
  return events;
}

/** The same questions while events arrive and are rolled up. */
async function whileEventsArrive(desk: Desk, quiet: readonly Figure[]): Promise<Figure[]> {
  const events = freshEvents(6_000, 'arriving');
  let next = 0;
  let late = 0;
  const timer = setInterval(() => {
    const batch = events.slice(next, (next += EVENTS_A_SECOND / 10));
    if (batch.length > 0) void desk.core.intake.record(batch).catch(() => (late += 1));
  }, 100);
  const stop = keepRolled({
    roller: desk.core.roller,
    leases: leaseStore(desk.store),
    owner: 'bench',
    now: () => new Date(),
    log: { info: () => undefined, error: () => (late += 1) },
  });
  const figures: Figure[] = [];
  for (const question of QUESTIONS) {
    const [durations = []] = await sideBySide([asking(desk, question)], TIMES);
    const before = Number(
      /p95 (?:[^;]* \/ )?([\d.,]+) ms;/.exec(quiet.find(({ what }) => what === question)?.result ?? '')?.[1]?.replaceAll(',', ''),
    );
    const now = percentile(durations, 0.95);
    figures.push({
      what: `${question}, ${EVENTS_A_SECOND} events/s arriving`,
      result: `p50 ${milliseconds(median(durations))}, p95 ${milliseconds(now)}`,
      on: `${count(desk.size)} conversations; ${(now / before).toFixed(2)} × the quiet p95${now / before > 2 ? ': MISS: over 2 ×' : ''}`,
    });
  }
  clearInterval(timer);
  await stop();
  if (late > 0) figures.push({ what: 'failed while events arrived', result: String(late), on: 'MISS' });
  return figures;
}

const INGEST_CONVERSATIONS = 12_000;
const INGEST_BATCH = 1_000;

/** Bulk writes with marks and a roller beside them, and the same without either. */
async function ingest(place: Place): Promise<Figure> {
  const [rolled, bare]: number[][] = [[], []];
  for (let time = 0; time < 5; time += 1) {
    rolled?.push(await ingestOnce(place, `rolled_${time}`, true));
    bare?.push(await ingestOnce(place, `bare_${time}`, false));
  }
  const share = median(bare ?? []) / median(rolled ?? []);
  const events = freshEvents(INGEST_CONVERSATIONS, 'x').length;
  return {
    what: 'sustained ingest with rollups / without',
    result: `${(share * 100).toFixed(0)} % (${rate(events, median(rolled ?? []))} / ${rate(events, median(bare ?? []))})`,
    on: `${count(events)} events, batches of ${count(INGEST_BATCH)}, rolled up to the end, in turns; ${share >= 0.7 ? 'goal met' : 'MISS: under 70 %'}`,
  };
}

async function ingestOnce(place: Place, name: string, withRollups: boolean): Promise<number> {
  const store = await place.store(`bench_ingest_${name}`);
  const quiet = { insertOne: () => Promise.resolve() } as unknown as Store['stale'];
  const core = testCore(store, { now: () => END });
  const intake = withRollups ? core.intake : createIntake({ ...store, stale: quiet }, () => END);
  const events = freshEvents(INGEST_CONVERSATIONS, name);
  await core.roller.roll();
  const log = { info: () => undefined, error: () => undefined };
  const stop = withRollups
    ? keepRolled({ roller: core.roller, leases: leaseStore(store), owner: 'bench', now: () => new Date(), log })
    : (): Promise<void> => Promise.resolve();
  const ms = await timed(async () => {
    for (let from = 0; from < events.length; from += INGEST_BATCH) await intake.record(events.slice(from, from + INGEST_BATCH));
    await stop();
    if (withRollups) await core.roller.roll();
  });
  await store.connection.dropDatabase();
  return ms;
}

/** The desks of all sizes, written where they are not there yet. */
export async function seedDesks(place: Place, tell: (line: string) => void, sizes: readonly number[] = SIZES): Promise<Desk[]> {
  const desks: Desk[] = [];
  for (const size of sizes) {
    tell(`${count(size)} conversations`);
    desks.push(await deskOf(place, size, tell));
  }
  return desks;
}

/** Every figure of the dashboard; `tell` says what is going on. */
export async function benchDashboard(place: Place, tell: (line: string) => void): Promise<Figure[]> {
  const desks = await seedDesks(place, tell);
  const largest = desks.at(-1);
  if (!largest) return [];
  const sizes: Figure = {
    what: 'the dashboard',
    result: SIZES.map(count).join(' / '),
    on: `conversations, in turns, ${TIMES} answers each`,
  };
  const quiet = await answers(desks, tell);
  tell('while events arrive');
  const busy = await whileEventsArrive(largest, quiet);
  for (const { what, result, on } of busy) tell(`${what}: ${result} (${on})`);
  tell('ingest');
  const written = await ingest(place);
  tell(`${written.what}: ${written.result} (${written.on})`);
  for (const { result } of place.memory()) tell(`engine memory: ${result}`);
  tell('raw aggregations');
  const raw = await againstRaw(largest, tell);
  return [sizes, ...quiet, ...raw, ...busy, written, ...place.memory()];
}
