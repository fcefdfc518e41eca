/** A morning of the bank, lived minute by minute: a preview tells the very incidents that evaluating each minute has told. */
import type { AlertRule } from '../../src/domain/alert-rule.ts';
import { type Incident, type RuleState, step } from '../../src/domain/alert-state.ts';
import type { HelpdeskEvent, Presence } from '../../src/domain/events.ts';
import { NO_RULES } from '../../src/domain/limits.ts';
import { defaultParameters } from '../../src/domain/parameters.ts';
import { type MeasuringQueries, measuringQueries } from '../../src/store/alerts/measuring.ts';
import type { Store } from '../../src/store/connect.ts';
import { createIntake } from '../../src/store/intake.ts';
import { createRoller } from '../../src/store/rollups/roller.ts';
import { bankEvents } from '../fixtures/bank/events.ts';
import { MINUTE, rule } from '../rules.ts';
import { dropStore, openStore } from '../store.ts';

jest.setTimeout(120_000);

const SECOND = 1_000;
/** The Wednesday, and the two before it. */
const MORNINGS = ['1999-01-06', '1999-01-13', '1999-01-20'] as const;
const at = (time: string, day: string = MORNINGS[2]): Date => new Date(`${day}T${time}:00+02:00`);
const [BEGIN, END] = [at('08:10'), at('09:15')];

const parameters = async () => ({ ...defaultParameters('Asia/Jerusalem', 'en'), defaultLimit: 1 });

const RULES: AlertRule[] = (
  [
    { id: 'longest wait', indicator: 'now.queue.longest', threshold: 90 * SECOND, keepMs: 2 * MINUTE },
    { id: 'queue with hysteresis', indicator: 'now.queue.size', operator: 'at_least', threshold: 3, clear: 1 },
    { id: 'a department’s queue', indicator: 'now.queue.size', department: 'PS', threshold: 1, forMs: MINUTE },
    { id: 'customers idle', indicator: 'now.idle.customers', threshold: 0, forMs: 2 * MINUTE },
    { id: 'nobody online', indicator: 'now.agents.online', operator: 'below', threshold: 1, forMs: 3 * MINUTE },
    { id: 'one agent serves', indicator: 'now.agents.serving', operator: 'at_least', threshold: 1, agents: ['SHARON'] },
    { id: 'no room in a department', indicator: 'now.capacity.free', operator: 'below', threshold: 1, department: 'PS' },
    { id: 'handle time of the day', indicator: 'now.handle.mean', threshold: 150 * SECOND, minSample: 5 },
    { id: 'backlog', indicator: 'today.total', operator: 'at_least', threshold: 150 },
    { id: 'closed in a department', indicator: 'today.closed', department: 'PS', threshold: 30 },
    { id: 'abandonment', indicator: 'period.abandonment', threshold: 0.15, windowMs: 15 * MINUTE, minSample: 4 },
    { id: 'service level', indicator: 'period.service_level', operator: 'below', threshold: 0.6, windowMs: 20 * MINUTE, noData: 'keep' },
    { id: 'waits', indicator: 'period.wait.p90', threshold: 60 * SECOND, windowMs: 30 * MINUTE, channel: 'whatsapp' },
    { id: 'fewer than usual', kind: 'change', indicator: 'period.opened', operator: 'below', threshold: 0.2, weeks: 2, floor: 8 },
    { id: 'slower than usual', kind: 'change', indicator: 'period.handle.mean', threshold: 0.5, weeks: 1, windowMs: 30 * MINUTE },
    { id: 'queue to come', kind: 'forecast', indicator: 'now.queue.size', threshold: 4, windowMs: 10 * MINUTE, horizonMs: 15 * MINUTE },
    { id: 'silence', kind: 'silence', indicator: null, threshold: 30 * SECOND },
  ] satisfies (Partial<AlertRule> & { id: string })[]
).map((part) => rule({ title: part.id, hours: 'wed 08:10-12:00', ...part }));

let store: Store;
let queries: MeasuringQueries;
const lived = new Map<string, Incident[]>();
const states = new Map<string, RuleState>();

function report(time: string, agent: string, presence: Presence): HelpdeskEvent {
  return { id: `${agent} ${time}`, type: 'agent.presence', occurredAt: at(time), agent: { id: agent }, presence };
}

/** What happened in a morning, in the order of time. */
function morning(day: string, events: readonly HelpdeskEvent[]): HelpdeskEvent[] {
  const told = events.filter(({ occurredAt }) => occurredAt >= at('06:30', day) && occurredAt <= at('09:20', day));
  return told.sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
}

/** One minute's readings, through the states. */
async function evaluate(instant: Date): Promise<void> {
  const readings = await queries.readings(RULES, instant);
  for (const one of RULES) {
    const reading = readings.get(one.id);
    if (!reading) throw new Error(`${one.id} was not read`);
    const { state, ended } = step(states.get(one.id), one, reading);
    states.set(one.id, state);
    if (ended) lived.set(one.id, [...(lived.get(one.id) ?? []), ended]);
  }
}

beforeAll(async () => {
  store = await openStore();
  queries = measuringQueries(store, parameters, async () => NO_RULES);
  const events = bankEvents();
  const intake = createIntake(store, () => END);
  for (const day of MORNINGS.slice(0, 2)) await intake.record(morning(day, events));
  await createRoller(store, parameters, () => BEGIN).roll();
  const presences = [
    report('08:20', 'SHARON', 'online'),
    report('08:25', 'ANAT', 'online'),
    report('08:40', 'SHARON', 'away'),
    report('08:45', 'ANAT', 'offline'),
    report('08:55', 'SHARON', 'online'),
  ];
  const told = morning(MORNINGS[2], [...events, ...presences]);
  for (let instant = BEGIN.getTime(), next = 0; instant <= END.getTime(); instant += MINUTE) {
    const until = told.findIndex(({ occurredAt }) => occurredAt.getTime() > instant);
    await intake.record(told.slice(next, until));
    next = until;
    await evaluate(new Date(instant));
  }
  await intake.record(told.slice(told.findIndex(({ occurredAt }) => occurredAt > END)));
});
afterAll(() => dropStore(store));

test.each(RULES)('$id', async (one) => {
  const open = states.get(one.id)?.incident;
  const told = [...(lived.get(one.id) ?? []), ...(open ? [open] : [])];
  expect(told.length).toBeGreaterThan(0);
  const { incidents, points, from, to } = await queries.preview(one, END);
  expect(incidents.filter(({ startedAt }) => startedAt >= BEGIN)).toEqual(told);
  expect([from, to]).toEqual([new Date(END.getTime() - 7 * 1_440 * MINUTE), END]);
  expect(points.length).toBeLessThanOrEqual(700);
});

test('the worst value of the morning is among the points of the week', async () => {
  const [one] = RULES;
  const { points, incidents } = await queries.preview(one as AlertRule, END);
  const shown = points.filter(({ at }) => at >= BEGIN).map(({ value }) => value ?? 0);
  expect(Math.max(...shown)).toBe(Math.max(...incidents.filter(({ startedAt }) => startedAt >= BEGIN).map(({ peak }) => peak ?? 0)));
});
