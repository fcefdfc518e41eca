/** The house stays as docs/architecture.md draws it: known entries, lists that list everything, small files, pure rules, nothing of one machine. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '../..');
/** What a build, a run or an editor leaves behind; git ignores it too. */
const LEFT = /^(\.git|node_modules|dist|\.data|coverage|\.DS_Store|\.idea|\.vscode|\.env|.*\.log|.*\.tsbuildinfo)$/;

const TOP = [
  '.ci',
  '.dockerignore',
  '.gitignore',
  '.npmrc',
  '.oxlintrc.json',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'Dockerfile',
  'LICENSE',
  'README.md',
  'biome.json',
  'commands',
  'compose.yaml',
  'docs',
  'jobs',
  'manifests',
  'package-lock.json',
  'package.json',
  'src',
  'test',
  'tsconfig.json',
];
const ROOMS = ['app', 'charts', 'domain', 'export', 'helpdesk', 'http', 'i18n', 'platforms', 'store', 'view'];
/** The composition: what starts Vigia and puts the rooms together. */
const COMPOSITION = [
  'alerting.ts',
  'assemble.ts',
  'chats.ts',
  'cli.ts',
  'config-alerts.ts',
  'config-difference.ts',
  'config-file.ts',
  'config-shape.ts',
  'config-text.ts',
  'config.ts',
  'configured.ts',
  'database.ts',
  'delivery.ts',
  'demo.ts',
  'digesting.ts',
  'import.ts',
  'known.ts',
  'log.ts',
  'main.ts',
  'media.ts',
  'patient.ts',
  'seed.ts',
  'verify.ts',
];
const CONNECTORS = ['chatwoot', 'connector.ts', 'demo', 'generic', 'rocketchat', 'zammad', 'zendesk'];
const PLATFORMS = ['console', 'platform.ts', 'slack', 'teams', 'terminal'];

const entries = (folder: string): string[] => readdirSync(join(ROOT, folder)).filter((name) => !LEFT.test(name));
const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Every file of a folder, as paths from the root. */
function files(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = relative(ROOT, join(ROOT, folder, entry.name));
    if (LEFT.test(entry.name)) return [];
    return entry.isDirectory() ? files(path) : [path];
  });
}

const strangers = (folder: string, known: string[]): string[] => entries(folder).filter((name) => !known.includes(name));
const withoutComments = (source: string): string => source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

/** Clocks that no lint rule sees: `new Date()`, `Date()`, `Temporal.Now`. */
function clocksIn(source: string): string[] {
  return withoutComments(source).match(/\bnew Date\b(?!\s*\(\s*[^)\s])|(?<!new )\bDate\(\s*\)|\bTemporal\.Now\b/g) ?? [];
}

describe('the layout', () => {
  it('has the known entries at the top, and no other', () => {
    expect(strangers('.', TOP)).toEqual([]);
  });

  it('has a row of the import table for every room, connector and platform', () => {
    expect({
      src: strangers('src', [...ROOMS, ...COMPOSITION]),
      helpdesk: strangers('src/helpdesk', CONNECTORS),
      platforms: strangers('src/platforms', PLATFORMS),
    }).toEqual({
      src: [],
      helpdesk: [],
      platforms: [],
    });
  });

  it.each(['commands', 'jobs'])('lists every one of %s in its index', (folder) => {
    const ones = entries(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts');
    const listed = existsSync(join(ROOT, folder, 'index.ts')) ? text(`${folder}/index.ts`) : '';
    expect(ones.filter((name) => !listed.includes(`'./${name}'`))).toEqual([]);
  });

  it('has no file of more than 300 lines', () => {
    const sources = ['src', 'commands', 'jobs'].flatMap(files).filter((file) => /\.tsx?$/.test(file));
    const long = sources.filter((file) => !file.startsWith('src/i18n/')).map((file) => ({ file, lines: text(file).split('\n').length }));
    expect(long.filter(({ lines }) => lines > 300)).toEqual([]);
  });
});

describe('pure rooms', () => {
  it.each(['new Date()', 'new Date', 'Date()', 'Temporal.Now.instant()', 'new Date(\n)'])('would notice the clock %j', (clock) => {
    expect(clocksIn(`const at = ${clock};`)).toHaveLength(1);
  });

  it.each(['new Date(at)', 'new Date(0)', '// new Date()', '/** never `new Date()` */', 'toDate()', 'at: Date'])(
    'takes %j for no clock',
    (source) => {
      expect(clocksIn(source)).toEqual([]);
    },
  );

  it('read no clock in domain and view', () => {
    const found = ['src/domain', 'src/view'].flatMap(files).flatMap((file) => clocksIn(text(file)).map((clock) => ({ file, clock })));
    expect(found).toEqual([]);
  });
});

describe('what is kept', () => {
  /** Home folders and work trees of one machine, and hosts of package registries. */
  const PRIVATE = /(?<![\w.])\/(work|root|home\/(?!node\b)\w+|Users\/\w+)\/|registry\.(npmjs|yarnpkg|npmmirror)|"resolved"\s*:/;
  const BINARY = /\.(png|jpe?g|gif|ico|woff2?|ttf|zip|gz|bson)$/;

  it('names no machine and no registry', () => {
    const kept = TOP.filter((name) => existsSync(join(ROOT, name))).flatMap((name) =>
      /^[^.].*\.|^Docker|^LICENSE|^\.(?!ci)/.test(name) ? [name] : files(name),
    );
    const telling = kept.filter((file) => !BINARY.test(file)).filter((file) => PRIVATE.test(text(file)));
    expect(telling).toEqual([]);
  });

  it.each([
    ['', 'work', 'main'].join('/'),
    ['', 'home', 'ana', 'notes'].join('/'),
    `https://${['registry', 'npmjs', 'org'].join('.')}/zod`,
  ])('would notice %s', (telling) => {
    expect(`see ${telling} there`).toMatch(PRIVATE);
  });

  it.each(['../../src/work/thing.ts', '/home/node/app', 'https://deb.debian.org'])('does not mind %s', (harmless) => {
    expect(`see ${harmless} there`).not.toMatch(PRIVATE);
  });
});
