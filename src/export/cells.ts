/** Values as CSV fields: RFC 4180 quoting, numbers of the language, and no text that a spreadsheet would run. */
import type { Language } from '../domain/parameters.ts';

/** How a language's spreadsheets read a file: Excel in Brazil wants `;`, decimal commas and a byte order mark. */
export interface Dialect {
  delimiter: ',' | ';';
  decimal: '.' | ',';
  bom: boolean;
}

export const DIALECTS: Record<Language, Dialect> = {
  'pt-BR': { delimiter: ';', decimal: ',', bom: true },
  en: { delimiter: ',', decimal: '.', bom: false },
};

/** RFC 4180. */
export const EOL = '\r\n';

/** What a spreadsheet takes for a formula at the start of a cell, as OWASP lists it: = + - @, tab and CR. */
const FORMULA = new Set(Array.from('=+-@\t\r', (character) => character.charCodeAt(0)));
/** Both delimiters, so that a field reads the same whichever of them a reader guesses. */
const SPECIAL = /[",;\r\n]/;

/** A text as a field: a formula gets a `'` in front, what needs quotes gets them. */
export function textField(text: string): string {
  const safe = FORMULA.has(text.charCodeAt(0)) ? `'${text}` : text;
  return SPECIAL.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A number as a field, never in quotes and never guarded, also below 0; nothing for what is no number. */
export function numberField(decimal: Dialect['decimal']): (value: number) => string {
  return (value) => {
    if (!Number.isFinite(value)) return '';
    const text = String(value);
    return decimal === '.' ? text : text.replace('.', decimal);
  };
}
