/** The terminal's way in: `ask` and `import`. */
import { parseArgs } from 'node:util';
import { askCommand } from './platforms/terminal/ask.ts';
import { ROLES } from './app/access.ts';
import { assemble, type Core } from './assemble.ts';
import { ConfigError, readConfig } from './config.ts';
import { type Database, openDatabase } from './database.ts';
import { importFile } from './import.ts';

const USAGE = `Usage: npm run -s vigia -- <command>
  ask "<question>" [--as admin|supervisor|viewer|<platform>:<id>] [--at <ISO instant>] [--language pt-BR|en] [--json]
  import <file.jsonl>   reads helpdesk events, one JSON object a line`;

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

async function withCore<T>(use: (core: Core, database: Database) => Promise<T>): Promise<T> {
  const config = readConfig();
  const database = await openDatabase(config, 'command', (line) => process.stderr.write(`${line}\n`));
  try {
    const local = Object.fromEntries(ROLES.map((role) => [`terminal:${role}`, role]));
    const core = assemble({ config, store: database.store, log, now: () => new Date(), local });
    if (database.alone) await core.intake.repair(new Date());
    return await use(core, database);
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
  const shown = await withCore(({ dispatch }) => askCommand(dispatch, positionals.join(' '), { person, at, language, json: values.json }));
  (shown.failed ? process.stderr : process.stdout).write(`${shown.text}\n`);
  return shown.failed ? 1 : 0;
}

async function importEvents(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError(USAGE);
  const summary = await withCore(({ intake }) => importFile(file, intake.record, (line) => process.stderr.write(line)));
  process.stdout.write(`${summary}\n`);
  return 0;
}

async function main([command, ...args]: string[]): Promise<number> {
  if (command === 'ask') return ask(args);
  if (command === 'import') return importEvents(args);
  process.stderr.write(`${USAGE}\n`);
  return command === undefined || command === 'help' || command === '--help' ? 0 : 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const known =
    error instanceof UsageError || error instanceof ConfigError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = known ? 2 : 1;
}
