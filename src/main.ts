/** The composition root: configuration → services → platforms → jobs → clean stop. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { commands } from '../commands/index.ts';
import { jobs } from '../jobs/index.ts';
import { createExports } from './app/exports.ts';
import { createScheduler } from './app/scheduler.ts';
import { assemble, type Core } from './assemble.ts';
import { createCharts } from './charts/charts.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { type Database, openDatabase } from './database.ts';
import { createDemoFeed, withDemoRules } from './demo.ts';
import { createChatwoot } from './helpdesk/chatwoot/chatwoot.ts';
import type { Connector } from './helpdesk/connector.ts';
import { demoEvents } from './helpdesk/demo/demo.ts';
import { createGeneric } from './helpdesk/generic/generic.ts';
import { createMetrics, watchMetrics } from './http/metrics.ts';
import { startServer } from './http/server.ts';
import { translator } from './i18n/translate.ts';
import { createLog } from './log.ts';
import { createMedia } from './media.ts';
import { consoleAssets } from './platforms/console/assets.ts';
import { createConsole } from './platforms/console/console.ts';
import type { Platform, PlatformContext } from './platforms/platform.ts';
import { isAway } from './store/away.ts';
import { fileStore } from './store/queries/files.ts';
import { jobRunStore, progressStore } from './store/queries/job-runs.ts';
import { leaseStore } from './store/queries/leases.ts';
import { referenceStore } from './store/queries/references.ts';
import { seenStore } from './store/queries/seen.ts';
import { keepRolled } from './store/rollups/loop.ts';
import { prune } from './store/rollups/prune.ts';

const CONSOLE_PERSON = 'console:local';
const DEMO_SEED = 2026;
const DAY_MS = 86_400_000;

/** Everything that a stop has to undo, last first. */
type Undo = { what: string; run: () => Promise<void> };

const now = (): Date => new Date();
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function connectorsOf(config: Config): Connector[] {
  const { CHATWOOT_WEBHOOK_SECRET, CHATWOOT_ACCOUNT_ID, CHATWOOT_URL, CHATWOOT_TOKEN, GENERIC_WEBHOOK_SECRET } = config;
  return [
    createGeneric({ secret: GENERIC_WEBHOOK_SECRET }),
    ...(CHATWOOT_WEBHOOK_SECRET && CHATWOOT_ACCOUNT_ID && CHATWOOT_URL
      ? [
          createChatwoot({
            webhookSecret: CHATWOOT_WEBHOOK_SECRET,
            accountId: CHATWOOT_ACCOUNT_ID,
            url: CHATWOOT_URL,
            token: CHATWOOT_TOKEN,
          }),
        ]
      : []),
  ];
}

/** The configured platforms; a vendor's SDK takes half a second to load, so only those that are wanted are. */
async function platformsOf(config: Config, context: PlatformContext): Promise<Platform[]> {
  const platforms: Platform[] = [];
  if (config.SLACK_BOT_TOKEN) {
    const { createSlack } = await import('./platforms/slack/slack.ts');
    const { SLACK_SIGNING_SECRET: signingSecret, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl } = config;
    platforms.push(createSlack({ botToken: config.SLACK_BOT_TOKEN, signingSecret, appToken, apiUrl }, context));
  }
  if (config.MICROSOFT_APP_ID || config.TEAMS_ANONYMOUS) {
    const { createTeams } = await import('./platforms/teams/teams.ts');
    const { MICROSOFT_APP_ID: appId = '', MICROSOFT_APP_PASSWORD: appPassword = '', MICROSOFT_APP_TENANT_ID: tenantId = '' } = config;
    platforms.push(
      createTeams({ appId, appPassword, tenantId, appType: config.MICROSOFT_APP_TYPE, anonymous: config.TEAMS_ANONYMOUS }, context),
    );
  }
  if (config.CONSOLE !== 'off') {
    platforms.push(
      createConsole(
        {
          mode: config.CONSOLE,
          password: config.CONSOLE_PASSWORD,
          personId: CONSOLE_PERSON,
          startCommand: 'now',
          assets: consoleAssets(),
          language: config.DEFAULT_LANGUAGE,
          commands: (language) => {
            const t = translator(language);
            return commands.map(({ name, aliases, summary, examples }) => ({
              // The first other name is the Portuguese one; each works in either language.
              name: language === 'pt-BR' ? (aliases[0] ?? name) : name,
              aliases: [name, ...aliases],
              summary: t(summary),
              examples: examples.map((one) => t(one)),
            }));
          },
        },
        context,
      ),
    );
  }
  return platforms;
}

