/** Alerts put together: the board over its store, the wording in each target's language, what commands and jobs ask. */
import { incidentCard, reminderCard } from './app/alerts/incident-card.ts';
import { evaluate } from './app/alerts/evaluate.ts';
import { settle, type Wording } from './app/alerts/settle.ts';
import { noticed, withFoot } from './app/foot.ts';
import type { Alerts, Outbox, Services } from './app/services.ts';
import { acknowledge, release, snooze, type Advanced, type Board } from './domain/alert-board.ts';
import type { Log } from './assemble.ts';
import type { Configuration } from './domain/configuration.ts';
import type { Language, Parameters } from './domain/parameters.ts';
import { translator } from './i18n/translate.ts';
import { patient } from './patient.ts';
import type { MeasuringQueries } from './store/alerts/measuring.ts';
import type { Store } from './store/connect.ts';
import { alertBoardStore } from './store/queries/alert-board.ts';
import { incidentStore } from './store/queries/incidents.ts';
import { jobRunStore } from './store/queries/job-runs.ts';
import type { Card } from './view/card.ts';

export interface AlertingOptions {
  store: Store;
  measuring: MeasuringQueries;
  outbox: Outbox;
  settings: () => Promise<Configuration>;
  parameters: () => Promise<Parameters>;
  /** Bound to a language. */
  services: (language: Language) => Services;
  /** The data is the demo's, and every message says so. */
  simulated: boolean;
  log: Pick<Log, 'error'>;
}

export interface Alerting {
  alerts: Alerts;
  /** Evaluates all rules at a planned minute. */
  evaluate: (at: Date) => Promise<void>;
  /** Removes what is older than it is kept. */
  sweep: (at: Date) => Promise<number>;
}

const DAY_MS = 86_400_000;
/** Records of incidents are kept for a year, values of each minute for nine days: a week's chart and a day of grace. */
const KEPT_MS = { incidents: 365 * DAY_MS, samples: 9 * DAY_MS } as const;

export function createAlerting({ store, measuring, outbox, settings, parameters, services, simulated, log }: AlertingOptions): Alerting {
  const board = alertBoardStore(store);
  const incidents = incidentStore(store);
  const runs = jobRunStore(store);

  /** A person's own language, else the operation's. */
  async function languageOf(target: string): Promise<Language> {
    const [{ people }, { language }] = await Promise.all([settings(), parameters()]);
    return people.find(({ id }) => id === target)?.language ?? language;
  }

  /** As an answer has it: with the moment, the zone, and whether it is simulated. */
  async function worded(target: string, at: Date, card: (services: Services) => Promise<Card>): Promise<Card> {
    const [language, { timeZone }] = await Promise.all([languageOf(target), parameters()]);
    return withFoot(await card(services(language)), services(language), { at, timeZone, simulated });
  }

  const wording: Wording = {
    message: (of, how) => worded(how.target, how.at, (words) => incidentCard(of, how, words)),
    reply: async (of, how) => {
      const language = await languageOf(how.target);
      return noticed(await reminderCard(of, how, services(language)), translator(language), simulated);
    },
    language: languageOf,
  };

  const settled = (at: Date): Promise<void> => settle(at, { board, incidents, outbox, wording });

  /** A person's doing: written at once, and shown in every message of the incident. */
  async function act(at: Date, change: (current: Board) => Advanced | null): Promise<boolean> {
    const changed = await board.change(change);
    if (changed) await settled(at);
    return changed !== null;
  }

  const alerts: Alerts = {
    board: patient(board.read),
    incidents: patient(incidents.find),
    incident: patient(async (id: string) => (await incidents.byId([id]))[0]),
    acknowledge: patient((incident: string, by: string, at: Date) => act(at, (current) => acknowledge(current, incident, by, at))),
    release: patient((incident: string, at: Date) => act(at, (current) => release(current, incident))),
    snooze: patient((rule: string, until: Date | null, at: Date) => act(at, (current) => snooze(current, rule, until))),
    reading: patient(async (rule, at) => (await measuring.readings([rule], at)).get(rule.id)),
    preview: patient(measuring.preview),
    samples: (rule, span) =>
      patient(measuring.samples)(rule, span).catch((err: unknown) => {
        log.error({ err, rule: rule.id }, 'an alert has no picture of its last hours; its words go alone');
        return [];
      }),
    status: patient(async (at: Date) => {
      const [{ at: evaluatedAt, states }, { alerts: rules }, sending, jobs] = await Promise.all([
        board.read(),
        settings(),
        outbox.status(at),
        runs.all(),
      ]);
      const firing = states.filter(({ incident }) => incident).length;
      return { evaluatedAt, rules: rules.filter(({ active }) => active).length, firing, outbox: sending, jobs };
    }),
    failed: patient(outbox.failed),
    again: patient(outbox.again),
  };

  return {
    alerts,
    evaluate: (at) =>
      evaluate(at, {
        rules: async () => (await settings()).alerts,
        timeZone: async () => (await parameters()).timeZone,
        measuring,
        board,
        settle: settled,
      }),
    sweep: async (at) => {
      const before = (ms: number): Date => new Date(at.getTime() - ms);
      const swept = await Promise.all([incidents.sweep(before(KEPT_MS.incidents)), measuring.sweep(before(KEPT_MS.samples))]);
      return swept.reduce((sum, count) => sum + count, 0);
    },
  };
}
