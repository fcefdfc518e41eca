/** Alert rules at 100 thousand and 1 million conversations: evaluating many at once, and what one would have done in a week. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type AlertRule, USUAL_RULE } from '../../src/domain/alert-rule.ts';
import { FORECAST, JOB_NAMES } from '../../src/domain/alert-problems.ts';
import { CHANNELS } from '../../src/domain/events.ts';
import { NO_RULES } from '../../src/domain/limits.ts';
import { defaultParameters } from '../../src/domain/parameters.ts';
import { WATCHED } from '../../src/domain/watched.ts';
import { type MeasuringQueries, measuringQueries } from '../../src/store/alerts/measuring.ts';
import { seedDesks } from './dashboard.ts';
import { type Figure, median, milliseconds, percentile, ratio, timed } from './figures.ts';
import type { Place } from './place.ts';

const SIZES = [100_000, 1_000_000];
const END = new Date('2026-11-18T18:30:00.000Z');
const RULES = 200;
const TIMES = 15;
const GOAL_MS = 2_000;
const MINUTE = 60_000;
const WINDOWS = [5, 15, 30, 60, 120, 240, 480, 1_440].map((minutes) => minutes * MINUTE);

type Some = Pick<AlertRule, 'indicator' | 'threshold'> & Partial<AlertRule>;

function rule(id: string, some: Some): AlertRule {
  return { ...USUAL_RULE, id, title: id, ...some };
}

/** So many rules, of every kind and indicator, of scopes and windows of all sorts. */
function mixedRules(count: number): AlertRule[] {
  return Array.from({ length: count }, (_, index): AlertRule => {
    const id = `rule-${index}`;
    const scope = {
      department: index % 3 === 0 ? `seed-d-${1 + (index % 8)}` : null,
      agents: index % 7 === 0 ? [1, 9, 17].map((agent) => `seed-a-${agent + (index % 100)}`) : [],
    };
    const windowMs = WINDOWS[index % WINDOWS.length] ?? MINUTE;
    const some = { threshold: index, windowMs, ...scope };
    if (index % 50 === 48) return rule(id, { kind: 'silence', indicator: null, threshold: 15 * MINUTE });
    if (index % 50 === 49) return rule(id, { kind: 'job', indicator: null, job: JOB_NAMES[0], threshold: 15 * MINUTE });
    if (index % 10 === 3) {
      const weeks = index % 20 === 3 ? 4 : 8;
      const indicator = ['period.opened', 'period.wait.mean', 'period.abandonment'][index % 3] ?? null;
      return rule(id, { ...some, kind: 'change', indicator, weeks, threshold: 0.5, windowMs: Math.min(windowMs, 240 * MINUTE) });
    }
    if (index % 20 === 7)
      return rule(id, { ...some, kind: 'forecast', indicator: FORECAST[index % FORECAST.length] ?? null, windowMs: 15 * MINUTE });
    const watched = WATCHED[(index * 7) % WATCHED.length];
    const channel = watched?.ofAgents || index % 5 > 0 ? null : (CHANNELS[index % CHANNELS.length] ?? null);
    return rule(id, { ...some, indicator: watched?.id ?? null, channel });
  });
}

/** One of each kind, for its preview. */
const PREVIEWED: Record<string, Some> = {
  'longest wait': { indicator: 'now.queue.longest', threshold: 5 * MINUTE },
  'nobody online': { indicator: 'now.agents.online', operator: 'below', threshold: 1 },
  'mean handle time of the day': { indicator: 'now.handle.mean', threshold: 10 * MINUTE },
  'service level of an hour': { indicator: 'period.service_level', operator: 'below', threshold: 0.5 },
  'p90 of waits in 24 hours': { indicator: 'period.wait.p90', threshold: 5 * MINUTE, windowMs: 1_440 * MINUTE },
  'backlog of the day': { indicator: 'today.total', threshold: 3_000 },
  'opened against 4 weeks': { kind: 'change', indicator: 'period.opened', threshold: 0.5 },
  'queue in half an hour': { kind: 'forecast', indicator: 'now.queue.size', threshold: 100, windowMs: 15 * MINUTE },
  silence: { kind: 'silence', indicator: null, threshold: 15 * MINUTE },
};

interface Cost {
  ms: number;
  /** Of this process, the engine's is its own: less in the hands of whatever else the machine does. */
  cpuMs: number;
}

