/** The configuration as a file: written whole, and put in place whole or not at all, by the rules of the forms. */
import { problemText } from './app/forms/problems.ts';
import type { Author, Settings } from './app/services.ts';
import { differenceLines } from './config-difference.ts';
import { type ConfigFile, configurationIn, fileOf, PARTS } from './config-shape.ts';
import { byLine, type Mistake, type Path, pathText, type ReadFile, readConfigText } from './config-text.ts';
import { keyOf, type ListName, type Lists } from './domain/configuration.ts';
import { changeProblems, type Problem } from './domain/problems.ts';
import { formatter } from './i18n/format.ts';
import { translator } from './i18n/translate.ts';

export interface ImportOptions {
  settings: Pick<Settings, 'read' | 'change'>;
  firstAdmins: readonly string[];
  /** Changes nothing, and tells what would be. */
  dryRun: boolean;
  by: Author;
}

/** What became of an import: every mistake, or every difference and what is to be known of them. */
export type Imported = { mistakes: Mistake[] } | { differences: string[]; notes: string[] };

const WORDS = { t: translator('en'), format: formatter('en') };

/** Puts a file in place of the configuration. With a single mistake nothing is changed; all of them are told. */
export async function importConfiguration(source: string, { settings, firstAdmins, dryRun, by }: ImportOptions): Promise<Imported> {
  const read = readConfigText(source);
  if ('mistakes' in read) return read;
  let before = await settings.read();
  const wanted = configurationIn(read.file, before);
  const problems = changeProblems(before, wanted, firstAdmins);
  if (problems.length === 0 && !dryRun) {
    const result = await settings.change((current) => {
      before = current;
      return configurationIn(read.file, current);
    }, by);
    if ('problems' in result) problems.push(...result.problems);
  }
  if (problems.length > 0) return { mistakes: byLine(problems.map((problem) => mistakeOf(problem, read))) };
  const after = configurationIn(read.file, before);
  const notes = PARTS.filter((part) => read.file[part] === undefined).map((part) => `${part}: not in the file, left as it is`);
  return { differences: differenceLines(fileOf(before), fileOf(after)), notes };
}

function mistakeOf(problem: Problem, { file, lineOf }: ReadFile): Mistake {
  const { path, told } = placeOf(problem, file);
  return { line: lineOf(path), path: told, message: problemText(problem, WORDS) };
}

/** Where the file says what a problem is about; a part that it does not have is named by its key. */
function placeOf({ list, item, field, key }: Problem, file: ConfigFile): { path: Path; told: string } {
  const last = field === '' ? [] : [field];
  if (list === 'parameters') return placed([list, ...last]);
  if (item === '') return placed([list]);
  const items = (file[list] ?? []) as unknown as Lists[ListName][];
  const isIt = (one: Lists[ListName]): boolean => keyOf(list, one) === item;
  const index = key === 'twice' || key === 'code.taken' ? items.findLastIndex(isIt) : items.findIndex(isIt);
  return index < 0 ? { path: [list], told: [list, item, ...last].join('.') } : placed([list, index, ...last]);
}

function placed(path: Path): { path: Path; told: string } {
  return { path, told: pathText(path) };
}

/** What the terminal says of an import, and whether it may end well. `name`: the file's. */
export function importReport(imported: Imported, name: string, dryRun: boolean): { lines: string[]; failed: boolean } {
  if ('mistakes' in imported) {
    const told = imported.mistakes.map(({ line, path, message }) =>
      [line === undefined ? `${name}:` : `${name}:${line}:`, path && `${path}:`, message].filter(Boolean).join(' '),
    );
    return { lines: [...told, `${counted(told.length, 'mistake')}, nothing was changed.`], failed: true };
  }
  const { differences, notes } = imported;
  const became = dryRun ? 'nothing was changed (--dry-run)' : 'it holds from now on';
  const end = differences.length === 0 ? 'Nothing to change.' : `${counted(differences.length, 'difference')}, ${became}.`;
  return { lines: [...differences, ...notes, end], failed: false };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
