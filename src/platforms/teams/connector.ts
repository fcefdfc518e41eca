/** Microsoft's side of the wire behind four verbs: who sent this, say this, say this instead, take this away. Only here is botbuilder spoken. */
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  type TurnContext,
} from 'botbuilder';
import { type Inbound, tenantsOf } from './activity.ts';
import type { TeamsSettings } from './config.ts';
import { ConnectorError, NOT_ALLOWED, UnauthorizedError } from './errors.ts';
import { allowedService } from './hosts.ts';
import { createHttpClient } from './http.ts';
import type { Reference } from './reference.ts';
import type { TokenSource } from './token.ts';

type Arguments = ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>;
type Credentials = NonNullable<Arguments[1]>;

/** A message as it goes out. */
export interface Outgoing {
  type: 'message';
  summary: string;
  attachments: { contentType: string; content: object; name?: string; contentUrl?: string }[];
}

export interface Connector {
  /** @throws UnauthorizedError unless the activity is a Teams activity of an allowed directory with a good token. */
  authenticate: (activity: Inbound, authorization: string) => Promise<void>;
  /** The new message's id. @throws ConnectorError */
  send: (reference: Reference, message: Outgoing) => Promise<string>;
  /** @throws ConnectorError */
  update: (reference: Reference, id: string, message: Outgoing) => Promise<void>;
  /** @throws ConnectorError */
  remove: (reference: Reference, id: string) => Promise<void>;
}

/** `attempts`: how often a call is tried in all where Microsoft asks for a repetition. */
export function createConnector(settings: TeamsSettings, tokens: TokenSource, attempts: number): Connector {
  const authentication = new TeamsAuthentication(settings, tokens, attempts);
  const adapter = new CloudAdapter(authentication);

  /** botbuilder hides what fails inside a turn once an error handler is set, so it is carried out by hand. */
  async function turn<T>(reference: Reference, run: (context: TurnContext) => Promise<T>): Promise<T> {
    let outcome: Promise<T> = Promise.reject(new ConnectorError(0, 'the turn did not run', undefined, { unsent: true }));
    outcome.catch(() => undefined);
    await adapter.continueConversationAsync(settings.appId, toBotbuilder(reference), async (context) => {
      outcome = run(context);
      await outcome.catch(() => undefined);
    });
    return outcome;
  }

  return {
    authenticate: async (activity, authorization) => {
      await authentication.authenticateRequest(activity as unknown as Activity, authorization);
    },
    send: (reference, message) => turn(reference, async (context) => (await context.sendActivity(message))?.id ?? ''),
    update: (reference, id, message) =>
      turn(reference, async (context) => {
        await context.updateActivity({ ...message, id });
      }),
    remove: (reference, id) => turn(reference, (context) => context.deleteActivity(id)),
  };
}

function toBotbuilder({ serviceUrl, conversation, bot, user }: Reference): Partial<ConversationReference> {
  return { channelId: 'msteams', serviceUrl, conversation, bot, ...(user && { user }) } as Partial<ConversationReference>;
}

/** botbuilder's checks, with those that it leaves out: the channel, the service's host, the directory, the token's issuer. */
class TeamsAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #settings: TeamsSettings;

  constructor(settings: TeamsSettings, tokens: TokenSource, attempts: number) {
    super(
      {
        ToChannelFromBotLoginUrl: settings.loginUrl,
        ToChannelFromBotOAuthScope: 'https://api.botframework.com',
        ToBotFromChannelTokenIssuer: settings.tokenIssuer,
        OAuthUrl: 'https://api.botframework.com',
        ToBotFromChannelOpenIdMetadataUrl: settings.openIdMetadataUrl,
        ToBotFromEmulatorOpenIdMetadataUrl: settings.openIdMetadataUrl,
      },
      credentials(settings, tokens),
      { requiredEndorsements: ['msteams'] },
      undefined,
      { httpClient: createHttpClient(settings, attempts, tokens.drop) },
    );
    this.#settings = settings;
  }

  override async authenticateRequest(
    activity: Activity,
    header: string,
  ): ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']> {
    const settings = this.#settings;
    if (activity.channelId !== 'msteams') throw new UnauthorizedError('the channel is not msteams');
    if (!allowedService(activity.serviceUrl, settings)) throw new UnauthorizedError('the service address is not allowed');
    const tenants = tenantsOf(activity as unknown as Inbound);
    const known = tenants.length > 0 && tenants.every((tenant) => settings.tenants.includes(tenant));
    if (!settings.anonymous && !known) throw new UnauthorizedError('the directory is not allowed');
    const result = await super.authenticateRequest(activity, header).catch((error: unknown) => {
      throw new UnauthorizedError('the token is not valid', { cause: error });
    });
    // botbuilder also takes tokens of its emulator and of other bots; Teams sends neither.
    const issuer = result.claimsIdentity.getClaimValue('iss');
    if (!settings.anonymous && issuer !== settings.tokenIssuer) throw new UnauthorizedError('the token is not from the channel');
    return result;
  }
}

function credentials(settings: TeamsSettings, tokens: TokenSource): Credentials {
  return {
    isValidAppId: async (appId) => appId === settings.appId,
    isAuthenticationDisabled: async () => settings.anonymous,
    createCredentials: async () => ({
      signRequest: async (request) => {
        if (settings.anonymous) return request;
        // Before the token is asked for, let alone sent.
        if (!allowedService(request.url, settings)) throw new ConnectorError(0, NOT_ALLOWED, undefined, { unsent: true });
        request.headers.set('authorization', `Bearer ${await tokens.get()}`);
        return request;
      },
    }),
  };
}
