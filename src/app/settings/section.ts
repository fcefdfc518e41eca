/** A part of the settings: its list, its forms, and the words that lead to it. */
import { type Action, replaced, type Submit } from '../command.ts';
import type { Author, Services } from '../services.ts';
import type { Block, Card } from '../../view/card.ts';
import { offsetOf, unpackState } from '../state.ts';

export interface Section {
  /** `settings.<name>…`; also the word after the command. */
  name: string;
  /** Other words that lead to it, without accents. */
  words: readonly string[];
  /** Its list, from a row on, with news above it; `words` came behind its name. */
  card: (by: Author, services: Services, options?: { offset?: number; news?: Block[]; words?: readonly string[] }) => Promise<Card>;
  /** By their names behind `settings.`. */
  actions: Record<string, Action>;
  submits: Record<string, Submit>;
}

/** The list of a part, as the hub opens it, and its pages. */
export function listActions(name: string, card: Section['card']): Record<string, Action> {
  return {
    [name]: { run: async (request, services) => replaced(await card(request, services)) },
    [`${name}.page`]: {
      run: async (request, services) => replaced(await card(request, services, { offset: offsetOf(unpackState(request.value)['offset']) })),
    },
  };
}
