/** Charts as pictures: drawn on demand, and kept behind an expiring link where a platform fetches them. */
import type { Charts } from './charts/charts.ts';
import type { Media } from './platforms/platform.ts';
import type { Files } from './store/queries/files.ts';

/** Long enough for a message that is read days later on a phone; Teams fetches again when a chat is scrolled to. */
const KEPT_MS = 7 * 86_400_000;

/** @param baseUrl where people's clients reach this process: PUBLIC_URL, or the local address */
export function createMedia(charts: Charts, files: Files, baseUrl: () => string, now: () => Date): Media {
  const png: Media['png'] = (chart, theme = 'light') => charts.png(chart, theme);
  return {
    png,
    link: async (chart, theme) => {
      const token = await files.keep('image/png', await png(chart, theme), new Date(now().getTime() + KEPT_MS));
      return `${baseUrl()}/files/${token}`;
    },
  };
}
