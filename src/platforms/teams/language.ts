/** The language of what is said before anybody is asked who the person is: their client's. */
import type { Origin } from '../../app/dispatch.ts';
import { languageOf, type Translate, translator } from '../../i18n/translate.ts';
import type { Language } from '../../view/card.ts';

export function languageIn(origin: Origin): Language {
  return languageOf(origin.person.locale) ?? 'en';
}

export function tOf(origin: Origin): Translate {
  return translator(languageIn(origin));
}
