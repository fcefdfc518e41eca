/** `now` and `today`, from the words to the finished card, over a long and a short history with the same live conversations. */
import type { Core } from '../../src/assemble.ts';
import type { HelpdeskEvent } from '../../src/domain/events.ts';
import type { Chart } from '../../src/view/card.ts';
import { testCore } from '../core.ts';
import { type Figure, median, rate, ratio, spread, timed } from './figures.ts';
import type { Place } from './place.ts';
import { YEAR_END, yearOfEvents } from './year.ts';

const LONG = 100_000;
const SHORT = 3_000;
const LIVE = 1_500;
const BATCH = 2_000;
const WARM_UP = 20;
const TIMES = 200;
const PAST_TIMES = 20;
const MONTH_AGO = new Date(YEAR_END.getTime() - 30 * 86_400_000);

async function deskOf(place: Place, conversations: number): Promise<{ core: Core; events: number; ms: number }> {
  const core = testCore(await place.store(`bench_year_${conversations}`));
  let events = 0;
  let batch: HelpdeskEvent[] = [];
  const flush = async (): Promise<void> => {
    await core.intake.record(batch);
    events += batch.length;
    batch = [];
  };
  const ms = await timed(async () => {
    for (const event of yearOfEvents(conversations, LIVE)) {
      batch.push(event);
      if (batch.length === BATCH) await flush();
    }
    await flush();
  });
  return { core, events, ms };
}

/** Asks as the terminal does; an answer that tells of an error ends the run. */
async function ask({ dispatch }: Core, question: string, at: Date): ReturnType<Core['dispatch']['ask']> {
  const reply = await dispatch.ask(question, { platform: 'terminal', person: { id: 'terminal:admin' }, at, language: 'pt-BR' });
  if (reply.failed) throw new Error(`${question} was not answered`);
  return reply;
}

async function repeatedly(core: Core, question: string, at: Date, times: number): Promise<number[]> {
  const durations: number[] = [];
  for (let time = 0; time < times; time += 1) durations.push(await timed(() => ask(core, question, at)));
  return durations;
}

/** In turns, so that whatever else the machine does meets both. */
async function sideBySide(long: Core, short: Core, question: string): Promise<{ long: number[]; short: number[] }> {
  for (const core of [long, short]) await repeatedly(core, question, YEAR_END, WARM_UP);
  const times: { long: number[]; short: number[] } = { long: [], short: [] };
  for (let time = 0; time < TIMES; time += 1) {
    times.long.push(...(await repeatedly(long, question, YEAR_END, 1)));
    times.short.push(...(await repeatedly(short, question, YEAR_END, 1)));
  }
  return times;
}

/** The chart that `today` shows. */
async function chartOf(core: Core): Promise<Chart> {
  const { answer } = await ask(core, 'today', YEAR_END);
  const block = answer.kind === 'card' ? answer.card.blocks.find(({ kind }) => kind === 'chart') : undefined;
  if (block?.kind !== 'chart') throw new Error('today has no chart');
  return block.chart;
}

/** The figures, and the chart of `today` for those who draw it. */
export async function benchQuestions(place: Place): Promise<{ figures: Figure[]; chart: Chart }> {
  const long = await deskOf(place, LONG);
  const short = await deskOf(place, SHORT);
  const count = (number: number): string => number.toLocaleString('en');
  const over = `${count(LONG)} conversations, ${count(LIVE)} of them live`;
  const figures: Figure[] = [
    { what: 'intake, a year of days far apart', result: rate(long.events, long.ms), on: `${count(long.events)} events` },
  ];
  for (const question of ['now', 'today']) {
    const times = await sideBySide(long.core, short.core, question);
    const past = await repeatedly(long.core, question, MONTH_AGO, PAST_TIMES);
    figures.push(
      { what: question, result: spread(times.long, 0.95), on: `${over}; ${TIMES} answers` },
      {
        what: `${question}, ${count(LONG)} / ${count(SHORT)} conversations`,
        result: ratio(median(times.long), median(times.short)),
        on: `p50, the same ${count(LIVE)} live, in turns`,
      },
      { what: `${question}, as of 30 days ago`, result: spread(past, 0.95), on: `${over}; ${PAST_TIMES} answers` },
    );
  }
  return { figures, chart: await chartOf(long.core) };
}
