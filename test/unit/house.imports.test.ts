/** The import table of docs/architecture.md is lint. Here a fault is planted for every row, and each must be caught with its message. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../..');
const TARGET = 'export interface Thing {\n  id: string;\n}\nexport const thing = 1;\n';

/** What the planted files point at; each stands in a room of its own. */
const TARGETS = [
  'commands/other.ts',
  'jobs/other.ts',
  'src/assemble.ts',
  'src/main.ts',
  'src/config.ts',
  'src/config-file.ts',
  'src/app/thing.ts',
  'src/charts/thing.ts',
  'src/domain/thing.ts',
  'src/export/thing.ts',
  'src/helpdesk/connector.ts',
  'src/helpdesk/chatwoot/thing.ts',
  'src/helpdesk/demo/thing.ts',
  'src/helpdesk/generic/thing.ts',
  'src/http/thing.ts',
  'src/i18n/thing.ts',
  'src/platforms/platform.ts',
  'src/platforms/slack/thing.ts',
  'src/platforms/teams/thing.ts',
  'src/store/thing.ts',
  'src/store/queries/thing.ts',
  'src/view/thing.ts',
];

type Fault = [file: string, imports: string, message: string];

/** Every row of the table, from the side of who may not. */
const FAULTS: Fault[] = [
  ['src/domain/a.ts', '../view/thing.ts', 'domain imports nothing but itself'],
  ['src/domain/b.ts', '../config.ts', 'domain imports nothing but itself'],
  ['src/domain/f.ts', '../config-file.ts', 'domain imports nothing but itself'],
  ['src/domain/c.ts', 'zod', 'domain imports no vendor'],
  ['src/domain/d.ts', 'node:fs', 'domain imports no vendor and nothing of Node'],
  ['src/domain/inner/e.ts', '../../store/thing.ts', 'domain imports nothing but itself'],
  ['src/view/a.ts', '../app/thing.ts', 'view may import domain alone'],
  ['src/view/b.ts', '@slack/types', 'view imports no vendor'],
  ['src/i18n/a.ts', '../platforms/platform.ts', 'i18n may import domain and view'],
  ['src/i18n/b.ts', '../store/thing.ts', 'i18n may import domain and view'],
  ['src/i18n/c.ts', 'zod', 'i18n uses i18next'],
  ['src/charts/a.ts', '../store/thing.ts', 'charts may import domain and view'],
  ['src/charts/b.ts', '../platforms/slack/thing.ts', 'charts may import domain and view'],
  ['src/charts/c.ts', 'mongoose', 'charts uses quickchart-js'],
  ['src/export/a.ts', '../store/thing.ts', 'export may import domain and view'],
  ['src/export/b.ts', '../platforms/platform.ts', 'export may import domain and view'],
  ['src/export/c.ts', 'express', 'export uses @json2csv'],
  ['src/app/a.ts', '../../commands/other.ts', 'app may import domain, view and i18n'],
  ['src/app/b.ts', '../../jobs/other.ts', 'app may import domain, view and i18n'],
  ['src/app/c.ts', '../store/thing.ts', 'app may import domain, view and i18n'],
  ['src/app/d.ts', '../helpdesk/connector.ts', 'app may import domain, view and i18n'],
  ['src/app/e.ts', '../platforms/platform.ts', 'app may import domain, view and i18n'],
  ['src/app/f.ts', '../app/../store/thing.ts', 'app may import domain, view and i18n'],
  ['src/app/g.ts', 'node-cron', 'app knows no vendor'],
  ['src/app/h.ts', 'fastest-levenshtein', 'app knows no vendor'],
  ['src/app/suggest.ts', 'node-cron', 'app knows no vendor'],
  ['src/app/scheduler.ts', 'mongoose', 'app knows no vendor'],
  ['commands/a.ts', '../src/store/thing.ts', 'commands may import app, domain and view'],
  ['commands/b.ts', '../src/platforms/slack/thing.ts', 'commands may import app, domain and view'],
  ['commands/c.ts', '../jobs/other.ts', 'commands may import app, domain and view'],
  ['commands/d.ts', './other.ts', 'A command imports no other command'],
  ['commands/e.ts', 'zod', 'commands use no vendor'],
  ['commands/f.ts', '../src/i18n/thing.ts', 'commands may import app, domain and view'],
  ['commands/index.ts', '../src/domain/thing.ts', 'commands/index.ts is the list of commands, nothing else'],
  ['jobs/a.ts', '../src/store/thing.ts', 'jobs may import app, domain and view'],
  ['jobs/b.ts', '../commands/other.ts', 'jobs may import app, domain and view'],
  ['jobs/c.ts', './other.ts', 'A job imports no other job'],
  ['jobs/d.ts', 'node-cron', 'jobs use no vendor'],
  ['jobs/index.ts', '../src/domain/thing.ts', 'jobs/index.ts is the list of jobs, nothing else'],
  ['src/store/a.ts', '../app/thing.ts', 'store may import domain'],
  ['src/store/b.ts', '../view/thing.ts', 'store may import domain'],
  ['src/store/models/c.ts', '../../platforms/platform.ts', 'store may import domain'],
  ['src/store/d.ts', '@slack/web-api', 'store uses mongoose'],
  ['src/helpdesk/generic/a.ts', '../chatwoot/thing.ts', 'A helpdesk connector imports no other connector'],
  ['src/helpdesk/generic/b.ts', '../../store/thing.ts', 'A helpdesk connector may import domain and helpdesk/connector.ts'],
  ['src/helpdesk/generic/c.ts', '../../platforms/platform.ts', 'A helpdesk connector may import domain and helpdesk/connector.ts'],
  ['src/helpdesk/generic/d.ts', 'mongoose', 'The generic connector uses standardwebhooks and zod'],
  ['src/helpdesk/chatwoot/a.ts', '../generic/thing.ts', 'A helpdesk connector imports no other connector'],
  ['src/helpdesk/chatwoot/b.ts', 'standardwebhooks', 'A helpdesk connector uses zod and its own vendor'],
  ['src/helpdesk/chatwoot/c.ts', '../demo/thing.ts', 'A helpdesk connector imports no other connector'],
  ['src/helpdesk/demo/a.ts', '../generic/thing.ts', 'A helpdesk connector imports no other connector'],
  ['src/helpdesk/demo/b.ts', '../../store/thing.ts', 'A helpdesk connector may import domain and helpdesk/connector.ts'],
  ['src/helpdesk/zendesk/a.ts', '../../view/thing.ts', 'A helpdesk connector may import domain and helpdesk/connector.ts'],
  ['src/platforms/slack/a.ts', '../teams/thing.ts', 'A platform imports no other platform'],
  ['src/platforms/slack/b.ts', '../../store/thing.ts', 'A platform may import platforms/platform.ts'],
  ['src/platforms/slack/c.ts', '../../helpdesk/connector.ts', 'A platform may import platforms/platform.ts'],
  ['src/platforms/slack/d.ts', '../../app/thing.ts', 'A platform takes only types from app'],
  ['src/platforms/slack/e.ts', '../../domain/thing.ts', 'A platform takes only types from app and domain'],
  ['src/platforms/slack/f.ts', 'botbuilder', 'Bot Framework in platforms/teams'],
  ['src/platforms/teams/a.ts', '../slack/thing.ts', 'A platform imports no other platform'],
  ['src/platforms/teams/b.ts', '@slack/bolt', 'Slack’s SDK stays in platforms/slack'],
  ['src/platforms/teams/cards/c.ts', '../../../store/thing.ts', 'A platform may import platforms/platform.ts'],
  ['src/platforms/console/a.ts', '../slack/thing.ts', 'A platform imports no other platform'],
  ['src/platforms/console/b.ts', '@slack/bolt', 'Slack’s SDK stays in platforms/slack'],
  ['src/platforms/console/page/c.tsx', 'node:fs', 'The console page runs in a browser'],
  ['src/platforms/terminal/a.ts', '../teams/thing.ts', 'A platform imports no other platform'],
  ['src/platforms/terminal/b.ts', 'preact', 'Preact in platforms/console'],
  ['src/http/a.ts', '../store/thing.ts', 'http may import types of app and domain'],
  ['src/http/b.ts', '../platforms/slack/thing.ts', 'http knows platforms and connectors by their contracts alone'],
  ['src/http/c.ts', '../helpdesk/generic/thing.ts', 'http knows platforms and connectors by their contracts alone'],
  ['src/http/i.ts', '../helpdesk/demo/thing.ts', 'http knows platforms and connectors by their contracts alone'],
  ['src/http/d.ts', '../app/thing.ts', 'http takes only types from app and domain'],
  ['src/http/e.ts', 'mongoose', 'http uses express'],
  ['src/http/h.ts', '../assemble.ts', 'http may import types of app and domain'],
  ['src/http/f.ts', '../main.ts', 'Nobody imports src/main.ts'],
  ['src/cli.ts', './main.ts', 'Nobody imports src/main.ts'],
  ['test/unit/a.test.ts', '../../src/main.ts', 'Nobody imports src/main.ts'],
  ['src/http/g.ts', 'node:process', 'The environment is read in src/config.ts alone'],
];

