import i18next from 'i18next';
import type { Language } from '../view/card.ts';
import { en } from './en.ts';
import { ptBR } from './pt-BR.ts';

/** A message's key, without the plural's ending (`_one`, `_other`). */
export type MessageKey = keyof typeof en extends infer Key ? (Key extends `${infer Stem}_${'one' | 'other'}` ? Stem : Key) : never;
/** Values of a message's `{{placeholders}}`, numbers in the language's own format; `count` also chooses the plural. */
export type MessageValues = Record<string, string | number>;
export type Translate = (key: MessageKey, values?: MessageValues) => string;

export const LANGUAGES: readonly Language[] = ['pt-BR', 'en'];

/**
 * Counts that read like the common plural here: none (“0 clientes”, though the language's rule makes it singular), and whole
 * millions, which have a form of their own in Portuguese.
 */
function withPlurals(messages: Record<string, string>): Record<string, string> {
  const common = Object.entries(messages).filter(([key]) => key.endsWith('_other'));
  const like = (ending: string): Record<string, string> =>
    Object.fromEntries(common.map(([key, text]) => [key.replace(/_other$/, ending), text]));
  return { ...messages, ...like('_zero'), ...like('_many') };
}

const instance = i18next.createInstance();
void instance.init({
  lng: 'en',
  supportedLngs: [...LANGUAGES],
  fallbackLng: false,
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  resources: { en: { translation: withPlurals(en) }, 'pt-BR': { translation: withPlurals(ptBR) } },
});

/** A shortened month at the end of a sentence, `31 de out.`, already has its full stop. */
function oneStop(text: string): string {
  return text.replaceAll(/(\p{L})\.\.(?=\s|$)/gu, '$1.');
}

const translators = new Map<Language, Translate>(
  LANGUAGES.map((language) => {
    const fixed = instance.getFixedT(language);
    const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    const shown = (values: MessageValues): Record<string, string> =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? numbers.format(value) : value]));
    return [
      language,
      (key, values = {}) => oneStop(fixed(key, { ...('count' in values && { count: values['count'] }), replace: shown(values) })),
    ];
  }),
);

/** The translator of a language. Texts are not escaped here: each platform escapes in its own way. */
export function translator(language: Language): Translate {
  return translators.get(language) ?? ((key) => key);
}

/** The product's language for a platform's locale (`pt_BR`, `en-GB`, …); undefined where it has none. */
export function languageOf(locale: string | undefined): Language | undefined {
  if (!locale) return undefined;
  const primary = locale.toLowerCase().split(/[-_]/)[0];
  return primary === 'pt' ? 'pt-BR' : primary === 'en' ? 'en' : undefined;
}
