/** The terminal's way in: `ask`, `import`, `config`, `verify` and `seed`. */
import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { Export } from './app/command.ts';
import type { Author } from './app/services.ts';
import { askCommand } from './platforms/terminal/ask.ts';
import { streamExport } from './platforms/terminal/export.ts';
import { ROLES } from './app/access.ts';
import { assemble, type Core } from './assemble.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { importConfiguration, importReport } from './config-file.ts';
import { configText } from './config-text.ts';
import { type Database, openDatabase } from './database.ts';
import { importFile } from './import.ts';
import { seed } from './seed.ts';
import { verify } from './verify.ts';

const USAGE = `Usage: npm run -s vigia -- <command>
  ask "<question>" [--as admin|supervisor|viewer|<platform>:<id>] [--at <ISO instant>] [--language pt-BR|en] [--json]
  import <file.jsonl>   reads helpdesk events, one JSON object a line
  config export         prints the whole configuration as YAML, without secrets and names of people
  config import <file.yaml|-> [--dry-run]
                        puts a file in its place, whole or not at all, and prints every difference; --dry-run only prints
  verify [from..to]     sums everything again from the conversations and tells every difference, dates as 2026-11-01..2026-11-30
  seed <number>         writes so many invented conversations over the last 365 days, for trying Vigia at a size`;

/** A mistake in how the command was called: shown alone, without a stack. */
class UsageError extends Error {}

const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields: object, message: string) => {
    const { err, reference } = fields as { err?: Error; reference?: string };
    process.stderr.write(`${reference ?? ''} ${message}: ${err?.stack ?? String(err)}\n`);
  },
};

async function withCore<T>(use: (core: Core, database: Database, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig();
  const database = await openDatabase(config, 'command', (line) => process.stderr.write(`${line}\n`));
  try {
    const local = Object.fromEntries(ROLES.map((role) => [`terminal:${role}`, role]));
    const core = assemble({ config, store: database.store, log, now: () => new Date(), local });
    if (database.alone) await core.intake.repair(new Date());
    await core.intake.renew();
    await core.configuration.upgrade();
    return await use(core, database, config);
  } finally {
    await database.close();
  }
}

async function ask(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      as: { type: 'string', default: 'admin' },
      at: { type: 'string' },
      language: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) throw new UsageError(USAGE);
  const at = values.at === undefined ? undefined : new Date(values.at);
  if (at && Number.isNaN(at.getTime()))
    throw new UsageError(`--at: expected an ISO instant such as 2026-11-22T15:00:00Z, not ${values.at}`);
  const { language } = values;
  if (language !== undefined && language !== 'pt-BR' && language !== 'en') throw new UsageError('--language: expected pt-BR or en');
  const person = values.as.includes(':') ? values.as : `terminal:${values.as}`;
  const shown = await withCore(async ({ dispatch }) => {
    const printed = await askCommand(dispatch, positionals.join(' '), { person, at, language, json: values.json });
    return printed.file ? writeFile(printed.file) : printed;
  });
  if (typeof shown === 'number') return shown;
  (shown.failed ? process.stderr : process.stdout).write(`${shown.text}\n`);
  return shown.failed ? 1 : 0;
}

/** Shells expect 128 and the signal's number after Ctrl+C. */
const INTERRUPTED = 130;

/** Streams an export to the standard output, so that it can be redirected or piped. Returns the exit code. */
async function writeFile(file: Export): Promise<number> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt);
  const became = await streamExport(file, {
    out: process.stdout,
    say: (line) => void process.stderr.write(`${line}\n`),
    fail: (err, reference) => log.error({ err, reference }, 'an export failed'),
    signal: stop.signal,
  });
  process.off('SIGINT', interrupt);
  if (stop.signal.aborted) return INTERRUPTED;
  return became === 'failed' ? 1 : 0;
}

async function importEvents(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError(USAGE);
  const summary = await withCore(async ({ intake, roller }, { alone }) => {
    const report = await importFile(file, intake.record, progress);
    // A running Vigia rolls up by itself.
    if (alone) await roller.roll();
    return report;
  });
  process.stdout.write(`${summary}\n`);
  return 0;
}

function progress(line: string): void {
  process.stderr.write(line);
}

const TERMINAL: Author = { person: { id: 'terminal:admin', role: 'admin', language: 'en' }, platform: 'terminal' };

async function configure(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { 'dry-run': { type: 'boolean', default: false } } });
  const [verb, file, ...others] = positionals;
  if (verb === 'export' && file === undefined) {
    process.stdout.write(configText(await withCore(({ settings }) => settings.read())));
    return 0;
  }
  if (verb !== 'import' || file === undefined || others.length > 0) throw new UsageError(USAGE);
  const source = await (file === '-' ? textOf(process.stdin) : readFile(file, 'utf8')).catch((error: unknown) => {
    throw new Error(`${file}: cannot be read (${(error as { code?: string }).code ?? String(error)})`, { cause: error });
  });
  const dryRun = values['dry-run'];
  const imported = await withCore(({ settings }, _database, { ADMINS }) =>
    importConfiguration(source, { settings, firstAdmins: ADMINS, dryRun, by: TERMINAL }),
  );
  const { lines, failed } = importReport(imported, file === '-' ? 'stdin' : file, dryRun);
  (failed ? process.stderr : process.stdout).write(`${lines.join('\n')}\n`);
  return failed ? 1 : 0;
}

async function verifyRange(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [range, ...others] = positionals;
  if (others.length > 0) throw new UsageError(USAGE);
  const { lines, differences } = await withCore(({ parameters }, { store }) => verify(store, parameters, range, progress));
  process.stdout.write(`${lines.join('\n')}\n`);
  return differences > 0 ? 1 : 0;
}

async function seedMany(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const count = Number(positionals[0]);
  if (positionals.length !== 1 || !Number.isInteger(count) || count < 1)
    throw new UsageError('seed: expected how many conversations, such as 100000');
  const report = await withCore(({ intake, roller }, { store }) => seed({ store, intake, roller, count, end: new Date(), progress }));
  process.stdout.write(`${report}\n`);
  return 0;
}

async function main([command, ...args]: string[]): Promise<number> {
  if (command === 'ask') return ask(args);
  if (command === 'import') return importEvents(args);
  if (command === 'config') return configure(args);
  if (command === 'verify') return verifyRange(args);
  if (command === 'seed') return seedMany(args);
  process.stderr.write(`${USAGE}\n`);
  return command === undefined || command === 'help' || command === '--help' ? 0 : 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const known =
    error instanceof UsageError || error instanceof ConfigError || String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = known ? 2 : 1;
}
