/** The configuration: the only reader of process.env, checked whole before anything starts. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { LANGUAGES } from './i18n/translate.ts';

/** A variable has a value that cannot work: one line that names it and says what it expects. */
export class ConfigError extends Error {}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    // Intl has no other way to say that it does not know a zone.
    return false;
  }
}

const flag = z.enum(['0', '1'], 'expected 0 or 1').transform((value) => value === '1');
const text = z.string().min(1);
const address = z
  .url({ protocol: /^https?$/, error: 'expected an address that begins with http:// or https://' })
  .transform((url) => url.replace(/\/$/, ''));
const secret = z.string().min(8, 'expected a secret of at least 8 characters');

const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d+$/, 'expected a port number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'expected a port number from 0 to 65535')
    .default(3000),
  HOST: text.default('127.0.0.1'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'expected an address that begins with mongodb:// or mongodb+srv://')
    .optional(),
  DATA_DIR: text.default('.data'),
  PUBLIC_URL: address.optional(),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'expected a bot token, which begins with xoxb-').optional(),
  SLACK_SIGNING_SECRET: secret.optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'expected an app-level token, which begins with xapp-').optional(),
  SLACK_API_URL: z.url({ protocol: /^https?$/, error: 'expected an address that begins with http:// or https://' }).optional(),
  MICROSOFT_APP_ID: text.optional(),
  MICROSOFT_APP_PASSWORD: text.optional(),
  MICROSOFT_APP_TENANT_ID: text.optional(),
  MICROSOFT_APP_TYPE: z.enum(['SingleTenant', 'MultiTenant'], 'expected SingleTenant or MultiTenant').default('SingleTenant'),
  TEAMS_ANONYMOUS: flag.default(false),
  GENERIC_WEBHOOK_SECRET: secret.optional(),
  CHATWOOT_URL: address.optional(),
  CHATWOOT_TOKEN: text.optional(),
  CHATWOOT_ACCOUNT_ID: z.string().regex(/^\d+$/, 'expected the number of the Chatwoot account').optional(),
  CHATWOOT_WEBHOOK_SECRET: secret.optional(),
  QUICKCHART_URL: address.optional(),
  ADMINS: z
    .string()
    .transform((list) =>
      list
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .refine(
      (list) => list.every((one) => /^(slack|teams|console):\S+$/.test(one)),
      'expected a list such as slack:U123,teams:<aad object id>',
    )
    .default([]),
  DEFAULT_TIME_ZONE: z.string().refine(isTimeZone, 'expected an IANA time zone such as America/Sao_Paulo').default('America/Sao_Paulo'),
  DEFAULT_LANGUAGE: z.enum(LANGUAGES as ['pt-BR', 'en'], 'expected pt-BR or en').default('pt-BR'),
  DEMO: flag.optional(),
  CONSOLE: z.enum(['loopback', 'public', 'off'], 'expected loopback, public or off').default('loopback'),
  CONSOLE_PASSWORD: z.string().min(12, 'expected a password of at least 12 characters').optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'expected debug, info, warn, error or silent').default('info'),
  XDG_CACHE_HOME: text.optional(),
});

type Values = z.output<typeof schema>;

/** The checked configuration; `environment` is what child processes get. */
export type Config = Values & { DEMO: boolean; cacheFolder: string; environment: NodeJS.ProcessEnv };

/** What has to be set together. */
const TOGETHER: { name: keyof Values; wants: keyof Values; unless?: keyof Values }[] = [
  { name: 'SLACK_BOT_TOKEN', wants: 'SLACK_SIGNING_SECRET', unless: 'SLACK_APP_TOKEN' },
  { name: 'SLACK_SIGNING_SECRET', wants: 'SLACK_BOT_TOKEN' },
  { name: 'SLACK_APP_TOKEN', wants: 'SLACK_BOT_TOKEN' },
  { name: 'MICROSOFT_APP_ID', wants: 'MICROSOFT_APP_PASSWORD' },
  { name: 'MICROSOFT_APP_ID', wants: 'PUBLIC_URL' },
  { name: 'MICROSOFT_APP_PASSWORD', wants: 'MICROSOFT_APP_ID' },
  { name: 'CHATWOOT_WEBHOOK_SECRET', wants: 'CHATWOOT_ACCOUNT_ID' },
  { name: 'CHATWOOT_WEBHOOK_SECRET', wants: 'CHATWOOT_URL' },
  { name: 'CHATWOOT_TOKEN', wants: 'CHATWOOT_WEBHOOK_SECRET' },
];

/**
 * Reads the environment; an empty variable counts as unset.
 * @throws ConfigError naming the first variable that is wrong
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const values = parsed(schema, environment);
  checkTogether(values);
  const configured = values.SLACK_BOT_TOKEN ?? values.MICROSOFT_APP_ID ?? values.GENERIC_WEBHOOK_SECRET ?? values.CHATWOOT_WEBHOOK_SECRET;
  return {
    ...values,
    DEMO: values.DEMO ?? (configured === undefined && !values.TEAMS_ANONYMOUS),
    cacheFolder: join(values.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'vigia'),
    environment,
  };
}

/** What manifests are filled with; unset values stay undefined. @throws ConfigError as `readConfig` does */
export function readManifestValues(environment: NodeJS.ProcessEnv = process.env): Pick<Values, 'MICROSOFT_APP_ID' | 'PUBLIC_URL'> {
  return parsed(schema.pick({ MICROSOFT_APP_ID: true, PUBLIC_URL: true }), environment);
}

/** An empty variable counts as unset. */
function parsed<Schema extends z.ZodType>(expected: Schema, environment: NodeJS.ProcessEnv): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const result = expected.safeParse(given);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ConfigError(`${issue?.path.join('.') ?? 'configuration'}: ${issue?.message ?? 'cannot be read'}`);
}

function checkTogether(values: Values): void {
  for (const { name, wants, unless } of TOGETHER) {
    if (values[name] !== undefined && values[wants] === undefined && !(unless && values[unless])) {
      throw new ConfigError(`${wants}: expected a value, because ${name} is set`);
    }
  }
  if (values.MICROSOFT_APP_TYPE === 'SingleTenant' && values.MICROSOFT_APP_ID && !values.MICROSOFT_APP_TENANT_ID) {
    throw new ConfigError('MICROSOFT_APP_TENANT_ID: expected the tenant of the SingleTenant bot');
  }
  const loopback = ['127.0.0.1', 'localhost', '::1'].includes(values.HOST);
  if (values.TEAMS_ANONYMOUS && !loopback) throw new ConfigError('TEAMS_ANONYMOUS: expected 0, because HOST is not a loopback address');
  if (values.CONSOLE === 'public' && !values.CONSOLE_PASSWORD) {
    throw new ConfigError('CONSOLE_PASSWORD: expected a password of at least 12 characters, because CONSOLE is public');
  }
}
