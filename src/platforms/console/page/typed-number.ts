/** Numbers as people type them: a decimal comma in Portuguese, thousands in groups. */
import type { Language } from '../../../view/card.ts';

/** `1,5` in Portuguese, `1.5` in English; without groups, to be typed over. */
export function shownNumber(value: number, language: Language): string {
  return language === 'pt-BR' ? String(value).replace('.', ',') : String(value);
}

/**
 * The number of a text, null of an empty one; what is no number stays text, for the server to say so. In a whole number
 * any mark is one of thousands (`1.500`, `1,500`, `1 500`); a decimal mark may be either where only one can be meant.
 */
export function readNumber(text: string, decimals: boolean, language: Language): number | string | null {
  const typed = text.trim();
  if (typed === '') return null;
  if (/^-?\d+$/.test(typed)) return Number(typed);
  const [group, mark] = language === 'pt-BR' ? ['.', ','] : [',', '.'];
  const groups = decimals ? `[${group}\\s]` : '[.,\\s]';
  if (new RegExp(`^-?\\d{1,3}(${groups}\\d{3})+$`).test(typed)) return Number(typed.replaceAll(/[.,\s]/g, ''));
  if (!decimals) return typed;
  if (new RegExp(`^-?\\d{1,3}(${groups}\\d{3})+\\${mark}\\d+$`).test(typed))
    return Number(typed.replaceAll(new RegExp(groups, 'g'), '').replace(',', '.'));
  return /^-?\d*[.,]\d+$/.test(typed) ? Number(typed.replace(',', '.')) : typed;
}
