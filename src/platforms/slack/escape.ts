/** Text that Slack shows exactly as it was written: no markup, mention, link or emoji comes out of it by accident. */

/** Keeps its place and shows nothing: breaks what Slack would recognise. */
export const INVISIBLE = '\u200b';

/** Control and direction-changing characters, which can hide or reorder what stands beside them. */
const UNSEEN = /(?!\n)\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const LOOK_ALIKES: Record<string, string> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

function lookAlike(mark: string): string {
  return LOOK_ALIKES[mark] ?? mark;
}

/** Line breaks as `\n`, and nothing that cannot be seen. */
export function clean(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(UNSEEN, '')
    .replaceAll(/\p{Surrogate}/gu, '\ufffd');
}

/** The words that are left of a text; a dash where there is nothing to see, as Slack refuses empty texts. */
export function orDash(text: string): string {
  return clean(text).trim() || '–';
}

/**
 * Escapes text for `mrkdwn`. Slack's documented escapes are `& < >`; marks that could start or end formatting become
 * look-alikes (inside a word, as in `joao_silva`, they do nothing and stay), and `:shortcodes:`, `@here` and a quote at the
 * start of a line are broken by an invisible character.
 */
export function escape(text: string): string {
  return clean(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('`', lookAlike)
    .replaceAll(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu, lookAlike)
    .replaceAll(/:(?=[\p{L}\p{N}_+'-]+:)/gu, `:${INVISIBLE}`)
    .replaceAll(/@(?=here|channel|everyone)/gi, `@${INVISIBLE}`)
    .replaceAll(/^&gt;/gm, `${INVISIBLE}&gt;`);
}

/** Undoes Slack's escapes in what a person typed: `<@U1|ana>` and `<tel:1|1>` become their words. */
export function unescape(text: string): string {
  return text
    .replaceAll(/<[^<>|]*\|([^<>]*)>/g, '$1')
    .replaceAll(/<([^<>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** At most `max` characters, cut at a word where one is near, with an ellipsis. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '');
  const space = room.lastIndexOf(' ');
  return `${(space > max * 0.6 ? room.slice(0, space) : room).trimEnd()}…`;
}
