import type { Language } from '../../view/card.ts';
import type { ConsoleAssets } from './assets.ts';
import type { ConsoleCommand } from './wire.ts';

export interface ConsoleConfig {
  /** `loopback`: people on this machine only; `public`: whoever knows the password. */
  mode: 'loopback' | 'public';
  /** Public mode: at least 12 characters. */
  password?: string | undefined;
  /** The commands to offer, in a language. */
  commands: (language: Language) => ConsoleCommand[];
  /** Whoever sits at the console: `console:local`. */
  personId: string;
  /** What the page asks by itself when it opens. */
  startCommand: string;
  assets: ConsoleAssets;
  /** For browsers that prefer neither of ours (default: pt-BR). */
  language?: Language | undefined;
  now?: (() => Date) | undefined;
}
