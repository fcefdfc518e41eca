/** The Slack manifest against Slack's own schema, and against what the platform really does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { commands } from '../../commands/index.ts';

interface Manifest {
  features: {
    app_home: { home_tab_enabled: boolean; messages_tab_enabled: boolean };
    slash_commands: { command: string; url: string; usage_hint: string }[];
  };
  oauth_config: { scopes: { bot: string[] } };
  settings: { event_subscriptions: { bot_events: string[] }; socket_mode_enabled: boolean };
}

const root = join(__dirname, '../..');
const source = readFileSync(join(root, 'manifests/slack/manifest.yaml'), 'utf8');
const manifestFor = (url: string): Manifest => parse(source.replaceAll('{{PUBLIC_URL}}', url)) as Manifest;
const manifest = manifestFor('https://vigia.example');
const schema = JSON.parse(readFileSync(join(root, 'test/fixtures/slack/manifest.schema.2.0.0.json'), 'utf8')) as object;
const ajv = new Ajv({ strict: false, allErrors: true, formats: { uri: true } });

test('Slack’s schema accepts the manifest with an address, and not before', () => {
  const valid = ajv.compile(schema);
  valid(manifest);
  expect(valid.errors).toBeNull();
  expect(valid(manifestFor('no address'))).toBe(false);
  expect(valid({ ...manifest, settings: { ...manifest.settings, socket_mode: true } })).toBe(false);
});

test('every address is an https one below the placeholder, on the path that the platform mounts', () => {
  const urls = [...source.matchAll(/url: "([^"]+)"/g)].map(([, url]) => url);
  expect(urls).toHaveLength(4);
  expect(new Set(urls)).toEqual(new Set(['{{PUBLIC_URL}}/slack/events']));
});

test('it asks for the events and scopes that the platform uses, and for nothing else', () => {
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(['/vigia']);
  expect(manifest.settings.event_subscriptions.bot_events).toEqual(['app_home_opened', 'app_mention', 'message.im']);
  expect(manifest.features.app_home).toMatchObject({ home_tab_enabled: true, messages_tab_enabled: true });
  expect(manifest.settings.socket_mode_enabled).toBe(false);
  // app_mention, conversations.history, conversations.list, chat.*, slash commands, files.info, uploads, private channels (both),
  // message.im, conversations.open, users.*
  expect(manifest.oauth_config.scopes.bot).toEqual([
    'app_mentions:read',
    'channels:history',
    'channels:read',
    'chat:write',
    'commands',
    'files:read',
    'files:write',
    'groups:history',
    'groups:read',
    'im:history',
    'im:write',
    'users:read',
  ]);
});

test('the hint of /vigia names every command there is, in both languages', () => {
  const [slash] = manifest.features.slash_commands;
  for (const { name, aliases } of commands) for (const word of [name, ...aliases]) expect(slash?.usage_hint).toContain(word);
});
