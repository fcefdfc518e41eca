/** Posts that nobody asked for, on their own client: tried once, as retries belong to the caller. */
import type { WebClient } from '@slack/web-api';
import { translator } from '../../i18n/translate.ts';
import { chartsOf, withoutCharts } from '../../view/card.ts';
import type { Log, Platform, Posted, PostOptions } from '../platform.ts';
import { faultOf, refusedContent, refusedPlaces } from './errors.ts';
import { type Rendered, renderCard } from './render.ts';
import { messageIdOf, type Standing, standingOf } from './standing.ts';

/** The kind of message metadata (docs.slack.dev/messaging/message-metadata) that carries a post's key. */
export const KEYED = 'vigia_post';

/** A poster. The words go first, as an alert must not wait for pictures: a change with the same card brings them. */
export function poster(client: WebClient, log: Log): NonNullable<Platform['post']> {
  async function once(channel: string, { text, blocks, words }: Rendered, { key, thread }: PostOptions): Promise<Standing> {
    const more = {
      ...(key !== undefined && { metadata: { event_type: KEYED, event_payload: { key } } }),
      ...(thread !== undefined && { thread_ts: standingOf(thread).ts }),
    };
    const send = (message: { text: string; blocks?: Rendered['blocks'] }): Promise<Standing> =>
      client.chat
        .postMessage({ channel, ...message, ...more, unfurl_links: false, unfurl_media: false })
        .then((sent) => ({ channel: sent.channel ?? channel, ts: sent.ts ?? '' }));
    try {
      return await send({ text, blocks });
    } catch (error) {
      if (!refusedContent(error)) throw error;
      tellRefused(log, error);
      return send({ text: words });
    }
  }

  return async (target, card, language, options = {}) => {
    try {
      const standing = await once(target, renderCard(withoutCharts(card), translator(language)), options);
      return { ok: true, message: messageIdOf(standing), ...(chartsOf(card).length > 0 && { bare: true }) };
    } catch (error) {
      return notPosted(error, target, log);
    }
  };
}

/** Slack refused what is in a message: its words are sent alone. */
export function tellRefused(log: Log, error: unknown): void {
  const { code, hint } = faultOf(error);
  log.error({ code, hint, places: refusedPlaces(error) }, 'Slack refused a post; its words are sent alone');
}

/** What a failed post or change means to its sender. */
export function notPosted(error: unknown, target: string, log: Log): Posted {
  const { code, hint, retryAfterMs, gone, missing, unknown } = faultOf(error);
  log.warn({ code, hint, target, ...(code === 'unexpected' ? { err: error } : {}) }, 'A post did not reach Slack');
  return { ok: false, reason: `${code}: ${hint}`, retryAfterMs, gone, missing, unknown };
}