/** Faults that are not a plain import: the whole file, the rule, and its message. */
const OTHERS: [file: string, source: string, rule: string, message: string][] = [
  [
    'src/app/type.ts',
    "import type { Thing } from '../store/thing.ts';\nexport type T = Thing;\n",
    'no-restricted-imports',
    'app may import domain',
  ],
  ['src/app/later.ts', "export const later = import('../store/thing.ts');\n", 'no-restricted-imports', 'app may import domain'],
  ['src/app/inline.ts', "export type Inline = import('../store/thing.ts').Thing;\n", 'consistent-type-imports', ''],
  ['src/app/any.ts', 'export const loose = (value: any): string => String(value);\n', 'no-explicit-any', ''],
  [
    'src/app/floating.ts',
    'const send = async (): Promise<number> => 1;\nexport function post(): void {\n  send();\n}\n',
    'no-floating-promises',
    '',
  ],
  ['src/app/misused.ts', 'export const each = (list: number[]): void => list.forEach(async () => undefined);\n', 'no-misused-promises', ''],
  [
    'src/app/switch.ts',
    "export function say(kind: 'a' | 'b'): string | undefined {\n  switch (kind) {\n    case 'a':\n      return kind;\n  }\n  return undefined;\n}\n",
    'switch-exhaustiveness-check',
    '',
  ],
  ['src/app/default.ts', 'export default 1;\n', 'no-default-export', ''],
  ['src/app/environment.ts', 'export const port = process.env.PORT;\n', 'no-process-env', ''],
  ['src/domain/clock.ts', 'export const now = (): number => Date.now();\n', 'no-restricted-properties', 'Time is an argument here'],
  ['src/view/clock.ts', 'export const now = (): number => Date.now();\n', 'no-restricted-properties', 'Time is an argument here'],
  [
    'src/domain/timer.ts',
    'export const timer = (): number => performance.now();\n',
    'no-restricted-globals',
    'time, randomness and I/O are arguments',
  ],
  [
    'src/domain/dice.ts',
    'export const dice = (): number => Math.random();\n',
    'no-restricted-properties',
    'Randomness is an argument here',
  ],
  [
    'src/domain/round.ts',
    "import type { Trip } from './trip.ts';\nimport { trip } from './trip.ts';\nexport const round = (): Trip => trip;\n",
    'no-cycle',
    '',
  ],
  [
    'src/domain/trip.ts',
    "import { round } from './round.ts';\nexport type Trip = number;\nexport const trip = 1;\nexport const again = round;\n",
    'no-cycle',
    '',
  ],
  ['test/unit/skipped.test.ts', "it.skip('later', () => {\n  expect(1).toBe(1);\n});\n", 'no-disabled-tests', ''],
];

