/** A part of the settings: its list, its forms, and the words that lead to it. */
import type { Action, Submit } from '../command.ts';
import type { Author, Services } from '../services.ts';
import type { Block, Card } from '../../view/card.ts';

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
