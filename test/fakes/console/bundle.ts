/** The page as `npm run build:page` bundles it, and its cards as HTML for snapshots. Preact is ESM only, so tests bundle it too. */
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync, type BuildOptions } from 'esbuild';
import { translator } from '../../../src/i18n/translate.ts';
import type { CardProps } from '../../../src/platforms/console/page/card.tsx';
import type { Say } from '../../../src/platforms/console/page/words.ts';
import { type Card, chartsOf, type Language } from '../../../src/view/card.ts';

const root = join(__dirname, '../../..');

function bundle(entry: string, name: string, options: BuildOptions): string {
  const outfile = join(mkdtempSync(join(tmpdir(), 'vigia-page-')), name);
  buildSync({
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    target: 'es2022',
    ...options,
  });
  return outfile;
}

/** Builds the page's script and gives its path. */
export function buildPage(): string {
  return bundle('src/platforms/console/page/main.tsx', 'page.js', { format: 'esm', minify: true });
}

let draw: ((answer: CardProps['answer'], say: Say) => string) | undefined;

/** A card as the console page draws it, one element a line. Charts have the paths `/chart/0`, `/chart/1`, … */
export function renderCardToHtml(card: Card, language: Language): string {
  draw ??= (
    createRequire(__filename)(bundle('test/fakes/console/render.tsx', 'render.cjs', { format: 'cjs', platform: 'node' })) as {
      draw: NonNullable<typeof draw>;
    }
  ).draw;
  const t = translator(language);
  const charts = chartsOf(card).map((_, index) => ({ light: `/chart/${index}`, dark: `/chart/${index}` }));
  return draw({ card, charts, failed: false, language }, (word, values) => t(`console.page.${word}`, values));
}