/** What the table allows, a file per room; none of these may be reported. */
const CLEAN: [file: string, imports: string[]][] = [
  ['src/domain/clean.ts', ['./thing.ts']],
  ['src/domain/inner/clean.ts', ['../thing.ts']],
  ['src/view/clean.ts', ['./thing.ts', '../domain/thing.ts']],
  ['src/i18n/clean.ts', ['../domain/thing.ts', '../view/thing.ts', 'i18next']],
  ['src/charts/clean.ts', ['../domain/thing.ts', '../view/thing.ts', 'chart.js', 'chart.js/helpers', 'node:worker_threads']],
  ['src/export/clean.ts', ['../domain/thing.ts', '../view/thing.ts', 'node:stream']],
  ['src/app/clean.ts', ['../domain/thing.ts', '../view/thing.ts', '../i18n/thing.ts', 'node:crypto']],
  ['src/app/inner/suggest.ts', ['../thing.ts']],
  ['commands/clean.ts', ['../src/app/thing.ts', '../src/domain/thing.ts', '../src/view/thing.ts']],
  ['jobs/clean.ts', ['../src/app/thing.ts', '../src/domain/thing.ts', '../src/view/thing.ts']],
  ['src/store/clean.ts', ['../domain/thing.ts', 'mongoose', 'node:fs/promises', './queries/thing.ts']],
  ['src/store/models/clean.ts', ['../../domain/thing.ts', '../queries/thing.ts']],
  ['src/helpdesk/generic/clean.ts', ['../connector.ts', '../../domain/thing.ts', 'zod', 'standardwebhooks', 'node:crypto']],
  ['src/helpdesk/chatwoot/clean.ts', ['../connector.ts', '../../domain/thing.ts', 'zod', 'node:crypto']],
  ['src/platforms/slack/clean.ts', ['../platform.ts', '../../view/thing.ts', '../../i18n/thing.ts', '@slack/bolt', 'node:crypto']],
  ['src/platforms/teams/clean.ts', ['../platform.ts', '../../view/thing.ts', 'botbuilder', 'express']],
  ['src/platforms/console/clean.ts', ['../platform.ts', '../../view/thing.ts', 'express']],
  ['src/platforms/console/page/clean.tsx', ['../../../view/thing.ts', 'preact', 'preact/hooks']],
  ['src/platforms/terminal/clean.ts', ['../platform.ts', '../../view/thing.ts', 'node:util']],
  ['src/http/clean.ts', ['../platforms/platform.ts', '../helpdesk/connector.ts', 'express', 'prom-client', 'node:http']],
];