async function start(config: Config, undo: Undo[]): Promise<void> {
  const log = createLog(config.LOG_LEVEL);
  const database = await openDatabase(config, 'serve', say);
  undo.push({ what: 'database', run: database.close });
  const { store } = database;
  const metrics = createMetrics();
  const connectors = connectorsOf(config);
  const platforms: Platform[] = [];
  const core = assemble({
    config,
    store,
    log,
    now,
    local: { [CONSOLE_PERSON]: 'admin' },
    observe: (what, ms) => metrics.answers.observe({ command: what }, ms / 1000),
    platforms: () => platforms,
    connectors,
    sending: { observe: (result, platform) => metrics.deliveries.inc({ platform, result }) },
  });
  await core.configuration.upgrade();
  if (database.alone) await core.intake.repair(now());
  const renewed = await core.intake.renew((done) => log.info({ done }, 'conversations of an earlier version are being brought up to date'));
  if (renewed > 0) say(`${renewed} conversations of an earlier version were brought up to date.`);

  watchMetrics(metrics, () => core.alerting.alerts.status(now()), now);
  const charts = createCharts({ quickChartUrl: config.QUICKCHART_URL, workerFile: new URL('./charts/worker.js', import.meta.url) });
  undo.push({ what: 'charts', run: charts.close });
  const files = await fileStore(store);
  const seen = seenStore(store, now);
  let baseUrl = config.PUBLIC_URL ?? '';
  const link = (token: string): string => `${baseUrl}/files/${token}`;
  const exports = createExports({ kept: core.kept, link, now, log });
  const context: PlatformContext = {
    dispatch: core.dispatch,
    exports,
    media: createMedia(charts, files, () => baseUrl, now),
    references: referenceStore(store, now),
    first: seen.first,
    log,
  };
  platforms.push(...(await platformsOf(config, context)));
  const server = await startServer({
    host: config.HOST,
    port: config.PORT,
    platforms,
    webhooks: { connectors, record: core.intake.record, isAway, metrics, now, log },
    files: async (token) => (await files.open(token, now())) ?? core.kept.open(token, now()),
    health: { database: store.ping, platforms: () => Object.fromEntries(platforms.map(({ name, ready }) => [name, ready()])) },
    metrics,
    log,
  });
  undo.push({ what: 'server', run: server.close });
  baseUrl ||= server.url;
  for (const platform of platforms) {
    await platform.start();
    undo.push({ what: platform.name, run: platform.stop });
  }
  undo.push({ what: 'exports', run: exports.stop });
  core.sender.start();
  undo.push({ what: 'sender', run: core.sender.stop });
  const leases = leaseStore(store);
  undo.push({ what: 'rollups', run: keepRolled({ roller: core.roller, leases, owner: randomUUID(), now, log }) });
  startJobs(
    database,
    core,
    [files.sweep, core.kept.sweep, seen.sweep, core.drafts.sweep, core.alerting.sweep, core.outbox.sweep],
    log,
    undo,
  );
  if (config.DEMO) {
    await watchDemo(config, core, store);
    await startDemo(core.intake.record, log, undo);
  }
  greet(config, server.url, platforms);
}

type Sweep = (at: Date) => Promise<number>;

function startJobs({ store }: Database, core: Core, sweeps: readonly Sweep[], log: Logger, undo: Undo[]): void {
  const leases = leaseStore(store);
  const sweep: Sweep = async (at) => {
    const swept = await Promise.all([...sweeps.map((one) => one(at)), leases.sweep(new Date(at.getTime() - DAY_MS))]);
    return swept.reduce((sum, count) => sum + count, 0);
  };
  const pruneAt: Sweep = async (at) => (await prune(store, core.roller, await core.parameters(), at)).conversations;
  const repair = async (olderThan: Date): Promise<number> => {
    await core.configuration.settle();
    return core.intake.repair(olderThan);
  };
  const services = { sweep, repair, prune: pruneAt, alerts: core.alerting.evaluate, digests: core.digesting.plan };
  const scheduler = createScheduler({ jobs, services, leases, runs: jobRunStore(store), owner: randomUUID(), now, log });
  scheduler.start();
  undo.push({ what: 'jobs', run: scheduler.stop });
}

/** Once: whoever removes the rules of the simulated desk does not find them again. */
async function watchDemo({ DEFAULT_TIME_ZONE, DEFAULT_LANGUAGE }: Config, { settings }: Core, store: Database['store']): Promise<void> {
  const progress = progressStore(store);
  if (await progress.of('demo rules')) return;
  const by = { person: { id: 'terminal:admin', role: 'admin' as const, language: DEFAULT_LANGUAGE }, platform: 'terminal' };
  await settings.change((current) => withDemoRules(current, DEFAULT_TIME_ZONE, DEFAULT_LANGUAGE), by);
  await progress.reach('demo rules', now());
}

async function startDemo(record: Parameters<typeof createDemoFeed>[0]['record'], log: Logger, undo: Undo[]): Promise<void> {
  const feed = createDemoFeed({ events: (from, to) => demoEvents({ seed: DEMO_SEED, from, to }), record, now, log });
  undo.push({ what: 'demo', run: feed.stop });
  await feed.start();
}

function greet(config: Config, url: string, platforms: readonly Platform[]): void {
  const chat = platforms.filter(({ name }) => name !== 'console').map(({ name }) => name);
  if (platforms.some(({ name }) => name === 'console')) say(`Vigia is ready: open ${url}/ in a browser.`);
  else say(`Vigia is ready at ${url}.`);
  if (chat.length > 0) say(`Answering in ${chat.join(' and ')}.`);
  if (config.DEMO) say('The desk is simulated. Connect your helpdesk, Slack or Teams: see README.md.');
}

async function stop(undo: Undo[]): Promise<void> {
  for (const { what, run } of undo.toReversed()) {
    await run().catch((error: unknown) => process.stderr.write(`${what} did not stop cleanly: ${String(error)}\n`));
  }
}

const undo: Undo[] = [];
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void started.then(() => stop(undo)).then(() => process.exit(process.exitCode ?? 0));
  });
}
const started = start(readOrExit(), undo).catch(async (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  await stop(undo);
  process.exit(1);
});

function readOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
