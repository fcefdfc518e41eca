import type { Language } from '../../view/card.ts';
import type { Scheme } from './preferences.ts';
import type { ConsoleState } from './wire.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** The page before its script runs: language and colours already right, its first words inside as data. */
export function pageHtml(state: ConsoleState, scheme: Scheme): string {
  const { words } = state;
  // JSON inside a script element ends where `</` stands, so no `<` may.
  const json = JSON.stringify(state).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="${state.language}" data-theme="${scheme}">
<head>
<meta charset="utf-8">
<title>${escape(words['console.page.title'] ?? 'Vigia')}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="${scheme === 'auto' ? 'light dark' : scheme}">
<link rel="icon" href="console/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="console/page.css">
<script type="module" src="console/page.js"></script>
</head>
<body>
<div id="page"></div>
<noscript>${escape(words['console.page.noscript'] ?? '')}</noscript>
<script type="application/json" id="state">${json}</script>
</body>
</html>
`;
}

/** A refusal as a page: what happened and what to do. */
export function refusalHtml(title: string, text: string, language: Language): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${escape(title)}</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>${escape(title)}</h1><p>${escape(text)}</p></body>
</html>
`;
}
