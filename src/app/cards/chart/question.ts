/** What a chart is asked: from typed words, from a button's state, and back into both. */
import type { Named } from '../../../domain/events.ts';
import type { Parameters } from '../../../domain/parameters.ts';
import { type Period, periodAt } from '../../../domain/periods.ts';
import { UserError } from '../../errors.ts';
import { periodDates, periodOf, periodWord } from '../../period.ts';
import type { Part, Services } from '../../services.ts';
import { packState, unpackState } from '../../state.ts';

export const CHARTS = ['channels', 'metrics', 'detail', 'heatmap'] as const;
export type ChartName = (typeof CHARTS)[number];

/** What is drawn where a chart can draw one thing or another; the first is the default. */
export const MEASURES = {
  channels: [],
  metrics: [],
  detail: ['handle', 'response', 'transfers'],
  heatmap: ['opened', 'abandoned', 'wait'],
} as const satisfies Record<ChartName, readonly string[]>;
export type Measure = (typeof MEASURES)[ChartName][number];

/** Chosen one by one; a button's value must hold all of them. */
export const MOST_AGENTS = 30;
const MOST_AGENTS_TEXT = 1_000;

export interface ChartQuestion {
  chart: ChartName;
  period: Period;
  department: Named | undefined;
  /** None: all. */
  agents: Named[];
  /** Undefined for charts that draw one thing only. */
  measure: Measure | undefined;
}

/** What words and buttons may name, read once for an answer. */
export interface Directory {
  parameters: Parameters;
  departments: Named[];
  agents: Named[];
}

export async function directoryOf({ desk, parameters: read }: Services): Promise<Directory> {
  const [parameters, departments, agents] = await Promise.all([read(), desk.departments(), desk.agents()]);
  return { parameters, departments, agents };
}

/** A day shows what happens now, a weekday needs some weeks. */
export function defaultPeriod(chart: ChartName, at: Date, timeZone: string): Period {
  return periodAt(chart === 'heatmap' ? 'month' : 'day', at, timeZone);
}

/** The measure of this word, or of a word that begins so, where this chart has it; else the chart's default. */
export function measureOf(chart: ChartName, measure: string | undefined): Measure | undefined {
  const known: readonly Measure[] = MEASURES[chart];
  return (measure ? known.find((one) => one.startsWith(measure)) : undefined) ?? known[0];
}

/** What of the conversations the question is about. */
export function partOf({ department, agents }: ChartQuestion): Part {
  return { department: department?.id, agents: agents.map(({ id }) => id) };
}

/** @throws UserError when these are too many to be carried by a button */
export function checkAgents(agents: readonly Named[]): void {
  if (agents.length > MOST_AGENTS || agents.map(({ id }) => encodeURIComponent(id)).join('%2C').length > MOST_AGENTS_TEXT)
    throw new UserError('error.agents.many', { limit: MOST_AGENTS });
}

/**
 * The question as a button's state, short enough for a Slack option (75 characters) when no agents are chosen:
 * `k` the chart's first letter, `p` the period's word, `d` the department's id, `a` agents' ids,
 * `m` the measure's first letter.
 */
export function stateOf(question: ChartQuestion, at: Date, timeZone: string): string {
  const { chart, period, department, agents, measure } = question;
  return packState({
    k: chart.slice(0, 1),
    p: periodWord(period, at, timeZone),
    d: department?.id,
    a: agents.length > 0 ? agents.map(({ id }) => id).join(',') : undefined,
    m: measure === measureOf(chart, undefined) ? undefined : measure?.slice(0, 1),
  });
}

/** The question of a button's state; whatever is missing, forged or gone becomes the default. */
export function questionOfState(value: string, at: Date, { parameters: { timeZone }, departments, agents }: Directory): ChartQuestion {
  const state = unpackState(value);
  const chart = CHARTS.find((one) => one.startsWith(state['k'] || '-')) ?? 'channels';
  return {
    chart,
    period: knownPeriod(state['p'], at, timeZone) ?? defaultPeriod(chart, at, timeZone),
    department: state['d'] ? departments.find(({ id }) => id === state['d']) : undefined,
    agents: agentsOf(state['a'], agents).slice(0, MOST_AGENTS),
    measure: measureOf(chart, state['m']),
  };
}

/** The linked agents of a list of ids, joined by commas; those that are gone are left out. */
export function agentsOf(ids: string | undefined, known: readonly Named[]): Named[] {
  const wanted = new Set(ids?.split(',').filter(Boolean));
  return known.filter(({ id }) => wanted.has(id));
}

/** The words that ask the same again at any time, without the command's name: `metrics 2026-11 department:d-1 agents:a-1,a-7`. */
export function wordsOf({ chart, period, department, agents, measure }: ChartQuestion, timeZone: string): string {
  return [
    chart,
    periodDates(period, timeZone),
    ...(measure === undefined ? [] : [measure]),
    ...(department ? [`department:${department.id}`] : []),
    ...(agents.length > 0 ? [`agents:${agents.map(({ id }) => id).join(',')}`] : []),
  ].join(' ');
}

function knownPeriod(word: string | undefined, at: Date, timeZone: string): Period | undefined {
  try {
    return word === undefined ? undefined : periodOf(word, at, timeZone);
  } catch (error) {
    // A state that came back changed: the default answers it.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
