/** Microsoft Teams as a platform of Vigia. */
import type { Platform, PlatformContext } from '../platform.ts';
import { settingsOf, type TeamsConfig } from './config.ts';
import { createConnector } from './connector.ts';
import { createDirectory } from './directory.ts';
import { ConnectorError } from './errors.ts';
import { createDeliveries } from './exports.ts';
import { createFiles } from './files.ts';
import { createCaller } from './http.ts';
import { createOutcomes } from './outcomes.ts';
import { createPins } from './pins.ts';
import { createPosts } from './posts.ts';
import { prepareWords } from './prepare.ts';
import { createAddresses } from './reference.ts';
import { createRoster } from './roster.ts';
import { mountMessages } from './routes.ts';
import { createTokens } from './token.ts';
import { createTurns } from './turns.ts';
import { createWork } from './work.ts';

export type { TeamsConfig };

/** An answer that Microsoft asks to repeat is tried so often; a post once, as its sender keeps the retries. */
const ANSWER_ATTEMPTS = 3;
const POST_ATTEMPTS = 1;

/** @throws Error with one line that names the variable when the configuration would leave the bot unprotected. */
export function createTeams(config: TeamsConfig, context: PlatformContext): Platform {
  const settings = settingsOf(config);
  const tokens = createTokens(settings);
  const answers = createConnector(settings, tokens, ANSWER_ATTEMPTS);
  const addresses = createAddresses(context.references, context.log);
  const { exports, log } = context;
  const files = createFiles(answers, settings, prepareWords, log);
  const deliveries = createDeliveries({ exports, connector: answers, files, prepare: prepareWords, log });
  const { invokeLimitMs } = settings;
  const work = createWork(context);
  const turns = createTurns({
    context,
    connector: answers,
    addresses,
    files,
    deliveries,
    outcomes: createOutcomes(context, answers, deliveries),
    pins: createPins(settings.appPassword),
    work,
    invokeLimitMs,
  });
  const reader = createCaller(settings, ANSWER_ATTEMPTS, tokens.drop);
  const directory = createDirectory(addresses, createRoster(reader, tokens, settings.anonymous), log);
  let open = false;

  return {
    name: 'teams',
    mount: (router) => {
      const { authenticate } = answers;
      mountMessages(router, { open: () => open, anonymous: settings.anonymous, authenticate, take: turns.take, log: context.log });
    },
    start: async () => {
      if (!settings.anonymous) await tokens.get().catch(explain);
      open = true;
    },
    stop: async () => {
      open = false;
      await work.idle();
    },
    ...createPosts(addresses, createConnector(settings, tokens, POST_ATTEMPTS), context),
    directory,
    ready: () => open,
  };

  /** A refused secret stops the start; a network that is down for now does not. */
  function explain(error: unknown): void {
    if (error instanceof ConnectorError && error.status >= 400 && error.status < 500) {
      const says = `${error.status} ${error.code}`;
      throw new Error(`Microsoft refused MICROSOFT_APP_ID with MICROSOFT_APP_PASSWORD in MICROSOFT_APP_TENANT_ID (${says})`, {
        cause: error,
      });
    }
    context.log.warn({ err: error }, 'the Microsoft login server does not answer; Teams answers once it does');
  }
}
