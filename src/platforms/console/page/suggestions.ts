import type { ConsoleCommand } from '../wire.ts';

export interface Suggestion {
  /** The whole question. */
  text: string;
  /** What it answers; absent for an example. */
  summary?: string | undefined;
}

const MOST = 7;

/** Lower case without accents or a leading slash, as the commands are looked up. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .replace(/^\//, '');
}

/** Commands whose name or alias begins as typed; once the name stands there whole, its examples. */
export function suggest(typed: string, commands: ConsoleCommand[]): Suggestion[] {
  if (typed.trim() === '') return [];
  const text = fold(typed.trimStart());
  const found = commands.flatMap((command) => {
    const begins = [command.name, ...command.aliases].map(fold);
    if (begins.some((name) => name.startsWith(text))) {
      const whole = begins.includes(text);
      return [{ text: command.name, summary: command.summary }, ...(whole ? examplesOf(command, text) : [])];
    }
    return begins.some((name) => text.startsWith(`${name} `)) ? examplesOf(command, text) : [];
  });
  return found.slice(0, MOST);
}

function examplesOf({ name, examples }: ConsoleCommand, text: string): Suggestion[] {
  const words = text.split(' ').slice(1).join(' ');
  return examples
    .filter((example) => example !== name && fold(example).split(' ').slice(1).join(' ').startsWith(words))
    .map((example) => ({ text: example }));
}
