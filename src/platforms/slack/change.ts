/** Changes of posts: the pictures first, then all of it in one change; tried once. */
import type { WebClient } from '@slack/web-api';
import { type Translate, translator } from '../../i18n/translate.ts';
import { type Card, chartsOf } from '../../view/card.ts';
import type { Log, Media, Platform } from '../platform.ts';
import { inWords, SECOND_TRY_MS } from './answers.ts';
import { faultOf, refusedContent } from './errors.ts';
import { later } from './later.ts';
import { uploadCharts } from './pictures.ts';
import { notPosted, tellRefused } from './post.ts';
import { type Pictures, type Rendered, renderCard } from './render.ts';
import { type Standing, standingOf } from './standing.ts';

/** How long a change waits for its pictures, ms; without them it tells their finding in words. */
const PATIENCE_MS = 8_000;

export function changer(client: WebClient, media: Media, log: Log): NonNullable<Platform['edit']> {
  /** Undefined when they could not be uploaded in time. */
  async function picturesOf(card: Card): Promise<Pictures | undefined> {
    const charts = chartsOf(card);
    if (charts.length === 0) return new Map();
    const uploaded = uploadCharts(client, media, charts).catch((error: unknown) => {
      const { code, hint } = faultOf(error);
      log.warn({ code, hint, ...(code === 'unexpected' ? { err: error } : {}) }, 'The charts of a post did not reach Slack');
      return undefined;
    });
    const patience = later(PATIENCE_MS, undefined);
    return Promise.race([uploaded, patience.promise]).finally(patience.stop);
  }

  async function change({ channel, ts }: Standing, { text, blocks }: Pick<Rendered, 'text' | 'blocks'>): Promise<void> {
    await client.chat.update({ channel, ts, text, blocks });
  }

  /** Whether it stands without the pictures that it should have. */
  async function changed(standing: Standing, card: Card, t: Translate): Promise<boolean> {
    const pictures = await picturesOf(card);
    if (pictures && pictures.size > 0 && (await illustrated(standing, renderCard(card, t, pictures)))) return false;
    const bare = chartsOf(card).length > 0;
    const { text, blocks, words } = renderCard(bare ? inWords(card, t) : card, t);
    await change(standing, { text, blocks }).catch(async (error: unknown) => {
      if (!refusedContent(error)) throw error;
      tellRefused(log, error);
      // Without `blocks: []` the old blocks would stay above new words.
      await change(standing, { text: words, blocks: [] });
    });
    return bare;
  }

  /** False when Slack refuses the pictures, also a moment later. */
  async function illustrated(standing: Standing, message: Rendered): Promise<boolean> {
    for (const pause of [SECOND_TRY_MS, 0]) {
      try {
        await change(standing, message);
        return true;
      } catch (error) {
        if (!refusedContent(error)) throw error;
        await later(pause, undefined).promise;
      }
    }
    return false;
  }

  return async (target, message, card, language) => {
    try {
      const bare = await changed(standingOf(message), card, translator(language));
      return { ok: true, message, ...(bare && { bare }) };
    } catch (error) {
      return notPosted(error, target, log);
    }
  };
}
