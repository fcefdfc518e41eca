/** `npm run manifest -- --app-id GUID --public-url https://…`: checks, fills and packs what is uploaded to Teams and Slack. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkFilling, type Filling, filled, type Lint, teamsPackage } from './package.ts';

/** Writes manifests/teams/vigia-teams.zip, and with `slackFolder` the filled Slack manifest into it. @returns the files. */
export async function buildManifests(root: string, filling: Filling, faultsOf: Lint, slackFolder?: string): Promise<string[]> {
  checkFilling(filling);
  const folder = join(root, 'manifests', 'teams');
  const zip = join(folder, 'vigia-teams.zip');
  await writeFile(zip, await teamsPackage(folder, filling, faultsOf));
  if (!slackFolder) return [zip];
  const slack = join(slackFolder, 'slack-manifest.yaml');
  await mkdir(slackFolder, { recursive: true });
  // The notes above the first key speak of the placeholders themselves.
  const template = (await readFile(join(root, 'manifests', 'slack', 'manifest.yaml'), 'utf8')).replace(/^(#.*\n)+/, '');
  await writeFile(slack, filled(template, filling));
  return [zip, slack];
}

/** What Microsoft's schema says; it ships with the library, nothing is fetched. */
async function microsoftFaults(manifest: unknown): Promise<string[]> {
  // A development dependency, and heavy: only building a package needs it.
  const { AppManifestUtils } = await import('@microsoft/app-manifest');
  return AppManifestUtils.validateAgainstSchema(manifest as Parameters<typeof AppManifestUtils.validateAgainstSchema>[0]);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'app-id': { type: 'string' }, 'public-url': { type: 'string' }, 'slack-out': { type: 'string' } },
  });
  const filling = { appId: values['app-id'] ?? '', publicUrl: values['public-url'] ?? '' };
  const files = await buildManifests(process.cwd(), filling, microsoftFaults, values['slack-out']);
  for (const file of files) process.stdout.write(`written: ${file}\n`);
}

if (process.argv[1]?.endsWith('manifests/build.js')) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