async function costOf(run: () => Promise<unknown>): Promise<Cost> {
  const before = process.cpuUsage();
  const ms = await timed(run);
  const { user, system } = process.cpuUsage(before);
  return { ms, cpuMs: (user + system) / 1_000 };
}

async function evaluated(desks: readonly Measured[]): Promise<Figure[]> {
  const rules = mixedRules(RULES);
  const one = rules.slice(0, 1);
  const asks = desks.flatMap(({ measuring }) => [() => measuring.readings(rules, END), () => measuring.readings(one, END)]);
  for (const ask of asks) await ask();
  const costs: Cost[][] = asks.map(() => []);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  for (let time = 0; time < TIMES; time += 1) for (const [index, ask] of asks.entries()) costs[index]?.push(await costOf(ask));
  delay.disable();
  const loop: Figure = {
    what: 'the event loop meanwhile',
    result: `worst delay ${milliseconds(delay.max / 1e6)}, p99 ${milliseconds(delay.percentile(99) / 1e6)}`,
    on: 'all of these evaluations',
  };
  const figures = desks.flatMap(({ size }, index): Figure[] => {
    const [all = [], alone = []] = [costs[2 * index], costs[2 * index + 1]].map((some) => some?.map(({ ms }) => ms));
    const cpu = median((costs[2 * index] ?? []).map(({ cpuMs }) => cpuMs));
    const worst = percentile(all, 0.95);
    return [
      {
        what: `${RULES} mixed rules, ${count(size)} conversations`,
        result: `p50 ${milliseconds(median(all))}, p95 ${milliseconds(worst)}; CPU ${milliseconds(cpu)}`,
        on: `${TIMES} evaluations; ${worst <= GOAL_MS ? 'goal met' : `MISS: over ${GOAL_MS} ms`}`,
      },
      { what: `${RULES} rules / one`, result: ratio(median(all), median(alone)), on: `in turns; one: ${milliseconds(median(alone))}` },
    ];
  });
  return [...figures, loop];
}

interface Measured {
  size: number;
  measuring: MeasuringQueries;
}

const count = (number: number): string => number.toLocaleString('en');

async function previewed({ size, measuring }: Measured, tell: (line: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [what, some] of Object.entries(PREVIEWED)) {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const { ms, cpuMs } = await costOf(() => measuring.preview(rule('preview', some), END));
    delay.disable();
    const loop = (ns: number): string => milliseconds(ns / 1e6);
    figures.push({
      what: `preview: ${what}`,
      result: `${milliseconds(ms)}; CPU ${milliseconds(cpuMs)}`,
      on: `${count(size)} conversations; event loop: worst delay ${loop(delay.max)}, p99 ${loop(delay.percentile(99))}`,
    });
    tell(`preview: ${what}: ${milliseconds(ms)}`);
  }
  return figures;
}

/** The picture in the first message of a rule that has just been added: nothing was kept of the last three hours. */
async function pictured({ size, measuring }: Measured, tell: (line: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const what of ['longest wait', 'service level of an hour', 'opened against 4 weeks']) {
    const some = PREVIEWED[what];
    if (!some) throw new Error(`no rule ${what}`);
    const fresh = rule('fresh', { ...some, minSample: 2 });
    const ask = (): Promise<unknown> => measuring.samples(fresh, { from: new Date(END.getTime() - 180 * MINUTE), to: END, at: END });
    await measuring.sweep(END);
    const [first, again] = [await costOf(ask), await costOf(ask)];
    const on = `${count(size)} conversations; from then on ${milliseconds(again.ms)}`;
    figures.push({ what: `first picture: ${what}`, result: `${milliseconds(first.ms)}; CPU ${milliseconds(first.cpuMs)}`, on });
    tell(`first picture: ${what}: ${milliseconds(first.ms)}`);
  }
  return figures;
}

/** Every figure of alert rules; `tell` says what is going on. */
export async function benchAlerts(place: Place, tell: (line: string) => void): Promise<Figure[]> {
  const parameters = defaultParameters('America/Sao_Paulo', 'en');
  const desks = (await seedDesks(place, tell, SIZES)).map(
    ({ store, size }): Measured => ({
      size,
      measuring: measuringQueries(
        store,
        async () => parameters,
        async () => NO_RULES,
      ),
    }),
  );
  const figures = await evaluated(desks);
  for (const { what, result } of figures) tell(`${what}: ${result}`);
  const largest = desks.at(-1);
  return largest ? [...figures, ...(await pictured(largest, tell)), ...(await previewed(largest, tell))] : figures;
}
