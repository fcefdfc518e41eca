/** The product's own dispatch over a test's commands, without a store: everybody is an administrator but the strangers. */
import type { Command } from '../../../src/app/command.ts';
import { createDispatch, type Dispatch } from '../../../src/app/dispatch.ts';
import type { Services } from '../../../src/app/services.ts';
import { translator } from '../../../src/i18n/translate.ts';
import type { Language } from '../../../src/view/card.ts';

export interface DispatchOfOptions {
  /** Slack's ids of people who may do nothing. */
  strangers?: string[];
  /** How long the next answer takes, ms. */
  delayMs?: () => number;
}

export function dispatchOf(commands: Command[], { strangers = [], delayMs = () => 0 }: DispatchOfOptions = {}): Dispatch {
  const services = (language: Language): Services => {
    const parameters = { timeZone: 'America/Sao_Paulo', language: 'en' };
    const there = {
      t: translator(language),
      parameters: () => Promise.resolve(parameters),
      people: { admins: () => Promise.resolve([]) },
      commands,
    };
    return there as unknown as Services;
  };
  const dispatch = createDispatch({
    commands,
    whoIs: async ({ person: { id } }) => ({ id, role: strangers.includes(id.slice('slack:'.length)) ? null : 'admin', language: null }),
    services,
    log: { warn: () => undefined, error: () => undefined },
    now: () => new Date(),
    language: 'en',
    simulated: false,
  });
  const slowly = async <T>(work: () => Promise<T>): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve, delayMs()));
    return work();
  };
  return {
    search: (...asked) => dispatch.search(...asked),
    ask: (...asked) => slowly(() => dispatch.ask(...asked)),
    act: (...asked) => slowly(() => dispatch.act(...asked)),
    submit: (...asked) => slowly(() => dispatch.submit(...asked)),
  };
}
