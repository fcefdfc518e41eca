/** The filled manifests of the platforms, and the zip that Teams installs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';

export interface Filling {
  /** The bot's application (client) id, a GUID. */
  appId: string;
  /** The https address that the platforms reach. */
  publicUrl: string;
}

/** Everything that is wrong with a manifest, in words. */
export type Lint = (manifest: unknown) => Promise<string[]>;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @throws Error with one line when a value cannot stand in a manifest. */
export function checkFilling({ appId, publicUrl }: Filling): void {
  if (!GUID.test(appId)) throw new Error('MICROSOFT_APP_ID (--app-id): expected a GUID such as 11111111-2222-3333-4444-555555555555');
  if (!URL.canParse(publicUrl) || new URL(publicUrl).protocol !== 'https:')
    throw new Error('PUBLIC_URL (--public-url): expected an https address');
}

/** A template with its `{{PLACEHOLDERS}}` filled. @throws Error that names a placeholder without a value. */
export function filled(template: string, { appId, publicUrl }: Filling): string {
  const { host } = new URL(publicUrl);
  const values: Record<string, string> = { MICROSOFT_APP_ID: appId, PUBLIC_HOST: host, PUBLIC_URL: publicUrl.replace(/\/+$/, '') };
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`a manifest has the unknown placeholder {{${name}}}`);
    return value;
  });
}

/** The Teams app as a zip, its manifest at the root. `folder` holds manifest.json and the icons. @throws Error with the schema's complaints. */
export async function teamsPackage(folder: string, filling: Filling, faultsOf: Lint): Promise<Uint8Array> {
  const manifest = filled(await readFile(join(folder, 'manifest.json'), 'utf8'), filling);
  const faults = await faultsOf(JSON.parse(manifest));
  if (faults.length > 0) throw new Error(`the Teams manifest is not valid: ${faults.join('; ')}`);
  const icons = await Promise.all(['color.png', 'outline.png'].map(async (name) => [name, await readFile(join(folder, name))] as const));
  return zipSync({ 'manifest.json': Buffer.from(manifest), ...Object.fromEntries(icons) });
}
