import { en } from '../../i18n/en.ts';
import { ptBR } from '../../i18n/pt-BR.ts';
import type { Language } from '../../view/card.ts';

const CATALOGUES: Record<Language, Record<string, string>> = { en, 'pt-BR': ptBR };
const PREFIX = 'console.page.';

/** The page's own words in a language: every `console.page.*` of the catalogue. */
export function pageWords(language: Language): Record<string, string> {
  return Object.fromEntries(Object.entries(CATALOGUES[language]).filter(([key]) => key.startsWith(PREFIX)));
}
