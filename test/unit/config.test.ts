/** A wrong setting stops the start with one line that names it and says what it expects. */
import { ConfigError, readConfig } from '../../src/config.ts';

type Given = Record<string, string>;

function complaint(given: Given): string {
  try {
    readConfig(given);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'taken';
}

const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a signing secret' };
const teams = {
  MICROSOFT_APP_ID: 'app',
  MICROSOFT_APP_PASSWORD: 'word',
  MICROSOFT_APP_TENANT_ID: 'tenant',
  PUBLIC_URL: 'https://v.example',
};
const chatwoot = { CHATWOOT_URL: 'https://c.example', CHATWOOT_ACCOUNT_ID: '1', CHATWOOT_WEBHOOK_SECRET: 'a webhook secret' };

describe('a value that cannot work', () => {
  test.each([
    ['PORT', 'eighty', 'a port number from 0 to 65535'],
    ['PORT', '65536', 'a port number from 0 to 65535'],
    ['PORT', '-1', 'a port number from 0 to 65535'],
    ['MONGODB_URI', 'localhost:27017', 'an address that begins with mongodb:// or mongodb+srv://'],
    ['PUBLIC_URL', 'vigia.example.com', 'an address that begins with http:// or https://'],
    ['PUBLIC_URL', 'ftp://vigia.example.com', 'an address that begins with http:// or https://'],
    ['SLACK_BOT_TOKEN', 'xoxp-1', 'a bot token, which begins with xoxb-'],
    ['SLACK_SIGNING_SECRET', 'short', 'a secret of at least 8 characters'],
    ['SLACK_APP_TOKEN', 'xoxb-1', 'an app-level token, which begins with xapp-'],
    ['SLACK_API_URL', 'slack', 'an address that begins with http:// or https://'],
    ['MICROSOFT_APP_TYPE', 'UserAssignedMSI', 'SingleTenant or MultiTenant'],
    ['TEAMS_ANONYMOUS', 'yes', '0 or 1'],
    ['GENERIC_WEBHOOK_SECRET', 'short', 'a secret of at least 8 characters'],
    ['CHATWOOT_URL', 'chat', 'an address that begins with http:// or https://'],
    ['CHATWOOT_ACCOUNT_ID', 'acme', 'the number of the Chatwoot account'],
    ['CHATWOOT_WEBHOOK_SECRET', 'short', 'a secret of at least 8 characters'],
    ['QUICKCHART_URL', 'quickchart', 'an address that begins with http:// or https://'],
    ['ADMINS', 'U123', 'a list such as slack:U123,teams:<aad object id>'],
    ['ADMINS', 'slack:U1,discord:2', 'a list such as slack:U123,teams:<aad object id>'],
    ['DEFAULT_TIME_ZONE', 'Sao Paulo', 'an IANA time zone such as America/Sao_Paulo'],
    ['DEFAULT_LANGUAGE', 'pt', 'pt-BR or en'],
    ['DEMO', 'true', '0 or 1'],
    ['CONSOLE', 'open', 'loopback, public or off'],
    ['CONSOLE_PASSWORD', 'short', 'a password of at least 12 characters'],
    ['LOG_LEVEL', 'loud', 'debug, info, warn, error or silent'],
  ])('%s=%s', (name, value, expected) => {
    const line = complaint({ [name]: value });
    expect(line).toBe(`${name}: expected ${expected}`);
  });

  test('is not repeated in the line when it is a secret', () => {
    expect(complaint({ GENERIC_WEBHOOK_SECRET: 'hush' })).not.toContain('hush');
    expect(complaint({ SLACK_BOT_TOKEN: 'my-token' })).not.toContain('my-token');
  });
});

describe('what belongs together', () => {
  test.each<[string, Given, string]>([
    [
      'a Slack token without a secret',
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      'SLACK_SIGNING_SECRET: expected a value, because SLACK_BOT_TOKEN is set',
    ],
    [
      'a Slack secret alone',
      { SLACK_SIGNING_SECRET: 'a signing secret' },
      'SLACK_BOT_TOKEN: expected a value, because SLACK_SIGNING_SECRET is set',
    ],
    ['Socket Mode without a bot token', { SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN: expected a value, because SLACK_APP_TOKEN is set'],
    [
      'a Teams app without a password',
      { MICROSOFT_APP_ID: 'app' },
      'MICROSOFT_APP_PASSWORD: expected a value, because MICROSOFT_APP_ID is set',
    ],
    [
      'a Teams app that Teams cannot reach',
      { MICROSOFT_APP_ID: 'app', MICROSOFT_APP_PASSWORD: 'word' },
      'PUBLIC_URL: expected a value, because MICROSOFT_APP_ID is set',
    ],
    [
      'a Teams app of one tenant without it',
      { ...teams, MICROSOFT_APP_TENANT_ID: '' },
      'MICROSOFT_APP_TENANT_ID: expected the tenant of the SingleTenant bot',
    ],
    [
      'Teams for anybody on an open address',
      { TEAMS_ANONYMOUS: '1', HOST: '0.0.0.0' },
      'TEAMS_ANONYMOUS: expected 0, because HOST is not a loopback address',
    ],
    [
      'a public console without a password',
      { CONSOLE: 'public' },
      'CONSOLE_PASSWORD: expected a password of at least 12 characters, because CONSOLE is public',
    ],
    [
      'a Chatwoot secret without the account',
      { ...chatwoot, CHATWOOT_ACCOUNT_ID: '' },
      'CHATWOOT_ACCOUNT_ID: expected a value, because CHATWOOT_WEBHOOK_SECRET is set',
    ],
    [
      'a Chatwoot secret without the address',
      { ...chatwoot, CHATWOOT_URL: '' },
      'CHATWOOT_URL: expected a value, because CHATWOOT_WEBHOOK_SECRET is set',
    ],
  ])('%s', (_, given, line) => {
    expect(complaint(given)).toBe(line);
  });

  test.each<[string, Given]>([
    ['Slack over HTTP', slack],
    ['Slack in Socket Mode, which needs no signing secret', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }],
    ['Teams of one tenant', teams],
    ['Teams of many tenants', { ...teams, MICROSOFT_APP_TENANT_ID: '', MICROSOFT_APP_TYPE: 'MultiTenant' }],
    ['Teams for anybody here', { TEAMS_ANONYMOUS: '1', HOST: 'localhost' }],
    ['Chatwoot', chatwoot],
    ['a public console', { CONSOLE: 'public', CONSOLE_PASSWORD: 'certainly long enough' }],
    ['all of it', { ...slack, ...teams, ...chatwoot, GENERIC_WEBHOOK_SECRET: 'long enough' }],
  ])('%s is enough', (_, given) => {
    expect(complaint(given)).toBe('taken');
  });
});

describe('what is not set', () => {
  test('has the values of the manual', () => {
    expect(readConfig({})).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      DATA_DIR: '.data',
      MICROSOFT_APP_TYPE: 'SingleTenant',
      TEAMS_ANONYMOUS: false,
      ADMINS: [],
      DEFAULT_TIME_ZONE: 'America/Sao_Paulo',
      DEFAULT_LANGUAGE: 'pt-BR',
      CONSOLE: 'loopback',
      DEMO: true,
    });
  });

  test('is the same as empty or blank', () => {
    const names = ['PORT', 'MONGODB_URI', 'PUBLIC_URL', 'SLACK_BOT_TOKEN', 'ADMINS', 'DEFAULT_TIME_ZONE', 'DEMO', 'CONSOLE', 'DATA_DIR'];
    const { environment: _none, ...unset } = readConfig({});
    for (const blank of ['', '  ']) {
      const { environment: _given, ...empty } = readConfig(Object.fromEntries(names.map((name) => [name, blank])));
      expect(empty).toEqual(unset);
    }
  });
});

describe('the simulated desk', () => {
  test.each<[string, Given, boolean]>([
    ['runs when nothing is connected', {}, true],
    ['makes way for Slack', slack, false],
    ['makes way for Teams', teams, false],
    ['makes way for a local Teams client', { TEAMS_ANONYMOUS: '1' }, false],
    ['makes way for a helpdesk', { GENERIC_WEBHOOK_SECRET: 'long enough' }, false],
    ['makes way for Chatwoot', chatwoot, false],
    ['can be asked for beside a platform', { ...slack, DEMO: '1' }, true],
    ['can be switched off', { DEMO: '0' }, false],
  ])('%s', (_, given, demo) => {
    expect(readConfig(given).DEMO).toBe(demo);
  });
});

test('addresses lose their last slash, and lists their blanks', () => {
  const config = readConfig({ PUBLIC_URL: 'https://v.example/', ADMINS: ' slack:U1 , teams:2 ,' });
  expect([config.PUBLIC_URL, config.ADMINS]).toEqual(['https://v.example', ['slack:U1', 'teams:2']]);
});
