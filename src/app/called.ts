/** What to call people who have done something. */
import type { MessageKey } from './command.ts';
import type { Services } from './services.ts';

/** Ids longer than this are shortened: directory object ids say nothing to people. */
const SHORT = 12;

/** People of this machine, who have no name of their own. */
const LOCAL: Readonly<Record<string, MessageKey>> = { console: 'audit.by.console', terminal: 'audit.by.terminal' };

/** `teams:8d3f…9a21`: enough to tell people apart. */
export function shortId(id: string): string {
  const cut = id.indexOf(':') + 1;
  const own = id.slice(cut);
  return own.length > SHORT ? `${id.slice(0, cut)}${own.slice(0, 4)}…${own.slice(-4)}` : id;
}

function localOf(id: string): MessageKey | undefined {
  return LOCAL[id.slice(0, id.indexOf(':'))];
}

/** Whether an id is of somebody on this machine. */
export function isLocal(id: string): boolean {
  return localOf(id) !== undefined;
}

/** Somebody by their name, else by where they are, else by their id. `names`: by id, as far as they are known. */
export function whoText(id: string, names: ReadonlyMap<string, string>, { t }: Pick<Services, 't'>): string {
  const local = localOf(id);
  return names.get(id) ?? (local ? t(local) : shortId(id));
}
