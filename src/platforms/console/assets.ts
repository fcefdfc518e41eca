/** The page's files, read once at the start, compressed once, served with an etag. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Request, Response } from 'express';

/** Where the page's files are. */
export interface ConsoleAssets {
  script: string;
  style: string;
  icon: string;
  /** Inter, two weights, as TTF; absent: the system's own typeface. */
  fonts?: { regular: string; semibold: string } | undefined;
}

/** The files of this package, from the sources or from the build alike. */
export function consoleAssets(): ConsoleAssets {
  const root = packageRoot(dirname(fileURLToPath(import.meta.url)));
  const page = 'src/platforms/console/page';
  const font = (name: string): string => createRequire(join(root, 'package.json')).resolve(`@expo-google-fonts/inter/${name}.ttf`);
  return {
    script: join(root, 'dist', page, 'page.js'),
    style: join(root, page, 'page.css'),
    icon: join(root, page, 'icon.svg'),
    fonts: { regular: font('400Regular/Inter_400Regular'), semibold: font('600SemiBold/Inter_600SemiBold') },
  };
}

function packageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  if (dirname(folder) === folder) throw new Error('console: no package.json above the program');
  return packageRoot(dirname(folder));
}

export interface Asset {
  type: string;
  plain: Buffer;
  compressed: Buffer;
  etag: string;
  maxAgeSeconds: number;
}

const WEEK_SECONDS = 7 * 24 * 3600;

/** Reads the files, by their name below `/console/`. Throws one clear line when one is missing. */
export async function loadAssets({ script, style, icon, fonts }: ConsoleAssets): Promise<Map<string, Asset>> {
  const files: [string, string, string, number][] = [
    ['page.js', script, 'text/javascript; charset=utf-8', 0],
    ['page.css', style, 'text/css; charset=utf-8', 0],
    ['icon.svg', icon, 'image/svg+xml', 0],
  ];
  if (fonts)
    files.push(['inter-400.ttf', fonts.regular, 'font/ttf', WEEK_SECONDS], ['inter-600.ttf', fonts.semibold, 'font/ttf', WEEK_SECONDS]);
  return new Map(await Promise.all(files.map(async ([name, path, type, age]) => [name, await loadAsset(path, type, age)] as const)));
}

async function loadAsset(path: string, type: string, maxAgeSeconds: number): Promise<Asset> {
  const plain = await readFile(path).catch((cause: unknown) => {
    throw new Error(`console: cannot read ${path}; npm run build makes the page`, { cause });
  });
  const compressed = await promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  return { type, plain, compressed, etag: createHash('sha256').update(plain).digest('base64url').slice(0, 22), maxAgeSeconds };
}

/** Answers with the file, or 304 where the browser has it. */
export function sendAsset(asset: Asset, request: Request, response: Response): void {
  const small = request.acceptsEncodings('br') === 'br';
  response.set({
    'Content-Type': asset.type,
    'Cache-Control': asset.maxAgeSeconds > 0 ? `private, max-age=${asset.maxAgeSeconds}` : 'private, no-cache',
    ETag: `"${asset.etag}${small ? '-br' : ''}"`,
    Vary: 'Accept-Encoding',
  });
  if (small) response.set('Content-Encoding', 'br');
  if (request.fresh) response.status(304).end();
  else response.send(small ? asset.compressed : asset.plain);
}
