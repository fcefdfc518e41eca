/**
 * One of several Vigias of the week's story: the product's own core, jobs, sender and platforms on one database, by a clock that the
 * story moves; sending goes by the real one. It is killed again and again. Its whole environment is the JSON in its first argument.
 */
import { randomUUID } from 'node:crypto';
import { alerts } from '../../jobs/alerts.ts';
import { digests } from '../../jobs/digests.ts';
import { createExports } from '../../src/app/exports.ts';
import { fire, type SchedulerOptions } from '../../src/app/scheduler.ts';
import { assemble } from '../../src/assemble.ts';
import { createCharts } from '../../src/charts/charts.ts';
import { createMedia } from '../../src/media.ts';
import type { Platform, PlatformContext } from '../../src/platforms/platform.ts';
import { createSlack } from '../../src/platforms/slack/slack.ts';
import { createTeams, type TeamsConfig } from '../../src/platforms/teams/teams.ts';
import { connectStore } from '../../src/store/connect.ts';
import { fileStore } from '../../src/store/queries/files.ts';
import { jobRunStore } from '../../src/store/queries/job-runs.ts';
import { leaseStore } from '../../src/store/queries/leases.ts';
import { referenceStore } from '../../src/store/queries/references.ts';
import { seenStore } from '../../src/store/queries/seen.ts';
import { keepRolled } from '../../src/store/rollups/loop.ts';
import { later, tellDone } from './clock.ts';

export interface ReplicaOptions {
  database: string;
  clock: string;
  timeZone: string;
  slack: { botToken: string; signingSecret: string; apiUrl: string };
  teams: TeamsConfig;
}

const options = JSON.parse(process.argv[2] ?? '') as ReplicaOptions;
const store = await connectStore(options.database);
let at = new Date(0);
const now = (): Date => at;
const real = (): Date => new Date();
const nothing = (): void => undefined;
/** What must not happen is told to the story. */
const told = (fields: object, message: string): void => {
  const { err, ...rest } = fields as { err?: Error };
  process.stdout.write(`${JSON.stringify({ message, ...rest, ...(err && { err: err.stack ?? String(err) }) })}\n`);
};
const log = { info: nothing, warn: nothing, error: told };

const platforms: Platform[] = [];
const { alerting, digesting, dispatch, kept, roller, sender } = assemble({
  config: { ADMINS: [], DEFAULT_TIME_ZONE: options.timeZone, DEFAULT_LANGUAGE: 'en', DEMO: false },
  store,
  log,
  now,
  local: {},
  platforms: () => platforms,
  // A dead replica's lane is taken over before the story grows old.
  sending: { now: real, timings: { tickMs: 250, paceMs: 20, leaseMs: 13_000, longestCallMs: 11_500 } },
});
const charts = createCharts({ quickChartUrl: undefined, workerFile: new URL('../../src/charts/worker.js', import.meta.url) });
const files = await fileStore(store);
const context: PlatformContext = {
  dispatch,
  media: createMedia(charts, files, () => 'https://vigia.example', real),
  exports: createExports({ kept, link: (token) => token, now: real, log }),
  references: referenceStore(store, real),
  first: seenStore(store, real).first,
  log,
};
platforms.push(createSlack(options.slack, context), createTeams(options.teams, context));
for (const platform of platforms) await platform.start();
sender.start();

const none = (): Promise<number> => Promise.resolve(0);
const leases = leaseStore(store);
keepRolled({ roller, leases, owner: randomUUID(), now: real, log });
/** The story moves on as soon as a minute is evaluated. */
async function evaluate(minute: Date): Promise<void> {
  await alerting.evaluate(minute);
  await tellDone(options.clock, minute);
}
const firing: SchedulerOptions = {
  jobs: [],
  services: { sweep: none, repair: none, prune: none, alerts: evaluate, digests: digesting.plan },
  leases,
  runs: jobRunStore(store),
  // By it the story knows who had a minute and died.
  owner: String(process.pid),
  now,
  log,
};
process.stdout.write('"ready"\n');
for (;;) {
  at = await later(options.clock, at);
  await fire(alerts, firing);
  await fire(digests, firing);
}
