/** One conversation out of what a person typed or a button carried. */
import type { HistoryRow } from '../../domain/history.ts';
import type { Card } from '../../view/card.ts';
import { UserError } from '../errors.ts';
import type { Services } from '../services.ts';
import { conversationFigures, conversationRow } from './conversations.ts';

/** Longest mistyped protocol that an error repeats. */
const SHOWN = 60;

/**
 * The id of the conversation that these words name by protocol or id; a card to choose from where several share the protocol.
 * @throws UserError for no words, and for a protocol that nobody knows
 */
export async function conversationNamed(words: readonly string[], at: Date, services: Services): Promise<string | Card> {
  const typed = words.join(' ').trim();
  if (typed === '') throw new UserError('show.error.missing');
  const found = await services.lists.find(typed, at);
  const [only] = found;
  if (!only) throw notFound(typed);
  return found.length === 1 ? only.id : severalCard(typed, found, at, services);
}

/** @param typed what was looked for */
export function notFound(typed: string): UserError {
  return new UserError('show.error.unknown', { protocol: typed.slice(0, SHOWN) });
}

async function severalCard(typed: string, found: readonly HistoryRow[], at: Date, services: Services): Promise<Card> {
  const parameters = await services.parameters();
  const rows = found.slice(0, 10);
  return {
    title: t(services, typed),
    blocks: [
      { kind: 'text', text: services.t('show.several', { count: found.length }) },
      { kind: 'list', rows: rows.map((row) => conversationRow(row, at, parameters, services)) },
    ],
    foot: [],
    figures: { table: conversationFigures(rows, parameters) },
  };
}

function t(services: Services, typed: string): string {
  return services.t('show.title', { protocol: `#${typed.replace(/^#/, '').slice(0, SHOWN)}` });
}
