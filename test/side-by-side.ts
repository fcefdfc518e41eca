/** A card as each platform shows it, for snapshots that are read at a glance. */
import type { Answer } from '../src/app/command.ts';
import type { Reply } from '../src/app/dispatch.ts';
import { renderCard as slackCard } from '../src/platforms/slack/render.ts';
import { renderCard as teamsCard } from '../src/platforms/teams/render.ts';
import { renderCard as terminalCard } from '../src/platforms/terminal/render.ts';
import { type Card, chartsOf } from '../src/view/card.ts';
import { renderCardToHtml } from './fakes/console/bundle.ts';

export function cardOf(answer: Answer): Card {
  if (answer.kind !== 'card') throw new Error(`a card was expected, not a ${answer.kind}`);
  return answer.card;
}

/** The card in the four idioms; compact, so that a change is read at a glance. */
export function sideBySide({ answer, t, language }: Reply): string {
  const card = cardOf(answer);
  const links = new Map(chartsOf(card).map((chart) => [chart, 'https://vigia.example/files/chart']));
  const lines = (values: unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n');
  const parts = {
    terminal: terminalCard(card),
    // Every answer's search has an id of its own, so that Slack forgets an old choice.
    slack: lines(slackCard(card, t).blocks).replaceAll(/"block_id":"[\w-]{8}:/g, '"block_id":"each-one:'),
    teams: lines(teamsCard(card, t, { links }).body),
    console: renderCardToHtml(card, language),
  };
  return Object.entries(parts)
    .map(([name, text]) => `--- ${name}\n${text}`)
    .join('\n');
}