/** Types may cross where values may not. */
const CLEAN_TYPES: [file: string, from: string][] = [
  ['src/platforms/slack/types.ts', '../../app/thing.ts'],
  ['src/platforms/slack/rules.ts', '../../domain/thing.ts'],
  ['src/platforms/teams/types.ts', '../../domain/thing.ts'],
  ['src/http/types.ts', '../app/thing.ts'],
  ['src/http/events.ts', '../domain/thing.ts'],
];

interface Finding {
  filename: string;
  code: string;
  message: string;
  help?: string;
}

let tree: string;
let findings: Finding[];

/** As a colleague would import it: every name of an own file, one of a vendor's. */
function importing(sources: string[]): string {
  const lines = sources.map((from, index) => `import * as it${index} from '${from}';`);
  return `${lines.join('\n')}\nexport const used = [${sources.map((_, index) => `it${index}`).join(', ')}];\n`;
}

function plant(file: string, source: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), source);
}

function lint(): Finding[] {
  try {
    execFileSync(join(ROOT, 'node_modules/.bin/oxlint'), ['--type-aware', '--format=json'], {
      cwd: tree,
      stdio: 'pipe',
      maxBuffer: 1 << 26,
    });
  } catch (error) {
    const { stdout } = error as { stdout: Buffer };
    return (JSON.parse(stdout.toString()) as { diagnostics: Finding[] }).diagnostics;
  }
  return [];
}

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'vigia-house-'));
  for (const file of ['.oxlintrc.json', 'package.json', 'tsconfig.json']) cpSync(join(ROOT, file), join(tree, file));
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  for (const file of TARGETS) plant(file, TARGET);
  for (const [file, from] of FAULTS) plant(file, importing([from]));
  for (const [file, source] of OTHERS) plant(file, source);
  for (const [file, from] of CLEAN) plant(file, importing(from));
  for (const [file, from] of CLEAN_TYPES) plant(file, `import type { Thing } from '${from}';\nexport type Kept = Thing;\n`);
  findings = lint();
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** The rule and its words (oxlint puts a configured message into either) for every finding in a file. */
function found(file: string): { code: string; says: string }[] {
  return findings.filter((one) => one.filename === file).map(({ code, message, help }) => ({ code, says: `${message} ${help ?? ''}` }));
}

it.each(FAULTS)('%s may not import %s', (file, _from, message) => {
  expect(found(file)).toEqual([{ code: 'eslint(no-restricted-imports)', says: expect.stringContaining(message) }]);
});

it.each(OTHERS)('%s is caught', (file, _source, rule, message) => {
  expect(found(file)).toEqual([{ code: expect.stringContaining(`(${rule})`), says: expect.stringContaining(message) }]);
});

it.each([...CLEAN, ...CLEAN_TYPES].map(([file, from]) => ({ file, from })))('$file may import $from', ({ file }) => {
  expect(found(file)).toEqual([]);
});

it('reports nothing but the planted faults', () => {
  const planted = new Set([...FAULTS, ...OTHERS].map(([file]) => file));
  expect(findings.filter((one) => !planted.has(one.filename))).toEqual([]);
});
