/** Vigia in Slack: Bolt in front, our dispatch behind, over HTTP or Socket Mode. */
import { App, type HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import type { Platform, PlatformContext } from '../platform.ts';
import { hearAsks } from './asks.ts';
import { changer } from './change.ts';
import { clientOptions, vendorLogger, webClient } from './clients.ts';
import { frontDesk } from './desk.ts';
import { slackDirectory } from './directory.ts';
import { faultOf } from './errors.ts';
import { finder } from './find.ts';
import { hearHome } from './home.ts';
import { httpReceiver, mountReceiver } from './http.ts';
import { poster } from './post.ts';
import { hearPresses } from './presses.ts';
import { hearSubmits } from './submits.ts';
import { hearTyping } from './typing.ts';

export interface SlackConfig {
  /** `xoxb-…` */
  botToken: string;
  /** Required over HTTP. */
  signingSecret?: string | undefined;
  /** `xapp-…`: Socket Mode is used, and no HTTP route is mounted. */
  appToken?: string | undefined;
  /** Where the Web API is, `https://slack.com/api/` by default. */
  apiUrl?: string | undefined;
  /** A call of a post is given up after so many ms, 10 s by default. */
  timeoutMs?: number | undefined;
}

/** How soon an unreachable Slack is asked again, ms. */
const AGAIN_MS = 5000;
/** Faults that pass by themselves; any other at the start is a matter of configuration. */
const PASSING = /^(unreachable|rate_limited|http_5\d\d|http_429|internal_error|fatal_error|service_unavailable|ratelimited|unexpected)$/;

/** The Slack platform; throws when neither a signing secret nor an app token is given. */
export function createSlack(config: SlackConfig, context: PlatformContext): Platform {
  const { log } = context;
  const client = webClient(config.botToken, config.apiUrl, 1);
  const posts = webClient(config.botToken, config.apiUrl, 0, config.timeoutMs);
  const desk = frontDesk(client, context);
  const http = config.appToken ? undefined : httpReceiver(requiredSecret(config), log);
  const socket = config.appToken ? socketReceiver(config.appToken, config, context) : undefined;
  const me: { botId?: string; botUserId?: string } = {};
  const app = boltApp(http ?? socket, config, context, me);
  hearAsks(app, desk);
  hearPresses(app, desk);
  hearTyping(app, desk);
  hearSubmits(app, desk);
  hearHome(app, desk);
  let scopes: string[] = [];
  let open = false;
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const { bot_id: botId, user_id: botUserId, response_metadata: meta } = await client.auth.test();
    scopes = meta?.scopes ?? [];
    Object.assign(me, { botId, botUserId });
    await socket?.start();
    open = !stopped;
  }

  async function start(): Promise<void> {
    try {
      await connect();
    } catch (error) {
      const { code, hint } = faultOf(error);
      if (!PASSING.test(code)) throw new Error(`Slack refused the configuration: ${code} (${hint})`, { cause: error });
      log.warn({ code, hint }, 'Slack does not answer yet; trying again');
      if (!stopped) retry = setTimeout(() => void startAgain(), AGAIN_MS);
    }
  }

  async function startAgain(): Promise<void> {
    await start().catch((error: unknown) => log.error({ err: error }, 'Slack stays closed'));
  }

  async function stop(): Promise<void> {
    stopped = true;
    open = false;
    clearTimeout(retry);
    await socket?.stop();
    // The first stop says goodbye; the second does not wait half a minute for Slack to say it too.
    await socket?.stop();
    await desk.work.idle();
  }

  return {
    name: 'slack',
    ...(http ? { mount: (router) => mountReceiver(router, http, () => open, log) } : {}),
    start,
    stop,
    post: poster(posts, log),
    edit: changer(posts, context.media, log),
    find: finder(posts, log),
    // On a client of its own: a rate limit there delays no answer.
    directory: slackDirectory(webClient(config.botToken, config.apiUrl, 1), log, () => scopes.includes('chat:write.public')),
    ready: () => open,
  };
}

function requiredSecret({ signingSecret }: SlackConfig): string {
  if (!signingSecret) throw new Error('SLACK_SIGNING_SECRET is missing: Slack’s requests cannot be verified without it');
  return signingSecret;
}

function socketReceiver(appToken: string, { apiUrl }: SlackConfig, { log }: PlatformContext): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger: vendorLogger(log),
    installerOptions: { clientOptions: clientOptions(apiUrl, 1) },
  });
}

/** Bolt on our receiver; `me` is known once Slack has said who we are, and keeps us from answering ourselves. */
function boltApp(
  receiver: HTTPReceiver | SocketModeReceiver | undefined,
  { botToken, apiUrl }: SlackConfig,
  { log }: PlatformContext,
  me: { botId?: string; botUserId?: string },
): App {
  const app = new App({
    ...(receiver ? { receiver } : {}),
    authorize: () => Promise.resolve({ botToken, ...me }),
    clientOptions: clientOptions(apiUrl, 1),
    logger: vendorLogger(log),
  });
  app.error(async (error) => {
    const { code, hint } = faultOf(error);
    log.error({ code, hint, ...(code === 'unexpected' ? { err: error } : {}) }, 'A Slack request failed before it was understood');
  });
  return app;
}
