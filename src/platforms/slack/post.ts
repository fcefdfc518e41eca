/** Posts that nobody asked for, on their own client: tried once, as retries belong to the caller. */
import type { Card, Language } from '../../view/card.ts';
import { chartsOf, withoutCharts } from '../../view/card.ts';
import { translator } from '../../i18n/translate.ts';
import type { WebClient } from '@slack/web-api';
import type { Log, Media, Posted } from '../platform.ts';
import { answersOf } from './answers.ts';
import { faultOf, refusedContent, refusedPlaces } from './errors.ts';
import { type Rendered, renderCard } from './render.ts';
import { speaker, type Standing } from './speak.ts';
import type { Work } from './work.ts';

/** A poster; pictures follow into the message, as an alert must not wait for them. */
export function poster(
  client: WebClient,
  media: Media,
  log: Log,
  work: Work,
): (target: string, card: Card, language: Language) => Promise<Posted> {
  const answers = answersOf(client, media, speaker(client, log), log);

  async function once(channel: string, { text, blocks, words }: Rendered): Promise<Standing> {
    const send = (message: { text: string; blocks?: Rendered['blocks'] }): Promise<Standing> =>
      client.chat
        .postMessage({ channel, ...message, unfurl_links: false, unfurl_media: false })
        .then((sent) => ({ channel: sent.channel ?? channel, ts: sent.ts ?? '' }));
    try {
      return await send({ text, blocks });
    } catch (error) {
      if (!refusedContent(error)) throw error;
      const { code, hint } = faultOf(error);
      log.error({ code, hint, places: refusedPlaces(error) }, 'Slack refused a post; its words are sent alone');
      return send({ text: words });
    }
  }

  return async (target, card, language) => {
    const t = translator(language);
    try {
      const standing = await once(target, renderCard(withoutCharts(card), t));
      if (chartsOf(card).length > 0) illustrateLater(card, standing);
      return { ok: true, message: `${standing.channel}:${standing.ts}` };
    } catch (error) {
      const { code, hint, retryAfterMs, gone } = faultOf(error);
      log.warn({ code, hint, target, ...(code === 'unexpected' ? { err: error } : {}) }, 'A post did not reach Slack');
      return { ok: false, reason: `${code}: ${hint}`, retryAfterMs, gone };
    }

    function illustrateLater(illustrated: Card, standing: Standing): void {
      void work.run(
        () => answers.illustrate(illustrated, standing, t),
        async (error) => {
          const { code, hint } = faultOf(error);
          log.warn({ code, hint, target }, 'A post stays without its picture');
        },
      );
    }
  };
}
