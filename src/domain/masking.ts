/** What a masked text hides: whatever reads like a telephone, a document's number or an e-mail. */

export const HIDDEN = '•••';

const EMAIL = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** Eight digits or more, however they are grouped by blanks, dots, hyphens and brackets. */
const DIGITS = /(?:\+|\(\s?)?\p{Nd}(?:[\s\u00a0.()\u2010-\u2015-]{0,3}\p{Nd}){7,}/gu;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The text with telephones (any run of at least 8 digits that is no date) and e-mails hidden. */
export function maskText(text: string): string {
  return text.replaceAll(EMAIL, HIDDEN).replaceAll(DIGITS, (found) => (ISO_DATE.test(found) ? found : HIDDEN));
}
