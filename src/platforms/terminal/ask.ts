/** One question in a terminal: text, or the raw figures as JSON. */
import type { Export } from '../../app/command.ts';
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

/** What to print; `failed` when it tells of an error or a refusal. An export has a file to stream instead (export.ts). */
export interface Printed {
  text: string;
  failed: boolean;
  file?: Export | undefined;
}

/** Asks, and gives back what to print. */
export async function askCommand(dispatch: Dispatch, text: string, options: AskOptions): Promise<Printed> {
  const { answer, failed } = await dispatch.ask(text, {
    platform: 'terminal',
    person: { id: options.person },
    at: options.at,
    language: options.language,
  });
  if (answer.kind === 'export') return { text: '', failed, file: answer.export };
  if (answer.kind !== 'card') return { text: '', failed: true };
  return { text: options.json && !failed ? JSON.stringify(figuresOf(answer.card)) : renderCard(answer.card), failed };
}
