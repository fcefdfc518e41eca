/** An export as answers that follow one another: its progress, and last the file or why there is none. */
import type { Export } from '../../app/command.ts';
import type { Card, Language } from '../../view/card.ts';
import type { Exports } from '../platform.ts';
import { pathOf, shownPart } from './answer.ts';
import type { CardAnswer, Download } from './wire.ts';

/** Carries it out; `tell` gets every answer, the first at once, the last with `running: false`. */
export async function exportAnswers(one: Export, language: Language, exports: Exports, tell: (answer: CardAnswer) => void): Promise<void> {
  const answerOf = (card: Card, running: boolean, download?: Download): CardAnswer => ({
    kind: 'card',
    title: card.title,
    card: shownPart(card),
    charts: [],
    replace: false,
    failed: false,
    language,
    export: { running, ...(download && { download }) },
  });
  let last: Card = { title: one.fileName, blocks: [] };
  const file = await exports.run(one, async (card) => {
    last = card;
    tell(answerOf(card, true));
  });
  if (!file) return tell(answerOf(last, false));
  // The page has a button for the file, so the card needs no link.
  tell(answerOf(one.card({ phase: 'done', rows: file.rows, size: file.size }), false, { path: pathOf(file.link), name: file.name }));
}
