/** What commands are given, for tests of what is drawn outside any command: it comes with a command that hands it out. */
import type { Command } from '../src/app/command.ts';
import type { Services } from '../src/app/services.ts';
import type { Language } from '../src/domain/parameters.ts';
import type { TestCore } from './core.ts';

export interface Probe {
  /** For `testCore`'s `more`. */
  command: Command;
  /** Bound to a language. */
  services: (core: Pick<TestCore, 'dispatch'>, language: Language) => Promise<Services>;
}

export function probe(): Probe {
  let given: Services | undefined;
  return {
    command: {
      name: 'probe',
      aliases: [],
      role: 'viewer',
      summary: 'help.summary',
      examples: [],
      run: async (_request, services) => {
        given = services;
        return { title: 'probe', blocks: [] };
      },
    },
    services: async ({ dispatch }, language) => {
      await dispatch.ask('probe', { platform: 'terminal', person: { id: 'terminal:admin' }, language });
      if (!given) throw new Error('the probe was not asked');
      return given;
    },
  };
}
