/** The bot's own token, by OAuth's client credentials (learn.microsoft.com: "Authenticate requests from your bot to the Bot Connector service"). */
import { z } from 'zod';
import type { TeamsSettings } from './config.ts';
import { ConnectorError } from './errors.ts';

const granted = z.object({ access_token: z.string(), expires_in: z.coerce.number() });
const refused = z.object({ error: z.string() });
/** Renewed this long before its end, ms. */
const MARGIN = 5 * 60_000;

export interface TokenSource {
  /** The bearer token, cached until shortly before it expires. @throws ConnectorError when the login server gives none. */
  get: () => Promise<string>;
  /** Forgets the cached token: the connector refused it. */
  drop: () => void;
}

/** Makes the source of tokens; concurrent callers share one request. */
export function createTokens(settings: TeamsSettings, now: () => number = Date.now): TokenSource {
  let held: { token: string; until: number } | undefined;
  let asked: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const given = await request(settings);
    held = { token: given.access_token, until: now() + given.expires_in * 1000 - Math.min(MARGIN, given.expires_in * 100) };
    return held.token;
  }

  return {
    get: async () => {
      if (held && now() < held.until) return held.token;
      asked ??= ask().finally(() => {
        asked = undefined;
      });
      return asked;
    },
    drop: () => {
      held = undefined;
    },
  };
}

async function request({ loginUrl, tokenTenant, appId, appPassword, timeoutMs }: TeamsSettings): Promise<z.infer<typeof granted>> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: appPassword,
    scope: 'https://api.botframework.com/.default',
  });
  const response = await fetch(`${loginUrl}/${encodeURIComponent(tokenTenant)}/oauth2/v2.0/token`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new ConnectorError(0, 'the login server cannot be reached', undefined, { cause: error, unsent: true });
  });
  const body: unknown = await response.json().catch(() => undefined);
  const token = granted.safeParse(body);
  if (response.ok && token.success) return token.data;
  throw new ConnectorError(response.status, `login: ${refused.safeParse(body).data?.error ?? 'no token'}`, undefined, { unsent: true });
}
