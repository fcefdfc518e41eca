/** One question in a terminal: text, or the raw figures as JSON. */
import type { Dispatch } from '../../app/dispatch.ts';
import type { Card, Language } from '../../view/card.ts';
import { renderCard } from './render.ts';

export interface AskOptions {
  /** `terminal:<role>` or a platform's person. */
  person: string;
  at?: Date | undefined;
  language?: Language | undefined;
  json: boolean;
}

/** The figures of a card as product.md §6 prints them: raw values, absent parts left out. */
export function figuresOf(card: Card): object {
  const { indicators, table, series } = card.figures ?? {};
  return { title: card.title, ...(indicators && { indicators }), ...(table && { table }), ...(series && { series }) };
}

/** Asks, and gives back what to print; `failed` when it tells of an error or a refusal. */
export async function askCommand(dispatch: Dispatch, text: string, options: AskOptions): Promise<{ text: string; failed: boolean }> {
  const { answer, failed } = await dispatch.ask(text, {
    platform: 'terminal',
    person: { id: options.person },
    at: options.at,
    language: options.language,
  });
  if (answer.kind !== 'card') return { text: '', failed: true };
  return { text: options.json && !failed ? JSON.stringify(figuresOf(answer.card)) : renderCard(answer.card), failed };
}
