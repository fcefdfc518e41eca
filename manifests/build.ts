/** `npm run manifest`: fills the manifests from the configuration, checks them, and packs what is uploaded to Teams and Slack. */
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readManifestValues } from '../src/config.ts';
import { checkFilling, type Filling, filled, type Lint, teamsPackage } from './package.ts';

/** Values that stand in for missing ones: enough to check and to look at, not to install. */
const SAMPLE: Filling = { appId: '00000000-0000-0000-0000-000000000000', publicUrl: 'https://vigia.example' };

/** Writes manifests/teams/vigia-teams.zip and manifests/slack/manifest.filled.yaml. @returns the files. */
export async function buildManifests(root: string, filling: Filling, faultsOf: Lint): Promise<string[]> {
  checkFilling(filling);
  const teams = join(root, 'manifests', 'teams');
  const slack = join(root, 'manifests', 'slack');
  const files = [join(teams, 'vigia-teams.zip'), join(slack, 'manifest.filled.yaml')] as const;
  await writeFile(files[0], await teamsPackage(teams, filling, faultsOf));
  // The notes above the first key speak of the placeholders themselves.
  const template = (await readFile(join(slack, 'manifest.yaml'), 'utf8')).replace(/^(#.*\n)+/, '');
  await writeFile(files[1], filled(template, filling));
  return [...files];
}

/** What Microsoft's schema says; it ships with the library, nothing is fetched. */
async function microsoftFaults(manifest: unknown): Promise<string[]> {
  // A development dependency, and heavy: only building a package needs it.
  const { AppManifestUtils } = await import('@microsoft/app-manifest');
  return AppManifestUtils.validateAgainstSchema(manifest as Parameters<typeof AppManifestUtils.validateAgainstSchema>[0]);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'app-id': { type: 'string' }, 'public-url': { type: 'string' } } });
  const configured = readManifestValues();
  const given = { appId: values['app-id'] ?? configured.MICROSOFT_APP_ID, publicUrl: values['public-url'] ?? configured.PUBLIC_URL };
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  if (given.appId === undefined) say('MICROSOFT_APP_ID (--app-id) is not set: the Teams package is a sample that cannot be installed.');
  if (given.publicUrl === undefined) say('PUBLIC_URL (--public-url) is not set: the addresses are samples.');
  const filling = { appId: given.appId ?? SAMPLE.appId, publicUrl: given.publicUrl ?? SAMPLE.publicUrl };
  const files = await buildManifests(process.cwd(), filling, microsoftFaults);
  for (const file of files) say(`written: ${relative(process.cwd(), file)}`);
}

if (process.argv[1]?.endsWith('manifests/build.js')) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
