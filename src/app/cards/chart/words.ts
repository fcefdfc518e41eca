/** The typed words of a chart, in any order, in English or Portuguese. */
import type { Named } from '../../../domain/events.ts';
import type { Period } from '../../../domain/periods.ts';
import { departmentIn } from '../../department.ts';
import { fold } from '../../dispatch.ts';
import { UserError } from '../../errors.ts';
import { fitting, nameOf } from '../../named.ts';
import { PERIOD_WORDS, periodOf, periodPhrases } from '../../period.ts';
import type { Services } from '../../services.ts';
import { closest } from '../../suggest.ts';
import {
  type ChartName,
  type ChartQuestion,
  checkAgents,
  defaultPeriod,
  type Directory,
  MEASURES,
  type Measure,
  measureOf,
} from './question.ts';

const CHART_WORDS: Readonly<Record<string, ChartName>> = {
  channels: 'channels',
  channel: 'channels',
  canais: 'channels',
  canal: 'channels',
  metrics: 'metrics',
  metric: 'metrics',
  metricas: 'metrics',
  metrica: 'metrics',
  detail: 'detail',
  details: 'detail',
  detalhe: 'detail',
  detalhes: 'detail',
  heatmap: 'heatmap',
  heat: 'heatmap',
  mapa: 'heatmap',
};

const MEASURE_WORDS: Readonly<Record<string, Measure>> = {
  opened: 'opened',
  abertos: 'opened',
  abandoned: 'abandoned',
  abandonados: 'abandoned',
  wait: 'wait',
  espera: 'wait',
  handle: 'handle',
  atendimento: 'handle',
  response: 'response',
  resposta: 'response',
  transfers: 'transfers',
  transferencias: 'transfers',
};

const PREFIX = /^(?:(agents?|agentes?|atendentes?)|(?:department|departamento)):(.*)$/su;

interface Read {
  chart: ChartName;
  period?: Period;
  measure?: Measure;
  /** Words without a meaning of their own: a department or an agent. */
  free: string[];
  department: string[];
  agents: string[];
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Each word finds its place; the words after `agents:` or `department:` belong to that name until something else is said. */
function read(args: readonly string[], at: Date, timeZone: string): Read {
  const chart = args.map((word) => own(CHART_WORDS, fold(word))).find((one) => one !== undefined);
  const given: Read = { chart: chart ?? 'channels', free: [], department: [], agents: [] };
  const allowed: readonly Measure[] = MEASURES[given.chart];
  let open: 'free' | 'department' | 'agents' = 'free';
  let charted = false;
  for (const word of args) {
    const [prefixed, agents, rest] = PREFIX.exec(word.replace(/^\p{L}+(?=:)/u, fold)) ?? [];
    if (prefixed !== undefined) {
      open = agents ? 'agents' : 'department';
      if (rest) given[open].push(rest);
      continue;
    }
    const measure = given.measure ? undefined : own(MEASURE_WORDS, fold(word));
    if (!charted && own(CHART_WORDS, fold(word))) charted = true;
    else if (measure && allowed.includes(measure)) given.measure = measure;
    else {
      const period = given.period ? undefined : periodOf(word, at, timeZone);
      if (period) given.period = period;
      else given[open].push(word);
    }
  }
  return given;
}

/** @throws UserError saying what was expected and what is near, for a word that is nothing of it */
function unknown(word: string, allowed: readonly Measure[], names: readonly Named[]): UserError {
  const measures = Object.entries(MEASURE_WORDS).flatMap(([one, measure]) => (allowed.includes(measure) ? [one] : []));
  const known = [...Object.keys(CHART_WORDS), ...PERIOD_WORDS, ...measures];
  const first = word.split(' ')[0] ?? word;
  const near = closest(fold(first), known) ?? nearName(word, names);
  const shown = word.slice(0, 60);
  return near ? new UserError('error.chart.suggest', { word: shown, suggestion: near }) : new UserError('error.chart', { word: shown });
}

function nearName(word: string, names: readonly Named[]): string | undefined {
  const byFolded = new Map(names.map((one) => [fold(nameOf(one)), nameOf(one)]));
  const near = closest(fold(word), [...byFolded.keys()]);
  return near === undefined ? undefined : byFolded.get(near);
}

/** The one agent that a text names. */
function agentIn(text: string, known: readonly Named[], { format }: Services): Named {
  const found = fitting(known, text);
  const [only] = found;
  if (only && found.length === 1) return only;
  const word = text.trim().slice(0, 60);
  if (only) throw new UserError('error.agent.several', { word, agents: format.join(found.slice(0, 5).map(nameOf)) });
  const suggestion = nearName(text, known);
  throw suggestion ? new UserError('error.agent.suggest', { word, suggestion }) : new UserError('error.agent', { word });
}

/**
 * The question of the words after `chart`; what is not said is the default.
 * @throws UserError for words that mean nothing, for dates that cannot be, for unknown departments and agents
 */
export async function questionOfWords(
  args: readonly string[],
  at: Date,
  { parameters: { timeZone }, departments, agents: known }: Directory,
  services: Services,
): Promise<ChartQuestion> {
  const given = read(periodPhrases(args), at, timeZone);
  const { chart } = given;
  const listed = given.agents.join(' ').split(',').filter(Boolean);
  const agents = listed.map((text) => agentIn(text, known, services));
  let department = await departmentIn(given.department, services);
  const free = given.free.join(' ');
  const [freeDepartment] = department ? [] : fitting(departments, free);
  const [freeAgent] = freeDepartment ? [] : fitting(known, free);
  if (free && !freeDepartment && !freeAgent) throw unknown(free, MEASURES[chart], [...departments, ...known]);
  department ??= freeDepartment;
  if (freeAgent) agents.push(agentIn(free, known, services));
  const distinct = [...new Map(agents.map((one) => [one.id, one])).values()];
  checkAgents(distinct);
  return {
    chart,
    period: given.period ?? defaultPeriod(chart, at, timeZone),
    department,
    agents: distinct,
    measure: measureOf(chart, given.measure),
  };
}
