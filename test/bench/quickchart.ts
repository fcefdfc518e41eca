/**
 * QuickChart's engine, chartjs-node-canvas, for comparison only: installed beside the project, in the cache folder, and compiled
 * there, since its canvas has no binary in the package registry. Vigia does not depend on it.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { sources } from './place.ts';

const run = promisify(execFile);
const INSTALL_MS = 8 * 60_000;
const HEADERS = ['cairo', 'pangocairo', 'libpng', 'libjpeg', 'librsvg-2.0'];
const PACKAGES = 'libcairo2-dev libpango1.0-dev libjpeg-dev libgif-dev librsvg2-dev build-essential python3';
const WANTED = { 'chartjs-node-canvas': '5.0.0', canvas: '3.2.3' };

/** Where the engine is, or one line that says what is missing. */
export type Engine = { folder: string } | { missing: string };

export async function quickChartEngine(): Promise<Engine> {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'vigia', 'bench-chartjs-node-canvas');
  try {
    if (!built(folder)) {
      const lacking = await lackingHeaders();
      if (lacking !== '') return { missing: `${lacking}; on Debian: apt-get install ${PACKAGES}` };
      await install(folder);
    }
    return built(folder) ? { folder } : { missing: `canvas was installed but not compiled in ${folder}` };
  } catch (error) {
    return { missing: `its installation failed: ${lastLine(error)}` };
  }
}

function built(folder: string): boolean {
  return existsSync(join(folder, 'node_modules', 'canvas', 'build', 'Release', 'canvas.node'));
}

/** What a compiler would not find, by the name that pkg-config knows. */
async function lackingHeaders(): Promise<string> {
  const lacking: string[] = [];
  for (const name of HEADERS) await run('pkg-config', ['--exists', name]).catch(() => lacking.push(name));
  return lacking.length > 0 ? `headers of ${lacking.join(', ')}` : '';
}

/** Compiles against the headers beside this Node where it has them: elsewhere they would be downloaded. */
async function install(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(join(sources, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const chartJs = { 'chart.js': dependencies['chart.js'] };
  const described = { private: true, allowScripts: { canvas: true }, dependencies: { ...WANTED, ...chartJs } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(described));
  const prefix = dirname(dirname(process.execPath));
  const headers = existsSync(join(prefix, 'include', 'node', 'node.h')) ? { npm_config_nodedir: prefix } : {};
  const options = { cwd: folder, timeout: INSTALL_MS, env: { ...process.env, ...headers, npm_config_build_from_source: 'true' } };
  await run('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund'], options);
}

function lastLine(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return (said.trim().split('\n').at(-1) ?? '').slice(0, 160);
}
