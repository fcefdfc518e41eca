/** Brings a card to people: the numbers at once, the pictures when Slack has them ready. */
import type { WebClient } from '@slack/web-api';
import type { Translate } from '../../i18n/translate.ts';
import { type Block, type Card, chartsOf, withoutCharts } from '../../view/card.ts';
import type { Log, Media } from '../platform.ts';
import { faultOf, refusedContent } from './errors.ts';
import { uploadCharts } from './pictures.ts';
import type { Place } from './place.ts';
import { type Pictures, renderCard } from './render.ts';
import type { Speaker } from './speak.ts';
import type { Standing } from './standing.ts';

export interface Answers {
  /** Sends a card to its place, its charts after it; with `replace`, in place of the message it came from. */
  give: (card: Card, place: Place, t: Translate, replace?: boolean) => Promise<void>;
}

/** Slack may need a moment longer than it said before a message can show a file. */
export const SECOND_TRY_MS = 1500;

function isChart(block: Block): block is Extract<Block, { kind: 'chart' }> {
  return block.kind === 'chart';
}

/** The card with each chart's finding in words. */
export function inWords(card: Card, t: Translate): Card {
  const blocks = card.blocks.map(
    (block): Block => (isChart(block) ? { kind: 'context', text: t('slack.chart.failed', { alt: block.chart.alt }) } : block),
  );
  return { ...card, blocks };
}

/** The charts of a card alone, under its title. */
function chartsAlone(card: Card): Card {
  return { title: card.title, scope: card.scope, blocks: card.blocks.filter(isChart) };
}

/** The way from a card to Slack, on one client. */
export function answersOf(client: WebClient, media: Media, speaker: Speaker, log: Log): Answers {
  function tell(error: unknown): void {
    const { code, hint } = faultOf(error);
    log.warn({ code, hint, ...(code === 'unexpected' ? { err: error } : {}) }, 'A chart did not reach Slack; its finding is told in words');
  }

  /** Uploads the charts and shows them by `show`; false when that did not work. */
  async function shown(card: Card, show: (pictures: Pictures) => Promise<unknown>): Promise<boolean> {
    try {
      const pictures = await uploadCharts(client, media, chartsOf(card));
      await show(pictures).catch(async (error: unknown) => {
        if (!refusedContent(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, SECOND_TRY_MS));
        await show(pictures);
      });
      return true;
    } catch (error) {
      tell(error);
      return false;
    }
  }

  /** Puts the charts into a message that already shows the card's words. */
  async function illustrate(card: Card, standing: Standing, t: Translate): Promise<void> {
    const done = await shown(card, (pictures) => speaker.change(standing, renderCard(card, t, pictures)));
    if (!done) await speaker.change(standing, renderCard(inWords(card, t), t));
  }

  /** A file cannot stand in a private answer, so its charts go to the person's direct messages. */
  async function send(card: Card, place: Place, t: Translate): Promise<void> {
    const alone = chartsAlone(card);
    const done = await shown(card, async (pictures) => {
      const channel = await speaker.direct(place.user);
      await speaker.say({ kind: 'open', user: place.user, channel }, renderCard(alone, t, pictures));
    });
    if (!done) await speaker.say(place, renderCard(inWords(alone, t), t));
  }

  /** The card without charts, with a line that says where they will be if that is elsewhere. */
  async function early(card: Card, place: Place, t: Translate): Promise<Card> {
    const words = withoutCharts(card);
    if (place.kind === 'open' || chartsOf(card).length === 0) return words;
    const here = place.channel.startsWith('D') && (await speaker.direct(place.user)) === place.channel;
    return here ? words : { ...words, blocks: [...words.blocks, { kind: 'context', text: t('slack.chart.elsewhere') }] };
  }

  async function give(card: Card, place: Place, t: Translate, replace = false): Promise<void> {
    const standing = await speaker.say(place, renderCard(await early(card, place, t), t), replace);
    if (chartsOf(card).length === 0) return;
    if (place.kind === 'open' && standing) await illustrate(card, standing, t);
    else await send(card, place, t);
  }

  return { give };
}
