/** What the Teams side is configured with, and what Microsoft's own addresses are. */

export interface TeamsConfig {
  /** The bot's application (client) id; empty only when `anonymous`. */
  appId: string;
  appPassword: string;
  /** The directory that may use this bot. */
  tenantId: string;
  appType: 'SingleTenant' | 'MultiTenant';
  /** No authentication at all, for local clients: only requests from loopback are taken. */
  anonymous: boolean;
  /** More directories that may use the bot. */
  tenants?: string[] | undefined;
  /** Hosts (`host` or `host:port`) that activities may come from and answers may go to; a loopback host also without https. */
  serviceHosts?: string[] | undefined;
  /** Hosts that files may be put to, beside SharePoint's. */
  uploadHosts?: string[] | undefined;
  openIdMetadataUrl?: string | undefined;
  tokenIssuer?: string | undefined;
  loginUrl?: string | undefined;
  /** An outgoing call is given up after this many ms. */
  timeoutMs?: number | undefined;
  /** A button is answered within this many ms; what takes longer comes as an update. */
  invokeLimitMs?: number | undefined;
}

/** Teams shows "Unable to reach app" 10 to 15 s after a click; half of it leaves room for the network. */
const INVOKE_LIMIT_MS = 6_000;
const TIMEOUT_MS = 10_000;

/** The configuration with Microsoft's public cloud (and GCC) filled in. */
export interface TeamsSettings {
  appId: string;
  appPassword: string;
  /** Directories whose activities are taken. */
  tenants: string[];
  /** The directory that issues the bot's own token. */
  tokenTenant: string;
  anonymous: boolean;
  serviceHosts: string[];
  uploadHosts: string[];
  openIdMetadataUrl: string;
  tokenIssuer: string;
  loginUrl: string;
  timeoutMs: number;
  invokeLimitMs: number;
}

/** Fills the defaults in. @throws Error with one line that names the variable when the bot would run unprotected or not at all. */
export function settingsOf(config: TeamsConfig): TeamsSettings {
  if (!config.anonymous) requireCredentials(config);
  return {
    appId: config.anonymous ? '' : config.appId,
    appPassword: config.appPassword,
    tenants: [config.tenantId, ...(config.tenants ?? [])].filter(Boolean),
    // MultiTenant bots are registered in Microsoft's own directory for bots.
    tokenTenant: config.appType === 'MultiTenant' ? 'botframework.com' : config.tenantId,
    anonymous: config.anonymous,
    serviceHosts: config.serviceHosts ?? ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com'],
    uploadHosts: config.uploadHosts ?? [],
    openIdMetadataUrl: config.openIdMetadataUrl ?? 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    tokenIssuer: config.tokenIssuer ?? 'https://api.botframework.com',
    loginUrl: config.loginUrl ?? 'https://login.microsoftonline.com',
    timeoutMs: config.timeoutMs ?? TIMEOUT_MS,
    invokeLimitMs: config.invokeLimitMs ?? INVOKE_LIMIT_MS,
  };
}

function requireCredentials(config: TeamsConfig): void {
  // botbuilder takes an empty app id as "no authentication", silently.
  if (!config.appId.trim()) throw new Error('MICROSOFT_APP_ID is empty: expected the application (client) id of the bot');
  if (!config.appPassword.trim()) throw new Error('MICROSOFT_APP_PASSWORD is empty: expected a client secret of the bot');
  if (!config.tenantId.trim()) throw new Error('MICROSOFT_APP_TENANT_ID is empty: expected the directory (tenant) id that may use the bot');
}
