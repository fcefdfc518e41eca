/** The Teams app's package: what Microsoft's own schema and this product's commands say of it. */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { commands } from '../../commands/index.ts';
import { checkFilling, filled, teamsPackage } from '../../manifests/package.ts';
import { colorIcon, outlineIcon } from '../../manifests/teams/icons.ts';

const folder = join(__dirname, '..', '..', 'manifests', 'teams');
const filling = { appId: '11111111-2222-3333-4444-555555555555', publicUrl: 'https://vigia.example/' };

const LINT = `import { AppManifestUtils } from '@microsoft/app-manifest';
import { readFileSync } from 'node:fs';
console.log(JSON.stringify(await AppManifestUtils.validateAgainstSchema(JSON.parse(readFileSync(0, 'utf8')))));`;

/** Microsoft's library is an ES module that only Node's own loader reads. */
async function faultsOf(given: unknown): Promise<string[]> {
  const node = spawnSync(process.execPath, ['--input-type=module', '-e', LINT], {
    input: JSON.stringify(given),
    cwd: join(__dirname, '..', '..'),
    encoding: 'utf8',
  });
  if (node.status !== 0) throw new Error(node.stderr);
  return JSON.parse(node.stdout) as string[];
}

async function manifest(): Promise<{
  bots: { botId: string; commandLists: { scopes: string[]; triggers?: string[]; commands: { title: string }[] }[] }[];
  validDomains: string[];
}> {
  return JSON.parse(filled(await readFile(join(folder, 'manifest.json'), 'utf8'), filling));
}

test('the package holds the filled manifest and both icons at its root', async () => {
  const files = unzipSync(await teamsPackage(folder, filling, faultsOf));
  expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
  const written = Buffer.from(files['manifest.json'] ?? []).toString();
  expect(written).not.toContain('{{');
  expect(JSON.parse(written)).toMatchObject({ id: filling.appId, validDomains: ['vigia.example'] });
});

test('the bot is for personal chats, where it begins with a welcome, and for teams and groups, whose people and channels it may list', async () => {
  const { bots, permissions } = (await manifest()) as Awaited<ReturnType<typeof manifest>> & { permissions: string[] };
  expect(bots[0]).toMatchObject({ scopes: ['personal', 'team', 'groupChat'], isNotificationOnly: false });
  expect(permissions).toContain('identity');
});

test('the bot may hand files over: exports are asked for in personal chats', async () => {
  expect((await manifest()).bots[0]).toMatchObject({ supportsFiles: true });
});

/** Teams lists ten commands at most: those opened from a row's menu, from a list's button or as a personal chat begins, and the rarest are not. */
const UNLISTED = ['show', 'talk', 'home', 'outbound', 'csv'];

test('every command that begins something stands in each list, in its order, and by slash where Teams has it', async () => {
  const lists = (await manifest()).bots[0]?.commandLists ?? [];
  expect(lists.map((list) => list.scopes)).toEqual([['personal'], ['team', 'groupChat']]);
  const names = commands.map(({ name }) => name).filter((name) => !UNLISTED.includes(name));
  for (const list of lists) expect(list.commands.map((one) => one.title)).toEqual(names);
  expect(lists[1]?.triggers).toEqual(['mention', 'slash']);
});

test('the schema bites: a spoilt manifest is refused', async () => {
  expect(await faultsOf(await manifest())).toEqual([]);
  expect(await faultsOf({ ...(await manifest()), bots: [{ botId: 'no guid', scopes: ['everywhere'] }] })).not.toEqual([]);
});

test.each([
  [{ ...filling, appId: 'x' }, 'MICROSOFT_APP_ID'],
  [{ ...filling, publicUrl: 'http://vigia.example' }, 'PUBLIC_URL'],
])('a value that cannot stand there is refused by name', (wrong, name) => {
  expect(() => checkFilling(wrong)).toThrow(name);
});

test('the icons have the sizes that Teams wants', async () => {
  const size = (png: Buffer): number[] => [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect(size(colorIcon())).toEqual([192, 192]);
  expect(size(outlineIcon())).toEqual([32, 32]);
  expect(size(await readFile(join(folder, 'color.png')))).toEqual([192, 192]);
  expect(size(await readFile(join(folder, 'outline.png')))).toEqual([32, 32]);
});

test('the Slack manifest can be filled beside it', async () => {
  const { buildManifests } = await import('../../manifests/build.ts');
  const out = await mkdtemp(join(tmpdir(), 'vigia-manifest-'));
  await cp(join(__dirname, '..', '..', 'manifests'), join(out, 'manifests'), { recursive: true });
  const [, slack = ''] = await buildManifests(out, filling, faultsOf);
  const written = await readFile(slack, 'utf8');
  await rm(out, { recursive: true });
  expect(written).toContain('url: "https://vigia.example/slack/events"');
  expect(written).not.toContain('{{');
});
