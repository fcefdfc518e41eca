/** What can be pressed under a chart: periods, the other charts, filters, steps in time, CSV and refresh. */
import type { Named } from '../../../domain/events.ts';
import { PERIODS, type Period, type PeriodName, periodAt, shiftPeriod } from '../../../domain/periods.ts';
import type { Block, Button, Control, Option } from '../../../view/card.ts';
import { mayAct, type Role } from '../../access.ts';
import { nameOf } from '../../named.ts';
import type { Services } from '../../services.ts';
import { packState } from '../../state.ts';
import { CHARTS, type ChartQuestion, type Directory, MEASURES, measureOf, stateOf, wordsOf } from './question.ts';

/** Agents offered before anything is typed. */
const OFFERED = 20;

/** Rows of at most five, refresh last. `role`: only who may export is offered the file. */
export function chartControls(question: ChartQuestion, at: Date, directory: Directory, role: Role | null, services: Services): Block[] {
  const { t } = services;
  const { timeZone } = directory.parameters;
  const state = (changes: Partial<ChartQuestion>): string => stateOf({ ...question, ...changes }, at, timeZone);
  const show = (label: string, changes: Partial<ChartQuestion>, style?: 'primary'): Button => ({
    kind: 'button',
    label,
    action: 'chart.show',
    value: state(changes),
    ...(style && { style }),
  });
  const periods = PERIODS.map((name) =>
    show(
      t(`chart.period.${name}`),
      { period: periodNear(question.period, name, at, timeZone) },
      name === question.period.name ? 'primary' : undefined,
    ),
  );
  const file: Button = {
    kind: 'button',
    label: t('chart.csv'),
    action: 'csv.open',
    value: packState({ what: `chart ${wordsOf(question, timeZone)}`, at: at.getTime() }),
  };
  return [
    { kind: 'actions', controls: periods },
    { kind: 'actions', controls: filters(question, directory, state, services) },
    {
      kind: 'actions',
      controls: [
        ...steps(question, at, timeZone, services).map(({ label, period }) => show(label, { period })),
        ...(mayAct(role, 'supervisor') ? [file] : []),
        show(t('refresh'), {}),
      ],
    },
  ];
}

/** The calendar period of this name that holds the end of what is shown, or the present. */
function periodNear(period: Period, name: PeriodName, at: Date, timeZone: string): Period {
  const end = new Date(period.to.getTime() - 1);
  return periodAt(name, end < at ? end : at, timeZone);
}

/** One period back, and one on unless it has not begun; named by where they lead. */
function steps({ period }: ChartQuestion, at: Date, timeZone: string, { format }: Services): { label: string; period: Period }[] {
  const [back, on] = [shiftPeriod(period, -1, timeZone), shiftPeriod(period, 1, timeZone)];
  const named = (one: Period): string => format.period(one, timeZone, at);
  return [{ label: `← ${named(back)}`, period: back }, ...(on.from <= at ? [{ label: `${named(on)} →`, period: on }] : [])];
}

function filters(
  question: ChartQuestion,
  { departments, agents }: Directory,
  state: (changes: Partial<ChartQuestion>) => string,
  { t }: Services,
): Control[] {
  const select = (label: string, options: Option[], selected: string): Control => ({
    kind: 'select',
    label,
    action: 'chart.pick',
    options,
    selected,
  });
  // A Slack option holds 75 characters, too few for a list of agents: choosing from a list begins with all of them again.
  const free = { agents: [] };
  const charts = CHARTS.map((chart) => ({
    label: t(`chart.${chart}.title`),
    value: state({ ...free, chart, measure: measureOf(chart, undefined) }),
  }));
  const measures = MEASURES[question.chart].map((measure) => ({
    label: t(`chart.measure.${measure}`),
    value: state({ ...free, measure }),
  }));
  const places = [
    { label: t('department.all'), value: state({ ...free, department: undefined }) },
    ...departments.map((department) => ({ label: nameOf(department), value: state({ ...free, department }) })),
  ];
  const here = state(free);
  return [
    select(t('chart.choose'), charts, state({ ...free, measure: measureOf(question.chart, undefined) })),
    ...(measures.length > 0 ? [select(t('chart.choose.measure'), measures, here)] : []),
    ...(departments.length > 0 ? [select(t('department.choose'), places, here)] : []),
    ...(agents.length > 0 ? [agentSearch(question, agents, here, t('chart.choose.agents'))] : []),
  ];
}

function agentSearch({ agents: chosen }: ChartQuestion, agents: Named[], state: string, label: string): Control {
  return {
    kind: 'search',
    label,
    action: 'chart.agents',
    state,
    chosen: chosen.map(agentOption),
    options: agents.slice(0, OFFERED).map(agentOption),
  };
}

export function agentOption(agent: Named): Option {
  return { label: nameOf(agent), value: agent.id };
}
