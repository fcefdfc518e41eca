/**
 * The C library for the engine. It needs glibc 2.38; on an older Debian the newer runtime is fetched once, through the
 * machine's own apt configuration (its mirrors, its keys), and unpacked into a cache folder. Nothing is installed.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** The suite whose libc6 is new enough (Debian 13: glibc 2.41). */
const SUITE = 'trixie';
const NEEDED: readonly [number, number] = [2, 38];
const MULTIARCH = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
const LOADER = process.arch === 'arm64' ? 'ld-linux-aarch64.so.1' : 'ld-linux-x86-64.so.2';

/** How to start a Node script with a C library that is new enough. */
export interface Runtime {
  command: string;
  args: string[];
}

/** The machine's C library, `[2, 36]`; null where there is no glibc (macOS, musl). */
export function glibc(): [number, number] | null {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  const [major, minor] = report?.header?.glibcVersionRuntime?.split('.').map(Number) ?? [];
  return major !== undefined && minor !== undefined ? [major, minor] : null;
}

/**
 * Finds or fetches what the engine runs with.
 * @param cacheFolder where a fetched library stays; @param say is told, once, when something has to be fetched
 * @throws Error with one line that says what to do where the engine cannot run here
 */
export async function engineRuntime(cacheFolder: string, environment: NodeJS.ProcessEnv, say: (line: string) => void): Promise<Runtime> {
  const version = glibc();
  if (process.platform !== 'linux') return { command: process.execPath, args: [] };
  if (!version) throw new Error(cannotRun('this system has no GNU C library'));
  if (version[0] > NEEDED[0] || (version[0] === NEEDED[0] && version[1] >= NEEDED[1])) return { command: process.execPath, args: [] };
  const folder = join(cacheFolder, `libc-${SUITE}-${process.arch}`);
  if (!existsSync(join(folder, 'usr', 'lib', MULTIARCH, LOADER))) {
    say(
      `The embedded MongoDB needs a C library newer than this system's ${version.join('.')}: fetching Debian's libc6 (${SUITE}) through apt into ${folder} (once, about 12 MB).`,
    );
    await fetchLibrary(folder, environment).catch((error: unknown) => {
      throw new Error(cannotRun('a newer C library could not be fetched through apt'), { cause: error });
    });
  }
  const library = join(folder, 'usr', 'lib', MULTIARCH);
  const path = [library, `/usr/lib/${MULTIARCH}`, `/lib/${MULTIARCH}`].join(':');
  return { command: join(library, LOADER), args: ['--library-path', path, process.execPath] };
}

function cannotRun(why: string): string {
  return `The embedded MongoDB cannot run here: ${why}. Set MONGODB_URI to a MongoDB 7 or newer (compose.yaml starts one).`;
}

/** Downloads and unpacks libc6 beside its final place, then moves it there, so that two starts cannot harm one another. */
async function fetchLibrary(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'vigia-libc-'));
  try {
    for (const part of ['lists/partial', 'cache/archives/partial', 'state', 'download']) await mkdir(join(work, part), { recursive: true });
    await writeFile(join(work, 'status'), '');
    await writeFile(join(work, 'apt.conf'), await aptConfiguration(work));
    const options = { env: { ...environment, APT_CONFIG: join(work, 'apt.conf') }, cwd: join(work, 'download'), timeout: 180_000 };
    await run('apt-get', ['-q', 'update'], options);
    await run('apt-get', ['-q', 'download', 'libc6'], options);
    const archive = (await readdir(options.cwd)).find((name) => name.startsWith('libc6_') && name.endsWith('.deb'));
    if (!archive) throw new Error('apt-get download left no libc6 archive');
    const unpacked = `${folder}.${process.pid}`;
    await mkdir(unpacked, { recursive: true });
    await run('dpkg-deb', ['-x', join(options.cwd, archive), unpacked]);
    await rename(unpacked, folder).catch(async (error: unknown) => {
      await rm(unpacked, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A private apt configuration over the machine's own Debian archive and keyring; signatures are checked as always. */
async function aptConfiguration(work: string): Promise<string> {
  const { uri, keyring } = await debianArchive();
  const sources = join(work, 'vigia.sources');
  await writeFile(sources, `Types: deb\nURIs: ${uri}\nSuites: ${SUITE}\nComponents: main\nSigned-By: ${keyring}\n`);
  return [
    `Dir::State "${work}/state";`,
    `Dir::State::lists "${work}/lists";`,
    `Dir::State::status "${work}/status";`,
    `Dir::Cache "${work}/cache";`,
    `Dir::Etc::sourcelist "${sources}";`,
    'Dir::Etc::sourceparts "/dev/null";',
    'Acquire::Languages "none";',
    'Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";',
    'APT::Sandbox::User "";',
    'APT::Get::List-Cleanup "false";',
    '',
  ].join('\n');
}

/** Where this machine gets Debian from: apt's own word, or its source files where its lists were never read. */
async function debianArchive(): Promise<{ uri: string; keyring: string }> {
  const format = '$(REPO_URI)|$(COMPONENT)|$(LABEL)|$(SIGNED_BY)';
  const { stdout } = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']).catch(() => ({ stdout: '' }));
  const line = stdout.split('\n').find((one) => one.includes('|main|Debian|'));
  const [uri = '', , , signedBy = ''] = line?.split('|') ?? [];
  const keyring = signedBy.startsWith('/') ? signedBy : '/usr/share/keyrings/debian-archive-keyring.gpg';
  return { uri: uri || (await archiveInSources()), keyring };
}

async function archiveInSources(): Promise<string> {
  const folder = '/etc/apt/sources.list.d';
  const more = existsSync(folder) ? (await readdir(folder)).map((name) => join(folder, name)) : [];
  const texts = await Promise.all(['/etc/apt/sources.list', ...more].map((file) => readFile(file, 'utf8').catch(() => '')));
  const lines = texts
    .join('\n')
    .split('\n')
    .filter((one) => !/^\s*#/.test(one));
  const match = /(?:https?|mirror\+?[a-z]*):\/\/\S+\/debian\/?(?=\s|$)/.exec(lines.join('\n'));
  if (!match) throw new Error('no Debian archive is named in the apt sources');
  return match[0];
}
