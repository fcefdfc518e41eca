/** What a browser tells of its person: the choices the page keeps in cookies, and the languages the browser prefers. */
import type { Request } from 'express';
import type { Language } from '../../view/card.ts';
import { language } from './schema.ts';

/** The chosen colours; `auto` follows the device. */
export const SCHEMES = ['auto', 'light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** The language chosen in the page, else the browser's; undefined where neither is one of ours. */
export function languageFor(request: Request): Language | undefined {
  const chosen = language.safeParse(cookieOf(request, 'vigia_language'));
  if (chosen.success) return chosen.data;
  // Without the header express would take the first: no wish is not a wish for Portuguese.
  const preferred = request.headers['accept-language'] ? request.acceptsLanguages('pt-BR', 'pt', 'en') : false;
  return preferred ? (preferred === 'en' ? 'en' : 'pt-BR') : undefined;
}

/** The colours chosen in the page. */
export function schemeFor(request: Request): Scheme {
  const chosen = cookieOf(request, 'vigia_theme');
  return SCHEMES.find((scheme) => scheme === chosen) ?? 'auto';
}

function cookieOf(request: Request, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}
